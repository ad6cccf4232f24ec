"""Exercises: conferences in their time, events against objectives, the review, and what is mended."""

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.report import Report
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup import follow_up
from foedus.oversight.exercises import (
    Conference,
    Event,
    Exercise,
    Holding,
    Observation,
    Strength,
    corrective_actions,
    exercises,
    is_closed,
)
from foedus.oversight.progress import Progress
from foedus.terms import Date, Domain, Force, ItemId, Party, Period
from tests.oversight.seen import EN, LA, VN, register

MILESTONES = tuple(
    Milestone(stage=stage, when=Period.parse(when), place=place)
    for stage, when, place in (
        ("initial-planning", "2026-02-10", "Vientiane"),
        ("main-planning", "2026-04-14", ""),
        ("final-planning", "2026-10-01", "Hanoi"),
    )
)
EXERCISE = Activity(
    id=ItemId("rescue-1"),
    kind="exercise",
    domain=Domain("non-traditional-security"),
    title={EN: "Rescue exercise (illustrative)"},
    host=LA,
    participants=(LA, VN),
    when=Period.parse("2026-06-15/2026-06-19"),
    milestones=MILESTONES,
    details={
        "exercise_type": "field",
        "objectives": [
            {"number": 1, "objective": "find the buried"},
            {"number": 2, "objective": "one radio net"},
            {"number": 3, "objective": "treat the wounded"},
        ],
        "strength": [{"party": "LA", "count": 60}, {"party": "VN", "count": 40}],
        "events": [
            {"number": 2, "time": "08:30", "inject": "a radio fails", "objective": 2},
            {
                "number": 1,
                "time": "08:00",
                "inject": "a house falls",
                "sender": "control",
                "receiver": "LA",
                "expected": "cordon",
                "objective": 1,
            },
            {"number": 2, "inject": "a visitor comes"},
        ],
    },
)
ACTION = Undertaking(
    id=ItemId("action-1"),
    force=Force.AGREED,
    by=(LA, VN),
    on=(LA,),
    domain=EXERCISE.domain,
    due=Date(2026, 12),
    gist={EN: "one list of frequencies"},
    occasion=EXERCISE.id,
)
SECOND = evolve(ACTION, id=ItemId("action-2"), due=Date(2026, 8), on=(VN,))
ELSEWHERE = evolve(ACTION, id=ItemId("action-3"), occasion=None)


def said(
    party: Party, on: str, stage: str | None = None, item: ItemId = EXERCISE.id, **details: Any
) -> Report:
    return Report(party=party, item=item, stage=stage, on=Date.parse(on), details=details)


def seen(capability: str, observation: str, **more: str) -> dict[str, str]:
    return {"capability": capability, "observation": observation, **more}


TOLD = (
    said(LA, "2026-02-10", "initial-planning"),
    said(VN, "2026-02-11", "initial-planning"),
    said(LA, "2026-04-20", "main-planning"),
    said(LA, "2026-06-19", "conduct", participants=58),
    said(VN, "2026-06-30", observations=[seen("rescue", "dogs came late")]),
    said(LA, "2026-07-02", "after-action-review", observations=[seen("radio", "two nets", rating="weak")]),
)


def test_an_exercise_is_told_from_its_conferences_to_its_corrective_actions() -> None:
    now = register(EXERCISE, ACTION, SECOND, ELSEWHERE, reports=TOLD)
    followed = {one.undertaking.id: one for one in follow_up(now)}
    (found,) = exercises(now)
    assert found == Exercise(
        activity=EXERCISE,
        ours_alone=False,
        progress=Progress.CARRIED_OUT,
        reached="after-action-review",
        next="corrective-actions",
        conferences=(
            Conference(stage="concept", holding=Holding.TO_COME, due=None, place="", held=None),
            Conference(
                stage="initial-planning",
                holding=Holding.HELD,
                due=datetime.date(2026, 2, 10),
                place="Vientiane",
                held=Date(2026, 2, 10),
            ),
            Conference(
                stage="main-planning",
                holding=Holding.HELD_LATE,
                due=datetime.date(2026, 4, 14),
                place="",
                held=Date(2026, 4, 20),
            ),
            Conference(
                stage="final-planning",
                holding=Holding.TO_COME,
                due=datetime.date(2026, 10, 1),
                place="Hanoi",
                held=None,
            ),
        ),
        objectives={1: "find the buried", 2: "one radio net", 3: "treat the wounded"},
        events=(
            Event(
                number=1,
                time="08:00",
                inject="a house falls",
                sender="control",
                receiver="LA",
                expected="cordon",
                objectives=(1,),
            ),
            Event(number=2, time="08:30", inject="a radio fails", objectives=(2,)),
            Event(number=2, inject="a visitor comes"),
        ),
        untested=(3,),
        aimless=(2,),
        repeated=(2,),
        strength=(Strength(party=LA, agreed=60, reported=58), Strength(party=VN, agreed=40, reported=None)),
        observations=(
            Observation(capability="radio", party=LA, observation="two nets", rating="weak"),
            Observation(capability="rescue", party=VN, observation="dogs came late"),
        ),
        actions=tuple(followed[name] for name in (SECOND.id, ACTION.id)),
    )


