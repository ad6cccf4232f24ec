"""What a withdrawn key settles, and what it does not: a log with two versions, taken in by a peer."""

import copy
import datetime
import io
from collections.abc import Iterator, Sequence

import pytest
from attrs import evolve
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.errors import FoedusError, ForkError, WithdrawnKeyError
from foedus.record.bundle import Bundle
from foedus.record.entry import EntryType
from foedus.record.log import Log
from foedus.terms import Party
from foedus_node.errors import QuarantineError, StrangerError
from foedus_node.exchange import incoming
from foedus_node.exchange.incoming import Taken, Us
from foedus_node.storage.common import ledger, peers, speaking
from foedus_node.storage.common.speaking import Voice
from tests.worlds import OFFICE, World, root_of, signing_key

AT = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
NEW, NEWER = signing_key("new"), signing_key("newer")


@pytest.fixture
def database() -> Iterator[None]:
    """The tables of the common record in memory, with nothing in them."""
    before = connections["default"]
    made = DatabaseWrapper({**connections.settings["default"], "NAME": ":memory:"}, "default")
    connections["default"] = made
    call_command("migrate", database="default", verbosity=0)
    yield
    made.close()
    connections["default"] = before


def us(world: World, party: str = "LA") -> Us:
    return Us(Party(party), root_of(*world.roots[party]), "card", AT)


def take(world: World, party: str = "LA") -> Taken:
    """Let a party's node take in the whole record, as this world has it."""
    return incoming.take(Bundle(io.BytesIO(world.bundle())), us(world, party))


def renewed(world: World, *, key: str = "new", signed_by: str = "new") -> World:
    """Viet Nam's root certifies another key; it stands in its log."""
    keys = {"new": NEW, "newer": NEWER, "old": world.ops["VN"]}
    body = world.keys("VN", ops=(keys[key],))
    world.put(world.next_entry("VN", EntryType.KEYS, body, key=keys[signed_by]))
    world.ops["VN"] = keys[key]
    return world


def told(world: World, words: str) -> World:
    """Viet Nam reports something."""
    world.report("VN", "line-1", words=words)
    return world


def copied(world: World) -> World:
    return copy.deepcopy(world)


def kinds(taken: Taken) -> list[type[ForkError]]:
    return [type(fork) for fork in taken.forks]


