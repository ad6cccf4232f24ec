"""Everything that may answer an undertaking, laid out so that only what is near is looked at.

Ten thousand undertakings are not held against ten thousand occasions each. What may answer is laid
out by mechanism, domain, kind and rare words, each in the order of time, and of each only the next
after the word, and those about its due time, are taken. Nothing here weighs anything.
"""

import bisect
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import define, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Tenure
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.template import Template
from foedus.cooperation.undertaking import Undertaking
from foedus.followup.acts import Asked, asked
from foedus.followup.rarity import Rarity, Text, text_of, words_of
from foedus.register import Register
from foedus.terms import Date, Domain, ItemId, Level, Party, Wording

_NEAREST = 24
"""How many of one sort are looked at, next after the word and next about its due time."""

_RARE = 12
"""In how many texts a word may stand and still lead to them."""

_SIGNED = frozenset({Standing.SIGNED, Standing.IN_EXECUTION})

Key = tuple[str, str]


@frozen(kw_only=True, eq=False)
class Candidate:
    """Something that took place and may answer an undertaking.

    Attributes:
        on: when it took place, was signed or was said.
        kind: its kind; that of an undertaking is empty.
        domains: the domains it belongs to.
        text: its words.
        place: the words of its place.
    """

    item: Item
    on: Date
    kind: str
    domains: frozenset[Domain]
    parties: frozenset[Party]
    mechanism: ItemId | None
    session: int | None
    level: Level | None
    text: Text
    place: frozenset[str]
    reports: tuple[Report, ...] = ()
    ours_alone: bool = False


def given(undertaking: Undertaking) -> Date | None:
    """When an undertaking was given: the date of the document that states it."""
    return undertaking.source.published if undertaking.source else None


