"""Courses: whose word counts for a number, what is named as lacking, what is added up."""

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.report import Report
from foedus.oversight.progress import Progress
from foedus.oversight.training import NUMBERS, Course, Gap, Lack, Total, course, courses, totals
from foedus.terms import Date, Domain, ItemId, Party, Period
from tests.oversight.seen import DAY, EN, KH, LA, VN, register

COURSE = Activity(
    id=ItemId("course-1"),
    plan=ItemId("plan-2026"),
    kind="training",
    domain=Domain("training"),
    title={EN: "Field medicine (illustrative)"},
    host=VN,
    participants=(LA, VN),
    when=Period.parse("2026-03-02/2026-06-26"),
    milestones=(Milestone(stage="nominations", when=Period.parse("2026-01-31")),),
    details={"places": 20, "institution": "Academy (illustrative)"},
)


def said(party: Party, on: str, stage: str | None = None, **details: Any) -> Report:
    return Report(party=party, item=COURSE.id, stage=stage, on=Date.parse(on), details=details)


TOLD = (
    said(LA, "2026-01-30", "nominations", nominated=19),
    said(VN, "2026-02-10", "acceptance", accepted=18),
    said(VN, "2026-03-02", "arrival", arrived=17),
    said(VN, "2026-06-26", "graduation", graduated=15, failed=1),
    said(LA, "2026-08-20", "posting", posted=14, arrived=18),
    said(VN, "2026-08-21", quality=5),
    said(LA, "2026-08-22", "quality", quality=3),
)


def test_a_course_tells_each_number_by_the_side_whose_matter_it_is_and_names_what_lacks() -> None:
    assert course(register(COURSE, reports=TOLD), COURSE, persons=18) == Course(
        activity=COURSE,
        ours_alone=False,
        progress=Progress.CARRIED_OUT,
        reached="quality",
        next=None,
        places=20,
        numbers={"nominated": 19, "accepted": 18, "arrived": 17, "graduated": 15, "failed": 1, "posted": 14},
        said={
            LA: {"nominated": 19, "arrived": 18, "posted": 14},
            VN: {"accepted": 18, "arrived": 17, "graduated": 15, "failed": 1},
        },
        quality={LA: 3, VN: 5},
        persons=18,
        gaps=(
            Gap(lack=Lack.PLACES_UNUSED, count=3),
            Gap(lack=Lack.UNACCOUNTED, count=1),
            Gap(lack=Lack.UNPOSTED, count=1, parties=(LA,)),
            Gap(lack=Lack.RATED_APART, count=2, parties=(LA, VN), what=("LA 3", "VN 5")),
            Gap(lack=Lack.SIDES_DIFFER, parties=(LA, VN), what=("arrived", "LA 18", "VN 17")),
            Gap(lack=Lack.PERSONS_DIFFER, count=1, what=("nominated 19", "persons 18")),
        ),
    )


def test_a_course_in_which_all_went_as_agreed_lacks_nothing() -> None:
    three = evolve(COURSE, participants=(KH, LA, VN), details={"places": 16})
    words = (
        said(KH, "2026-01-30", "nominations", nominated=4),
        said(LA, "2026-01-31", nominated=15),
        said(VN, "2026-02-10", "acceptance", accepted=16),
        said(VN, "2026-03-02", "arrival", arrived=16),
        said(VN, "2026-06-26", "graduation", graduated=15, failed=1, quality=4),
        said(KH, "2026-08-20", "posting", posted=4, quality=4),
        said(LA, "2026-08-20", "posting", posted=11, quality=4),
    )
    assert course(register(three, reports=words), three, persons=19).gaps == ()


def test_a_rating_is_awaited_once_its_day_is_past() -> None:
    rated = evolve(COURSE, milestones=(Milestone(stage="quality", when=Period.parse("2026-08-31")),))
    silent = Gap(lack=Lack.UNRATED, since=Date(2026, 8, 31), parties=(LA, VN))
    on_the_day = course(register(rated, reports=TOLD[:4], on=datetime.date(2026, 8, 31)), rated)
    after = course(register(rated, reports=TOLD[:4], on=datetime.date(2026, 9, 1)), rated)
    assert [silent in one.gaps for one in (on_the_day, after)] == [False, True]


def test_nominations_are_awaited_of_the_guests_once_their_day_is_past() -> None:
    asked = (Gap(lack=Lack.NOMINATIONS_AWAITED, since=Date(2026, 1, 31), parties=(LA,)),)
    on_the_day, after = datetime.date(2026, 1, 31), datetime.date(2026, 2, 1)
    first = datetime.date(2025, 12, 1)
    assert course(register(COURSE, on=on_the_day, since=first), COURSE).gaps == ()
    assert course(register(COURSE, on=after, since=first), COURSE).gaps == asked
    assert course(register(COURSE, on=after, since=first, reports=TOLD), COURSE).gaps == ()


