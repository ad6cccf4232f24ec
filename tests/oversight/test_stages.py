"""The stages of one activity as they are seen: done by whose word, what is next, late and lacking."""

import datetime

from attrs import evolve

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.kind import Side
from foedus.cooperation.report import Report
from foedus.oversight.stages import Word, parties_of, stages_of, strange_stages
from foedus.terms import Date, Domain, ItemId, Period
from tests.oversight.seen import DAY, EN, KH, LA, VN, register

COURSE = Activity(
    id=ItemId("course"),
    kind="training",
    domain=Domain("training"),
    title={EN: "Course (illustrative)"},
    host=VN,
    participants=(KH, LA, VN),
    when=Period.parse("2026-08-10/2026-08-21"),
    milestones=(Milestone(stage="nominations", when=Period.parse("2026-06-30")),),
)
OFFERED = Report(party=VN, item=COURSE.id, stage="places-offered", on=Date(2026, 5, 4), documents=("d" * 64,))
NAMED = Report(party=LA, item=COURSE.id, stage="nominations", details={"nominated": 4}, on=Date(2026, 6, 20))
ALL_IN = Report(
    party=VN,
    item=COURSE.id,
    stage="arrival",
    also=("nominations", "acceptance"),
    details={"nominated": 4, "accepted": 4, "arrived": 4},
    documents=("e" * 64,),
    on=Date(2026, 8, 10),
)


def test_a_stage_is_done_by_each_sides_first_word_and_documents_prove_the_stage_reached() -> None:
    seen = {
        one.stage.name: one for one in stages_of(register(COURSE, reports=(OFFERED, NAMED, ALL_IN)), COURSE)
    }
    assert {name: one.words for name, one in seen.items() if one.words} == {
        "places-offered": (Word(party=VN, on=Date(2026, 5, 4), documents=("d" * 64,)),),
        "nominations": (Word(party=LA, on=Date(2026, 6, 20)), Word(party=VN, on=Date(2026, 8, 10))),
        "acceptance": (Word(party=VN, on=Date(2026, 8, 10)),),
        "arrival": (Word(party=VN, on=Date(2026, 8, 10), documents=("e" * 64,)),),
    }


def test_the_next_stage_says_who_reports_it_by_when_and_what_it_lacks() -> None:
    (ahead,) = (one for one in stages_of(register(COURSE, reports=(OFFERED,)), COURSE) if one.is_next)
    assert (ahead.stage.name, ahead.by, ahead.due, ahead.lacking) == (
        "nominations",
        (KH, LA),
        datetime.date(2026, 6, 30),
        ("nominated",),
    )


def test_late_is_what_should_have_been_done_before_the_day_and_may_not_be_left_out() -> None:
    late = [
        one.stage.name for one in stages_of(register(COURSE, reports=(NAMED,)), COURSE) if one.is_late(DAY)
    ]
    assert late == ["arrival", "graduation"]


def test_on_the_day_itself_nothing_is_late() -> None:
    (ahead,) = (one for one in stages_of(register(COURSE, reports=(OFFERED,)), COURSE) if one.is_next)
    days = [datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)]
    assert [ahead.is_late(day) for day in days] == [False, True]


def test_a_side_of_a_kind_is_its_parties() -> None:
    assert {side: parties_of(side, COURSE) for side in Side} == {
        Side.HOST: (VN,),
        Side.GUEST: (KH, LA),
        Side.EACH: (KH, LA, VN),
        Side.ANY: (),
    }
    assert parties_of(Side.HOST, evolve(COURSE, host=None)) == ()


def test_a_stage_that_the_kind_here_does_not_have_is_named_beside_the_others() -> None:
    strange = Report(party=LA, item=COURSE.id, stage="regatta", on=Date(2026, 8, 11))
    assert strange_stages(register(COURSE, reports=(OFFERED, strange)), COURSE) == ("regatta",)
