"""Dates and freshness as people write them, at their true precision.

A year stays a year and a month a month; nothing here adds a day that was not said.
"""

import datetime
from collections.abc import Mapping

from babel.dates import format_date, format_skeleton, format_timedelta, get_month_names

from foedus.reporting.wording import Words
from foedus.terms import Date, Period

_LONG = {"vi": "d MMMM 'năm' y"}
"""How ministries write a day in full, where CLDR writes it in another way."""
_MONTHS_BY_NUMBER = ("vi", "km")
_FRESH = datetime.timedelta(days=60)


def date_words(date: Date, words: Words) -> str:
    """`2026`, `October 2026`, `21 October 2026`, in the language of the words."""
    if date.month is None:
        return str(date.year)
    if date.day is None:
        return format_skeleton("yMMMM", date.first, locale=words.locale)
    return day_words(date.first, words)


def day_words(day: datetime.date, words: Words) -> str:
    """`21 October 2026`; in French the first of a month is *1er*; in Vietnamese the year is named as one."""
    written = format_date(day, format=_LONG.get(words.language, "long"), locale=words.locale)
    return _first_of_month(written, words)


def month_heads(words: Words) -> Mapping[int, str]:
    """The months as narrow columns can bear them: by number where the language has no short names."""
    if words.language in _MONTHS_BY_NUMBER:
        return {month: str(month) for month in range(1, 13)}
    return dict(get_month_names("abbreviated", locale=words.language))


def period_words(period: Period, words: Words) -> str:
    """A period, with what both ends share said once: `6–15 October 2026`."""
    start, end = period.start, period.end
    if start == end:
        return date_words(start, words)
    if start.day and end.day and start.year == end.year:
        return f"{_day_without_year(start, end, words)}{date_words(end, words)}"
    if start.month and end.month and not start.day and not end.day and start.year == end.year:
        # Not LLLL, the month by itself: Babel then gives a language the months of the one asked before.
        return f"{format_date(start.first, 'MMMM', locale=words.locale)} – {date_words(end, words)}"
    dash = "–" if start.month is None and end.month is None else " – "
    return f"{date_words(start, words)}{dash}{date_words(end, words)}"


def _day_without_year(start: Date, end: Date, words: Words) -> str:
    if start.month == end.month:
        return _first_of_month(f"{start.day} ", words).strip() + "–"
    return _first_of_month(format_skeleton("MMMMd", start.first, locale=words.locale), words) + " – "


def freshness_words(reported: Date | None, *, on: datetime.date, words: Words) -> str:
    """How fresh a report is, in words: *reported 3 days ago*, *nothing since March 2026*, *no report yet*."""
    if reported is None:
        return words.say("no-report")
    if on - reported.last > _FRESH:
        key = "nothing-since-day" if reported.day else "nothing-since"
        return words.say(key, date=date_words(reported, words))
    if reported.day is None or reported.first == on:
        return words.say("reported-on", date=date_words(reported, words))
    ago = format_timedelta(
        reported.first - on, granularity="day", threshold=2, add_direction=True, locale=words.locale
    )
    return words.say("reported", ago=ago)


def _first_of_month(written: str, words: Words) -> str:
    return f"1er{written[1:]}" if words.language == "fr" and written.startswith("1 ") else written
