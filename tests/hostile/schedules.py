"""Schedules: what is done in a hostile world, drawn from a seed; and shrunk, where one of them fails.

A seed gives the same schedule on every machine. To run one again:

    python -m tests.hostile 4711
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from foedus.record import signature
from tests.hostile.moves import MOVES, Step, play
from tests.hostile.world import HOSTILE, HostileWorld, Tally
from tests.worlds import chance, signing_key

SHORTEST, LONGEST = 6, 14


class ScheduleError(AssertionError):
    """A schedule after which something that must hold did not."""


class Worlds:
    """The worlds that schedules are played in: two honest parties and the hostile one, or one and it."""

    def __init__(self, scratch: Path) -> None:
        self._three = HostileWorld(("LA", "VN"), scratch)
        self._two = HostileWorld(("VN",), scratch)

    def of(self, seed: int) -> HostileWorld:
        """The world in which a seed's schedule is played: every fifth has but two parties."""
        return self._two if seed % 5 == 4 else self._three

    def keys(self) -> Mapping[str, bytes]:
        """Every key that the hostile party may ever use, by key id."""
        foe, seed = HOSTILE, self._three.world.seed
        publics = [signing_key(seed, foe, "op").public]
        publics += [signing_key(seed, foe, "op", number).public for number in range(1, LONGEST)]
        return {signature.key_id(public): bytes.fromhex(public) for public in publics}


def drawn(seed: int) -> tuple[Step, ...]:
    """The schedule of a seed."""
    names, bounds = list(MOVES), list(accumulate(often for often, _ in MOVES.values()))
    length = SHORTEST + chance(seed)[0] % (LONGEST - SHORTEST + 1)
    steps = []
    for place in range(length):
        dice = chance(seed, place)
        ticket = int.from_bytes(dice[:4]) % bounds[-1]
        name = names[next(i for i, bound in enumerate(bounds) if ticket < bound)]
        a, b, c, d = (int.from_bytes(dice[4 + 2 * i : 6 + 2 * i]) for i in range(4))
        steps.append(Step(name, (a, b, c, d)))
    return tuple(steps)


def run(seeds: Iterable[int], worlds: Worlds) -> Tally:
    """Play the schedules of seeds.

    Raises:
        ScheduleError: one failed; it says which, what was done in it, and what broke.
    """
    tally = Tally()
    for seed in seeds:
        world, steps = worlds.of(seed), drawn(seed)
        if fault(world, steps):
            shortest = shrunk(world, steps)
            what = fault(world, shortest)
            lines = (f"the schedule of seed {seed}, shrunk to {len(shortest)} of {len(steps)} steps:",)
            done = [f"  {number}. {line}" for number, line in enumerate(world.told, start=1)]
            raise ScheduleError("\n".join([*lines, *map(str, shortest), "what was done:", *done, what or ""]))
        tally += world.tally
    return tally


def fault(world: HostileWorld, steps: Sequence[Step]) -> str | None:
    """What breaks when a schedule is played, if anything does."""
    try:
        play(world, steps)
    except Exception as broken:
        return f"{type(broken).__name__}: {broken}"
    return None


def shrunk(world: HostileWorld, steps: Sequence[Step]) -> tuple[Step, ...]:
    """A schedule that still fails, in which no single step can be spared."""
    kept = list(steps)
    place = 0
    while place < len(kept):
        fewer = kept[:place] + kept[place + 1 :]
        if fault(world, fewer):
            kept, place = fewer, 0
        else:
            place += 1
    return tuple(kept)
