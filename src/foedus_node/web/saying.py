"""What the details of an activity say, in words of the page's language, as their kind's fields tell.

Names of other things become their titles; what cannot be read as its field should be stands there as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from foedus.cooperation.details import rows
from foedus.cooperation.document import from_json
from foedus.cooperation.kind import Column, Field, FieldType, Kind
from foedus.reporting.dates import period_words
from foedus.reporting.naming import headed, named
from foedus.reporting.wording import Words
from foedus.terms import Party, Period, wording_in
from foedus_node.storage.index import shelf

_MOST_NAMES = 500


@frozen
class Table:
    """A field of rows, in words."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen(kw_only=True)
class Detail:
    """What one field says: words, or a table where it holds rows."""

    label: str
    words: str = ""
    table: Table | None = None


@frozen
class Saying:
    """A voice for the details of one kind.

    Attributes:
        words: of the page's language.
        kind: the kind.
        names: what other things are called, by their names.
    """

    words: Words
    kind: Kind
    names: Mapping[str, str]

    def label(self, name: str) -> str:
        """What a field, a role or a stage of the kind is called."""
        known = self.kind.field(name) or self.kind.role(name) or self.kind.stage(name)
        return wording_in(known.title, self.words.language) if known else name

    def details(self, details: Mapping[str, Any]) -> Iterator[Detail]:
        """What details say, in the order of their kind's fields."""
        order = {one.name: at for at, one in enumerate(self.kind.fields)}
        for name in sorted(details, key=lambda one: order.get(one, len(order))):
            field, label = self.kind.field(name), headed(self.label(name))
            if field and field.type is FieldType.ROWS and isinstance(details[name], list):
                yield Detail(label=label, table=self._table(details, field))
            else:
                yield Detail(label=label, words=self.typed(details[name], field))

    def typed(self, value: Any, one: Column | None) -> str:
        """A value in words, as the type of its field tells."""
        match value:
            case None:
                return ""
            case list():
                return ", ".join(self.typed(part, one) for part in value)
            case Mapping():
                return " / ".join(dict.fromkeys(map(str, value.values())))
        text = str(value)
        match one.type if one else None:
            case FieldType.CHOICE if one:
                titles = {
                    choice.name: wording_in(choice.title, self.words.language) for choice in one.choices
                }
                return titles.get(text, text)
            case FieldType.DATE | FieldType.PERIOD:
                return self._time(text)
            case FieldType.PARTY:
                return self.words.party(Party(text))
            case FieldType.ITEM:
                return self.names.get(text, text)
            case _:
                return text

    def _table(self, details: Mapping[str, Any], one: Field) -> Table:
        found = tuple(rows(details, one.name))
        columns = [column for column in one.columns if any(column.name in row for row in found)]
        heads = tuple(headed(wording_in(column.title, self.words.language)) for column in columns)
        cells = (tuple(self.typed(row.get(column.name), column) for column in columns) for row in found)
        return Table(heads, tuple(cells))

    def _time(self, text: str) -> str:
        try:
            return period_words(Period.parse(text), self.words)
        except ValueError:
            return text


def saying(
    compact: str, said: Iterable[Mapping[str, Any]], *, words: Words, kind: Kind, ours: bool
) -> Saying:
    """A voice for several details of one kind: what they name is looked up once.

    Args:
        compact: whose things they name.
        said: the details that will be told.
        words: of the page's language.
        kind: the kind.
        ours: whether names of things that are ours alone may be told.
    """
    wanted = sorted({name for details in said for name in _names(details, kind)})[:_MOST_NAMES]
    found = {
        row.name: named(from_json(row.document), words)
        for row in shelf.items(compact, wanted)
        if ours or not row.ours_alone
    }
    return Saying(words, kind, found)


def _names(details: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    for one in kind.fields:
        if one.type is FieldType.ITEM:
            yield from _texts(details.get(one.name))
        elif one.type is FieldType.ROWS:
            columns = [column.name for column in one.columns if column.type is FieldType.ITEM]
            for row in rows(details, one.name):
                for name in columns:
                    yield from _texts(row.get(name))


def _texts(value: Any) -> Iterator[str]:
    yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
