"""How the command line speaks: sentences, tables, data, progress, refusals.

Words carry the meaning and never colour alone; without a terminal there is none. Words of
another party never move the cursor: control characters are shown as such (`plain`).
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import orjson

from foedus.later import later
from foedus.record.standing import Standing
from foedus.record.verdict import plain
from foedus.terms import Language, wording_in

if TYPE_CHECKING:
    from rich import console, measure
    from rich import progress as bars
    from rich import table as tables
else:
    console, measure = later("rich.console"), later("rich.measure")
    bars, tables = later("rich.progress"), later("rich.table")

Step = TypeVar("Step")

_LONG = 2**22
"""Bytes from which on reading a file takes long enough to be watched."""

_WIDEST = 2_000
"""Columns of a line that nobody has bounded."""

_MARKS = {"signed": "●", "awaited": "○", "declined": "⊘"}


@cache
def _out() -> "console.Console":
    return console.Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


@cache
def _err() -> "console.Console":
    return console.Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(*lines: str) -> None:
    """Say something, a line each."""
    for line in lines:
        _out().print(plain(line))


def refuse(sentence: str, *more: str, hint: str = "") -> None:
    """Say on the error stream what was refused, a line each, and what to do next."""
    for line in (f"Error: {sentence}", *more):
        _err().print(plain(line), style="bold")
    if hint:
        _err().print(plain(f"Hint: {hint}"))


def note(sentence: str) -> None:
    """Say beside the answer, on the error stream, what happened on the way."""
    _err().print(plain(sentence))


def data(value: Any) -> None:
    """Print a value as JSON, as it is: no wrapping, no colour."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode() + "\n")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, wrap: Sequence[str] = ()) -> None:
    """Print a table: plain columns under their heads, long words broken only in those named to wrap.

    On a screen too narrow for its columns, each row is told line by line instead: nothing is cut off.
    """
    cells = [["" if cell is None else plain(str(cell)) for cell in row] for row in rows]
    grid = tables.Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for head in heads:
        grid.add_column(head, no_wrap=head not in wrap, overflow="fold")
    for row in cells:
        grid.add_row(*row)
    # A file or another program has no width, unless somebody says so.
    width = _out().width if _out().is_terminal or "COLUMNS" in os.environ else _WIDEST
    needed = measure.Measurement.get(_out(), _out().options.update(width=_WIDEST), grid).minimum
    if needed > width:
        for first, *others in cells:
            told = (f"  {head}: {cell}" for head, cell in zip(heads[1:], others, strict=True) if cell)
            _out().print("\n".join([first, *told]))
    else:
        _out().print(grid, width=width)


def follow(steps: Iterable[Step], *, total: int, title: str) -> Iterator[Step]:
    """Go through steps with a bar on the error stream, if somebody watches; nothing is drawn for one step."""
    if total < 2 or not _err().is_terminal:
        yield from steps
        return
    columns = (
        bars.TextColumn(title),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=_err(), transient=True) as bar:
        yield from bar.track(steps, total=total)


@contextmanager
def weighed(total: int, *, title: str) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream, if somebody watches, for work told in bytes: how fast, and what is left.

    Gives what is to be called with the bytes that are done.
    """
    if not _err().is_terminal:
        yield lambda _: None
        return
    columns = (
        bars.TextColumn(title),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.advance(task, done)


@contextmanager
def watched(stream: BinaryIO, *, title: str) -> Iterator[BinaryIO]:
    """A file to be read through, with a bar on the error stream if somebody watches and it is long."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size < _LONG or not _err().is_terminal:
        yield stream
        return
    columns = (
        bars.TextColumn(title),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=_err(), transient=True) as bar:
        yield bar.wrap_file(stream, total=size)


@contextmanager
def busy(title: str) -> Iterator[None]:
    """A sign on the error stream that something goes on whose length is not known."""
    if not _err().is_terminal:
        yield
        return
    with _err().status(title):
        yield


def ring(parties: Sequence[str], standing: Standing, *, void: bool = False) -> str:
    """The ring in letters: a party with a full arc has signed, hollow is awaited, barred has declined."""
    marks = (
        "signed" if party in standing.signed else "declined" if party in standing.declined else "awaited"
        for party in parties
    )
    arcs = " ".join(f"{party}{_MARKS[mark]}" for party, mark in zip(parties, marks, strict=True))
    return f"({arcs})" if not void else f"({arcs}) struck"


def words(wording: Mapping[Any, str], language: Language) -> str:
    """A wording in the node's language, or in the nearest there is."""
    return wording_in(wording, language)


def called(document: Mapping[str, Any], language: Language) -> str:
    """What a document is called, whoever wrote it: its title, gist or text; nothing if it has none."""
    wording = document.get("title") or document.get("gist") or document.get("text")
    return str(words(wording, language)) if isinstance(wording, Mapping) else ""


def shown(value: Any) -> str:
    """A field of a document on one line: lists joined by commas, words with their language."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def counting_rows(details: Mapping[str, Any]) -> str:
    """What fields hold, on one line: of rows, how many there are."""

    def held(value: Any) -> str:
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            return counted(len(value), "row", "rows") if value else "none"
        return shown(value)

    return "; ".join(f"{name}: {held(value)}" for name, value in details.items())


def shortened(text: str, most: int) -> str:
    """A text on one line, cut with an ellipsis where it is longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many}"
