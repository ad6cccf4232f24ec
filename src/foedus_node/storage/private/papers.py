"""The documents that were read and what was proposed from them.

Ours alone, and of one compact or of the node (`belonging`). Nothing here is sent.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen
from django.db.models import QuerySet

from foedus.cooperation.spelling import folded
from foedus.reading.sentences import sentences
from foedus_node.storage.private import belonging, models, writing

if TYPE_CHECKING:  # what is read comes in whole; to keep it, no lexicon is needed
    from foedus.reading.facts import Fact, Reading
    from foedus.reading.received.document import Document


_BESIDE = ("evidence", "rule", "confidence")
"""What a proposal keeps beside the fact, in columns of its own."""


_LONGEST_QUOTE = 600


_SHORT = 16
"""Digits of a hash in an address."""


KINDS = ("people", "engagements", "instruments", "commitments", "assessments")


@frozen(kw_only=True)
class Held:
    """A document that was read, with its text.

    Attributes:
        compact: the compact it belongs to; empty: the node.
        sha256: the hash of the file it came in.
        part: which article of that file it is, from 1; 0: the whole file.
        parts: how many articles the file holds.
        begins: where its text begins in the words of the file.
        mime: the media type of the file that is kept; empty where none is.
    """

    number: int
    compact: str
    sha256: str
    name: str
    headline: str
    language: str
    published: str
    read_at: datetime.datetime
    text: str
    mime: str
    part: int = 0
    parts: int = 1
    begins: int = 0

    @property
    def stem(self) -> str:
        """What names it among all documents."""
        return stem(self.sha256, self.part)

    @property
    def short(self) -> str:
        """What names it in an address."""
        return shortened(self.stem)


@frozen
class Proposal:
    """A fact proposed from a document, with the words that state it."""

    number: int
    kind: str
    fact: Mapping[str, Any]
    words: str
    start: int
    end: int
    rule: str
    confidence: int
    state: str
    item: str
    """The item that it became; empty while it is open or rejected."""
    compact: str
    """The compact to which its document belongs, and what it becomes; empty: the node."""
    document: str
    """The hash of the file in which its document came."""
    document_name: str
    headline: str
    published: str
    language: str
    part: int = 0
    """Which article of the file its document is; 0: the whole file."""
    begins: int = 0
    """Where the text of its document begins in the words of the file."""

    @property
    def stem(self) -> str:
        """What names its document among all documents."""
        return stem(self.document, self.part)


def stem(sha256: str, part: int) -> str:
    """What names a document: the hash of its file, and which of several articles it is there."""
    return f"{sha256}-{part}" if part else sha256


def shortened(document: str) -> str:
    """What names a document, as an address writes it."""
    sha256, part = parted(document)
    return stem(sha256[:_SHORT], part)


def parted(document: str) -> tuple[str, int]:
    """The hash, or how it begins, and the number of the article, in what names a document."""
    sha256, _, part = document.partition("-")
    return sha256, int(part) if part.isascii() and part.isdigit() and len(part) < len("10000") else 0


def keep_reading(
    document: "Document", reading: "Reading", *, compact: str, at: datetime.datetime
) -> tuple[Proposal, ...]:
    """Keep a document and what the reader proposes from it; one that the compact knows is left as it is."""
    with writing.all_or_none():
        row = documents(compact).filter(sha256=document.sha256, part=document.part).first()
        if row is None:
            row = models.Document.objects.create(
                compact=compact,
                sha256=document.sha256,
                part=document.part,
                parts=document.parts,
                begins=document.start,
                name=document.name[:255],
                headline=document.headline[:255],
                language=document.language,
                published=str(document.published or ""),
                text=document.text,
                read_at=at,
            )
            models.Sought.objects.create(document=row, words=folded(f"{row.name} {row.headline} {row.text}"))
            scheme = reading.scheme()
            for kind in KINDS:
                for fact, plain in zip(getattr(reading, kind), scheme[kind], strict=True):
                    _propose(row, kind, fact=fact, plain=plain)
    return proposals(compact, document=document.stem)


def documents(compact: str | None) -> QuerySet[models.Document]:
    """The documents that a compact knows; None: those of the whole node, for its command line."""
    rows = models.Document.objects.all()
    return rows if compact is None else belonging.known(rows, compact)


def _propose(row: models.Document, kind: str, *, fact: "Fact", plain: dict[str, Any]) -> None:
    said = {name: value for name, value in plain.items() if name not in _BESIDE}
    models.Proposal.objects.create(
        document=row,
        kind=kind,
        fact=said,
        start=fact.evidence.start,
        end=fact.evidence.end,
        rule=fact.rule,
        confidence=round(100 * fact.confidence),
    )


def proposals(
    compact: str | None,
    *,
    document: str | None = None,
    state: str | None = None,
    numbers: Iterable[int] | None = None,
) -> tuple[Proposal, ...]:
    """Proposals that a compact knows, by number; of the whole node where none is named.

    Args:
        compact: the compact; None: all of the node, for its command line.
        document: only those of this document, by what names it.
        state: only those in this state.
        numbers: only those of these numbers.
    """
    rows = models.Proposal.objects.order_by("id")
    if compact is not None:
        rows = rows.filter(document__in=documents(compact))
    if document is not None:
        sha256, part = parted(document)
        rows = rows.filter(document__sha256=sha256, document__part=part)
    if state is not None:
        rows = rows.filter(state=state)
    if numbers is not None:
        rows = rows.filter(id__in=list(numbers))
    found = tuple(rows)
    # A text is held once, however many proposals come from it; joined, each row would bring its own.
    texts = models.Document.objects.in_bulk({row.document_id for row in found})
    return tuple(proposal_of(row, texts[row.document_id]) for row in found)


def proposal_of(row: models.Proposal, document: models.Document | Held) -> Proposal:
    """The proposal that a row keeps, with its words out of the document."""
    start, end = row.start or 0, row.end or 0
    return Proposal(
        number=row.pk,
        kind=row.kind,
        fact=row.fact,
        words=document.text[start:end],
        start=start,
        end=end,
        rule=row.rule,
        confidence=row.confidence,
        state=row.state,
        item=row.item,
        compact=document.compact,
        document=document.sha256,
        document_name=document.name,
        headline=document.headline,
        published=document.published,
        language=document.language,
        part=document.part,
        begins=document.begins,
    )


def awaiting(compact: str) -> int:
    """How many proposals that a compact knows nobody has decided on."""
    rows = models.Proposal.objects.filter(document__in=documents(compact))
    return rows.filter(state=models.Proposal.State.OPEN).count()


def sentence_of(proposal: Proposal) -> tuple[int, int, str]:
    """The sentence in which a proposal's words stand, with its place; the words alone if it is very long."""
    rows = models.Document.objects.filter(
        compact=proposal.compact, sha256=proposal.document, part=proposal.part
    )
    text = rows.values_list("text", flat=True).get()
    # A sentence that reaches beyond this is too long to be quoted, wherever it begins and ends.
    near = max(0, proposal.start - 2 * _LONGEST_QUOTE)
    around = text[near : proposal.end + 2 * _LONGEST_QUOTE]
    for start, end in ((near + start, near + end) for start, end in sentences(around)):
        if start <= proposal.start < end:
            last = max(end, proposal.end)
            if last - start <= _LONGEST_QUOTE:
                return start, last, text[start:last]
            break
    return proposal.start, proposal.end, proposal.words


def settle(proposal: int, *, accepted: bool, item: str = "") -> None:
    """Note what became of a proposal."""
    state = models.Proposal.State.ACCEPTED if accepted else models.Proposal.State.REJECTED
    models.Proposal.objects.filter(pk=proposal).update(state=state, item=item)
