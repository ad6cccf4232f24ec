"""Who comes: the principals of each party, by office and rank on the day, and when they last met."""

from collections.abc import Iterable

from foedus.cooperation.office import Person
from foedus.register import Incumbent, Register
from foedus.reporting.dates import period_words
from foedus.reporting.naming import headed, office_words, person_words, rank_words
from foedus.reporting.occasion import Occasion
from foedus.reporting.paper import Attendee, Delegation
from foedus.reporting.wording import Words
from foedus.terms import ItemId, Level, Party


def delegations(register: Register, occasion: Occasion, *, words: Words) -> tuple[Delegation, ...]:
    """Each party's principals: those named for the occasion, else those in office at its level.

    An occasion without a level has that of the people named for it; one without either, those
    who were at its mechanism's last session. Where nobody is on record the delegation says so.
    """
    expected = {party: expected_of(register, occasion, party) for party in occasion.parties}
    everybody = [person for people in expected.values() for person in people]
    return tuple(
        Delegation(
            party=words.party(party),
            people=tuple(_attendee(register, person, everybody=everybody, words=words) for person in people),
            silence="" if people else words.say("no-holder"),
        )
        for party, people in expected.items()
    )


def expected_of(register: Register, occasion: Occasion, party: Party) -> tuple[Person, ...]:
    """The people of one party who are expected, in the order in which they are named or held."""
    if named := _of_party(register, occasion.people, party):
        return named
    if level := occasion.level or _level_of(register, occasion.people):
        in_office = [one for one in register.in_office() if one.office.level is level]
        return tuple(dict.fromkeys(one.person for one in in_office if one.office.party == party))
    last = register.last_met(mechanism=occasion.mechanism.id) if occasion.mechanism else None
    return _of_party(register, last.principals if last else (), party)


def _of_party(register: Register, names: Iterable[ItemId], party: Party) -> tuple[Person, ...]:
    people = (register.item(name) for name in names)
    return tuple(person for person in people if isinstance(person, Person) and person.party == party)


def _level_of(register: Register, names: Iterable[ItemId]) -> Level | None:
    """The highest level at which any of them holds office: whoever receives a minister is one."""
    held = {one.office.level for name in names for one in register.offices_of(name)}
    return next((level for level in Level if level in held), None)


def _attendee(register: Register, person: Person, *, everybody: Iterable[Person], words: Words) -> Attendee:
    offices = register.offices_of(person.id)
    return Attendee(
        name=person_words(person, words),
        rank=_rank(offices, words),
        office=headed(words.row(office_words(one.office, words) for one in offices)),
        met=_met(
            register, person, others=[one for one in everybody if one.party != person.party], words=words
        ),
    )


def _rank(offices: tuple[Incumbent, ...], words: Words) -> str:
    return next((rank for one in offices if (rank := rank_words(one.tenure, words))), "")


def _met(register: Register, person: Person, *, others: list[Person], words: Words) -> str:
    met = {other: register.meetings(person.id, with_=other.id) for other in others}
    held = {person_words(other, words): meetings[0] for other, meetings in met.items() if meetings}
    if not held:
        return words.say("never-met")
    last = max(held.values(), key=lambda meeting: (meeting.when.end.last, meeting.item.id))
    key = "last-met-place" if last.item.place else "last-met"
    when = period_words(last.when, words)
    names = [name for name, meeting in held.items() if meeting.item.id == last.item.id]
    return f"{words.say(key, date=when, place=last.item.place)}, {words.say('with', people=', '.join(names))}"