@pytest.mark.usefixtures("database")
class TestASecondVersion:
    """A second version of Viet Nam's log reaches Laos."""

    def test_under_a_key_withdrawn_before_is_refused_and_kept_and_the_log_goes_on(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        take(renewed(world))
        taken = take(thief)
        assert (kinds(taken), taken.entries) == ([WithdrawnKeyError], {})
        assert [proof.seq for proof in peers.forks(world.compact)] == [4]
        assert take(told(world, "goes on")).entries == {"VN": 1}

    def test_under_a_key_in_force_brings_quarantine_until_the_root_withdraws_the_key(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        take(told(world, "ours"))
        assert kinds(take(thief)) == [ForkError]
        assert take(told(world, "more")).quarantined == ("VN",)
        taken = take(renewed(world))
        assert (taken.quarantined, taken.entries) == ((), {"VN": 2})
        assert peers.doubted_at(world.compact, ledger.holding(world.compact).logs["VN"]) is None
        assert kinds(take(thief)) == [WithdrawnKeyError]

    def test_is_not_settled_by_new_keys_that_keep_the_old_among_them(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        take(told(world, "ours"))
        take(thief)
        body = world.keys("VN", ops=(world.ops["VN"], NEW))
        world.put(world.next_entry("VN", EntryType.KEYS, body, key=NEW))
        assert take(world).quarantined == ("VN",)

    def test_is_not_settled_by_keys_that_stand_in_the_other_version(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        take(thief)
        assert kinds(take(told(world, "ours"))) == [ForkError]
        assert take(renewed(world)).quarantined == ("VN",)
        assert take(told(thief, "more")).quarantined == ("VN",)

    def test_is_not_settled_where_the_root_itself_has_two_histories(self) -> None:
        world = World()
        second = renewed(copied(world), key="newer", signed_by="newer")
        take(renewed(world))
        assert kinds(take(second)) == [ForkError]
        world.ops["VN"] = NEW
        body = world.keys("VN", ops=(signing_key("third"),))
        world.put(world.next_entry("VN", EntryType.KEYS, body, key=signing_key("third")))
        assert take(world).quarantined == ("VN",)

    def test_at_the_place_of_a_settled_one_and_under_a_key_in_force_brings_quarantine_again(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        take(renewed(told(world, "ours")))
        assert kinds(take(thief)) == [WithdrawnKeyError]
        insider = copied(world)
        insider.entries["VN"] = insider.entries["VN"][:3]
        insider.logs["VN"] = _replayed(insider)
        said = {"item": "line-1", "words": "theft with the new key"}
        line = insider.next_entry("VN", EntryType.REPORT, said, by=insider.by("VN"), key=NEW)
        insider.entries["VN"].append(line)
        insider.logs["VN"] = evolve(insider.logs["VN"], head=line.head)
        take(told(world, "more"))
        assert kinds(take(insider)) == [ForkError]
        assert take(told(world, "still more")).quarantined == ("VN",)

    def test_that_takes_the_same_new_key_and_goes_on_is_no_theft_and_brings_quarantine(self) -> None:
        world = World()
        second = renewed(told(copied(world), "to Cambodia"))
        second.minute += 7
        take(renewed(told(world, "to Laos")))
        assert kinds(take(told(second, "and on"))) == [WithdrawnKeyError, ForkError]
        assert [proof.seq for proof in peers.forks(world.compact)] == [4, 5]
        assert take(told(world, "and on")).quarantined == ("VN",)

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(order=st.permutations(["theft", "renewed", "later"]))
    def test_comes_to_the_same_in_whatever_order_it_is_heard(self, order: Sequence[str]) -> None:
        world = told(World(seed="/".join(order)), "ours")
        before = copied(world)
        before.entries["VN"] = before.entries["VN"][:3]
        before.logs["VN"] = _replayed(before)
        bundles = {"theft": told(before, "theft")}
        take(world)
        bundles["renewed"] = renewed(copied(world))
        bundles["later"] = told(copied(bundles["renewed"]), "later")
        for name in (*order, "later"):
            take(bundles[name])
        held = ledger.holding(world.compact).logs["VN"]
        assert held.head == bundles["later"].logs["VN"].head
        assert peers.doubted_at(world.compact, held) is None
        assert [proof.seq for proof in peers.forks(world.compact)] == [4]


def _replayed(world: World) -> Log:
    log = Log.opened(world.charter, "VN")
    for line in world.entries["VN"]:
        log = log.append(line)
    return log


def remembered(world: World) -> None:
    """Let Viet Nam's own node hold the record and know that it forgot nothing."""
    take(world, "VN")
    peers.set_recovering(world.compact, (), since="")


@pytest.mark.usefixtures("database")
class TestOurOwnLog:
    """What comes back to Viet Nam's own node."""

    def test_with_an_entry_of_a_strangers_signs_no_more_until_the_key_goes_out(self) -> None:
        world = World()
        remembered(world)
        voice = Voice(Party("VN"), OFFICE, world.ops["VN"], "2026-06-01T09:00:00Z")
        taken = take(told(world, "theft"), "VN")
        assert taken.strange == peers.Alarm(4, 4, (world.entries["VN"][3].kid,))
        assert take(told(world, "theft again"), "VN").strange == peers.Alarm(4, 5, taken.strange.kids)
        with pytest.raises(StrangerError, match="entries 4 to 5"):
            speaking.report(world.compact, voice, {"item": "line-1"})
        for ops in ((world.ops["VN"],), (world.ops["VN"], NEW)):
            with pytest.raises(StrangerError):
                speaking.renew({world.compact: world.keys("VN", ops=ops)}, voice)
        renewal = Voice(Party("VN"), OFFICE, NEW, "2026-06-01T09:01:00Z")
        (line,) = speaking.renew({world.compact: world.keys("VN", ops=(NEW,))}, renewal)
        assert line.seq == 6
        assert peers.alarm(world.compact) is None
        assert speaking.report(world.compact, renewal, {"item": "line-1"}).seq == 7
        with pytest.raises(FoedusError, match="is not among the keys that our log names"):
            speaking.report(world.compact, voice, {"item": "line-2"})

    def test_that_comes_back_while_the_node_recovers_raises_no_alarm(self) -> None:
        world = World()
        take(world, "VN")
        peers.set_recovering(world.compact, ["LA"], since="2026-06-01T09:00:00Z")
        taken = take(told(world, "forgotten"), "VN")
        assert (taken.strange, taken.restored) == (None, 1)
        assert peers.alarm(world.compact) is None

    def test_with_two_versions_signs_nothing_but_the_keys_that_settle_it(self) -> None:
        world = World()
        thief = told(copied(world), "theft")
        remembered(told(world, "ours"))
        assert kinds(take(thief, "VN")) == [ForkError]
        voice = Voice(Party("VN"), OFFICE, world.ops["VN"], "2026-06-01T09:00:00Z")
        with pytest.raises(QuarantineError):
            speaking.report(world.compact, voice, {"item": "line-2"})
        with pytest.raises(QuarantineError):
            speaking.renew({world.compact: world.keys("VN", ops=(world.ops["VN"],))}, voice)
        renewal = Voice(Party("VN"), OFFICE, NEW, "2026-06-01T09:01:00Z")
        speaking.renew({world.compact: world.keys("VN", ops=(NEW,))}, renewal)
        assert speaking.report(world.compact, renewal, {"item": "line-2"}).seq == 6