@define(eq=False)
class Shelf:
    """What may answer undertakings on a register's day."""

    register: Register
    template: Template
    _texts: dict[ItemId, Text] = field(factory=dict, init=False)
    _places: dict[ItemId, frozenset[str]] = field(factory=dict, init=False)

    def text(self, undertaking: Undertaking) -> Text:
        """The words of an undertaking: its gist; its sentence often says other things as well."""
        if undertaking.id not in self._texts:
            self._texts[undertaking.id] = text_of(undertaking.gist)
        return self._texts[undertaking.id]

    def place_words(self, undertaking: Undertaking) -> frozenset[str]:
        """The words among which an undertaking may name a place."""
        if undertaking.id not in self._places:
            self._places[undertaking.id] = words_of(" ".join(undertaking.gist.values()))
        return self._places[undertaking.id]

    def near(self, undertaking: Undertaking, *, asked: Asked) -> Iterator[Candidate]:
        """The candidates later than an undertaking that anything speaks for, each once, in no order."""
        said = given(undertaking)
        if said is None:
            return
        seen: set[ItemId] = {undertaking.id}
        for key in self._keys(undertaking, asked):
            dates, found = self._by_key.get(key, ([], []))
            starts = {bisect.bisect_right(dates, said.last.toordinal())}
            if undertaking.due and undertaking.due.first > said.last:
                starts.add(bisect.bisect_left(dates, undertaking.due.first.toordinal()))
            for start in starts:
                taken = 0
                for candidate in found[start : start + 10 * _NEAREST]:
                    if taken == _NEAREST:
                        break
                    if _may_be_meant(undertaking, candidate):
                        taken += 1
                        if candidate.item.id not in seen:
                            seen.add(candidate.item.id)
                            yield candidate

    @cached_property
    def rarity(self) -> Rarity:
        """How rare each word is among everything that was said and done."""
        said = (self.text(one) for one in self.register.known(Undertaking))
        done = (one.text for one in self._candidates if not isinstance(one.item, Undertaking))
        return Rarity.among((*said, *done))

    @cached_property
    def _candidates(self) -> tuple[Candidate, ...]:
        return tuple(sorted(self._taken_place(), key=_when))

    @cached_property
    def _by_key(self) -> Mapping[Key, tuple[list[int], list[Candidate]]]:
        laid: dict[Key, tuple[list[int], list[Candidate]]] = defaultdict(lambda: ([], []))
        for one in self._candidates:
            keys: list[Key] = [(one.item.noun(), one.kind)] if one.kind else []
            keys += [("domain", domain) for domain in one.domains]
            keys += [("mechanism", one.mechanism)] if one.mechanism else []
            keys += [("word", word) for word in self._rare(one.text)]
            for key in keys:
                laid[key][0].append(one.on.first.toordinal())
                laid[key][1].append(one)
        return dict(laid)

    def _keys(self, undertaking: Undertaking, asked: Asked) -> Iterable[Key]:
        keys: list[Key] = [("domain", undertaking.domain)]
        keys += [("mechanism", undertaking.mechanism)] if undertaking.mechanism else []
        keys += [("engagement", kind) for kind in sorted(asked.engagements)]
        keys += [("activity", kind) for kind in sorted(asked.activities)]
        keys += [("instrument", kind) for kind in sorted(asked.instruments)]
        keys += [("word", word) for word in sorted(self._rare(self.text(undertaking)))]
        return keys

    def _rare(self, text: Text) -> Iterable[str]:
        return self.rarity.rare(text, at_most=_RARE, many=len(self._candidates))

    def _taken_place(self) -> Iterator[Candidate]:
        known = self.register
        titles = {one.id: one.title for one in known.known(Mechanism)}
        for item in known.known(Item):
            on = self._on(item)
            if on is not None and on.first <= known.on:
                yield self._candidate(item, on, titles)

    def _on(self, item: Item) -> Date | None:
        match item:
            case Engagement(status=Occurrence.HELD, when=when) if when:
                return when.end
            case Instrument(status=status, signed=signed) if status in _SIGNED:
                return signed
            case Activity(when=when) if when and _done(item, self.register):
                return self.register.reported(item.id) if when.end.day is None else when.end
            case Undertaking():
                return given(item)
            case _:
                return None

    def _candidate(self, item: Item, on: Date, titles: Mapping[ItemId, Wording]) -> Candidate:
        mechanism: ItemId | None = getattr(item, "mechanism", None)
        place = str(getattr(item, "place", ""))
        kind = str(getattr(item, "kind", ""))
        source = getattr(item, "source", None)
        if isinstance(item, Undertaking):
            text = self.text(item)
        else:
            loose = [kind.replace("-", " "), place, str(on.year)]
            loose += [source.words] if source else []
            text = text_of(
                getattr(item, "title", {}), titles.get(mechanism, {}) if mechanism else {}, unknown=loose
            )
        return Candidate(
            item=item,
            on=on,
            kind=kind,
            domains=frozenset(self._domains(item)),
            parties=_parties(item),
            mechanism=mechanism,
            session=getattr(item, "session", None),
            level=self._level(item),
            text=text,
            place=words_of(place),
            reports=self.register.reports_on(item.id),
            ours_alone=self.register.is_ours_alone(item.id),
        )

    def _domains(self, item: Item) -> Iterator[Domain]:
        match item:
            case Activity(domain=domain) | Undertaking(domain=domain):
                yield domain
            case Engagement(kind=kind):
                for domain in self.template.domains:
                    if self.template.belongs(kind, domain=domain):
                        yield domain
            case Instrument(kind="plan"):
                yield Domain("plan-execution")

    def _level(self, item: Item) -> Level | None:
        match item:
            case Activity(level=level) | Instrument(level=level):
                return level
            case Engagement(principals=principals):
                levels = {level for person in principals for level in self._levels.get(person, ())}
                return next((level for level in Level if level in levels), None)
            case Undertaking(gist=gist):
                return asked(gist).level
            case _:
                return None

    @cached_property
    def _levels(self) -> Mapping[ItemId, frozenset[Level]]:
        """The levels of the offices each person holds or held."""
        offices = {one.id: one.level for one in self.register.known(Office) if one.level}
        found: dict[ItemId, set[Level]] = defaultdict(set)
        for tenure in self.register.known(Tenure):
            if level := offices.get(tenure.office):
                found[tenure.person].add(level)
        return {person: frozenset(levels) for person, levels in found.items()}


def _done(activity: Activity, register: Register) -> bool:
    """Whether a side's word says that an activity took place, by its stage or by its outcome."""
    outcomes = {register.outcome(activity.id, party=party) for party in register.reports.get(activity.id, {})}
    return bool(outcomes & {Outcome.MET, Outcome.EXCEEDED}) or register.carried_out(activity)


def _may_be_meant(undertaking: Undertaking, candidate: Candidate) -> bool:
    """Whether those who must act take part, as far as is known."""
    return not candidate.parties or candidate.parties >= set(undertaking.on)


def _parties(item: Item) -> frozenset[Party]:
    match item:
        case Activity(participants=parties):
            return frozenset(parties)
        case Undertaking(by=by, on=on):
            return frozenset((*by, *on))
        case Engagement(parties=parties) | Instrument(parties=parties):
            return frozenset(parties)
        case _:
            return frozenset()


def _when(candidate: Candidate) -> tuple[datetime.date, str]:
    return (candidate.on.first, candidate.item.id)
