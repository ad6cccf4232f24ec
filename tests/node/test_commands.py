"""Every command: its help with an example, its data as JSON, and a sentence for whatever is typed."""

import os
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loading import loaded
from tests.node.nodes import Done, Node

JSON: dict[str, str] = {
    "read": "{at}/communique.txt",
    "read-archive": "{at}/communique.txt --out {at}/facts",
    "accept": "",
    "lessons": "",
    "stories": "",
    "diff": "more",
    "offer": "more",
    "status": "",
    "show": "first",
    "note": "first",
    "kinds": "",
    "plan": "",
    "people alike": "",
    "cascade": "",
    "mechanisms": "",
    "visits": "--year 2026",
    "assess": "",
    "stale": "--days 0",
    "training": "",
    "exercises": "",
    "readiness": "",
    "brief": "first --on 2026-07-01 --out {at}",
    "write": "annual plan-2026 --out {at} --format docx",
    "export": "{at}/out.foedus",
    "documents": "",
    "evidence": "",
    "import": "{at}/offer.foedus",
    "verify": "{at}/whole.foedus",
    "draft show": "",
    "peer list": "",
    "sync": "",
    "user list": "",
    "backup": "{at}/vn.foedus-backup",
}
"""What each command that prints data is given to print some."""


def helps() -> dict[str, str]:
    """What every command says to --help."""
    printed = subprocess.run(
        [sys.executable, "-m", "tests.node.helps"],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    said: dict[str, str] = orjson.loads(printed)
    return said


HELPS = helps()
COMMANDS = sorted(HELPS)
SCREEN = 80
"""Letters in a line of the screen that help is shown on here."""
ENDLESS = {"answer", "demo", "pages", "serve"}
"""Commands that go on until they are stopped, or for a minute."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example_in_its_help(command: str) -> None:
    said = HELPS[command]
    assert f"Example: foedus {command}" in said or "Example: foedus --node" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fills_the_lines_of_a_screen(command: str) -> None:
    told = HELPS[command].partition("╭")[0].splitlines()
    lines = [line.rstrip() for line in told if not line.startswith(("Usage:", "Example:"))]
    assert not [
        (line, after)
        for line, after in pairwise(lines)
        if line and after and len(line) + len(f" {after.split()[0]}") <= SCREEN
    ]


def test_every_command_that_prints_data_is_tried_here() -> None:
    assert {command for command in COMMANDS if "--json" in HELPS[command]} == {*JSON}


@pytest.mark.parametrize("command", JSON)
def test_data_is_printed_as_json(command: str, vn: Node) -> None:
    vn.do("draft", "load", "more", vn.folder.parent / "lines.json")
    vn.do("export", vn.folder.parent / "whole.foedus", "--all")
    vn.do("peer", "add", "LA", vn.folder.parent)
    said = vn.do(*command.split(), *JSON[command].format(at=vn.folder.parent).split(), "--json")
    assert isinstance(orjson.loads(said), dict | list)


TYPED = st.lists(
    st.one_of(
        st.sampled_from(sorted({word for command in COMMANDS for word in command.split()})),
        st.sampled_from(
            shlex.split(
                "--all --json --set --as --to --on --title --with --compact --head --role --since "
                "--effective --when --kind --domain --period --reason --draft --strike --void --office "
                "first more plan-2026 1 1-3 en=Words when=2026-04 VN LA 2026-02-01 2026"
            )
        ),
        st.text(st.characters(exclude_characters="\0"), max_size=6),
    ),
    max_size=7,
).filter(ENDLESS.isdisjoint)


@pytest.fixture(scope="module")
def desk(pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """A node at which anything may be typed."""
    return Node(pair / "vn").copied(tmp_path_factory.mktemp("desk") / "vn")


@pytest.mark.slow
@settings(max_examples=25)
@given(words=TYPED)
def test_whatever_is_typed_is_done_or_refused_in_a_sentence(words: list[str], desk: Node) -> None:
    done = in_folder(desk, words)
    assert done.code in {0, 1, 2}, (words, done)
    assert "Traceback" not in done.refused, (words, done)
    if done.code:
        assert done.refused.startswith("Error: "), (words, done)


def in_folder(node: Node, words: list[str]) -> Done:
    """Run a command with the node's own folder as the present one."""
    typed = ["foedus", "--node", str(node.folder), *words]
    return Done(*loaded().run(typed, environment=node.environment(), folder=node.folder))


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("accept ²", "it is no number"),
        ("accept 99999999999999999999", "it is no number"),
        ("accept 5-2", "a range goes up"),
        ("mandate clerk --since 2026", "is no day such as"),
        ("mandate clerk --since 2026-03-01 --until 2026-02-01", "lies before the first day"),
        ("mandate ' '", "it needs a title"),
        ("denounce --effective soon", "is not a date"),
        ("status --compact 0000", "names not exactly one"),
        ("sign", "none waits for our word"),
        ("read /dev/zero", "more than 20,000,000 bytes"),
        ("export {at}/vn", "it is a folder"),
        ("draft load more {at}/twice.json", "is given more than once"),
        ("draft load more {at}/communique.txt", "it is no JSON"),
    ],
)
def test_what_cannot_be_is_refused_by_name(typed: str, refused: str, vn: Node) -> None:
    line = (vn.folder.parent / "lines.json").read_bytes()
    (vn.folder.parent / "twice.json").write_bytes(orjson.dumps([*orjson.loads(line), orjson.loads(line)[0]]))
    before = vn.tables(), vn.tables("private")
    done = vn.run(*shlex.split(typed.format(at=vn.folder.parent)))
    assert (done.code, done.said) == (1, "")
    assert refused in done.refused
    assert [row.partition(":")[0] for row in done.refused.splitlines()] == ["Error", "Hint"]
    assert (vn.tables(), vn.tables("private")) == before


