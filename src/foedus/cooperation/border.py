"""A border as the parties patrol it: sectors from marker to marker, and the register of markers.

Where a marker stands is what the parties agreed on; nothing here draws a border.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.item import Item, Value, repeated, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Party, Wording

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,9})?")


class MarkerSort(StrEnum):
    """A numbered marker, or a stake set between two of them."""

    MARKER = "marker"
    STAKE = "stake"


class Condition(StrEnum):
    """How a patrol finds a marker."""

    INTACT = "intact"
    MOVED = "moved"
    DAMAGED = "damaged"
    MISSING = "missing"


@frozen(kw_only=True)
class Position(Value):
    """A place on the earth, WGS 84, in decimal degrees as written: the record knows no fractions.

    Attributes:
        longitude: east of Greenwich.
        latitude: north of the equator.
    """

    longitude: str
    latitude: str

    def faults(self) -> Iterator[Fault]:
        """Degrees of another form, or beyond the earth."""
        for name, most in (("longitude", 180), ("latitude", 90)):
            written = getattr(self, name)
            if not _DEGREES.fullmatch(written) or abs(float(written)) > most:
                yield Fault(
                    path=name,
                    reason=phrase(
                        "is not a number of degrees up to {most} ({written})", most=most, written=written
                    ),
                )


@frozen(kw_only=True)
class Sector(Item):
    """A stretch of border, patrolled together.

    Attributes:
        start: the marker at which it begins; `end` where it ends.
        units: the units on each side, by their offices.
    """

    title: Wording = field(hash=False)
    parties: tuple[Party, ...]
    start: ItemId | None = None
    end: ItemId | None = None
    units: tuple[ItemId, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """No title, fewer than two parties, something named twice."""
        yield from unsaid("title", self.title)
        for name in ("parties", "units"):
            yield from repeated(name, getattr(self, name))
        if len(set(self.parties)) < 2:
            yield Fault(path="parties", reason="are fewer than two: a border lies between parties")


@frozen(kw_only=True)
class Marker(Item):
    """A marker or a stake of a border.

    Attributes:
        number: as it is painted.
        sector: the sector it stands in.
        set_up: when it was set up.
    """

    number: str
    sort: MarkerSort = MarkerSort.MARKER
    parties: tuple[Party, ...]
    sector: ItemId | None = None
    position: Position | None = None
    set_up: Date | None = None

    def faults(self) -> Iterator[Fault]:
        """No number, or a party named twice."""
        yield from unsaid("number", self.number)
        yield from repeated("parties", self.parties)
