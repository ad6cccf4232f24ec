"""Workbooks made for tests, and what is read from them; nothing is checked here."""

import io
from collections.abc import Mapping, Sequence

import openpyxl

from foedus.cooperation.kinds import builtin
from foedus.interchange.columns import Vocabulary
from foedus.interchange.lines import Around, CellFault, DraftedLine, Lines
from foedus.interchange.sheet import Sheet, read_sheet
from foedus.terms import ItemId, Party

LA, VN = Party("LA"), Party("VN")
AROUND = Around(parties=(LA, VN), kinds=builtin(), plan=ItemId("plan-2026"))


def workbook(*rows: Sequence[object], merged: Sequence[str] = (), hidden: bool = False) -> io.BytesIO:
    """A workbook whose sheet `Plan` holds the rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    for row in rows:
        sheet.append(list(row))
    for one in merged:
        sheet.merge_cells(one)
    if hidden:
        book.create_sheet("Notes").sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    """A workbook as a file."""
    data = io.BytesIO()
    book.save(data)
    return data


def drafted(
    data: io.BytesIO,
    *,
    name: str = "plan.xlsx",
    told: Mapping[str, str] | None = None,
    around: Around = AROUND,
    sheet: str | None = None,
) -> list[DraftedLine]:
    """What a file's rows come to."""
    vocabulary = Vocabulary(around.kinds)
    told = told or {}

    def heads(rows: Sequence[tuple[str, ...]]) -> int | None:
        return vocabulary.heads_row(rows, told=told)

    with read_sheet(data, name=name, choose_heads=heads, sheet=sheet) as found:
        return list(Lines(found, vocabulary.read(found.heads, told=told), around))


def faults(
    data: io.BytesIO, *, name: str = "plan.xlsx", around: Around = AROUND
) -> list[tuple[str, str, str]]:
    """The bad cells of a file: place, what is there, why not."""
    return [told(one) for line in drafted(data, name=name, around=around) for one in line.faults]


def told(fault: CellFault) -> tuple[str, str, str]:
    """A bad cell as a person reads it."""
    return str(fault.place), fault.found, fault.reason


def opened(
    data: io.BytesIO, *, name: str = "plan.xlsx", sheet: str | None = None
) -> tuple[Sheet, list[tuple[object, ...]]]:
    """A table whose first row of two cells holds the heads, with its rows."""

    def heads(rows: Sequence[tuple[str, ...]]) -> int | None:
        return next((at for at, row in enumerate(rows) if len([cell for cell in row if cell]) > 1), None)

    with read_sheet(data, name=name, choose_heads=heads, sheet=sheet) as found:
        return found, [(row.number, *row.values) for row in found.rows]
