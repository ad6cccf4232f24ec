"""Dates as officers write them in a cell: each way means one thing, or is refused."""

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.interchange.dates import AmbiguousDateError, Order, order_told, period_of
from foedus.terms import Date, Period

AT_MIDNIGHT = datetime.datetime.combine(datetime.date(2026, 10, 21), datetime.time())
"""As a workbook gives a day: of no time zone."""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026", "2026"),
        ("2026-10", "2026-10"),
        ("2026-10-21", "2026-10-21"),
        ("2026/10/21", "2026-10-21"),
        ("21/10/2026", "2026-10-21"),
        ("21.10.2026", "2026-10-21"),
        ("03.04.2026", "2026-04-03"),
        ("21-10-2026", "2026-10-21"),
        ("10/21/2026", "2026-10-21"),
        ("05/05/2026", "2026-05-05"),
        ("10/2026", "2026-10"),
        ("T10/2026", "2026-10"),
        ("T4/2026", "2026-04"),
        ("tháng 10 năm 2026", "2026-10"),
        ("Tháng 10/2026", "2026-10"),
        ("ngày 21 tháng 10 năm 2026", "2026-10-21"),
        ("Quý IV/2026", "2026-10/2026-12"),
        ("Q2 2026", "2026-04/2026-06"),
        ("1er trimestre 2026", "2026-01/2026-03"),
        ("October 2026", "2026-10"),
        ("octobre 2026", "2026-10"),
        ("déc. 2026", "2026-12"),
        ("ຕຸລາ 2026", "2026-10"),
        ("តុលា 2026", "2026-10"),
        ("1er octobre 2026", "2026-10-01"),
        ("le 21 octobre 2026", "2026-10-21"),
        ("October 21st, 2026", "2026-10-21"),
        ("21-Oct-2026", "2026-10-21"),
        ("2026-10-06/2026-10-15", "2026-10-06/2026-10-15"),
        ("6-15/10/2026", "2026-10-06/2026-10-15"),
        ("6–15 October 2026", "2026-10-06/2026-10-15"),
        ("du 6 au 15 octobre 2026", "2026-10-06/2026-10-15"),
        ("từ ngày 6 đến ngày 15/10/2026", "2026-10-06/2026-10-15"),
        ("28 sept. - 3 oct. 2026", "2026-09-28/2026-10-03"),
        ("October 28 - November 3, 2026", "2026-10-28/2026-11-03"),
        ("October-November 2026", "2026-10/2026-11"),
        (AT_MIDNIGHT, "2026-10-21"),
        (datetime.date(2026, 10, 21), "2026-10-21"),
        (2026, "2026"),
        (2026.0, "2026"),
    ],
)
def test_a_date_is_read_as_it_is_written(written: object, meant: str) -> None:
    assert period_of(written) == Period.parse(meant)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31/02/2026", "is a day that does not exist"),
        ("13/2026", "is a day that does not exist"),
        ("99/99/2026", "is a day that does not exist"),
        ("21/10/26", "has a year of two figures"),
        ("soon", "is no date"),
        ("21 October", "is no date"),
        ("21/10/1026", "check the year"),
        ("15 au 6 octobre 2026", "ends .* before it starts"),
        (46316, "is a number, not a date"),
        (2026.5, "is a number, not a date"),
        (True, "is no date"),
        (AT_MIDNIGHT + datetime.timedelta(hours=9), "has a time of day"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(written: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        period_of(written)


@pytest.mark.parametrize("written", ["03/04/2026", "03-04-2026", "28/9-3/10/2026", "T4 2026"])
def test_what_may_be_two_dates_is_not_guessed(written: str) -> None:
    with pytest.raises(AmbiguousDateError):
        period_of(written)


def test_the_order_of_days_and_months_is_the_sheets_or_the_officers() -> None:
    assert period_of("03/04/2026", order=Order.DAY_FIRST) == Period.parse("2026-04-03")
    assert period_of("03/04/2026", order=Order.MONTH_FIRST) == Period.parse("2026-03-04")
    assert order_told(["03/04/2026", "21/10/2026", "soon"]) is Order.DAY_FIRST
    assert order_told(["03/04/2026", "10/21/2026"]) is Order.MONTH_FIRST
    assert order_told(["03/04/2026", "05/05/2026"]) is None
    assert order_told(["21/10/2026", "10/21/2026"]) is None


@given(day=st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_every_day_is_read_back_in_every_form_that_names_its_order(day: datetime.date) -> None:
    whole = Period(Date.on(day), Date.on(day))
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "ngày %d tháng %m năm %Y"):
        assert period_of(day.strftime(form)) == whole
    assert period_of(day.strftime("%d/%m/%Y"), order=Order.DAY_FIRST) == whole
    assert period_of(day.strftime("%m/%d/%Y"), order=Order.MONTH_FIRST) == whole


@given(words=st.text(max_size=30))
def test_any_words_are_a_period_or_are_refused(words: str) -> None:
    with suppress(ValueError):
        assert period_of(words)