def test_a_conference_whose_day_is_past_in_silence_is_late() -> None:
    for day, last in ((1, Holding.TO_COME), (2, Holding.LATE)):
        (found,) = exercises(register(EXERCISE, on=datetime.date(2026, 10, day)))
        assert [one.holding for one in found.conferences] == [
            Holding.TO_COME,
            Holding.LATE,
            Holding.LATE,
            last,
        ]


@pytest.mark.parametrize(
    ("state", "closed"),
    [
        (State.CARRIED_OUT, True),
        (State.DECLINED, True),
        (State.LAPSED, True),
        (State.BEING_CARRIED_OUT, False),
        (State.OPEN, False),
    ],
)
def test_an_action_is_closed_by_a_side_s_word_that_it_has_ended(state: State, *, closed: bool) -> None:
    now = register(EXERCISE, ACTION, reports=(said(LA, "2026-08-01", state, item=ACTION.id),))
    (action,) = corrective_actions(now, EXERCISE.id)
    assert is_closed(action) is closed


def test_of_a_conference_reported_beside_a_later_stage_the_day_is_not_known() -> None:
    told = evolve(TOLD[2], also=("concept", "initial-planning"))
    (found,) = exercises(register(EXERCISE, reports=(told,)))
    assert [(one.holding, one.held) for one in found.conferences] == [
        (Holding.HELD, None),
        (Holding.HELD, None),
        (Holding.HELD_LATE, Date(2026, 4, 20)),
        (Holding.TO_COME, None),
    ]
    (known,) = exercises(register(EXERCISE, reports=(said(VN, "2026-02-11", "initial-planning"), told)))
    assert (known.conferences[1].holding, known.conferences[1].held) == (
        Holding.HELD_LATE,
        Date(2026, 2, 11),
    )


def test_an_action_whose_time_has_passed_in_silence_is_not_closed() -> None:
    now = register(EXERCISE, SECOND)
    (action,) = corrective_actions(now, EXERCISE.id)
    assert (action.state, is_closed(action)) == (State.LAPSED, False)


def test_an_action_served_by_an_activity_that_took_place_is_closed() -> None:
    served = evolve(EXERCISE, id=ItemId("rescue-2"), serves=(ACTION.id,), milestones=())
    now = register(EXERCISE, ACTION, served, reports=(said(VN, "2026-08-20", "conduct", item=served.id),))
    (action,) = corrective_actions(now, EXERCISE.id)
    assert is_closed(action)


def test_exercises_stand_in_the_order_of_their_days() -> None:
    earlier = evolve(EXERCISE, id=ItemId("rescue-9"), when=Period.parse("2025-06"), milestones=())
    undated = evolve(EXERCISE, id=ItemId("rescue-0"), when=None)
    other = evolve(EXERCISE, id=ItemId("visit"), kind="visit")
    found = exercises(register(undated, EXERCISE, other, earlier))
    assert [one.activity.id for one in found] == ["rescue-9", "rescue-1", "rescue-0"]


EVENTS = st.lists(
    st.fixed_dictionaries({"number": st.integers(1, 9)}, optional={"objective": st.integers(1, 5)}),
    max_size=12,
)


@given(EVENTS, st.sets(st.integers(1, 4)))
def test_every_objective_is_tested_or_named_and_every_event_aims_or_is_named(
    events: list[dict[str, int]], objectives: set[int]
) -> None:
    listed = [{"number": number, "objective": "something"} for number in sorted(objectives)]
    line = evolve(EXERCISE, details={"events": events, "objectives": listed})
    (found,) = exercises(register(line))
    assert [one.number for one in found.events] == sorted(row["number"] for row in events)
    tested = {row["objective"] for row in events if "objective" in row}
    assert set(found.untested) == objectives - tested
    aimed = [one for one in events if one.get("objective") in objectives]
    assert len(found.aimless) + len(aimed) == len(events)
    assert all([one["number"] for one in events].count(number) > 1 for number in found.repeated)


@given(
    st.one_of(st.none(), st.text(), st.integers(), st.lists(st.one_of(st.none(), st.integers(), st.text())))
)
def test_details_of_another_form_are_passed_over(strange: Any) -> None:
    line = evolve(EXERCISE, details=dict.fromkeys(("events", "objectives", "strength"), strange))
    (found,) = exercises(register(line))
    assert (found.events, found.objectives, found.untested) == ((), {}, ())
