"""What we take in: a bundle, from a stick and from the wire through the same door.

All of a bundle is taken in or nothing, with one exception: the proof that a party signed
two versions of its log is kept whatever else is wrong. What is held already is passed
over, so an older bundle, or the same one twice, changes nothing.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Self

from attrs import field, frozen
from django.db import transaction

from foedus.errors import (
    ContainerError,
    EntryError,
    FoedusError,
    ForkError,
    GapError,
    MissingActError,
    WithdrawnKeyError,
)
from foedus.phrase import phrase
from foedus.record import act as act_room
from foedus.record import bundle as bundle_room
from foedus.record.act import Act, Leaf
from foedus.record.bundle import Bundle, Manifest
from foedus.record.entry import EMPTY, Entry, EntryType, Head
from foedus.record.holding import Holding, Word, word_of
from foedus.record.log import Log, certified
from foedus.terms import Party
from foedus_node.errors import CharterError, OutsiderError, StrangerError, TwinError
from foedus_node.exchange import restoring
from foedus_node.exchange.witnessing import Witnessed, witnessed
from foedus_node.home import Home
from foedus_node.storage.common import documents, ledger, peers


@frozen
class Us:
    """Who takes a bundle in: the party, its root, where its card lies, and the present moment."""

    party: Party
    root: act_room.Root
    card: str
    at: datetime.datetime
    is_restoring: bool = False
    """This node was destroyed and may have signed what it no longer knows: a compact that is founded
    now signs nothing until every other party was heard."""
    former: tuple[act_room.Root, ...] = ()
    """The party's roots before this one: a charter names that of its day."""

    @classmethod
    def of(cls, here: Home, at: datetime.datetime) -> Self:
        """Us, at our node."""
        roots = here.chest.roots
        is_restoring = restoring.is_under_way(here.path)
        return cls(here.party, roots.root, here.card.name, at, is_restoring, roots.former)


@frozen
class Taken:
    """What a bundle brought."""

    compact: str
    sender: str
    founded: bool
    """The compact was not known here before."""
    entries: Mapping[str, int]
    """How many entries were new, by party."""
    acts: tuple[str, ...]
    restored: int
    """How many entries of our own log had been forgotten here."""
    documents: tuple[str, ...] = ()
    """The documents that were new here, by their SHA-256."""
    forks: tuple[ForkError, ...] = field(default=())
    quarantined: tuple[str, ...] = ()
    witnessed: tuple[Witnessed, ...] = ()
    """The forked logs that other parties showed in theirs."""
    strange: peers.Alarm | None = None
    """Entries of our own log that this node did not write, where it is not recovering."""


Watch = Callable[[Iterator[Entry], str, int], Iterator[Entry]]
"""Passes on a party's entries, so that somebody can be shown how far it is; given how many are to come."""


def unwatched(entries: Iterator[Entry], party: str, count: int) -> Iterator[Entry]:
    """Nobody watches."""
    _ = party, count
    return entries


Vouch = Callable[[Holding], None]
"""Judges what a bundle made of the record, before it is kept; a refusal takes all of it back."""


def unquestioned(after: Holding) -> None:
    """Nobody asks who brought it."""
    _ = after


def take(
    bundle: Bundle,
    us: Us,
    *,
    watch: Watch = unwatched,
    vouch: Vouch = unquestioned,
    is_fresh: bool = False,
) -> Taken:
    """Take in a bundle.

    Args:
        bundle: what came, not yet verified.
        us: who takes it in.
        watch: what the entries pass on their way.
        vouch: whether whoever brought it may bring it.
        is_fresh: whether its sender made its manifest just now, in answer to us.

    Raises:
        FoedusError: what is wrong with it; nothing of it was taken in, but the proof of a
            forked log, if that is what it showed.
    """
    shown: list[ForkError] = []
    try:
        with transaction.atomic():
            taken = _Taking(bundle, us, shown, watch=watch, is_fresh=is_fresh).all(vouch)
    except FoedusError:
        _keep_proofs(bundle.manifest.compact, shown, us)
        raise
    _keep_proofs(taken.compact, [*shown, *(each.fork for each in taken.witnessed)], us)
    return taken


