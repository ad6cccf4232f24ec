"""Who the reader may take as known: the people of our register, in every spelling, with their offices."""

from collections import defaultdict
from collections.abc import Iterator

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.persons import spelt, united
from foedus.reading.who.people import Gazetteer, Known
from foedus.terms import ItemId, Language, wording_in
from foedus_node.desk.register import common_items
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.private import own, people

_NOUNS = ("office", "person", "tenure")


def gazetteer(compact: str) -> Gazetteer:
    """The people whom a compact knows, by all or by us alone, as the reader looks for them.

    Entries that we found to be one person's are one.
    """
    items = (*_agreed(compact), *own.own_items(compact))
    same = people.same(compact)
    titles = {item.id: wording_in(item.title, Language("en")) for item in items if isinstance(item, Office)}
    offices: dict[ItemId, list[str]] = defaultdict(list)
    entries: dict[ItemId, list[Person]] = defaultdict(list)
    for item in items:
        if isinstance(item, Tenure) and item.office in titles:
            offices[same.get(item.person, item.person)].append(titles[item.office])
        elif isinstance(item, Person):
            entries[same.get(item.id, item.id)].append(item)
    return Gazetteer(
        tuple(_known(kept, found, offices=tuple(offices[kept])) for kept, found in entries.items())
    )


def _known(kept: ItemId, found: list[Person], *, offices: tuple[str, ...]) -> Known:
    first = next((person for person in found if person.id == kept), found[0])
    name, *spellings = spelt(united(first, (person for person in found if person is not first)))
    return Known(name=name, spellings=tuple(spellings), party=first.party, offices=offices)


def _agreed(compact: str) -> Iterator[Item]:
    """What all have signed of people and offices: as the index has it, else out of the record itself."""
    if shelf.mark(compact):
        for row in shelf.items_of(compact, _NOUNS):
            if not row.ours_alone:
                yield from_json(row.document)
    elif compact in ledger.compacts():
        held = ledger.holding(compact)
        for noun in _NOUNS:
            yield from common_items(held, noun=noun)
