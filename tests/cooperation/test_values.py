"""The values of a cooperation: what holds together, and what each can answer."""

import datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.office import Person, Tenure, holder, offices_of
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Report
from foedus.cooperation.source import Source
from foedus.cooperation.template import defence
from foedus.errors import Fault, ItemError
from foedus.terms import Date, Domain, ItemId, Language, Party, Period

VN, LA, KH = Party("VN"), Party("LA"), Party("KH")
EN = Language("en")
VISIT = Activity(
    id=ItemId("visit-1"),
    kind="visit",
    domain=Domain("strategic-exchange"),
    title={EN: "Official visit"},
    participants=(LA, VN),
)
DIALOGUE = Mechanism(
    id=ItemId("dialogue"),
    title={EN: "Policy dialogue"},
    kind="dialogue",
    parties=(LA, VN),
    rotation=(VN, LA),
    every_months=12,
    sessions=(
        Session(number=4, when=Period.parse("2024-03-20"), place="Upriver", host=VN),
        Session(number=5, when=Period.parse("2025-03-28"), place="Downriver", host=LA),
    ),
)


def tenure(name: str, *, person: str, office: str = "minister", since: str = "", until: str = "") -> Tenure:
    return Tenure(
        id=ItemId(name),
        person=ItemId(person),
        office=ItemId(office),
        since=Date.parse(since) if since else None,
        until=Date.parse(until) if until else None,
    )


def faults_of(cls: type[Any], **fields: Any) -> tuple[Fault, ...]:
    with pytest.raises(ItemError) as refusal:
        cls(id=ItemId("it"), **fields)
    return refusal.value.faults


def test_a_host_takes_part_in_what_it_hosts() -> None:
    with pytest.raises(ItemError) as refusal:
        attrs.evolve(VISIT, host=KH)
    assert (
        str(refusal.value) == "This activity does not hold together. host: KH is not among the participants"
    )


def test_a_plan_is_between_two_parties_at_least() -> None:
    assert faults_of(
        Plan, title={EN: "Plan"}, period=Period.parse("2026"), parties=(VN,), succeeds=ItemId("it")
    ) == (
        Fault("parties", "are fewer than two: a plan is between parties"),
        Fault("succeeds", "is the plan itself"),
    )


def test_an_instrument_does_not_end_before_it_begins() -> None:
    assert faults_of(
        Instrument,
        kind="plan",
        status=Standing.SIGNED,
        signed=Date(2026, 2),
        ends=Date(2025),
        parent=ItemId("it"),
    ) == (
        Fault("ends", "lies before its beginning (2025 < 2026-02)"),
        Fault("parent", "is the instrument itself"),
    )


def test_a_tenure_does_not_end_before_it_begins() -> None:
    assert faults_of(Tenure, person=ItemId("p"), office=ItemId("o"), since=Date(2026), until=Date(2025)) == (
        Fault("until", "lies before its beginning (2025 < 2026)"),
    )


def test_unknown_fields_do_not_shadow_known_ones() -> None:
    assert faults_of(Person, party=LA, name="N", extra={"name": "M", "type": "plan"}) == (
        Fault("extra.name", "is a known field and cannot stand among the unknown ones"),
        Fault("extra.type", "is a known field and cannot stand among the unknown ones"),
    )


def test_a_source_may_hold_an_unknown_field_called_type() -> None:
    source = Source(document="0" * 64, start=0, end=4, words="Four", extra={"type": "video"})
    assert source.extra == {"type": "video"}


# --- reports ------------------------------------------------------------------------------


def test_a_report_reports_something() -> None:
    with pytest.raises(ItemError):
        Report(party=VN, item=VISIT.id, on=Date(2026))


# --- domains -------------------------------------------------------------------------------


def test_defence_has_the_schemes_domains_in_every_language_of_papers() -> None:
    template = defence()
    assert len(template.domains) == 21
    for known in template.domains.values():
        assert sorted(known.title) == ["en", "fr", "km", "lo", "vi"]
    assert template.belongs("patrol", domain=Domain("border"))
    assert not template.belongs("patrol", domain=Domain("training"))
    assert template.title_of(Domain("river-rescue")) == {EN: "river rescue"}


# --- mechanisms ----------------------------------------------------------------------------


