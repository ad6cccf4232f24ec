"""What we keep of items for ourselves: an officer's words, and the fields that a kind keeps ours.

Nothing here is ever sent, and nothing here is held against a kind: that is
`foedus_node.desk.noting`.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import frozen
from django.db import transaction

from foedus_node.storage.private import belonging, models


@frozen
class Note:
    """One thing kept of an item.

    Attributes:
        number: by which it is named when it is dropped.
        field: the field of the item's kind; empty for an officer's words.
        value: the words, or what the field holds.
        at: when it was kept.
    """

    number: int
    item: str
    field: str
    value: Any
    at: datetime.datetime


def notes_on(item: str, *, compact: str) -> tuple[Note, ...]:
    """What a compact keeps of an item, oldest first."""
    rows = belonging.known(models.Note.objects.filter(item=item), compact).order_by("id")
    return tuple(Note(row.pk, row.item, row.field, row.value, row.at) for row in rows)


def fields_on(item: str, *, compact: str) -> dict[str, Any]:
    """The fields of an item that we keep for ourselves in a compact, by name."""
    return {note.field: note.value for note in notes_on(item, compact=compact) if note.field}


def add(item: str, words: str, *, compact: str, at: datetime.datetime) -> None:
    """Keep an officer's words beside those kept before."""
    models.Note.objects.create(compact=compact, item=item, field="", value=words, at=at)


def put(item: str, said: Mapping[str, Any], *, compact: str, at: datetime.datetime) -> None:
    """Keep what fields hold; what they held before is gone. All or none."""
    with transaction.atomic(using="private"):
        models.Note.objects.filter(compact=compact, item=item, field__in=[*said]).delete()
        for name, value in said.items():
            models.Note.objects.create(compact=compact, item=item, field=name, value=value, at=at)


def drop(item: str, *, compact: str, number: int | None = None, field: str | None = None) -> bool:
    """Drop one note of a compact by its number, or a field; whether there was one."""
    rows = models.Note.objects.filter(compact=compact, item=item)
    rows = rows.filter(pk=number) if number is not None else rows.filter(field=field)
    return bool(rows.delete()[0])
