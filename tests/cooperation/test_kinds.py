"""The kinds of activity: what the built-in ones say, how a ministry's own is read, what a stage needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import builtin, kind_from_toml
from foedus.errors import DocumentError


@pytest.mark.parametrize("known", builtin().values(), ids=list(builtin()))
def test_a_kind_names_itself_and_its_stages_in_english_and_french(known: Kind) -> None:
    for title in (known.title, *(stage.title for stage in known.stages)):
        assert {"en", "fr"} <= set(title)


@given(st.sampled_from(list(builtin().values())), st.data())
def test_a_later_stage_reaches_every_earlier_one(known: Kind, data: st.DataObject) -> None:
    names = [stage.name for stage in known.stages]
    stage, goal = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    assert known.reaches(stage, goal=goal) == (names.index(stage) >= names.index(goal))
    assert not known.reaches("unheard-of", goal=goal)


def test_a_kind_whose_file_is_wrong_is_refused_with_every_fault() -> None:
    with pytest.raises(DocumentError) as refusal:
        kind_from_toml(
            """
            name = "regatta"
            title = { en = "Regatta" }
            carried_out = "race"
            stages = [{ name = "start", title = { en = "start" }, needs = ["wind"] }]
            """
        )
    assert [fault.path for fault in refusal.value.faults] == ["$.carried_out", "$.stages[0].needs"]


def test_a_file_that_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(DocumentError, match="is no TOML: "):
        kind_from_toml("name = ")
