"""The lines of plans as a list: in the order of their dates, as asked for, each with its next stage."""

import datetime

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.kinds import builtin
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Report
from foedus.oversight.lines import PlanLine, Wanted, plan_lines, running
from foedus.oversight.progress import Progress
from foedus.terms import Date, Domain, ItemId, Party, Period
from tests.oversight.seen import BORDER, EN, LA, VN, register

PLANS = tuple(
    Plan(
        id=ItemId(f"plan-{year}"),
        title={EN: f"Plan {year}"},
        period=Period.parse(str(year)),
        parties=(LA, VN),
    )
    for year in (2025, 2026)
)
TALKS = Activity(
    id=ItemId("talks"),
    plan=ItemId("plan-2026"),
    kind="talks",
    domain=Domain("strategic-exchange"),
    title={EN: "Talks in Điện Biên (illustrative)"},
    host=VN,
    participants=(LA, VN),
    when=Period.parse("2026-10"),
    units=(ItemId("office-a"),),
)
PATROL = evolve(
    TALKS,
    id=ItemId("patrol"),
    kind="border-patrol",
    domain=BORDER,
    host=LA,
    when=Period.parse("2026-03"),
    units=(),
)
SOME_DAY = evolve(TALKS, id=ItemId("some-day"), plan=ItemId("plan-2025"), when=None)
NOW = register(*PLANS, TALKS, PATROL, SOME_DAY)


def asked(wanted: Wanted) -> list[str]:
    return [one.activity.id for one in plan_lines(NOW, wanted)]


def test_lines_stand_in_the_order_of_their_dates_with_their_next_stage() -> None:
    told = Report(party=VN, item=TALKS.id, stage="talks", on=Date.parse("2026-08-01"))
    kinds = builtin()
    found = plan_lines(register(*PLANS, TALKS, PATROL, SOME_DAY, reports=(told,)), Wanted())
    talks, patrol = kinds["talks"], kinds["border-patrol"]
    assert found == (
        PlanLine(activity=PATROL, progress=Progress.LATE, next=patrol.stage("patrol")),
        PlanLine(activity=TALKS, progress=Progress.CARRIED_OUT, next=found[1].next),
        PlanLine(activity=SOME_DAY, progress=Progress.TO_COME, next=talks.stage("talks")),
    )
    assert found[1].next != talks.stage("talks")


def test_lines_are_chosen_by_what_is_asked_for() -> None:
    assert asked(Wanted(plan=ItemId("plan-2026"))) == ["patrol", "talks"]
    assert asked(Wanted(domain=BORDER)) == ["patrol"]
    assert asked(Wanted(kind="talks", plan=ItemId("plan-2025"))) == ["some-day"]
    assert asked(Wanted(host=Party("LA"))) == ["patrol"]
    assert asked(Wanted(unit=ItemId("office-a"))) == ["talks", "some-day"]
    assert asked(Wanted(stage="patrol")) == ["patrol"]
    assert asked(Wanted(late=True)) == ["patrol"]
    assert asked(Wanted(among={TALKS.id})) == ["talks"]
    assert asked(Wanted(search="dien TALKS bien", plan=ItemId("plan-2026"))) == ["patrol", "talks"]
    assert asked(Wanted(search="hanoi")) == []


def test_the_running_plan_is_the_one_that_holds_the_day_else_the_last() -> None:
    for day, plan in (("2025-06-01", PLANS[0]), ("2026-06-01", PLANS[1]), ("2030-01-01", PLANS[1])):
        on = datetime.date.fromisoformat(day)
        assert running(register(*PLANS, on=on, since=datetime.date(2025, 1, 1))) == plan
    assert running(register()) is None


@given(search=st.text(max_size=12))
def test_any_words_can_be_searched_for(search: str) -> None:
    assert set(asked(Wanted(search=search))) <= {"talks", "patrol", "some-day"}
