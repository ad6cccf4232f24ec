"""The documents that were read, as the reading room shows them: listed, leaf by leaf, with what came of them.

Ours alone. Every answer is bounded: a page of a list, a leaf of a text and what is proposed from it.
"""

import datetime
from collections.abc import Container, Iterable, Sequence

from attrs import frozen
from django.db.models import Count, Q

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus_node.storage.private import belonging, changes, models, papers
from foedus_node.storage.private.papers import Held, Proposal

_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@frozen(kw_only=True)
class Listed:
    """A document in the list: what it calls itself, and how much of what it proposes was settled."""

    sha256: str
    name: str
    headline: str
    language: str
    published: str
    read_at: datetime.datetime
    proposed: int
    waiting: int


@frozen
class Wrote:
    """What a settled proposal wrote among what we hold true: an item as it was, and as it is since."""

    before: Item | None
    after: Item


def listed(
    compact: str, *, size: int, after: str = "", waiting: bool = False
) -> tuple[tuple[Listed, ...], str]:
    """A page of a compact's documents, the last read first, and the place after which the next page begins.

    Args:
        compact: whose reading room it is.
        size: how many a page has.
        after: where the page before ended; empty: from the beginning.
        waiting: only those with proposals that nobody has settled.
    """
    still = models.Proposal.objects.filter(state=models.Proposal.State.OPEN)
    rows = papers.documents(compact).defer("text").order_by("-read_at", "sha256")
    if waiting:
        rows = rows.filter(pk__in=still.values("document"))
    moment, name = _place(after)
    rows = rows.filter(read_at__lte=moment).exclude(read_at=moment, sha256__lte=name)[: size + 1]
    found = list(rows)
    # Counted apart, for the rows of this page alone.
    counts = {
        row["document"]: (row["proposed"], row["waiting"])
        for row in models.Proposal.objects.filter(document__in=found)
        .values("document")
        .annotate(proposed=Count("id"), waiting=Count("id", filter=Q(state=models.Proposal.State.OPEN)))
    }
    last = found[size - 1] if len(found) > size else None
    return (
        tuple(_listed(row, counts.get(row.pk, (0, 0))) for row in found[:size]),
        f"{last.read_at.isoformat()}~{last.sha256}" if last else "",
    )


def _place(after: str) -> tuple[datetime.datetime, str]:
    moment, _, name = after.partition("~")
    try:
        found = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return _NEVER, ""
    return (found, name) if found.tzinfo else (_NEVER, "")


def _listed(row: models.Document, counts: tuple[int, int]) -> Listed:
    return Listed(
        sha256=row.sha256,
        name=row.name,
        headline=row.headline,
        language=row.language,
        published=row.published,
        read_at=row.read_at,
        proposed=counts[0],
        waiting=counts[1],
    )


def saying(compact: str, words: Sequence[str], *, most: int) -> tuple[models.Document, ...]:
    """A compact's documents that say all of these words, the last read first; without case, with accents."""
    rows = papers.documents(compact).order_by("-read_at", "sha256")
    for word in words:
        rows = rows.filter(Q(headline__icontains=word) | Q(name__icontains=word) | Q(text__icontains=word))
    return tuple(rows[:most])


def held(document: str, *, compact: str) -> Held | None:
    """The document of a compact whose hash begins so; None where there is none, or more than one."""
    rows = list(papers.documents(compact).filter(sha256__startswith=document)[:2])
    if len(rows) != 1:
        return None
    (row,) = rows
    mime = models.Original.objects.filter(pk=row.pk).values_list("mime", flat=True).first()
    return Held(
        number=row.pk,
        compact=row.compact,
        sha256=row.sha256,
        name=row.name,
        headline=row.headline,
        language=row.language,
        published=row.published,
        read_at=row.read_at,
        text=row.text,
        mime=mime or "",
    )


def held_among(names: Iterable[str], *, compact: str) -> frozenset[str]:
    """Of these documents, by their whole hashes, those that a compact has read."""
    rows = papers.documents(compact).filter(sha256__in=set(names))
    return frozenset(rows.values_list("sha256", flat=True))


def keep_original(document: Held, data: bytes, *, mime: str) -> None:
    """Keep the file in which a document came; one that is kept already stays."""
    models.Original.objects.get_or_create(pk=document.number, defaults={"data": data, "mime": mime})


