"""A workbook of 10,000 lines taken into a draft, against merely reading it: `python -m benchmarks.sheets`.

The whole of `foedus draft sheet` is timed, as an officer waits for it: from the start of the
process to the last line in the draft, every cell checked and every line held against all the
others. Beside it openpyxl reads the same file in a stream and does nothing with it. The ratio
is of processor times taken in one run.
"""

import argparse
import datetime
import resource
import tempfile
import time
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.node.nodes import Node, founded

CLAIM = 12
SECONDS = 20
KINDS = (
    ("visit", "strategic-exchange"),
    ("training", "training"),
    ("border-patrol", "border"),
    ("talks", "youth"),
)
HEADS = (
    "Item", "Title", "Title (French)", "Kind", "Domain", "Host", "Participants", "Level", "Start", "End",
    "Place", "After", "Mechanism", "Session",
)  # fmt: skip


def workbook(path: Path, *, lines: int) -> None:
    """A workbook of so many lines, with dates, things that come after others, and numbered sessions."""
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("Plan"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADS)
        for number in range(lines):
            kind, domain = KINDS[number % len(KINDS)]
            words = (
                f"line-{number}",
                f"Activity {number} (illustrative)",
                f"Activité {number} (illustratif)",
            )
            sheet.write_row(
                number + 1, 0, (*words, kind, domain, ("VN", "LA")[number % 2], "LA, VN", "Minister")
            )
            start = datetime.date(2026, 1, 1) + datetime.timedelta(days=number * 360 // lines)
            sheet.write_datetime(number + 1, 8, start, day)
            sheet.write_datetime(number + 1, 9, start + datetime.timedelta(days=2), day)
            after = f"line-{number - 400}" if number >= 400 else ""
            sheet.write_row(number + 1, 10, ("Vientiane", after, "mechanism-a", number + 1))


def node(folder: Path) -> Node:
    """A node with a compact and a plan being drafted."""
    vn, la = founded(folder / "vn", "VN"), founded(folder / "la", "LA")
    vn.do("draft", "charter", "--with", la.folder / "LA.card.json", "--title", "en=Illustrative compact")
    vn.do("offer", "charter")
    vn.do("draft", "plan", "plan-2026", "--period", "2026")
    mechanism = folder / "mechanism.json"
    mechanism.write_text(
        '[{"type": "mechanism", "id": "mechanism-a", "kind": "dialogue", "parties": ["LA", "VN"], '
        '"title": {"en": "Dialogue (illustrative)"}}]'
    )
    vn.do("draft", "load", "plan-2026", mechanism)
    return vn


def processor() -> float:
    """The seconds of the processor that ended child processes have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def taken(vn: Node, file: Path, *, lines: int) -> tuple[float, float]:
    """How long it takes to take a workbook into the draft: by the processor and by the wall clock."""
    before, start = processor(), time.perf_counter()
    said = vn.do("draft", "sheet", "plan-2026", file)
    assert said.endswith(f"{lines} new lines: {lines} lines are in plan-2026.\n"), said
    return processor() - before, time.perf_counter() - start


def merely_read(file: Path, *, lines: int) -> float:
    """How long openpyxl takes to read a workbook through, in seconds of the processor."""
    start = time.process_time()
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows(values_only=True)) == lines + 1
    return time.process_time() - start


def main() -> None:
    """Measure both, and print the times and their ratio."""
    parser = argparse.ArgumentParser(description="A workbook taken into a draft, and merely read.")
    parser.add_argument("--lines", type=int, default=10_000, help="how many lines (10000)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "plan.xlsx"
        workbook(file, lines=asked.lines)
        vn = node(folder)
        read = min(merely_read(file, lines=asked.lines) for _ in range(2))
        busy, waited = taken(vn, file, lines=asked.lines)
    print(f"{asked.lines:,} lines taken into a draft: {busy:.1f} s of the processor, {waited:.1f} s waited")
    print(f"openpyxl merely reading the same file: {read:.2f} s of the processor")
    print(f"claimed: at most {SECONDS} s for 10,000 lines")
    print(f"ratio: {busy / read:.1f} (claimed: at most {CLAIM})")


if __name__ == "__main__":
    main()
