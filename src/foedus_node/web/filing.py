"""A paper that somebody uploads to be filed in the record: bounded, and taken for what its bytes are.

Any paper may be filed, for our signature stands for its bytes and not for what it says; but none
under the name of something else. Its bytes are read in pieces.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foedus.record.bundle import MOST_BLOB

_PIECE = 2**20
_OCTETS = "application/octet-stream"
_MIMES = mimetypes.MimeTypes()
"""Python's own table, never the machine's: the same file is called the same everywhere."""

_BEGINNINGS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "application/zip": (b"PK\x03\x04",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
}
"""How files of some sorts begin, whatever they are called."""

_ZIPPED: Final = ("application/vnd.openxmlformats-", "application/vnd.oasis.opendocument.")


class PaperRefusedError(Exception):
    """An uploaded file that is not taken, with the sentence that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@frozen
class Paper:
    """An uploaded paper."""

    digest: str
    size: int
    mime: str
    given: "UploadedFile[bytes]"

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        self.given.seek(0)
        while piece := self.given.read(_PIECE):
            yield piece


def paper_in(given: "UploadedFile[bytes]") -> Paper:
    """The paper that was uploaded.

    Raises:
        PaperRefusedError: it is empty, too large, or not what its name says.
    """
    size = given.size or 0
    if not size:
        raise PaperRefusedError(_("The file is empty. Choose the paper itself."))
    if size > MOST_BLOB:
        most = MOST_BLOB // 2**20
        said = _("The file is too large: %(most)s MiB are the most. Make it smaller, or split it.")
        raise PaperRefusedError(said % {"most": most})
    digest, head = hashlib.sha256(), b""
    given.seek(0)
    while piece := given.read(_PIECE):
        head = head or piece[:4096]
        digest.update(piece)
    return Paper(digest.hexdigest(), size, _mime(given.name or "", head), given)


def _mime(name: str, head: bytes) -> str:
    """What a paper is by its bytes; its name only tells zipped papers apart."""
    named = _MIMES.guess_type(name)[0] or ""
    found = next((mime for mime, begins in _BEGINNINGS.items() if head.startswith(begins)), "")
    if found == "application/zip" and named.startswith(_ZIPPED):
        return named
    if found != named and (named in _BEGINNINGS or named.startswith(_ZIPPED)):
        said = _("The file is called %(name)s, but it is none of that sort. Choose the paper itself.")
        raise PaperRefusedError(said % {"name": name[:80]})
    if found:
        return found
    return "text/plain" if _is_text(head) else _OCTETS


def _is_text(head: bytes) -> bool:
    try:
        # A character may be cut in two where the head ends.
        head[: len(head) - 3 if len(head) > 16 else None].decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8 and b"\0" not in head
    return b"\0" not in head
