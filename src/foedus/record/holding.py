"""What one holds of a compact's record: its charter, logs, acts and leaves, and what follows from them.

A `Holding` is made from verified entries only, whether they come from a bundle
(`foedus.record.bundle`) or from a node's store; it is the one place where the verdict is
computed, so a file and a node can never disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from foedus.errors import MissingActError
from foedus.record import cover, standing
from foedus.record.act import Act, Leaf
from foedus.record.entry import Entry, EntryType, Head
from foedus.record.log import Log


@frozen
class Word:
    """One party's word on an act: signed or declined, at which place of its log, on behalf of whom."""

    party: str
    act: str
    seq: int
    at: str
    office: str
    declined: bool = False
    reason: str | None = None


@frozen
class Told:
    """What a party told in its own log by its own signature alone: a report, a notice, a document."""

    party: str
    seq: int
    at: str
    office: str
    type: EntryType
    body: Mapping[str, Any]


@frozen
class Forked:
    """A party signed two entries for one place of its log, as another party's log shows."""

    party: str
    seq: int
    by: str
    shown: int
    """The place in that party's log of the entry that shows it."""


@frozen
class Line:
    """One item in force: what it says, by which act, since when."""

    id: str
    leaf: Leaf | None = field(repr=False)
    """None where it was withheld."""
    act: str
    since: str
    """The day from which it is in force: the act's own, or that of the last signature."""

    @property
    def item(self) -> Mapping[str, Any] | None:
        """What it says; None where its leaf was withheld."""
        return self.leaf.item if self.leaf else None


HELD = frozenset({EntryType.SIGN, EntryType.DECLINE, EntryType.DENOUNCE, EntryType.DOC, EntryType.EVIDENCE})
"""The types of entries that contribute to a holding more than their place in the chain."""


def word_of(entry: Entry) -> Word | Told | None:
    """What an entry contributes to a holding, beside its place in the chain."""
    if entry.type not in HELD:
        return None
    if entry.act is None:
        return told_of(entry)
    declined = entry.type is EntryType.DECLINE
    reason = entry.body["reason"] if declined else None
    return Word(entry.party, entry.act, entry.seq, entry.at, _office(entry), declined, reason)


def told_of(entry: Entry) -> Told:
    """What an entry tells, with who says so."""
    return Told(entry.party, entry.seq, entry.at, _office(entry), entry.type, entry.body)


def _office(entry: Entry) -> str:
    return entry.by.office if entry.by else ""


