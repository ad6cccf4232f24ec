"""One line of a plan: a visit, a dialogue, a patrol, a course, an exercise.

Which stages an activity goes through is its kind's matter (`kind`); how far it has
come is what each party reports (`report`).
"""

from collections.abc import Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.errors import Fault
from foedus.terms import Domain, ItemId, Level, Party, Period, Wording


@frozen(kw_only=True)
class Activity(Item):
    """Something the parties do together.

    Attributes:
        plan: the plan whose line it is.
        kind: the name of its kind (`foedus.cooperation.kind`).
        host: the party that receives; one of the participants.
        when: as precise as it was agreed.
        serves: the orientations, undertakings and instruments it carries out.
        mechanism: the mechanism it is a session of, and `session` its number.
    """

    plan: ItemId | None = None
    kind: str
    domain: Domain
    title: Wording = field(hash=False)
    host: Party | None = None
    participants: tuple[Party, ...]
    level: Level | None = None
    when: Period | None = None
    place: str = ""
    serves: tuple[ItemId, ...] = ()
    mechanism: ItemId | None = None
    session: int | None = None

    def faults(self) -> Iterator[Fault]:
        """A host who does not take part, nobody who does, things named twice, a session of no mechanism."""
        yield from unsaid("kind", self.kind)
        yield from unsaid("title", self.title)
        yield from repeated("participants", self.participants)
        yield from repeated("serves", self.serves)
        if not self.participants:
            yield Fault(path="participants", reason="are none: somebody must take part")
        if self.host is not None and self.host not in self.participants:
            yield Fault(path="host", reason=f"{self.host} is not among the participants")
        if self.id in self.serves:
            yield Fault(path="serves", reason="names the activity itself")
        if self.session is not None and self.session < 1:
            yield Fault(path="session", reason=f"is not a number from 1 ({self.session})")
        if self.session is not None and self.mechanism is None:
            yield Fault(path="session", reason="numbers a session, but no mechanism is named")
