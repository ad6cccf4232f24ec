"""The units and the container file: systemd takes them, and what they name is there and is what it was."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from tests.node.nodes import Node

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
PROGRAM = "/srv/foedus/venv/bin/foedus"
UNITS = sorted(path.name for path in DEPLOY.glob("foedus*"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file, each with its words on one line."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, words) for name, words in lines]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        (tmp_path / name).write_text(text.replace(PROGRAM, shutil.which("true") or "/bin/true"))
    words = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_units_give_commands_that_there_are(tmp_path: Path) -> None:
    given = [
        re.search(rf"{PROGRAM} (\w+)((?: --[\w-]+)?)", (DEPLOY / name).read_text())
        for name in UNITS
        if name.endswith(".service")
    ]
    for one in given:
        assert one
        help_of = Node(tmp_path).run(one[1], "--help").said
        assert one[2].strip() in help_of


def test_units_that_run_foedus_shut_it_in_alike() -> None:
    shut: list[set[str]] = []
    for name in UNITS:
        if name.endswith(".service"):
            lines = (DEPLOY / name).read_text().splitlines()
            shut.append(
                {line for line in lines if re.match(r"(No|Private|Protect|Restrict|Lock|Cap)\w+=", line)}
            )
    assert all(one == other and one for one, other in pairwise(shut))


def test_the_container_file_copies_what_is_there_and_serves_as_a_user_of_its_own() -> None:
    told = instructions()
    here = [words.split()[:-1] for name, words in told if name == "COPY" and "--from" not in words]
    assert [path for paths in here for path in paths if not (ROOT / path).exists()] == []
    assert {name for name, _ in told} <= {
        *(
            "FROM",
            "WORKDIR",
            "COPY",
            "RUN",
            "ENV",
            "USER",
            "VOLUME",
            "EXPOSE",
            "STOPSIGNAL",
            "ENTRYPOINT",
            "CMD",
        )
    }
    last = dict(told[max(at for at, (name, _) in enumerate(told) if name == "FROM") :])
    assert (last["USER"], last["ENTRYPOINT"], last["STOPSIGNAL"]) == ("foedus", '["foedus"]', "SIGTERM")
