"""How often what we hold true was changed, so that what is made from it knows when it is old."""

from django.db import connections
from django.db.models import F

from foedus_node.storage.private import models
from foedus_node.storage.router import PRIVATE


def number(compact: str) -> int:
    """A number that grows with every change of what is ours and known in a compact; 0 in the beginning."""
    # Every page asks it: to have it written takes several times as long as to answer it.
    with connections[PRIVATE].cursor() as cursor:
        cursor.execute("SELECT SUM(number) FROM private_changes WHERE compact IN ('', %s)", [compact])
        row = cursor.fetchone()
    return int(row[0] or 0)


def count(compact: str) -> None:
    """Count a change of what belongs to a compact; to be called in the transaction that makes it."""
    models.Changes.objects.get_or_create(compact=compact)
    models.Changes.objects.filter(compact=compact).update(number=F("number") + 1)
