"""What we decided of undertakings; nothing of it is ever sent."""

import datetime

from foedus.followup.ruling import Ruling, Verdict
from foedus.terms import Date, ItemId
from foedus_node.storage.private import belonging, models


def rulings(compact: str) -> tuple[Ruling, ...]:
    """Every ruling that a compact knows, in the order in which they were made."""
    return tuple(map(_ruling, belonging.known(models.Ruling.objects.order_by("id"), compact)))


def keep(ruling: Ruling, *, compact: str, at: datetime.datetime) -> None:
    """Keep a ruling; an earlier one on the same undertaking and the same item gives way."""
    item = ruling.item or ""
    models.Ruling.objects.filter(compact=compact, undertaking=ruling.undertaking, item=item).delete()
    models.Ruling.objects.create(
        compact=compact,
        undertaking=ruling.undertaking,
        item=item,
        verdict=ruling.verdict,
        on=str(ruling.on),
        note=ruling.note,
        at=at,
    )


def take_back(undertaking: str, *, compact: str) -> Ruling | None:
    """Take back a compact's last ruling on an undertaking; returns it, None where there is none."""
    row = models.Ruling.objects.filter(compact=compact, undertaking=undertaking).order_by("id").last()
    if row is None:
        return None
    row.delete()
    return _ruling(row)


def _ruling(row: models.Ruling) -> Ruling:
    return Ruling(
        undertaking=ItemId(row.undertaking),
        item=ItemId(row.item) if row.item else None,
        verdict=Verdict(row.verdict),
        on=Date.parse(row.on),
        note=row.note,
    )
