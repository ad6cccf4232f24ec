"""`kill -9` at every write of sign, import and restore, on both kinds of database.

Nothing may be lost and nothing said twice.

A command is run once to count the moments at which it writes. Then it is killed at each of
them, on a fresh copy of the node, looked at, and given again: the node must end exactly where
the command that was not killed ended.
"""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from attrs import frozen

from foedus.record import keyfile
from foedus.record.bundle import Bundle, verify
from foedus_node import databases
from tests.node.conftest import paired
from tests.node.killing import Killer, killer
from tests.node.nodes import PASSPHRASE, Node
from tests.node.postgresql import Server, served

Tables = Mapping[str, list[tuple[Any, ...]]]
DONE_ALREADY = ("has already signed", "has already reported", "none waits", "No draft here is called")
TABLES = ("compact", "act", "leaf", "entry", "fork", "heard")


@frozen
class Place:
    """Where nodes keep their databases: in their folders, or on a server."""

    server: Server | None

    def copied(self, node: Node, folder: Path) -> Node:
        """A copy of a node, its databases too."""
        copy = node.copied(folder)
        if self.server:
            places = databases.configured(node.folder)
            self.server.given_to(folder, like=(places["common"]["NAME"], places["private"]["NAME"]))
        return copy

    def tables(self, node: Node) -> Tables:
        """Every row of the common record, by table, without the numbers that the database gives rows."""
        if not self.server:
            held = node.tables()
            return {name: sorted(map(bare, held[f"common_{name}"]), key=repr) for name in TABLES}
        address = self.server.address(databases.configured(node.folder)["common"]["NAME"])
        with psycopg.connect(address) as connection:
            return {
                name: sorted(map(bare, connection.execute(f"SELECT * FROM common_{name}")), key=repr)  # noqa: S608 (our own names)
                for name in TABLES
            }


