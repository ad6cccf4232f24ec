"""The plan of a period: what the parties agreed to do, line by line.

Its lines are activities that name it; the plan itself holds what is said of all.
"""

from collections.abc import Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Party, Period, Wording


@frozen(kw_only=True)
class Plan(Item):
    """A plan of cooperation for a period, between parties.

    Attributes:
        parent: the instrument it carries out.
        succeeds: the plan before it.
        serves: the orientations above it.
        closed: when the parties closed it, its account given; None while it runs.
    """

    title: Wording = field(hash=False)
    period: Period
    parties: tuple[Party, ...]
    parent: ItemId | None = None
    succeeds: ItemId | None = None
    serves: tuple[ItemId, ...] = ()
    closed: Date | None = None

    def faults(self) -> Iterator[Fault]:
        """No title, fewer than two parties, a party named twice, a plan that succeeds itself."""
        yield from unsaid("title", self.title)
        yield from repeated("parties", self.parties)
        yield from repeated("serves", self.serves)
        if len(set(self.parties)) < 2:
            yield Fault(path="parties", reason="are fewer than two: a plan is between parties")
        if self.closed is not None and self.closed.last < self.period.start.first:
            reason = phrase(
                "lies before the plan's period ({closed} < {period})", closed=self.closed, period=self.period
            )
            yield Fault(path="closed", reason=reason)
        for name in ("parent", "succeeds"):
            if getattr(self, name) == self.id:
                yield Fault(path=name, reason="is the plan itself")
