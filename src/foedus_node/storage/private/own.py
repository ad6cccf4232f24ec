"""What we hold true beside the common record: items of our own, each of a compact.

Nothing here is sent; it stands in our answers only until both sides have signed the same.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus_node.storage.private import belonging, changes, models, writing


def own_items(compact: str) -> tuple[Item, ...]:
    """What is held true in a compact and was not made common, by name."""
    rows = belonging.known(models.OwnItem.objects.order_by("name"), compact)
    return tuple(from_json(row.document) for row in rows)


def own_documents(compact: str) -> Mapping[str, Mapping[str, Any]]:
    """The words of what is held true in a compact, by name, as they are kept."""
    rows = belonging.known(models.OwnItem.objects.order_by("name"), compact)
    return dict(rows.values_list("name", "document"))


def own_item(name: str, *, compact: str) -> Item | None:
    """One thing held true in a compact, by name."""
    return own_among([name], compact=compact).get(name)


def own_among(names: Collection[str], *, compact: str) -> Mapping[str, Item]:
    """Of these names, those of things held true in a compact, with the things."""
    rows = belonging.known(models.OwnItem.objects.filter(name__in=names), compact)
    return {row.name: from_json(row.document) for row in rows}


def kept_in(compact: str, names: Collection[str]) -> Mapping[str, Item]:
    """As `own_among`, but only of what belongs to the compact itself, and not to the node."""
    rows = models.OwnItem.objects.filter(compact=compact, name__in=names)
    return {row.name: from_json(row.document) for row in rows}


def keep_own(item: Item, *, compact: str, at: datetime.datetime) -> None:
    """Hold a thing true in a compact; what the compact held under that name gives way."""
    with writing.all_or_none():
        held = {"document": to_json(item), "since": at}
        models.OwnItem.objects.update_or_create(compact=compact, name=item.id, defaults=held)
        changes.count(compact)


def drop_own(name: str, *, compact: str) -> bool:
    """Hold a thing of a compact true no more; whether it was held."""
    with writing.all_or_none():
        changes.count(compact)
        return bool(models.OwnItem.objects.filter(compact=compact, name=name).delete()[0])
