"""Dates and freshness as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reporting.dates import date_words, freshness_words, period_words
from foedus.reporting.wording import words
from foedus.terms import Date, Language, Period

EN, FR = words(Language("en")), words(Language("fr"))
DAY = datetime.date(2026, 10, 21)


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2026", "2026", "2026"),
        ("2026-10", "October 2026", "octobre 2026"),
        ("2026-10-21", "21 October 2026", "21 octobre 2026"),
        ("2026-10-01", "1 October 2026", "1er octobre 2026"),
    ],
)
def test_a_date_is_written_with_its_true_precision(written: str, english: str, french: str) -> None:
    date = Date.parse(written)
    assert (date_words(date, EN), date_words(date, FR)) == (english, french)


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2025/2029", "2025–2029", "2025–2029"),
        ("2026-01/2026-03", "January – March 2026", "janvier – mars 2026"),
        ("2026-10-06/2026-10-15", "6–15 October 2026", "6–15 octobre 2026"),
        ("2026-10-01/2026-10-15", "1–15 October 2026", "1er–15 octobre 2026"),
        ("2026-10-30/2026-11-02", "30 October – 2 November 2026", "30 octobre – 2 novembre 2026"),
        ("2026-12-30/2027-01-02", "30 December 2026 – 2 January 2027", "30 décembre 2026 – 2 janvier 2027"),
        ("2026/2027-03", "2026 – March 2027", "2026 – mars 2027"),
    ],
)
def test_a_period_says_once_what_its_ends_share(written: str, english: str, french: str) -> None:
    period = Period.parse(written)
    assert (period_words(period, EN), period_words(period, FR)) == (english, french)


@pytest.mark.parametrize(
    ("reported", "english", "french"),
    [
        (None, "no report yet", "aucun compte rendu"),
        ("2026-10-18", "reported 3 days ago", "compte rendu il y a 3 jours"),
        ("2026-10-21", "reported 21 October 2026", "compte rendu : 21 octobre 2026"),
        ("2026-09", "reported September 2026", "compte rendu : septembre 2026"),
        ("2026-03", "nothing since March 2026", "rien depuis mars 2026"),
        ("2026-03-02", "nothing since 2 March 2026", "rien depuis le 2 mars 2026"),
    ],
)
def test_freshness_stands_in_words_silence_included(reported: str | None, english: str, french: str) -> None:
    date = Date.parse(reported) if reported else None
    spoken = [freshness_words(date, on=DAY, words=one) for one in (EN, FR)]
    assert [one.replace("\u00a0", " ") for one in spoken] == [english, french]


@given(st.dates(), st.dates())
def test_a_year_and_a_month_never_gain_a_day(first: datetime.date, second: datetime.date) -> None:
    start, end = sorted([first, second])
    months = Period(Date(start.year, start.month), Date(end.year, end.month))
    for spoken in (EN, FR):
        digits = {part for part in period_words(months, spoken).replace("–", " ").split() if part.isdigit()}
        assert digits <= {str(start.year), str(end.year)}


@pytest.mark.parametrize(
    ("language", "day", "period"),
    [
        ("vi", "21 tháng 10 năm 2026", "6–15 tháng 10 năm 2026"),
        ("lo", "21 ຕຸລາ 2026", "6–15 ຕຸລາ 2026"),
        ("km", "21 តុលា 2026", "6–15 តុលា 2026"),
    ],
)
def test_dates_stand_in_the_other_languages_with_common_digits(language: str, day: str, period: str) -> None:
    spoken = words(Language(language))
    assert date_words(Date(2026, 10, 21), spoken) == day
    assert period_words(Period.parse("2026-10-06/2026-10-15"), spoken) == period


@given(st.permutations(["en", "fr", "vi", "lo", "km"]))
def test_a_language_never_takes_the_months_of_one_written_before(languages: list[str]) -> None:
    months = Period.parse("2026-08/2026-12")
    written = {language: period_words(months, words(Language(language))) for language in languages}
    assert written == {
        "en": "August – December 2026",
        "fr": "août – décembre 2026",
        "vi": "tháng 8 – tháng 12 năm 2026",
        "lo": "ສິງຫາ – ທັນວາ 2026",
        "km": "សីហា – ធ្នូ 2026",
    }
