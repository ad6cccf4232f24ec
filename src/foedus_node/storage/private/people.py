"""Which entries an officer found to be one person: a row each, so that taking it back leaves no trace."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from foedus.terms import ItemId
from foedus_node.storage.private import changes, models


def same() -> Mapping[ItemId, ItemId]:
    """The entries that are another person's, each with the entry that stands for both."""
    rows = models.SamePerson.objects.order_by("person").values_list("person", "same_as")
    return {ItemId(person): ItemId(other) for person, other in rows}


def keep_same(person: str, other: str, *, at: datetime.datetime) -> None:
    """Keep that one entry is another person's; what was said of it before gives way."""
    with transaction.atomic(using="private"):
        models.SamePerson.objects.update_or_create(person=person, defaults={"same_as": other, "at": at})
        changes.count()


def part(person: str) -> bool:
    """Take back that an entry is another's; whether it was."""
    with transaction.atomic(using="private"):
        changes.count()
        return bool(models.SamePerson.objects.filter(person=person).delete()[0])
