"""What cannot be together: of one line at a date, among many, and never what is not sure."""

import datetime
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.presence import apart, comes_too_early, is_dated, overlap
from foedus.oversight.clashes import Clash, Engaged, Reason, clashes_among, clashes_of
from foedus.terms import Date, ItemId, Party, Period
from tests.oversight.seen import BORDER, EN, LA, VN

MINISTER, STAFF = ItemId("person-minister"), ItemId("office-staff")


def line(name: str, when: str | None, **said: Any) -> Engaged:
    period = Period.parse(when) if when else None
    return evolve(
        Engaged(line=ItemId(name), when=period, host=VN, place="Hanoi", who=frozenset({MINISTER})), **said
    )


def test_a_person_in_two_countries_on_the_same_days_is_in_two_places() -> None:
    visit = line("visit", "2026-10-06/2026-10-09")
    talks = line("talks", "2026-10-08/2026-10-12", host=LA, place="Vientiane")
    elsewhere = Clash(line=visit.line, other=talks.line, reason=Reason.ELSEWHERE, who=(MINISTER,))
    assert clashes_of(visit, [talks]) == (elsewhere,)
    assert clashes_among([talks, visit]) == (elsewhere,)


def test_who_travels_on_the_last_day_is_in_one_place_after_the_other() -> None:
    visit = line("visit", "2026-10-06/2026-10-09")
    assert clashes_of(visit, [line("talks", "2026-10-09/2026-10-12", host=LA)]) == ()


def test_who_visits_a_country_for_some_days_may_be_in_several_of_its_places() -> None:
    visit = line("visit", "2026-10-06/2026-10-09")
    assert clashes_of(visit, [line("talks", "2026-10-07", place="Da Nang")]) == ()


def test_a_month_is_no_day_on_which_anybody_is_elsewhere() -> None:
    visit = line("visit", "2026-10-06/2026-10-09")
    assert clashes_of(visit, [line("course", "2026-10", host=LA)]) == ()


def test_what_must_come_first_and_is_not_over_stands_in_the_wrong_order_from_either_side() -> None:
    first = line("first", "2026-10-06", who=frozenset())
    then = line("then", "2026-10-05", who=frozenset(), after=frozenset({first.line}))
    early = Clash(line=then.line, other=first.line, reason=Reason.TOO_EARLY)
    assert clashes_of(then, [first]) == clashes_among([first, then]) == (early,)
    assert clashes_of(first, [then]) == (evolve(early, line=first.line, other=then.line),)


def test_persons_and_units_of_an_activity_are_who_is_there() -> None:
    activity = Activity(
        id=ItemId("visit"),
        kind="visit",
        domain=BORDER,
        title={EN: "Visit"},
        host=LA,
        place="Vientiane",
        participants=(LA, VN),
        when=Period.parse("2026-10-06"),
        units=(STAFF,),
        people=(
            Participant(role="head", party=VN, person=MINISTER),
            Participant(role="member", party=VN, count=3),
        ),
        after=(ItemId("talks"),),
    )
    assert Engaged.of(activity) == Engaged(
        line=ItemId("visit"),
        when=Period.parse("2026-10-06"),
        host=LA,
        place="Vientiane",
        who=frozenset({MINISTER, STAFF}),
        after=frozenset({ItemId("talks")}),
    )


DAY = datetime.date(2026, 1, 1)


@st.composite
def lines(draw: st.DrawFn) -> list[Engaged]:
    made = []
    for number in range(draw(st.integers(0, 9))):
        first = DAY + datetime.timedelta(days=draw(st.integers(0, 12)))
        last = first + datetime.timedelta(days=draw(st.integers(0, 5)))
        by_month = draw(st.integers(0, 5)) == 0
        when = Period(Date(2026, 1), Date(2026, 1)) if by_month else Period(Date.on(first), Date.on(last))
        made.append(
            Engaged(
                line=ItemId(f"line-{number}"),
                when=draw(st.sampled_from([when, when, when, None])),
                host=draw(st.sampled_from([VN, LA, None])),
                place=draw(st.sampled_from(["Hanoi", "Vientiane", ""])),
                who=draw(st.frozensets(st.sampled_from([ItemId("a"), ItemId("b"), ItemId("c")]))),
                after=draw(
                    st.frozensets(
                        st.sampled_from([ItemId(f"line-{one}") for one in range(number + 1)]), max_size=2
                    )
                ),
            )
        )
    return made


@given(lines())
def test_among_many_every_pair_that_cannot_be_together_is_found_once(found: list[Engaged]) -> None:
    clashes = clashes_among(found)
    elsewhere = {
        (frozenset({one.line, other.line}), tuple(sorted(one.who & other.who)))
        for at, one in enumerate(found)
        for other in found[:at]
        if one.who & other.who
        and is_dated(one)
        and is_dated(other)
        and overlap(one, other)
        and apart(one, other)
    }
    early = {
        (one.line, other.line)
        for one in found
        for other in found
        if other.line in one.after and one is not other and comes_too_early(one, other)
    }
    told = [one for one in clashes if one.reason is Reason.ELSEWHERE]
    assert sorted((sorted(one), who) for one, who in elsewhere) == sorted(
        (sorted((one.line, one.other)), one.who) for one in told
    )
    assert sorted(early) == sorted((one.line, one.other) for one in clashes if one.reason is Reason.TOO_EARLY)


@given(lines())
def test_of_one_line_the_same_is_told_as_among_all(found: list[Engaged]) -> None:
    among = {(frozenset({one.line, one.other}), one.reason, one.who) for one in clashes_among(found)}
    of_each = {
        (frozenset({clash.line, clash.other}), clash.reason, clash.who)
        for one in found
        for clash in clashes_of(one, found)
    }
    assert of_each == among


def test_an_organisation_that_hosts_is_a_place_like_a_country() -> None:
    asean = Party("ASEAN")
    assert clashes_of(line("a", "2026-10-06"), [line("b", "2026-10-06", host=asean)]) != ()
