"""A meeting, a visit, a patrol as papers see it: the line, the occasions and the session that are one thing.

The register may know it as a line of the plan, as an occasion that a source tells of, as a
session of a mechanism, or as all three; here they are brought together, and the people with them.
"""

import datetime
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.kind import Kind
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.office import Office, Person
from foedus.cooperation.precedence import Attending, in_precedence
from foedus.errors import NoOccasionError
from foedus.oversight.mechanisms import informed
from foedus.register import Register
from foedus.reporting.delegation import expected_of
from foedus.reporting.occasion import Occasion, facts, session_title, why_not
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words
from foedus.terms import ItemId, Level, Party, Period, wording_in

_OF_UNITS = frozenset({Level.COMMAND, Level.UNIT})
"""The levels at which units meet: not everybody who commands one comes."""


@frozen(kw_only=True)
class Gathering:
    """One meeting, visit or patrol.

    Attributes:
        number: the session's number; None where it is no session, or its number is not known.
        names: the items that are all this one thing.
        documents: the documents that tell of it, by hash.
        principals: the persons named for it beside those in the line.
    """

    title: str
    parties: tuple[Party, ...]
    when: Period | None = None
    by_rhythm: bool = False
    place: str = ""
    host: Party | None = None
    level: Level | None = None
    mechanism: Mechanism | None = None
    number: int | None = None
    activity: Activity | None = None
    names: frozenset[ItemId] = frozenset()
    documents: frozenset[str] = frozenset()
    principals: tuple[ItemId, ...] = ()

    @property
    def occasion(self) -> Occasion:
        """The same as a brief sees it."""
        return Occasion(
            title=self.title,
            parties=self.parties,
            when=self.when,
            by_rhythm=self.by_rhythm,
            place=self.place,
            host=self.host,
            level=self.level,
            people=self.principals,
            mechanism=self.mechanism,
        )

    @property
    def host_first(self) -> tuple[Party, ...]:
        """The parties, the host first: as papers list them."""
        return tuple(sorted(self.parties, key=lambda party: party != self.host))

    def facts(self, words: Words) -> tuple[Fact, ...]:
        """Date and place always, host and level where they are known."""
        return facts(self.occasion, words=words)


def gathering(register: Register, name: ItemId, *, words: Words, held: bool = False) -> Gathering:
    """The meeting of that name.

    Args:
        register: the cooperation on a day.
        name: a mechanism, an activity or an occasion.
        words: the paper's words.
        held: of a mechanism, the session under way or held last, and not the one to come.

    Raises:
        NoOccasionError: the register knows no such thing, or it is no occasion.
    """
    item = register.item(name)
    match item:
        case Mechanism():
            known = informed(register, item)
            session = _session(known, on=register.on, held=held)
            number = session.number if known.sessions else None
            found = _joined(register, known, number, words=words)
            arranged = session in known.sessions
            return evolve(
                found,
                when=found.when or session.when,
                by_rhythm=found.when is None and not arranged,
                place=found.place or session.place,
                host=found.host or session.host,
            )
        case Activity() | Engagement():
            mechanism = register.item(item.mechanism) if item.mechanism else None
            if isinstance(mechanism, Mechanism) and item.session:
                known = informed(register, mechanism)
                return _joined(register, known, item.session, words=words, also=item)
            return _of(item, words)
        case _:
            raise NoOccasionError(occasion=name, reason=why_not(item))


def kind_of(register: Register, meeting: Gathering) -> Kind | None:
    """The kind of the meeting's line; None where there is no line."""
    return register.kind_of(meeting.activity) if meeting.activity else None


