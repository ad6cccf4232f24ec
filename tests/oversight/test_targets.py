"""Targets against what each side says was reached; each side's judgement beside the other's."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.target import Target
from foedus.oversight.progress import Progress
from foedus.oversight.targets import (
    Agreement,
    Aim,
    DomainAccount,
    Judgement,
    Reached,
    against,
    aim_of,
    assess,
)
from foedus.terms import Date, Domain, ItemId, Period
from tests.oversight.seen import BORDER, EN, LA, VN, register

TRAINING = Domain("training")
PLAN = Plan(id=ItemId("plan-2026"), title={EN: "Plan 2026"}, period=Period.parse("2026"), parties=(LA, VN))
TARGET = Target(
    id=ItemId("target-1"),
    plan=PLAN.id,
    domain=BORDER,
    indicator={EN: "patrols held"},
    baseline=4,
    goal=8,
    due=Date(2026, 6),
)
PATROL = Activity(
    id=ItemId("patrol-1"),
    plan=PLAN.id,
    kind="border-patrol",
    domain=BORDER,
    title={EN: "Joint patrol"},
    participants=(LA, VN),
    when=Period.parse("2026-10"),
)
COURSE = evolve(PATROL, id=ItemId("course-1"), kind="training", domain=TRAINING)
JUDGED = Assessment(
    id=ItemId("assessment-1"),
    by=(LA, VN),
    about="border work",
    polarity=Polarity.POSITIVE,
    given=Date(2026, 7, 1),
    domain=BORDER,
)
VNS = Report(party=VN, item=TARGET.id, details={"reached": 8}, on=Date(2026, 7, 1))
LAS = Report(party=LA, item=TARGET.id, details={"reached": 7}, outcome=Outcome.MET, on=Date(2026, 7, 2))


def test_a_domain_tells_targets_lines_and_judgements_each_side_apart() -> None:
    doubtful = evolve(
        JUDGED, id=ItemId("assessment-2"), by=(LA,), polarity=Polarity.MIXED, given=Date(2026, 8)
    )
    whole = evolve(JUDGED, id=ItemId("assessment-3"), by=(VN,), domain=None)
    now = register(PLAN, TARGET, PATROL, COURSE, JUDGED, doubtful, whole, reports=(VNS, LAS))
    aim = Aim(
        target=TARGET,
        due=datetime.date(2026, 6, 30),
        sides=(
            Reached(party=LA, reached=7, by_number=Outcome.MISSED, stated=Outcome.MET, on=LAS.on),
            Reached(party=VN, reached=8, by_number=Outcome.MET, stated=None, on=VNS.on),
        ),
        silent=(),
    )
    assert assess(now, PLAN) == (
        DomainAccount(
            domain=BORDER,
            aims=(aim,),
            progress=((Progress.TO_COME, 1),),
            judgements=(
                Judgement(party=LA, assessments=(JUDGED, doubtful)),
                Judgement(party=VN, assessments=(JUDGED,)),
            ),
        ),
        DomainAccount(domain=TRAINING, aims=(), progress=((Progress.TO_COME, 1),), judgements=()),
        DomainAccount(
            domain=None, aims=(), progress=(), judgements=(Judgement(party=VN, assessments=(whole,)),)
        ),
    )
    assert (aim.agreement, [side.differs for side in aim.sides]) == (Agreement.DIFFERENT, [True, False])
    assert [one.agreement for one in assess(now, PLAN)] == [
        Agreement.DIFFERENT,
        Agreement.SILENT,
        Agreement.ONE_SIDE,
    ]


def test_the_last_number_stands_and_a_later_report_without_one_leaves_it() -> None:
    later = evolve(VNS, details={"reached": 9}, on=Date(2026, 8, 1))
    stated = evolve(VNS, details={}, outcome=Outcome.EXCEEDED, on=Date(2026, 8, 2))
    assert aim_of(register(PLAN, TARGET, reports=(VNS, later, stated)), TARGET).sides == (
        Reached(
            party=VN, reached=9, by_number=Outcome.EXCEEDED, stated=Outcome.EXCEEDED, on=Date(2026, 8, 2)
        ),
    )


def test_two_sides_agree_when_number_and_outcome_are_one() -> None:
    same = evolve(LAS, details={"reached": 8}, outcome=None)
    aim = aim_of(register(PLAN, TARGET, reports=(VNS, same)), TARGET)
    assert (aim.agreement, aim.silent) == (Agreement.AGREED, ())
    assert aim_of(register(PLAN, TARGET, reports=(VNS,)), TARGET).silent == (LA,)


def test_a_number_another_edition_wrote_as_something_else_is_none() -> None:
    odd = evolve(VNS, details={"reached": True})
    (side,) = aim_of(register(PLAN, TARGET, reports=(odd,)), TARGET).sides
    assert (side.reached, side.by_number) == (None, None)


@pytest.mark.parametrize(
    ("due", "expected"), [(None, datetime.date(2026, 12, 31)), ("2026-03", datetime.date(2026, 3, 31))]
)
def test_a_target_is_due_when_it_says_else_at_its_plans_end(due: str | None, expected: datetime.date) -> None:
    target = evolve(TARGET, due=Date.parse(due) if due else None)
    assert aim_of(register(PLAN, target), target).due == expected


def test_what_is_judged_outside_the_plans_period_belongs_to_it_only_at_one_of_its_lines() -> None:
    late = evolve(JUDGED, given=Date(2027, 2, 1))
    assert [one.judgements for one in assess(register(PLAN, PATROL, late), PLAN)] == [()]
    assert [
        len(one.judgements) for one in assess(register(PLAN, PATROL, evolve(late, occasion=PATROL.id)), PLAN)
    ] == [2]


NUMBERS = st.integers(0, 1_000)


@given(NUMBERS, NUMBERS, st.one_of(st.none(), NUMBERS))
def test_a_number_over_time_has_one_outcome_and_turns_round_where_less_is_better(
    reached: int, goal: int, baseline: int | None
) -> None:
    target = evolve(TARGET, goal=goal, baseline=baseline)
    falling = baseline is not None and goal < baseline
    ahead = reached < goal if falling else reached > goal
    expected = Outcome.MET if reached == goal else Outcome.EXCEEDED if ahead else Outcome.MISSED
    assert against(target, reached, over=True) is expected
    assert against(target, reached, over=False) is (None if expected is Outcome.MISSED else expected)
