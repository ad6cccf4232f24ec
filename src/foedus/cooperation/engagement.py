"""An occasion on which parties met, meet or will meet, as a source states it."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import ItemId, Party, Period


class Status(StrEnum):
    """Whether it took place, as the source says."""

    HELD = "held"
    UNDER_WAY = "under-way"
    PLANNED = "planned"
    INVITED = "invited"
    CANCELLED = "cancelled"


@frozen(kw_only=True)
class Engagement(Item):
    """A meeting, a visit, a common action.

    Attributes:
        kind: state-visit, official-visit, visit, talks, courtesy-call, dialogue, meeting, exercise,
            border-exchange, patrol, training-course, signing, ceremony, exhibition, or another noun.
        principals: the heads or named protagonists, by their persons' items.
        mechanism: the mechanism it was a session of, and `session` its number.
    """

    kind: str
    status: Status
    when: Period | None = None
    place: str = ""
    parties: tuple[Party, ...] = ()
    principals: tuple[ItemId, ...] = ()
    mechanism: ItemId | None = None
    session: int | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """No kind, things named twice, a session of no number."""
        yield from unsaid("kind", self.kind)
        yield from repeated("parties", self.parties)
        yield from repeated("principals", self.principals)
        if self.session is not None and self.session < 1:
            yield Fault(
                path="session", reason=phrase("is not a number from 1 ({number})", number=self.session)
            )
