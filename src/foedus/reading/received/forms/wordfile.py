"""A Word document to words: its paragraphs and tables in their order, insertions in, deletions out.

Only the main text is unpacked, and never more of it than a communiqué could have. Where a page ends by the
author's hand, or a line is drawn across it, that is marked (`articles.SHEET`, `articles.RULE`).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from foedus.phrase import phrase
from foedus.reading.errors import DamagedDocumentError, HeavyDocumentError
from foedus.reading.received.articles import RULE, SHEET

_TEXT: Final = "word/document.xml"
_MOST: Final = 64 * 2**20
_UNSAID: Final = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")))
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EDGES: Final = (qn("w:top"), qn("w:bottom"))
_HORIZONTAL: Final = "{urn:schemas-microsoft-com:office:office}hr"
_AROUND: Final = "\x1f"
"""Begins a paragraph above or below which a line is drawn."""
_BLANKS: Final = " \t\r\n\xa0"
_SIGNS: Final = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}",
}


def words_of_word(data: bytes, *, name: str) -> str:
    """The text of a document.

    Raises:
        HeavyDocumentError: it would unpack to more than any communiqué.
        DamagedDocumentError: it cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = parts.getinfo(_TEXT).file_size
            if size > _MOST:
                raise HeavyDocumentError(
                    name=name, reason=phrase("its text unpacks to {size:,} MB", size=size // 2**20)
                )
            # No more comes out than the archive says, whatever is in it.
            text = parts.read(_TEXT)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise DamagedDocumentError(name=name, reason="it defines a document type")
        return "\n".join(_paragraphs(parse_xml(text)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError) as error:
        raise DamagedDocumentError(name=name, reason=str(error)) from None
    except (LxmlError, KeyError, ValueError) as error:
        raise DamagedDocumentError(name=name, reason=str(error)) from None


def _paragraphs(root: Any) -> Iterator[str]:
    """The paragraphs in the order of the text, without recursion, so that no nesting is too deep."""
    said: list[str] = []
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part is None:
            yield _whole(said)
            said = []
            continue
        if part.tag in _UNSAID or part.tag == _FALLBACK:
            continue
        if part.tag == qn("w:t"):
            said.append(part.text or "")
        said.append(_sign(part))
        if part.tag == qn("w:p"):
            waiting.append(None)
        waiting.extend(reversed(part))
    if said:
        yield _whole(said)


def _whole(said: list[str]) -> str:
    """A paragraph's words; one that is only drawn around is a line across the page."""
    words = "".join(said).strip(_BLANKS)
    return words.removeprefix(_AROUND) or (RULE if words else "")


def _sign(part: Any) -> str:
    """What an element that holds no words stands for."""
    if part.tag == qn("w:br") and part.get(qn("w:type")) == "page":
        return f"\n{SHEET}\n"
    if part.get(_HORIZONTAL):
        return f"\n{RULE}\n"
    if part.tag != qn("w:p"):
        return _SIGNS.get(part.tag, "")
    how = part.find(qn("w:pPr"))
    if how is None:
        return ""
    begins = how.find(qn("w:pageBreakBefore")) is not None
    edges = how.find(qn("w:pBdr"))
    drawn = edges is not None and any(edges.find(edge) is not None for edge in _EDGES)
    return f"{SHEET}\n" if begins else _AROUND if drawn else ""
