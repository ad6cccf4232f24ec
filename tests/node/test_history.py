"""What is told of how a thing came to be is what the whole record says, and little of it is read."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from foedus.record.holding import Holding
from foedus_node.desk.history import Step, history
from foedus_node.storage.common import ledger
from tests.node.nodes import Node


def record() -> Holding:
    return ledger.holding(ledger.compacts()[0])


def chain(held: Holding, item: str) -> list[str]:
    """The acts that set a thing, the latest first, as the whole record has them."""
    found, act = [], held.settlement.in_force.get(item)
    while act:
        found.append(act)
        act = held.acts[act].bases[item]
    return found


def told(held: Holding, item: str, *acts: str) -> list[Step]:
    return [*history(held.charter.hash, item, acts, parties=held.parties)]


def test_a_history_is_that_of_the_whole_record(desk: Node) -> None:
    desk.do("import", desk.folder.parent / "offer.foedus")
    held = record()
    (offer,) = desk.data("status")[0]["waiting"]
    (plan,) = chain(held, "first")
    steps = told(held, "first", offer, plan)
    assert [(step.act, step.since is None) for step in steps] == [(offer, True), (plan, False)]
    desk.do("sign", offer)
    held = record()
    assert chain(held, "first") == [offer, plan]
    for item, latest in held.settlement.in_force.items():
        steps = told(held, item, latest)
        assert [(step.act, step.title) for step in steps] == [
            (act, held.acts[act].title) for act in chain(held, item)
        ]
        for step in steps:
            assert {*step.words} == {word for word in held.words if word.act == step.act}
            assert {step.standing.full, step.since is not None} == {True}


@pytest.mark.usefixtures("desk")
def test_a_history_reads_the_acts_that_set_the_thing_and_no_whole_log() -> None:
    held = record()
    with CaptureQueriesContext(connections["default"]) as asked:
        steps = told(held, "first", *chain(held, "first"))
    assert len(asked) == len(steps) + 1
    with connections["default"].cursor() as cursor:
        for question in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {question['sql']}")
            # The index by which a log lies in order, and every entry of it with it.
            assert "autoindex_common_entry" not in str(cursor.fetchall())