@frozen
class Holding:
    """Everything held of one compact."""

    charter: Act
    logs: Mapping[str, Log]
    acts: Mapping[str, Act] = field(repr=False)
    leaves: Mapping[str, Leaf] = field(repr=False)
    """The leaves held, by their hash."""
    words: tuple[Word, ...] = field(repr=False)
    told: tuple[Told, ...] = field(repr=False)
    """What the parties told alone, but for their reports: nothing here follows from those, and they are
    many, so they are read where they lie."""

    forked: tuple[Forked, ...] = field(default=(), repr=False)
    """The logs with two versions, as entries in the record prove."""
    _judged: dict[str, tuple[tuple[str, cover.Uncovered], ...]] = field(
        factory=dict, init=False, eq=False, repr=False
    )
    """The breaches of each party judged so far; shared by all who hold the same acts and words."""

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties, in the charter's order."""
        return tuple(self.charter.parties)

    @property
    def heads(self) -> Mapping[str, Head]:
        """Every log's head, by party."""
        return {party: log.head for party, log in self.logs.items()}

    @cached_property
    def settlement(self) -> standing.Settlement:
        """Where every act stands, and what is in force.

        Raises:
            MissingActError, ThirdPartyError, DoubleEntryError: as `standing.settle` says.
        """
        for word in self.words:
            if word.act not in self.acts:
                raise MissingActError(act=word.act[:12])
        return standing.settle(
            self.acts,
            signers=_by_act(word for word in self.words if not word.declined),
            decliners=_by_act(word for word in self.words if word.declined),
        )

    def with_other(self, *, logs: Mapping[str, Log], leaves: Mapping[str, Leaf]) -> "Holding":
        """The same acts and words with other logs and leaves at hand; how acts stand follows from neither."""
        return self._settled_as_here(evolve(self, logs=logs, leaves=leaves))

    def with_unsigned(self, act: Act, leaves: Mapping[str, Leaf]) -> "Holding":
        """The same with an act in it that nobody has signed, and other leaves: all others stand as they did.

        It has no standing of its own here: whoever asks for that has to settle anew.
        """
        return self._settled_as_here(evolve(self, acts={**self.acts, act.hash: act}, leaves=leaves))

    def _settled_as_here(self, other: "Holding") -> "Holding":
        # What follows from acts and words alone is taken along: on a great record it is most of the work.
        for name in ("settlement", "_words_by_act", "_judged"):
            object.__setattr__(other, name, getattr(self, name))
        return other

    def signed_by(self, party: str) -> tuple[str, ...]:
        """The acts a party signed, in the order of its log."""
        return tuple(word.act for word in self.words if word.party == party and not word.declined)

    def breaches(self) -> Iterator[tuple[str, str, cover.Uncovered]]:
        """Every signature given against the cover rule: the party, the act, what it ignored."""
        for party in self.parties:
            if party not in self._judged:
                self._judged[party] = tuple(cover.breaches(self.signed_by(party), self.acts))
            for act, obstacle in self._judged[party]:
                yield party, act, obstacle

    @cached_property
    def _words_by_act(self) -> Mapping[str, tuple[Word, ...]]:
        places = {party: place for place, party in enumerate(self.parties)}
        found: dict[str, list[Word]] = defaultdict(list)
        for word in sorted(self.words, key=lambda word: (places[word.party], word.seq)):
            found[word.act].append(word)
        return {act: tuple(words) for act, words in found.items()}

    def words_on(self, act: str) -> tuple[Word, ...]:
        """Who signed or declined an act, in the charter's order of parties."""
        return self._words_by_act.get(act, ())

    def since(self, act: str) -> str | None:
        """The day from which an act is in force: its own, or that of its last signature; None if not full."""
        if not self.settlement.standings[act].full:
            return None
        # A party's first signature counts; to sign again says nothing new.
        words = reversed(self.words_on(act))
        days = {word.party: word.at[:10] for word in words if not word.declined}
        signed = max(days.values())
        return max(signed, self.acts[act].effective or signed)

    @cached_property
    def documents(self) -> Mapping[str, tuple[Told, ...]]:
        """Every document that an act's texts or an entry names, by its SHA-256, with who filed it in turn."""
        found: dict[str, tuple[Told, ...]] = {name: () for act in self.acts.values() for name in act.texts}
        for told in sorted(self.told, key=lambda told: (told.at, told.party, told.seq)):
            if told.type is EntryType.DOC:
                name = told.body["sha256"]
                found[name] = (*found.get(name, ()), told)
        return found

    def leaf_of(self, act: str, item: str) -> Leaf | None:
        """What an act says of an item, if its leaf is held."""
        content = self.acts[act].contents.get(item)
        return self.leaves.get(content) if content else None

    def lines(self) -> tuple[Line, ...]:
        """Every item in force, by name; what an act struck out is left out."""
        lines = []
        for item, act in self.settlement.in_force.items():
            leaf = self.leaf_of(act, item)
            if leaf is not None and leaf.strikes_out:
                continue
            lines.append(Line(item, leaf, act, self.since(act) or ""))
        return tuple(lines)


def _by_act(words: Iterable[Word]) -> Mapping[str, set[str]]:
    parties: dict[str, set[str]] = defaultdict(set)
    for word in words:
        parties[word.act].add(word.party)
    return parties
