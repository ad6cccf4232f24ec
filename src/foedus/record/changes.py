"""What an act changes against what is in force: item by item, field by field.

It is what a signatory looks at before signing. Items are read as plain documents here;
what they mean is for the cooperation's own room.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import frozen

from foedus.record.act import Act
from foedus.record.holding import Holding

Document = Mapping[str, Any]


class Sort(StrEnum):
    """What happens to an item."""

    NEW = "new"
    CHANGED = "changed"
    STRUCK = "struck"
    KEPT = "kept"
    """Set anew with the same words."""
    WITHHELD = "withheld"
    """Its leaf is not held, so nobody here can say."""


@frozen
class Change:
    """What happens to one item."""

    item: str
    sort: Sort
    before: Document | None = None
    after: Document | None = None
    overtaken: bool = False
    """The act builds on words that are no longer those in force."""

    @property
    def fields(self) -> tuple[tuple[str, Any, Any], ...]:
        """The fields that differ, by name: before and after (None where there is nothing)."""
        before, after = self.before or {}, self.after or {}
        names = sorted(before.keys() | after.keys())
        return tuple((n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))


def change(item: str, *, before: Document | None, after: Document | None, overtaken: bool = False) -> Change:
    """Compare an item's words before and after (None: it is not there)."""
    if before is None:
        sort = Sort.NEW
    elif after is None:
        sort = Sort.STRUCK
    else:
        sort = Sort.KEPT if before == after else Sort.CHANGED
    return Change(item, sort, before, after, overtaken)


def changes(act: Act, holding: Holding) -> tuple[Change, ...]:
    """What an act changes: against what is in force, or against its bases once it is in force itself."""
    found = []
    for row in act.items:
        current = holding.settlement.in_force.get(row.id)
        leaf = holding.leaves.get(row.hash)
        base = row.base if current == act.hash else current
        if leaf is None:
            found.append(Change(row.id, Sort.WITHHELD, before=document(holding, base, row.id)))
            continue
        overtaken = current not in (row.base, act.hash)
        before = document(holding, base, row.id)
        found.append(change(row.id, before=before, after=leaf.item, overtaken=overtaken))
    return tuple(found)


def changed(act: Act, holding: Holding) -> tuple[Change, ...]:
    """What an act changed against the acts it builds on: the same whenever it is asked."""
    found = []
    for row in act.items:
        leaf, before = holding.leaves.get(row.hash), document(holding, row.base, row.id)
        if leaf is None:
            found.append(Change(row.id, Sort.WITHHELD, before=before))
        else:
            found.append(change(row.id, before=before, after=leaf.item))
    return tuple(found)


def document(holding: Holding, act: str | None, item: str) -> Document | None:
    """The words of an item as an act set them; None if there is no act, or it struck the item out."""
    leaf = holding.leaf_of(act, item) if act else None
    return leaf.item if leaf else None
