"""What we decided of undertakings; nothing of it is ever sent."""

import datetime

from foedus.followup.ruling import Ruling, Verdict
from foedus.terms import Date, ItemId
from foedus_node.storage.private import models


def rulings() -> tuple[Ruling, ...]:
    """Every ruling, in the order in which they were made."""
    return tuple(_ruling(row) for row in models.Ruling.objects.order_by("id"))


def keep(ruling: Ruling, *, at: datetime.datetime) -> None:
    """Keep a ruling; an earlier one on the same undertaking and the same item gives way."""
    item = ruling.item or ""
    models.Ruling.objects.filter(undertaking=ruling.undertaking, item=item).delete()
    models.Ruling.objects.create(
        undertaking=ruling.undertaking,
        item=item,
        verdict=ruling.verdict,
        on=str(ruling.on),
        note=ruling.note,
        at=at,
    )


def take_back(undertaking: str) -> Ruling | None:
    """Take back the last ruling on an undertaking; returns it, None where there is none."""
    row = models.Ruling.objects.filter(undertaking=undertaking).order_by("id").last()
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
