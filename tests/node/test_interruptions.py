"""Commands stopped at any moment: nothing lost, nothing half-written, nothing said twice.

Each command is run once to learn how long it takes; then it is stopped at moments spread
over that time, by Ctrl-C and by a kill that nothing can catch, and at the very moment at
which the node's databases begin to be written.
"""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedus.record.bundle import Bundle, verify
from tests.node.nodes import CLOCK, Done, Node

STOPS = 12 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 3
"""Moments at which each command is stopped by each signal."""

Prepare = Callable[[Node], None]


def nothing(_: Node) -> None:
    pass


def taken_in(vn: Node) -> None:
    vn.do("import", vn.folder.parent / "offer.foedus")


def loaded(vn: Node) -> None:
    vn.do("draft", "load", "more", vn.folder.parent / "lines.json")


def read(vn: Node) -> None:
    vn.do("read", vn.folder.parent / "communique.txt")


COMMANDS: dict[str, tuple[Prepare, str]] = {
    "import": (nothing, "import {at}/offer.foedus"),
    "sign": (taken_in, "sign"),
    "offer": (loaded, "offer more"),
    "export": (nothing, "export {at}/out.foedus --all"),
    "load": (nothing, "draft load more {at}/lines.json"),
    "read": (nothing, "read {at}/communique.txt"),
    "accept": (read, "accept --all"),
}
STOPPED_IN_WORDS = (
    "Error: Stopped.\nHint: What was finished is kept, nothing is half-done; run it again to go on.\n"
)
DONE_ALREADY = ("has already signed", "No draft here is called", "none waits")


@pytest.fixture(params=COMMANDS)
def prepared(request: pytest.FixtureRequest, vn: Node) -> tuple[Node, list[str]]:
    """A node made ready for one command, and that command."""
    prepare, words = COMMANDS[request.param]
    prepare(vn)
    return vn, words.format(at=vn.folder.parent).split()


def fresh(node: Node, words: list[str], name: str) -> tuple[Node, list[str]]:
    """A copy of a node with its files in a folder of its own, and the command for it."""
    folder = node.folder.parent / name
    folder.mkdir()
    for file in node.folder.parent.glob("*.*"):
        if file.is_file():
            shutil.copy(file, folder)
    return node.copied(folder / "vn"), [word.replace(str(node.folder.parent), str(folder)) for word in words]


def stopped(node: Node, words: list[str], *, by: signal.Signals, after: float) -> Done:
    """Run a command and stop it after so many seconds."""
    process = node.start(*words)
    time.sleep(after)
    if process.poll() is None:
        os.kill(process.pid, by)
    said, refused = process.communicate(timeout=60)
    return Done(process.returncode, said, refused)


def stopped_while_writing(node: Node, words: list[str], *, by: signal.Signals) -> Done:
    """Run a command and stop it as soon as one of the databases' journals grows."""
    journals = [node.folder / "data" / f"{name}.sqlite3-wal" for name in ("common", "private")]
    process = node.start(*words)
    while process.poll() is None and not any(map(grown, journals)):
        pass
    if process.poll() is None:
        os.kill(process.pid, by)
    said, refused = process.communicate(timeout=60)
    return Done(process.returncode, said, refused)


def grown(journal: Path) -> bool:
    """Whether a database's journal holds anything; it comes and goes with the processes that use it."""
    try:
        return journal.stat().st_size > 0
    except FileNotFoundError:
        return False


def check_whole(node: Node, words: list[str]) -> None:
    """After a stop the node opens, its record verifies, and the command can be given again."""
    for name in ("common", "private"):
        database = sqlite3.connect(node.folder / "data" / f"{name}.sqlite3")
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
    again = node.run(*words)
    assert again.code == 0 or any(word in again.refused for word in DONE_ALREADY), again
    (status,) = node.data("status")
    assert (status["breaches"], status["forks"]) == ([], [])
    record = node.folder.parent / "record.foedus"
    node.do("export", record, "--all")
    with record.open("rb") as file:
        held = verify(Bundle(file))
    signed = held.signed_by("VN")
    assert len(signed) == len({*signed})
    assert [act.title["en"] for act in held.acts.values()].count("Amendment more") <= 1


