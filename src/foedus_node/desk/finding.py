"""What a thing is found by, whoever looks for it: its name, its wordings, its places and numbers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foedus.cooperation.document import to_json
from foedus.cooperation.item import Item
from foedus.cooperation.spelling import folded

_UNSAID = frozenset(
    {"type", "id", "plan", "kind", "domain", "mechanism", "serves", "units", "sources", "people"}
)
"""Fields whose words are codes or other things' names."""


def words_of(item: Item, *, spellings: Iterable[str] = ()) -> str:
    """The words of a thing, folded; of a person in every spelling that is given."""
    return folded(" ".join([item.id, *_texts(to_json(item)), *spellings]))


def _texts(value: Any, *, name: str = "") -> Iterator[str]:
    match value:
        case str() if name not in _UNSAID:
            yield value
        case Mapping():
            for key, part in value.items():
                if key not in _UNSAID:
                    yield from _texts(part, name=key)
        case list() | tuple():
            for part in value:
                yield from _texts(part, name=name)
        case _:
            pass
