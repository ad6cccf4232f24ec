"""What was said against what was done."""

import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.followup import Answer, Cause, Change, FollowUp, Reason, Ruling, State, Verdict, follow_up
from foedus.register import InForce, Register, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
DAY = datetime.date(2026, 9, 1)
SAID = Undertaking(
    id=ItemId("undertaking-1"),
    force=Force.AGREED,
    by=(LA, VN),
    on=(LA, VN),
    domain=Domain("border"),
    due=Date(2026),
    gist={EN: "protect the border"},
    source=Source(document="0" * 64, published=Date(2026, 2, 5), start=0, end=9, words="the words"),
)
PATROL = Activity(
    id=ItemId("patrol-1"),
    kind="border-patrol",
    domain=Domain("border"),
    title={EN: "Joint patrol"},
    participants=(LA, VN),
    when=Period.parse("2026-05"),
    serves=(SAID.id,),
)
SECOND = evolve(PATROL, id=ItemId("patrol-2"))
EXCHANGE = Engagement(
    id=ItemId("exchange"),
    kind="border-exchange",
    status=Occurrence.HELD,
    when=Period.parse("2026-06-10/2026-06-11"),
    parties=(LA, VN),
)


GIVEN = Change(on=Date(2026, 2, 5), state=State.OPEN, by=(LA, VN), evidence=(), why=Cause.GIVEN)


def register(*items: Item, reports: tuple[Report, ...] = (), own: tuple[Item, ...] = ()) -> Register:
    common = [InForce(item, "a" * 64, datetime.date(2026, 1, 1)) for item in items]
    return fold(party=VN, in_force=common, reports=reports, own=own, on=DAY)


def followed(
    *items: Item,
    reports: tuple[Report, ...] = (),
    undertaking: Undertaking = SAID,
    rulings: tuple[Ruling, ...] = (),
) -> FollowUp:
    found = follow_up(register(undertaking, *items, reports=reports), rulings=rulings)
    return next(one for one in found if one.undertaking == undertaking)


def word(activity: Activity, *, stage: str | None = None, outcome: Outcome | None = None) -> Report:
    return Report(party=LA, item=activity.id, stage=stage, outcome=outcome, on=Date(2026, 5, 20))


def test_a_linked_line_answers_with_its_reports() -> None:
    report = word(PATROL, stage="patrol")
    assert followed(PATROL, reports=(report,)) == FollowUp(
        undertaking=SAID,
        answers=(Answer(item=PATROL, why=(Reason.LINKED,), on=report.on, reports=(report,)),),
        state=State.BEING_CARRIED_OUT,
        history=(
            GIVEN,
            Change(on=None, state=State.OPEN, by=(), evidence=(PATROL.id,), why=Cause.LINKED),
            Change(
                on=report.on,
                state=State.BEING_CARRIED_OUT,
                by=(LA,),
                evidence=(PATROL.id,),
                why=Cause.REPORTED,
                note={},
            ),
        ),
    )


def test_a_later_occasion_of_the_domain_and_the_parties_is_proposed_with_its_reasons() -> None:
    found = followed(EXCHANGE)
    (answer,) = found.proposals
    assert answer == Answer(
        item=EXCHANGE,
        why=(Reason.DOMAIN, Reason.DUE, Reason.IN_TIME, Reason.PARTIES, Reason.WORDS, Reason.SOON),
        on=Date(2026, 6, 11),
        rank=answer.rank,
        words=("border",),
    )
    assert found.state is State.OPEN


@pytest.mark.parametrize(
    "other",
    [
        evolve(EXCHANGE, when=Period.parse("2026-02-05")),
        evolve(EXCHANGE, when=Period.parse("2026")),
        evolve(EXCHANGE, when=Period.parse("2026-10")),
        evolve(EXCHANGE, when=None),
        evolve(EXCHANGE, status=Occurrence.PLANNED),
        evolve(EXCHANGE, kind="training-course"),
        evolve(EXCHANGE, parties=(LA,)),
    ],
    ids=["same day", "perhaps before", "not yet", "no date", "planned only", "other domain", "other parties"],
)
def test_what_is_not_surely_later_of_the_domain_and_of_the_parties_is_proposed_for_nothing(
    other: Engagement,
) -> None:
    assert followed(other) == FollowUp(undertaking=SAID, answers=(), state=State.OPEN, history=(GIVEN,))


def test_what_was_said_in_no_dated_document_has_nothing_proposed_for_it() -> None:
    assert followed(EXCHANGE, undertaking=evolve(SAID, source=None)).answers == ()


