"""Personal data in the common record: every way in which it could get there is tried, and refused."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.consistency import Surroundings, faults_among
from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.kind import Kept
from foedus.cooperation.kinds import builtin
from foedus.cooperation.progress import Account, check_report
from foedus.cooperation.report import Report
from foedus.errors import DocumentError, Fault
from foedus.terms import Date, Domain, ItemId, Language, Party

VN, LA = Party("VN"), Party("LA")
EN = Language("en")
WHY = "stays with us and out of the common record"
PERSONS = [{"surname": "Kanarienvogel", "passport": "X0000000"}]
COURSE = Activity(
    id=ItemId("course"),
    kind="training",
    domain=Domain("training"),
    title={EN: "Course (illustrative)"},
    host=VN,
    participants=(LA, VN),
)
OURS = [(kind.name, one.name) for kind in builtin().values() for one in kind.fields_kept(Kept.OURS)]


def faults_of_line(line: Activity) -> tuple[Fault, ...]:
    around = Surroundings(items={line.id: line}, parties=(LA, VN), kinds=builtin())
    return faults_among([line], around)


def faults_of_report(line: Activity, **said: Any) -> tuple[Fault, ...]:
    report = Report(party=LA, item=line.id, on=Date(2026, 1, 5), note={EN: "as asked"}, **said)
    with pytest.raises(DocumentError) as refusal:
        check_report(report, line, kind=builtin()[line.kind], account=Account())
    return refusal.value.faults


@pytest.mark.parametrize(("kind", "field"), OURS)
def test_what_a_kind_keeps_ours_stands_neither_in_a_line_nor_in_a_report(kind: str, field: str) -> None:
    line = evolve(COURSE, kind=kind)
    assert faults_of_line(evolve(line, details={field: PERSONS})) == (Fault(f"course.details.{field}", WHY),)
    assert faults_of_report(line, details={field: PERSONS}) == (Fault(f"details.{field}", WHY),)


@pytest.mark.parametrize(("kind", "field"), OURS)
def test_nor_does_it_beside_the_details_as_a_field_that_nobody_knows(kind: str, field: str) -> None:
    line = evolve(COURSE, kind=kind)
    beside = from_json({**to_json(line), field: PERSONS})
    assert isinstance(beside, Activity)
    assert faults_of_line(beside) == (Fault(f"course.{field}", WHY),)
    assert faults_of_report(line, extra={field: PERSONS}) == (Fault(field, WHY),)


def test_a_trainee_is_counted_and_not_named() -> None:
    named = Participant(role="trainee", party=LA, person=ItemId("person-1"))
    counted = Participant(role="trainee", party=LA, count=12)
    assert faults_of_line(evolve(COURSE, people=(counted,))) == ()
    assert faults_of_line(evolve(COURSE, people=(named,))) == (
        Fault(
            "course.people[0].person",
            "names a person whom the kind keeps out of the common record; say how many instead",
        ),
    )


@given(st.sampled_from(OURS), st.text(st.characters(categories=["L"]), min_size=12))
def test_no_refusal_repeats_what_was_to_stay_ours(ours: tuple[str, str], secret: str) -> None:
    line = evolve(COURSE, kind=ours[0])
    rows = [{"surname": secret, secret: secret}]
    told = (
        *faults_of_line(evolve(line, details={ours[1]: rows}, extra={ours[1]: secret})),
        *faults_of_report(line, details={ours[1]: secret}, extra={ours[1]: rows}),
    )
    assert len(told) == 4
    assert [fault for fault in told if secret in str(fault)] == []
