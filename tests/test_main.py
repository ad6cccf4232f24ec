"""`python -m foedus verify` checks a record on a machine that has no node."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.__main__ import main
from tests.worlds import World

PLAIN = {"PATH": os.defpath, "LANG": "C.UTF-8"}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    world = World()
    world.all_sign(world.act({"line-1": None}))
    path = tmp_path / "plan.foedus"
    path.write_bytes(world.bundle())
    return path


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "foedus", *arguments],
        env=PLAIN | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_intact_bundle_is_verified(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(bundle)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("Compact “Illustrative compact”")
    assert out.splitlines()[-1] == "Verified: 8 entries, 2 acts, 2 items in force."
    assert err == ""


def test_the_verdict_can_be_read_by_a_program(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(bundle), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verified"] is True
    assert [line["item"] for line in said["in_force"]] == ["compact", "line-1"]


def test_an_altered_bundle_is_refused_with_a_sentence_and_a_hint(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    assert main(["verify", str(bundle)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    sentence, hint = err.splitlines()
    assert sentence.startswith("Error: ")
    assert hint.startswith("Hint: ")


def test_a_refusal_can_be_read_by_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("No bundle.")
    assert main(["verify", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "verified": False,
        "refusal": "ContainerError",
        "error": "The file is not an intact Foedus bundle: it is no bundle.",
        "hint": "It was cut short or altered on the way. Ask the sender for the file again.",
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere.foedus", "it is not there"), ("", "it is a folder")],
    ids=["no file", "a folder"],
)
def test_what_is_no_readable_file_gives_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, name: str, reason: str
) -> None:
    path = tmp_path / name
    assert main(["verify", str(path)]) == 1
    assert capsys.readouterr().err == (
        f"Error: The file {path} cannot be read: {reason}.\n"
        "Hint: Name a bundle, a file that ends in .foedus.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_gives_one_sentence(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle.chmod(0)
    assert main(["verify", str(bundle)]) == 1
    assert "reading it is not allowed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["verify"], ["sign", "plan.foedus"], ["verify", "a", "b"]], ids=str
)
def test_a_command_not_understood_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_the_help_shows_an_example() -> None:
    assert "Example: python -m foedus verify plan.foedus" in run("verify", "--help").stdout


def test_a_terminal_that_lacks_letters_is_no_reason_to_fail(bundle: Path) -> None:
    done = run("verify", str(bundle), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Compact \\u201cIllustrative compact\\u201d")


def test_a_reader_that_stops_listening_is_no_reason_to_complain(bundle: Path) -> None:
    script = f"{sys.executable} -m foedus verify {bundle} | true"
    done = subprocess.run(["/bin/sh", "-c", script], env=PLAIN, capture_output=True, check=False)
    assert done.stderr == b""


def test_it_needs_the_record_only_and_no_part_of_a_node() -> None:
    script = (
        "import sys; import foedus.__main__\n"
        "print(sorted({name.split('.')[1] for name in sys.modules if name.startswith('foedus.')}),"
        " *(name in sys.modules for name in ('django', 'foedus_node', 'pyhanko', 'typst')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "['__main__', 'errors', 'phrase', 'record', 'terms', 'verifying'] False False False False"
    )
