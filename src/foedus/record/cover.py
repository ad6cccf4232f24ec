"""The cover rule: the one rule of an honest party.

Before a party signs Y, every act it ever signed on an item of Y must be an ancestor of Y
on that item, or be voided by Y or by an ancestor of Y on it. One honest party common to
all charters then suffices: whatever the others do, the acts in force on an item form one
chain. The rule, and each of its parts left out, was searched exhaustively; the tests run
the same universes through this code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from foedus.errors import CoverError, MissingActError
from foedus.record.act import Act


@frozen
class Uncovered:
    """A reason why an act may not be signed: the act signed before that stands in its way."""

    item: str
    act: str
    reason: str


def refuse_uncovered(act: Act, *, party: str, signed: Iterable[str], acts: Mapping[str, Act]) -> None:
    """Refuse to sign an act that the cover rule does not allow.

    Args:
        act: the act to be signed.
        party: who would sign.
        signed: every act this party ever signed in this compact.
        acts: the acts held, by hash.

    Raises:
        CoverError: what stands in the way, the first of it.
        MissingActError: an act that the rule must look at is not held.
    """
    for obstacle in uncovered(act, signed=signed, acts=acts):
        raise CoverError(party=party, act=act.hash[:12], reason=obstacle.reason)


def uncovered(act: Act, *, signed: Iterable[str], acts: Mapping[str, Act]) -> Iterator[Uncovered]:
    """Everything that stands in the way of signing an act; nothing when it may be signed."""
    mine = frozenset(signed) - {act.hash}
    dead = _dead(mine | {act.hash}, acts={**acts, act.hash: act}, voiding=mine)
    if act.hash in dead:
        yield Uncovered("", act.hash, "an act signed before voids it or what it builds on")
    for item, base in act.bases.items():
        if base is not None and base not in mine:
            yield Uncovered(item, base, f"it builds on act {base[:12]} ({item}), which was not signed first")
        covered = set(act.voids) | {act.hash}
        for elder in _chain(item, base, acts):
            covered |= {elder.hash, *elder.voids}
        for other in sorted(mine - covered):
            if item in _held(other, acts).bases:
                yield Uncovered(item, other, f"act {other[:12]} was signed before on the same item ({item})")


def breaches(signed: Sequence[str], acts: Mapping[str, Act]) -> Iterator[tuple[str, Uncovered]]:
    """The acts a party signed against the rule, in the order of its log, each with what it ignored.

    A party that signed rivals is convicted by its own log; nothing else is needed as proof.
    """
    before: list[str] = []
    for name in signed:
        for obstacle in uncovered(_held(name, acts), signed=before, acts=acts):
            yield name, obstacle
            break
        before.append(name)


def _held(name: str, acts: Mapping[str, Act]) -> Act:
    if name not in acts:
        raise MissingActError(act=name[:12])
    return acts[name]


def _chain(item: str, base: str | None, acts: Mapping[str, Act]) -> Iterator[Act]:
    """The acts that lie under one item, newest first."""
    while base is not None:
        elder = _held(base, acts)
        yield elder
        if item not in elder.bases:
            raise MissingActError(act=f"{base[:12]} on {item}")
        base = elder.bases[item]


def _dead(names: frozenset[str], *, acts: Mapping[str, Act], voiding: frozenset[str]) -> frozenset[str]:
    """Which acts the voids of signed acts kill, directly or through an ancestor."""
    struck = {victim for name in voiding for victim in _held(name, acts).voids}
    if not struck:
        return frozenset()
    memory: dict[str, bool] = {}
    for name in names:
        _is_dead(name, acts=acts, struck=struck, memory=memory)
    return frozenset(name for name in names if memory[name])


def _is_dead(name: str, *, acts: Mapping[str, Act], struck: set[str], memory: dict[str, bool]) -> None:
    """Walk down the bases without recursion: twenty years of amendments are a deep chain."""
    ahead = [name]
    while ahead:
        here = ahead[-1]
        bases = {base for base in acts[here].bases.values() if base} if here in acts else set()
        unknown = [base for base in bases if base not in memory]
        if here in memory:
            ahead.pop()
        elif here in struck or not unknown:
            memory[here] = here in struck or any(memory[base] for base in bases)
            ahead.pop()
        else:
            ahead += unknown