@pytest.mark.slow
def test_a_command_stopped_at_any_moment_leaves_a_whole_node(
    prepared: tuple[Node, list[str]], record_property: Callable[[str, object], None]
) -> None:
    node, words = prepared
    trial, typed = fresh(node, words, "trial")
    began = time.monotonic()
    trial.do(*typed)
    lasting = time.monotonic() - began
    stops = kept = 0
    for by in (signal.SIGKILL, signal.SIGINT):
        for number in range(STOPS):
            copy, typed = fresh(node, words, f"{by.name}-{number}")
            after = lasting * (0.3 + 0.75 * number / STOPS)
            done = (
                stopped(copy, typed, by=by, after=after)
                if number
                else stopped_while_writing(copy, typed, by=by)
            )
            stops, kept = stops + (done.code != 0), kept + (done.code == 0)
            if by is signal.SIGINT:
                check_polite(done, copy)
            check_whole(copy, typed)
            shutil.rmtree(copy.folder.parent)
    assert stops
    record_property("says", f"{words[0]}: stopped {stops} times, ended before {kept} times; whole each time")


def check_polite(done: Done, node: Node) -> None:
    """Ctrl-C is answered in one sentence, and leaves no file behind that was not there before."""
    if done.code:
        # Before Python runs our first line and after our last, the system itself ends the process by the
        # signal; a shell calls both 130.
        assert done.code in {130, -signal.SIGINT}
        assert done.refused == STOPPED_IN_WORDS or (done.code, done.refused) == (-signal.SIGINT, "")
    assert [path.name for path in node.folder.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("part", ["common", "private"])
def test_an_offer_killed_between_signing_and_dropping_its_draft_is_finished_by_offering_again(
    part: str, vn: Node
) -> None:
    loaded(vn)
    before = vn.folder.parent / "before"
    shutil.copytree(vn.folder, before)
    act = vn.data("offer", "more")["act"]
    if part == "private":  # signed, and the draft still there
        for file in (before / "data").glob("private.sqlite3*"):
            shutil.copy(file, vn.folder / "data")
        assert vn.data("offer", "more")["act"] == act
    assert "No draft here is called more" in vn.run("offer", "more").refused
    assert [row["act"] for row in vn.data("status")[0]["acts"]].count(act) == 1


def test_a_charter_offered_again_after_a_kill_founds_no_second_compact(vn: Node, pair: Path) -> None:
    vn.do("draft", "charter", "second", "--with", pair / "la" / "LA.card.json")
    kept = [(file, file.read_bytes()) for file in (vn.folder / "data").glob("private.sqlite3*")]
    act = vn.data("offer", "second")["act"]
    for file, data in kept:
        file.write_bytes(data)
    assert vn.data("offer", "second")["act"] == act
    assert len(vn.data("status")) == 2


def test_a_report_repeated_after_a_kill_is_not_said_twice(vn: Node) -> None:
    words = ["report", "first", "--outcome", "met", "--on", "2026-02-01"]
    vn.do(*words)
    assert "VN has already reported exactly this on first, in entry 5 of its log." in vn.run(*words).refused
    vn.do("report", "first", "--outcome", "missed", "--on", "2026-02-01")
    vn.do(*words)
    assert [one["outcome"] for one in vn.data("show", "first")["reports"]] == ["met", "missed", "met"]


@pytest.fixture
def writing(vn: Node) -> Iterator[sqlite3.Connection]:
    """Another process that is in the middle of writing into the common record."""
    held = sqlite3.connect(vn.folder / "data" / "common.sqlite3", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    held.execute("UPDATE common_heard SET at = ?", (CLOCK,))
    yield held
    held.rollback()
    held.close()


@pytest.mark.parametrize(
    "words", [["status"], ["show"], ["show", "first"], ["diff", "more"], ["draft", "show"]]
)
def test_who_only_looks_is_not_held_up_by_a_writing(words: list[str], vn: Node, writing: object) -> None:
    assert writing
    assert vn.run(*words).code == 0


def test_two_writings_at_once_are_both_done_or_one_says_that_it_was_kept_out(vn: Node) -> None:
    words = [["report", "first", "--outcome", "met", "--on", f"2026-02-0{day}"] for day in range(1, 6)]
    ended = [(*process.communicate(), process.returncode) for process in [vn.start(*one) for one in words]]
    refused = [told for _, told, code in ended if code]
    assert all("is at work on this node" in told for told in refused)
    assert len(vn.data("show", "first")["reports"]) == len(words) - len(refused)
