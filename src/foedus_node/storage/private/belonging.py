"""To which compact a thing of ours belongs, and what of ours a compact knows.

What is made in a compact is known there alone; what was made without one is the node's, and known in
each of its compacts. Where both say something of one name, the compact's own word counts. That is
told here for every table; who may see what is ours is told by roles, not here.
"""

from collections.abc import Mapping
from typing import Final, TypeVar

from django.db import models as fields
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from foedus_node.storage.private import changes, models

NODE: Final = ""
"""The place of what was made in no compact."""

_NAMED: Final[Mapping[type[fields.Model], tuple[str, ...]]] = {
    models.Document: ("sha256", "part"),
    models.OwnItem: ("name",),
    models.SamePerson: ("person",),
    models.Ruling: ("undertaking", "item"),
    models.Note: (),
}
"""What belongs to a compact, and the columns by which each of it is named there; none: it has no name."""

Row = TypeVar("Row", bound=fields.Model)


def known(rows: QuerySet[Row], compact: str) -> QuerySet[Row]:
    """Those of some rows that a compact knows: its own, and the node's of which it says nothing itself."""
    if compact == NODE:
        return rows.filter(compact=NODE)
    found = rows.filter(compact__in=(NODE, compact))
    if not (named := _NAMED[rows.model]):
        return found
    own = rows.model._default_manager.filter(compact=compact, **{name: OuterRef(name) for name in named})
    return found.exclude(Exists(own), compact=NODE)


def adopt(compact: str) -> None:
    """Let everything of the node's be a compact's from now on, and known in no other.

    Where the compact says something of the same name itself, that stays, and the node's word goes.
    """
    with transaction.atomic(using="private"):
        for model in _NAMED:
            known(model._default_manager.all(), compact).filter(compact=NODE).update(compact=compact)
        models.Proposal.objects.filter(document__compact=NODE).delete()
        for model in _NAMED:
            model._default_manager.filter(compact=NODE).delete()
        changes.count(NODE)
