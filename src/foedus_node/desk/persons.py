"""Finding two entries to be one person, and taking it back; which ones may be."""

from itertools import combinations

from attrs import frozen
from rapidfuzz import fuzz

from foedus.cooperation.errors import SamePersonError
from foedus.cooperation.office import Person
from foedus.cooperation.persons import refuse_chain
from foedus.cooperation.spelling import folded
from foedus.register import Register
from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.desk.register import common_items
from foedus_node.errors import AmbiguousNameError, UnknownNameError
from foedus_node.storage.common import ledger
from foedus_node.storage.private import people

_ALIKE = 80
"""How alike two names must be, of 100, to be proposed as one person's."""

_SHORTENED = 90.0
"""How alike a name is to one that leaves out a part of it, where they share two parts at least."""

_ALIKE_IN_ONE_OFFICE = 60
"""The same for two who are said to hold one office."""


@frozen(kw_only=True)
class Alike:
    """Two entries that may be one person.

    Attributes:
        person: the one that may stand for both; one that all have signed, where there is one.
        score: how alike their names are, of 100.
        offices: the offices that both are said to hold.
    """

    person: Person
    other: Person
    score: int
    offices: tuple[ItemId, ...]


def agreed() -> tuple[Person, ...]:
    """The people in the common records of all our compacts."""
    held = map(ledger.holding, ledger.compacts())
    return tuple(item for one in held for item in common_items(one) if isinstance(item, Person))


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
        raise UnknownNameError(what="person", name=asked, where="`foedus people` lists them.")
    if len(found) > 1:
        candidates = tuple(person.id for person in found)
        raise AmbiguousNameError(what="person", name=asked, candidates=candidates)
    return found[0]


def merge(now: Register, person: str, other: str) -> tuple[Person, Person]:
    """Keep that one entry is another person's; returns both as they were.

    Raises:
        UnknownNameError, AmbiguousNameError: one of them is not known, or not clear.
        SamePersonError: they are of two parties, or one of them stands for another or is another.
    """
    one, two = person_in(now, person), person_in(now, other)
    if one.party != two.party:
        raise SamePersonError(person=one.id, other=two.id, reason=f"{one.party} is not {two.party}")
    if not now.is_ours_alone(one.id) and now.is_ours_alone(two.id):
        reason = f"{two.id} is ours alone, and {one.id} is what all have signed; say it the other way round"
        raise SamePersonError(person=one.id, other=two.id, reason=reason)
    refuse_chain({**people.same(), one.id: two.id})
    people.keep_same(one.id, two.id, at=clock.now())
    return one, two


def part(person: str) -> None:
    """Take back that an entry is another person's.

    Raises:
        UnknownNameError: nothing of the kind was said of it.
    """
    if not people.part(person):
        where = "`foedus people PERSON` tells which entries somebody stands for."
        raise UnknownNameError(what="entry that stands for another", name=person, where=where)


def alike(now: Register) -> tuple[Alike, ...]:
    """The pairs of one party whose names are alike, the most alike first.

    Names are compared without accents and whatever the order of their parts; those who are said
    to hold one office need be less alike.
    """
    known = sorted(now.known(Person), key=lambda person: (now.is_ours_alone(person.id), person.id))
    forms = {person.id: tuple(map(folded, now.spellings(person.id))) for person in known}
    offices = {person.id: {one.office.id for one in now.tenures(person.id)} for person in known}
    found = []
    for one, two in combinations(known, 2):
        if one.party != two.party:
            continue
        both = offices[one.id] & offices[two.id]
        score = round(max(_likeness(a, b) for a in forms[one.id] for b in forms[two.id]))
        if score >= (_ALIKE_IN_ONE_OFFICE if both else _ALIKE):
            found.append(Alike(person=one, other=two, score=score, offices=tuple(sorted(both))))
    return tuple(sorted(found, key=lambda pair: (-len(pair.offices), -pair.score, pair.person.id)))


def _likeness(one: str, other: str) -> float:
    """How alike two names are, of 100: by the parts that they do not share, since many share a family's."""
    parts, others = one.split(), other.split()
    shared = set(parts) & set(others)
    rest = " ".join(sorted(part for part in parts if part not in shared))
    remaining = " ".join(sorted(part for part in others if part not in shared))
    if not rest or not remaining:
        return 100.0 if rest == remaining else _SHORTENED if len(shared) > 1 else 0.0
    joined = "".join(part for part in parts if part not in shared)
    return max(
        fuzz.ratio(rest, remaining),
        fuzz.ratio(joined, "".join(part for part in others if part not in shared)),
    )
