"""Making accounts, giving and taking roles: for the commands and the pages alike.

A node must keep somebody who administers all of it; whoever would take the last one away is refused.
"""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foedus.phrase import phrase
from foedus_node.errors import LastAdministratorError, UnknownNameError, ValueRefusedError
from foedus_node.people.models import Grant, User
from foedus_node.people.roles import Role


def account(name: str) -> User:
    """The account with which somebody signs in.

    Raises:
        UnknownNameError: there is none of that name.
    """
    found = User.objects.filter(username=name).first()
    if found is None:
        raise UnknownNameError(what="user", name=name, where="`foedus user list` lists them.")
    return found


def make(name: str, *, called: str, language: str, secret: str) -> User:
    """Make an account; it holds no role yet.

    Raises:
        ValueRefusedError: there is one of that name, or the password is no good one.
    """
    made = User(username=name, name=called, language=language)
    _take(made, secret)
    try:
        with transaction.atomic("private"):
            made.save()
    except IntegrityError:
        raise ValueRefusedError(
            name="NAME", reason=phrase("{name} has an account already", name=name)
        ) from None
    return made


def change_password(known: User, secret: str) -> None:
    """Give somebody another password.

    Raises:
        ValueRefusedError: it is no good one.
    """
    _take(known, secret)
    known.save(update_fields=["password"])


def close(known: User) -> None:
    """Close an account: nobody signs in with it; what was done with it stays told.

    Raises:
        LastAdministratorError: nobody else administers the node.
    """
    _refuse_last(known)
    known.is_active = False
    known.save(update_fields=["is_active"])


def open_again(known: User) -> None:
    """Open an account that was closed."""
    known.is_active = True
    known.save(update_fields=["is_active"])


def give(
    known: User, role: Role, *, compact: str = "", unit: str = "", office: str = "", at: datetime.datetime
) -> None:
    """Give somebody a role, in one compact or, where none is named, on the whole node.

    Raises:
        ValueRefusedError: a unit is named for another role than that of a unit, or not named for that one.
    """
    if (role is Role.UNIT) != bool(unit):
        raise ValueRefusedError(name="--unit", reason="it goes with the role unit, and only with it")
    Grant.objects.update_or_create(
        user=known, compact=compact, role=role, unit=unit, defaults={"office": office, "since": at}
    )


def take(known: User, role: Role, *, compact: str = "", unit: str = "") -> bool:
    """Take a role from somebody; returns whether they held it.

    Raises:
        LastAdministratorError: nobody else administers the node.
    """
    held = Grant.objects.filter(user=known, role=role, unit=unit, compact=compact)
    if not held.exists():
        return False
    if role is Role.ADMINISTRATOR and not compact:
        _refuse_last(known)
    held.delete()
    return True


def _refuse_last(known: User) -> None:
    ruling = Grant.objects.filter(role=Role.ADMINISTRATOR, compact="", user__is_active=True)
    if ruling.filter(user=known).exists() and not ruling.exclude(user=known).exists():
        raise LastAdministratorError(person=str(known))


def _take(known: User, secret: str) -> None:
    try:
        validate_password(secret, known)
    except ValidationError as error:
        raise ValueRefusedError(name="the password", reason=" ".join(error.messages).rstrip(".")) from None
    known.set_password(secret)
