"""A table as it stands in a file: an Excel workbook or CSV, row by row, each cell with its place.

Bounded and streaming: a workbook is never unpacked whole, rows that are only formatted cost
nothing, and what would fill the memory is refused. What the cells mean is not known here
(`columns`, `lines`).
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import frozen

from foedus.interchange.container import Corner, Extent, refuse_other_forms, survey
from foedus.interchange.errors import NotASheetError, OversizeSheetError, WhichSheetError
from foedus.later import later
from foedus.phrase import phrase

if TYPE_CHECKING:
    import openpyxl
    from openpyxl import utils as cells
    from openpyxl.utils import escape
    from openpyxl.worksheet import formula
else:
    openpyxl, cells = later("openpyxl"), later("openpyxl.utils")
    escape, formula = later("openpyxl.utils.escape"), later("openpyxl.worksheet.formula")

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
MOST_BYTES: Final = 64 * 2**20
"""The most a file may have, and the most any part of a workbook but a sheet may unpack to."""

ROWS_WITH_THE_HEADS: Final = 20
"""Of how many rows that hold anything one must be the heads."""

_DELIMITERS: Final = ",;\t|"
_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "'")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ERROR = re.compile(r"#(REF|VALUE|DIV/0|NULL|NUM|NAME|N/A|GETTING_DATA|SPILL|CALC)[!?]?")

ReadOnly = Any
"""A worksheet as it is read in a stream; the library's types do not tell it from one that is written."""

ChooseHeads = Callable[[Sequence[tuple[str, ...]]], int | None]
"""Of the first rows, as text, the one that holds the heads; None where none does."""


@frozen
class Place:
    """Where something stands: in a sheet, in a row, in a column where it is one cell."""

    sheet: str
    row: int
    column: int | None = None

    def __str__(self) -> str:
        letter = cells.get_column_letter(self.column) if self.column else ""
        where = f"{letter}{self.row}" if letter else f"row {self.row}"
        return f"{self.sheet}!{where}" if self.sheet else where


@frozen
class Row:
    """One row that holds something: its number, from 1, and what its cells say."""

    number: int
    values: tuple[object, ...]

    def value(self, column: int) -> object:
        """What a column says, from 1; None where it is empty."""
        return self.values[column - 1] if column <= len(self.values) else None


@frozen
class Broken:
    """A cell that holds no value: an error, or a formula that nobody has computed."""

    reason: str


@frozen
class Sheet:
    """A table whose row of heads is known; its rows are read as one goes through them, once.

    Attributes:
        name: the sheet's name; empty for CSV.
        heads: the heads, of every column.
        rows: the rows below the heads that hold anything.
        last_row: the number of the last row, for those who want to show how far they are.
        encoding: how the text of a CSV was written; empty for a workbook.
    """

    name: str
    heads: tuple[str, ...]
    rows: Iterator[Row]
    last_row: int
    encoding: str = ""

    def place(self, row: int, column: int | None = None) -> Place:
        """A place in it."""
        return Place(self.name, row, column)


@contextmanager
def read_sheet(
    file: BinaryIO, *, name: str, choose_heads: ChooseHeads, sheet: str | None = None
) -> Iterator[Sheet]:
    """Open a table.

    Args:
        file: the file, which can be sought in.
        name: what it is called, for refusals.
        choose_heads: which of the first rows holds the heads.
        sheet: the sheet of a workbook; the only visible one if not given.

    Raises:
        NotASheetError: it is of another form, damaged, or locked with a password.
        OversizeSheetError: it holds more than a plan.
        WhichSheetError: there are several sheets, or none of that name.
        NoHeadsError: as `choose_heads` says.
    """
    if refuse_other_forms(file, name=name) == "csv":
        if sheet is not None:
            raise NotASheetError(
                name=name, reason="it is CSV, which has no sheets", remedy="Leave --sheet out"
            )
        yield _csv(file, name=name, choose_heads=choose_heads)
        return
    with _workbook(file, name=name, computed=False) as book, zipfile.ZipFile(file) as parts:
        chosen = _chosen(book, name=name, asked=sheet)
        # The library tells nobody else in which part a sheet lies.
        extent = survey(parts, str(chosen._worksheet_path), name=name)
        if (extent.last_row or 0) > MOST_ROWS:
            raise OversizeSheetError(
                name=name,
                reason=phrase(
                    "it has {last_row:,} rows, and the most is {most_rows:,}",
                    last_row=extent.last_row,
                    most_rows=MOST_ROWS,
                ),
            )
        rows = _merged(_rows_of(file, chosen, extent, name=name), extent)
        yield _headed(rows, title=chosen.title, last_row=extent.last_row or 0, choose_heads=choose_heads)


