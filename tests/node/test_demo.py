"""The example: what it plans holds together, and it plays to its end."""

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from foedus.cooperation.activity import Activity
from foedus.cooperation.consistency import Surroundings, faults_among
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kinds import builtin
from foedus.cooperation.office import Person
from foedus.cooperation.references import references
from foedus.cooperation.undertaking import State
from foedus.terms import Party
from foedus_node.demo import background, cooperation
from foedus_node.demo.people import ILLUSTRATIVE, people
from tests.loading import loaded
from tests.node.nodes import Done

_CLOCK = "2026-11-10T12:00:00Z"
_ORIENTATION = "orientation-1"


def of_two() -> list[Item]:
    """Everything that the two agree in the example, but for what they read."""
    lines = [
        cooperation.line(row, plan=f"plan-{year}")
        for year in ("2025", "2026")
        for row in cooperation.rows(f"plan-{year}", "VN", "LA")
    ]
    plans = [cooperation.plan(year, serves=_ORIENTATION) for year in ("2025", "2026")]
    targets = [*background.targets("2025"), *background.targets("2026")]
    told = [*people("VN", "LA"), *background.history(), *background.border(), *plans, *targets, *lines]
    return [from_json(document) for document in told]


def of_three() -> list[Item]:
    """What the three agree."""
    rows = cooperation.rows("programme-of-three", "VN", "LA", "KH")
    lines = [cooperation.line(row, plan="programme-of-three") for row in rows]
    told = [*people("VN", "LA", "KH"), *background.history(of_three=True), *lines]
    return [from_json(document) for document in told]


@pytest.mark.parametrize(("items", "parties"), [(of_two(), "VN LA"), (of_three(), "VN LA KH")])
def test_what_the_example_plans_holds_together(items: list[Item], parties: str) -> None:
    known = {item.id: item for item in items}
    assert len(known) == len(items)
    around = Surroundings(items=known, parties=tuple(map(Party, parties.split())), kinds=builtin())
    assert faults_among(items, around) == ()
    named = {name for item in items for _, name in references(item, kinds=builtin())}
    assert named - known.keys() <= {_ORIENTATION, "programme-of-three"}


def test_the_example_has_every_kind_some_sixty_activities_and_forty_people() -> None:
    items = [*of_two(), *of_three()]
    assert {item.kind for item in items if isinstance(item, Activity)} == {*builtin()}
    assert 55 <= sum(isinstance(item, Activity) for item in items) <= 65
    assert len({item.id for item in items if isinstance(item, Person)}) == 40


def test_a_line_that_no_source_states_says_in_every_language_that_it_is_illustrative() -> None:
    rows = [*cooperation.rows("plan-2025", "VN", "LA"), *cooperation.rows("plan-2026", "VN", "LA")]
    public = {row.id for row in rows if row.public}
    unmarked = {
        item.id
        for item in of_two()
        if isinstance(item, Activity)
        for tag, words in item.title.items()
        if ILLUSTRATIVE[tag] not in words
    }
    assert unmarked == public == {"dialogue-2025", "dialogue-2026"}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_example_plays_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    done = foedus("demo", "--at", folder, "--no-serve")
    assert done.code == 0, done.refused
    assert sorted(path.parent.name for path in folder.glob("*/foedus.toml")) == ["kh", "la", "vn"]
    (two,) = (one for one in data(folder, "vn", "status") if len(one["parties"]) == 2)
    followed = Counter(one["state"] for one in data(folder, "vn", "followup", "--compact", two["compact"]))
    assert followed.keys() == {*State}
    states = Counter(act["state"] for act in two["acts"])
    assert (set(states), states["offered"], states["draft"]) == (
        {"in-force", "void", "offered", "draft"},
        1,
        len(two["waiting"]),
    )


def foedus(*words: str | Path) -> Done:
    """Run a command; with no PATH, for the example needs no other program."""
    environment = {"PATH": "", "FOEDUS_PASSPHRASE": "for rehearsal only", "FOEDUS_CLOCK": _CLOCK}
    return Done(*loaded().run(["foedus", *map(str, words)], environment=environment))


def data(folder: Path, party: str, *words: str) -> Any:
    """Run a command on one of the example's nodes for its data."""
    done = foedus("--node", folder / party, *words, "--json")
    assert done.code == 0, done.refused
    return orjson.loads(done.said)
