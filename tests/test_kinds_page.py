"""The page of kinds is true: every name on it is there, and every stage of every kind is on it."""

import re
from pathlib import Path

import attrs
import pytest

from foedus.cooperation.document import ITEMS
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import builtin, kind_from_toml
from foedus.cooperation.mechanism import Session
from foedus.cooperation.report import Report
from foedus_node.cli import commands

HOUSE = Path(__file__).parent.parent
PAGE = (HOUSE / "docs" / "reference" / "kinds.md").read_text(encoding="utf-8")
GUIDE = (HOUSE / "docs" / "how-to" / "add-a-kind.md").read_text(encoding="utf-8")
NAMES = re.findall(r"`([A-Za-z-]+(?:\.[a-z0-9_-]+)+)`", PAGE)
VALUES = {cls.__name__: cls for cls in (*ITEMS.values(), Session, Report)}


def parts(kind: Kind) -> set[str]:
    """Every part of a kind by its name on the page."""
    named = {one.name for one in kind.stages} | {one.name for one in kind.fields}
    named |= {one.name for one in kind.roles} | {one.name for one in kind.papers}
    columns = {f"{one.name}.{column.name}" for one in kind.fields for column in one.columns}
    return {f"{kind.name}.{name}" for name in named | columns}


def test_every_name_on_the_page_is_there() -> None:
    known = {name for kind in builtin().values() for name in parts(kind)}
    known |= {f"{noun}.{one}" for noun, cls in VALUES.items() for one in attrs.fields_dict(cls)}
    assert NAMES
    assert [name for name in NAMES if name not in known] == []


def test_every_command_on_the_page_is_there() -> None:
    named = set(re.findall(r"`foedus ([a-z]+)", PAGE + GUIDE))
    assert named - set(commands._COMMANDS) == set()


@pytest.mark.parametrize("kind", builtin().values(), ids=list(builtin()))
def test_every_stage_of_a_kind_is_on_the_page(kind: Kind) -> None:
    assert {f"{kind.name}.{stage.name}" for stage in kind.stages} - set(NAMES) == set()


def test_the_guide_s_example_is_a_kind() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert kind_from_toml(example).name == "excavation"
