"""Visits given and received, and invitations that nobody has taken up."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.undertaking import Undertaking
from foedus.oversight.visits import Balance, Invitation, Tally, Visit, balance, visits
from foedus.terms import Date, Domain, Force, ItemId, Level, Party, Period
from tests.oversight.seen import EN, KH, LA, SENTENCE, VN, register

EXCHANGE = Domain("strategic-exchange")
LINE = Activity(
    id=ItemId("visit-1"),
    kind="visit",
    domain=EXCHANGE,
    title={EN: "Visit of the minister"},
    host=VN,
    participants=(LA, VN),
    level=Level.MINISTER,
    when=Period.parse("2026-03"),
)
DONE = Report(party=VN, item=LINE.id, stage="farewell", on=Date(2026, 3, 12))
MINISTER = Office(id=ItemId("la-minister"), party=LA, title={EN: "Minister"}, level=Level.MINISTER)
BOUN = Person(id=ItemId("boun"), party=LA, name="Boun Illustrative")
HOA = Person(id=ItemId("hoa"), party=VN, name="Hoa Illustrative")
TENURE = Tenure(id=ItemId("boun-minister"), person=BOUN.id, office=MINISTER.id, since=Date(2024))
TOLD = Engagement(
    id=ItemId("engagement-1"),
    kind="official-visit",
    status=Status.HELD,
    when=Period.parse("2026-03-10/2026-03-12"),
    parties=(LA, VN),
    principals=(BOUN.id,),
    source=SENTENCE,
)
PEOPLE = (MINISTER, BOUN, HOA, TENURE)
INVITED = Undertaking(
    id=ItemId("undertaking-1"),
    force=Force.INVITED,
    by=(LA,),
    on=(VN,),
    domain=EXCHANGE,
    gist={EN: "visit Laos"},
    source=SENTENCE,
)


def test_a_line_carried_out_is_a_visit_of_each_guest_to_the_host() -> None:
    three = evolve(LINE, participants=(KH, LA, VN))
    assert visits(register(three, reports=(DONE,))).held == tuple(
        Visit(host=VN, guest=guest, level=Level.MINISTER, when=Period.parse("2026-03"), told_by=(LINE.id,))
        for guest in (KH, LA)
    )


def test_a_visit_that_a_line_and_a_source_tell_of_is_counted_once_with_the_more_precise_date() -> None:
    silent = evolve(LINE, level=None)
    assert visits(register(silent, TOLD, *PEOPLE, reports=(DONE,))).held == (
        Visit(
            host=VN,
            guest=LA,
            level=Level.MINISTER,
            when=Period.parse("2026-03-10/2026-03-12"),
            told_by=(LINE.id, TOLD.id),
        ),
    )


def test_tellings_that_share_one_day_are_of_one_visit() -> None:
    line = evolve(LINE, when=Period.parse("2026-03-08/2026-03-10"))
    assert len(visits(register(line, TOLD, *PEOPLE, reports=(DONE,))).held) == 1


def test_visits_of_two_levels_on_the_same_days_are_two() -> None:
    command = evolve(LINE, level=Level.COMMAND)
    assert len(visits(register(command, TOLD, *PEOPLE, reports=(DONE,))).held) == 2


@pytest.mark.parametrize(
    "line",
    [
        evolve(LINE, kind="training"),
        evolve(LINE, kind="exercise"),
        evolve(LINE, host=None),
        evolve(LINE, details={"visit_title": "transit"}),
        evolve(LINE, id=ItemId("visit-2")),
    ],
    ids=["a course", "an exercise", "no host", "a transit", "nobody reported it"],
)
def test_what_moves_no_delegation_or_was_not_carried_out_is_no_visit(line: Activity) -> None:
    met = evolve(DONE, stage=None, outcome=Outcome.MET)
    assert visits(register(line, reports=(met,))).held == ()


@pytest.mark.parametrize(
    "occasion",
    [
        evolve(TOLD, when=None),
        evolve(TOLD, principals=()),
        evolve(TOLD, principals=(BOUN.id, HOA.id)),
        evolve(TOLD, principals=(BOUN.id, HOA.id), parties=(KH, LA, VN)),
    ],
    ids=["no date", "nobody named", "both sides named", "two of three named"],
)
def test_a_visit_of_no_date_or_direction_is_listed_and_not_counted(occasion: Engagement) -> None:
    found = visits(register(occasion, *PEOPLE))
    assert (found.held, found.unplaced) == ((), (occasion.id,))


def test_the_balance_tells_each_level_and_year_with_the_last_visit_each_way() -> None:
    back = evolve(LINE, id=ItemId("visit-2"), host=LA, when=Period.parse("2025-11-03"))
    early = evolve(LINE, id=ItemId("visit-0"), when=Period.parse("2025-02"))
    reports = (DONE, evolve(DONE, item=back.id), evolve(DONE, item=early.id))
    held = visits(register(LINE, back, early, reports=reports)).held
    assert balance(held, party=LA, other=VN) == Balance(
        party=LA,
        other=VN,
        levels=(
            Tally(
                level=Level.MINISTER,
                given=2,
                received=1,
                last_given=Period.parse("2026-03"),
                last_received=Period.parse("2025-11-03"),
            ),
        ),
        years=((2025, 1, 1), (2026, 1, 0)),
    )
    assert balance(held, party=LA, other=VN, year=2026).given == 1


def test_an_invitation_stands_until_it_is_accepted() -> None:
    line = evolve(LINE, when=Period.parse("2026-11"))
    invited = Report(party=VN, item=line.id, stage="invitation", on=Date(2026, 8, 22))
    accepted = Report(party=LA, item=line.id, stage="acceptance", on=Date(2026, 8, 30))
    assert visits(register(line, reports=(invited,))).invitations == (
        Invitation(by=(VN,), to=(LA,), since=Date(2026, 8, 22), days=10, told_by=(line.id,)),
    )
    assert visits(register(line, reports=(invited, accepted))).invitations == ()


def test_an_invitation_that_a_document_states_twice_stands_once_with_its_age() -> None:
    stated = evolve(TOLD, id=ItemId("engagement-2"), status=Status.INVITED, when=None, principals=())
    assert visits(register(INVITED, stated)).invitations == (
        Invitation(by=(LA,), to=(VN,), since=Date(2026, 2, 5), days=208, told_by=(INVITED.id, stated.id)),
    )


def test_an_invitation_spoken_passes_to_the_line_that_serves_it_once_that_has_begun() -> None:
    line = evolve(LINE, host=LA, when=Period.parse("2026-11"), serves=(INVITED.id,))
    invited = Report(party=LA, item=line.id, stage="invitation", on=Date(2026, 8, 22))
    accepted = Report(party=VN, item=line.id, stage="acceptance", on=Date(2026, 8, 30))
    told = [
        [one.told_by for one in visits(register(INVITED, line, reports=reports)).invitations]
        for reports in ((), (invited,), (invited, accepted))
    ]
    assert told == [[(INVITED.id,)], [(line.id,)], []]


def test_an_invitation_given_at_an_occasion_is_as_old_as_that() -> None:
    given_at = evolve(INVITED, source=None, occasion=LINE.id)
    (one,) = visits(register(given_at, LINE)).invitations
    assert (one.since, one.days) == (Date(2026, 3), 184)


def test_an_invitation_to_a_time_that_is_over_no_longer_stands() -> None:
    stated = evolve(TOLD, status=Status.INVITED)
    assert visits(register(stated)).invitations == ()


PARTIES = st.permutations([VN, LA, KH])
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2026, 8, 1))
HELD = st.lists(
    st.builds(
        lambda parties, level, day: (parties[0], parties[1], level, Period(Date.on(day), Date.on(day))),
        PARTIES,
        st.sampled_from([*Level, None]),
        DAYS,
    ),
    max_size=12,
)


@given(HELD)
def test_visits_given_by_one_are_those_received_by_the_other(
    made: list[tuple[Party, Party, Level | None, Period]],
) -> None:
    lines = [
        evolve(LINE, id=ItemId(f"visit-{n}"), host=host, participants=(host, guest), level=level, when=when)
        for n, (host, guest, level, when) in enumerate(made)
    ]
    held = visits(register(*lines, reports=tuple(evolve(DONE, item=line.id) for line in lines))).held
    assert {name for visit in held for name in visit.told_by} == {line.id for line in lines}
    pairs = [(VN, LA), (VN, KH), (LA, KH)]
    ours = [balance(held, party=one, other=other) for one, other in pairs]
    theirs = [balance(held, party=other, other=one) for one, other in pairs]
    assert sum(one.given + one.received for one in ours) == len(held)
    for one, other in zip(ours, theirs, strict=True):
        assert [(t.level, t.given, t.received, t.last_given, t.last_received) for t in one.levels] == [
            (t.level, t.received, t.given, t.last_received, t.last_given) for t in other.levels
        ]
        assert [(year, given_, got) for year, given_, got in one.years] == [
            (year, got, given_) for year, given_, got in other.years
        ]
