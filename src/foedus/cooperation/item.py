"""What every value of a cooperation has in common: it keeps what it does not know, and names all its faults.

A later edition of the programme, or another ministry's, may write fields that this
one does not know. They are kept in `extra` and written back as they were. Nothing
here knows of JSON beyond that; `document` reads and writes it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, fields, frozen

from foedus.errors import Fault, ItemError
from foedus.phrase import phrase
from foedus.terms import ItemId

EXTRA = "extra"
TYPE = "type"

Unknown = Mapping[str, Any]
"""Fields of a document that this edition does not know, as they were written."""


@frozen(kw_only=True)
class Value:
    """A part of a cooperation, compared by value; what it does not know stands in `extra`."""

    extra: Unknown = field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        if faults := (*self._shadowed(), *self.faults()):
            raise ItemError(what=self.noun(), faults=faults)

    @classmethod
    def noun(cls) -> str:
        """The value's noun, as it stands in documents: `activity`."""
        return cls.__name__.lower()

    def faults(self) -> Iterator[Fault]:
        """Everything that does not hold together, each at its field; each kind of value adds its own."""
        yield from ()

    def _shadowed(self) -> Iterator[Fault]:
        known = {attribute.name for attribute in fields(type(self))} - {EXTRA}
        known |= {TYPE} if isinstance(self, Item) else set()
        for name in self.extra:
            if name in known:
                yield Fault(
                    path=f"extra.{name}", reason="is a known field and cannot stand among the unknown ones"
                )


@frozen(kw_only=True)
class Item(Value):
    """One thing in a compact's register, by its name."""

    id: ItemId


def repeated(name: str, members: Iterable[object]) -> Iterator[Fault]:
    """The fault of a list that names the same thing twice."""
    members = tuple(members)
    if twice := sorted({str(member) for member in members if members.count(member) > 1}):
        yield Fault(path=name, reason=phrase("names {twice} twice", twice=twice))


def unsaid(name: str, words: object) -> Iterator[Fault]:
    """The fault of words that are required and empty."""
    if not words or (isinstance(words, Mapping) and not all(words.values())):
        yield Fault(path=name, reason="says nothing: words are needed here")
