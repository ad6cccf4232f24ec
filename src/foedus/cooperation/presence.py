"""When two activities cannot have the same people: days that overlap, places that are surely apart.

A month is no day: of an activity that is only agreed for a month nobody can say who is elsewhere.
Who clashes with whom is the matter of those who ask (`consistency`, `foedus.oversight.clashes`).
"""

from typing import Protocol

from foedus.terms import Party, Period


class Placed(Protocol):
    """What happens at a time and a place."""

    @property
    def when(self) -> Period | None:
        """As precise as it was agreed."""

    @property
    def host(self) -> Party | None:
        """The party that receives."""

    @property
    def place(self) -> str:
        """The place, in words."""


def is_dated(one: Placed) -> bool:
    """Whether its days are known: a month is no day on which somebody is somewhere."""
    return one.when is not None and one.when.start.day is not None and one.when.end.day is not None


def overlap(one: Placed, other: Placed) -> bool:
    """Whether two activities share a day that is not merely the one on which people travel between them."""
    if one.when is None or other.when is None:
        return False
    first = max(one.when.start.first, other.when.start.first)
    last = min(one.when.end.last, other.when.end.last)
    spans = [(when.start.first, when.end.last) for when in (one.when, other.when)]
    ends_as_it_begins = {spans[0][1], spans[1][0]} == {first} or {spans[1][1], spans[0][0]} == {first}
    travels = ends_as_it_begins and any(begin != end for begin, end in spans)
    return first < last or (first == last and not travels)


def apart(one: Placed, other: Placed) -> bool:
    """Whether two activities are surely in different places: of two hosts, or of one day and in two places.

    Who visits a country for some days may be in several of its places.
    """
    if one.host and other.host and one.host != other.host:
        return True
    of_one_day = all(item.when and item.when.start == item.when.end for item in (one, other))
    return of_one_day and bool(one.place and other.place) and one.place.casefold() != other.place.casefold()


def comes_too_early(one: Placed, before: Placed) -> bool:
    """Whether an activity surely begins before one that must come first is over."""
    if one.when is None or before.when is None:
        return False
    return one.when.start.last < before.when.end.first
