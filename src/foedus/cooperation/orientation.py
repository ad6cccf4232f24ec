"""What leaders want of the cooperation, in their words: the top of the cascade."""

from collections.abc import Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.terms import Date, Domain, Level, Party, Wording


@frozen(kw_only=True)
class Orientation(Item):
    """One orientation, given by the leaders of one or several parties."""

    text: Wording = field(hash=False)
    by: tuple[Party, ...]
    level: Level | None = None
    given: Date | None = None
    domain: Domain | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """No words, or a party named twice."""
        yield from unsaid("text", self.text)
        yield from repeated("by", self.by)
