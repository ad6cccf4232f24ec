"""The readiness of units: levels by each side's word with their proof, and what the next one lacks."""

import datetime
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.report import Report
from foedus.oversight.progress import Progress
from foedus.oversight.readiness import Advice, Answer, Level, Unit, Want, Word, readiness
from foedus.terms import Date, Domain, ItemId, Party, Period
from tests.oversight.seen import EN, LA, VN, register

LEVELS = ("level-1", "level-2", "level-3", "rapid-deployment")
NOTE, LIST = "1" * 64, "2" * 64
UNIT = Activity(
    id=ItemId("engineers"),
    kind="peacekeeping",
    domain=Domain("peacekeeping"),
    title={EN: "Engineer company (illustrative)"},
    host=LA,
    participants=(LA, VN),
    milestones=(Milestone(stage="level-2", when=Period.parse("2026-11")),),
    details={"unit": "Engineer company", "level_sought": "level-3"},
)


def said(party: Party, on: str, stage: str | None = None, *documents: str, **details: Any) -> Report:
    return Report(
        party=party, item=UNIT.id, stage=stage, on=Date.parse(on), documents=documents, details=details
    )


TOLD = (
    said(LA, "2026-02-10", "level-1", NOTE),
    said(VN, "2026-02-12", "level-1", LIST),
    said(LA, "2026-03-01", "level-1", LIST),
    said(
        VN,
        "2026-04-01",
        advice=[{"area": "legal-framework", "given": "a law on deployment", "date": "2026-03-30"}],
        checklist=[{"question": "Is there a law?", "answer": "no"}, {"question": "Is there water?"}],
    ),
    said(
        VN,
        "2026-06-01",
        advice=[{"area": "training", "given": "language courses"}],
        checklist=[{"question": "Is there a law?", "answer": "yes"}],
    ),
)


def test_a_unit_is_told_level_by_level_with_both_sides_word_and_what_the_next_lacks() -> None:
    assert readiness(register(UNIT, reports=TOLD)) == (
        Unit(
            activity=UNIT,
            ours_alone=False,
            progress=Progress.UNDER_WAY,
            levels=(
                Level(
                    name="level-1",
                    due=None,
                    words=(
                        Word(party=LA, on=Date(2026, 2, 10), documents=(NOTE,)),
                        Word(party=VN, on=Date(2026, 2, 12), documents=(LIST,)),
                    ),
                ),
                Level(name="level-2", due=datetime.date(2026, 11, 30), words=()),
                Level(name="level-3", due=None, words=()),
                Level(name="rapid-deployment", due=None, words=()),
            ),
            level="level-1",
            sides={LA: "level-1", VN: "level-1"},
            advice=(
                Advice(area="legal-framework", party=VN, given="a law on deployment", on="2026-03-30"),
                Advice(area="training", party=VN, given="language courses"),
            ),
            checklist=(
                Answer(question="Is there a law?", party=VN, answer="yes"),
                Answer(question="Is there water?", party=VN, answer=""),
            ),
            want=Want(
                level="level-2",
                stages=("advisory-visit",),
                areas=("organisation", "logistics"),
                questions=("Is there water?",),
            ),
        ),
    )


def test_one_side_s_word_is_not_the_other_s() -> None:
    (unit,) = readiness(register(UNIT, reports=TOLD[:1]))
    assert (unit.level, unit.sides) == ("level-1", {LA: "level-1", VN: None})


def test_a_unit_at_the_level_sought_lacks_nothing_and_silence_lacks_the_first() -> None:
    sought = evolve(UNIT, details={"level_sought": "level-1"})
    assert [one.want for one in readiness(register(sought, reports=TOLD))] == [None]
    (unit,) = readiness(register(UNIT))
    assert (unit.level, unit.want and unit.want.level) == (None, "level-1")


def test_only_units_are_told_and_in_the_order_of_their_names() -> None:
    other = evolve(UNIT, id=ItemId("a-hospital"))
    visit = evolve(UNIT, id=ItemId("visit"), kind="visit", details={})
    found = readiness(register(UNIT, visit, other))
    assert [one.activity.id for one in found] == ["a-hospital", "engineers"]


@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from([LA, VN])), max_size=8))
def test_the_level_is_the_highest_of_the_sides_and_the_next_is_beyond_it_or_unsaid(
    words: list[tuple[str, Party]],
) -> None:
    reports = tuple(said(party, "2026-05-01", level, NOTE) for level, party in words)
    (unit,) = readiness(register(evolve(UNIT, details={}), reports=reports))
    heights = {
        party: max((LEVELS.index(level) for level, by in words if by == party), default=-1)
        for party in (LA, VN)
    }
    assert unit.sides == {party: LEVELS[height] if height >= 0 else None for party, height in heights.items()}
    assert unit.level == unit.sides[max(heights, key=lambda party: heights[party])]
    silent = [level for level in LEVELS if level not in {level for level, _ in words}]
    assert (unit.want.level if unit.want else None) == (silent[0] if silent else None)
