"""Where a thing is stated: the document, its date, and the exact words.

The words are kept beside the offsets, so that a paper can quote them when the
document itself is not at hand. Nothing here opens a document.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from foedus.cooperation.item import Value, unsaid
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date

_SHA256 = re.compile(r"[0-9a-f]{64}")


@frozen(kw_only=True)
class Source(Value):
    """The sentence that states a thing.

    Attributes:
        document: SHA-256 of the document's bytes, in hexadecimal.
        title: how the document is called in papers.
        published: the date the document bears.
        start: code points from the document's beginning to the words.
        end: code points to their end; 0 for both where the offsets are not known.
        words: the exact words, never mended.
    """

    document: str
    title: str = ""
    published: Date | None = None
    start: int
    end: int
    words: str

    def faults(self) -> Iterator[Fault]:
        """A hash that is none, offsets that run backwards, no words."""
        if not _SHA256.fullmatch(self.document):
            yield Fault(path="document", reason="is not a SHA-256 in 64 small hexadecimal digits")
        if self.start < 0:
            yield Fault(path="start", reason=phrase("lies before the document ({start})", start=self.start))
        if self.end < self.start:
            yield Fault(
                path="end",
                reason=phrase("lies before the start ({end} < {start})", end=self.end, start=self.start),
            )
        yield from unsaid("words", self.words)