def bare(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[1:] if isinstance(row[0], int) else row


@pytest.fixture(scope="module")
def killing() -> Iterator[Killer]:
    with killer() as one:
        yield one


@pytest.fixture(scope="module", params=["files", "postgresql"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "files":
        yield Place(None)
        return
    with served() as server:
        yield Place(server)


@pytest.fixture(scope="module")
def two(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared pair at such a place, its keys made cheap to open: the cost is tried elsewhere."""
    folder = tmp_path_factory.mktemp("two")
    for party in ("vn", "la"):
        if place.server:
            place.server.given_to(folder / party)
    paired(folder)
    for file in folder.glob("*/keys/op.key"):
        key = keyfile.unlock(keyfile.parse(file.read_bytes(), name="op"), passphrase=PASSPHRASE, name="op")
        salt, nonce = bytes(keyfile.SALT_BYTES), bytes(keyfile.NONCE_BYTES)
        cheap = keyfile.lock(
            key.seed, role="op", passphrase=PASSPHRASE, salt=salt, nonce=nonce, ops=1, memory=8192
        )
        file.write_bytes(cheap)
    return folder


# --- what is killed ------------------------------------------------------------------------------


def imported(vn: Node, run: Callable[..., None]) -> list[str]:
    _ = run
    return ["import", str(vn.folder.parent / "offer.foedus")]


def signed(vn: Node, run: Callable[..., None]) -> list[str]:
    run(*imported(vn, run))
    return ["sign"]


def reported(vn: Node, run: Callable[..., None]) -> list[str]:
    _ = vn, run
    return ["report", "first", "--outcome", "met", "--on", "2026-02-01"]


def declared_restored(vn: Node, run: Callable[..., None]) -> list[str]:
    _ = vn, run
    return ["recover"]


def exported(vn: Node, run: Callable[..., None]) -> list[str]:
    _ = run
    return ["export", str(vn.folder.parent / "out.foedus"), "--all"]


COMMANDS = [imported, signed, reported, declared_restored, exported]


@pytest.mark.slow
@pytest.mark.parametrize("prepare", COMMANDS)
def test_a_command_killed_at_any_write_is_finished_by_giving_it_again(
    prepare: Callable[..., list[str]],
    place: Place,
    two: Path,
    killing: Killer,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    ready, words = made_ready(prepare, place, two, killing, tmp_path)
    before = place.tables(ready)
    whole = place.copied(ready, tmp_path / "whole")
    ended = killing.run(whole, *words)
    assert (ended.done.code, ended.moments > 1) == (0, True), ended
    after = place.tables(whole)
    kept = 0
    for at in range(1, ended.moments + 1):
        node = place.copied(ready, tmp_path / f"at-{at}")
        assert killing.run(node, *words, at=at).done.code == -signal.SIGKILL
        found = place.tables(node)
        assert found in (before, after), f"half of it was kept when killed at moment {at}"
        kept += found == after
        again = killing.run(node, *words).done
        assert again.code == 0 or any(word in again.refused for word in DONE_ALREADY), again
        assert place.tables(node) == after, f"killed at moment {at} and given again, it ended elsewhere"
        shutil.rmtree(node.folder)
    kind = "PostgreSQL" if place.server else "SQLite"
    line = f"kill -9, {words[0]} on {kind}: at each of {ended.moments} moments of writing"
    record_property("says", f"{line}, {kept} times all was there already")


@pytest.mark.slow
def test_a_restored_node_killed_at_any_write_of_its_recovery_signs_nothing_twice(
    place: Place,
    two: Path,
    killing: Killer,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    old, words = made_ready(imported, place, two, killing, tmp_path)
    ahead = place.copied(old, tmp_path / "ahead")
    la = place.copied(Node(two / "la"), tmp_path / "la")
    for line in (words, ["sign"], ["export", str(tmp_path / "signed.foedus"), "--to", "LA"]):
        done(killing, ahead, *line)
    done(killing, la, "import", str(tmp_path / "signed.foedus"))
    # Laos makes its bundle once Viet Nam has said that it recovers.
    done(killing, old, "recover")
    made_later = {"FOEDUS_CLOCK": "2026-06-02T09:00:00Z"}
    assert la.run("export", tmp_path / "back.foedus", "--all", **made_later).code == 0
    back = ["import", str(tmp_path / "back.foedus")]
    whole = place.copied(old, tmp_path / "whole")
    ended = killing.run(whole, *back)
    assert ended.done.code == 0, ended
    for at in range(1, ended.moments + 1):
        node = place.copied(old, tmp_path / f"at-{at}")
        assert killing.run(node, *back, at=at).done.code == -signal.SIGKILL
        cut_short = killing.run(node, "report", "first", "--outcome", "met", "--on", "2026-02-01").done
        assert cut_short.code == 0 or "recovering" in cut_short.refused, cut_short
        assert killing.run(node, *back).done.code == 0
        assert "none waits" in killing.run(node, "sign").done.refused
        held = verified(killing, node, tmp_path / f"at-{at}.foedus")
        assert held == sorted({*held})
        shutil.rmtree(node.folder)
    kind = "PostgreSQL" if place.server else "SQLite"
    record_property("says", f"kill -9, restore on {kind}: at each of {ended.moments} moments of writing")


def made_ready(
    prepare: Callable[..., list[str]], place: Place, two: Path, killing: Killer, folder: Path
) -> tuple[Node, list[str]]:
    """A copy of Viet Nam's node on which a command can be given, and that command."""
    shutil.copy(two / "offer.foedus", folder)
    node = place.copied(Node(two / "vn"), folder / "ready")
    return node, prepare(node, lambda *words: done(killing, node, *words))


def done(killing: Killer, node: Node, *words: str) -> None:
    """Run a command that must succeed."""
    ended = killing.run(node, *words).done
    assert ended.code == 0, (words, ended)


def verified(killing: Killer, node: Node, file: Path) -> list[str]:
    """The acts that Viet Nam signed, by a whole record that verifies."""
    done(killing, node, "export", str(file), "--all")
    with file.open("rb") as stream:
        held = verify(Bundle(stream))
    file.unlink()
    return sorted(held.signed_by("VN"))
