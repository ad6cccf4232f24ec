"""A review is closed at the desk only when every corrective action of it has ended, by somebody's word."""

from collections.abc import Iterator
from typing import Any

import pytest

from foedus.errors import NumbersError, StageOpenError
from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.desk import reporting
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.common.speaking import Voice
from tests.node.conftest import opened
from tests.node.nodes import CLOCK, PASSPHRASE, Node, of_world
from tests.worlds import World

EXERCISE: dict[str, Any] = {
    "type": "activity",
    "id": "rescue",
    "kind": "exercise",
    "domain": "non-traditional-security",
    "title": {"en": "Exercise (illustrative)"},
    "host": "VN",
    "participants": ["LA", "VN"],
    "details": {"exercise_type": "table-top"},
}
ACTION: dict[str, Any] = {
    "type": "undertaking",
    "id": "radios",
    "force": "agreed",
    "by": ["LA", "VN"],
    "on": ["VN"],
    "domain": "non-traditional-security",
    "gist": {"en": "radios (illustrative)"},
    "occasion": "rescue",
}
SERVED: dict[str, Any] = {**EXERCISE, "id": "drill", "kind": "generic", "serves": ["maps"], "details": {}}
SAYS = {
    "rescue": EXERCISE,
    "radios": ACTION,
    "maps": {**ACTION, "id": "maps"},
    "drill": SERVED,
    "elsewhere": {**ACTION, "id": "elsewhere", "occasion": "drill"},
    "course": {**EXERCISE, "id": "course", "kind": "training", "details": {}},
}
REVIEWED = {
    "item": "rescue",
    "stage": "after-action-review",
    "also": ["all"],
    "on": "2026-03-02",
    "details": {"participants": 30, "observations": [{"capability": "radio", "observation": "weak"}]},
}
CLOSED = {"item": "rescue", "stage": "corrective-actions", "on": "2026-05-02"}
RADIOS = {"item": "radios", "stage": "carried-out", "on": "2026-05-01"}
MAPS = {"item": "drill", "outcome": "met", "on": "2026-04-01"}


@pytest.fixture(scope="session")
def agreed_exercise(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Viet Nam's node, on which an exercise with two corrective actions is in force."""
    folder = tmp_path_factory.mktemp("reviewed")
    world = World("VN", "LA", seed="closing")
    world.all_sign(world.act(dict.fromkeys(SAYS), says=SAYS))
    node = of_world(world, "VN", folder / "vn")
    (folder / "world.foedus").write_bytes(world.bundle())
    node.run("import", folder / "world.foedus")  # an alarm, for it never wrote its own log
    node.do("recover")
    head = world.logs["VN"].head
    node.do("recover", "--head", f"{head.seq}:{head.hash}")
    return node


@pytest.fixture
def here(agreed_exercise: Node, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A copy of it, open in this very process."""
    node = agreed_exercise.copied(tmp_path / "vn")
    monkeypatch.setenv("FOEDUS_CLOCK", CLOCK)
    monkeypatch.setenv("FOEDUS_PASSPHRASE", PASSPHRASE)
    with opened(node):
        yield Home.at(node.folder)


def report(here: Home, *sheet: dict[str, Any]) -> None:
    (compact,) = ledger.compacts()
    voice = Voice(here.party, here.office, here.key("op"), clock.moment())
    reporting.report(ledger.holding(compact), voice, sheet)


def refused(here: Home, *sheet: dict[str, Any]) -> tuple[str, ...]:
    """The actions that a report is refused for."""
    with pytest.raises(StageOpenError) as refusal:
        report(here, *sheet)
    assert refusal.value.item == ItemId("rescue")
    return refusal.value.open


def test_a_review_is_closed_when_each_of_its_actions_has_ended(here: Home) -> None:
    report(here, REVIEWED)
    assert refused(here, CLOSED) == ("maps", "radios")
    report(here, MAPS)
    assert refused(here, CLOSED) == ("radios",)
    report(here, {**RADIOS, "stage": "being-carried-out"})
    assert refused(here, CLOSED) == ("radios",)
    report(here, RADIOS)
    report(here, CLOSED)


def test_a_sheet_may_end_the_actions_and_close_the_review_in_this_order(here: Home) -> None:
    maps = {**RADIOS, "item": "maps", "stage": "declined"}
    assert refused(here, REVIEWED, CLOSED, RADIOS, maps) == ("maps", "radios")
    report(here, REVIEWED, RADIOS, maps, CLOSED)


def test_of_one_sides_words_no_number_exceeds_the_one_it_is_part_of(here: Home) -> None:
    arrived = {
        "item": "course",
        "on": "2026-03-02",
        "details": {"nominated": 12, "accepted": 12, "arrived": 11},
    }
    graduated = {**arrived, "details": {"graduated": 9, "failed": 3}}
    with pytest.raises(NumbersError) as refusal:
        report(here, arrived, graduated)
    assert (refusal.value.parts, refusal.value.whole) == (("graduated 9", "failed 3"), "arrived 11")
    report(here, arrived, {**graduated, "details": {"graduated": 9, "failed": 3, "arrived": 12}})
