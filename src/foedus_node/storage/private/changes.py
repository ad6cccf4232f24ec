"""How often what we hold true was changed, so that what is made from it knows when it is old."""

from django.db import connections
from django.db.models import F

from foedus_node.storage.private import models
from foedus_node.storage.router import PRIVATE

_ROW = 1


def number() -> int:
    """A number that grows with every change of what is ours alone; 0 in the beginning."""
    # Every page asks it: to have it written takes several times as long as to answer it.
    with connections[PRIVATE].cursor() as cursor:
        cursor.execute("SELECT number FROM private_changes WHERE id = %s", [_ROW])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def count() -> None:
    """Count a change; to be called in the transaction that makes it."""
    models.Changes.objects.get_or_create(pk=_ROW)
    models.Changes.objects.filter(pk=_ROW).update(number=F("number") + 1)