def _keep_proofs(compact: str, shown: list[ForkError], us: Us) -> None:
    if shown and compact in ledger.compacts():
        for fork in shown:
            proof = peers.Proof(fork.party, fork.seq, fork.held, fork.shown)
            peers.keep_fork(compact, proof, noticed=us.at)


class _Taking:
    """One bundle being taken in, inside one transaction."""

    def __init__(
        self, bundle: Bundle, us: Us, shown: list[ForkError], *, watch: Watch, is_fresh: bool
    ) -> None:
        self.bundle, self.us, self.shown, self.watch, self.is_fresh = bundle, us, shown, watch, is_fresh
        self.compact = bundle.manifest.compact
        self.fresh: dict[str, int] = {}
        self.words: list[Word] = []
        self.ours: list[tuple[int, str]] = []  # not the entries: a whole log of ours may come back
        self.evidence: list[Entry] = []
        self.quarantined: list[str] = []

    def all(self, vouch: Vouch) -> Taken:
        manifest = self.bundle.manifest
        acts = {act.hash: act for act in self.bundle.acts()}
        leaves = {leaf.hash: leaf for leaf in self.bundle.leaves()}
        founded = self.compact not in ledger.compacts()
        before = self._founding(acts) if founded else ledger.holding(self.compact)
        self._refuse_gap(before)
        self._refuse_incoherent(before, acts, leaves)
        for party in before.parties:
            self._follow(before.logs[party])
        new = self._keep_acts(before, acts, leaves)
        after = ledger.holding(self.compact)
        _ = after.settlement  # raises what the acts and signatures together get wrong
        received = self._keep_documents(after)
        strange = None if founded else self._strange()
        vouch(after)
        if founded and (self.us.is_restoring or self.ours):
            # A compact that is new here, with a log that is ours: this node wrote it and has forgotten it.
            others = [party for party in after.parties if party != self.us.party]
            peers.set_recovering(self.compact, others, since=f"{self.us.at:%Y-%m-%dT%H:%M:%SZ}")
        if manifest.sender != self.us.party and self._is_vouched_for(after):
            note_heard(manifest, self.us, is_fresh=self.is_fresh)
        return Taken(
            compact=self.compact,
            sender=manifest.sender,
            founded=founded,
            entries=self.fresh,
            acts=(before.charter.hash, *new) if founded else new,
            restored=self.fresh.get(self.us.party, 0),
            documents=received,
            forks=tuple(self.shown),
            quarantined=tuple(self.quarantined),
            witnessed=witnessed(self.compact, after.parties, self.evidence),
            strange=strange,
        )

    def _strange(self) -> peers.Alarm | None:
        """Raise the alarm if our own log came back longer than this node wrote it, unless it recovers."""
        if not self.ours or peers.recovering(self.compact):
            return None
        peers.raise_alarm(self.compact, self.ours, noticed=self.us.at)
        return peers.alarm(self.compact)

    def _founding(self, acts: Mapping[str, Act]) -> Holding:
        """Begin to hold a compact whose charter names us, with the root that is ours."""
        charter = bundle_room.founding_charter(acts, self.compact)
        if self.us.party not in charter.parties:
            raise OutsiderError(party=self.us.party, parties=tuple(sorted(charter.parties)))
        # A former root is ours where our log goes on from it; in a new charter nobody could certify our keys.
        ours = (self.us.root, *(self.us.former if self.bundle.manifest.heads[self.us.party].seq else ()))
        if charter.parties[self.us.party] not in ours:
            reason = phrase("it names another root key for {party} than this node's", party=self.us.party)
            raise CharterError(reason=reason, card=self.us.card)
        ledger.found(charter)
        return ledger.holding(self.compact)

    def _refuse_gap(self, before: Holding) -> None:
        """Refuse a bundle that goes on beyond what is held: whatever else it lacks follows from that."""
        bundle_room.refuse_other_parties(self.bundle.manifest, before.parties)
        for party, have in sorted(self.bundle.manifest.have.items()):
            ends = before.heads[party].seq
            if have > ends:
                raise GapError(party=party, expected=ends + 1, found=have + 1)

    def _refuse_incoherent(
        self, before: Holding, acts: Mapping[str, Act], leaves: Mapping[str, Leaf]
    ) -> None:
        """Refuse a bundle whose acts and leaves do not belong together, before anything of it is kept."""
        bundle_room.refuse_stray({**before.acts, **acts}, leaves, compact=self.compact)
        for name in sorted(ground for act in acts.values() for ground in act.grounds):
            if name not in acts and name not in before.acts:
                raise MissingActError(act=name[:12])

    def _keep_acts(
        self, before: Holding, acts: Mapping[str, Act], leaves: Mapping[str, Leaf]
    ) -> tuple[str, ...]:
        """Keep the acts that the entries speak of; returns the new ones.

        Where a log is cut off at a fork, the acts that only its later entries spoke of stay out.
        """
        words = (*before.words, *self.words)
        every = {**before.acts, **acts}
        if not self.shown and not self.quarantined:
            bundle_room.refuse_unspoken(acts.keys() - before.acts.keys(), words, every)
        wanted = bundle_room.spoken(words, every) - before.acts.keys()
        fresh = [act for name, act in acts.items() if name in wanted]
        named = {row.hash for act in (*fresh, *before.acts.values()) for row in act.items}
        kept = [leaf for name, leaf in leaves.items() if name in named]
        ledger.keep_acts(self.compact, fresh, kept)
        return tuple(act.hash for act in fresh)

    def _keep_documents(self, after: Holding) -> tuple[str, ...]:
        """Keep the documents that the record names, now that all of its entries are here; gives the new ones.

        Where a log is cut off at a fork, the documents that only its later entries named stay out.
        """
        cut = bool(self.shown or self.quarantined)
        wanted = (name for name in self.bundle.blobs if name in after.documents or not cut)
        return tuple(name for name in wanted if documents.keep(after, name, self.bundle.blob(name)))

    def _follow(self, log: Log) -> None:
        """Take in one party's entries: those held are compared, those that follow are verified."""
        manifest, party = self.bundle.manifest, log.party
        if peers.doubted_at(self.compact, log) is not None and not self._is_settled(log):
            self.quarantined.append(party)
            return
        end: Head | None = None
        have, ends = manifest.have[party], log.head.seq
        held = ledger.hashes(self.compact, party=party, after=have)
        lines = self.watch(self.bundle.entries(party), party, manifest.heads[party].seq - have)
        with ledger.growing(log) as growth:
            for place, line in enumerate(lines, start=have + 1):
                if line.seq <= ends:
                    if line.seq == place and line.hash != next(held):
                        self._prove(log, line)
                        self._look_on(log, lines, held)
                        return
                else:
                    growth.append(line)
                    self.evidence += [line] if line.type is EntryType.EVIDENCE else []
                    word = word_of(line)
                    self.words += [word] if isinstance(word, Word) else []
                    self.fresh[party] = self.fresh.get(party, 0) + 1
                    self.ours += [(line.seq, line.kid)] if party == self.us.party else []
                if line.seq != place:
                    raise ContainerError(reason=phrase("{party}'s log is not in order", party=party))
                end = line.head
        if end is None and manifest.heads[party].seq == have:
            return
        bundle_room.refuse_other_head(manifest, party, end or EMPTY)

    def _look_on(self, log: Log, lines: Iterator[Entry], held: Iterator[str]) -> None:
        """See whether a second version goes on under a key that is not withdrawn.

        Who has a stolen key cannot follow the party to the next one: then it is the party's own.
        """
        while isinstance(self.shown[-1], WithdrawnKeyError):
            line, name = next(lines, None), next(held, None)
            if line is None or name is None:
                return
            if line.hash != name and self._key_of(log, line) and not self._is_withdrawn(log, line.kid):
                self._prove(log, line)

    def _prove(self, log: Log, line: Entry) -> None:
        """Note an entry that contradicts the one held at its place: truly signed, it is the proof.

        Raises:
            ForeignCompactError, EntryError: it proves nothing.
        """
        public = self._key_of(log, line)
        # With the same key a party speaks in its other compacts: what it signed there proves nothing here.
        ours = (line.compact, line.party) == (log.compact, log.party)
        if not ours or public is None or not line.sealed.is_signed_with(public):
            log.append(line)  # no proof of anything: refused as foreign, or as an entry whose place is taken
        held = ledger.envelope_at(self.compact, party=log.party, seq=line.seq)
        refusal = WithdrawnKeyError if self._is_withdrawn(log, line.kid) else ForkError
        self.shown.append(refusal(party=log.party, seq=line.seq, held=held, shown=line.envelope))

    def _is_withdrawn(self, log: Log, kid: str) -> bool:
        assert log.keys  # noqa: S101 (a log with an entry has keys)
        return kid not in log.keys.ops and kid in ledger.keys_ever(self.compact, log.party)[0]

    def _is_settled(self, log: Log) -> bool:
        """Whether the version held goes on, in this bundle, to where its root withdraws the other's key."""
        after = log
        held = ledger.hashes(self.compact, party=log.party, after=self.bundle.manifest.have[log.party])
        try:
            for line in self.bundle.entries(log.party):
                if line.seq > log.head.seq:
                    after = after.append(line)
                elif line.hash != next(held, None):
                    return False
        except FoedusError:
            return False
        return peers.doubted_at(self.compact, after) is None

    def _key_of(self, log: Log, line: Entry) -> bytes | None:
        """The key that an entry names, if the party's root certified it in this version or by this entry."""
        ops, _ = ledger.keys_ever(self.compact, log.party)
        if line.kid not in ops and line.type is EntryType.KEYS:
            # A new key signs the very entry that certifies it: a fork may begin with that.
            before = ledger.log_until(self.compact, party=log.party, seq=line.seq - 1)
            with suppress(EntryError):
                ops = certified(line, before=before.keys, charter_root=log.charter_root).ops
        return ops.get(line.kid)

    def _is_vouched_for(self, after: Holding) -> bool:
        """Whether the sender's own node made this bundle, so that its heads and its moment are its word."""
        sender = self.bundle.manifest.sender
        if sender in self.quarantined or any(fork.party == sender for fork in self.shown):
            return False  # the keys that its log names here may not be those it sealed with
        _, links = ledger.keys_ever(self.compact, sender)
        sealed = self.bundle.refuse_forged(links)
        keys = after.logs[sender].keys
        return keys is not None and sealed in keys.links


