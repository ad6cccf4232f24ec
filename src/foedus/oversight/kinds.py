"""The kinds of activity that a register knows, where each comes from, and under which digest."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.document import to_json
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import builtin
from foedus.record import canonical
from foedus.register import InForce, Register
from foedus.terms import ItemId


class Origin(StrEnum):
    """Where a kind comes from."""

    BUILT_IN = "built in"
    OURS = "ours alone"
    AGREED = "agreed"


@frozen(kw_only=True)
class KnownKind:
    """A kind as it is used.

    Attributes:
        kind: its stages, fields, roles and papers.
        digest: SHA-256 of its canonical JSON, in hexadecimal.
        origin: where it comes from.
        force: the act by which it is agreed; None where it is not.
        edition: the digest of this edition's built-in kind of that name, where there is one and the
            kind in use is another; None otherwise.
    """

    kind: Kind
    digest: str
    origin: Origin
    force: InForce | None = None
    edition: str | None = None

    @property
    def differs(self) -> bool:
        """Whether the compact agreed on other words than this edition's built-in kind says."""
        return self.origin is Origin.AGREED and self.edition is not None


def digest(kind: Kind) -> str:
    """What names a kind's whole text: SHA-256 of its canonical JSON, in hexadecimal."""
    return canonical.digest(canonical.encode(to_json(kind)))


def known_kinds(register: Register) -> tuple[KnownKind, ...]:
    """The kinds in use, by name: each as agreed, else as ours, else as built in."""
    return tuple(_known(kind, register) for _, kind in sorted(register.kinds.items()))


def differing(agreed: Iterable[Kind]) -> Iterator[tuple[Kind, str, str]]:
    """Of kinds that were agreed, those that this edition has otherwise, with both digests: theirs, ours."""
    for kind in agreed:
        if (own := builtin().get(kind.name)) and own != kind:
            yield kind, digest(kind), digest(own)


def _known(kind: Kind, register: Register) -> KnownKind:
    ours = digest(kind)
    own = builtin().get(kind.name)
    edition = digest(own) if own else None
    force = next(
        (one for one in register.in_force.values() if isinstance(one.item, Kind) and one.item == kind), None
    )
    origin = Origin.BUILT_IN
    if force:
        origin = Origin.AGREED
    elif register.is_ours_alone(ItemId(kind.id)):
        origin = Origin.OURS
    return KnownKind(
        kind=kind, digest=ours, origin=origin, force=force, edition=edition if edition != ours else None
    )
