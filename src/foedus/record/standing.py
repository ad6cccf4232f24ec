"""Where acts stand: which are full, void, declined, and what is in force on each item.

A pure function of the acts held and of who signed them in verified logs: no clock, no
order of arrival, no majority. A plan binds all its parties or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from foedus.errors import DoubleEntryError, MissingActError, ThirdPartyError
from foedus.record.act import Act


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
    in_force: Mapping[str, str]
    """The act in force, by item."""

    def state(self, act: str, *, party: str) -> State:
        """How an act stands, as `party` sees it."""
        where = self.standings[act]
        if act in self.void:
            return State.VOID
        if where.full:
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
        MissingActError: an act's charter is not held.
        ThirdPartyError: somebody signed who is no party of the act's charter.
        DoubleEntryError: an item has two acts in force, so all its parties broke the cover rule.
    """
    declined = decliners or {}
    standings = {
        name: standing(_charter(act, acts).parties, signers.get(name, ()), declined.get(name, ()))
        for name, act in acts.items()
    }
    full = {name for name, where in standings.items() if where.full}
    void = _void(acts, full)
    live = {name for name in full - void.keys() if _is_grounded(name, acts, full)}
    return Settlement(acts=acts, standings=standings, void=void, in_force=_in_force(acts, live))


def ancestors(act: Act, acts: Mapping[str, Act]) -> frozenset[str]:
    """Every act that an act builds on, over all its items, however far back; those not held included."""
    found: set[str] = set()
    ahead = [base for base in act.bases.values() if base]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            if name in acts:
                ahead += [base for base in acts[name].bases.values() if base]
    return frozenset(found)


def _charter(act: Act, acts: Mapping[str, Act]) -> Act:
    if act.charter not in acts:
        raise MissingActError(act=act.charter[:12])
    return acts[act.charter]


def _void(acts: Mapping[str, Act], full: Iterable[str]) -> dict[str, str]:
    void = {victim: name for name in sorted(full) for victim in acts[name].voids}
    heirs = defaultdict(list)
    for name, act in acts.items():
        for base in set(act.bases.values()) - {None}:
            heirs[base].append(name)
    ahead = sorted(void)
    while ahead:
        fallen = ahead.pop()
        for heir in heirs[fallen]:
            if heir not in void:
                void[heir] = void[fallen]
                ahead.append(heir)
    return {name: by for name, by in void.items() if name in acts}


def _is_grounded(name: str, acts: Mapping[str, Act], full: set[str]) -> bool:
    return ancestors(acts[name], acts) <= full


def _in_force(acts: Mapping[str, Act], live: set[str]) -> dict[str, str]:
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
