"""Which entries an officer found to be one person: a row each, so that taking it back leaves no trace."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from foedus.terms import ItemId
from foedus_node.storage.private import belonging, changes, models


def same(compact: str) -> Mapping[ItemId, ItemId]:
    """The entries that are another person's in a compact, each with the entry that stands for both."""
    rows = belonging.known(models.SamePerson.objects.order_by("person"), compact)
    return {ItemId(row.person): ItemId(row.same_as) for row in rows}


def keep_same(person: str, other: str, *, compact: str, at: datetime.datetime) -> None:
    """Keep that one entry is another person's; what was said of it before gives way."""
    with transaction.atomic(using="private"):
        kept = {"same_as": other, "at": at}
        models.SamePerson.objects.update_or_create(compact=compact, person=person, defaults=kept)
        changes.count(compact)


def part(person: str, *, compact: str) -> bool:
    """Take back that an entry is another's; whether it was."""
    with transaction.atomic(using="private"):
        changes.count(compact)
        return bool(models.SamePerson.objects.filter(compact=compact, person=person).delete()[0])
