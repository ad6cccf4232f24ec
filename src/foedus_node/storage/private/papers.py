"""The documents that were read and what was proposed from them; what we hold true; drafts.

Everything here is ours alone, and belongs to a compact or to the node (`belonging`). Nothing here
is sent: a draft becomes common only as an act that `foedus_node.desk.drafting` composes and our log signs.
"""

import datetime
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from django.db import transaction
from django.db.models import Count, QuerySet

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus.cooperation.spelling import folded
from foedus.reading.sentences import sentences
from foedus.terms import Wording
from foedus_node.storage.private import belonging, changes, models

if TYPE_CHECKING:  # what is read comes in whole; to keep it, no lexicon is needed
    from foedus.reading.document import Document
    from foedus.reading.facts import Fact, Reading

_BESIDE = ("evidence", "rule", "confidence")
"""What a proposal keeps beside the fact, in columns of its own."""

_LONGEST_QUOTE = 600

_TAKEN_BACK_WITHIN = datetime.timedelta(days=30)
"""How long a draft that was dropped can be taken back."""

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
    with all_or_none():
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


def all_or_none() -> AbstractContextManager[None]:
    """What is written inside is written whole, or not at all."""
    return transaction.atomic(using="private")


def settle(proposal: int, *, accepted: bool, item: str = "") -> None:
    """Note what became of a proposal."""
    state = models.Proposal.State.ACCEPTED if accepted else models.Proposal.State.REJECTED
    models.Proposal.objects.filter(pk=proposal).update(state=state, item=item)


def own_items(compact: str) -> tuple[Item, ...]:
    """What is held true in a compact and was not made common, by name."""
    rows = belonging.known(models.OwnItem.objects.order_by("name"), compact)
    return tuple(from_json(row.document) for row in rows)


def own_documents(compact: str) -> Mapping[str, Mapping[str, Any]]:
    """The words of what is held true in a compact, by name, as they are kept."""
    rows = belonging.known(models.OwnItem.objects.order_by("name"), compact)
    return dict(rows.values_list("name", "document"))


def own_item(name: str, *, compact: str) -> Item | None:
    """One thing held true in a compact, by name."""
    return own_among([name], compact=compact).get(name)


def own_among(names: Collection[str], *, compact: str) -> Mapping[str, Item]:
    """Of these names, those of things held true in a compact, with the things."""
    rows = belonging.known(models.OwnItem.objects.filter(name__in=names), compact)
    return {row.name: from_json(row.document) for row in rows}


def kept_in(compact: str, names: Collection[str]) -> Mapping[str, Item]:
    """As `own_among`, but only of what belongs to the compact itself, and not to the node."""
    rows = models.OwnItem.objects.filter(compact=compact, name__in=names)
    return {row.name: from_json(row.document) for row in rows}


def keep_own(item: Item, *, compact: str, at: datetime.datetime) -> None:
    """Hold a thing true in a compact; what the compact held under that name gives way."""
    with all_or_none():
        held = {"document": to_json(item), "since": at}
        models.OwnItem.objects.update_or_create(compact=compact, name=item.id, defaults=held)
        changes.count(compact)


def drop_own(name: str, *, compact: str) -> bool:
    """Hold a thing of a compact true no more; whether it was held."""
    with all_or_none():
        changes.count(compact)
        return bool(models.OwnItem.objects.filter(compact=compact, name=name).delete()[0])


@frozen
class Draft:
    """A joint change being prepared."""

    name: str
    compact: str
    kind: str
    title: Wording
    effective: str
    voids: tuple[str, ...]
    parties: Mapping[str, Any] | None
    lines: tuple["Line", ...]
    seed: str = field(factory=partial(secrets.token_hex, 32), repr=False)
    """Chance of its own, so that it is the same act however often it is composed."""

    def line(self, item: str) -> "Line | None":
        """What it says of an item."""
        return next((line for line in self.lines if line.item == item), None)


@frozen
class Line:
    """One item of a draft: what it shall say (None: struck out), and the act it builds on."""

    item: str
    base: str | None
    document: Mapping[str, Any] | None


def drafts(name: str | None = None) -> tuple[Draft, ...]:
    """The drafts of all compacts, oldest first, for the command line: all, or those of one name."""
    rows = models.Draft.objects.filter(dropped_at=None).prefetch_related("lines")
    rows = rows if name is None else rows.filter(name=name)
    return tuple(_draft(row) for row in rows.order_by("made_at", "compact", "name"))


