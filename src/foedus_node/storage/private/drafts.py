"""Drafts: what we prepare to propose to the other parties.

Ours alone until `foedus_node.desk.drafting` composes an act of a draft and our log signs it.
"""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from attrs import field, frozen
from django.db.models import Count

from foedus.terms import Wording
from foedus_node.storage.private import models, writing

_TAKEN_BACK_WITHIN = datetime.timedelta(days=30)
"""How long a draft that was dropped can be taken back."""


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
    with writing.all_or_none():
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
    with writing.all_or_none():
        models.Draft.objects.filter(dropped_at__lt=at - _TAKEN_BACK_WITHIN).delete()
        models.Draft.objects.filter(pk=_row(draft).pk).update(dropped_at=at)


def take_back(name: str, *, compact: str) -> bool:
    """Take back a compact's draft that was dropped; whether there was one."""
    rows = models.Draft.objects.filter(compact=compact, name=name).exclude(dropped_at=None)
    return bool(rows.update(dropped_at=None))
