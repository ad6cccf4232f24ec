"""Tables as files: what is read of them, where it stands, and what is refused before it is unpacked."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import FoedusError
from foedus.interchange import container
from foedus.interchange.errors import NotASheetError, OversizeSheetError, WhichSheetError
from foedus.interchange.sheet import Broken, guarded
from tests.interchange.sheets import opened, saved, workbook

HEADS = ("Title", "Kind")


def test_a_workbooks_rows_bear_their_numbers_and_empty_rows_are_passed_over() -> None:
    found, rows = opened(
        workbook(("Plan 2026",), (), HEADS, (" Visit ", "visit"), (), (None, None), ("Talks", 3))
    )
    assert (found.name, found.heads, str(found.place(4, 2))) == ("Plan", HEADS, "Plan!B4")
    assert rows == [(4, "Visit", "visit"), (7, "Talks", 3)]


def test_merged_cells_say_the_same_of_all_they_cover() -> None:
    data = workbook(
        ("Title", "Dates", None),
        (None, "Start", "End"),
        ("Visit", 2026, 2027),
        (None, 2028, None),
        merged=("A1:A2", "B1:C1", "A3:A4"),
    )
    found, rows = opened(data)
    assert found.heads == ("Title", "Dates", "Dates")
    assert rows == [(2, "Title", "Start", "End"), (3, "Visit", 2026, 2027), (4, "Visit", 2028)]


def computed() -> io.BytesIO:
    """A workbook whose formulas a spreadsheet has computed, but for one."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, HEADS)
        sheet.write_formula(1, 0, '="Vi"&"sit"', value="Visit")
        sheet.write_string(1, 1, "=no formula")
        sheet.write_formula(2, 0, "=1/0", value="#DIV/0!")
    return data


def test_a_formula_is_what_it_came_to_and_one_never_computed_is_broken() -> None:
    _, rows = opened(computed())
    assert rows == [(2, "Visit", "=no formula"), (3, Broken("holds the error #DIV/0!"))]
    _, rows = opened(workbook(HEADS, ("=A1", "visit")))
    assert rows == [
        (2, Broken("is a formula that was never computed: open the workbook, and save it"), "visit")
    ]


def test_the_only_visible_sheet_is_taken_and_several_must_be_told_apart() -> None:
    data = workbook(HEADS, ("Visit", "visit"), hidden=True)
    assert opened(data)[0].name == "Plan"
    assert opened(data, sheet="Notes")[0].heads == ()
    book = openpyxl.load_workbook(data)
    book.create_sheet("Old")
    for asked, told in (
        (None, "It is not clear which sheet is meant"),
        ("New", "There is no sheet called New"),
    ):
        with pytest.raises(WhichSheetError) as refusal:
            opened(saved(book), sheet=asked)
        assert str(refusal.value) == f"{told} in plan.xlsx; its sheets are: Plan, Notes (hidden), Old."


def test_a_csv_file_has_no_sheets() -> None:
    with pytest.raises(NotASheetError, match="it is CSV, which has no sheets"):
        opened(io.BytesIO(b"Title,Kind\nVisit,visit\n"), name="plan.csv", sheet="Plan")


def test_a_million_rows_that_are_only_formatted_cost_nothing() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("Visit", "visit"))
        for row in range(2, 2**20):
            sheet.write_blank(row, 0, None, bold)
    found, rows = opened(data)
    assert (found.last_row, rows) == (2, [(2, "Visit", "visit")])


