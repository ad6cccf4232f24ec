"""By what documents of one story are found: the traces that each left, and the facts that each states.

Ours alone. What a story is, `foedus.reading.stories` says; here is only what is kept of it, and how it is
looked up without holding every two documents against each other.
"""

from collections.abc import Collection, Iterable, Mapping

from attrs import field, frozen
from django.db.models import Count

from foedus.reading.stories.telling import Stated, Telling
from foedus_node.storage.private import models, papers, writing
from foedus_node.storage.private.papers import Held

EDITION = 1
"""The edition of the traces; another one is made where documents leave other traces."""

_AT_ONCE = 500
_OTHERS = 5
"""So many times as many documents are looked up, since some may be other compacts'."""


@frozen(kw_only=True)
class Head:
    """A document as a story names it."""

    number: int
    stem: str
    headline: str
    name: str
    language: str
    published: str

    @property
    def short(self) -> str:
        """What names it in an address."""
        return papers.shortened(self.stem)


@frozen
class Told:
    """A document with all that it tells, and what its accepted proposals became, by their numbers."""

    head: Head
    telling: Telling
    accepted: Mapping[int, str] = field(repr=False)


def head_of(row: models.Document | Held, *, number: int) -> Head:
    """What a story names a document by."""
    return Head(
        number=number,
        stem=papers.stem(row.sha256, row.part),
        headline=row.headline,
        name=row.name,
        language=row.language,
        published=row.published,
    )


def keep_traces(document: int, traces: Collection[int]) -> None:
    """Keep what a document leaves; what was kept before gives way."""
    with writing.all_or_none():
        models.Trace.objects.filter(document=document).delete()
        models.Trace.objects.bulk_create(
            models.Trace(document_id=document, value=one) for one in sorted(traces)
        )
        models.Document.objects.filter(pk=document).update(traced=EDITION)


def untraced(*, most: int | None = None) -> tuple[int, ...]:
    """The documents that left no traces yet, or others than they would today, the latest first."""
    rows = models.Document.objects.exclude(traced=EDITION).order_by("-pk")
    return tuple(rows.values_list("pk", flat=True)[:most])


def found_by(traces: Collection[int], *, compact: str, but: int, most: int) -> tuple[int, ...]:
    """The documents of a compact that left most of some traces, without one, the likeliest first."""
    rows = models.Trace.objects.filter(value__in=traces).exclude(document=but)
    counted = rows.order_by().values("document").annotate(many=Count("pk")).order_by("-many", "-document")
    # Asked of the few that were found: asked of all, what the compact knows would be gone through whole.
    found = [row["document"] for row in counted[: most * _OTHERS]]
    known = set(papers.documents(compact).filter(pk__in=found).values_list("pk", flat=True))
    return tuple(one for one in found if one in known)[:most]


def latest(compact: str, *, most: int) -> tuple[int, ...]:
    """The documents of a compact, the last read first."""
    rows = papers.documents(compact).order_by("-read_at", "-pk")
    return tuple(rows.values_list("pk", flat=True)[:most])


def told(documents: Iterable[int]) -> Mapping[int, Told]:
    """What documents tell: their facts, but for those that were rejected."""
    wanted = list(documents)
    found: dict[int, Told] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        rows = models.Document.objects.in_bulk(wanted[at : at + _AT_ONCE])
        stated = models.Proposal.objects.filter(document__in=rows.keys()).order_by("pk")
        facts: dict[int, list[models.Proposal]] = {number: [] for number in rows}
        for one in stated.exclude(state=models.Proposal.State.REJECTED):
            facts[one.document_id].append(one)
        found |= {number: _told(row, facts[number]) for number, row in rows.items()}
    return found


def told_by(document: Held) -> Told:
    """What a document tells whose text is at hand."""
    stated = models.Proposal.objects.filter(document=document.number).order_by("pk")
    return _told(document, stated.exclude(state=models.Proposal.State.REJECTED))


def _told(document: models.Document | Held, stated: Iterable[models.Proposal]) -> Told:
    facts, accepted = [], {}
    for row in stated:
        start, end = row.start or 0, row.end or 0
        words = document.text[start:end]
        facts.append(Stated(kind=row.kind, said=row.fact, number=row.pk, words=words, start=start, end=end))
        if row.state == models.Proposal.State.ACCEPTED and row.item:
            accepted[row.pk] = row.item
    number = document.number if isinstance(document, Held) else document.pk
    return Told(head_of(document, number=number), Telling(document.published, tuple(facts)), accepted)


def became(proposal: int) -> str:
    """What a proposal became; empty where it was not accepted."""
    rows = models.Proposal.objects.filter(pk=proposal, state=models.Proposal.State.ACCEPTED)
    return rows.values_list("item", flat=True).first() or ""


def document_of(proposal: int) -> int | None:
    """The document of a proposal; None where there is no such proposal."""
    return models.Proposal.objects.filter(pk=proposal).values_list("document", flat=True).first()
