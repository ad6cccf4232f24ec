"""A command that begins at once does and says what it does in a process of its own."""

from pathlib import Path

import pytest

from tests.loading import loaded
from tests.transcripts import START, Command, Stage


@pytest.mark.parametrize(
    "typed",
    [
        "foedus --help",
        "foedus status",
        "foedus stauts",
        "foedus kinds",
        "COLUMNS=60 foedus kinds",
        "foedus kinds --json | head -4",
        "foedus kinds nothing 2> refused; echo $?; cat refused",
        "ulimit -f 1; foedus kinds --json > kinds.json",
        "env -u FOEDUS_PASSPHRASE foedus init --party VN; ls -A",
        "echo words | FOEDUS_PASSPHRASE_FILE=/dev/stdin foedus init --party VN",
        "FOEDUS_NODE=elsewhere foedus status",
        "cd .. && foedus --node here status",
        "foedus read \"$(printf 'no \\377 letter')\"",
        "umask 077 && foedus init --party VN > said && ls -lR vn said | cut -c 1-10",
        "foedus init --party VN > said && ls -A data",
        "foedus kinds --json > /dev/full",
        "PYTHONIOENCODING=ascii foedus read été",
        "LC_ALL=C PYTHONCOERCECLOCALE=0 PYTHONUTF8=0 foedus read été",
        "foedus verify ../../../etc/hostname 2>&1 > said | cat; cat said",
    ],
)
def test_a_command_is_answered_as_by_a_process_of_its_own(typed: str, tmp_path: Path) -> None:
    command = Command(number=1, after=2, party="vn", typed=typed, answer=())
    answers = []
    for name, at_once in (("one", None), ("other", loaded().commands)):
        folder = tmp_path / name
        folder.mkdir()
        answers.append(Stage(folder, at_once=at_once).run(command, at=START, names={}))
    assert answers[0] == answers[1]
    assert answers[0]