def test_a_sheet_that_claims_to_be_huge_is_read_as_far_as_it_goes() -> None:
    data, made = io.BytesIO(), workbook(HEADS, ("Visit", "visit"))
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(data, "w") as changed:
        for name in parts.namelist():
            changed.writestr(name, parts.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert opened(data)[1] == [(2, "Visit", "visit")]


def archive(**parts: bytes) -> io.BytesIO:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return data


def bomb() -> io.BytesIO:
    made = workbook(HEADS, ("Visit", "visit"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/picture.png", bytes(2**27))
    return made


def with_part(name: str, change: Callable[[bytes], bytes]) -> io.BytesIO:
    data = io.BytesIO()
    with zipfile.ZipFile(workbook(HEADS, ("Visit", "visit"))) as parts, zipfile.ZipFile(data, "w") as changed:
        for one in parts.namelist():
            changed.writestr(one, change(parts.read(one)) if one == name else parts.read(one))
    return data


SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (io.BytesIO(b""), "it is empty"),
        (io.BytesIO(b" \n"), "it is empty"),
        (io.BytesIO(OLE + bytes(600)), "it is of the old Excel form (.xls)"),
        (
            io.BytesIO(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
            "it is locked with a password",
        ),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "it is an OpenDocument file (.ods)",
        ),
        (archive(words_xml=b"<a/>"), "it is an archive, but no workbook"),
        (io.BytesIO(b"%PDF-1.7"), "it is a document or a picture"),
        (io.BytesIO(b"a\0b,c"), "it is neither a workbook nor text"),
        (io.BytesIO(b"a,b\n\x81\x8d,c"), "its text is neither UTF-8 nor Windows-1252 (byte 5)"),
        (io.BytesIO(workbook(HEADS).getvalue()[:900]), "it is damaged or cut short"),
        (
            with_part(SHEET, lambda part: b'<!DOCTYPE x [<!ENTITY e "e">]>' + part),
            "it defines a document type",
        ),
        (with_part(SHEET, lambda part: part[:-80]), "the sheet is damaged"),
        (with_part("xl/workbook.xml", lambda _: b"<x"), "the workbook is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_of_another_form_is_refused_with_what_to_do(data: io.BytesIO, refused: str) -> None:
    with pytest.raises(NotASheetError) as refusal:
        opened(data)
    assert refused in str(refusal.value)
    assert refusal.value.advice.endswith("; nothing was changed.")


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (bomb(), "xl/media/picture.png unpacks to 134,217,728 bytes"),
        (with_part(SHEET, lambda part: part.replace(b'r="2"', b'r="900000"')), "it has 900,000 rows"),
        (io.BytesIO(b"a,b\n" + b"1,2\n" * 100_001), "it goes beyond 100,000 rows"),
        (io.BytesIO(b"a,b\n" + b"1," * 2_000), "it goes beyond 100,000 rows or 1,000 columns"),
    ],
    ids=["bomb", "rows", "lines", "columns"],
)
def test_a_file_larger_than_any_plan_is_refused(data: io.BytesIO, refused: str) -> None:
    with pytest.raises(OversizeSheetError) as refusal:
        opened(data)
    assert refused in str(refusal.value)


@pytest.mark.parametrize("piece", [61, 97, 2**9, 2**20])
def test_a_sheet_reaches_as_far_in_whatever_pieces_it_is_read(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_PIECE", piece)
    made = workbook(HEADS, *((f"Visit {number}", "=A1") for number in range(300)), merged=("A1:B1",))
    with zipfile.ZipFile(made) as parts:
        extent = container.survey(parts, SHEET, name="plan.xlsx")
    corners = ((container.Corner(1, 1), container.Corner(1, 2)),)
    assert (extent.last_row, extent.has_formulas, extent.merges) == (301, True, corners)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("cp1252", "Windows-1252")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(
    encoding: str, told: str, delimiter: str
) -> None:
    text = f'Intitulé{delimiter}Type\n"Visite{delimiter} été\nofficielle"{delimiter}visit\n'
    found, rows = opened(io.BytesIO(text.encode(encoding)), name="plan.csv")
    assert (found.heads, found.encoding) == (("Intitulé", "Type"), told)
    assert rows == [(2, f"Visite{delimiter} été\nofficielle", "visit")]


def test_the_line_in_which_excel_names_its_delimiter_is_no_row() -> None:
    found, rows = opened(io.BytesIO(b"sep=:\r\nTitle:Kind\r\nVisit, official:visit\r\n"), name="plan.csv")
    assert (found.heads, rows) == (HEADS, [(3, "Visit, official", "visit")])


@given(words=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).map(str.strip).filter(bool))
def test_no_cell_of_csv_is_a_formula_and_every_one_is_read_back(words: str) -> None:
    cell = guarded(words)
    assert cell[0] not in "=+-@\t\r"
    quoted = '"' + cell.replace('"', '""') + '"'
    _, rows = opened(io.BytesIO(f"Title,Kind\n{quoted},visit\n".encode()), name="plan.csv")
    assert rows == [(2, words, "visit")]


@given(
    data=st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda rest: b"PK\x03\x04" + rest))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(FoedusError):
        opened(io.BytesIO(data))
