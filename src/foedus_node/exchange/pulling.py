"""Fetching what a peer's node has and we lack: assembled to the very bundle it would export, then imported.

The peer seals the manifest of a bundle that goes on from what is held here; its parts are
fetched page by page into a temporary file, and `incoming` takes that in as it takes in a
stick's. A long record comes in several bundles, so that whoever is stopped goes on from the
last that was taken in.
"""

import binascii
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, BinaryIO, cast

import orjson
from attrs import define, field

from foedus.errors import FoedusError
from foedus.phrase import phrase
from foedus.record import act as acts_room
from foedus.record import bundle, shape
from foedus.record.bundle import Bundle
from foedus.record.container import LARGEST, ContainerWriter
from foedus.record.entry import EMPTY, EntryType, Head
from foedus.record.holding import Holding
from foedus_node.exchange import incoming
from foedus_node.exchange.arriving import waiting
from foedus_node.exchange.asking import Heads, Line
from foedus_node.exchange.incoming import Taken, Us, Watch
from foedus_node.exchange.refusals import UntrueAnswerError
from foedus_node.home import Home
from foedus_node.storage.common import documents, ledger, models, pages

MOST_ENTRIES = 100_000
"""So many entries of each log come in one bundle; the next goes on from there."""


@define
class Pull:
    """One peer's node being asked for what we lack."""

    line: Line
    here: Home
    us: Us
    watch: Watch = incoming.unwatched
    taken: list[Taken] = field(factory=list, init=False)

    def all(self) -> tuple[Taken, ...]:
        """Take in whatever the peer has and we lack; gives what each bundle brought.

        Raises:
            FoedusError: what is wrong; what was taken in before stays.
        """
        while True:
            ours = pages.heads(self.line.compact) if pages.is_held(self.line.compact) else {}
            heads = self._heads(ours)
            if ours and not self._brings_news(heads, ours):
                self._hear(heads)
                break
            self._take(heads)
            if pages.heads(self.line.compact) == ours:
                break  # a fork was shown, or a quarantine keeps the rest out: asking again brings no more
        self._documents()
        return tuple(self.taken)

    def _heads(self, ours: Mapping[str, Head]) -> Heads:
        """The peer's heads, and a manifest that begins so early that a fork would show."""
        # The last entry held is asked for again: another one in its place is the proof of a fork.
        have = {party: max(head.seq - 1, 0) for party, head in ours.items()}
        heads = self.line.heads(have, most=MOST_ENTRIES)
        behind = {
            party: max(theirs.seq - 1, 0)
            for party, theirs in heads.manifest.heads.items()
            if self._differs(party, theirs) and heads.manifest.have[party] >= theirs.seq
        }
        return self.line.heads({**have, **behind}, most=MOST_ENTRIES) if behind else heads

    def _differs(self, party: str, theirs: Head) -> bool:
        """Whether we hold another entry than the peer where its log of a party ends."""
        held = ledger.hash_at(self.line.compact, party=party, seq=theirs.seq) if theirs.seq else None
        return held is not None and held != theirs.hash

    def _brings_news(self, heads: Heads, ours: Mapping[str, Head]) -> bool:
        """Whether the peer has entries that we lack, or others than we have."""
        return any(
            theirs.seq > ours.get(party, EMPTY).seq or self._differs(party, theirs)
            for party, theirs in heads.manifest.heads.items()
        )

    def _hear(self, heads: Heads) -> None:
        """Note what the peer has, where nothing of it is new."""
        if not self.line.is_proven and not heads.manifest.heads[self.line.receiver].seq:
            return  # its log has not begun, so nothing certifies its key yet
        if not self.line.is_proven:
            reason = phrase("the key that signed it stands nowhere in its log")
            raise UntrueAnswerError(party=self.line.receiver, address=self.line.address, reason=reason)
        with waiting(self.here):
            incoming.note_heard(heads.manifest, self.us, is_fresh=True)

    def _take(self, heads: Heads) -> None:
        with tempfile.TemporaryFile() as file:
            Assembly(self.line, heads).write(file)
            with waiting(self.here):
                brought = incoming.take(
                    Bundle(cast("BinaryIO", file)),
                    self.us,
                    watch=self.watch,
                    vouch=self._refuse_unproven,
                    is_fresh=True,
                )
        self.taken.append(brought)
        if alarm := incoming.alarming(brought, self.here.party):
            raise alarm

    def _refuse_unproven(self, after: Holding) -> None:
        log = after.logs.get(self.line.receiver)
        self.line.refuse_unproven(log.keys.links if log and log.keys else {})

    def _documents(self) -> None:
        """Fetch the documents that the record names and that are not here; others are asked for next time."""
        held = ledger.holding(self.line.compact)
        for document in documents.missing(held):
            pieces = self.line.blob(document.hash)
            first = next(pieces, None)
            if first is not None:
                with waiting(self.here):
                    documents.keep(held, document.hash, _with(first, pieces))