def test_a_session_of_the_named_mechanism_ranks_above_another_occasion_of_the_domain() -> None:
    dialogue = ItemId("dialogue")
    session = evolve(EXCHANGE, id=ItemId("session"), kind="dialogue", mechanism=dialogue, parties=())
    found = followed(EXCHANGE, session, undertaking=evolve(SAID, mechanism=dialogue)).answers
    assert [answer.item.id for answer in found] == ["session", "exchange"]
    assert [Reason.MECHANISM in answer.why for answer in found] == [True, False]


def test_a_signed_plan_is_proposed_for_what_was_said_of_its_execution() -> None:
    plan = Instrument(
        id=ItemId("plan"), kind="plan", status=Standing.SIGNED, signed=Date(2026, 3, 1), parties=(LA, VN)
    )
    undertaking = evolve(SAID, domain=Domain("plan-execution"))
    found = followed(
        plan, evolve(plan, id=ItemId("mentioned"), status=Standing.MENTIONED), undertaking=undertaking
    )
    assert [answer.item for answer in found.answers] == [plan]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((), State.OPEN),
        ((word(PATROL, stage="sector-agreed"),), State.BEING_CARRIED_OUT),
        ((word(PATROL, stage="debrief"),), State.PARTLY),
        ((word(PATROL, stage="minutes"), word(SECOND, outcome=Outcome.EXCEEDED)), State.CARRIED_OUT),
        ((word(PATROL, outcome=Outcome.MET), word(SECOND, outcome=Outcome.MISSED)), State.PARTLY),
        ((word(PATROL, outcome=Outcome.MISSED), word(SECOND, outcome=Outcome.MISSED)), State.OPEN),
        ((word(PATROL, outcome=Outcome.MISSED), word(PATROL, outcome=Outcome.MET)), State.PARTLY),
    ],
)
def test_the_state_follows_from_what_was_reported_on_the_linked_lines(
    reports: tuple[Report, ...], expected: State
) -> None:
    assert followed(PATROL, SECOND, reports=reports).state is expected


def test_what_nothing_answered_has_lapsed_once_its_date_is_past_and_not_before() -> None:
    undertaking = evolve(SAID, due=Date(2026, 8))
    missed = word(PATROL, outcome=Outcome.MISSED)
    assert followed(PATROL, undertaking=undertaking).state is State.LAPSED
    assert followed(PATROL, undertaking=undertaking, reports=(missed,)).state is State.LAPSED
    assert followed(PATROL, undertaking=evolve(undertaking, due=Date(2026, 9))).state is State.OPEN


def test_nothing_is_called_lapsed_while_something_likely_waits_for_a_decision() -> None:
    undertaking = evolve(SAID, due=Date(2026, 8))
    assert followed(EXCHANGE, undertaking=undertaking).state is State.OPEN
    refused = Ruling(undertaking=SAID.id, item=EXCHANGE.id, verdict=Verdict.REFUSED, on=Date(2026, 8, 31))
    found = followed(EXCHANGE, undertaking=undertaking, rulings=(refused,))
    assert (found.state, found.answers) == (State.LAPSED, ())


def test_what_is_ours_alone_is_marked_in_answers_and_undertakings() -> None:
    (one,) = follow_up(register(own=(SAID, PATROL)))
    assert (one.ours_alone, [answer.ours_alone for answer in one.answers]) == (True, [True])


def test_undertakings_stand_in_the_order_in_which_they_were_given() -> None:
    assert SAID.source is not None
    earlier = evolve(SAID, id=ItemId("z"), source=evolve(SAID.source, published=Date(2025)))
    undated = evolve(SAID, id=ItemId("y"), source=None)
    assert [one.undertaking for one in follow_up(register(SAID, earlier, undated))] == [
        undated,
        earlier,
        SAID,
    ]


@given(
    st.lists(
        st.builds(
            lambda number, kind, month, status: evolve(
                EXCHANGE,
                id=ItemId(f"e-{number}"),
                kind=kind,
                status=status,
                when=Period.parse(f"2026-{month:02}"),
            ),
            st.integers(0, 9),
            st.sampled_from(["border-exchange", "patrol", "talks"]),
            st.integers(1, 12),
            st.sampled_from(Occurrence),
        ),
        unique_by=lambda engagement: engagement.id,
    )
)
def test_every_proposal_is_later_than_the_word_and_ranks_are_in_order(occasions: list[Engagement]) -> None:
    found = followed(PATROL, *occasions).proposals
    assert [answer.rank for answer in found] == sorted((answer.rank for answer in found), reverse=True)
    for answer in found:
        assert answer.on is not None
        assert datetime.date(2026, 2, 5) < answer.on.first <= DAY
