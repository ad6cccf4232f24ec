"""The people who sign in at the pages of a node, and the roles they hold.

An administrator does the same on the pages; the first one is made here. Their passwords are read
from a file or asked for, never taken as a word of the command.
"""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.errors import ValueRefusedError
from foedus_node.keys import words
from foedus_node.people import granting, second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import held_by
from foedus_node.people.roles import Role
from foedus_node.storage.common import ledger

user = App(name="user", help="Say who signs in at the pages, and what each may do.", help_format="plaintext")

Name = Annotated[str, Parameter(help="The name with which they sign in.")]
PasswordFile = Annotated[
    Path | None,
    Parameter(name="--password-file", help="A file that holds the password; else it is asked for."),
]
Unit = Annotated[
    str, Parameter(help="For the role unit: the office whose activities they see and report on.")
]


@user.command
def add(
    name: Name,
    /,
    *,
    called: Annotated[str, Parameter(help="Their name as colleagues write it.")] = "",
    language: Annotated[str, Parameter(help="The language of their pages; else their browser's.")] = "",
    password_file: PasswordFile = None,
) -> None:
    """Make an account. It holds no role yet.

    Example: foedus user add noy --called "Noy (illustrative)" --language lo
    """
    node.home()
    secret = _secret(password_file, name)
    made = granting.make(name, called=called, language=language, secret=secret)
    printing.say(f"{made} can sign in as {name}. Give a role with `foedus user grant {name} ROLE`.")


@user.command
def password(name: Name, /, *, password_file: PasswordFile = None) -> None:
    """Give somebody another password.

    Example: foedus user password noy
    """
    node.home()
    known = granting.account(name)
    granting.change_password(known, _secret(password_file, str(known)))
    printing.say(f"{known} signs in with the new password from now on.")


@user.command(name="without-factor")
def without_factor(name: Name, /) -> None:
    """Remove somebody's second factor, with their spare codes, once they have lost it.

    Example: foedus user without-factor noy

    They sign in with the password alone and set up another. An administrator does the same on the
    pages; this is for the day on which no administrator can sign in.
    """
    node.home()
    known = granting.account(name)
    if not second_factor.remove(known):
        raise ValueRefusedError(name="NAME", reason=f"{known} has no second factor")
    printing.say(f"{known} signs in with the password alone, and can set up another second factor.")


@user.command
def grant(
    name: Name,
    role: Annotated[Role, Parameter(help="What they shall be.")],
    /,
    *,
    unit: Unit = "",
    office: Annotated[str, Parameter(help="For a signatory: the office in whose name they sign.")] = "",
    compact: node.Compact = None,
) -> None:
    """Give somebody a role: in one compact, or on the whole node if none is named.

    Example: foedus user grant noy drafter
    """
    node.home()
    known = granting.account(name)
    granting.give(known, role, compact=_compact(compact), unit=unit, office=office, at=clock.now())
    printing.say(f"{known} is {role} {_where(_compact(compact))}.")


@user.command
def revoke(name: Name, role: Role, /, *, unit: Unit = "", compact: node.Compact = None) -> None:
    """Take a role from somebody.

    Example: foedus user revoke noy drafter
    """
    node.home()
    known = granting.account(name)
    if not granting.take(known, role, compact=_compact(compact), unit=unit):
        raise ValueRefusedError(name="ROLE", reason=f"{known} is no {role} {_where(_compact(compact))}")
    printing.say(f"{known} is {role} {_where(_compact(compact))} no more.")


@user.command(name="list")
def listed(*, json: node.Json = False) -> None:
    """List who signs in, and their roles.

    Example: foedus user list
    """
    node.home()
    rows = [(one, held_by(one)) for one in User.objects.order_by("username")]
    if json:
        printing.data(
            [
                {
                    "user": one.username,
                    "name": one.name,
                    "active": one.is_active,
                    "roles": [
                        {"role": held.role.value, "compact": held.compact or None, "unit": held.unit or None}
                        for held in roles
                    ],
                }
                for one, roles in rows
            ]
        )
        return
    if not rows:
        printing.say("Nobody signs in here yet. Make an account with `foedus user add NAME`.")
        return
    printing.table(
        ("User", "Name", "Roles"),
        [
            (one.username, one.name, "; ".join(f"{held.role} {_where(held.compact)}" for held in roles))
            for one, roles in rows
        ],
        wrap=("Roles",),
    )


def _compact(beginning: str | None) -> str:
    return node.one_of(beginning, ledger.compacts(), what="compact") if beginning else ""


def _where(compact: str) -> str:
    return f"in compact {compact[:12]}" if compact else "in every compact"


def _secret(file: Path | None, whose: str) -> str:
    return words.secret_in(file, what="a password") if file else words.new_secret(f"Password of {whose}: ")
