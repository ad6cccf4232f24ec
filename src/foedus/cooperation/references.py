"""Which other items an item names, and where: found by the types of its fields, so that none is forgotten."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Item, Value
from foedus.cooperation.kind import FieldType, Kind
from foedus.cooperation.kinds import builtin
from foedus.terms import ItemId


def references(item: Item, *, kinds: Mapping[str, Kind] | None = None) -> Iterator[tuple[str, ItemId]]:
    """The items that an item names, each with the path of the field that does: `people[0].office`.

    An activity names its kind, unless that is a built-in one, which everybody has.

    Args:
        item: the item.
        kinds: the kinds of activity, so that what an activity's details name is found too.
    """
    yield from _within(item, "")
    kind = kinds.get(item.kind) if kinds and isinstance(item, Activity) else None
    if kind and isinstance(item, Activity):
        if builtin().get(kind.name) != kind:
            yield "kind", kind.id
        yield from _in_details(item.details, kind)


def _within(value: Value, above: str) -> Iterator[tuple[str, ItemId]]:
    for name, many in _naming(type(value)):  # type: ignore[arg-type]  # a class has a hash, its values none
        part = getattr(value, name)
        named = enumerate(part) if many else [(None, part)]
        for index, one in named:
            path = f"{above}{name}" if index is None else f"{above}{name}[{index}]"
            if isinstance(one, Value):
                yield from _within(one, f"{path}.")
            elif one is not None:
                yield path, one


@cache
def _naming(cls: type[Value]) -> tuple[tuple[str, bool], ...]:
    """The fields of a class that name items, or hold values that may, and whether each holds many."""
    hints = get_type_hints(cls)
    found = []
    for attribute in attrs.fields(cls):
        hint = hints[attribute.name]
        many = get_origin(hint) is tuple
        kinds = [one for one in get_args(hint) if one not in (NoneType, ...)] or [hint]
        if attribute.name != "id" and any(_may_name(one) for one in kinds):
            found.append((attribute.name, many))
    return tuple(found)


def _may_name(kind: Any) -> bool:
    return kind is ItemId or (isinstance(kind, type) and issubclass(kind, Value))


def _in_details(details: Mapping[str, Any], kind: Kind) -> Iterator[tuple[str, ItemId]]:
    for one in kind.fields:
        said, at = details.get(one.name), f"details.{one.name}"
        if one.type is FieldType.ITEM:
            yield from _names(said, at)
        elif one.type is FieldType.ROWS and isinstance(said, list):
            columns = [column.name for column in one.columns if column.type is FieldType.ITEM]
            for index, row in enumerate(said):
                for column in columns if isinstance(row, Mapping) else ():
                    yield from _names(row.get(column), f"{at}[{index}].{column}")


def _names(said: Any, at: str) -> Iterator[tuple[str, ItemId]]:
    if isinstance(said, str):
        yield at, ItemId(said)
    elif isinstance(said, list):
        yield from ((f"{at}[{index}]", ItemId(one)) for index, one in enumerate(said) if isinstance(one, str))