def test_the_next_session_follows_rhythm_and_rotation_no_more_precisely_than_they_say() -> None:
    assert DIALOGUE.next_session(datetime.date(2026, 1, 1)) == Session(
        number=6, when=Period.parse("2026"), host=VN
    )
    half_yearly = attrs.evolve(DIALOGUE, every_months=6)
    assert half_yearly.next_session(datetime.date(2025, 4, 1)).when == Period.parse("2025-09")


def test_an_arranged_session_comes_before_what_rhythm_would_give() -> None:
    arranged = Session(number=6, when=Period.parse("2026-04"), place="Hilltown", host=LA)
    mechanism = attrs.evolve(DIALOGUE, sessions=(*DIALOGUE.sessions, arranged))
    assert mechanism.next_session(datetime.date(2026, 4, 30)) == arranged
    assert mechanism.next_session(datetime.date(2026, 5, 1)).number == 7


def test_a_mechanism_of_which_nothing_is_known_has_a_first_session_without_a_date() -> None:
    bare = attrs.evolve(DIALOGUE, rotation=(), every_months=None, sessions=())
    assert bare.next_session(datetime.date(2026, 1, 1)) == Session(number=1)
    assert bare.last_session(datetime.date(2026, 1, 1)) is None


def test_a_mechanism_knows_its_hosts_and_the_order_of_its_sessions() -> None:
    with pytest.raises(ItemError) as refusal:
        attrs.evolve(
            DIALOGUE, rotation=(KH,), every_months=0, sessions=(Session(number=2, host=KH), Session(number=1))
        )
    assert refusal.value.faults == (
        Fault("rotation", "KH is not among the parties"),
        Fault("every_months", "is not a number from 1 (0)"),
        Fault("sessions", "are not in the order of their numbers, each once"),
        Fault("sessions[0].host", "KH is not among the parties"),
    )


# --- offices -------------------------------------------------------------------------------


def test_the_holder_on_a_day_is_the_latest_whose_tenure_runs() -> None:
    first = tenure("t1", person="anna", since="2020", until="2024-06-30")
    second = tenure("t2", person="boun", since="2024-07")
    tenures = (second, first)
    office = ItemId("minister")
    assert holder(tenures, office=office, on=datetime.date(2019, 12, 31)) is None
    assert holder(tenures, office=office, on=datetime.date(2024, 6, 30)) == first
    assert holder(tenures, office=office, on=datetime.date(2024, 7, 1)) == second
    assert holder(tenures, office=ItemId("chief"), on=datetime.date(2024, 7, 1)) is None


def test_an_office_whose_last_tenure_has_ended_is_vacant() -> None:
    tenures = [tenure("t1", person="anna", until="2024-06")]
    assert holder(tenures, office=ItemId("minister"), on=datetime.date(2024, 7, 1)) is None
    assert offices_of(tenures, person=ItemId("anna"), on=datetime.date(2024, 7, 1)) == ()


def test_a_tenure_of_unknown_beginning_counts_from_the_date_of_its_source() -> None:
    source = Source(document="0" * 64, published=Date(2025, 5, 1), start=0, end=1, words="x")
    older = tenure("t1", person="anna", since="2020")
    newer = attrs.evolve(tenure("t2", person="boun"), source=source)
    assert holder((newer, older), office=ItemId("minister"), on=datetime.date(2025, 6, 1)) == newer


def test_a_person_holds_several_offices_each_with_its_latest_rank() -> None:
    tenures = (
        attrs.evolve(tenure("t1", person="anna", since="2020"), rank="lieutenant general"),
        attrs.evolve(tenure("t2", person="anna", since="2023"), rank="general"),
        tenure("t3", person="anna", office="deputy-chief", since="2021"),
        tenure("t4", person="boun", office="chief", since="2021"),
    )
    held = offices_of(tenures, person=ItemId("anna"), on=datetime.date(2026, 1, 1))
    assert held == (tenures[2], tenures[1])


@given(st.permutations([("t1", "anna"), ("t2", "boun"), ("t3", "chan")]))
def test_the_holder_does_not_depend_on_the_order_of_the_tenures(order: list[tuple[str, str]]) -> None:
    tenures = [tenure(name, person=person) for name, person in order]
    found = holder(tenures, office=ItemId("minister"), on=datetime.date(2026, 1, 1))
    assert found is not None
    assert found.id == "t3"