def test_a_side_that_never_rated_is_named() -> None:
    (gap,) = (
        one
        for one in course(register(COURSE, reports=(*TOLD[:4], TOLD[5])), COURSE).gaps
        if one.lack is Lack.UNRATED
    )
    assert gap == Gap(lack=Lack.UNRATED, parties=(LA,))


def test_numbers_of_two_sides_that_exceed_each_other_are_named_and_not_mended() -> None:
    more = (TOLD[0], said(VN, "2026-02-10", "acceptance", accepted=23))
    found = course(register(COURSE, reports=more), COURSE)
    assert found.numbers == {"nominated": 19, "accepted": 23}
    assert found.gaps == (
        Gap(lack=Lack.PLACES_EXCEEDED, count=3),
        Gap(lack=Lack.TOO_MANY, what=("accepted 23", "nominated 19")),
    )


def test_what_several_guests_nominate_is_added_up() -> None:
    three = evolve(COURSE, participants=(KH, LA, VN))
    both = (TOLD[0], said(KH, "2026-01-30", nominated=4), said(VN, "2026-01-31", nominated=30))
    assert course(register(three, reports=both), three).numbers == {"nominated": 23}


def test_a_course_without_persons_of_ours_says_nothing_of_them() -> None:
    found = courses(register(COURSE, reports=TOLD), persons={ItemId("another"): 3})
    assert [(one.persons, Lack.PERSONS_DIFFER in {gap.lack for gap in one.gaps}) for one in found] == [
        (None, False)
    ]


def test_courses_stand_in_the_order_of_their_days_and_other_kinds_are_none() -> None:
    later = evolve(COURSE, id=ItemId("course-0"), when=Period.parse("2026-09"))
    undated = evolve(COURSE, id=ItemId("course-00"), when=None, plan=None)
    visit = evolve(COURSE, id=ItemId("visit"), kind="visit", details={})
    now = register(later, undated, visit, COURSE)
    assert [one.activity.id for one in courses(now)] == ["course-1", "course-0", "course-00"]
    assert [one.activity.id for one in courses(now, plan=ItemId("plan-2026"))] == ["course-1", "course-0"]


def test_courses_are_added_up_by_institution_domain_and_year() -> None:
    other = evolve(COURSE, id=ItemId("course-2"), when=Period.parse("2027"), details={"places": 5})
    told = {"nominated": 19, "accepted": 18, "arrived": 17, "graduated": 15, "failed": 1, "posted": 14}
    assert totals(courses(register(COURSE, other, reports=TOLD))) == (
        Total(by="institution", name="", courses=1, places=5, numbers={}),
        Total(by="institution", name="Academy (illustrative)", courses=1, places=20, numbers=told),
        Total(by="domain", name="training", courses=2, places=25, numbers=told),
        Total(by="year", name="2026", courses=1, places=20, numbers=told),
        Total(by="year", name="2027", courses=1, places=5, numbers={}),
    )


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.data())
def test_a_host_s_words_that_add_up_lack_just_what_is_left(numbers: list[int], data: st.DataObject) -> None:
    nominated, accepted, arrived, graduated = sorted(numbers, reverse=True)
    failed = data.draw(st.integers(0, arrived - graduated))
    words = (
        said(LA, "2026-01-30", "nominations", nominated=nominated),
        said(VN, "2026-02-10", "acceptance", accepted=accepted),
        said(VN, "2026-03-02", "arrival", arrived=arrived),
        said(VN, "2026-06-26", "graduation", graduated=graduated, failed=failed),
    )
    found = {gap.lack: gap.count or 0 for gap in course(register(COURSE, reports=words), COURSE).gaps}
    assert found.get(Lack.UNACCOUNTED, 0) == arrived - graduated - failed
    assert found.get(Lack.PLACES_UNUSED, 0) - found.get(Lack.PLACES_EXCEEDED, 0) == 20 - arrived
    assert not {Lack.TOO_MANY, Lack.SIDES_DIFFER} & set(found)


@given(st.permutations(TOLD), st.sampled_from(NUMBERS))
def test_in_whatever_order_logs_are_read_the_numbers_are_the_same(order: list[Report], name: str) -> None:
    read = course(register(COURSE, reports=tuple(order)), COURSE)
    assert read == course(register(COURSE, reports=TOLD), COURSE)
    assert read.numbers[name] == course(register(COURSE, reports=TOLD), COURSE).numbers[name]


@pytest.mark.parametrize("known", [DAY, DAY + datetime.timedelta(days=400)])
def test_a_course_that_is_silent_lacks_only_its_nominations(known: datetime.date) -> None:
    found = course(register(COURSE, on=known), COURSE)
    assert [gap.lack for gap in found.gaps] == [Lack.NOMINATIONS_AWAITED]
    assert (found.progress, found.reached, found.next) == (Progress.LATE, None, "nominations")
