"""What a file is by its bytes, and how far a sheet within a workbook reaches, before anybody unpacks it.

A workbook is an archive, and an archive of a few bytes may unpack to gigabytes: here it is
gone through in pieces, and refused where it holds more than a plan. Nothing is parsed here.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from attrs import frozen

from foedus.interchange.errors import NotASheetError, OversizeSheetError
from foedus.later import later
from foedus.phrase import phrase

if TYPE_CHECKING:
    from openpyxl.utils import cell as cells
else:
    cells = later("openpyxl.utils.cell")

_MOST_OF_A_PART: Final = 64 * 2**20
_MOST_OF_A_SHEET: Final = 512 * 2**20
_MOST_MERGES: Final = 5_000
_PIECE: Final = 2**20
_OVERLAP: Final = 512

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*?\br=\"([0-9]{1,7})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGE = re.compile(rb"mergeCell [^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})\"")


@frozen
class Corner:
    """One corner of a merged range: row and column, from 1."""

    row: int
    column: int


@frozen
class Extent:
    """How far a sheet reaches.

    Attributes:
        last_row: the last row that holds a value, or little more; None where the rows bear no numbers.
        has_formulas: whether any cell is computed.
        merges: the merged ranges, by their first and last corners.
    """

    last_row: int | None
    has_formulas: bool
    merges: tuple[tuple[Corner, Corner], ...]


def refuse_other_forms(file: BinaryIO, *, name: str) -> Literal["csv", "xlsx"]:
    """Tell a workbook from text, and refuse what is neither, with what to do.

    Raises:
        NotASheetError: it is an old workbook, another program's, locked with a password, or no table.
    """
    file.seek(0)
    head = file.read(2**16)
    if not head.strip():
        raise NotASheetError(name=name, reason="it is empty")
    if head.startswith(_OLE):
        locked = _ENCRYPTED in head + file.read(2**22)
        if locked:
            remedy = phrase("Open it with its password, take the password away and save it again")
            raise NotASheetError(name=name, reason="it is locked with a password", remedy=remedy)
        remedy = phrase("Open it and save it as an Excel workbook (.xlsx)")
        raise NotASheetError(name=name, reason="it is of the old Excel form (.xls)", remedy=remedy)
    if not head.startswith(b"PK\x03\x04"):
        if head.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")):
            raise NotASheetError(name=name, reason="it is a document or a picture")
        return "csv"
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
            _refuse_other_archives(parts, names, name=name)
            _refuse_large(parts, name=name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError) as error:
        raise NotASheetError(
            name=name, reason=phrase("it is damaged or cut short ({error})", error=error)
        ) from None
    return "xlsx"


def _refuse_other_archives(parts: zipfile.ZipFile, names: set[str], *, name: str) -> None:
    remedy = phrase("Open it and save it as an Excel workbook (.xlsx)")
    if "mimetype" in names and b"opendocument" in parts.open("mimetype").read(100):
        raise NotASheetError(name=name, reason="it is an OpenDocument file (.ods)", remedy=remedy)
    if "xl/workbook.bin" in names:
        raise NotASheetError(name=name, reason="it is a binary workbook (.xlsb)", remedy=remedy)
    if "[Content_Types].xml" not in names or not any("sheet" in one for one in names):
        raise NotASheetError(name=name, reason="it is an archive, but no workbook", remedy=remedy)
    if any(one.flag_bits & 1 for one in parts.infolist()):
        raise NotASheetError(name=name, reason="it is locked with a password", remedy=remedy)


def _refuse_large(parts: zipfile.ZipFile, *, name: str) -> None:
    """Refuse what would unpack to too much; no part ever unpacks to more than it says here."""
    for one in parts.infolist():
        is_sheet = one.filename.startswith("xl/worksheets/")
        if one.file_size > (_MOST_OF_A_SHEET if is_sheet else _MOST_OF_A_PART):
            reason = phrase(
                "its part {filename} unpacks to {file_size:,} bytes",
                filename=one.filename,
                file_size=one.file_size,
            )
            raise OversizeSheetError(name=name, reason=reason)
        if not is_sheet and one.filename.endswith((".xml", ".rels")):
            for piece in _pieces(parts, one.filename):
                _refuse_doctype(piece, name=name)


def _refuse_doctype(piece: bytes, *, name: str) -> None:
    if any(mark in piece for mark in _DOCTYPES):
        raise NotASheetError(name=name, reason="it defines a document type, which no workbook does")


def survey(parts: zipfile.ZipFile, path: str, *, name: str) -> Extent:
    """Go through a sheet's bytes once and tell how far it reaches.

    Raises:
        NotASheetError: it is damaged.
        OversizeSheetError: more cells are merged than in any plan.
    """
    seen: int | None = None
    last_row: int | None = 0
    has_formulas = False
    merges: dict[tuple[Corner, Corner], None] = {}
    try:
        for piece in _pieces(parts, path):
            _refuse_doctype(piece, name=name)
            # A value or a text ends here; the row it stands in opens before it, maybe pieces ago.
            end = max(piece.rfind(mark) for mark in (b"v>", b"is>", b"f>"))
            if end > 0:
                last_row = _last_row(piece[:end]) or seen
            seen = _last_row(piece) or seen
            has_formulas = has_formulas or _FORMULA.search(piece) is not None
            merges |= {(_corner(merge[1]), _corner(merge[2])): None for merge in _MERGE.finditer(piece)}
            if len(merges) > _MOST_MERGES:
                reason = phrase("more than {most_merges:,} of its cells are merged", most_merges=_MOST_MERGES)
                raise OversizeSheetError(name=name, reason=reason)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError) as error:
        raise NotASheetError(
            name=name, reason=phrase("it is damaged or cut short ({error})", error=error)
        ) from None
    return Extent(last_row, has_formulas, tuple(merges))


def _last_row(piece: bytes) -> int | None:
    """The number of the last row that opens in a piece; None where none does, or rows bear no numbers."""
    at = piece.rfind(b"row ")
    while at > 0:
        if found := _ROW.match(piece, piece.rfind(b"<", 0, at)):
            return int(found[1])
        at = piece.rfind(b"row ", 0, at)
    return None


def _corner(written: bytes) -> Corner:
    column, row = cells.coordinate_from_string(written.decode())
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - ord("A") + 1
    return Corner(row, number)


def _pieces(parts: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """A part of an archive in pieces, each beginning with the end of the one before."""
    before = b""
    with parts.open(path) as part:
        while piece := part.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]
