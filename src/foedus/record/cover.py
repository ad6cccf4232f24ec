"""The cover rule: the one rule of an honest party.

Before a party signs Y, every act it ever signed on an item of Y must be an ancestor of Y
on that item, or be voided by Y or by an ancestor of Y on it. One honest party common to
all charters then suffices: whatever the others do, the acts in force on an item form one
chain. The rule, and each of its parts left out, was searched exhaustively; the tests run
the same universes through this code.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from foedus.errors import CoverError, MissingActError
from foedus.phrase import phrase
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
    on: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(signed) - {act.hash}):
        past.add(_held(name, acts))
        for item in acts[name].bases:
            on[item].append(name)
    voids = {name: frozenset(each.voids) for name, each in acts.items()} | {act.hash: frozenset(act.voids)}

    def rivals(item: str) -> Iterator[str]:
        below = {act.hash: None} | dict.fromkeys(_below(act.bases[item], item, acts)) if on[item] else {}
        return (
            name
            for name in on[item]
            if name not in below and not any(name in voids.get(elder, ()) for elder in below)
        )

    dead = past.is_dead(act) or not past.struck_by(act).isdisjoint(act.grounds)
    yield from past.obstacles(act, dead=dead, rivals=rivals)


def breaches(signed: Sequence[str], acts: Mapping[str, Act]) -> Iterator[tuple[str, Uncovered]]:
    """The acts a party signed against the rule, in the order of its log, each with what it ignored.

    A party that signed rivals is convicted by its own log; nothing else is needed as proof.
    To sign one act twice says nothing new. A log of any length is judged in time that grows
    with it, also after a breach.

    Raises:
        MissingActError: an act that the party signed is not held.
    """
    order = [_held(name, acts) for name in dict.fromkeys(signed)]
    first = _first_rivals(order, acts)
    past = _Past(acts)
    for act in order:

        def rivals(item: str, name: str = act.hash) -> Iterator[str]:
            return iter([first[item, name]] if (item, name) in first else [])

        was_dead = past.is_dead(act)
        dead = not past.add(act).isdisjoint(act.grounds) or was_dead
        ignored = next(past.obstacles(act, dead=dead, rivals=rivals), None)
        if ignored:
            yield act.hash, ignored


class _Past:
    """What one party has signed so far, and what fell by it."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        self._acts = acts
        self._heirs = descent.heirs(acts)
        self._signed: set[str] = set()
        self._dead: set[str] = set()

    def add(self, act: Act) -> set[str]:
        """Add an act signed; returns what fell by it that had not before."""
        self._signed.add(act.hash)
        return descent.fell(self._dead, act.voids, self._heirs)

    def is_dead(self, act: Act) -> bool:
        """Whether an act signed before voids it, or what it builds on."""
        return not self._dead.isdisjoint({act.hash, *act.grounds})

    def struck_by(self, act: Act) -> set[str]:
        """All that would fall by an act."""
        return descent.fell(set(), act.voids, self._heirs)

    def obstacles(
        self, act: Act, *, dead: bool, rivals: Callable[[str], Iterator[str]]
    ) -> Iterator[Uncovered]:
        """Everything that stands in the way of an act.

        Args:
            act: the act.
            dead: whether it or what it builds on is voided, before it or by it.
            rivals: for an item, the acts signed before that it does not cover.
        """
        if dead:
            yield Uncovered(
                "", act.hash, phrase("an act signed before, or itself, voids it or what it builds on")
            )
        if act.charter not in self._signed and act.charter != act.hash:
            reason = phrase("its charter, act {charter}, was not signed first", charter=act.charter[:12])
            yield Uncovered("", act.charter, reason)
        for item, base in act.bases.items():
            if base is not None and base not in self._signed:
                yield Uncovered(
                    item,
                    base,
                    phrase(
                        "it builds on act {base} ({item}), which was not signed first",
                        base=base[:12],
                        item=item,
                    ),
                )
            elif base is not None and item not in self._acts[base].bases:
                yield Uncovered(
                    item,
                    base,
                    phrase(
                        "it builds on act {base}, which says nothing of {item}", base=base[:12], item=item
                    ),
                )
            for name in rivals(item):
                reason = phrase(
                    "act {name} was signed before on the same item ({item})", name=name[:12], item=item
                )
                yield Uncovered(item, name, reason)


