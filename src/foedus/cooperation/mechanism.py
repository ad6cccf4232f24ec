"""A meeting that recurs: numbered sessions, a host that rotates."""

import datetime
from collections.abc import Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, Value, repeated, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, Party, Period, Wording


@frozen(kw_only=True)
class Session(Value):
    """One session, held or to come.

    Attributes:
        when: None while no date is known.
        host: the party that receives.
    """

    number: int
    when: Period | None = None
    place: str = ""
    host: Party | None = None

    def faults(self) -> Iterator[Fault]:
        """A number below one."""
        if self.number < 1:
            yield Fault(path="number", reason=phrase("is not a number from 1 ({number})", number=self.number))


@frozen(kw_only=True)
class Mechanism(Item):
    """A recurring meeting.

    Attributes:
        kind: dialogue, meeting, border-exchange, or another noun.
        rotation: the parties in the order in which they host; empty where none is agreed.
        every_months: months from one session to the next; None where none is agreed.
        sessions: in the order of their numbers.
    """

    title: Wording = field(hash=False)
    kind: str
    parties: tuple[Party, ...]
    rotation: tuple[Party, ...] = ()
    every_months: int | None = None
    sessions: tuple[Session, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """A host or a rotation of others, sessions out of order, a rhythm of no months."""
        yield from unsaid("title", self.title)
        yield from unsaid("kind", self.kind)
        yield from repeated("parties", self.parties)
        if others := [party for party in self.rotation if party not in self.parties]:
            yield Fault(path="rotation", reason=phrase("{party} is not among the parties", party=others))
        if self.every_months is not None and self.every_months < 1:
            yield Fault(
                path="every_months",
                reason=phrase("is not a number from 1 ({number})", number=self.every_months),
            )
        numbers = [session.number for session in self.sessions]
        if numbers != sorted(set(numbers)):
            yield Fault(path="sessions", reason="are not in the order of their numbers, each once")
        for index, session in enumerate(self.sessions):
            if session.host is not None and session.host not in self.parties:
                yield Fault(
                    path=f"sessions[{index}].host",
                    reason=phrase("{party} is not among the parties", party=session.host),
                )

    def last_session(self, on: datetime.date) -> Session | None:
        """The last session that is over on a day; None where none is."""
        over = [session for session in self.sessions if _over(session, on)]
        return over[-1] if over else None

    def next_session(self, on: datetime.date) -> Session:
        """The session that comes next on a day: the one arranged, or the one that rhythm and rotation give.

        What rhythm gives is never more precise than the rhythm: twelve months after a day in
        March is a year, not a day in March. Where nothing is known the date and the host are None.
        """
        last = self.last_session(on)
        for session in self.sessions:
            if not _over(session, on) and (last is None or session.number > last.number):
                return session
        return Session(
            number=last.number + 1 if last else 1,
            when=self._rhythm_after(last) if last else None,
            host=self._host_after(last),
        )

    def _host_after(self, last: Session | None) -> Party | None:
        if not self.rotation:
            return None
        if last is None or last.host not in self.rotation:
            return self.rotation[0] if last is None else None
        return self.rotation[(self.rotation.index(last.host) + 1) % len(self.rotation)]

    def _rhythm_after(self, last: Session) -> Period | None:
        if last.when is None or self.every_months is None:
            return None
        held = last.when.start
        if held.month is None or self.every_months % 12 == 0:
            later = Date(held.year + max(1, self.every_months // 12))
        else:
            months = held.year * 12 + held.month - 1 + self.every_months
            later = Date(months // 12, months % 12 + 1)
        return Period(later, later)


def _over(session: Session, on: datetime.date) -> bool:
    return session.when is not None and session.when.end.last < on
