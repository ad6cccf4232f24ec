"""What bears on items that are being drafted: found by the index, so that a form does not read everything.

The rules of `foedus.cooperation.consistency` hold an item against what it names, what stands above it,
what must come after it, the tenures of its people, where those are on its days, and the other sessions
of its mechanism. Those are looked up here, each by its own question. What the index does not know yet
is read from the record and from what is ours.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import kinds_among
from foedus.cooperation.presence import is_dated
from foedus.cooperation.references import references
from foedus.record.changes import document
from foedus.record.holding import Holding
from foedus.terms import ItemId
from foedus_node.desk.drafting import Near
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private import own

_ABOVE = ("after", "amends", "parent", "restates", "serves", "succeeds", "under")
"""The fields that lead from an item to what is above it, and so may lead in a circle."""

Found: TypeAlias = dict[ItemId, Item]


def near(held: Holding) -> Near:
    """How what bears on items is found in a compact.

    Args:
        held: its record; the words of things may be read as they are asked for.
    """
    return partial(_near, held)


def _near(held: Holding, items: Collection[Item], drafted: Mapping[ItemId, Item]) -> Iterable[Item]:
    compact = held.charter.hash
    known: Found = {}
    for row in shelf.items_of(compact, ("kind",)):
        known[ItemId(row.name)] = from_json(row.document)
    everything = (*known.values(), *drafted.values(), *items)
    kinds = kinds_among(one for one in everything if isinstance(one, Kind))
    named = {name for item in items for _, name in references(item, kinds=kinds)}
    known |= _things(held, named - known.keys())
    ahead = {item.id for item in items} | named
    seen: set[ItemId] = set()
    while ahead:
        seen |= ahead
        at_hand = {**known, **drafted, **{item.id: item for item in items}}
        ahead = {name for one in ahead if one in at_hand for name in _above(at_hand[one])} - seen
        known |= _things(held, ahead - known.keys())
    people = [name for name in named if name in known and known[name].noun() == "person"]
    known |= {
        ItemId(row.name): from_json(row.document) for row in shelf.naming(compact, people, nouns=("tenure",))
    }
    beside = {name for item in items if isinstance(item, Activity) for name in _beside(compact, item)}
    known |= _things(held, beside - known.keys())
    return known.values()


def _above(item: Item) -> Iterator[ItemId]:
    for field in _ABOVE:
        said = getattr(item, field, None)
        yield from said if isinstance(said, tuple) else (said,) if said is not None else ()


def _beside(compact: str, item: Activity) -> Iterator[ItemId]:
    """The lines that must come after one, that share its people's days, that are sessions of one number."""
    yield from map(ItemId, shelf.coming_after(compact, [item.id], followers=True))
    who = {part.person for part in item.people if part.person}
    if who and is_dated(item) and item.when:
        stays = shelf.stays_of(compact, who, first=item.when.start.first, last=item.when.end.last)
        yield from (ItemId(stay.line.name) for stay in stays)
    if item.mechanism is not None and item.session is not None:
        links = models.Link.objects.filter(compact=compact, to=item.mechanism).values("item")
        rows = models.Item.objects.filter(noun="activity", pk__in=links, document__session=item.session)
        yield from map(ItemId, rows.values_list("name", flat=True))


def _things(held: Holding, names: Collection[ItemId]) -> Found:
    """The things of these names: as the index has them, else as the record has them, else as we have them."""
    found: Found = {
        ItemId(row.name): from_json(row.document) for row in shelf.items(held.charter.hash, names)
    }
    missing = [name for name in names if name not in found]
    ours = own.own_among(missing, compact=held.charter.hash) if missing else {}
    for name in missing:
        words = document(held, held.settlement.in_force.get(name), name)
        if words is not None:
            found[name] = from_json(words)
        elif name in ours:
            found[name] = ours[name]
    return found
