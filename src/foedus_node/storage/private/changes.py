"""How often what we hold true was changed, so that what is made from it knows when it is old."""

from django.db.models import F

from foedus_node.storage.private import models

_ROW = 1


def number() -> int:
    """A number that grows with every change of what is ours alone; 0 in the beginning."""
    return models.Changes.objects.filter(pk=_ROW).values_list("number", flat=True).first() or 0


def count() -> None:
    """Count a change; to be called in the transaction that makes it."""
    models.Changes.objects.get_or_create(pk=_ROW)
    models.Changes.objects.filter(pk=_ROW).update(number=F("number") + 1)
