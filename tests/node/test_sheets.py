"""Spreadsheets at the desk: taken whole or not at all, remembered by their heads, written and taken back."""

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.node.nodes import Node

HEADS = ("Item", "Title", "Kind", "Host", "Start", "After", "Remarks")
ROWS = (
    ("one", "Visit (illustrative)", "Visit", "VN", "2026-07", None, "ours"),
    ("two", "=Talks", "Talks", "Laos", "21/10/2026", "one, first", None),
)


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADS, *rows):
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    return path


def drafted(node: Node) -> dict[str, dict[str, object]]:
    (more,) = node.data("draft", "show", "more")
    return {line["item"]: line["document"] for line in more["lines"]}


def test_a_workbook_is_taken_whole_and_its_columns_are_remembered(vn: Node, tmp_path: Path) -> None:
    book = workbook(tmp_path / "plan.xlsx", *ROWS)
    before = vn.tables("private")
    told = ("--set", "domain=border", "--column", "Remarks=-")
    refused = vn.run("draft", "sheet", "more", book)
    assert "The column Remarks (G) is not understood" in refused.refused
    assert "would go into more; nothing was changed" in vn.do(
        "draft", "sheet", "more", book, *told, "--dry-run"
    )
    assert vn.tables("private") == before
    assert vn.do("draft", "sheet", "more", book, *told).endswith("2 new lines: 2 lines are in more.\n")
    assert drafted(vn) == {
        name: {
            "type": "activity",
            "id": name,
            "plan": "plan-2026",
            "kind": kind,
            "domain": "border",
            "title": {"en": title},
            "host": host,
            "participants": ["LA", "VN"],
            "when": when,
        }
        | ({"after": ["one", "first"]} if name == "two" else {})
        for name, kind, title, host, when in (
            ("one", "visit", "Visit (illustrative)", "VN", "2026-07"),
            ("two", "talks", "=Talks", "LA", "2026-10-21"),
        )
    }
    again = vn.do("draft", "sheet", "more", book, "--set", "domain=border")
    assert "the columns are read as the last time" in again
    assert again.endswith("2 unchanged and left as they are: nothing to put into more.\n")


def test_bad_cells_are_listed_and_bad_rows_left_out_only_when_told(vn: Node, tmp_path: Path) -> None:
    bad = (
        ("three", "Visit", "visit", "KH", None, "four", None),
        ("four", "Visit", "visitt", "VN", None, None, None),
        ("five", "Visit", "visit", "VN", None, "three", None),
        ("six", "Visit", "visit", "VN", None, "six", None),
    )
    book = workbook(tmp_path / "plan.xlsx", *ROWS, *bad)
    words = ("draft", "sheet", "more", book, "--set", "domain=border", "--column", "Remarks=-")
    before = vn.tables("private")
    done = vn.run(*words, "--faults", tmp_path / "wrong.csv")
    assert done.code == 1
    assert "3 of 6 rows cannot be taken" in done.refused
    assert vn.tables("private") == before
    with (tmp_path / "wrong.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [(row["Place"], row["What is there"]) for row in csv.DictReader(file)]
    assert found == [("Sheet!D4", "KH"), ("Sheet!C5", "visitt"), ("Sheet!F7", "six")]
    said = vn.do(*words, "--leave-out-bad-rows")
    assert said.endswith("2 new lines, 4 bad rows left out: 2 lines are in more.\n")
    assert set(drafted(vn)) == {"one", "two"}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_a_plan_is_written_into_is_taken_back_as_it_was(form: str, vn: Node, tmp_path: Path) -> None:
    file = tmp_path / f"out.{form}"
    assert "1 line of Cooperation plan 2026" in vn.do("plan", "--out", file)
    assert vn.do("draft", "sheet", "more", file).endswith(
        "1 unchanged and left as they are: nothing to put into more.\n"
    )


def test_a_file_of_no_known_form_is_not_written(vn: Node, tmp_path: Path) -> None:
    assert (
        "out.doc ends in none of .xlsx, .csv, .json, .ics, .geojson"
        in vn.run("plan", "--out", tmp_path / "out.doc").refused
    )
    assert list(tmp_path.glob("out.*")) == []
