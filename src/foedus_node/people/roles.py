"""What each role may do, and why somebody may or may not.

Plain predicates over the roles a person holds; nothing here asks a database. A right always
belongs to one compact: who holds a role in one has none in another.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from attrs import frozen


class Role(StrEnum):
    """What somebody is on this node."""

    READER = "reader"
    DRAFTER = "drafter"
    SIGNATORY = "signatory"
    UNIT = "unit"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What may be done."""

    SEE = "see"
    """What is common: plans, activities, acts, the record."""
    SEE_OURS = "see-ours"
    """What is ours alone: notes, documents read, drafts, rulings."""
    DRAFT = "draft"
    """Prepare: read documents, accept facts, draft changes, rule on undertakings, keep notes."""
    REPORT = "report"
    """Report on an activity, in our own log."""
    SIGN = "sign"
    """Sign, decline, offer and give notice in the party's name."""
    EXCHANGE = "exchange"
    """Send, fetch, import and export."""
    AUDIT = "audit"
    """See who of ours did what, and prove the record."""
    ADMINISTER = "administer"
    """Users, roles, keys, mandates, peers, backups."""


RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.READER: frozenset({Right.SEE}),
    Role.DRAFTER: frozenset({Right.SEE, Right.SEE_OURS, Right.DRAFT, Right.REPORT, Right.EXCHANGE}),
    Role.SIGNATORY: frozenset({Right.SEE, Right.SEE_OURS, Right.SIGN, Right.REPORT, Right.EXCHANGE}),
    Role.UNIT: frozenset({Right.SEE, Right.REPORT}),
    Role.AUDITOR: frozenset({Right.SEE, Right.SEE_OURS, Right.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Right.SEE, Right.EXCHANGE, Right.AUDIT, Right.ADMINISTER}),
}
"""Who administers does not sign, and who signs does not administer; one person may hold both roles."""


@frozen
class Held:
    """A role that somebody holds: in a compact, or on the whole node where none is named."""

    role: Role
    compact: str = ""
    unit: str = ""
    office: str = ""

    def counts_in(self, compact: str) -> bool:
        """Whether it is held in a compact."""
        return self.compact in ("", compact)


@frozen
class Why:
    """Whether something may be done, and why."""

    right: Right
    may: bool
    by: tuple[Held, ...]
    """The roles held that give the right."""
    would: tuple[Role, ...]
    """The roles that would give it."""
    waiting: tuple[Held, ...] = ()
    """The roles held that would give it once a second factor is shown."""


def why(held: Iterable[Held], right: Right, *, compact: str, waiting: Iterable[Held] = ()) -> Why:
    """Whether the roles that somebody holds let them do something in a compact, and why.

    Args:
        held: the roles that count.
        right: what they would do.
        compact: where.
        waiting: the roles that they hold too, and that count once a second factor is shown.
    """
    giving = _giving(held, right, compact=compact)
    would = tuple(role for role in Role if right in RIGHTS[role])
    asleep = _giving(waiting, right, compact=compact)
    return Why(right=right, may=bool(giving), by=giving, would=would, waiting=asleep)


def _giving(held: Iterable[Held], right: Right, *, compact: str) -> tuple[Held, ...]:
    return tuple(one for one in held if one.counts_in(compact) and right in RIGHTS[one.role])


def units(held: Iterable[Held], *, compact: str) -> frozenset[str] | None:
    """The units to whose activities somebody is confined in a compact; None: they see all of them."""
    here = [one for one in held if one.counts_in(compact)]
    if any(one.role is not Role.UNIT for one in here):
        return None
    return frozenset(one.unit for one in here)
