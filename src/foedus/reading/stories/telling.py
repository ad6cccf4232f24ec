"""Whether two documents tell the same story: the same occasion, by several sources, in several languages.

It is told by the facts that both state, never by their words: who was there (by the sound of the name),
which day, between whom, what sort of occasion, which session, what was signed, what was undertaken. Each
thing in common counts some points (`_POINTS`), what cannot be of one occasion takes some away, and with
`ENOUGH` points it is said to be one story, with all that was counted. The points were chosen on the texts
under tests/communiques. Nothing is merged here, and nothing read.

So that not every two documents need to be held against each other, each leaves `traces`: whoever tells the
same story leaves one of them too.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice
from typing import Any

from attrs import define, frozen

from foedus.cooperation import sounds
from foedus.cooperation.spelling import folded
from foedus.terms import Date

ENOUGH = 5.5
"""The points that make one story of two documents."""

NEAR = 3
"""Days that may lie between two tellings of one story."""

_POINTS: Mapping[str, float] = {
    "people": 1.5,
    "day": 2.5,
    "time": 0.5,
    "kind": 1.0,
    "parties": 1.0,
    "place": 0.5,
    "session": 2.0,
    "instruments": 0.75,
    "undertakings": 0.75,
    "other people": -3.0,
    "other parties": -3.0,
    "other session": -6.0,
    "other day": -4.0,
    "other time": -6.0,
}
"""What each thing in common is worth; each of the people, instruments and undertakings by itself."""
_MOST_COUNTED: Mapping[str, int] = {"people": 3, "instruments": 2, "undertakings": 3}

_MOST_TRACES, _MOST_PEOPLE, _MOST_DAYS = 200, 12, 4
_BUCKET, _YEAR = 4, 368
"""Days in which documents leave the same trace; those of the days beside are looked for too."""
_LONG, _SHORTEST, _SEVERAL = 5, 3, 2
_TALKS = frozenset(
    ("talks", "courtesy-call", "visit", "official-visit", "state-visit", "meeting", "dialogue")
)
"""Kinds that two sources call now so, now so."""


@frozen(kw_only=True)
class Stated:
    """One fact that a document states.

    Attributes:
        kind: `people`, `engagements`, `instruments`, `commitments` or `assessments`.
        said: its fields, as the annotation scheme writes them.
        number: what names it where it is kept.
        words: the words that state it, and where they begin and end.
    """

    kind: str
    said: Mapping[str, Any]
    number: int = 0
    words: str = ""
    start: int = 0
    end: int = 0


@define(slots=False, frozen=True)
class Telling:
    """What one document tells: the date it bears, and its facts."""

    published: str
    facts: tuple[Stated, ...]

    @classmethod
    def of(cls, scheme: Mapping[str, Any], *, text: str = "") -> "Telling":
        """What a reading tells, in the annotation scheme's form."""
        kinds = ("people", "engagements", "instruments", "commitments", "assessments")
        facts: list[Stated] = []
        for kind in kinds:
            for said in scheme[kind]:
                at = said.get("evidence") or {"start": 0, "end": 0}
                start, end = at["start"], at["end"]
                number = len(facts) + 1
                stated = {"words": text[start:end], "start": start, "end": end, "number": number}
                facts.append(Stated(kind=kind, said=said, **stated))
        return cls(scheme.get("published") or "", tuple(facts))

    def of_kind(self, kind: str) -> tuple[Stated, ...]:
        """The facts of one kind."""
        return tuple(one for one in self.facts if one.kind == kind)

    @cached_property
    def people(self) -> tuple["Named", ...]:
        """Everybody it names, each once."""
        named = {one.said["name"]: one.said.get("party") for one in self.of_kind("people")}
        for one in self.of_kind("engagements"):
            named |= {name: None for name in one.said.get("principals") or () if name not in named}
        return tuple(Named.of(name, party or "") for name, party in islice(named.items(), _MOST_PEOPLE))

    @cached_property
    def days(self) -> frozenset[int]:
        """The days on which something took place or will, each as its number in the calendar."""
        found = (_day(one.said.get("start")) for one in self.of_kind("engagements"))
        return frozenset(islice((day for day in found if day), _MOST_DAYS))

    @cached_property
    def of_year(self) -> frozenset[int]:
        """The days it speaks of, each as its number in a year, whether the year is said or not."""
        partial = (one.said.get("start_partial") for one in self.of_kind("engagements"))
        found = {_of_year(_day(f"2024-{one[2:]}")) for one in partial if one}
        known = (*sorted(self.days), _day(self.published))
        return frozenset(islice((*(found - {0}), *(_of_year(day) for day in known if day)), _MOST_DAYS))

    @cached_property
    def parties(self) -> frozenset[str]:
        """The parties of its occasions and its people."""
        told = {code for one in self.of_kind("engagements") for code in one.said.get("parties") or ()}
        return frozenset(told | {person.party for person in self.people} - {""})


