"""How far an activity has come, and a report held against its kind before it is signed."""

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone, Participant
from foedus.cooperation.kind import FieldType, Kind, Stage
from foedus.cooperation.kinds import builtin
from foedus.cooperation.progress import Account, check_report, due, lacking, next_stage
from foedus.cooperation.report import Report
from foedus.errors import StageNeedsError, StageSkippedError, StageUnprovenError, UnknownStageError
from foedus.terms import Date, Domain, ItemId, Language, Party, Period

VN, LA = Party("VN"), Party("LA")
KINDS = st.sampled_from(list(builtin().values()))
SAID: dict[FieldType, Any] = {FieldType.NUMBER: 5, FieldType.ROWS: [], FieldType.DATE: "2026-10-21"}


def activity(kind: Kind) -> Activity:
    """An activity of a kind that has what every stage needs: its roles, and its agreed fields."""
    needed = {name for stage in kind.stages for name in stage.needs}
    return Activity(
        id=ItemId("one"),
        kind=kind.name,
        domain=Domain("training"),
        title={Language("en"): "One (illustrative)"},
        host=VN,
        participants=(LA, VN),
        when=Period.parse("2026-05-04/2026-05-15"),
        people=tuple(Participant(role=role.name, party=VN, count=1) for role in kind.roles),
        details={one.name: SAID.get(one.type, "x") for one in kind.fields if one.name in needed},
    )


def reaching(stage: Stage, **said: Any) -> Report:
    """A report that a stage is reached, with a proof in hand."""
    said = {"items": (ItemId("proof"),), **said}
    return Report(party=LA, item=ItemId("one"), stage=stage.name, on=Date(2026, 5, 20), **said)


@st.composite
def stages(draw: st.DrawFn) -> tuple[Kind, Stage]:
    kind = draw(KINDS)
    return kind, draw(st.sampled_from(kind.stages))


@given(stages())
def test_a_stage_is_reached_once_all_that_may_not_be_left_out_are_done_with_it(
    of: tuple[Kind, Stage],
) -> None:
    kind, stage = of
    report = reaching(stage, also=tuple(one.name for one in kind.before(stage.name)))
    check_report(report, activity(kind), kind=kind, account=Account())


@given(stages(), st.data())
def test_a_stage_left_out_is_named(of: tuple[Kind, Stage], data: st.DataObject) -> None:
    kind, stage = of
    before = [one.name for one in kind.before(stage.name)]
    assume(before)
    left_out = data.draw(st.lists(st.sampled_from(before), min_size=1, unique=True))
    report = reaching(stage, also=tuple(name for name in before if name not in left_out))
    with pytest.raises(StageSkippedError) as refusal:
        check_report(report, activity(kind), kind=kind, account=Account())
    assert set(refusal.value.skipped) == set(left_out)


def test_a_later_stage_reported_beside_an_earlier_one_needs_what_comes_before_it() -> None:
    kind = builtin()["training"]
    first, last = (stage for stage in kind.stages if stage.name in {"nominations", "graduation"})
    with pytest.raises(StageSkippedError) as refusal:
        check_report(reaching(first, also=(last.name,)), activity(kind), kind=kind, account=Account())
    assert (refusal.value.stage, refusal.value.skipped) == ("graduation", ("acceptance", "arrival"))


@given(stages(), st.data())
def test_a_need_that_nobody_filled_is_named(of: tuple[Kind, Stage], data: st.DataObject) -> None:
    kind, stage = of
    assume(stage.needs)
    need = data.draw(st.sampled_from(stage.needs))
    whole = activity(kind)
    bare = evolve(
        whole,
        people=tuple(one for one in whole.people if one.role != need),
        details={name: value for name, value in whole.details.items() if name != need},
    )
    done = Account(done=frozenset(one.name for one in kind.before(stage.name)))
    with pytest.raises(StageNeedsError) as refusal:
        check_report(reaching(stage), bare, kind=kind, account=done)
    assert (refusal.value.stage, refusal.value.missing) == (stage.name, (need,))


@given(stages())
def test_only_a_stage_that_needs_its_proof_is_refused_without_one(of: tuple[Kind, Stage]) -> None:
    kind, stage = of
    done = Account(done=frozenset(one.name for one in kind.before(stage.name)))
    report = reaching(stage, items=())
    if stage.proof:
        with pytest.raises(StageUnprovenError):
            check_report(report, activity(kind), kind=kind, account=done)
    else:
        check_report(report, activity(kind), kind=kind, account=done)


@given(KINDS)
def test_a_stage_that_the_kind_does_not_have_is_refused_with_those_it_has(kind: Kind) -> None:
    report = Report(party=LA, item=ItemId("one"), stage="parade", on=Date(2026, 5, 20))
    with pytest.raises(UnknownStageError) as refusal:
        check_report(report, activity(kind), kind=kind, account=Account())
    assert refusal.value.stages == tuple(stage.name for stage in kind.stages)


@given(KINDS, st.data())
def test_the_next_stage_is_the_first_that_may_not_be_left_out_and_is_not_done(
    kind: Kind, data: st.DataObject
) -> None:
    names = [stage.name for stage in kind.stages]
    done = frozenset(data.draw(st.lists(st.sampled_from(names), unique=True)))
    ahead = next_stage(kind, Account(done=done))
    open_ones = [stage for stage in kind.stages if not stage.optional and stage.name not in done]
    assert ahead == (open_ones[0] if open_ones else None)


@given(stages(), st.data())
def test_what_a_stage_lacks_grows_less_with_every_word(of: tuple[Kind, Stage], data: st.DataObject) -> None:
    kind, stage = of
    bare = evolve(activity(kind), people=(), details={})
    fields = [one.name for one in kind.fields]
    told = data.draw(st.lists(st.sampled_from(fields), unique=True))
    before = set(lacking(stage, bare, kind=kind, account=Account()))
    after = set(lacking(stage, bare, kind=kind, account=Account(reported=dict.fromkeys(told, "x"))))
    assert after == before - set(told)


@given(stages(), st.integers(1, 28))
def test_a_stage_is_due_as_agreed_else_as_usual(of: tuple[Kind, Stage], day: int) -> None:
    kind, stage = of
    one = activity(kind)
    usual = {None: None, True: datetime.date(2026, 5, 4), False: datetime.date(2026, 5, 15)}
    counted = usual[None if stage.days is None else stage.days < 0]
    assert due(stage, one) == (counted and counted + datetime.timedelta(days=stage.days or 0))
    agreed = Milestone(stage=stage.name, when=Period.parse(f"2026-03-{day:02}"))
    assert due(stage, evolve(one, milestones=(agreed,))) == datetime.date(2026, 3, day)


def test_each_sides_last_word_is_kept_apart() -> None:
    said = Account()
    for party, number in ((VN, 12), (LA, 11), (VN, 13)):
        details = {"graduated": number}
        said = said.after(Report(party=party, item=ItemId("one"), details=details, on=Date(2026, 5, 20)))
    assert said == Account(reported={"graduated": 13}, sides={VN: {"graduated": 13}, LA: {"graduated": 11}})
