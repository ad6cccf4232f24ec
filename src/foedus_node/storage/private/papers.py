"""The documents that were read and what was proposed from them; what we hold true; drafts.

Everything here is ours alone. Nothing here is sent: a draft becomes common only as an act
that `foedus_node.desk.drafting` composes and our log signs.
"""

import datetime
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from django.db import transaction
from django.db.models import Count

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus.reading.sentences import sentences
from foedus.terms import Wording
from foedus_node.storage.private import changes, models

if TYPE_CHECKING:  # what is read comes in whole; to keep it, no lexicon is needed
    from foedus.reading.document import Document
    from foedus.reading.facts import Fact, Reading

_BESIDE = ("evidence", "rule", "confidence")
"""What a proposal keeps beside the fact, in columns of its own."""

_LONGEST_QUOTE = 600

_TAKEN_BACK_WITHIN = datetime.timedelta(days=30)
"""How long a draft that was dropped can be taken back."""

KINDS = ("people", "engagements", "instruments", "commitments", "assessments")


@frozen(kw_only=True)
class Held:
    """A document that was read, with its text."""

    sha256: str
    name: str
    headline: str
    language: str
    published: str
    read_at: datetime.datetime
    text: str
    mime: str
    """The media type of the file that is kept; empty where none is."""


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
    document: str
    document_name: str
    headline: str
    published: str
    language: str


def keep_reading(document: "Document", reading: "Reading", *, at: datetime.datetime) -> tuple[Proposal, ...]:
    """Keep a document and what the reader proposes from it; a document read before is left as it is."""
    with transaction.atomic(using="private"):
        row, fresh = models.Document.objects.get_or_create(
            sha256=document.sha256,
            defaults={
                "name": document.name[:255],
                "headline": document.headline[:255],
                "language": document.language,
                "published": str(document.published or ""),
                "text": document.text,
                "read_at": at,
            },
        )
        if fresh:
            scheme = reading.scheme()
            for kind in KINDS:
                for fact, plain in zip(getattr(reading, kind), scheme[kind], strict=True):
                    _propose(row, kind, fact=fact, plain=plain)
    return proposals(document=document.sha256)


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
    *, document: str | None = None, state: str | None = None, numbers: Iterable[int] | None = None
) -> tuple[Proposal, ...]:
    """Proposals, by number: of one document (the beginning of its hash), in one state, of given numbers."""
    rows = models.Proposal.objects.order_by("id")
    if document:
        rows = rows.filter(document__sha256__startswith=document)
    if state:
        rows = rows.filter(state=state)
    if numbers is not None:
        rows = rows.filter(id__in=list(numbers))
    found = tuple(rows)
    # A text is held once, however many proposals come from it; joined, each row would bring its own.
    documents = models.Document.objects.in_bulk({row.document_id for row in found})
    return tuple(proposal_of(row, documents[row.document_id]) for row in found)


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
        document=document.sha256,
        document_name=document.name,
        headline=document.headline,
        published=document.published,
        language=document.language,
    )


def awaiting() -> int:
    """How many proposals nobody has decided on."""
    return models.Proposal.objects.filter(state=models.Proposal.State.OPEN).count()


def sentence_of(proposal: Proposal) -> tuple[int, int, str]:
    """The sentence in which a proposal's words stand, with its place; the words alone if it is very long."""
    text = models.Document.objects.values_list("text", flat=True).get(sha256=proposal.document)
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


def own_items() -> tuple[Item, ...]:
    """What we hold true and have not made common, by name."""
    return tuple(from_json(row.document) for row in models.OwnItem.objects.order_by("id"))


def own_documents() -> Mapping[str, Mapping[str, Any]]:
    """The words of what we hold true, by name, as they are kept."""
    return dict(models.OwnItem.objects.values_list("id", "document"))


def own_item(name: str) -> Item | None:
    """One thing we hold true, by name."""
    row = models.OwnItem.objects.filter(id=name).first()
    return from_json(row.document) if row else None


