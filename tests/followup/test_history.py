"""How an undertaking comes to stand where it stands: words, links, reports, rulings, its due day."""

import datetime
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.item import Item
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import ItemError
from foedus.followup import Cause, FollowUp, Reason, Ruling, State, Verdict, follow_up
from foedus.register import InForce, fold
from foedus.terms import Date, Domain, Force, ItemId, Language, Party, Period

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
DAY = datetime.date(2026, 9, 1)


def source(published: Date) -> Source:
    return Source(document="0" * 64, published=published, start=0, end=9, words="the words")


SAID = Undertaking(
    id=ItemId("said"),
    force=Force.AGREED,
    by=(LA, VN),
    on=(LA, VN),
    domain=Domain("border"),
    due=Date(2026, 7),
    gist={EN: "protect the border"},
    source=source(Date(2026, 2, 5)),
)
AGAIN = evolve(SAID, id=ItemId("again"), due=Date(2027), restates=SAID.id, source=source(Date(2026, 8, 1)))
PATROL = Activity(
    id=ItemId("patrol"),
    kind="border-patrol",
    domain=Domain("border"),
    title={EN: "Joint patrol"},
    participants=(LA, VN),
    when=Period.parse("2026-05"),
    serves=(SAID.id,),
)
EXCHANGE = Engagement(
    id=ItemId("exchange"),
    kind="border-exchange",
    status=Occurrence.HELD,
    when=Period.parse("2026-06-10/2026-06-11"),
    parties=(LA, VN),
)


def word(state: State, *, party: Party = LA, on: str = "2026-06-20", items: tuple[str, ...] = ()) -> Report:
    named = tuple(ItemId(name) for name in items)
    return Report(party=party, item=SAID.id, stage=state, on=Date.parse(on), items=named)


def done(*, on: str = "2026-06-01") -> Report:
    return Report(party=LA, item=PATROL.id, outcome=Outcome.MET, on=Date.parse(on))


def rule(verdict: Verdict, item: str | None = None, *, on: str = "2026-08-20", note: str = "") -> Ruling:
    named = ItemId(item) if item else None
    return Ruling(undertaking=SAID.id, item=named, verdict=verdict, on=Date.parse(on), note=note)


def followed(
    *items: Item,
    reports: tuple[Report, ...] = (),
    rulings: tuple[Ruling, ...] = (),
    said: Undertaking = SAID,
    own: tuple[Item, ...] = (),
) -> FollowUp:
    common = [InForce(item, "a" * 64, datetime.date(2026, 1, 1)) for item in (said, *items)]
    register = fold(party=VN, in_force=common, reports=reports, own=own, on=DAY)
    found = follow_up(register, rulings=rulings)
    return next(one for one in found if one.undertaking.id == said.id)


def told(one: FollowUp) -> list[tuple[str, str, str]]:
    return [(str(change.on), change.state.value, change.why.value) for change in one.history]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((word(State.CARRIED_OUT),), State.CARRIED_OUT),
        ((word(State.CARRIED_OUT), word(State.CARRIED_OUT, party=VN)), State.CARRIED_OUT),
        ((word(State.CARRIED_OUT), word(State.PARTLY, party=VN)), State.PARTLY),
        ((word(State.CARRIED_OUT), word(State.BEING_CARRIED_OUT, party=VN)), State.PARTLY),
        ((word(State.CARRIED_OUT), word(State.OPEN, party=VN)), State.OPEN),
        ((word(State.BEING_CARRIED_OUT), word(State.DECLINED, party=VN)), State.DECLINED),
        ((word(State.RESTATED),), State.RESTATED),
        ((word(State.LAPSED, on="2026-08-02"),), State.LAPSED),
        ((word(State.DECLINED, on="2026-03"), word(State.OPEN, on="2026-04")), State.OPEN),
    ],
)
def test_where_the_sides_words_differ_the_less_of_them_stands(
    words: tuple[Report, ...], expected: State
) -> None:
    found = followed(reports=words)
    assert found.state is expected
    last = {report.party: report for report in words}
    assert found.words == tuple(last[party] for party in sorted(last))


def test_only_those_who_must_act_can_decline() -> None:
    said = evolve(SAID, on=(VN,), due=None)
    assert followed(reports=(word(State.DECLINED),), said=said).state is State.OPEN
    assert followed(reports=(word(State.DECLINED, party=VN),), said=said).state is State.DECLINED


def test_a_sides_word_weighs_more_than_the_reports_on_what_was_linked() -> None:
    found = followed(PATROL, reports=(done(), word(State.BEING_CARRIED_OUT)))
    assert found.state is State.BEING_CARRIED_OUT
    assert told(found) == [
        ("2026-02-05", "open", "given"),
        ("None", "open", "linked"),
        ("2026-06-01", "carried-out", "reported"),
        ("2026-06-20", "being-carried-out", "word"),
    ]


def test_what_a_word_names_as_proof_is_an_answer_and_not_proposed() -> None:
    found = followed(EXCHANGE, reports=(word(State.PARTLY, items=(EXCHANGE.id,)),))
    assert [(answer.item.id, answer.why) for answer in found.answers] == [(EXCHANGE.id, (Reason.SHOWN,))]
    assert found.state is State.PARTLY


