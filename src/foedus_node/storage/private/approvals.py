"""Who must approve before we sign, and who has: ours alone, and nothing of it is in any bundle."""

import datetime
from collections.abc import Mapping

from attrs import frozen

from foedus_node.storage.private import models

_SIGNING = "act.sign"


@frozen
class Approval:
    """A person's approval of one act."""

    person: str
    public: str
    signature: bytes


def needed() -> int:
    """How many different persons must approve an act before we sign it."""
    row = models.Policy.objects.filter(what=_SIGNING).first()
    return row.needed if row else 0


def require(many: int) -> None:
    """Set how many persons must approve."""
    models.Policy.objects.update_or_create(what=_SIGNING, defaults={"needed": many})


def approvers() -> Mapping[str, str]:
    """The persons who may approve, by name, with their public keys."""
    return dict(models.Approver.objects.order_by("name").values_list("name", "public"))


def add_approver(name: str, public: str, *, at: datetime.datetime) -> None:
    """Let a person approve; a key that they had before gives way, and what it approved counts no more."""
    models.Approver.objects.update_or_create(name=name, defaults={"public": public, "since": at})


def remove_approver(name: str) -> None:
    """Let a person approve no more; what they approved and was not signed yet counts no more."""
    models.Approver.objects.filter(name=name).delete()


def approved(act: str) -> tuple[Approval, ...]:
    """Every approval of an act, as it was kept."""
    rows = models.Approval.objects.filter(act=act).order_by("id")
    return tuple(Approval(row.person, row.public, bytes.fromhex(row.signature)) for row in rows)


def keep(approval: Approval, *, compact: str, act: str, at: datetime.datetime) -> None:
    """Keep a person's approval; the same one again changes nothing."""
    models.Approval.objects.get_or_create(
        act=act,
        public=approval.public,
        defaults={
            "compact": compact,
            "person": approval.person,
            "signature": approval.signature.hex(),
            "at": at,
        },
    )