@frozen
class Named:
    """A name as it is met: its sounds, its words, the party of who bears it."""

    name: str
    sounds: frozenset[str]
    words: frozenset[str]
    party: str

    @classmethod
    def of(cls, name: str, party: str) -> "Named":
        """What a name is met by."""
        words = frozenset(word for word in folded(name).split() if len(word) >= _SHORTEST)
        return cls(name, sounds.keys(name), words, party)

    def is_same(self, other: "Named") -> bool:
        """Whether two names may be one person's: they sound alike, or one is a part of the other."""
        if self.party and other.party and self.party != other.party:
            return False
        if not self.sounds.isdisjoint(other.sounds):
            return True
        short, long = sorted((self.words, other.words), key=len)
        return bool(short) and short <= long


@frozen
class Shared:
    """One thing that two documents have in common, or that parts them: what it is, and which.

    Attributes:
        what: a key of `POINTS`: `people`, `day`, `kind` ...
        which: names, days, kinds, as the one document writes them.
        points: what it counts.
    """

    what: str
    which: tuple[str, ...]
    points: float


@frozen
class Likeness:
    """How far two documents tell the same story."""

    shared: tuple[Shared, ...]

    @property
    def points(self) -> float:
        """What all of it counts."""
        return sum(one.points for one in self.shared)

    @property
    def is_same(self) -> bool:
        """Whether it is one story."""
        return self.points >= ENOUGH


def likeness(one: Telling, other: Telling) -> Likeness:
    """How far two documents tell the same story, with all that was counted."""
    return Likeness(tuple(_shared(one, other)))


# --- what two documents have in common ----------------------------------------------------------


def _shared(one: Telling, other: Telling) -> Iterator[Shared]:
    people = _met(one, other)[: len(_met(other, one))]  # one name of theirs may be like two of ours
    if people:
        yield _counted("people", people)
    elif min(len(one.people), len(other.people)) >= _SEVERAL:
        yield _counted("other people", [one.people[0].name, other.people[0].name])
    yield from _when(one, other)
    occasions = _same_occasions(one, other)
    if occasions:
        yield _counted("kind", [occasions[0][0].said["kind"]])
        if places := [mine for mine, theirs in _both(occasions, "place") if is_one_place(mine, theirs)]:
            yield _counted("place", places[:1])
    if one.parties and one.parties == other.parties:
        yield _counted("parties", sorted(one.parties))
    elif not are_same_sides(one.parties, other.parties):
        yield _counted(
            "other parties",
            [*sorted(one.parties - other.parties)[:1], *sorted(other.parties - one.parties)[:1]],
        )
    yield from _sessions(one, other)
    if papers := _papers(one, other):
        yield _counted("instruments", papers)
    if undertaken := _undertaken(one, other):
        yield _counted("undertakings", undertaken)


def _met(one: Telling, other: Telling) -> list[str]:
    """The names of the one that are somebody's of the other."""
    return [who.name for who in one.people if any(who.is_same(them) for them in other.people)]


def _counted(what: str, which: Sequence[str]) -> Shared:
    many = min(len(which), _MOST_COUNTED.get(what, 1))
    return Shared(what, tuple(which), _POINTS[what] * many)


def _when(one: Telling, other: Telling) -> Iterator[Shared]:
    """Whether something took place on one day, and how far apart they were told."""
    days = {day for day in one.days if any(abs(day - theirs) <= 1 for theirs in other.days)}
    partial = any(_apart(day, theirs) <= 1 for day in one.of_year for theirs in other.of_year)
    is_said = bool(one.days and other.days)
    shared = [_written(day) for day in sorted(days)]
    if shared or (partial and not is_said and _apart_in_time(one, other) is None):
        yield _counted("day", shared or [""])
    elif is_said:
        yield _counted("other day", [_written(min(told.days)) for told in (one, other)])
    apart = _apart_in_time(one, other)
    if apart is not None and apart <= NEAR:
        yield _counted("time", [one.published])
    elif apart is not None and not shared:
        yield _counted("other time", [one.published, other.published])


def _apart_in_time(one: Telling, other: Telling) -> int | None:
    """How many days lie between the dates that two documents bear; None where one bears no day."""
    days = (_day(one.published), _day(other.published))
    return abs(days[0] - days[1]) if all(days) else None


def _same_occasions(one: Telling, other: Telling) -> list[tuple[Stated, Stated]]:
    """The occasions of the one with those of the other that they may be."""
    return [
        (mine, theirs)
        for mine in one.of_kind("engagements")
        for theirs in other.of_kind("engagements")
        if is_one_occasion(mine.said, theirs.said)
    ]


