"""What one side, or both, judged of the cooperation; each side's judgement stands apart."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.terms import Date, Domain, ItemId, Party


class Polarity(StrEnum):
    """Which way a judgement leans."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


@frozen(kw_only=True)
class Assessment(Item):
    """One stated judgement.

    Attributes:
        about: what is judged, in plain words.
        given: when it was given, and `occasion` at which activity or engagement.
        domain: the field of cooperation it judges; None where it judges the whole.
    """

    by: tuple[Party, ...] = ()
    about: str
    polarity: Polarity
    given: Date | None = None
    occasion: ItemId | None = None
    domain: Domain | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """Nothing judged, or a party named twice."""
        yield from unsaid("about", self.about)
        yield from repeated("by", self.by)