def note_heard(manifest: Manifest, us: Us, *, is_fresh: bool) -> None:
    """Note what a peer's own node said that it holds.

    A recovering node awaits that peer no longer, once it holds of its own log what the peer does.

    Args:
        manifest: what it said, its seal verified.
        us: who heard it.
        is_fresh: whether it was said just now, in answer to us; else it counts from the moment it claims.
    """
    compact, sender = manifest.compact, manifest.sender
    moment = min(datetime.datetime.fromisoformat(manifest.at), us.at)
    peers.note_heard(
        compact, party=sender, heads=manifest.heads, moment=us.at if is_fresh else moment, at=us.at
    )
    state = peers.recovering(compact)
    ours = manifest.heads[us.party]
    # Heads come without entries on the wire: what the peer holds of our log may still be on its way.
    is_here = ours == EMPTY or ledger.hash_at(compact, party=us.party, seq=ours.seq) == ours.hash
    if state and sender in state[0] and is_here and (is_fresh or manifest.at >= state[1]):
        awaited = [party for party in state[0] if party != sender]
        peers.set_recovering(compact, awaited, since=state[1])


def alarming(taken: Taken, us: Party) -> FoedusError | None:
    """What an officer must be told at once: of a log in two versions, or of words that are not ours."""
    if taken.strange:
        return StrangerError(places=taken.strange.places, kids=taken.strange.kids)
    for fork in taken.forks:
        is_twin = fork.party == us and not isinstance(fork, WithdrawnKeyError)
        return TwinError(seq=fork.seq) if is_twin else fork
    return None
