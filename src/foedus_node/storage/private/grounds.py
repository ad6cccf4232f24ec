"""The maps that a ministry laid beneath its markers: ours alone, the last one counts."""

import datetime

from attrs import frozen

from foedus_node.storage.private import models

_KEPT = 3
"""Maps that are kept of a compact, so that the one before can be had again."""


@frozen
class Laid:
    """A map that was laid, its bytes as they came."""

    number: int
    name: str
    data: bytes
    at: datetime.datetime


def ground(compact: str) -> Laid | None:
    """The map of a compact; None where none was laid."""
    row = models.Ground.objects.filter(compact=compact).order_by("-id").first()
    return Laid(row.pk, row.name, bytes(row.data), row.at) if row else None


def lay(compact: str, data: bytes, *, name: str, at: datetime.datetime) -> None:
    """Lay a map beneath a compact's markers, in place of the one before."""
    models.Ground.objects.create(compact=compact, name=name[:200], data=data, at=at)
    rows = models.Ground.objects.filter(compact=compact).order_by("-id")
    models.Ground.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[_KEPT:])).delete()


def take_away(compact: str) -> bool:
    """Take the map away; the one before it shows again. Whether there was one."""
    row = models.Ground.objects.filter(compact=compact).order_by("-id").first()
    if row:
        row.delete()
    return row is not None
