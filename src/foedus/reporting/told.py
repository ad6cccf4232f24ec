"""What an activity's details say, told in the words of a paper: by the fields of its kind.

A value that is not of its field's type is told as it was written: what another edition wrote
is shown, not judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from foedus.cooperation.kind import Column, Field, FieldType
from foedus.register import Register
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.layout.blocks import Block, Cell, Entries, Entry, Group, Heading, Paragraph, Table
from foedus.reporting.naming import headed, named
from foedus.reporting.wording import Words
from foedus.terms import Date, ItemId, Party, Period, wording_in

_MOST_COLUMNS = 6


def told_blocks(
    details: Mapping[str, Any],
    fields: Iterable[Field],
    *,
    register: Register,
    words: Words,
    headless: str = "",
) -> Iterator[Block]:
    """What the details say: short things in one list, rows in a table of their own each.

    Args:
        details: what the fields say.
        fields: the fields that are told, in their order.
        register: where the things they name are found.
        words: the paper's words.
        headless: a field of rows that the part's own heading names; it stands first.
    """
    said = [(one, details[one.name]) for one in fields if details.get(one.name) not in (None, "", [], {})]
    said.sort(key=lambda one: one[0].name != headless)
    short = [(one, value) for one, value in said if one.type is not FieldType.ROWS]
    for one, rows in said:
        if one.type is FieldType.ROWS and isinstance(rows, Sequence):
            if one.name != headless:
                yield Heading(text=headed(title(one, words)), level=2)
            yield rows_table(rows, one, register=register, words=words)
    if short:
        yield Entries(
            entries=tuple(
                Entry(
                    text=headed(title(one, words)),
                    small=value_words(value, one, register=register, words=words),
                )
                for one, value in short
            )
        )


def rows_table(rows: Sequence[Any], field: Field, *, register: Register, words: Words) -> Table | Paragraph:
    """A field of rows as a table; columns that no row fills are left out."""
    rows = [row for row in rows if isinstance(row, Mapping)]
    columns = [one for one in field.columns if any(row.get(one.name) not in (None, "") for row in rows)]
    columns = columns[:_MOST_COLUMNS]
    if not columns:
        return Paragraph(text=words.say("nothing"), small=True)
    cells = tuple(
        tuple(
            Cell(text=value_words(row.get(one.name, ""), one, register=register, words=words))
            for one in columns
        )
        for row in rows
    )
    return Table(
        heads=tuple(headed(title(one, words)) for one in columns),
        widths=tuple(
            _width(title(one, words), [row[at].text for row in cells]) for at, one in enumerate(columns)
        ),
        groups=(Group(title="", rows=cells),),
    )


def title(field: Column, words: Words) -> str:
    """What a field or a column is called."""
    return wording_in(field.title, words.language)


def value_words(value: Any, field: Column, *, register: Register, words: Words) -> str:
    """A value as a paper says it."""
    if isinstance(value, list):
        return ", ".join(value_words(one, field, register=register, words=words) for one in value)
    try:
        return _typed(value, field, register=register, words=words)
    except (ValueError, TypeError, AttributeError):
        return str(value)


def _typed(value: Any, field: Column, *, register: Register, words: Words) -> str:
    match field.type:
        case FieldType.DATE if value:
            return date_words(Date.parse(value), words)
        case FieldType.PERIOD if value:
            return period_words(Period.parse(value), words)
        case FieldType.CHOICE:
            chosen = next((one for one in field.choices if one.name == value), None)
            return wording_in(chosen.title, words.language) if chosen else str(value)
        case FieldType.WORDING if isinstance(value, Mapping):
            return wording_in(value, words.language)
        case FieldType.PARTY if value:
            return words.party(Party(value))
        case FieldType.ITEM if value:
            item = register.item(ItemId(value))
            return named(item, words) if item else str(value)
        case _:
            return str(value)


def _width(head: str, texts: Iterable[str]) -> int:
    """A column's share of the width: by its longest word and its longest text, within bounds."""
    word = max(map(len, head.split()), default=0) + 3
    return max(10, word, min(max(map(len, texts), default=0), 48))
