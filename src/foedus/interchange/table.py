"""A plan as a table for people who work in a spreadsheet: written so that it is read back the same.

What a cell cannot hold in words stands there as JSON; what no column can hold exactly goes into
the columns of other details and other fields. No cell becomes a formula. Reading is elsewhere
(`sheet`, `columns`, `lines`).
"""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.cooperation.kind import Field, FieldType, Kept, Kind
from foedus.interchange.columns import PLAIN, Vocabulary, heads_of_standing, is_language
from foedus.interchange.errors import LongCellError
from foedus.interchange.sheet import guarded
from foedus.interchange.values import Values
from foedus.later import later
from foedus.terms import ItemId, Language, Period

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = later("xlsxwriter")

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


Standing = tuple[str, str, str]
"""Who signed a line, its next stage, and how it stands."""


@frozen(kw_only=True)
class Layout:
    """The columns of a table that is written row by row, however many rows there are.

    Attributes:
        fields: the fields of its columns; None: for people only.
        heads: their heads.
        widths: how wide each is, in letters.
        longest: what no cell of a workbook can hold, if anything: the line, the field, its letters.
    """

    kinds: Mapping[str, Kind]
    values: Values = field(eq=False, repr=False)
    fields: tuple[str | None, ...]
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    longest: tuple[str, str, int] | None = None

    def row(self, activity: Activity, standing: Standing | None = None) -> tuple[Cell, ...]:
        """The cells of one line, and how it stands where the layout has columns for that."""
        cells = _cells(activity, self.kinds.get(activity.kind), self.values)
        plain = (cells.get(name) for name in self.fields if name is not None)
        beside = (standing or ("", "", "")) if None in self.fields else ()
        return (*plain, *beside)


def layout_of(
    activities: Iterable[Activity],
    *,
    kinds: Mapping[str, Kind],
    tongue: Language,
    standings: Iterable[Standing] | None = None,
) -> Layout:
    """The columns that lines need, found by looking at each once; none of them is kept.

    Args:
        activities: the lines.
        kinds: the kinds of activity.
        tongue: the language of the heads, as far as there are any in it.
        standings: the longest words there are for who signed, next stages and how lines stand, if
            these shall be shown.
    """
    values, widest = _values(kinds), dict.fromkeys(_ALWAYS, 0)
    longest: tuple[str, str, int] | None = None
    for one in activities:
        for name, cell in _cells(one, kinds.get(one.kind), values).items():
            if cell is not None:
                letters = len(str(cell))
                widest[name] = max(widest.get(name, 0), letters)
                if letters > _LONGEST and longest is None:
                    longest = (one.id, name, letters)
    titles = sorted(name for name in widest if name.startswith("title."))
    details = sorted(name for name in widest if name.startswith("details."))
    plain = [name for name in PLAIN if name in widest]
    fields = (plain[0], *titles, *plain[1:], *details)
    vocabulary = Vocabulary(kinds)
    heads = tuple(vocabulary.head_of(name, tongue=tongue) for name in fields)
    widths = tuple(_width(head, widest[name]) for head, name in zip(heads, fields, strict=True))
    if standings is None:
        return Layout(kinds=kinds, values=values, fields=fields, heads=heads, widths=widths, longest=longest)
    more = heads_of_standing(tongue)
    words = [max((len(one[at]) for one in standings), default=0) for at in range(len(more))]
    return Layout(
        kinds=kinds,
        values=values,
        fields=(*fields, None, None, None),
        heads=(*heads, *more),
        widths=(*widths, *map(_width, more, words)),
        longest=longest,
    )


def plan_table(
    activities: Iterable[Activity],
    *,
    kinds: Mapping[str, Kind],
    tongue: Language,
    standing: Mapping[ItemId, Standing] | None = None,
) -> PlanTable:
    """Lines as a table.

    Args:
        activities: the lines, in their order.
        kinds: the kinds of activity.
        tongue: the language of the heads, as far as there are any in it.
        standing: who signed each line, its next stage and how it stands, to be shown beside it.
    """
    activities = tuple(activities)
    beside = None if standing is None else tuple(standing.values())
    layout = layout_of(activities, kinds=kinds, tongue=tongue, standings=beside)
    rows = (layout.row(one, (standing or {}).get(one.id)) for one in activities)
    return PlanTable(layout.fields, layout.heads, tuple(rows))


def _values(kinds: Mapping[str, Kind]) -> Values:
    return Values(kinds=kinds, parties=(), domains=(), order=None)


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
        # Sorted as the record has it: a database may have kept its fields in another order.
        cell = (
            _json(part, sort=True) if isinstance(part, dict | list) and not _plain_list(part) else _cell(part)
        )
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


def _json(value: Any, *, sort: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), sort_keys=sort)


# --- files -----------------------------------------------------------------------------------


def csv_of(table: PlanTable) -> bytes:
    """A table as CSV: UTF-8 with its mark, so that Excel shows every script; no cell is computed."""
    return b"".join(csv_lines(table.heads, table.rows))


def csv_lines(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The same, line by line as the rows come."""
    yield b"\xef\xbb\xbf"
    for row in chain((heads,), rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerow([guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
        yield text.getvalue().encode()


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
    widths = [
        _width(name, max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0))
        for at, name in enumerate(table.heads)
    ]
    sheet = Sheet(heads=table.heads, widths=widths, title=title, on=on)
    write_xlsx(data, table.rows, sheet=sheet, in_memory=True)
    return data.getvalue()


@frozen(kw_only=True)
class Sheet:
    """How a workbook's only sheet looks: its heads, how wide its columns are, what is printed above it."""

    heads: Sequence[str]
    widths: Sequence[int]
    title: str
    on: datetime.date


def write_xlsx(
    data: BinaryIO, rows: Iterable[Sequence[Cell]], *, sheet: Sheet, in_memory: bool = False
) -> None:
    """Write a workbook row by row; unless `in_memory`, what is written waits in a file and not in memory.

    Args:
        data: where to.
        rows: the cells, none longer than a workbook takes (`Layout.longest`).
        sheet: how it looks.
        in_memory: whether nothing may be written to the disk.
    """
    how = {"in_memory": True} if in_memory else {"constant_memory": True}
    with xlsxwriter.Workbook(data, how) as book:
        created = datetime.datetime.combine(sheet.on, datetime.time())
        book.set_properties({"title": sheet.title, "created": created})
        page = book.add_worksheet("Plan")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        page.freeze_panes(1, 2)
        for column, (name, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, name, head)
        last = 1
        for at, row in enumerate(rows, start=1):
            last = at
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    page.write_datetime(at, column, cell, date)
                elif isinstance(cell, int):
                    page.write_number(at, column, cell, words)
                elif cell:
                    # Text stays text: the general way of writing would make formulas and links of it.
                    page.write_string(at, column, cell, words)
        page.autofilter(0, 0, last, len(sheet.heads) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_header("&L" + sheet.title.replace("&", "&&")[:200])
        page.set_footer(f"&L{sheet.on.isoformat()}&R&P / &N")


def _width(head: str, longest: int) -> int:
    return min(max(longest, min(len(head), 14), 4) + 2, _WIDEST)


def _refuse_long(table: PlanTable) -> None:
    for row in table.rows:
        for head, cell in zip(table.heads, row, strict=True):
            if isinstance(cell, str) and len(cell) > _LONGEST:
                raise LongCellError(item=str(row[0]), field=head, length=len(cell))
