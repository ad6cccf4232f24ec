"""How far an activity has come, by what any side reported of it."""

import pytest

from foedus.cooperation.activity import Activity
from foedus.cooperation.report import Outcome, Report
from foedus.oversight.progress import Progress, progress_of
from foedus.terms import Date, Domain, ItemId, Period
from tests.oversight.seen import EN, LA, VN, register

MISSED = Report(party=LA, item=ItemId("visit"), outcome=Outcome.MISSED, on=Date(2026, 3, 20))


def visit(when: str) -> Activity:
    return Activity(
        id=ItemId("visit"),
        kind="visit",
        domain=Domain("strategic-exchange"),
        title={EN: "Visit (illustrative)"},
        participants=(LA, VN),
        when=Period.parse(when),
    )


@pytest.mark.parametrize(
    ("when", "progress"),
    [
        ("2026-03-17", Progress.MISSED),
        ("2026-03", Progress.MISSED),
        ("2027-05-04", Progress.TO_COME),
        ("2026-03-25", Progress.LATE),
    ],
)
def test_what_was_missed_and_agreed_for_a_later_time_is_to_come_again(when: str, progress: Progress) -> None:
    line = visit(when)
    assert progress_of(register(line, reports=(MISSED,)), line) is progress


def test_what_one_side_says_was_carried_out_is() -> None:
    line = visit("2026-03-17")
    met = Report(party=VN, item=line.id, stage="farewell", outcome=Outcome.MET, on=Date(2026, 3, 20))
    assert progress_of(register(line, reports=(MISSED, met)), line) is Progress.CARRIED_OUT
