"""A PDF to words: the text that its pages carry, its lines joined again; pictures are not read."""

import io
import logging
import re
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from foedus.phrase import phrase
from foedus.reading.errors import (
    DamagedDocumentError,
    HeavyDocumentError,
    LockedDocumentError,
    PictureError,
)
from foedus.reading.received.articles import SHEET

_MOST_PAGES: Final = 500
_MOST_LETTERS: Final = 2_000_000
_FEWEST_LETTERS: Final = 20
_SHORT: Final = 60
_ENDS: Final = (".", ":", ";", "!", "?", "»", "”", "…", "។")
_BEGINS: Final = re.compile(r"\s*(?:[-–—•*▪◦·]|\(?[0-9]{1,2}[.)]\s|\(?[a-z][.)]\s)")
_BROKEN: Final = re.compile(r"(\w+)[-\N{SOFT HYPHEN}]$")
_COMPOUND: Final = frozenset(("vice", "sous", "non", "ex", "anti", "haut", "lieutenant", "contre", "deputy"))
"""Words that keep their hyphen where a line ends after it."""


def words_of_pdf(data: bytes, *, name: str) -> str:
    """The words on the pages, in the order in which they are written; where a page ends is marked.

    Raises:
        LockedDocumentError: it opens only with a password.
        PictureError: its pages carry no text.
        HeavyDocumentError: it has more pages or words than any communiqué.
        DamagedDocumentError: it cannot be taken apart.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every small fault it mends
    pages: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LockedDocumentError(name=name)
        if len(reader.pages) > _MOST_PAGES:
            raise HeavyDocumentError(
                name=name, reason=phrase("it has more than {most_pages} pages", most_pages=_MOST_PAGES)
            )
        for page in reader.pages:
            pages.append(_joined(page.extract_text()))
            if sum(map(len, pages)) > _MOST_LETTERS:
                raise HeavyDocumentError(name=name, reason="it has more words than any communiqué")
    except PyPdfError as error:
        raise DamagedDocumentError(name=name, reason=str(error)) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        # What the library does not foresee in a damaged file comes out as Python's own errors.
        raise DamagedDocumentError(name=name, reason=type(error).__name__) from None
    text = f"\n{SHEET}\n".join(pages)
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS:
        raise PictureError(name=name)
    return text


def _joined(text: str) -> str:
    """Lines as printed, joined where a sentence goes on in the next one."""
    lines: list[str] = []
    for line in (" ".join(one.split()) for one in text.replace("\0", "").split("\n")):
        before = lines[-1] if lines else ""
        if _is_apart(before, line):
            lines.append(line)
        elif (broken := _BROKEN.search(before)) and line[:1].islower():
            kept = broken[1].lower() in _COMPOUND
            lines[-1] = (before if kept else before[:-1]) + line
        else:
            lines[-1] = f"{before} {line}"
    return "\n".join(line for line in lines if line)


def _is_apart(before: str, line: str) -> bool:
    """Whether a line begins something new: after a full stop, as a point of a list, below a heading."""
    if not line or not before or before.endswith(_ENDS) or _BEGINS.match(line):
        return True
    return line[:1].isupper() and len(before) < _SHORT
