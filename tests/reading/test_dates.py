"""Dates, each as precise as its words and no more."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.dates import stated_dates
from foedus.reading.lexicon import Lexicon, lexicon
from foedus.reading.lexicon.marked import Marked
from foedus.terms import Date, Language

FRENCH = lexicon(Language("fr"))
WEDNESDAY = Date(2025, 3, 5)
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin",
          "juillet", "août", "septembre", "octobre", "novembre", "décembre"]  # fmt: skip


def read_dates(text: str, published: Date | None, words: Lexicon = FRENCH) -> list[tuple[str, str, str]]:
    folded = words.fold(text)
    found = stated_dates(
        folded, text=text, marks=Marked(words.words.marks(folded)), lexicon=words, published=published
    )
    return [(text[d.begins : d.ends].strip(), *(d.partial or (str(d.start), str(d.last)))) for d in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("le 5 février 2026", [("5 février 2026", "2026-02-05", "2026-02-05")]),
        ("le 1er mai", [("1er mai", "2025-05-01", "2025-05-01")]),
        ("les 12 et 13 novembre 2024", [("12 et 13 novembre 2024", "2024-11-12", "2024-11-13")]),
        ("du 6 au 15 octobre 2025", [("6 au 15 octobre 2025", "2025-10-06", "2025-10-15")]),
        ("du 30 mars au 2 avril 2025", [("30 mars au 2 avril 2025", "2025-03-30", "2025-04-02")]),
        ("entre le 6 et le 15 octobre 2025", [("6 et le 15 octobre 2025", "2025-10-06", "2025-10-15")]),
        ("les 5, 6 et 7 mars", [("5, 6 et 7 mars", "2025-03-05", "2025-03-07")]),
        (
            "du lundi 3 au jeudi 6 mars 2025",
            [("3 au jeudi 6 mars 2025", "2025-03-03", "2025-03-06")],
        ),
        ("30 mars – 2 avril 2025", [("30 mars – 2 avril 2025", "2025-03-30", "2025-04-02")]),
        ("le plan 2025 – 2029", [("2025 – 2029", "2025", "2029")]),
        ("en octobre 2026", [("octobre 2026", "2026-10", "2026-10")]),
        ("en février", [("février", "2025-02", "2025-02")]),
        ("en décembre dernier", [("décembre", "2024-12", "2024-12")]),
        ("en février prochain", [("février", "2026-02", "2026-02")]),
        ("en 2026", [("2026", "2026", "2026")]),
        ("le plan 2025-2029", [("2025-2029", "2025", "2029")]),
        ("hier", [("hier", "2025-03-04", "2025-03-04")]),
        ("ce mercredi", [("mercredi", "2025-03-05", "2025-03-05")]),
        ("lundi", [("lundi", "2025-03-03", "2025-03-03")]),
        ("lundi prochain", [("lundi", "2025-03-10", "2025-03-10")]),
        ("mercredi dernier", [("mercredi", "2025-02-26", "2025-02-26")]),
        ("mercredi 5 mars", [("5 mars", "2025-03-05", "2025-03-05")]),
        ("vendredi 7", [("vendredi 7", "2025-03-07", "2025-03-07")]),
        ("l'année prochaine", [("année prochaine", "2026", "2026")]),
        ("le mois prochain", [("mois prochain", "2025-04", "2025-04")]),
        ("le 31 février 2025", [("2025", "2025", "2025")]),
        ("08/02/2016", [("08/02/2016", "2016-02-08", "2016-02-08")]),
        ("la planète Mars", []),
        ("au 3e étage, 45 bornes", []),
    ],
)
def test_a_date_is_as_precise_as_its_words(words: str, found: list[tuple[str, str, str]]) -> None:
    assert read_dates(f"La réunion, {words}, à Rabat", WEDNESDAY) == found


@pytest.mark.parametrize(
    ("language", "words", "start", "last"),
    [
        ("en", "January 28 - February 2, 2026", "2026-01-28", "2026-02-02"),
        ("en", "Jan 28-Feb 2, 2026", "2026-01-28", "2026-02-02"),
        ("en", "March 5, 6 and 7", "2025-03-05", "2025-03-07"),
        ("en", "March 5, 2025", "2025-03-05", "2025-03-05"),
        ("en", "Tuesday to Friday", "2025-03-04", "2025-03-07"),
        ("vi", "ngày 05 tháng 02 năm 2026", "2026-02-05", "2026-02-05"),
        ("vi", "từ mồng 5 đến mồng 8 tháng 2", "2025-02-05", "2025-02-08"),
        ("vi", "giai đoạn 2025 - 2030", "2025", "2030"),
        ("vi", "từ 28/1 - 2/2/2026", "2026-01-28", "2026-02-02"),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(
    language: str, words: str, start: str, last: str
) -> None:
    [(_, *found)] = read_dates(f"{words}.", WEDNESDAY, lexicon(Language(language)))
    assert found == [start, last]


def test_without_a_date_line_day_and_month_stay_without_a_year() -> None:
    assert read_dates("Reçu le 12 février à Niamey, jeudi", None) == [("12 février", "--02-12", "--02-12")]


def test_a_week_day_is_not_resolved_against_a_mere_month() -> None:
    assert read_dates("Reçu vendredi à Niamey", Date(2025, 3)) == []


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)), st.booleans())
def test_every_day_of_the_calendar_is_read_back(day: datetime.date, with_le: bool) -> None:  # noqa: FBT001 - Hypothesis gives arguments by position
    written = f"{'le ' if with_le else ''}{day.day} {MONTHS[day.month - 1]} {day.year}"
    dates = read_dates(f"Signé {written}.", None)
    assert [(start, end) for _, start, end in dates] == [(day.isoformat(), day.isoformat())]
