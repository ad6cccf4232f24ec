"""Reporting and noting at the desk: a sheet is signed whole or not at all, and what is ours stays ours."""

from typing import Any

import pytest

from foedus.cooperation.report import Outcome, Report
from foedus.errors import DocumentError, Fault, StageSkippedError
from foedus.record.holding import Holding
from foedus.terms import Date, ItemId, Party
from foedus_node import clock
from foedus_node.desk import noting, reporting
from foedus_node.desk.errors import ReportError
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.common.speaking import Voice
from foedus_node.storage.private import notes
from tests.node.nodes import CLOCK, PASSPHRASE, Node

GOOD: dict[str, Any] = {"item": "first", "stage": "invitation", "on": "2026-02-01"}
MET = Report(party=Party("VN"), item=ItemId("first"), outcome=Outcome.MET, on=Date(2026, 3, 20))


@pytest.fixture
def here(desk: Node, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Viet Nam's node on the day of the tests; one line of the kind visit is in force."""
    monkeypatch.setenv("FOEDUS_CLOCK", CLOCK)
    monkeypatch.setenv("FOEDUS_PASSPHRASE", PASSPHRASE)
    return Home.at(desk.folder)


@pytest.fixture
def held(here: Home) -> Holding:
    """The record that it holds."""
    (compact,) = ledger.compacts()
    assert here.party == "VN"
    return ledger.holding(compact)


@pytest.fixture
def voice(here: Home) -> Voice:
    """The right to speak in its name."""
    return Voice(here.party, here.office, here.key("op"), clock.moment())


def reports() -> list[str]:
    (compact,) = ledger.compacts()
    return [str(told.body["item"]) for told in ledger.reports(compact)]


def test_a_sheet_is_signed_in_its_order(held: Holding, voice: Voice) -> None:
    more = {**GOOD, "stage": "farewell", "also": ["all"]}
    said = reporting.report(held, voice, [GOOD, more])
    assert [one.stages for one in said] == [("invitation",), ("acceptance", "farewell")]
    assert reports() == ["first", "first"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({**GOOD, "item": "nothing"}, UnknownNameError),
        ({**GOOD, "stage": "farewell"}, StageSkippedError),
        ({**GOOD, "on": "2026-06-02"}, ReportError),
        ({**GOOD, "documents": ["d" * 64]}, ReportError),
        ({**GOOD, "items": ["instrument-1"]}, ReportError),
        ({**GOOD, "details": {"delegation_size": "several"}}, DocumentError),
        ({**GOOD, "details": {"signed": ["instrument-1"]}}, DocumentError),
        ({"item": "first", "on": "2026-02-01"}, DocumentError),
        ([], DocumentError),
    ],
    ids=[
        "of nothing in force",
        "a stage skipped",
        "a day to come",
        "a document nobody filed",
        "an item not in force",
        "a wrong detail",
        "a detail that names what is not in force",
        "nothing said",
        "no report",
    ],
)
def test_of_a_sheet_with_one_wrong_report_nothing_is_signed(
    wrong: Any, refusal: type[Exception], held: Holding, voice: Voice
) -> None:
    with pytest.raises(refusal):
        reporting.report(held, voice, [GOOD, wrong])
    assert reports() == []


def test_the_wrong_report_of_a_sheet_is_named_by_its_place(held: Holding, voice: Voice) -> None:
    with pytest.raises(DocumentError) as refusal:
        reporting.report(held, voice, [GOOD, {**GOOD, "outcome": "splendid"}])
    assert refusal.value.faults == (Fault("$[1].outcome", "'splendid' is none of met, missed, exceeded"),)
    with pytest.raises(DocumentError) as refusal:
        reporting.report(held, voice, [GOOD, {**GOOD, "details": {"delegation_size": "few"}}])
    reason = "should be a whole number from 0, not 'few'"
    assert refusal.value.faults == (Fault("$[1].details.delegation_size", reason),)


def test_what_is_noted_is_kept_and_dropped(held: Holding) -> None:
    now = register(held, party=Party("VN"), on=clock.today())
    noting.words("first", "Ask first about the markers (illustrative).", now, compact=held.charter.hash)
    noting.fields("first", {"gifts": "a map", "talking_points": "one"}, now, compact=held.charter.hash)
    noting.fields("first", {"gifts": "a book"}, now, compact=held.charter.hash)
    kept = [(note.field, note.value) for note in notes.notes_on("first", compact=held.charter.hash)]
    assert kept == [
        ("", "Ask first about the markers (illustrative)."),
        ("talking_points", "one"),
        ("gifts", "a book"),
    ]
    noting.drop("first", "gifts", compact=held.charter.hash)
    noting.drop(
        "first", str(notes.notes_on("first", compact=held.charter.hash)[0].number), compact=held.charter.hash
    )
    assert notes.fields_on("first", compact=held.charter.hash) == {"talking_points": "one"}
    with pytest.raises(UnknownNameError):
        noting.drop("first", "gifts", compact=held.charter.hash)


@pytest.mark.parametrize(
    ("item", "said", "fault"),
    [
        ("first", {"gifts": 3}, Fault("first.gifts", "should be text, not 3")),
        ("first", {"purpose": "x"}, Fault("first.purpose", "is agreed in the line, which all sign")),
        ("first", {"results": "x"}, Fault("first.results", "is what each side reports")),
        (
            "plan-2026",
            {"gifts": "x"},
            Fault("plan-2026", "is no activity, so there are words to note and no fields"),
        ),
    ],
    ids=["not of its type", "agreed", "reported", "of no activity"],
)
def test_a_field_that_is_not_kept_ours_is_not_noted(
    item: str, said: dict[str, Any], fault: Fault, held: Holding
) -> None:
    now = register(held, party=Party("VN"), on=clock.today())
    with pytest.raises(DocumentError) as refusal:
        noting.fields(item, said, now, compact=held.charter.hash)
    assert refusal.value.faults == (fault,)
    assert notes.notes_on(item, compact=held.charter.hash) == ()


def test_nothing_can_be_noted_on_what_there_is_not(held: Holding) -> None:
    now = register(held, party=Party("VN"), on=clock.today())
    with pytest.raises(UnknownNameError):
        noting.words("nothing", "words", now, compact=held.charter.hash)
