"""Taking a plan's lines from a spreadsheet: what each column holds, and every cell that must be mended."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from attrs import evolve
from cyclopts import Parameter

from foedus.interchange.columns import ColumnRead, How, Vocabulary
from foedus.interchange.dates import Order
from foedus.interchange.errors import BadCellsError, NoHeadsError, NothingToTakeError
from foedus.interchange.lines import CellFault, Lines
from foedus.interchange.sheet import ROWS_WITH_THE_HEADS, ChooseHeads, Sheet, guarded, read_sheet
from foedus.terms import ItemId
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import drafting as drafts
from foedus_node.desk import drafting, sheets
from foedus_node.desk.sheets import Checked
from foedus_node.errors import ValueRefusedError
from foedus_node.storage.private import columns as memory
from foedus_node.storage.private import writing

_COLUMN, _SET = "--column", "--set"
_HEADS = ("Place", "Head", "What is there", "Why it cannot be taken")
_MOST_SHOWN = 200


def sheet(
    name: drafts.Name,
    file: Annotated[Path, Parameter(help="The spreadsheet: an Excel workbook (.xlsx) or CSV.")],
    /,
    *,
    asked: Annotated[
        str | None, Parameter(name="--sheet", help="The sheet of the workbook, if several are visible.")
    ] = None,
    column: Annotated[
        list[str] | None,
        Parameter(help='What a column holds, as "HEAD=FIELD"; "HEAD=-" leaves it out. HEAD may be a letter.'),
    ] = None,
    settings: Annotated[
        list[str] | None,
        Parameter(name="--set", help="FIELD=VALUE, for every row that does not say it itself."),
    ] = None,
    dates: Annotated[
        Order | None, Parameter(help="How days are written in figures, if the sheet does not tell.")
    ] = None,
    leave_out_bad_rows: Annotated[bool, Parameter(help="Take the good rows, and leave the bad out.")] = False,
    faults: Annotated[Path | None, Parameter(help="Write the bad cells into a CSV file, too.")] = None,
    dry_run: Annotated[bool, Parameter(help="Only look; put nothing into the draft.")] = False,
) -> None:
    """Take lines of a plan from a spreadsheet into a draft: all of them or, if one cell is wrong, none.

    Example: foedus draft sheet plan-2026 plan.xlsx --column "Remarks=-"

    Columns are known by their heads in English, French or Vietnamese; what was said with --column is
    remembered for the next sheet with the same heads. Every bad cell is shown with its place.
    """
    wanted, held = drafts.open_draft(name)
    told, constants = _pairs(_COLUMN, column), _pairs(_SET, settings)
    around = sheets.around(
        wanted, held, plan=ItemId(drafts.plan_of(wanted, held)), constants=constants, order=dates
    )
    vocabulary = Vocabulary(around.kinds)
    _refuse_no_fields(constants, vocabulary)
    with files.opened(file) as stream:
        choose = _choosing(vocabulary, told)
        with read_sheet(stream, name=file.name, choose_heads=choose, sheet=asked) as found:
            read = _columns(found, vocabulary, told, name=file.name)
            rows = printing.follow(found.rows, total=found.last_row, title="Reading")
            lines = Lines(evolve(found, rows=iter(rows)), read, around)
    drafted = printing.follow(lines, total=len(lines.rows), title="Checking")
    with printing.busy("Holding the lines against the plan"):
        come_to = sheets.checked(drafted, lines, draft=wanted, held=held, leave_out=leave_out_bad_rows)
    _tell_faults(come_to, lines, file=faults, leave_out=leave_out_bad_rows)
    if not lines.rows:
        raise NothingToTakeError(name=file.name, reason="below its heads it is empty")
    if not dry_run:
        with node.home().locked(), writing.all_or_none():
            drafting.write(wanted, come_to.lines, held)
            memory.remember(found.heads, _fields(found, read), at=clock.now())
    printing.say(_told(come_to, name, dry_run=dry_run))


def _choosing(vocabulary: Vocabulary, told: Mapping[str, str]) -> ChooseHeads:
    """Which row holds the heads: one that was read before, else the one with the most that are known."""

    def choose(rows: Sequence[tuple[str, ...]]) -> int | None:
        seen = (at for at, row in enumerate(rows) if not told and memory.remembered(row))
        known = next(seen, None)
        return vocabulary.heads_row(rows, told=told) if known is None else known

    return choose


def _columns(
    sheet: Sheet, vocabulary: Vocabulary, told: Mapping[str, str], *, name: str
) -> tuple[ColumnRead, ...]:
    """What each column holds, and say so."""
    where = f"The sheet {sheet.name} of {name}" if sheet.name else name
    if not any(sheet.heads):
        raise NoHeadsError(place=where, rows=ROWS_WITH_THE_HEADS)
    read = vocabulary.read(sheet.heads, told=told, remembered=memory.remembered(sheet.heads))
    written = f" (text in {sheet.encoding})" if sheet.encoding not in ("", "utf-8") else ""
    if read and all(one.how is How.REMEMBERED for one in read):
        printing.say(f"{where}{written}: the columns are read as the last time.", "")
        return read
    printing.say(f"{where}{written} has these columns:")
    printing.table(
        ("", "Head", "Field", "How that is known"),
        [(one.letter, one.head, one.field or "left out", one.how) for one in read],
        wrap=("Head",),
    )
    printing.say("")
    return read


def _fields(sheet: Sheet, read: Sequence[ColumnRead]) -> list[str | None]:
    held = {one.number: one.field for one in read}
    return [held.get(number) for number in range(1, len(sheet.heads) + 1)]


def _tell_faults(come_to: Checked, lines: Lines, *, file: Path | None, leave_out: bool) -> None:
    """Show every bad cell; refuse them unless they are to be left out."""
    if file:
        files.write(file, _as_csv(come_to.faults))
    if not come_to.faults:
        return
    rows = [(one.place, one.head, one.found, one.reason) for one in come_to.faults]
    printing.table(_HEADS, rows[:_MOST_SHOWN], wrap=("What is there", "Why it cannot be taken"))
    if len(rows) > _MOST_SHOWN:
        printing.say(f"... and {len(rows) - _MOST_SHOWN:,} more; --faults FILE.csv writes them all.")
    printing.say("")
    if not leave_out:
        raise BadCellsError(bad=len(come_to.bad), rows=len(lines.rows), cells=len(rows))


def _as_csv(faults: Sequence[CellFault]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADS)
    for one in faults:
        writer.writerow([guarded(str(cell)) for cell in (one.place, one.head, one.found, one.reason)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _told(come_to: Checked, name: str, *, dry_run: bool) -> str:
    parts = [
        printing.counted(len(come_to.new), "new line", "new lines") if come_to.new else "",
        f"{len(come_to.changed)} changed" if come_to.changed else "",
        f"{come_to.unchanged} unchanged and left as they are" if come_to.unchanged else "",
        f"{printing.counted(len(come_to.bad), 'bad row', 'bad rows')} left out" if come_to.bad else "",
    ]
    told = ", ".join(filter(None, parts))
    count = len(come_to.lines)
    if not count:
        return f"{told}: nothing to put into {name}."
    if dry_run:
        return (
            f"{told}: {printing.counted(count, 'line', 'lines')} would go into {name}; nothing was changed."
        )
    return f"{told}: {count} {'line is' if count == 1 else 'lines are'} in {name}."


def _pairs(name: str, given: list[str] | None) -> dict[str, str]:
    """What is told as HEAD=FIELD or FIELD=VALUE."""
    pairs = {}
    for one in given or []:
        head, equals, value = one.rpartition("=") if name == _COLUMN else one.partition("=")
        if not equals or not head.strip() or not value.strip():
            form = "HEAD=FIELD" if name == _COLUMN else "FIELD=VALUE"
            raise ValueRefusedError(name=name, reason=f"{one!r} is not {form}")
        pairs[head.strip()] = value.strip()
    return pairs


def _refuse_no_fields(constants: Mapping[str, str], vocabulary: Vocabulary) -> None:
    if unknown := [one for one in constants if not vocabulary.is_field(one)]:
        reason = f"{', '.join(unknown)}: no field of a plan's line"
        raise ValueRefusedError(name=_SET, reason=reason)
