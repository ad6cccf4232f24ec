"""What cannot be together: the same person or unit in two places, and what must come first coming later.

Of a line at a proposed date (`clashes_of`), and among many lines (`clashes_among`). Only what is
sure is told: who is somewhere for a month is on no day of it surely there, and who visits a country
may be in several of its places (`foedus.cooperation.presence`). Nothing here says what to do about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Self

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.presence import apart, comes_too_early, is_dated, overlap
from foedus.terms import ItemId, Party, Period


class Reason(StrEnum):
    """Why two lines cannot be together."""

    ELSEWHERE = "elsewhere"
    """Somebody is in two places."""
    TOO_EARLY = "too-early"
    """A line begins before one that must come first is over."""


@frozen(kw_only=True)
class Engaged:
    """When and where a line is, who is there, and what must come before it.

    Attributes:
        who: the persons and units, by their items.
    """

    line: ItemId
    when: Period | None = None
    host: Party | None = None
    place: str = ""
    who: frozenset[ItemId] = frozenset()
    after: frozenset[ItemId] = frozenset()

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """What an activity says of it."""
        return cls(
            line=activity.id,
            when=activity.when,
            host=activity.host,
            place=activity.place,
            who=frozenset(people_and_units(activity)),
            after=frozenset(activity.after),
        )


@frozen(kw_only=True)
class Clash:
    """Two lines that cannot be together.

    Attributes:
        line: the one asked about; of many lines, the one that begins first.
        who: the persons and units that are in two places; nobody where the order is broken.
    """

    line: ItemId
    other: ItemId
    reason: Reason
    who: tuple[ItemId, ...] = ()


def people_and_units(activity: Activity) -> tuple[ItemId, ...]:
    """The persons that take part in an activity and the units that carry it out, each once."""
    people = (part.person for part in activity.people if part.person)
    return tuple(dict.fromkeys((*people, *activity.units)))


def clashes_of(line: Engaged, others: Iterable[Engaged]) -> tuple[Clash, ...]:
    """What a line cannot be together with, in the order of the others.

    Args:
        line: the line, at its date or at a proposed one.
        others: those that may clash: whoever shares a person or unit, what must come before or after.
    """
    return tuple(clash for other in others if other.line != line.line for clash in _between(line, other))


def clashes_among(lines: Iterable[Engaged]) -> tuple[Clash, ...]:
    """Every clash among lines, each once, the earlier line first."""
    lines = tuple(lines)
    known = {one.line: one for one in lines}
    found: dict[tuple[ItemId, ItemId, Reason], Clash] = {}
    for one, other in _pairs(lines):
        for clash in _between(one, other):
            if clash.reason is Reason.ELSEWHERE:
                found[one.line, other.line, clash.reason] = clash
    for one in lines:
        for name in one.after:
            before = known.get(name)
            if before and before.line != one.line and comes_too_early(one, before):
                clash = Clash(line=one.line, other=name, reason=Reason.TOO_EARLY)
                found[one.line, name, clash.reason] = clash
    return tuple(found.values())


def _between(one: Engaged, other: Engaged) -> Iterator[Clash]:
    shared = one.who & other.who
    if shared and is_dated(one) and is_dated(other) and overlap(one, other) and apart(one, other):
        who = tuple(sorted(shared))
        yield Clash(line=one.line, other=other.line, reason=Reason.ELSEWHERE, who=who)
    early = other.line in one.after and comes_too_early(one, other)
    late = one.line in other.after and comes_too_early(other, one)
    if early or late:
        yield Clash(line=one.line, other=other.line, reason=Reason.TOO_EARLY)


def _pairs(lines: Iterable[Engaged]) -> Iterator[tuple[Engaged, Engaged]]:
    """Lines that share somebody and a day, each pair once, the one that begins first before the other."""
    by_who: dict[ItemId, list[Engaged]] = defaultdict(list)
    for one in lines:
        if is_dated(one):
            for name in one.who:
                by_who[name].append(one)
    told: set[tuple[ItemId, ItemId]] = set()
    for engaged in by_who.values():
        open_ones: list[Engaged] = []
        for one in sorted(engaged, key=lambda each: (_days(each), each.line)):
            begins = _days(one)[0]
            open_ones = [each for each in open_ones if _days(each)[1] >= begins]
            for before in open_ones:
                if (before.line, one.line) not in told:
                    told.add((before.line, one.line))
                    yield before, one
            open_ones.append(one)


def _days(one: Engaged) -> tuple[int, int]:
    """The first and the last day of a dated line, counted."""
    if one.when is None:
        return (0, 0)
    return (one.when.start.first.toordinal(), one.when.end.last.toordinal())