def is_one_occasion(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two facts may be of one occasion: of one sort, at one time, between the same."""
    kinds = {mine["kind"], theirs["kind"]}
    parties = (set(mine.get("parties") or ()), set(theirs.get("parties") or ()))
    if (len(kinds) > 1 and not kinds <= _TALKS) or not are_same_sides(*parties):
        return False
    if mine.get("ordinal") and theirs.get("ordinal") and mine["ordinal"] != theirs["ordinal"]:
        return False
    return is_one_time(mine, theirs)


def are_same_sides(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether the sides of two occasions may be the same: neither names one of its own beside another's."""
    if min(len(one), len(other)) < _SEVERAL:
        return not one or not other or not one.isdisjoint(other)
    return one <= other or other <= one


def is_one_time(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two facts may be of one time, a day more or less; what is not said may be any."""
    if not mine.get("start") or not theirs.get("start"):
        return True
    (begin, end), (first, last) = span(mine), span(theirs)
    return begin <= last + 1 and first <= end + 1


def is_one_place(mine: str, theirs: str) -> bool:
    """Whether two places are one, however they are written."""
    return folded(mine).replace(" ", "") == folded(theirs).replace(" ", "")


def _both(pairs: Iterable[tuple[Stated, Stated]], field: str) -> Iterator[tuple[Any, Any]]:
    """The values of a field that both of a pair state."""
    for mine, theirs in pairs:
        if mine.said.get(field) and theirs.said.get(field):
            yield mine.said[field], theirs.said[field]


def _sessions(one: Telling, other: Telling) -> Iterator[Shared]:
    """Whether both tell of one session of a mechanism, or each of another one."""
    mine, theirs = (
        {(x.said["kind"], x.said["ordinal"]) for x in told.of_kind("engagements") if _is_session(x)}
        for told in (one, other)
    )
    kinds = {kind for kind, _ in mine} & {kind for kind, _ in theirs}
    if both := mine & theirs:
        yield _counted("session", [str(number) for _, number in sorted(both)])
    elif kinds:
        yield _counted("other session", [str(number) for _, number in (min(mine), min(theirs))])


def _is_session(one: Stated) -> bool:
    return bool(one.said.get("ordinal")) and one.said.get("status") in ("held", "under-way")


def _papers(one: Telling, other: Telling) -> list[str]:
    """The kinds of what was signed, as both tell it."""
    told = [
        (x.said["kind"], x.said.get("year"), set(x.said.get("parties") or ()))
        for x in other.of_kind("instruments")
    ]
    found = []
    for mine in one.of_kind("instruments"):
        kind, year, parties = mine.said["kind"], mine.said.get("year"), set(mine.said.get("parties") or ())
        for at, (other_kind, other_year, others) in enumerate(told):
            if kind == other_kind and (not year or not other_year or year == other_year) and parties & others:
                found.append(kind)
                del told[at]
                break
    return found


def _undertaken(one: Telling, other: Telling) -> list[str]:
    """The domains of what is to be done, where both say that the same have to do it, by the same time."""
    told = [_task(x.said) for x in other.of_kind("commitments")]
    found = []
    for mine in one.of_kind("commitments"):
        if (task := _task(mine.said)) in told:
            told.remove(task)
            found.append(mine.said["domain"])
    return found


def _task(said: Mapping[str, Any]) -> tuple[str, frozenset[str], str]:
    return said["domain"], frozenset(said.get("on") or ()), said.get("due") or ""


# --- traces -------------------------------------------------------------------------------------


def traces(told: Telling, *, sought: bool = False) -> frozenset[int]:
    """What a document leaves by which others of its story are found.

    Args:
        told: what it tells.
        sought: whether those are wanted that the others may have left: of the days beside, too.
    """
    beside = (-1, 0, 1) if sought else (0,)
    buckets = {(day // _BUCKET + step) % (_YEAR // _BUCKET) for day in told.of_year for step in beside}
    return frozenset(
        islice((_trace(*words) for words in _traces(told, sorted(buckets), sought=sought)), _MOST_TRACES)
    )


def _traces(told: Telling, buckets: Sequence[int], *, sought: bool) -> Iterator[tuple[object, ...]]:
    for bucket in buckets:
        if told.parties:
            yield "between", *sorted(told.parties), bucket
    for person in told.people:
        by = (*sorted(person.sounds), *sorted(word for word in person.words if len(word) >= _LONG))
        for name in by:
            for bucket in buckets:
                yield "who", name, bucket
            # Of two documents without a date, or one, only who is named can tell.
            if not buckets or not sought:
                yield "at any time", name
            if not buckets or sought:
                yield "at no time", name


def _trace(*words: object) -> int:
    said = "\0".join(map(str, words))
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), signed=True)


# --- days ---------------------------------------------------------------------------------------


def _day(written: str | None) -> int:
    """A day as its number in the calendar; 0 for what is no whole day."""
    if not written:
        return 0
    try:
        date = Date.parse(written)
    except ValueError:
        return 0
    return date.first.toordinal() if date.day else 0


def span(said: Mapping[str, Any]) -> tuple[int, int]:
    """The first and the last day that a fact may mean, each as its number in the calendar."""
    start = Date.parse(said["start"])
    end = Date.parse(said["end"]) if said.get("end") else start
    return start.first.toordinal(), end.last.toordinal()


def _written(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()


def _of_year(day: int) -> int:
    """A day of the calendar as its number in its year."""
    return datetime.date.fromordinal(day).timetuple().tm_yday if day else 0


def _apart(one: int, other: int) -> int:
    """How many days of a year lie between two, on the shorter way."""
    apart = abs(one - other)
    return min(apart, _YEAR - apart)
