"""Ten thousand schedules of a hostile world, and what holds in every one of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hostile.schedules import Worlds, drawn, run
from tests.hostile.seats import remembered

SCHEDULES = 10_000
PARTS = 20


@pytest.fixture(scope="module")
def worlds(scratch: Path) -> Iterator[Worlds]:
    with remembered():
        yield Worlds(scratch)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_schedule_forks_and_every_breach_is_named(
    part: int, worlds: Worlds, record_property: Callable[[str, object], None]
) -> None:
    share = SCHEDULES // PARTS
    tally = run(range(part * share, (part + 1) * share), worlds)
    record_property("hostile world", tally.told())


def test_a_seed_gives_the_same_schedule_and_the_same_end(worlds: Worlds) -> None:
    world, ends = worlds.of(7), []
    for _ in range(2):
        run([7], worlds)
        ends.append((world.told, {party: seat.view().rows for party, seat in world.seats.items()}))
    assert drawn(7) == drawn(7)
    assert ends[0] == ends[1]