@define
class Assembly:
    """The bundle of a peer's manifest, put together from what its node answers."""

    line: Line
    heads: Heads
    _spoken: set[str] = field(factory=set, init=False)
    _bytes: int = field(default=0, init=False)

    def write(self, file: IO[bytes]) -> None:
        """Write it.

        Raises:
            FoedusError: the peer's node does not answer as it should.
        """
        manifest = self.heads.manifest
        container = ContainerWriter(cast("BinaryIO", file))
        container.add(bundle.MANIFEST, [manifest.to_bytes()])
        container.add(bundle.SEAL, [self.heads.seal])
        for party in sorted(manifest.heads):
            container.add(f"logs/{party}.ndjson", self._lines(party))
        acts = self._acts()
        container.add(bundle.ACTS, (acts[name] + b"\n" for name in sorted(acts)))
        wanted = {row.hash for data in acts.values() for row in acts_room.parse(data).items}
        leaves = pages.unheld(manifest.compact, wanted, what=models.Leaf)
        container.add(bundle.LEAVES, (leaf + b"\n" for leaf in self._counted(self.line.leaves(leaves))))
        container.close()

    def _lines(self, party: str) -> Iterator[bytes]:
        after, end = self.heads.manifest.have[party], self.heads.manifest.heads[party].seq
        for envelope in self._counted(self.line.log(party, after=after, end=end)):
            self._spoken |= _acts_in(envelope)
            yield envelope + b"\n"

    def _acts(self) -> dict[str, bytes]:
        """The acts that the new entries speak of and that are not held, and what these stand on or void."""
        found: dict[str, bytes] = {}
        asked: set[str] = set()
        ahead = self._spoken | {self.line.compact}
        while ahead := pages.unheld(self.line.compact, ahead - asked, what=models.Act):
            asked |= ahead
            came = {acts_room.name_of(data): data for data in self._counted(self.line.acts(ahead))}
            found |= came
            parsed = [acts_room.parse(data) for data in came.values()]
            ahead = {name for act in parsed for name in (*act.voids, *act.grounds)}
        return found

    def _counted(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            self._bytes += len(line) + 1
            if self._bytes > LARGEST:
                reason = phrase("it sends more than a bundle may hold")
                raise UntrueAnswerError(party=self.line.receiver, address=self.line.address, reason=reason)
            yield line


def _acts_in(envelope: bytes) -> set[str]:
    """The act that an entry speaks of; nothing of it is verified, which is for the importer."""
    try:
        said = orjson.loads(binascii.a2b_base64(orjson.loads(envelope)["payload"]))
        if said["type"] in (EntryType.SIGN, EntryType.DECLINE) and shape.is_hash(said["body"]["act"]):
            return {said["body"]["act"]}
    except (ValueError, TypeError, KeyError, FoedusError):
        pass
    return set()


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
