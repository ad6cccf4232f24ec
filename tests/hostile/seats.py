"""An honest party's node in memory: the product's own code, on a SQLite database of its own.

Several seats live in one process: `here` puts a seat's database where Django looks for the
record's. A seat does what an officer would do by command and nothing else; what comes of it
is judged in `tests.hostile.oracle`.
"""

import datetime
import inspect
import io
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from foedus.record import act as act_room
from foedus.record import entry, log, signature
from foedus.record.act import Act, Leaf, Root
from foedus.record.bundle import Bundle
from foedus.record.holding import Holding
from foedus.record.signature import SigningKey
from foedus.terms import Party
from foedus_node.exchange import incoming, outgoing
from foedus_node.exchange.incoming import Taken, Us
from foedus_node.storage.common import documents, ledger, peers, speaking
from foedus_node.storage.common.peers import Proof
from foedus_node.storage.common.speaking import Voice
from tests.worlds import OFFICE


class Killed(BaseException):
    """The process died here; what it had begun is rolled back, as SQLite does when it opens again."""


@frozen
class View:
    """What a seat holds at one moment, as the product's own code reads it."""

    holding: Holding
    forks: tuple[Proof, ...]
    envelopes: Mapping[tuple[str, int], bytes]
    """Every entry held, by party and place, as received."""
    recovering: bool
    rows: tuple[list[Any], ...]


@contextmanager
def remembered() -> Iterator[None]:
    """Let what is read once from the same bytes not be read again: the rules stay, the harness is faster."""
    readers: list[tuple[Any, str, Callable[..., Any]]] = [
        (room, name, lru_cache(maxsize=100_000)(getattr(room, name)))
        for room, name in (
            (entry, "parse"),
            (act_room, "parse"),
            (act_room, "parse_leaf"),
            (act_room, "name_of"),
            (signature, "is_valid"),
        )
    ]
    readers += [(room, name, _of_rows(getattr(room, name), query)) for room, name, query in _READ]
    readers.append((ledger, "holding", _holding_of_rows(ledger.holding)))
    with pytest.MonkeyPatch.context() as patch:
        for room, name, reader in readers:
            patch.setattr(room, name, reader)
        yield


_READ = (
    (ledger, "charter", "SELECT hash, data FROM common_act"),
    (ledger, "compacts", "SELECT hash, (SELECT min(id) FROM common_entry) FROM common_compact"),
    (ledger, "envelopes", "SELECT seq, envelope FROM common_entry WHERE party = ?"),
    (ledger, "hash_at", "SELECT seq, hash FROM common_entry WHERE party = ?"),
    (ledger, "hashes", "SELECT seq, hash FROM common_entry WHERE party = ?"),
    (ledger, "keys_ever", "SELECT seq, envelope FROM common_entry WHERE party = ? AND type = 'keys'"),
    (documents, "sizes", "SELECT hash, size FROM common_document"),
    (peers, "alarm", "SELECT * FROM common_alarm"),
    (peers, "forks", "SELECT * FROM common_fork"),
    (peers, "heard", "SELECT * FROM common_heard"),
    (peers, "recovering", "SELECT hash, recovering FROM common_compact"),
)
"""What is read most often, each with a query for the rows that it follows from; there is but one compact."""


def _of_rows(read: Callable[..., Any], query: str) -> Callable[..., Any]:
    """What follows from rows, read anew only where these have changed."""

    @lru_cache(maxsize=1_000)
    def known(_: Any, *args: Any, **named: Any) -> Any:
        found = read(*args, **named)
        return tuple(found) if isinstance(found, Iterator) else found

    def reader(*args: Any, **named: Any) -> Any:
        party = [named.get("party") or args[1]] if "?" in query else []
        found = known(tuple(_held().execute(query, party).fetchall()), *args, **named)
        return iter(found) if inspect.isgeneratorfunction(read) else found

    return reader


def _held() -> sqlite3.Connection:
    """The database that is here, past Django."""
    connections["default"].ensure_connection()
    held: sqlite3.Connection = connections["default"].connection
    return held


def _holding_of_rows(read: Callable[..., Holding]) -> Callable[..., Holding]:
    """What a compact's rows say, read anew only where a row has changed."""
    known: dict[Any, Holding] = {}

    def holding(compact: str, *, items: Collection[str] | None = None) -> Holding:
        rows = (None if items is None else frozenset(items), *map(tuple, _rows()[:3]))
        if rows not in known:
            if len(known) > 2_000:
                known.clear()
            known[rows] = read(compact, items=items)
        return known[rows]

    return holding


def _rows() -> tuple[list[Any], ...]:
    """The rows here, past Django: entries, acts, leaves, forks, and whether the node recovers."""
    queries = (
        "SELECT party, seq, envelope FROM common_entry ORDER BY party, seq",
        "SELECT hash FROM common_act ORDER BY hash",
        "SELECT hash FROM common_leaf ORDER BY hash",
        "SELECT party, seq FROM common_fork ORDER BY party, seq",
        "SELECT recovering FROM common_compact",
    )
    held = _held()
    return tuple(held.execute(query).fetchall() for query in queries)


@frozen
class Keys:
    """An honest party's keys."""

    root: SigningKey
    op: SigningKey
    link: SigningKey