def own_among(names: Collection[str]) -> Mapping[str, Item]:
    """Of these names, those of things we hold true, with the things."""
    rows = models.OwnItem.objects.filter(id__in=names)
    return {row.id: from_json(row.document) for row in rows}


def keep_own(item: Item, *, at: datetime.datetime) -> None:
    """Hold a thing true; what was held under that name gives way."""
    with all_or_none():
        models.OwnItem.objects.update_or_create(id=item.id, defaults={"document": to_json(item), "since": at})
        changes.count()


def drop_own(name: str) -> bool:
    """Hold a thing true no more; whether it was held."""
    with all_or_none():
        changes.count()
        return bool(models.OwnItem.objects.filter(id=name).delete()[0])


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


def drafts() -> tuple[Draft, ...]:
    """The drafts, oldest first."""
    rows = models.Draft.objects.filter(dropped_at=None).prefetch_related("lines")
    return tuple(_draft(row) for row in rows.order_by("made_at", "name"))


def draft(name: str) -> Draft | None:
    """A draft, by name."""
    row = models.Draft.objects.filter(name=name, dropped_at=None).first()
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


def begin_draft(draft: Draft, *, at: datetime.datetime) -> None:
    """Keep a new draft, without its lines; one of that name that was dropped gives way."""
    models.Draft.objects.filter(name=draft.name).exclude(dropped_at=None).delete()
    models.Draft.objects.create(
        name=draft.name,
        compact=draft.compact,
        kind=draft.kind,
        title=dict(draft.title),
        effective=draft.effective,
        voids=list(draft.voids),
        parties=draft.parties,
        seed=draft.seed,
        made_at=at,
    )


def write_lines(draft: str, lines: Iterable[Line]) -> None:
    """Put items into a draft, or say them anew; all or none."""
    models.DraftLine.objects.bulk_create(
        [
            models.DraftLine(draft_id=draft, item=line.item, base=line.base or "", document=line.document)
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["draft", "item"],
        update_fields=["base", "document"],
    )


def take_out(draft: str, item: str) -> Line | None:
    """Take an item out of a draft; gives what it said of it, None where it said nothing."""
    row = models.DraftLine.objects.filter(draft_id=draft, item=item).first()
    if row is None:
        return None
    row.delete()
    return Line(row.item, row.base or None, row.document)


def describe_draft(draft: str, *, title: Wording, effective: str) -> None:
    """Give a draft another title, and another day from which it applies."""
    models.Draft.objects.filter(name=draft).update(title=dict(title), effective=effective)


def rename_draft(draft: str, name: str) -> None:
    """Give a draft another name; one of that name that was dropped gives way. All or nothing."""
    with all_or_none():
        models.Draft.objects.filter(name=name).exclude(dropped_at=None).delete()
        row = models.Draft.objects.get(name=draft)
        row.pk = name
        row.save(force_insert=True)
        models.DraftLine.objects.filter(draft_id=draft).update(draft_id=name)
        models.Draft.objects.filter(name=draft).delete()


def set_voids(draft: str, voids: Iterable[str]) -> None:
    """Name the acts that a draft voids."""
    models.Draft.objects.filter(name=draft).update(voids=sorted(set(voids)))


def drop_draft(name: str) -> None:
    """Drop a draft: it was offered, or is not wanted any more."""
    models.Draft.objects.filter(name=name).delete()


def put_away(name: str, *, at: datetime.datetime) -> None:
    """Drop a draft so that it can be taken back; those dropped long before are swept."""
    with all_or_none():
        models.Draft.objects.filter(dropped_at__lt=at - _TAKEN_BACK_WITHIN).delete()
        models.Draft.objects.filter(name=name).update(dropped_at=at)


def take_back(name: str) -> bool:
    """Take back a draft that was dropped; whether there was one."""
    rows = models.Draft.objects.filter(name=name).exclude(dropped_at=None)
    return bool(rows.update(dropped_at=None))