def attending(
    register: Register, meeting: Gathering, party: Party, *, named_only: bool = False
) -> tuple[Attending, ...]:
    """The people of one party who take part, in precedence, in the offices of the meeting's day.

    Those whom the line names, by person or by office, and those whom its occasions name. Where
    they name nobody, those in office at its level, if it is one at which officials meet in person.

    Args:
        register: the cooperation on a day.
        meeting: the meeting.
        party: whose people.
        named_only: whether nobody is taken who was not named: for a paper that says who was there.
    """
    then = evolve(register, on=_day(meeting, register.on))
    found: dict[ItemId, Attending] = {}
    for one in meeting.activity.people if meeting.activity else ():
        incumbent = then.incumbent(one.office) if one.office else None
        person = then.item(one.person) if one.person else incumbent.person if incumbent else None
        if one.party == party and isinstance(person, Person):
            found.setdefault(person.id, _attending(then, person, office=one.office, role=one.role))
    people = [then.item(name) for name in meeting.principals]
    nobody = not found and not any(isinstance(one, Person) and one.party == party for one in people)
    if nobody and not named_only and meeting.level not in _OF_UNITS:
        people = [*expected_of(then, evolve(meeting.occasion, people=()), party)]
    for each in people:
        if isinstance(each, Person) and each.party == party:
            found.setdefault(each.id, _attending(then, each))
    return in_precedence(found.values())


def counted(meeting: Gathering, party: Party) -> Iterator[tuple[str, int]]:
    """The roles for which a party's line names only a number, with the number."""
    for one in meeting.activity.people if meeting.activity else ():
        if one.party == party and one.person is None and one.count:
            yield one.role, one.count


def _attending(
    register: Register, person: Person, *, office: ItemId | None = None, role: str = ""
) -> Attending:
    held = [Attending(person=person, office=one.office, tenure=one.tenure, role=role)
            for one in register.offices_of(person.id) if office in (None, one.office.id)]  # fmt: skip
    named = register.item(office) if office else None
    alone = Attending(person=person, office=named if isinstance(named, Office) else None, role=role)
    return next(iter(in_precedence(held)), alone)


def _day(meeting: Gathering, on: datetime.date) -> datetime.date:
    start = meeting.when.start if meeting.when else None
    return start.first if start and start.day else on


def _session(mechanism: Mechanism, *, on: datetime.date, held: bool) -> Session:
    begun = [one for one in mechanism.sessions if one.when and one.when.start.first <= on]
    return begun[-1] if held and begun else mechanism.next_session(on)


def _joined(
    register: Register,
    mechanism: Mechanism,
    number: int | None,
    *,
    words: Words,
    also: Activity | Engagement | None = None,
) -> Gathering:
    """A session with the line and the occasions that are it."""
    lines: Iterable[Activity | Engagement] = register.known(Activity)
    told = (*lines, *register.known(Engagement))
    parts = [one for one in told if number and (one.mechanism, one.session) == (mechanism.id, number)]
    listed = next((one for one in mechanism.sessions if one.number == number), None)
    whole = Gathering(
        title=session_title(mechanism, number, words),
        parties=mechanism.parties,
        when=listed.when if listed else None,
        place=listed.place if listed else "",
        host=listed.host if listed else None,
        mechanism=mechanism,
        number=number,
    )
    for part in [*([also] if also and also not in parts else []), *parts]:
        whole = _with(whole, _of(part, words))
    return whole


def _with(whole: Gathering, part: Gathering) -> Gathering:
    return evolve(
        whole,
        when=whole.when or part.when,
        place=whole.place or part.place,
        host=whole.host or part.host,
        level=whole.level or part.level,
        activity=whole.activity or part.activity,
        names=whole.names | part.names,
        documents=whole.documents | part.documents,
        principals=tuple(dict.fromkeys((*whole.principals, *part.principals))),
    )


def _of(item: Activity | Engagement, words: Words) -> Gathering:
    if isinstance(item, Activity):
        return Gathering(
            title=wording_in(item.title, words.language),
            parties=item.participants,
            when=item.when,
            place=item.place,
            host=item.host,
            level=item.level,
            activity=item,
            names=frozenset({item.id}),
        )
    return Gathering(
        title=words.one_of("engagement", item.kind),
        parties=item.parties,
        when=item.when,
        place=item.place,
        names=frozenset({item.id}),
        documents=frozenset({item.source.document} if item.source else ()),
        principals=item.principals,
    )