class Seat:
    """One honest party's node."""

    def __init__(self, party: str, keys: Keys, *, compact: str, scratch: Path) -> None:
        self.party, self.keys, self.compact = Party(party), keys, compact
        self._file = scratch / f"{party}.foedus"
        self._database = DatabaseWrapper({**connections.settings["default"], "NAME": ":memory:"}, "default")
        self.put_back(_empty())

    # --- its memory -------------------------------------------------------------------------

    @contextmanager
    def here(self) -> Iterator[None]:
        """Let the product's code work on this seat's database."""
        before = connections["default"]
        connections["default"] = self._database
        try:
            yield
        finally:
            connections["default"] = before

    def copied(self) -> bytes:
        """Its database, byte for byte: what a backup would hold."""
        self._database.ensure_connection()
        return bytes(self._database.connection.serialize())

    def put_back(self, copy: bytes) -> None:
        """Replace its database by an older copy."""
        self._database.ensure_connection()
        self._database.connection.deserialize(copy)

    def view(self, before: View | None = None) -> View:
        """What it holds now.

        Args:
            before: what it held when last looked at; given back where no row has changed since.
        """
        with self.here():
            rows = _rows()
            if before and before.rows == rows:
                return before
            return View(
                holding=ledger.holding(self.compact),
                forks=peers.forks(self.compact),
                envelopes={(party, seq): envelope for party, seq, envelope in rows[0]},
                recovering=peers.recovering(self.compact) is not None,
                rows=rows,
            )

    @contextmanager
    def killed_at(self, statement: int) -> Iterator[None]:
        """Let the process die before its so manyth statement to its database that does more than read."""
        sent = 0

        def watch(execute: Callable[..., Any], query: str, *given: Any) -> Any:
            nonlocal sent
            sent += not query.startswith("SELECT")
            if sent == statement:
                raise Killed
            return execute(query, *given)

        with self._database.execute_wrapper(watch):
            yield

    # --- what its officers do ---------------------------------------------------------------

    def found(self, charter: Act, *, at: str) -> None:
        """Offer the compact."""
        with self.here():
            speaking.found_and_sign(
                charter,
                voice=self._voice(at),
                statement=self._statement(charter.hash),
            )

    def join(self, *, at: str) -> None:
        """Begin its log in a compact that another offered, and sign the charter."""
        with self.here():
            speaking.open_log(
                self.compact,
                self._voice(at),
                statement=self._statement(self.compact),
            )
            speaking.sign(self.compact, self.compact, self._voice(at))

    def offer(self, act: Act, leaves: Iterable[Leaf], *, at: str) -> None:
        """Offer an act."""
        with self.here():
            speaking.offer(self.compact, act, leaves=leaves, voice=self._voice(at))

    def sign(self, act: str, *, at: str) -> None:
        """Sign an act that is held."""
        with self.here():
            speaking.sign(self.compact, act, self._voice(at))

    def decline(self, act: str, *, at: str) -> None:
        """Decline an act that is held."""
        with self.here():
            speaking.decline(self.compact, act, self._voice(at), reason=None)

    def report(self, item: str, words: str, *, at: str) -> None:
        """Report on an item."""
        with self.here():
            speaking.report(self.compact, self._voice(at), {"item": item, "words": words})

    def give_mandate(self, *, at: str) -> None:
        """Renew the office's mandate."""
        with self.here():
            speaking.give_mandate(
                self.compact, self._voice(at), office=OFFICE, roles=("sign", "report"), start=at[:10]
            )

    def recover(self, *, at: str) -> None:
        """Say that the node was restored: `foedus recover`."""
        with self.here():
            others = [party for party in ledger.holding(self.compact).parties if party != self.party]
            peers.set_recovering(self.compact, others, since=at)

    def override(self) -> None:
        """Give the printed head, which its log has reached: `foedus recover --head`."""
        with self.here():
            peers.set_recovering(self.compact, (), since="")

    def export(self, to: str | None, *, at: str) -> bytes:
        """Write a bundle for a peer, or (None) the whole record for anybody."""
        with self.here():
            peer = Party(to) if to else None
            outgoing.export(
                self._file, compact=self.compact, sender=self.party, link=self.keys.link, to=peer, at=at
            )
        return self._file.read_bytes()

    def hear(self, data: bytes, *, at: str) -> None:
        """Hear where a peer's logs end, as its node answers on the wire: a manifest and no entry."""
        us = Us(self.party, self._root, "card", datetime.datetime.fromisoformat(at))
        with self.here():
            incoming.note_heard(Bundle(io.BytesIO(data)).manifest, us, is_fresh=True)

    def take(self, data: bytes, *, at: str) -> Taken:
        """Take in a bundle."""
        us = Us(self.party, self._root, "card", datetime.datetime.fromisoformat(at))
        with self.here():
            return incoming.take(Bundle(io.BytesIO(data)), us)

    def _statement(self, compact: str) -> Mapping[str, Any]:
        """Its first keys in a compact, certified by its root."""
        ops, links = (self.keys.op.public,), (self.keys.link.public,)
        body = log.statement(version=1, root=self._root, ops=ops, links=links, next_commit=None)
        return log.sign_statement(body, compact=compact, party=self.party, keys=(self.keys.root,))

    @property
    def _root(self) -> Root:
        return Root((self.keys.root.public,), 1)

    def _voice(self, at: str) -> Voice:
        return Voice(self.party, OFFICE, self.keys.op, at)


def tables_of(copy: bytes) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every row in a copy of a seat's database, by table."""
    with closing(sqlite3.connect(":memory:")) as held:
        held.deserialize(copy)
        names = [model._meta.db_table for model in apps.get_app_config("common").get_models()]
        return {name: sorted(held.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608 (its own names)


@cache
def _empty() -> bytes:
    """The tables of the common record, with nothing in them."""
    before = connections["default"]
    made = DatabaseWrapper({**connections.settings["default"], "NAME": ":memory:"}, "default")
    connections["default"] = made
    try:
        call_command("migrate", database="default", verbosity=0)
        return bytes(made.connection.serialize())
    finally:
        connections["default"] = before
