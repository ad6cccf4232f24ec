"""What pages are made of: a part of the register, which says what the whole says."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from attrs import evolve
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.consistency import faults_among
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Person
from foedus.followup import follow_up
from foedus.oversight.mechanisms import mechanisms
from foedus.oversight.visits import visits
from foedus.record.act import ActKind
from foedus.register import Register
from foedus.terms import ItemId, Language, Period
from foedus_node.desk import drafting, gathering, indexing, nearby, parts
from foedus_node.desk.register import common_items, register
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private.drafts import Draft
from tests.node.conftest import opened
from tests.node.nodes import Node
from tests.web.ministries import founded_once

DAY = datetime.date(2026, 9, 15)
AMENDMENT = Draft("amendment", "", ActKind.AMEND, {Language("en"): "Amendment"}, "", (), None, ())


@pytest.fixture(scope="module")
def compact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example's compact of two, with Viet Nam's databases open and its index brought up."""
    vn = Node(founded_once(tmp_path_factory) / "vn").copied(tmp_path_factory.mktemp("parts") / "vn")
    vn.do("status")  # an example that was kept may be of an earlier edition
    with opened(vn):
        name = ledger.compacts()[0]
        indexing.bring_up(Home.at(vn.folder), name, on=DAY)
        yield name


@pytest.fixture(scope="module")
def whole(compact: str) -> Register:
    """The whole register of the day."""
    return register(ledger.holding(compact), party="VN", on=DAY)  # type: ignore[arg-type]  # a party's code


@pytest.fixture(scope="module")
def part(compact: str) -> Register:
    """The part of it on which pages of what was said stand."""
    return parts.spoken("VN", compact, on=DAY, mark=shelf.mark(compact))  # type: ignore[arg-type]  # the same


def test_undertakings_stand_as_in_the_whole(whole: Register, part: Register) -> None:
    def told(now: Register) -> list[tuple[Any, ...]]:
        return [
            (
                one.undertaking.id,
                one.state,
                [(answer.item.id, answer.why, answer.rank) for answer in one.answers],
            )
            for one in follow_up(now)
        ]

    assert told(part) == told(whole)


def test_mechanisms_and_visits_are_those_of_the_whole(compact: str, whole: Register, part: Register) -> None:
    lines = gathering.of_lines(part, compact, mark=shelf.mark(compact), ours=True)
    assert mechanisms(part) == mechanisms(whole)
    assert visits(part, lines=lines.visits) == visits(whole)


def test_of_the_lines_only_those_stand_in_it_that_bear_on_what_was_said(
    whole: Register, part: Register
) -> None:
    assert {one.id for one in part.known(Activity)} < {one.id for one in whole.known(Activity)}


@given(data=st.data())
def test_what_is_near_a_line_has_every_fault_of_it(
    compact: str, whole: Register, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(whole.common(Activity)))
    changed = _changed(line, whole, data)
    held, settled = ledger.holding(compact), ledger.settled(compact)
    around = drafting.surroundings(AMENDMENT, [changed], held)
    near = drafting.surroundings(AMENDMENT, [changed], settled, near=nearby.near(settled))
    assert faults_among([changed], near) == faults_among([changed], around)
    assert dict(near.kinds) == dict(around.kinds)


def _changed(line: Activity, whole: Register, data: st.DataObject) -> Activity:
    """A line with some of what it says set otherwise, often to what cannot be."""
    others = [one for one in whole.common(Activity) if one.id != line.id]
    person = data.draw(st.sampled_from(_some(whole, Person)))
    names, days = [one.id for one in others], [one.when for one in others]
    office = data.draw(st.sampled_from([None, *(one.id for one in _some(whole, Office))]))
    return evolve(
        line,
        when=data.draw(st.sampled_from([line.when, Period.parse("2020-01-01"), *days])),
        after=tuple(data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True))),
        serves=(*line.serves, *data.draw(st.lists(st.just(ItemId(line.plan or "nothing")), max_size=1))),
        mechanism=data.draw(st.sampled_from([one.id for one in _some(whole, Mechanism)])),
        session=data.draw(st.integers(1, 8)),
        people=(Participant(role="head", party=person.party, person=person.id, office=office),),
    )


def _some(whole: Register, cls: type[Any]) -> Sequence[Any]:
    return whole.common(cls) or whole.known(cls)


def test_what_the_index_does_not_know_yet_is_read_from_the_record(compact: str) -> None:
    held = ledger.settled(compact)
    known: dict[ItemId, Item] = {item.id: item for item in common_items(ledger.holding(compact))}
    line = next(one for one in known.values() if isinstance(one, Activity) and one.plan)
    with transaction.atomic(using="private"):
        models.Item.objects.all().delete()
        near = drafting.surroundings(AMENDMENT, [line], held, near=nearby.near(held))
        transaction.set_rollback(True, using="private")
    assert near.items[ItemId(str(line.plan))] == known[ItemId(str(line.plan))]
