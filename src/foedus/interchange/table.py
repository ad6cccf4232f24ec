"""A plan as a table for people who work in a spreadsheet: written so that it is read back the same.

What a cell cannot hold in words stands there as JSON; what no column can hold exactly goes into
the columns of other details and other fields. No cell becomes a formula. Reading is elsewhere
(`sheet`, `columns`, `lines`).
"""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import xlsxwriter
from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.cooperation.kind import Field, FieldType, Kept, Kind
from foedus.interchange.columns import PLAIN, Vocabulary, heads_of_standing, is_language
from foedus.interchange.errors import LongCellError
from foedus.interchange.sheet import guarded
from foedus.interchange.values import Values
from foedus.terms import ItemId, Language, Period

Cell = str | int | datetime.date | None

_ALWAYS: Final = ("id", "kind", "domain", "host", "participants", "level", "start", "end", "place")
_LONGEST: Final = 32_767
_EARLIEST_YEAR: Final = 1901
_WIDEST: Final = 60


@frozen
class PlanTable:
    """A table: the fields of its columns (None: for people only), their heads, and the rows."""

    fields: tuple[str | None, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def plan_table(
    activities: Iterable[Activity],
    *,
    kinds: Mapping[str, Kind],
    tongue: Language,
    standing: Mapping[ItemId, tuple[str, str, str]] | None = None,
) -> PlanTable:
    """Lines as a table.

    Args:
        activities: the lines, in their order.
        kinds: the kinds of activity.
        tongue: the language of the heads, as far as there are any in it.
        standing: who signed each line, its next stage and how it stands, to be shown beside it.
    """
    activities = tuple(activities)
    values = Values(kinds=kinds, parties=(), domains=(), order=None)
    rows = [_cells(one, kinds.get(one.kind), values) for one in activities]
    used = {field for row in rows for field, cell in row.items() if cell is not None} | set(_ALWAYS)
    titles = sorted(field for field in used if field.startswith("title."))
    details = sorted(field for field in used if field.startswith("details."))
    plain = [field for field in PLAIN if field in used]
    fields = (plain[0], *titles, *plain[1:], *details)
    vocabulary = Vocabulary(kinds)
    heads = tuple(vocabulary.head_of(field, tongue=tongue) for field in fields)
    cells = [tuple(row.get(field) for field in fields) for row in rows]
    if standing is None:
        return PlanTable(fields, heads, tuple(cells))
    beside = [standing.get(one.id, ("", "", "")) for one in activities]
    return PlanTable(
        (*fields, None, None, None),
        (*heads, *heads_of_standing(tongue)),
        tuple((*row, *more) for row, more in zip(cells, beside, strict=True)),
    )


def _cells(activity: Activity, kind: Kind | None, values: Values) -> dict[str, Cell]:
    """What each column says of a line."""
    said = {name: value for name, value in to_json(activity).items() if name not in activity.extra}
    cells: dict[str, Cell] = {f"title.{tag}": words for tag, words in activity.title.items()}
    cells |= {name: _cell(said[name]) for name in PLAIN if name in said and name not in ("when", "details")}
    cells |= dict(_dated(activity.when)) if activity.when else {}
    rest: dict[str, Any] = {}
    for name, value in activity.details.items():
        found = _detail(value, kind.field(name) if kind else None, values)
        cells |= found
        rest |= {} if found else {name: value}
    cells["details"] = _json(rest) if rest else None
    cells["extra"] = _json(dict(activity.extra)) if activity.extra else None
    return cells


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        plain = all(isinstance(part, str) for part in value)
        return ", ".join(value) if plain else _json(value)
    return value if isinstance(value, int) else str(value)


def _dated(when: Period) -> Iterator[tuple[str, Cell]]:
    for name, date in (("start", when.start), ("end", when.end)):
        yield name, date.first if date.day is not None and date.year >= _EARLIEST_YEAR else str(date)


def _detail(value: Any, one: Field | None, values: Values) -> dict[str, Cell]:
    """The cells of one detail; none where it would not be read back as it is."""
    if one is None or one.kept is not Kept.AGREED:
        return {}
    by_language = (
        one.type is FieldType.WORDING
        and isinstance(value, dict)
        and all(is_language(tag) and isinstance(words, str) for tag, words in value.items())
    )
    parts = {f".{tag}": words for tag, words in value.items()} if by_language else {"": value}
    cells: dict[str, Cell] = {}
    for tag, part in parts.items():
        cell = _json(part) if isinstance(part, dict | list) and not _plain_list(part) else _cell(part)
        try:
            same = values.detail(cell, one, tag=tag.removeprefix(".")) == part
        except ValueError:
            same = False
        if not same or cell == "" or (isinstance(cell, str) and cell != cell.strip()):
            return {}
        cells[f"details.{one.name}{tag}"] = cell
    return cells


def _plain_list(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    return all(isinstance(part, str) and not set(part) & set(",;/[\n") for part in value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


# --- files -----------------------------------------------------------------------------------


def csv_of(table: PlanTable) -> bytes:
    """A table as CSV: UTF-8 with its mark, so that Excel shows every script; no cell is computed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (table.heads, *table.rows):
        writer.writerow([guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(cell: Cell) -> str | int:
    return cell.isoformat() if isinstance(cell, datetime.date) else "" if cell is None else cell


def xlsx_of(table: PlanTable, *, title: str, on: datetime.date) -> bytes:
    """A table as an Excel workbook: real dates where days are known, a head that stays, ready to print.

    Args:
        table: the table.
        title: what is printed above it.
        on: the day it was made.

    Raises:
        LongCellError: some words are longer than a cell of a workbook.
    """
    _refuse_long(table)
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime.datetime.combine(on, datetime.time())})
        sheet = book.add_worksheet("Plan")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        for column, name in enumerate(table.heads):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, _width(name, (row[column] for row in table.rows)))
        for at, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(at, column, cell, date)
                elif isinstance(cell, int):
                    sheet.write_number(at, column, cell, words)
                elif cell:
                    # Text stays text: the general way of writing would make formulas and links of it.
                    sheet.write_string(at, column, cell, words)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header("&L" + title.replace("&", "&&")[:200])
        sheet.set_footer(f"&L{on.isoformat()}&R&P / &N")
    return data.getvalue()


def _width(head: str, cells: Iterable[Cell]) -> int:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(longest, min(len(head), 14), 4) + 2, _WIDEST)


def _refuse_long(table: PlanTable) -> None:
    for row in table.rows:
        for head, cell in zip(table.heads, row, strict=True):
            if isinstance(cell, str) and len(cell) > _LONGEST:
                raise LongCellError(item=str(row[0]), field=head, length=len(cell))