def _headed(
    rows: Iterator[Row], *, title: str, last_row: int, choose_heads: ChooseHeads, encoding: str = ""
) -> Sheet:
    """A table from the row of its heads on, with what stands above a head that is merged over several."""
    first = list(islice((row for row in rows if _says_something(row)), ROWS_WITH_THE_HEADS))
    told = [tuple(map(_text, row.values)) for row in first]
    at = choose_heads(told)
    if at is None:
        return Sheet(title, (), iter(()), last_row, encoding)
    rest = chain(first[at + 1 :], (row for row in rows if _says_something(row)))
    return Sheet(title, told[at], rest, last_row, encoding)


def _says_something(row: Row) -> bool:
    return any(value is not None and value != "" for value in row.values)


def _text(value: object) -> str:
    return " ".join(str(value).split()) if value is not None and not isinstance(value, Broken) else ""


# --- workbooks -------------------------------------------------------------------------------


@contextmanager
def _workbook(file: BinaryIO, *, name: str, computed: bool) -> Iterator["openpyxl.Workbook"]:
    file.seek(0)
    try:
        with _quiet():
            book = openpyxl.load_workbook(file, read_only=True, data_only=computed, keep_links=False)
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise NotASheetError(
            name=name, reason=phrase("the workbook is damaged ({error})", error=error)
        ) from None
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """The library warns of styles and extensions that it does not keep; nothing here is written back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _chosen(book: "openpyxl.Workbook", *, name: str, asked: str | None) -> ReadOnly:
    sheets: dict[str, Any] = {one.title: one for one in book.worksheets}
    visible = [title for title, one in sheets.items() if one.sheet_state == "visible"]
    told = tuple(title if title in visible else f"{title} (hidden)" for title in sheets)
    if asked is not None and asked not in sheets:
        raise WhichSheetError(
            name=name, asked=phrase("There is no sheet called {asked}", asked=asked), sheets=told
        )
    if asked is None and len(visible) != 1:
        raise WhichSheetError(name=name, asked="It is not clear which sheet is meant", sheets=told)
    return sheets[asked or visible[0]]


def _rows_of(file: BinaryIO, sheet: ReadOnly, extent: Extent, *, name: str) -> Iterator[Row]:
    """The rows up to the last that holds a value; where there are formulas, with what they came to."""
    if not extent.has_formulas:
        yield from _cells(sheet, extent, name=name)
        return
    with _workbook(file, name=name, computed=True) as book:
        computed = _cells(book[sheet.title], extent, name=name)
        for row, come_to in zip(_cells(sheet, extent, name=name), computed, strict=True):
            pairs = zip(row.values, come_to.values, strict=True)
            yield Row(row.number, tuple(_computed(*pair) for pair in pairs))


@cache
def _formulas() -> tuple[type, ...]:
    return formula.ArrayFormula, formula.DataTableFormula


def _computed(value: object, come_to: object) -> object:
    is_formula = isinstance(value, _formulas()) or (
        isinstance(value, str) and value.startswith("=") and value != come_to
    )
    if is_formula and come_to is None:
        return Broken("is a formula that was never computed: open the workbook, and save it")
    return come_to if is_formula else value


def _cells(sheet: ReadOnly, extent: Extent, *, name: str) -> Iterator[Row]:
    if extent.last_row == 0:
        return
    # A sheet may claim a million columns in its dimension, and every row would be filled up to them.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_row=extent.last_row, values_only=True), start=1)
    while True:
        try:
            with _quiet():
                number, values = next(rows, (0, ()))
        except Exception as error:  # whatever a damaged file makes the library stumble over
            raise NotASheetError(
                name=name, reason=phrase("the sheet is damaged ({error})", error=error)
            ) from None
        if not number:
            return
        if len(values) > MOST_COLUMNS or number > MOST_ROWS:
            reason = phrase(
                "it goes beyond {most_rows:,} rows or {most_columns:,} columns",
                most_rows=MOST_ROWS,
                most_columns=MOST_COLUMNS,
            )
            raise OversizeSheetError(name=name, reason=reason)
        yield Row(number, tuple(map(_value, values)))


def _value(value: object) -> object:
    if not isinstance(value, str):
        return value
    if _ERROR.fullmatch(value):
        return Broken(f"holds the error {value}")
    return (escape.unescape(value) if "_x" in value else value).strip()


def _merged(rows: Iterator[Row], extent: Extent) -> Iterator[Row]:
    """The rows with merged cells told out: what stands in the first of them is said of all."""
    ahead = sorted(extent.merges, key=lambda corners: corners[0].row, reverse=True)
    open_: list[tuple[Corner, Corner, object]] = []
    for row in rows:
        open_ = [one for one in open_ if one[1].row >= row.number]
        while ahead and ahead[-1][0].row <= row.number:
            first, last = ahead.pop()
            if last.row >= row.number:
                open_.append((first, last, row.value(first.column)))
        if not open_:
            yield row
            continue
        values = list(row.values)
        for first, last, value in open_:
            stop = min(last.column, MOST_COLUMNS)
            values += [None] * (stop - len(values))
            values[first.column - 1 : stop] = [value] * (stop - first.column + 1)
        yield Row(row.number, tuple(values))


# --- CSV -------------------------------------------------------------------------------------


def _csv(file: BinaryIO, *, name: str, choose_heads: ChooseHeads) -> Sheet:
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OversizeSheetError(
            name=name, reason=phrase("it has more than {most_bytes:,} bytes", most_bytes=MOST_BYTES)
        )
    text, encoding = _decoded(data, name=name)
    delimiter, above = _delimiter(text)
    rows = _records(text, delimiter, above=above, name=name)
    return _headed(
        rows, title="", last_row=text.count("\n") + 1, choose_heads=choose_heads, encoding=encoding
    )


def _decoded(data: bytes, *, name: str) -> tuple[str, str]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name=name), encoding
    try:
        text, encoding = data.decode(), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(data, "cp1252", name=name), "Windows-1252"
    if "\0" in text:
        raise NotASheetError(name=name, reason="it is neither a workbook nor text")
    return text, encoding


def _strictly(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = phrase("its text is neither UTF-8 nor Windows-1252 (byte {start})", start=error.start + 1)
        raise NotASheetError(name=name, reason=reason, remedy="Save it as CSV in UTF-8") from None


def _delimiter(text: str) -> tuple[str, int]:
    """What parts the cells, and how many lines stand above the table: Excel may say it in one."""
    if told := re.fullmatch(r"sep=(.)\r?", text.partition("\n")[0]):
        return told[1], 1
    sample = text[: 2**16].splitlines(keepends=True)[:50]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _parsed(sample, delimiter) if row]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count, default=1)
        return wide.count(usual) if usual > 1 else 0, usual

    return max(_DELIMITERS, key=evenness), 0


def _parsed(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _records(text: str, delimiter: str, *, above: int, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            if number <= above:
                continue
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                reason = phrase(
                    "it goes beyond {most_rows:,} rows or {most_columns:,} columns",
                    most_rows=MOST_ROWS,
                    most_columns=MOST_COLUMNS,
                )
                raise OversizeSheetError(name=name, reason=reason)
            yield Row(number, tuple(_unguarded(cell) or None for cell in cells))
    except csv.Error as error:
        raise NotASheetError(
            name=name, reason=phrase("line {line_num}: {error}", line_num=reader.line_num, error=error)
        ) from None


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it (`guarded`)."""
    guarded_ = cell[:1] == "'" and cell[1:2] in _GUARDED and len(cell) > 1
    return (cell[1:] if guarded_ else cell).strip()


def guarded(text: str) -> str:
    """Text for a cell of CSV that no spreadsheet takes for a formula; `read_sheet` takes it back."""
    return f"'{text}" if text.startswith(_GUARDED) else text
