"""The cover rule: the one rule of an honest party.

Before a party signs Y, every act it ever signed on an item of Y must be an ancestor of Y
on that item, or be voided by Y or by an ancestor of Y on it. One honest party common to
all charters then suffices: whatever the others do, the acts in force on an item form one
chain. The rule, and each of its parts left out, was searched exhaustively; the tests run
the same universes through this code.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from foedus.errors import CoverError, MissingActError
from foedus.record import descent
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
        MissingActError: an act that this party signed is not held.
    """
    for obstacle in uncovered(act, signed=signed, acts=acts):
        raise CoverError(party=party, act=act.hash[:12], reason=obstacle.reason)


def uncovered(act: Act, *, signed: Iterable[str], acts: Mapping[str, Act]) -> Iterator[Uncovered]:
    """Everything that stands in the way of signing an act; nothing when it may be signed.

    Raises:
        MissingActError: an act that this party signed is not held.
    """
    past = _Past(acts)
    for name in sorted(set(signed) - {act.hash}):
        past.add(_held(name, acts), obeyed=False)
    yield from past.obstacles(act)


def breaches(signed: Sequence[str], acts: Mapping[str, Act]) -> Iterator[tuple[str, Uncovered]]:
    """The acts a party signed against the rule, in the order of its log, each with what it ignored.

    A party that signed rivals is convicted by its own log; nothing else is needed as proof.
    To sign one act twice says nothing new.

    Raises:
        MissingActError: an act that the party signed is not held.
    """
    past = _Past(acts)
    for name in dict.fromkeys(signed):
        act = _held(name, acts)
        ignored = next(past.obstacles(act), None)
        if ignored:
            yield name, ignored
        past.add(act, obeyed=not ignored)


class _Past:
    """What one party has signed so far, by item: a log of any length is judged in one walk.

    An act that obeyed the rule covers all that was signed before it on its items. So the
    next act on it is held only against what was signed since: mostly nothing.
    """

    def __init__(self, acts: Mapping[str, Act]) -> None:
        self._acts = acts
        self._heirs = descent.heirs(acts)
        self._signed: set[str] = set()
        self._dead: set[str] = set()
        self._on: dict[str, list[str]] = defaultdict(list)
        self._covered: dict[tuple[str, str], int] = {}

    def add(self, act: Act, *, obeyed: bool) -> None:
        """Add an act signed; `obeyed` only if nothing stood in its way when it was."""
        self._signed.add(act.hash)
        descent.fell(self._dead, act.voids, self._heirs)
        for item in act.bases:
            self._on[item].append(act.hash)
            if obeyed:
                self._covered[item, act.hash] = len(self._on[item])

    def obstacles(self, act: Act) -> Iterator[Uncovered]:
        """Everything that stands in the way of signing an act now."""
        grounds = act.grounds
        if not self._dead.isdisjoint({act.hash, *grounds}) or self._voids_its_ground(act, grounds):
            yield Uncovered("", act.hash, "an act signed before, or itself, voids it or what it builds on")
        if act.charter not in {act.hash, *self._signed}:
            reason = f"its charter, act {act.charter[:12]}, was not signed first"
            yield Uncovered("", act.charter, reason)
        for item, base in act.bases.items():
            if base is not None and base not in self._signed:
                yield Uncovered(
                    item, base, f"it builds on act {base[:12]} ({item}), which was not signed first"
                )
            elif base is not None and item not in self._acts[base].bases:
                yield Uncovered(item, base, f"it builds on act {base[:12]}, which says nothing of {item}")
            yield from self._rivals(act, item, base)

    def _rivals(self, act: Act, item: str, base: str | None) -> Iterator[Uncovered]:
        known = self._covered.get((item, base), 0) if base else 0
        named = {act.hash, base, *act.voids}
        rivals = [name for name in self._on[item][known:] if name not in named]
        if rivals:
            covered = self._cover_of(item, base)
            for name in rivals:
                if name not in covered:
                    reason = f"act {name[:12]} was signed before on the same item ({item})"
                    yield Uncovered(item, name, reason)

    def _cover_of(self, item: str, base: str | None) -> set[str]:
        """The acts that lie under one item from its base down, and what they void."""
        covered: set[str] = set()
        while base is not None and base in self._acts:
            elder = self._acts[base]
            covered |= {base, *elder.voids}
            base = elder.bases.get(item)
        return covered

    def _voids_its_ground(self, act: Act, grounds: frozenset[str]) -> bool:
        return bool(act.voids) and not descent.fell(set(), act.voids, self._heirs).isdisjoint(grounds)


def _held(name: str, acts: Mapping[str, Act]) -> Act:
    if name not in acts:
        raise MissingActError(act=name[:12])
    return acts[name]
