"""Mechanisms: sessions by number, whose turn it is, what each decided, what comes next."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.report import Report
from foedus.cooperation.undertaking import State, Undertaking
from foedus.oversight.mechanisms import Decision, Series, Sitting, Stands, informed, mechanisms
from foedus.register import Register
from foedus.terms import Date, Domain, Force, ItemId, Party, Period
from tests.oversight.seen import EN, KH, LA, SENTENCE, VN, register

MEETING = Mechanism(
    id=ItemId("ministers-meeting"),
    title={EN: "Annual meeting of the ministers"},
    kind="meeting",
    parties=(KH, LA, VN),
    rotation=(VN, KH, LA),
    every_months=12,
    sessions=(
        Session(number=1, when=Period.parse("2023-12-13"), host=VN),
        Session(number=2, when=Period.parse("2024-11-25"), host=KH),
    ),
)
LINE = Activity(
    id=ItemId("third-meeting"),
    kind="ministers-meeting",
    domain=Domain("strategic-exchange"),
    title={EN: "3rd meeting"},
    host=LA,
    participants=(KH, LA, VN),
    when=Period.parse("2025-10-15"),
    place="Vientiane",
    mechanism=MEETING.id,
    session=3,
)
HELD = Report(party=LA, item=LINE.id, stage="meeting", on=Date(2025, 10, 15))
TOLD = Engagement(
    id=ItemId("engagement-3"),
    kind="meeting",
    status=Status.HELD,
    when=Period.parse("2025-10-15"),
    parties=(KH, LA, VN),
    mechanism=MEETING.id,
    session=3,
    source=SENTENCE,
)


def series(now: Register) -> Series:
    (one,) = mechanisms(now)
    return one


def test_sessions_lines_and_occasions_are_one_series_with_the_next_host_by_rotation() -> None:
    now = register(MEETING, LINE, TOLD, reports=(HELD,))
    assert series(now) == Series(
        mechanism=MEETING,
        sessions=(
            Sitting(number=1, stands=Stands.HELD, when=Period.parse("2023-12-13"), host=VN, turn=VN),
            Sitting(number=2, stands=Stands.HELD, when=Period.parse("2024-11-25"), host=KH, turn=KH),
            Sitting(
                number=3,
                stands=Stands.HELD,
                when=Period.parse("2025-10-15"),
                place="Vientiane",
                host=LA,
                turn=LA,
                told_by=(LINE.id, TOLD.id),
            ),
        ),
        next=Session(number=4, when=Period.parse("2026"), host=VN),
        by_rhythm=True,
        late=False,
    )


def test_a_line_whose_day_passed_in_silence_is_unconfirmed_and_the_session_is_late() -> None:
    one = series(register(MEETING, LINE))
    assert one.sessions[-1].stands is Stands.UNCONFIRMED
    assert (one.next, one.by_rhythm, one.late) == (
        Session(number=3, when=Period.parse("2025"), host=LA),
        True,
        True,
    )


def test_a_session_that_is_listed_without_a_date_is_late_once_its_rhythm_is_over() -> None:
    listed = evolve(MEETING, sessions=(*MEETING.sessions, Session(number=3)))
    years = [datetime.date(year, 6, 1) for year in (2025, 2026)]
    assert [series(register(listed, on=day, since=day)).late for day in years] == [False, True]


def test_an_arranged_session_is_the_next_and_never_late() -> None:
    coming = evolve(LINE, when=Period.parse("2026-10-15"))
    one = series(register(MEETING, coming))
    assert (one.next.when, one.by_rhythm, one.late) == (Period.parse("2026-10-15"), False, False)
    assert one.sessions[-1].stands is Stands.ARRANGED


def test_a_session_held_within_a_month_that_is_not_over_is_held_on_the_day_reported() -> None:
    line = evolve(LINE, when=Period.parse("2025-10"))
    one = series(
        register(
            MEETING, line, reports=(HELD,), on=datetime.date(2025, 10, 20), since=datetime.date(2025, 1, 1)
        )
    )
    assert (one.sessions[-1].when, one.sessions[-1].stands) == (Period.parse("2025-10-15"), Stands.HELD)
    assert (one.next.number, one.next.host) == (4, VN)


def test_a_session_announced_for_a_year_and_held_on_a_day_stands_on_the_day_and_the_next_follows() -> None:
    announced = evolve(TOLD, id=ItemId("announced"), status=Status.PLANNED, when=Period.parse("2025"))
    now = register(MEETING, evolve(LINE, when=Period.parse("2025")), announced, TOLD)
    third = series(now).sessions[-1]
    assert (third.number, third.when, third.stands) == (3, Period.parse("2025-10-15"), Stands.HELD)
    assert series(now).next.number == 4


def test_a_gap_in_the_numbers_is_named_and_passes_the_turn_on() -> None:
    fifth = evolve(LINE, id=ItemId("fifth"), session=5, host=VN)
    report = evolve(HELD, item=fifth.id)
    one = series(register(MEETING, fifth, reports=(report,)))
    assert (one.missing, one.sessions[-1].turn, one.out_of_turn) == (((3, 4),), KH, (5,))
    assert one.next.host is KH  # after Vietnam, who hosted, comes Cambodia


def test_an_enormous_number_makes_no_enormous_series() -> None:
    one = series(register(MEETING, evolve(LINE, session=10**9), reports=(HELD,)))
    assert (len(one.sessions), one.missing) == (3, ((3, 10**9 - 1),))


@pytest.mark.parametrize(
    "given_at",
    [{"occasion": LINE.id}, {"occasion": TOLD.id}, {"source": SENTENCE}],
    ids=["at the line", "at the occasion", "in its document"],
)
def test_what_a_session_decided_stands_with_it_and_with_what_became_of_it(
    given_at: dict[str, object],
) -> None:
    said = Undertaking(
        id=ItemId("undertaking-1"),
        force=Force.AGREED,
        domain=Domain("exercise"),
        gist={EN: "hold an exercise"},
        **given_at,  # type: ignore[arg-type]  # one of the two, as the case says
    )
    now = register(MEETING, LINE, TOLD, said, reports=(HELD,))
    assert series(now).sessions[-1].decided == (Decision(item=said, state=State.OPEN),)


def test_what_was_signed_on_its_days_and_judged_at_it_belongs_to_a_session() -> None:
    signed = Instrument(
        id=ItemId("minutes-3"),
        kind="minutes",
        status=Standing.SIGNED,
        signed=Date(2025, 10, 15),
        source=SENTENCE,
    )
    named = evolve(signed, id=ItemId("protocol"), kind="protocol", signed=Date(2024, 10, 22))
    judged = Assessment(
        id=ItemId("assessment-1"), about="the exercise", polarity=Polarity.POSITIVE, occasion=LINE.id
    )
    now = register(MEETING, LINE, TOLD, signed, named, judged, reports=(HELD,))
    assert series(now).sessions[-1].decided == (Decision(item=judged), Decision(item=signed))


def test_a_cancelled_session_decides_nothing_of_whose_turn_comes_next() -> None:
    coming = evolve(TOLD, status=Status.CANCELLED, when=Period.parse("2026-10-15"))
    one = series(register(MEETING, coming))
    assert (one.sessions[-1].stands, one.next.number, one.next.host) == (Stands.CANCELLED, 3, LA)


def test_occasions_that_bear_no_number_stand_apart() -> None:
    assert series(register(MEETING, evolve(TOLD, session=None))).unnumbered == (TOLD.id,)


def test_what_is_listed_goes_before_what_is_told() -> None:
    listed = evolve(MEETING, sessions=(*MEETING.sessions, Session(number=3, host=KH)))
    known = informed(register(listed, LINE, reports=(HELD,)), listed)
    assert known.sessions[-1] == Session(number=3, when=LINE.when, place="Vientiane", host=KH)


@given(st.permutations([VN, LA, KH]), st.integers(1, 12))
def test_hosts_who_follow_the_rotation_are_never_out_of_turn(rotation: list[Party], many: int) -> None:
    sessions = tuple(
        Session(number=n + 1, when=Period.parse(str(2010 + n)), host=rotation[n % 3]) for n in range(many)
    )
    one = series(register(evolve(MEETING, rotation=tuple(rotation), sessions=sessions)))
    assert (one.out_of_turn, one.missing, one.next.host) == ((), (), rotation[many % 3])
