"""Telling by its bytes of what form a file is; nothing is unpacked here but an archive's list of names."""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final

from foedus.phrase import phrase
from foedus.reading.errors import (
    DamagedDocumentError,
    EmptyDocumentError,
    LockedDocumentError,
    OtherFormError,
    OversizeDocumentError,
    PictureError,
)
from foedus.reading.received.document import LARGEST


class Form(StrEnum):
    """The forms that are read, by their media types."""

    TEXT = "text/plain"
    PAGE = "text/html"
    LETTER = "message/rfc822"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"


_HEAD: Final = 2**16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_OTHERS: Final = (
    (b"{\\rtf", phrase("a rich text (.rtf)")),
    (b"7z\xbc\xaf", phrase("an archive")),
    (b"Rar!", phrase("an archive")),
)
_ARCHIVES: Final = (
    ("xl/", phrase("a workbook (.xlsx)")),
    ("ppt/", phrase("a presentation (.pptx)")),
    ("mimetype", phrase("an OpenDocument file")),
)
_PAGE: Final = re.compile(
    rb"\A[\s\xef\xbb\xbf]*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_FIELDS: Final = 500
_FIELD: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]?")
_OF_A_LETTER: Final = frozenset(
    (b"from", b"to", b"date", b"subject", b"received", b"message-id", b"mime-version", b"return-path")
)


def form_of(data: bytes, *, name: str) -> Form:
    """Of what form a file is.

    Args:
        data: its bytes.
        name: what to call it in a refusal; it tells nothing about the form.

    Raises:
        OversizeDocumentError: more than 20 MB.
        EmptyDocumentError: no byte in it.
        OtherFormError, PictureError, LockedDocumentError, DamagedDocumentError: it is not read here.
    """
    if len(data) > LARGEST:
        megabytes, limit = -(-len(data) // 1_000_000), LARGEST // 1_000_000
        raise OversizeDocumentError(name=name, megabytes=megabytes, limit=limit)
    if not data.strip():
        raise EmptyDocumentError(name=name)
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return Form.PDF
    if head.startswith(b"PK\x03\x04"):
        return _archived(data, name=name)
    _refuse_others(data, name=name)
    if _PAGE.match(head):
        return Form.PAGE
    return Form.LETTER if _is_letter(head) else Form.TEXT


def _refuse_others(data: bytes, *, name: str) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise LockedDocumentError(name=name)
        raise OtherFormError(name=name, form="a document of the old Office form (.doc, .xls)")
    if data.startswith(_PICTURES):
        raise PictureError(name=name)
    for beginning, form in _OTHERS:
        if data.startswith(beginning):
            raise OtherFormError(name=name, form=form)


def _archived(data: bytes, *, name: str) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            locked = any(one.flag_bits & 1 for one in parts.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise DamagedDocumentError(name=name, reason=str(error)) from None
    if locked:
        raise LockedDocumentError(name=name)
    if "word/document.xml" in names:
        return Form.WORD
    known = (form for part, form in _ARCHIVES if any(one.startswith(part) for one in names))
    raise OtherFormError(name=name, form=next(known, phrase("an archive")))


def _is_letter(head: bytes) -> bool:
    """Whether it begins with fields, at least two of them a letter's, and one that says of whom it is."""
    found = set()
    for line in head.replace(b"\r\n", b"\n").split(b"\n")[:_MOST_FIELDS]:
        if not line:
            break
        if line[:1] in b" \t":
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        found.add(field[1].lower())
    return len(found & _OF_A_LETTER) > 1 and not found.isdisjoint((b"from", b"mime-version"))
