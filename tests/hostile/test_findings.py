"""What the hostile world found once, each as the shortest case of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedus.errors import ForeignCompactError, GapError
from foedus.record.entry import EntryType
from foedus_node.errors import RecoveringError
from tests.hostile.adversary import Offering
from tests.hostile.seats import Seat, remembered
from tests.hostile.world import HOSTILE, HostileWorld


@pytest.fixture
def world(scratch: Path) -> Iterator[HostileWorld]:
    """Laos, Viet Nam and a hostile Cambodia, on the day on which their first plan is in force."""
    with remembered():
        yield HostileWorld(("LA", "VN"), scratch)


def send(world: HostileWorld, sender: str, to: str) -> None:
    """Carry what the other lacks."""
    seats = world.seats
    seats[to].take(seats[sender].export(to, at=world.now()), at=world.now())


def shown(world: HostileWorld, branch: int, to: Seat) -> None:
    """Show one version of the hostile party's log."""
    to.take(world.foe.bundle(Offering(branch), at=world.now()), at=world.now())


def proven(seat: Seat) -> list[tuple[str, int]]:
    return [(proof.party, proof.seq) for proof in seat.view().forks]


def test_what_a_party_signed_in_another_compact_convicts_it_of_nothing_here(world: HostileWorld) -> None:
    lines = world.foe.relayed("VN", 4)
    before = world.seats["LA"].copied()
    with pytest.raises(ForeignCompactError):
        world.seats["LA"].take(
            world.foe.bundle(Offering(instead={"VN": lines}), at=world.now()), at=world.now()
        )
    assert world.seats["LA"].copied() == before


def test_a_fork_that_begins_with_a_new_key_is_proven(world: HostileWorld) -> None:
    la, vn = world.seats["LA"], world.seats["VN"]
    other = world.foe.fork(0, 5)
    world.foe.write(0, EntryType.REPORT, {"item": "a"})
    world.foe.rotate(other)
    shown(world, 0, la)
    shown(world, other, la)
    shown(world, other, vn)
    shown(world, 0, vn)
    assert [proven(la), proven(vn)] == [[(HOSTILE, 6)], [(HOSTILE, 6)]]


def test_peers_that_were_shown_two_versions_find_the_proof_by_sending_each_what_it_lacks(
    world: HostileWorld,
) -> None:
    la, vn = world.seats["LA"], world.seats["VN"]
    other = world.foe.fork(0, 5)
    for version, words in ((0, "one"), (other, "another"), (0, "and more"), (other, "and more")):
        world.foe.write(version, EntryType.REPORT, {"item": "a", "words": words})
    shown(world, 0, la)
    shown(world, other, vn)
    send(world, "LA", "VN")  # each learns where the other's version ends
    send(world, "VN", "LA")
    send(world, "LA", "VN")
    assert [proven(la), proven(vn)] == [[(HOSTILE, 6)], [(HOSTILE, 6)]]


def test_a_restored_node_waits_for_its_own_entries_also_where_a_peer_only_tells_its_heads(
    world: HostileWorld,
) -> None:
    la, vn = world.seats["LA"], world.seats["VN"]
    backup = la.copied()
    la.report("a", "forgotten", at=world.now())
    send(world, "LA", "VN")
    la.put_back(backup)
    la.recover(at=world.now())
    la.hear(vn.export(None, at=world.now()), at=world.now())
    la.take(world.foe.bundle(Offering(shown={"LA": 4}), at=world.now()), at=world.now())
    with pytest.raises(RecoveringError):
        la.report("a", "another", at=world.now())
    send(world, "LA", "VN")  # tells that its log ends earlier
    send(world, "VN", "LA")
    la.report("a", "another", at=world.now())
    assert la.view().holding.heads["LA"].seq == 6


def test_a_gap_is_named_before_what_follows_from_it(world: HostileWorld) -> None:
    la, vn = world.seats["LA"], world.seats["VN"]
    backup = vn.copied()
    act = world.world.act({"c": None})
    la.offer(act, [world.world.leaves[row.hash] for row in act.items], at=world.now())
    send(world, "LA", "VN")
    send(world, "VN", "LA")
    vn.put_back(backup)
    heir = world.world.act({"c": act})
    la.offer(heir, [world.world.leaves[row.hash] for row in heir.items], at=world.now())
    with pytest.raises(GapError):
        send(world, "LA", "VN")