def _below(base: str | None, item: str, acts: Mapping[str, Act]) -> Iterator[str]:
    """The acts that lie under one item, from its base down."""
    while base is not None:
        yield base
        base = acts[base].bases.get(item) if base in acts else None


# --- a whole log at once --------------------------------------------------------------------


def _first_rivals(order: Sequence[Act], acts: Mapping[str, Act]) -> Mapping[tuple[str, str], str]:
    """For each item of each act signed, the first act signed on it before that it does not cover.

    Args:
        order: the acts signed, in the order of the log.
        acts: the acts held, by hash.
    """
    signed: dict[str, list[str]] = defaultdict(list)
    for act in order:
        for item in act.bases:
            signed[item].append(act.hash)
    contested = {item: names for item, names in signed.items() if len(names) > 1}
    on: dict[str, list[str]] = defaultdict(list)
    for name, act in acts.items():
        for item in act.bases.keys() & contested.keys():
            on[item].append(name)
    places = {act.hash for act in order}
    struck = {name: places.intersection(act.voids) for name, act in acts.items()}
    return {
        (item, name): rival
        for item, names in contested.items()
        for name, rival in _uncovered_on(item, signed=names, held=on[item], acts=acts, struck=struck)
    }


def _uncovered_on(
    item: str,
    *,
    signed: Sequence[str],
    held: Sequence[str],
    acts: Mapping[str, Act],
    struck: Mapping[str, set[str]],
) -> Iterator[tuple[str, str]]:
    """Walk down all that builds on each other on one item, keeping in mind what is covered on the way.

    Yields:
        An act signed, and the first of those signed before that it does not cover.
    """
    place = {name: number for number, name in enumerate(signed)}
    above: dict[str | None, list[str]] = defaultdict(list)
    fell: dict[str, list[int]] = {}
    for name in held:
        base = acts[name].bases[item]
        victims = struck[name]
        if base is None or base not in acts or item not in acts[base].bases:
            victims = victims | struck.get(base or "", set())
            base = None
        above[base].append(name)
        fell[name] = [place[victim] for victim in place.keys() & victims]
    still = _Places(len(signed))
    ahead = [(name, False) for name in above[None]]
    while ahead:
        name, is_left = ahead.pop()
        own = [place[name]] if name in place else []
        if is_left:
            still.add(own + fell[name], covers=-1)
            continue
        still.add(fell[name], covers=1)
        first = still.first
        if own and first < own[0]:
            yield name, signed[first]
        still.add(own, covers=1)
        ahead += [(name, True), *((heir, False) for heir in above[name])]


class _Places:
    """Numbered places, each covered any number of times; the first that is not is found at once."""

    def __init__(self, size: int) -> None:
        self._leaves = 1 << (size - 1).bit_length()
        # A tree of least counts: a node's children are at twice its number, and the next.
        self._least = [0] * (2 * self._leaves)

    def add(self, places: Iterable[int], *, covers: int) -> None:
        """Cover places once more, or (-1) once less."""
        for place in places:
            node = self._leaves + place
            self._least[node] += covers
            while node > 1:
                node //= 2
                self._least[node] = min(self._least[2 * node], self._least[2 * node + 1])

    @property
    def first(self) -> int:
        """The first place that is not covered; a number beyond the last where all are."""
        if self._least[1]:
            return self._leaves
        node = 1
        while node < self._leaves:
            node = 2 * node + (self._least[2 * node] > 0)
        return node - self._leaves


def _held(name: str, acts: Mapping[str, Act]) -> Act:
    if name not in acts:
        raise MissingActError(act=name[:12])
    return acts[name]
