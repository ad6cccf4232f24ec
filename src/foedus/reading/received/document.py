"""From received bytes to a document that can be read: its text, hash, language and date.

The bytes are only viewed, never changed; `sha256` is theirs, so an archivist finds the
file again. The text is composed (NFC), and every offset that a reading gives counts
code points of that text. What cannot be read is refused with one reason. Nothing of the
content is interpreted here but the language and the date the document bears.
"""

import hashlib
import re
import unicodedata
from typing import Self

from attrs import evolve, field, frozen

from foedus.errors import FoedusError
from foedus.reading.dates import date_borne
from foedus.reading.errors import (
    BinaryDocumentError,
    EmptyDocumentError,
    EncodingError,
    OversizeDocumentError,
    UnknownLanguageError,
)
from foedus.reading.lexicon import languages, lexicon
from foedus.reading.received.articles import articles, plain
from foedus.reading.received.language import language_of
from foedus.terms import Date, Language

LARGEST = 20_000_000
"""The largest document that is read, in bytes; a communiqué has about three thousand."""

_SAMPLE = 1_000
"""Letters by which a text is told from other bytes."""

_NO_BREAK = "&nbsp;"
"""What pages write for a blank and collectors leave in; it is read as blanks, and nothing moves."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


_HEADLINES, _SHORT, _LONGEST_HEADLINE = 6, 6, 200
_YEAR = re.compile(r"(?:[0-9]{1,2}[./-]){0,2}[0-9]{4}|[0-9]{4}(?:[./-][0-9]{1,2}){1,2}")
_STAMP = re.compile(r"^\s*(?:date\s+)?[0-9]{4}-[0-9]{2}-[0-9]{2}\s+")
"""A date that a collector put before the first line."""


@frozen(kw_only=True)
class Document:
    """A text as received, ready to be read.

    Attributes:
        name: what to call it.
        text: its words.
        sha256: the hash of the file it came in.
        language: the language it is written in.
        published: the date it bears.
        part: which article of its file it is, from 1; 0: the whole file.
        parts: how many articles its file holds.
        start: where its text begins in the words of its file.
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    language: Language
    published: Date | None
    part: int = 0
    parts: int = 1
    start: int = 0

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str, language: Language | None = None) -> Self:
        """View received bytes as a document.

        Args:
            data: the file's bytes, UTF-8 with or without a byte order mark.
            name: what to call it in refusals and readings, usually the file's stem.
            language: its language if the sender says so; otherwise told from the text.

        Raises:
            OversizeDocumentError: more than 20 MB; refused before anything is decoded.
            BinaryDocumentError: the bytes are not those of a text.
            EncodingError: a text, but not in UTF-8.
            EmptyDocumentError: no letter in it.
            UnknownLanguageError: a language there is no lexicon for.
        """
        if len(data) > LARGEST:
            raise OversizeDocumentError(
                name=name, megabytes=len(data) // 1_000_000, limit=LARGEST // 1_000_000
            )
        if b"\0" in data:
            raise BinaryDocumentError(name=name)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise EncodingError(name=name, byte=error.start) from None
        return cls._of(text, name=name, sha256=hashlib.sha256(data).hexdigest(), language=language)

    @classmethod
    def from_file(cls, words: str, *, data: bytes, name: str, language: Language | None = None) -> Self:
        """View the words taken out of a file (`reading.forms`) as a document, with the file's hash.

        Raises:
            BinaryDocumentError, EmptyDocumentError, UnknownLanguageError: as `from_bytes`.
        """
        words = plain(words)
        return cls._of(words, name=name, sha256=hashlib.sha256(data).hexdigest(), language=language)

    @classmethod
    def each_in(
        cls, words: str, *, data: bytes, name: str, language: Language | None = None
    ) -> tuple[tuple[Self, ...], tuple[FoedusError, ...]]:
        """View the words taken out of a file as its articles, each a document; one alone as `from_file` does.

        Returns:
            The documents in their order, and why others of its articles are none.

        Raises:
            EmptyDocumentError, BinaryDocumentError, UnknownLanguageError: none of it can be read.
        """
        found = articles(unicodedata.normalize("NFC", words))
        if len(found) == 1:
            return (cls.from_file(words, data=data, name=name, language=language),), ()
        sha256 = hashlib.sha256(data).hexdigest()
        told: list[Self] = []
        refused: list[FoedusError] = []
        for number, one in enumerate(found, start=1):
            try:
                document = cls._of(one.text, name=name, sha256=sha256, language=language)
            except FoedusError as error:
                refused.append(error)
                continue
            borne = document.published or one.lent
            told.append(evolve(document, published=borne, part=number, parts=len(found), start=one.start))
        if not told:
            raise refused[0]
        return tuple(told), tuple(refused)

    @property
    def stem(self) -> str:
        """What tells it from the other articles of its file: the hash of that, and which article it is."""
        return f"{self.sha256}-{self.part}" if self.part else self.sha256

    @classmethod
    def _of(cls, text: str, *, name: str, sha256: str, language: Language | None) -> Self:
        text = unicodedata.normalize("NFC", text).replace(_NO_BREAK, " " * len(_NO_BREAK))
        if not any(letter.isalpha() for letter in text):
            raise EmptyDocumentError(name=name)
        if _is_binary(text[:_SAMPLE]):
            raise BinaryDocumentError(name=name)
        told = language or language_of(text)
        if told not in languages():
            raise UnknownLanguageError(name=name, language=told, known=tuple(sorted(languages())))
        return cls(
            name=name,
            text=text,
            sha256=sha256,
            language=told,
            published=date_borne(text, lexicon(told, text)),
        )

    @property
    def headline(self) -> str:
        """What the document calls itself: its first line that is a heading and no dateline; else its name."""
        for line in self.text.splitlines()[:_HEADLINES]:
            words = _STAMP.sub("", line).split()
            dateline = len(words) <= _SHORT and any(_YEAR.fullmatch(word.strip(",.()")) for word in words)
            if len(words) > 2 and len(line) <= _LONGEST_HEADLINE and not dateline:
                return " ".join(words).rstrip(".")
        return self.name

    @classmethod
    def from_text(cls, text: str, *, name: str, language: Language | None = None) -> Self:
        """View a text as a document; as `from_bytes` of its UTF-8.

        Raises:
            EncodingError: the text holds half a character (a lone surrogate).
        """
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise EncodingError(name=name, byte=error.start) from None
        return cls.from_bytes(data, name=name, language=language)


def _is_binary(sample: str) -> bool:
    """Whether control characters that no text holds make up more than a hundredth."""
    return len(_CONTROLS.findall(sample)) * 100 > len(sample)
