"""What a thing is found by, whoever looks for it: its name, its wordings, its places and numbers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foedus.cooperation.document import to_json
from foedus.cooperation.item import Item
from foedus.cooperation.office import Person
from foedus.cooperation.sounds import keys
from foedus.cooperation.spelling import folded

_UNSAID = frozenset(
    {"type", "id", "plan", "kind", "domain", "mechanism", "serves", "units", "sources", "people"}
)
"""Fields whose words are codes or other things' names."""
_RUNES = {
    ord(letter): rune for letter, rune in zip("/BCDGHJKLMNPQSTVaeiowy", range(0x16A0, 0x16B6), strict=True)
}
"""Sounds are written in runes, so that no words that somebody searches for are met in them by chance."""


def words_of(item: Item, *, spellings: Iterable[str] = ()) -> str:
    """The words of a thing, folded; of a person in every spelling that is given."""
    told = [item.id, *_texts(to_json(item)), *spellings]
    sounds = (
        sound_words((item.name, *item.names.values(), *item.spellings, *spellings))
        if isinstance(item, Person)
        else ()
    )
    return folded(" ".join([*told, *sounds]))


def sound_words(names: Iterable[str]) -> tuple[str, ...]:
    """The sounds of names as words among those of an index; people whose names sound alike share one."""
    sounds = {key for name in names for key in keys(name)}
    return tuple(sorted(key.translate(_RUNES) for key in sounds))


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
