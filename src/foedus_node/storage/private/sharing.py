"""Taking what one compact knows over into another, as a copy: what each makes of it later is its own.

Nothing here asks whether that may be done; `foedus_node.desk.sharing` and the pages do.
"""

import datetime
from collections.abc import Iterable
from typing import TypeVar

from foedus.cooperation.item import Item
from foedus_node.storage.private import lessons, models, own, readings, writing
from foedus_node.storage.private.papers import Held, Proposal

Row = TypeVar("Row", models.Document, models.Proposal)


def copy_items(items: Iterable[Item], *, compact: str, at: datetime.datetime) -> tuple[str, ...]:
    """Hold things true in a compact, those that it does not know yet; gives the names of those."""
    items = tuple(items)
    known = own.own_among([item.id for item in items], compact=compact)
    fresh = [item for item in items if item.id not in known]
    with writing.all_or_none():
        for item in fresh:
            own.keep_own(item, compact=compact, at=at)
    return tuple(item.id for item in fresh)


def copy_document(document: Held, *, compact: str, as_settled: bool) -> bool:
    """Take a document over, with its file and what is proposed from it; whether it was not there already.

    Args:
        document: the document.
        compact: the compact that shall have it too.
        as_settled: whether what was decided of its proposals stands there too; else all are open.
    """
    there = models.Document.objects.filter(compact=compact, sha256=document.sha256)
    if there.filter(part=document.part).exists():
        return False
    with writing.all_or_none():
        row = models.Document.objects.get(pk=document.number)
        has_file = models.Original.objects.filter(document__in=there).exists()
        original = None if has_file else readings.original_of(document)
        proposals = models.Proposal.objects.filter(document=row.pk).order_by("id")
        settled = {} if as_settled else {"state": models.Proposal.State.OPEN, "item": ""}
        traces = models.Trace.objects.filter(document=row.pk).values_list("value", flat=True)
        left = [models.Trace(value=value) for value in traces]
        row = _anew(row, compact=compact)
        for trace in left:
            trace.document = row
        models.Trace.objects.bulk_create(left)
        if original:
            models.Original.objects.create(document=row, mime=original.mime, data=original.data)
        for proposal in proposals:
            number = proposal.pk
            lessons.copy(number, to=_anew(proposal, document=row, **settled).pk, as_settled=as_settled)
    return True


def counterpart(proposal: Proposal, *, compact: str) -> int | None:
    """The number that a proposal of the node's document has in a compact's copy of it; None: it has none."""
    ours, theirs = (
        list(
            models.Proposal.objects.filter(
                document__compact=place, document__sha256=proposal.document, document__part=proposal.part
            )
            .order_by("id")
            .values_list("pk", flat=True)
        )
        for place in (proposal.compact, compact)
    )
    # A copy keeps the order, and nothing is ever added to the proposals of a document.
    return dict(zip(ours, theirs, strict=False)).get(proposal.number)


def _anew(row: Row, **other: object) -> Row:
    """A row once more, with other values in some columns."""
    row.pk = None
    row._state.adding = True
    for name, value in other.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row
