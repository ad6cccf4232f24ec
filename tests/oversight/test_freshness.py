"""How fresh and how complete everything in force is."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.kind import Field, Kept, Kind, Side, Stage
from foedus.cooperation.office import Person
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import Undertaking
from foedus.oversight.freshness import Freshness, Lack, Wanting, freshness, stale
from foedus.register import Register
from foedus.terms import Date, Force, ItemId, Period
from tests.oversight.seen import BORDER, DAY, EN, LA, VN, register

SINCE = datetime.date(2026, 1, 1)
SURVEY = Kind(
    id=ItemId("kind-survey"),
    name="survey",
    title={EN: "Survey"},
    carried_out="walked",
    stages=(
        Stage(name="mapped", title={EN: "mapped"}, days=-30),
        Stage(name="walked", title={EN: "walked"}, needs=("length",)),
        Stage(name="thanked", title={EN: "thanked"}, days=1, optional=True),
    ),
    fields=(
        Field(name="method", title={EN: "method"}, required=True),
        Field(name="length", title={EN: "length"}, kept=Kept.REPORTED),
        Field(name="quality", title={EN: "quality"}, kept=Kept.REPORTED, by=Side.EACH, required=True),
    ),
)
LINE = Activity(
    id=ItemId("survey-1"),
    kind="survey",
    domain=BORDER,
    title={EN: "Survey"},
    host=LA,
    participants=(LA, VN),
    when=Period.parse("2026-12"),
    serves=(ItemId("undertaking-1"),),
    details={"method": "on foot"},
)
SAID = Undertaking(id=ItemId("undertaking-1"), force=Force.AGREED, domain=BORDER, gist={EN: "survey it"})
PLAN = Plan(id=ItemId("plan-2026"), title={EN: "Plan 2026"}, period=Period.parse("2026"), parties=(LA, VN))


def lacks(line: Activity, *reports: Report) -> tuple[Lack, ...]:
    (found,) = (one for one in freshness(register(SURVEY, line, reports=reports)) if one.item == line)
    return found.lacks


def named(found: tuple[Freshness, ...]) -> list[str]:
    return [one.item.id for one in found]


def test_a_line_tells_when_each_side_last_touched_it_and_what_it_lacks() -> None:
    report = Report(party=LA, item=LINE.id, stage="mapped", on=Date(2026, 3, 12))
    found = freshness(register(SURVEY, evolve(LINE, host=None), reports=(report,)))[-1]
    assert found == Freshness(
        item=evolve(LINE, host=None),
        act_since=SINCE,
        said=((LA, Date(2026, 3, 12)), (VN, None)),
        touched=datetime.date(2026, 3, 12),
        days=173,
        lacks=(Lack(what=Wanting.HOST),),
        awaited=True,
    )


def test_place_and_units_are_expected_only_shortly_before() -> None:
    assert lacks(LINE) == ()
    near = evolve(LINE, when=Period.parse("2026-10"))
    assert [one.what for one in lacks(near)] == [Wanting.PLACE, Wanting.UNITS]


def test_a_bare_line_lacks_its_date_its_sentence_and_what_its_kind_requires() -> None:
    bare = evolve(LINE, when=None, serves=(), details={})
    assert lacks(bare) == (
        Lack(what=Wanting.DATE),
        Lack(what=Wanting.SENTENCE),
        Lack(what=Wanting.FIELD, name="method"),
    )


def test_a_stage_is_lacking_once_its_day_is_past_and_one_that_may_be_left_out_never() -> None:
    past = evolve(LINE, when=Period.parse("2026-08-10"), place="Hilltown", units=(ItemId("unit"),))
    assert lacks(past) == (
        Lack(what=Wanting.STAGE, name="mapped", since=datetime.date(2026, 7, 11)),
        Lack(what=Wanting.STAGE, name="walked", since=datetime.date(2026, 8, 10)),
    )
    agreed = Milestone(stage="mapped", when=Period.parse("2026-09-20"))
    assert [one.name for one in lacks(evolve(past, milestones=(agreed,)))] == ["walked"]


def test_what_was_carried_out_lacks_the_silent_sides_word_and_each_sides_fields() -> None:
    past = evolve(LINE, when=Period.parse("2026-08-10"), place="Hilltown", units=(ItemId("unit"),))
    report = Report(
        party=LA,
        item=LINE.id,
        stage="walked",
        also=("mapped",),
        details={"quality": 4},
        on=Date(2026, 8, 11),
    )
    assert lacks(past, report) == (
        Lack(what=Wanting.FIELD, name="length"),
        Lack(what=Wanting.WORD, party=VN),
        Lack(what=Wanting.FIELD, name="quality", party=VN),
    )


def test_a_line_that_is_done_and_complete_never_grows_stale() -> None:
    past = evolve(LINE, when=Period.parse("2026-02-10"), place="Hilltown", units=(ItemId("unit"),))
    said = Report(
        party=LA,
        item=LINE.id,
        stage="walked",
        also=("mapped",),
        details={"quality": 4, "length": 12},
        on=Date(2026, 2, 11),
    )
    reports = (said, evolve(said, party=VN))
    assert named(stale(register(SURVEY, past, reports=reports), days=0)) == []
    missed = (Report(party=LA, item=LINE.id, outcome=Outcome.MISSED, on=Date(2026, 2, 11)),)
    assert named(stale(register(SURVEY, past, reports=missed), days=0)) == []


def test_what_nobody_touched_stands_first_and_what_only_stands_is_left_out() -> None:
    person = Person(id=ItemId("anna"), party=LA, name="Anna Illustrative")
    fresh = evolve(LINE, id=ItemId("survey-2"))
    report = Report(party=VN, item=fresh.id, stage="mapped", on=Date(2026, 8, 20))
    now = register(SURVEY, person, LINE, fresh, PLAN, reports=(report,))
    assert named(stale(now, days=0)) == ["plan-2026", "survey-1", "survey-2"]
    assert named(stale(now, days=90)) == ["plan-2026", "survey-1"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (SAID, (Lack(what=Wanting.ANSWER),)),
        (evolve(SAID, due=Date(2026, 6)), (Lack(what=Wanting.ANSWER, since=datetime.date(2026, 6, 30)),)),
    ],
    ids=["open", "lapsed"],
)
def test_an_undertaking_that_nothing_answers_lacks_its_answer(
    said: Undertaking, expected: tuple[Lack, ...]
) -> None:
    (found,) = freshness(register(said))
    assert (found.lacks, found.awaited) == (expected, True)


def test_a_target_lacks_the_word_of_each_side_that_is_silent_when_it_is_due() -> None:
    target = Target(
        id=ItemId("target-1"),
        plan=PLAN.id,
        domain=BORDER,
        indicator={EN: "surveys"},
        goal=3,
        due=Date(2026, 6),
    )
    said = Report(party=VN, item=target.id, details={"reached": 3}, on=Date(2026, 7, 1))
    found = {one.item.id: one.lacks for one in freshness(register(PLAN, target, reports=(said,)))}
    assert found[target.id] == (Lack(what=Wanting.WORD, party=LA, since=datetime.date(2026, 6, 30)),)


REPORTS = st.lists(
    st.builds(
        lambda party, day, stage: Report(party=party, item=LINE.id, stage=stage, on=Date.on(day)),
        st.sampled_from([VN, LA]),
        st.dates(SINCE, DAY),
        st.sampled_from(["mapped", "walked", "unheard-of"]),
    ),
    max_size=6,
)


@given(REPORTS)
def test_a_thing_is_as_old_as_the_last_word_on_it(said: list[Report]) -> None:
    now: Register = register(SURVEY, LINE, reports=tuple(said))
    found = freshness(now)[-1]
    assert found.touched == max([SINCE, *(one.on.last for one in said)])
    assert found.days == (DAY - found.touched).days >= 0