def original(document: Held) -> bytes | None:
    """The file in which a document came, if it was kept."""
    data = models.Original.objects.filter(pk=document.number).values_list("data", flat=True).first()
    return None if data is None else bytes(data)


def proposed_between(
    document: Held, start: int, end: int, *, last: Container[int] = ()
) -> tuple[Proposal, ...]:
    """What is proposed from the words between two places: people first, then as the text goes.

    Args:
        document: the document.
        start: the one place.
        end: the other.
        last: the numbers of those that come after all others.
    """
    rows = models.Proposal.objects.filter(document=document.number, start__lt=end, end__gt=start)
    in_order = sorted(rows, key=lambda row: (row.pk in last, *_order(row)))
    return tuple(papers.proposal_of(row, document) for row in in_order)


def place_of(document: Held, number: int) -> int | None:
    """Where in a document a proposal's words begin; None where it is not one of that document's."""
    rows = models.Proposal.objects.filter(document=document.number, pk=number)
    return rows.values_list("start", flat=True).first()


def next_waiting(document: Held, *, after: Proposal | None = None, last: Container[int] = ()) -> int | None:
    """The first open proposal behind another one, else the first of all; None where none waits.

    In the order of `proposed_between`: the people of the whole document, then the rest.
    """
    rows = models.Proposal.objects.filter(document=document.number, state=models.Proposal.State.OPEN)
    found = sorted(((row.pk in last, *_order(row)), row.pk) for row in rows.only("kind", "start", "end"))
    place = (False, after.kind != papers.KINDS[0], after.start, -after.end, after.number) if after else ()
    following = (number for order, number in found if order > place)
    return next(following, found[0][1] if found else None)


def _order(row: models.Proposal) -> tuple[int, ...]:
    """People first, since what names them can then point at them; then as the text goes, the longer first."""
    return (row.kind != papers.KINDS[0], row.start or 0, -(row.end or 0), row.pk)


def waiting(document: Held, *, surer_than: int = 0, but: Container[int] = ()) -> tuple[int, ...]:
    """The open proposals of a document that the reader is at least so sure of, in hundredths, but some."""
    rows = models.Proposal.objects.filter(
        document=document.number, state=models.Proposal.State.OPEN, confidence__gte=surer_than
    )
    return tuple(number for number in rows.order_by("id").values_list("pk", flat=True) if number not in but)


# --- what a settled proposal wrote ------------------------------------------------------------


def note_taken(number: int, wrote: Iterable[Wrote]) -> None:
    """Keep what a proposal wrote, so that it can be taken back."""
    models.Taken.objects.bulk_create(
        models.Taken(
            proposal_id=number,
            item=one.after.id,
            before=to_json(one.before) if one.before else None,
            after=to_json(one.after),
        )
        for one in wrote
    )


def take_back(proposal: Proposal, *, at: datetime.datetime) -> tuple[str, ...]:
    """Undo what a proposal wrote, and open it again; gives the items that were changed by others since.

    An item that another settled proposal wrote too stays as it is, and that one remembers from now on
    what was there before both. One that was changed in some other way since stays as well.
    """
    stay: list[str] = []
    beside = models.Taken.objects.filter(proposal__document__compact=proposal.compact)
    with papers.all_or_none():
        for row in models.Taken.objects.filter(proposal=proposal.number).order_by("-id"):
            later = beside.filter(item=row.item, id__gt=row.pk).order_by("id").first()
            if later:
                models.Taken.objects.filter(pk=later.pk).update(before=row.before)
            elif not _restored(row, compact=proposal.compact, at=at):
                stay.append(row.item)
            row.delete()
        rows = models.Proposal.objects.filter(pk=proposal.number)
        rows.update(state=models.Proposal.State.OPEN, item="")
        changes.count(proposal.compact)
    return tuple(stay)


def _restored(row: models.Taken, *, compact: str, at: datetime.datetime) -> bool:
    """Whether what was held before a proposal was settled is held again."""
    now = models.OwnItem.objects.filter(compact=compact, name=row.item).first()
    if now is None or now.document != row.after:
        return now is None and row.before is None
    if row.before is None:
        now.delete()
    else:
        models.OwnItem.objects.filter(pk=now.pk).update(document=row.before, since=at)
    return True


def own_people(compact: str) -> tuple[Item, ...]:
    """The people among what is held true in a compact, by name."""
    people = models.OwnItem.objects.filter(document__type="person").order_by("name")
    return tuple(from_json(row.document) for row in belonging.known(people, compact))
