"""The people of a register: who is listed in which office, and which entries are one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from attrs import frozen

from foedus.cooperation.errors import SamePersonError
from foedus.cooperation.office import Office, Person, Tenure, holder
from foedus.cooperation.persons import refuse_chain
from foedus.cooperation.precedence import Attending, in_precedence
from foedus.cooperation.sounds import sound_alike
from foedus.phrase import phrase
from foedus.register import Incumbent, Register
from foedus.terms import ItemId, Party
from foedus_node import clock
from foedus_node.desk import sharing
from foedus_node.desk.likeness import Why, likest
from foedus_node.desk.register import common_items
from foedus_node.errors import AmbiguousNameError, UnknownNameError
from foedus_node.storage.common import ledger
from foedus_node.storage.private import people

_FEW = 5
_ALIKE = 80
"""How alike two names must be, of 100, to be proposed as one person's."""

_ALIKE_IN_ONE_OFFICE = 60
"""The same for two who are said to hold one office."""


@frozen(kw_only=True)
class Alike:
    """Two entries that may be one person.

    Attributes:
        person: the one that may stand for both; one that all have signed, where there is one.
        score: how alike their names are, of 100.
        why: by what.
        offices: the offices that both are said to hold.
    """

    person: Person
    other: Person
    score: int
    why: Why
    offices: tuple[ItemId, ...]


@frozen(kw_only=True)
class Listed:
    """Somebody in a party's list.

    Attributes:
        place: the office in which they are listed, the highest that they hold on the day, if any.
        held: every office that they hold on the day, that one first.
    """

    place: Attending
    held: tuple[Incumbent, ...] = ()

    @property
    def person(self) -> Person:
        """Who."""
        return self.place.person


def listed(now: Register, parties: Iterable[str]) -> Mapping[Party, tuple[Listed, ...]]:
    """Everybody once, by party, in order of precedence: the parties named first, then any others."""
    holding = _holding(now)
    by_party: dict[Party, list[Listed]] = {Party(party): [] for party in parties}
    for person in sorted(now.known(Person), key=lambda one: one.party):
        held = {one.office.id: one for one in holding.get(person.id, ())}
        places = [Attending(person=person, office=one.office, tenure=one.tenure) for one in held.values()]
        places = list(in_precedence(places)) or [Attending(person=person)]
        in_order = sorted(held, key=lambda name: (name != (places[0].office and places[0].office.id), name))
        one = Listed(place=places[0], held=tuple(held[name] for name in in_order))
        by_party.setdefault(person.party, []).append(one)
    return {party: _ordered(found) for party, found in by_party.items()}


def _ordered(found: Iterable[Listed]) -> tuple[Listed, ...]:
    by_place = {one.place: one for one in found}
    return tuple(by_place[place] for place in in_precedence(by_place))


def _holding(now: Register) -> Mapping[ItemId, list[Incumbent]]:
    """Who holds what on the day, by person; each term of office is looked at once."""
    terms: dict[ItemId, list[Tenure]] = defaultdict(list)
    for tenure in now.known(Tenure):
        terms[tenure.office].append(tenure)
    people_known = {person.id: person for person in now.known(Person)}
    found: dict[ItemId, list[Incumbent]] = defaultdict(list)
    for office in now.known(Office):
        term = holder(terms[office.id], office=office.id, on=now.on)
        if term and term.person in people_known:
            found[term.person].append(Incumbent(people_known[term.person], office, term))
    return found


def agreed(compact: str) -> tuple[Person, ...]:
    """The people in the common record of a compact; nobody where none is named: the node has no record."""
    held = ledger.holding(compact) if compact else None
    return tuple(item for item in common_items(held) if isinstance(item, Person)) if held else ()


def person_in(now: Register, asked: str) -> Person:
    """The person meant by an item's name, or by a name in any spelling we know.

    Raises:
        UnknownNameError, AmbiguousNameError: nobody is, or several are.
    """
    item = now.item(ItemId(asked))
    if isinstance(item, Person):
        return item
    found = now.named(asked)
    if not found:
        raise UnknownNameError(what="person", name=asked, where=_where(now, asked))
    if len(found) > 1:
        candidates = tuple(person.id for person in found)
        raise AmbiguousNameError(what="person", name=asked, candidates=candidates)
    return found[0]


