"""Where acts stand: which are full, void, declined, and what is in force on each item.

A pure function of the acts held and of who signed them in verified logs: no clock, no
order of arrival, no majority. A plan binds all its parties or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from foedus.errors import DoubleEntryError, MissingActError, ThirdPartyError
from foedus.record import descent
from foedus.record.act import Act, ActKind


class State(StrEnum):
    """How an act stands, as one party sees it."""

    DRAFT = "draft"
    """We have not signed: certainly not in force."""
    OFFERED = "offered"
    """We have signed and the certificate is not held: it may already be in force elsewhere."""
    IN_FORCE = "in-force"
    VOID = "void"
    DECLINED = "declined"


@frozen
class Standing:
    """Who has signed one act, and whose signature is awaited."""

    signed: frozenset[str]
    awaited: frozenset[str]
    declined: frozenset[str] = frozenset()

    @property
    def full(self) -> bool:
        """Whether every party has signed."""
        return not self.awaited


def standing(parties: Iterable[str], signers: Iterable[str], decliners: Iterable[str] = ()) -> Standing:
    """Compare the signatures on an act with the parties it is meant to bind.

    A third party's signature is refused, not ignored: it means the bundle was made for
    another compact, so nothing else in it can be relied on.

    Raises:
        ThirdPartyError: somebody signed or declined who is no party.
    """
    bound, signed, declined = frozenset(parties), frozenset(signers), frozenset(decliners)
    if third := (signed | declined) - bound:
        raise ThirdPartyError(signers=tuple(sorted(third)), parties=tuple(sorted(bound)))
    return Standing(signed, bound - signed, declined - signed)


@frozen
class Settlement:
    """Every act's standing, and for each item the act in force on it."""

    acts: Mapping[str, Act]
    standings: Mapping[str, Standing]
    void: Mapping[str, str]
    """Each void act, with the full act that voids it or its ancestor."""
    live: frozenset[str]
    """The acts that are full and not void, and build on such acts only."""
    in_force: Mapping[str, str]
    """The act in force, by item."""

    def state(self, act: str, *, party: str) -> State:
        """How an act stands, as `party` sees it."""
        where = self.standings[act]
        if act in self.void:
            return State.VOID
        if act in self.live:
            return State.IN_FORCE
        if where.declined:
            return State.DECLINED
        return State.OFFERED if party in where.signed else State.DRAFT


def settle(
    acts: Mapping[str, Act],
    *,
    signers: Mapping[str, Iterable[str]],
    decliners: Mapping[str, Iterable[str]] | None = None,
) -> Settlement:
    """Settle what is in force from a set of acts and of verified signatures.

    Args:
        acts: every act held, by hash; each act's charter is among them.
        signers: the parties that signed, by act.
        decliners: the parties that declined, by act.

    Raises:
        MissingActError: an act's charter is not held, or is none.
        ThirdPartyError: somebody signed who is no party of the act's charter.
        DoubleEntryError: an item has two acts in force, so all its parties broke the cover rule.
    """
    declined = decliners or {}
    standings = {
        name: standing(_charter(act, acts).parties, signers.get(name, ()), declined.get(name, ()))
        for name, act in acts.items()
    }
    full = {name for name, where in standings.items() if where.full}
    heirs = descent.heirs(acts)
    void = _void(acts, full=full, heirs=heirs)
    groundless = descent.fell(set(), (acts.keys() | heirs.keys()) - full, heirs)
    live = frozenset(full - void.keys() - groundless)
    return Settlement(acts, standings, void, live, _in_force(acts, live))


def _charter(act: Act, acts: Mapping[str, Act]) -> Act:
    charter = acts.get(act.charter)
    # An act that names no parties would ask for nobody's signature, and be full at once.
    if charter is None or charter.kind is not ActKind.CHARTER:
        raise MissingActError(act=act.charter[:12])
    return charter


def _void(acts: Mapping[str, Act], *, full: Iterable[str], heirs: descent.Heirs) -> dict[str, str]:
    """The void acts, each with the full act it fell by: that which voids it itself before any other."""
    fallen: set[str] = set()
    by = {victim: name for name in sorted(full) for victim in acts[name].voids}
    for victim in sorted(by):
        for heir in sorted(descent.fell(fallen, [victim], heirs)):
            by.setdefault(heir, by[victim])
    return {name: by[name] for name in sorted(by) if name in acts}


def _in_force(acts: Mapping[str, Act], live: Iterable[str]) -> dict[str, str]:
    built_on = {(item, base) for name in live for item, base in acts[name].bases.items()}
    last: dict[str, list[str]] = defaultdict(list)
    for name in sorted(live):
        for item in acts[name].bases:
            if (item, name) not in built_on:
                last[item].append(name)
    for item, names in last.items():
        if len(names) > 1:
            raise DoubleEntryError(item=item, acts=tuple(name[:12] for name in names))
    return {item: names[0] for item, names in sorted(last.items())}
