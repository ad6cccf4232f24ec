"""The documents that were read, as the reading room shows them: listed, leaf by leaf, with what came of them.

Ours alone. Every answer is bounded: a page of a list, a leaf of a text and what is proposed from it.
"""

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence

from attrs import frozen
from django.db.models import Count, Q, QuerySet

from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus_node.storage.private import belonging, changes, models, papers, writing
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
    part: int
    parts: int
    proposed: int
    waiting: int

    @property
    def stem(self) -> str:
        """What names it among all documents."""
        return papers.stem(self.sha256, self.part)

    @property
    def short(self) -> str:
        """What names it in an address."""
        return papers.shortened(self.stem)


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
    rows = papers.documents(compact).defer("text").order_by("-read_at", "sha256", "part")
    if waiting:
        rows = rows.filter(pk__in=still.values("document"))
    moment, name = _place(after)
    sha256, part = papers.parted(name)
    rows = rows.filter(read_at__lte=moment).exclude(read_at=moment, sha256__lt=sha256)
    found = list(rows.exclude(read_at=moment, sha256=sha256, part__lte=part)[: size + 1])
    # Counted apart, for the rows of this page alone.
    counts = _counts(row.pk for row in found)
    last = found[size - 1] if len(found) > size else None
    return (
        tuple(_listed(row, counts.get(row.pk, (0, 0))) for row in found[:size]),
        f"{last.read_at.isoformat()}~{papers.stem(last.sha256, last.part)}" if last else "",
    )


def counted(documents: Iterable[Held]) -> tuple[Listed, ...]:
    """Documents as a list shows them, with how much of what they propose was settled."""
    found = tuple(documents)
    counts = _counts(one.number for one in found)
    return tuple(_listed(one, counts.get(one.number, (0, 0))) for one in found)


def _counts(documents: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How much is proposed from each of some documents, and how much of it waits."""
    rows = models.Proposal.objects.filter(document__in=list(documents)).order_by().values("document")
    waits = Q(state=models.Proposal.State.OPEN)
    told = rows.annotate(proposed=Count("id"), waiting=Count("id", filter=waits))
    return {row["document"]: (row["proposed"], row["waiting"]) for row in told}


def _place(after: str) -> tuple[datetime.datetime, str]:
    moment, _, name = after.partition("~")
    try:
        found = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return _NEVER, ""
    return (found, name) if found.tzinfo else (_NEVER, "")


def _listed(row: models.Document | Held, counts: tuple[int, int]) -> Listed:
    return Listed(
        sha256=row.sha256,
        name=row.name,
        headline=row.headline,
        language=row.language,
        published=row.published,
        read_at=row.read_at,
        part=row.part,
        parts=row.parts,
        proposed=counts[0],
        waiting=counts[1],
    )


def saying(compact: str, words: Sequence[str], *, most: int) -> tuple[models.Document, ...]:
    """A compact's documents that say all of these words, which are folded; the last read first."""
    rows = papers.documents(compact).order_by("-read_at", "sha256")
    for word in words:
        rows = rows.filter(sought__words__contains=word)
    return tuple(rows[:most])


def held(document: str, *, compact: str) -> Held | None:
    """The document of a compact whose name begins so; None where there is none, or more than one.

    Args:
        document: the beginning of its file's hash, and its number in the file where it is one of several.
        compact: whose it is.
    """
    sha256, part = papers.parted(document)
    rows = list(papers.documents(compact).filter(sha256__startswith=sha256, part=part)[:2])
    return _held(rows[0]) if len(rows) == 1 else None


def held_beside(document: str, *, compact: str) -> tuple[Held, ...]:
    """The documents of a compact that came in one file, whose hash begins so, in their order there."""
    rows = list(papers.documents(compact).filter(sha256__startswith=document).order_by("sha256", "part"))
    return tuple(map(_held, rows)) if len({row.sha256 for row in rows}) == 1 else ()


def _held(row: models.Document) -> Held:
    mime = _originals(row).values_list("mime", flat=True).first()
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
        part=row.part,
        parts=row.parts,
        begins=row.begins,
    )


def _originals(document: models.Document | Held) -> QuerySet[models.Original]:
    """The file of a document, kept with it or with another article of the same."""
    return models.Original.objects.filter(
        document__compact=document.compact, document__sha256=document.sha256
    )


def held_among(names: Iterable[str], *, compact: str) -> frozenset[str]:
    """Of these documents, by their whole hashes, those that a compact has read."""
    rows = papers.documents(compact).filter(sha256__in=set(names))
    return frozenset(rows.values_list("sha256", flat=True))


def keep_original(document: Held, data: bytes, *, mime: str) -> None:
    """Keep the file in which a document came; one that is kept already stays."""
    if not _originals(document).exists():
        models.Original.objects.create(document_id=document.number, data=data, mime=mime)


def original(document: Held) -> bytes | None:
    """The file in which a document came, if it was kept."""
    kept = original_of(document)
    return None if kept is None else bytes(kept.data)


def original_of(document: Held) -> models.Original | None:
    """The row of the file in which a document came, if it was kept."""
    return _originals(document).first()


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
    found = sure_of_waiting(document).items()
    return tuple(number for number, sure in found if sure >= surer_than and number not in but)


def sure_of_waiting(document: Held) -> Mapping[int, int]:
    """The open proposals of a document, by number, with how sure the reader is of each, in hundredths."""
    rows = models.Proposal.objects.filter(document=document.number, state=models.Proposal.State.OPEN)
    return dict(rows.order_by("id").values_list("pk", "confidence"))


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
    with writing.all_or_none():
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