def sounding(now: Register, name: str) -> tuple[Person, ...]:
    """The people whose names sound like one, in whatever language or script it is spelt."""
    known = now.known(Person)
    return tuple(one for one in known if any(sound_alike(name, form) for form in now.spellings(one.id)))


def _where(now: Register, asked: str) -> str:
    """What to do next where nobody bears a name: who sounds like it, else where all are listed."""
    alike = [f"{one.name} ({one.id})" for one in sounding(now, asked)[:_FEW]]
    return f"It sounds like {'; '.join(alike)}." if alike else "`foedus people` lists them."


def merge(now: Register, person: str, other: str, *, compact: str) -> tuple[Person, Person]:
    """Keep that in a compact one entry is another person's; returns both as they were.

    Raises:
        UnknownNameError, AmbiguousNameError: one of them is not known, or not clear.
        SamePersonError: they are of two parties, or one of them stands for another or is another.
    """
    one, two = person_in(now, person), person_in(now, other)
    if one.party != two.party:
        raise SamePersonError(
            person=one.id,
            other=two.id,
            reason=phrase("{party} is not {other}", party=one.party, other=two.party),
        )
    if not now.is_ours_alone(one.id) and now.is_ours_alone(two.id):
        reason = phrase(
            "{id} is ours alone, and {agreed} is what all have signed; say it the other way round",
            id=two.id,
            agreed=one.id,
        )
        raise SamePersonError(person=one.id, other=two.id, reason=reason)
    refuse_chain({**people.same(compact), one.id: two.id})
    people.keep_same(one.id, two.id, compact=compact, at=clock.now())
    return one, two


def part(person: str, *, compact: str) -> None:
    """Take back that in a compact an entry is another person's.

    Raises:
        UnknownNameError: nothing of the kind was said of it.
    """
    sharing.settle_in(compact)
    if not people.part(person, compact=compact):
        where = phrase("`foedus people PERSON` tells which entries somebody stands for.")
        raise UnknownNameError(what="entry that stands for another", name=person, where=where)


def alike(now: Register) -> tuple[Alike, ...]:
    """The pairs of one party whose names are alike, the most alike first.

    Names are compared by their sound and by their letters, whatever the order of their parts; those who
    are said to hold one office need be less alike.
    """
    known = sorted(now.known(Person), key=lambda person: _standing_first(now, person))
    return _alike(now, combinations(known, 2))


def alike_to(now: Register, person: Person) -> tuple[Alike, ...]:
    """The entries whose names are alike to one person's, as `alike` would find them."""
    others = (other for other in now.known(Person) if other.id != person.id)
    pairs = (sorted((person, other), key=lambda one: _standing_first(now, one)) for other in others)
    return _alike(now, ((one, two) for one, two in pairs))


def _standing_first(now: Register, person: Person) -> tuple[bool, str]:
    return (now.is_ours_alone(person.id), person.id)


def _alike(now: Register, pairs: Iterable[tuple[Person, Person]]) -> tuple[Alike, ...]:
    offices: dict[ItemId, set[ItemId]] = defaultdict(set)
    for tenure in now.known(Tenure):
        if isinstance(now.item(tenure.office), Office):
            offices[tenure.person].add(tenure.office)
    forms: dict[ItemId, tuple[str, ...]] = {}
    found = []
    for one, two in pairs:
        if one.party != two.party:
            continue
        for each in (one, two):
            if each.id not in forms:
                forms[each.id] = now.spellings(each.id)
        both = offices[one.id] & offices[two.id]
        most = likest(forms[one.id], forms[two.id])
        if most.score >= (_ALIKE_IN_ONE_OFFICE if both else _ALIKE):
            offices_of_both = tuple(sorted(both))
            found.append(
                Alike(person=one, other=two, score=most.score, why=most.why, offices=offices_of_both)
            )
    return tuple(sorted(found, key=lambda pair: (-len(pair.offices), -pair.score, pair.person.id)))
