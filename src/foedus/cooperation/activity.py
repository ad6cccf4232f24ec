"""One line of a plan: a visit, a dialogue, a patrol, a course, an exercise.

Which stages an activity goes through and which details it has is its kind's matter
(`kind`); how far it has come is what each party reports (`report`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from foedus.cooperation.item import Item, Value, repeated, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Domain, ItemId, Level, Party, Period, Wording

Details = Mapping[str, Any]
"""What a kind's fields say, by field, as it stands in documents."""


@frozen(kw_only=True)
class Participant(Value):
    """Somebody's part in an activity.

    Attributes:
        role: the role, of the activity's kind.
        party: whose people.
        person: who; None where only the office or the number is agreed.
        office: the office in which they come.
        count: how many, where it is more than one.
    """

    role: str
    party: Party
    person: ItemId | None = None
    office: ItemId | None = None
    count: int | None = None

    def faults(self) -> Iterator[Fault]:
        """Nobody, or a number below one."""
        yield from unsaid("role", self.role)
        if self.person is None and self.office is None and self.count is None:
            yield Fault(path="person", reason="is missing, and so are office and count: nobody takes part")
        if self.count is not None and self.count < 1:
            yield Fault(path="count", reason=phrase("is not a number from 1 ({number})", number=self.count))


@frozen(kw_only=True)
class Milestone(Value):
    """When, and where, one stage of an activity is to be done, as agreed."""

    stage: str
    when: Period
    place: str = ""


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
        after: the activities that must come before it.
        units: the offices and units that carry it out, by their items.
        people: who takes which part.
        milestones: when its stages are to be done, where that is agreed.
        details: what its kind's fields say, of those that are agreed in the line.
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
    after: tuple[ItemId, ...] = ()
    units: tuple[ItemId, ...] = ()
    people: tuple[Participant, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    details: Details = field(factory=dict, hash=False)

    def faults(self) -> Iterator[Fault]:
        """A host who does not take part, nobody who does, things named twice, a session of no mechanism."""
        yield from unsaid("kind", self.kind)
        yield from unsaid("title", self.title)
        yield from repeated("participants", self.participants)
        for name in ("serves", "after", "units"):
            yield from repeated(name, getattr(self, name))
        yield from repeated("milestones", (one.stage for one in self.milestones))
        if not self.participants:
            yield Fault(path="participants", reason="are none: somebody must take part")
        if self.host is not None and self.host not in self.participants:
            yield Fault(path="host", reason=phrase("{party} is not among the participants", party=self.host))
        for name in ("serves", "after"):
            if self.id in getattr(self, name):
                yield Fault(path=name, reason="names the activity itself")
        for at, one in enumerate(self.people):
            if one.party not in self.participants:
                yield Fault(
                    path=f"people[{at}].party",
                    reason=phrase("{party} is not among the participants", party=one.party),
                )
        if self.session is not None and self.session < 1:
            yield Fault(
                path="session", reason=phrase("is not a number from 1 ({number})", number=self.session)
            )
        if self.session is not None and self.mechanism is None:
            yield Fault(path="session", reason="numbers a session, but no mechanism is named")
