"""What is held gives one verdict, whoever computes it, and however much it is."""

import time
import tracemalloc
from collections.abc import Callable

import pytest
from attrs import evolve

from foedus.errors import MissingActError
from foedus.record.act import Act
from foedus.record.entry import EntryType
from foedus.record.holding import Holding, Line, Told, Word, told_of, word_of
from tests.worlds import OFFICE, World, verified

HASH = "ab" * 32


def amended(times: int) -> tuple[World, list[Act]]:
    """A world with one item that all parties amended so many times."""
    world = World()
    acts = [world.act({"line-1": None})]
    for _ in range(times - 1):
        acts.append(world.act({"line-1": acts[-1]}))
    for act in acts:
        world.all_sign(act)
    return world, acts


def held_by(world: World) -> Holding:
    """What is held of a world, without going through a file."""
    spoken = [word_of(line) for lines in world.entries.values() for line in lines]
    return Holding(
        charter=world.charter,
        logs=world.logs,
        acts=world.acts,
        leaves=world.leaves,
        words=tuple(each for each in spoken if isinstance(each, Word)),
        told=tuple(each for each in spoken if isinstance(each, Told)),
    )


def test_a_file_and_a_store_hold_the_same() -> None:
    world, _ = amended(3)
    world.report("LA", "line-1", outcome="met")
    assert world.holding() == held_by(world)


def test_what_is_held_stands_alike_with_other_leaves_and_with_an_act_that_nobody_has_signed() -> None:
    world, acts = amended(3)
    held = held_by(world)
    draft = world.act({"line-1": acts[-1]})
    other = held.with_other(logs={}, leaves={})
    beside = held.with_unsigned(draft, {})
    assert other == evolve(held, logs={}, leaves={})
    assert beside == evolve(held, acts={**held.acts, draft.hash: draft}, leaves={})
    assert other.settlement == evolve(other).settlement
    assert beside.settlement.in_force == evolve(beside).settlement.in_force
    assert [beside.words_on(act.hash) for act in acts] == [held.words_on(act.hash) for act in acts]


def test_who_said_what_on_an_act_stands_in_the_charters_order() -> None:
    world = World()
    act = world.act({"line-1": None})
    said = [world.decline("LA", act, reason="Not this year."), world.sign("VN", act), world.sign("LA", act)]
    words = held_by(world).words_on(act.hash)
    assert words == (
        Word("LA", act.hash, said[0].seq, said[0].at, OFFICE, declined=True, reason="Not this year."),
        Word("LA", act.hash, said[2].seq, said[2].at, OFFICE),
        Word("VN", act.hash, said[1].seq, said[1].at, OFFICE),
    )
    assert held_by(world).words_on(HASH) == ()


def test_what_a_party_told_alone_is_kept_apart_from_its_words_on_acts() -> None:
    world = World()
    notice = world.put(
        world.next_entry("VN", EntryType.DENOUNCE, {"effective": "2026-12-31"}, by=world.by("VN"))
    )
    assert held_by(world).told == (
        Told("VN", notice.seq, notice.at, OFFICE, EntryType.DENOUNCE, {"effective": "2026-12-31"}),
    )


def test_reports_are_read_where_they_lie_and_held_nowhere_else() -> None:
    world = World()
    report = world.report("LA", "line-1", outcome="met", unknown=1)
    body = {"item": "line-1", "outcome": "met", "unknown": 1}
    assert told_of(report) == Told("LA", report.seq, report.at, OFFICE, EntryType.REPORT, body)
    assert world.holding().told == ()


def test_a_verdict_on_four_times_the_reports_needs_no_more_memory() -> None:
    def peak(reports: int) -> int:
        world = World()
        for number in range(reports):
            world.report(world.parties[number % 2], "line-1", note={"en": f"Report {number}. " * 4000})
        data = world.bundle()
        tracemalloc.start()
        verified(data)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)  # what is made once, for the first record
    # Either record is longer by far than the piece of a file that is read at once.
    assert peak(800) < 1.5 * peak(200)


def test_an_act_is_in_force_from_its_last_signature_or_from_its_own_day_if_later() -> None:
    world = World()
    at_once, later, earlier = (
        world.act({f"line-{number}": None}, effective=day)
        for number, day in enumerate([None, "2027-01-01", "2025-01-01"])
    )
    for act in (at_once, later, earlier):
        world.all_sign(act)
    awaited = world.act({"line-9": None})
    world.sign("VN", awaited)
    held = held_by(world)
    days = [held.since(act.hash) for act in (at_once, later, earlier, awaited)]
    assert days == ["2026-01-06", "2027-01-01", "2026-01-06", None]


def test_a_signature_given_again_does_not_put_off_the_day() -> None:
    world = World()
    act = world.all_sign(world.act({"line-1": None}))
    day = held_by(world).since(act.hash)
    world.minute += 3 * 24 * 60
    world.sign("VN", act)
    assert held_by(world).since(act.hash) == day


def test_the_items_in_force_are_listed_with_what_they_say_and_without_those_struck_out() -> None:
    world = World()
    plan = world.act({"line-1": None, "line-2": None, "line-3": None})
    struck = world.act({"line-2": plan}, says={"line-2": None})
    for act in (plan, struck):
        world.all_sign(act)
    withheld = plan.items[2].hash
    held = evolve(
        held_by(world), leaves={name: leaf for name, leaf in world.leaves.items() if name != withheld}
    )
    day = "2026-01-06"
    lines = held.lines()
    assert lines == (
        Line("compact", held.leaf_of(world.compact, "compact"), world.compact, day),
        Line("line-1", held.leaf_of(plan.hash, "line-1"), plan.hash, day),
        Line("line-3", None, plan.hash, day),
    )
    assert [line.item for line in lines] == [
        {"id": "compact", "type": "compact"},
        {"id": "line-1", "type": "line"},
        None,
    ]


def test_a_signature_on_a_text_not_held_is_refused() -> None:
    world = World()
    world.put(world.next_entry("LA", EntryType.SIGN, {"act": HASH}, by=world.by("LA")))
    with pytest.raises(MissingActError):
        _ = held_by(world).settlement


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
def test_two_thousand_amendments_of_one_item_are_judged_in_a_moment() -> None:
    world, acts = amended(2000)
    held = held_by(world)
    assert seconds(lambda: held.settlement) < 0.5
    assert seconds(lambda: list(held.breaches())) < 0.5
    assert seconds(lambda: [held.since(act.hash) for act in acts]) < 0.5
    assert seconds(lambda: [held.words_on(act.hash) for act in acts]) < 0.5
    assert held.settlement.in_force["line-1"] == acts[-1].hash


@pytest.mark.slow
def test_a_plan_of_many_lines_is_listed_in_a_moment() -> None:
    world = World()
    world.all_sign(world.act({f"line-{number}": None for number in range(10_000)}))
    held = held_by(world)
    assert seconds(held.lines) < 0.5