def test_what_is_said_again_is_restated_unless_it_was_carried_out_before() -> None:
    found = followed(AGAIN)
    assert found.state is State.RESTATED
    assert [(answer.item.id, answer.restates) for answer in found.answers] == [(AGAIN.id, True)]
    assert followed(AGAIN, PATROL, reports=(done(),)).state is State.CARRIED_OUT


def test_a_due_date_lets_lapse_what_nobody_took_up_from_the_day_after_it() -> None:
    assert told(followed()) == [("2026-02-05", "open", "given"), ("2026-08-01", "lapsed", "due")]
    assert told(followed(said=evolve(SAID, due=Date(2026, 9)))) == [("2026-02-05", "open", "given")]
    assert followed(PATROL, reports=(done(),)).state is State.CARRIED_OUT


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ((rule(Verdict.ANSWERS, "exchange"),), State.CARRIED_OUT),
        ((rule(Verdict.PARTLY, "exchange"),), State.PARTLY),
        ((rule(Verdict.PARTLY, "exchange"), rule(Verdict.LAPSED)), State.LAPSED),
        ((rule(Verdict.LAPSED), rule(Verdict.ANSWERS, "exchange")), State.CARRIED_OUT),
        ((rule(Verdict.DECLINED),), State.DECLINED),
        ((rule(Verdict.RESTATED, "again"),), State.RESTATED),
        ((rule(Verdict.REFUSED, "exchange"),), State.LAPSED),
        ((rule(Verdict.ANSWERS, "nothing-known-here"),), State.OPEN),
        ((rule(Verdict.ANSWERS, "exchange", on="2026-10-01"),), State.OPEN),
    ],
)
def test_our_ruling_decides_from_its_day_on(rulings: tuple[Ruling, ...], expected: State) -> None:
    assert followed(EXCHANGE, rulings=rulings).state is expected


def test_what_was_ruled_to_answer_is_marked_as_ours_alone_and_what_was_refused_never_comes_back() -> None:
    ruled = followed(EXCHANGE, rulings=(rule(Verdict.ANSWERS, "exchange", note="It did."),))
    (answer,) = ruled.answers
    assert (answer.why, answer.ours_alone) == ((Reason.RULED,), True)
    assert ruled.history[-1].note == "It did."
    refused = followed(EXCHANGE, rulings=(rule(Verdict.REFUSED, "exchange"),))
    assert refused.answers == ()


def test_an_activity_ruled_to_answer_does_so_only_once_it_is_carried_out() -> None:
    loose = evolve(PATROL, serves=())
    answers = (rule(Verdict.ANSWERS, PATROL.id),)
    open_still = evolve(SAID, due=None)
    assert followed(loose, rulings=answers, said=open_still).state is State.OPEN
    assert followed(loose, rulings=answers, reports=(done(),), said=open_still).state is State.CARRIED_OUT


@pytest.mark.parametrize(
    ("verdict", "item"),
    [(Verdict.ANSWERS, None), (Verdict.LAPSED, "exchange"), (Verdict.REFUSED, SAID.id)],
)
def test_a_ruling_speaks_of_another_item_where_its_verdict_does_and_only_there(
    verdict: Verdict, item: str | None
) -> None:
    with pytest.raises(ItemError):
        rule(verdict, item)


REPORTS = st.lists(
    st.one_of(
        st.builds(
            word,
            st.sampled_from(State),
            party=st.sampled_from([VN, LA]),
            on=st.sampled_from(["2026-03", "2026-06-20", "2026-08-15"]),
        ),
        st.builds(done, on=st.sampled_from(["2026-03-01", "2026-06-01", "2026-08-30"])),
    ),
    max_size=5,
)
RULINGS = st.lists(
    st.one_of(
        st.builds(
            rule,
            st.sampled_from([Verdict.ANSWERS, Verdict.PARTLY, Verdict.REFUSED]),
            st.sampled_from(["exchange", "patrol"]),
            on=st.sampled_from(["2026-06-15", "2026-08-20"]),
        ),
        st.builds(rule, st.sampled_from([Verdict.LAPSED, Verdict.DECLINED])),
    ),
    max_size=3,
)


@given(REPORTS, RULINGS)
def test_the_state_is_the_last_of_the_history_and_the_history_runs_forward(
    reports: list[Report], rulings: list[Ruling]
) -> None:
    found = followed(EXCHANGE, PATROL, reports=tuple(reports), rulings=tuple(rulings))
    assert found.history[-1].state is found.state
    assert [change.why for change in found.history].count(Cause.GIVEN) == 1
    days = [change.on.first for change in found.history if change.on and change.why is not Cause.GIVEN]
    assert all(earlier <= later for earlier, later in pairwise(days))
    if found.state is State.LAPSED:
        assert found.undertaking.due
        assert found.undertaking.due.last < DAY


@given(REPORTS, RULINGS)
def test_our_rulings_change_no_word_of_the_sides(reports: list[Report], rulings: list[Ruling]) -> None:
    ruled = followed(EXCHANGE, PATROL, reports=tuple(reports), rulings=tuple(rulings))
    plain = followed(EXCHANGE, PATROL, reports=tuple(reports))
    assert ruled.words == plain.words
    told_by_sides = {Cause.WORD, Cause.REPORTED, Cause.LINKED, Cause.GIVEN}
    assert [(one.on, one.by, one.said) for one in ruled.history if one.why in told_by_sides] == [
        (one.on, one.by, one.said) for one in plain.history if one.why in told_by_sides
    ]
