"""Two entries that are one person: seen as one, with nothing rewritten.

An officer says that one entry is another. From then on whoever names the first means the second.
The entries stay as they were read or signed, so that taking the word back brings both back whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.errors import SamePersonError
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.office import Person, Tenure
from foedus.cooperation.spelling import bears
from foedus.phrase import phrase
from foedus.terms import ItemId

Same = Mapping[ItemId, ItemId]
"""Which entry is which other one, by name: the first is no longer shown, the second stands for both."""


def refuse_chain(same: Same) -> None:
    """Hold what was said of entries against itself: who stands for another is nobody else.

    Raises:
        SamePersonError: an entry is said to be itself, or stands for one while it is another.
    """
    for person, other in sorted(same.items()):
        if person == other:
            raise SamePersonError(person=person, other=other, reason="they are one entry already")
        if other in same:
            reason = phrase("{other} is itself said to be {same}", other=other, same=same[other])
            raise SamePersonError(person=person, other=other, reason=reason)


def meant(item: Item, same: Same) -> Item:
    """An item with every person it names replaced by the entry that stands for them.

    An item that names nobody who is another is returned as it is.
    """
    match item:
        case Tenure():
            changed: dict[str, Any] = {"person": same.get(item.person, item.person)}
        case Engagement():
            changed = {"principals": _each(item.principals, same)}
        case Instrument():
            changed = {"signatories": _each(item.signatories, same)}
        case Activity():
            people = (
                evolve(one, person=same[one.person]) if one.person and one.person in same else one
                for one in item.people
            )
            changed = {"people": _once(people)}
        case _:
            return item
    return (
        item
        if all(getattr(item, name) == value for name, value in changed.items())
        else evolve(item, **changed)
    )


def united(person: Person, others: Iterable[Person]) -> Person:
    """A person with the spellings of the other entries that are the same person."""
    others = tuple(others)
    names = dict(person.names)
    for other in others:
        names = {**other.names, **names}
    told = [*person.spellings, *(form for other in others for form in spelt(other))]
    shown = {person.name, *names.values()}
    return evolve(
        person, names=names, spellings=tuple(dict.fromkeys(one for one in told if one not in shown))
    )


def spelt(person: Person) -> tuple[str, ...]:
    """Every form in which a person's name is known: as printed first, by language, then as met."""
    return tuple(dict.fromkeys((person.name, *person.names.values(), *person.spellings)))


def named(people: Iterable[Person], name: str) -> Iterator[Person]:
    """The people who bear a name in any form we know, with or without its accents, hyphens and honours."""
    return (person for person in people if bears(spelt(person), name))


def _each(names: tuple[ItemId, ...], same: Same) -> tuple[ItemId, ...]:
    return tuple(dict.fromkeys(same.get(name, name) for name in names))


def _once(people: Iterable[Any]) -> tuple[Any, ...]:
    kept: list[Any] = []
    for one in people:
        if one not in kept:
            kept.append(one)
    return tuple(kept)
