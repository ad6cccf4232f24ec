"""What somebody said should be done: by whom it was said, on whom it lies, how strongly."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.terms import Date, Domain, Force, ItemId, Party, Wording


class State(StrEnum):
    """How far an undertaking has come."""

    OPEN = "open"
    BEING_CARRIED_OUT = "being-carried-out"
    CARRIED_OUT = "carried-out"
    PARTLY = "partly"
    RESTATED = "restated"
    LAPSED = "lapsed"
    DECLINED = "declined"


@frozen(kw_only=True)
class Undertaking(Item):
    """One thing to be done, as a source states it.

    Attributes:
        force: agreed, pledged, proposed, urged, requested, invited, instructed or planned.
        by: the side or sides that spoke; empty where the source does not say.
        on: the side or sides that must act.
        due: a stated time.
        gist: what is to be done, in short.
        mechanism: the mechanism it is to be carried out in, where it names one.
        occasion: the activity or engagement at which it was given.
        serves: the orientations and instruments above it.
        restates: the earlier undertaking that it says again.
    """

    force: Force
    by: tuple[Party, ...] = ()
    on: tuple[Party, ...] = ()
    domain: Domain
    due: Date | None = None
    gist: Wording = field(hash=False)
    mechanism: ItemId | None = None
    occasion: ItemId | None = None
    serves: tuple[ItemId, ...] = ()
    restates: ItemId | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """No gist, or a party named twice."""
        yield from unsaid("gist", self.gist)
        yield from repeated("by", self.by)
        yield from repeated("on", self.on)
        yield from repeated("serves", self.serves)
        if self.id in (*self.serves, self.restates, self.occasion):
            yield Fault(path="serves", reason="and restates and occasion name other things than itself")
