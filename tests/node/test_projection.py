"""What is kept beside the entries is what follows from them, after every entry and when made anew."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import EntryError
from foedus.record.entry import Entry, EntryType
from foedus.record.holding import told_of
from foedus.record.signature import key_id
from foedus_node.storage.common import ledger, models, projection
from tests.worlds import World, signing_key

pytestmark = pytest.mark.usefixtures("database")
PARTIES = ("KH", "LA", "VN")
GOOD = {"on": "2026-03-12", "note": {"en": "Carried out (illustrative)."}}


@pytest.fixture(scope="module")
def database() -> Iterator[DatabaseWrapper]:
    """The tables of the common record in memory, with nothing in them."""
    before = connections["default"]
    made = DatabaseWrapper({**connections.settings["default"], "NAME": ":memory:"}, "default")
    connections["default"] = made
    call_command("migrate", database="default", verbosity=0)
    yield made
    made.close()
    connections["default"] = before


def said(world: World, step: tuple[str, str, int]) -> None:
    """Let a party of a world say something, as a step tells; what it says, no rule need allow."""
    what, party, number = step
    acts = list(world.acts.values())
    match what:
        case "sign":
            world.sign(party, acts[number % len(acts)])
        case "decline":
            world.decline(party, acts[number % len(acts)], reason="Not this year (illustrative).")
        case "offer":
            world.sign(party, world.act({f"line-{len(acts)}": None}))
        case "report":
            world.report(party, f"line-{number % 3}", **GOOD)
        case "misreport":
            world.report(party, "line-1", outcome=number)
        case "file":
            body = {"sha256": f"{number:064}", "size": number, "mime": "text/plain"}
            world.put(world.next_entry(party, EntryType.DOC, body, by=world.by(party)))
        case "mandate":
            world.put(world.mandate(party, office=f"Office {number % 3}"))
        case "rotate":
            world.ops[party] = signing_key(party, number)
            body = world.keys(party, ops=(world.ops[party],))
            world.put(world.next_entry(party, EntryType.KEYS, body, key=world.ops[party]))
        case _:
            body = {"effective": "2026-12-31"}
            world.put(world.next_entry(party, EntryType.DENOUNCE, body, by=world.by(party)))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sign", "decline", "offer", "report", "misreport", "file", "mandate", "rotate", "denounce"]
        ),
        st.sampled_from(PARTIES),
        st.integers(0, 9),
    ),
    max_size=12,
)


def kept(world: World, lines: list[Entry]) -> None:
    """Keep entries of a world that are not held yet, each log's in one go, with all acts and leaves."""
    ledger.keep_acts(world.compact, world.acts.values(), world.leaves.values())
    held = ledger.holding(world.compact)
    for party, ours in groupby(sorted(lines, key=lambda line: line.party), key=lambda line: line.party):
        with ledger.growing(held.logs[party]) as growth:
            for line in ours:
                growth.append(line)


def spoken(world: World) -> list[Entry]:
    """Every entry of a world, each log in its order."""
    return [line for party in world.parties for line in world.entries[party]]


def refuse_a_difference(world: World) -> None:
    """Hold everything that is read by way of the projection against the bytes alone."""
    lines, compact = spoken(world), world.compact
    assert ledger.holding(compact) == world.holding()
    reports = [told_of(line) for line in lines if line.type is EntryType.REPORT]
    assert [*ledger.reports(compact)] == reports
    assert [*ledger.reports(compact, items=["line-1"])] == [
        one for one in reports if one.body["item"] == "line-1"
    ]
    for party in world.parties:
        last = [one for one in reports if (one.party, one.body["item"]) == (party, "line-1")][-1:]
        assert ledger.last_report(compact, party=party, item="line-1") == (last[0] if last else None)
        named = [line.body for line in world.entries[party] if line.type is EntryType.KEYS]
        ops, links = ledger.keys_ever(compact, party)
        assert [*ops] == list(dict.fromkeys(key_id(key) for body in named for key in body["ops"]))
        assert [*links] == list(dict.fromkeys(key_id(key) for body in named for key in body["links"]))
    bad = [
        (line.party, line.seq) for line in lines if line.type is EntryType.REPORT and "outcome" in line.body
    ]
    assert [(party, seq) for party, seq, _ in ledger.unreadable(compact)] == bad


def derived(compact: str) -> list[list[tuple[Any, ...]]]:
    """All that is kept beside the bytes."""
    return [
        [*models.Entry.objects.filter(compact=compact).order_by("id").values_list("id", "type", "about")],
        [*models.State.objects.filter(compact=compact).order_by("party").values_list("party", "head", "log")],
        [*models.Unreadable.objects.order_by("party", "seq").values_list("party", "seq", "reason")],
    ]


@settings(max_examples=25)
@given(steps=STEPS, at_once=st.integers(1, 5))
def test_the_projection_is_what_follows_from_the_bytes_at_every_step(
    steps: list[tuple[str, str, int]], at_once: int
) -> None:
    with transaction.atomic():
        world = World(*PARTIES)
        ledger.found(world.charter)
        kept(world, spoken(world))
        refuse_a_difference(world)
        for start in range(0, len(steps), at_once):
            before = {line.hash for line in spoken(world)}
            for step in steps[start : start + at_once]:
                said(world, step)
            kept(world, [line for line in spoken(world) if line.hash not in before])
            refuse_a_difference(world)
        transaction.set_rollback(True)


@settings(max_examples=10)
@given(steps=STEPS)
def test_what_was_lost_or_is_another_editions_is_made_anew_as_it_was(
    steps: list[tuple[str, str, int]],
) -> None:
    with transaction.atomic():
        world = World(*PARTIES)
        for step in [*steps, ("misreport", "LA", 7)]:
            said(world, step)
        ledger.found(world.charter)
        kept(world, spoken(world))
        was = derived(world.compact)
        states = models.State.objects.all()
        for spoil in (
            states.delete,
            lambda: states.update(head="0" * 64),
            lambda: (models.Unreadable.objects.all().delete(), states.update(edition="another")),
            lambda: states.update(log="{}"),
            lambda: (models.Entry.objects.update(type="report", about=""), states.delete()),
            lambda: (models.Unreadable.objects.all().delete(), states.delete()),
        ):
            spoil()
            refuse_a_difference(world)
            now = derived(world.compact)
            assert now[0] == was[0]
            assert [row[1:] for row in now[1]] == [row[1:] for row in was[1]]
            assert now[2] == was[2]
        transaction.set_rollback(True)


def test_a_state_is_of_the_last_entry_or_it_is_not_believed() -> None:
    with transaction.atomic():
        world = World(*PARTIES)
        ledger.found(world.charter)
        kept(world, spoken(world))
        line = world.report("LA", "line-1", **GOOD)
        log = projection.logs(world.charter)["LA"]
        models.Entry.objects.create(  # as a program would leave it that knows nothing of states
            compact_id=world.compact,
            party="LA",
            seq=line.seq,
            hash=line.hash,
            type="report",
            about="line-1",
            envelope=line.envelope,
        )
        assert projection.logs(world.charter)["LA"] == log.append(line)
        transaction.set_rollback(True)


def test_what_is_refused_while_a_log_grows_leaves_nothing_behind() -> None:
    with transaction.atomic():
        world = World(*PARTIES)
        ledger.found(world.charter)
        line = world.entries["LA"][0]
        with pytest.raises(EntryError):
            kept(world, [line, line])
        assert not models.Entry.objects.filter(compact=world.compact).exists()
        transaction.set_rollback(True)