def draft(name: str, *, compact: str) -> Draft | None:
    """A compact's draft, by name."""
    row = models.Draft.objects.filter(compact=compact, name=name, dropped_at=None).first()
    return _draft(row) if row else None


@frozen
class DraftHead:
    """A draft as a list shows it, without its lines."""

    name: str
    kind: str
    title: Wording
    made_at: datetime.datetime
    lines: int


def draft_heads(compact: str, *, dropped: bool = False) -> tuple[DraftHead, ...]:
    """The drafts for a compact, the latest first: those worked on, or those dropped and not yet swept."""
    rows = models.Draft.objects.filter(compact=compact, dropped_at__isnull=not dropped)
    counted = rows.annotate(many=Count("lines")).order_by("-made_at", "name")
    return tuple(DraftHead(row.name, row.kind, row.title, row.made_at, row.many) for row in counted)


def drafts_with(compact: str, item: str) -> tuple[str, ...]:
    """The names of the drafts for a compact that say something of an item."""
    rows = models.Draft.objects.filter(compact=compact, dropped_at=None, lines__item=item)
    return tuple(rows.order_by("name").values_list("name", flat=True))


def _draft(row: models.Draft) -> Draft:
    lines = tuple(Line(line.item, line.base or None, line.document) for line in row.lines.all())
    return Draft(
        name=row.name,
        compact=row.compact,
        kind=row.kind,
        title=row.title,
        effective=row.effective,
        voids=tuple(row.voids),
        parties=row.parties,
        lines=lines,
        seed=row.seed,
    )


def _row(draft: Draft) -> models.Draft:
    return models.Draft.objects.get(compact=draft.compact, name=draft.name, dropped_at=None)


def _sweep(compact: str, name: str) -> None:
    """A draft that was dropped gives way to one of its name."""
    models.Draft.objects.filter(compact=compact, name=name).exclude(dropped_at=None).delete()


def begin_draft(draft: Draft, *, at: datetime.datetime) -> None:
    """Keep a new draft, without its lines; one of that name that was dropped gives way."""
    _sweep(draft.compact, draft.name)
    models.Draft.objects.create(
        compact=draft.compact,
        name=draft.name,
        kind=draft.kind,
        title=dict(draft.title),
        effective=draft.effective,
        voids=list(draft.voids),
        parties=draft.parties,
        seed=draft.seed,
        made_at=at,
    )


def write_lines(draft: Draft, lines: Iterable[Line]) -> None:
    """Put items into a draft, or say them anew; all or none."""
    row = _row(draft)
    models.DraftLine.objects.bulk_create(
        [
            models.DraftLine(draft=row, item=line.item, base=line.base or "", document=line.document)
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["draft", "item"],
        update_fields=["base", "document"],
    )


def take_out(draft: Draft, item: str) -> Line | None:
    """Take an item out of a draft; gives what it said of it, None where it said nothing."""
    row = models.DraftLine.objects.filter(draft=_row(draft), item=item).first()
    if row is None:
        return None
    row.delete()
    return Line(row.item, row.base or None, row.document)


def describe_draft(draft: Draft, *, title: Wording, effective: str) -> None:
    """Give a draft another title, and another day from which it applies."""
    models.Draft.objects.filter(pk=_row(draft).pk).update(title=dict(title), effective=effective)


def rename_draft(draft: Draft, name: str) -> None:
    """Give a draft another name; one of that name that was dropped gives way. All or nothing."""
    with all_or_none():
        _sweep(draft.compact, name)
        models.Draft.objects.filter(pk=_row(draft).pk).update(name=name)


def set_voids(draft: Draft, voids: Iterable[str]) -> None:
    """Name the acts that a draft voids."""
    models.Draft.objects.filter(pk=_row(draft).pk).update(voids=sorted(set(voids)))


def drop_draft(draft: Draft) -> None:
    """Drop a draft: it was offered, or is not wanted any more."""
    _row(draft).delete()


def put_away(draft: Draft, *, at: datetime.datetime) -> None:
    """Drop a draft so that it can be taken back; those dropped long before are swept."""
    with all_or_none():
        models.Draft.objects.filter(dropped_at__lt=at - _TAKEN_BACK_WITHIN).delete()
        models.Draft.objects.filter(pk=_row(draft).pk).update(dropped_at=at)


def take_back(name: str, *, compact: str) -> bool:
    """Take back a compact's draft that was dropped; whether there was one."""
    rows = models.Draft.objects.filter(compact=compact, name=name).exclude(dropped_at=None)
    return bool(rows.update(dropped_at=None))
