"""The roles that people hold, read and told; what a role may do is said in `foedus_node.people.roles`."""

import datetime
from collections.abc import Iterable

from foedus_node.people.models import Deed, Grant, User
from foedus_node.people.roles import Held, Role


def held_by(user: User) -> tuple[Held, ...]:
    """The roles that somebody holds."""
    return tuple(
        Held(Role(one.role), one.compact, one.unit, one.office)
        for one in Grant.objects.filter(user=user).order_by("id")
    )


def whom_to_ask(compact: str) -> tuple[User, ...]:
    """Who gives roles in a compact: its administrators, those of the whole node last."""
    rows = Grant.objects.filter(role=Role.ADMINISTRATOR, compact__in=["", compact], user__is_active=True)
    return tuple(dict.fromkeys(one.user for one in rows.select_related("user").order_by("-compact", "id")))


def compacts_of(user: User, known: Iterable[str]) -> tuple[str, ...]:
    """The compacts in which somebody holds any role, of those that there are."""
    held = held_by(user)
    return tuple(compact for compact in known if any(one.counts_in(compact) for one in held))


def note_deed(user: User, what: str, *, at: datetime.datetime, compact: str = "", about: str = "") -> None:
    """Keep that somebody did something here."""
    Deed.objects.create(user=user, name=str(user), compact=compact, what=what, about=about, at=at)
