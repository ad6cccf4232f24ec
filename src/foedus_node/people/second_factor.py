"""Of whom a second factor is required, from which day, and which of somebody's roles wait for one.

The rule is this ministry's own. A role that requires a second factor counts only while one was shown;
setting one up belongs to no role, so nobody is locked out of that. Whoever signs in at the ministry's
directory has been asked there: what it asks for is the directory's matter.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from attrs import frozen
from django.db.models import QuerySet
from django.http import HttpRequest

from foedus_node.people.models import FactorRule, User
from foedus_node.people.roles import Held, Role

_SET_UP_HERE = "second-factor-set-up"
"""Under which a session keeps that it set up a second factor itself."""


class Whose(StrEnum):
    """Of whom a second factor is required."""

    NOBODY = "nobody"
    SIGNING = "signing"
    """Of signatories and administrators."""
    EVERYBODY = "everybody"


class Shown(StrEnum):
    """How somebody stands to a second factor."""

    YES = "yes"
    NOT_HERE = "not-here"
    """There is one, and this session has not shown it: it began before there was."""
    NONE = "none"
    """There is none."""


@frozen
class Rule:
    """Of whom a second factor is required, and from which day."""

    whose: Whose = Whose.NOBODY
    since: datetime.date = datetime.date.min

    def requires(self, role: Role) -> bool:
        """Whether a role requires one, today or one day."""
        match self.whose:
            case Whose.NOBODY:
                return False
            case Whose.SIGNING:
                return role in (Role.SIGNATORY, Role.ADMINISTRATOR)
            case Whose.EVERYBODY:
                return True

    def among(self, held: Iterable[Held]) -> tuple[Held, ...]:
        """The roles that require one, of those held."""
        return tuple(one for one in held if self.requires(one.role))

    def waiting(self, held: Iterable[Held], *, on: datetime.date, shown: Shown) -> tuple[Held, ...]:
        """The roles, of those held, that do not count on a day because no second factor was shown."""
        return () if shown is Shown.YES or on < self.since else self.among(held)


def rule() -> Rule:
    """The rule of this node."""
    row = FactorRule.objects.values_list("whose", "since").first()
    return Rule(Whose(row[0]), row[1]) if row else Rule()


def set_rule(new: Rule) -> None:
    """Let another rule hold from now on."""
    FactorRule.objects.update_or_create(pk=1, defaults={"whose": new.whose, "since": new.since})


def shown_in(request: HttpRequest, user: User) -> Shown:
    """How somebody stands to a second factor in the session in which they ask."""
    ways = {record.get("method") for record in get_authentication_records(request, user)}
    if "socialaccount" in ways:
        return Shown.YES
    if not _has_one(user):
        return Shown.NONE
    return Shown.YES if "mfa" in ways or request.session.get(_SET_UP_HERE) else Shown.NOT_HERE


def shown_ever(user: User) -> Shown:
    """How somebody stands to a second factor where no session is: for a calendar program, or in a list."""
    has_one = _has_one(user) or SocialAccount.objects.filter(user=user).exists()
    return Shown.YES if has_one else Shown.NONE


def keep_set_up(request: HttpRequest) -> None:
    """Keep that this session has set up a second factor, and so has shown it."""
    request.session[_SET_UP_HERE] = True


def remove(user: User) -> bool:
    """Remove somebody's second factor, which they lost, with their spare codes; whether there was one."""
    had = _has_one(user)
    Authenticator.objects.filter(user=user).delete()
    return had


def wanting(held: Rule, *, most: int) -> tuple[User, ...]:
    """Who holds a role that a rule names and has neither a second factor nor joined the directory.

    Args:
        held: the rule.
        most: how many at most.
    """
    named = [role.value for role in Role if held.requires(role)]
    known = User.objects.filter(is_active=True, grants__role__in=named)
    known = known.exclude(pk__in=_factors().values("user"))
    known = known.exclude(pk__in=SocialAccount.objects.values("user"))
    return tuple(known.distinct().order_by("username")[:most])


def _has_one(user: User) -> bool:
    return bool(_factors().filter(user=user).exists())


def _factors() -> QuerySet[Any]:
    """Second factors alone: the codes for the day on which one is lost are none."""
    found: QuerySet[Any] = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return found