def test_words_that_are_not_utf8_are_refused_in_a_sentence(vn: Node) -> None:
    for words in (["draft", "show"], ["read"], ["draft", "amendment", "x", "--title"]):
        process = subprocess.run(
            [*vn.command(*words), b"en=\xff"], env=vn.environment(), capture_output=True, check=False
        )
        assert (process.returncode, process.stdout) == (1, b"")
        assert process.stderr.startswith(b"Error: What this command was given is not all UTF-8")


@pytest.mark.parametrize(
    "screen",
    [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}],
    ids=["C", "ascii", "POSIX"],
)
def test_a_screen_that_lacks_a_letter_stops_no_command(screen: dict[str, str], vn: Node) -> None:
    vn.do("draft", "amendment", "lao", "--title", "lo=ແຜນການຮ່ວມມື", "--title", "vi=Kế hoạch hợp tác")
    for words in (["status"], ["draft", "show"], ["show", "first"]):
        assert vn.run(*words, **screen).code == 0


@pytest.mark.parametrize("words", ["status", "show", "show --json", "draft show more", "--help"])
def test_a_reader_that_stops_listening_ends_a_command_in_silence(words: str, vn: Node) -> None:
    vn.do("draft", "load", "more", vn.folder.parent / "lines.json")
    ear, mouth = os.pipe()
    os.close(ear)
    process = subprocess.run(
        vn.command(*words.split()), env=vn.environment(), stdout=mouth, stderr=subprocess.PIPE, check=False
    )
    os.close(mouth)
    assert (process.returncode, process.stderr) == (1, b"")


@pytest.mark.parametrize("columns", [80, 100])
def test_no_line_of_the_status_is_wider_than_the_screen(columns: int, vn: Node) -> None:
    vn.do("import", vn.folder.parent / "offer.foedus")
    rows = vn.run("status", COLUMNS=str(columns)).said.splitlines()
    table = rows[2 : rows.index("", 2)]
    assert max(map(len, table)) <= columns


def test_colours_and_control_codes_never_reach_a_pipe(vn: Node) -> None:
    environment = {name: value for name, value in vn.environment().items() if name != "NO_COLOR"}
    process = subprocess.run(
        vn.command("status"), env=environment | {"TERM": "xterm-256color"}, capture_output=True, check=False
    )
    assert process.returncode == 0
    assert b"\x1b" not in process.stdout + process.stderr
