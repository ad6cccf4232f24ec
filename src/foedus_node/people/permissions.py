"""The roles that people hold, read and told; what a role may do is said in `foedus_node.people.roles`."""

import datetime
from collections.abc import Iterable

from foedus_node.people.models import Deed, Grant, User
from foedus_node.people.roles import Held, Role


def held_by(user: User) -> tuple[Held, ...]:
    """The roles that somebody holds; read once for each request, with which its user goes."""
    if (known := user.__dict__.get("_held_here")) is None:
        rows = Grant.objects.filter(user=user).order_by("id").values_list("role", "compact", "unit", "office")
        known = user.__dict__["_held_here"] = tuple(Held(Role(role), *rest) for role, *rest in rows)
    return known


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
