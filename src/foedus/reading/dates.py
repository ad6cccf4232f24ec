"""Dates as a text states them, each as precise as its words and no more.

The grammar looks only beside months' names, week days and digits, so its time does not
depend on the rest of the text. A date without its year takes the year of the date the
document bears; a document that bears none leaves day and month alone (`partial`). No
clock is read and nothing is guessed from what is known elsewhere.
"""

import datetime
import re
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from foedus.reading.folding import fold
from foedus.reading.lexicon import Lexicon, Mark
from foedus.terms import Date

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:[ -]((?:19|20)[0-9]{2}))?(?![0-9])")
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[ -]([01][0-9])(?:[ -]([0-3][0-9]))?(?![0-9])")
_NUMERIC = re.compile(r"(?<![0-9])([0-3]?[0-9])[ .]([01]?[0-9])[ .]((?:19|20)[0-9]{2})(?![0-9])")
_DAY = re.compile(r" ([0-3]?[0-9])(?![0-9])")
_DATE_LINE = 60
"""Letters before a date, on its line, within which a date line may open."""


@frozen
class Stated:
    """A date or period as stated between two places of the text.

    `start` and `last` are None when the year is unknown; `partial` then holds `--MM-DD`
    for the first and the last day.
    """

    begins: int
    ends: int
    start: Date | None
    last: Date | None
    partial: tuple[str, str] | None = None
    bare_year: bool = False

    @property
    def precision(self) -> int:
        """0 unknown, 1 a year, 2 a month, 3 a day."""
        if self.start is None:
            return 0
        return 3 if self.start.day else 2 if self.start.month else 1


def stated_dates(
    folded: str, *, marks: Sequence[Mark], lexicon: Lexicon, published: Date | None
) -> list[Stated]:
    """All dates in a folded text, in order, none within another.

    Args:
        folded: the text, folded.
        marks: the lexicon's marks in it.
        lexicon: the language's words and the shape of its dates.
        published: the date the document bears, against which relative dates are resolved.
    """
    found = [
        date
        for mark in marks
        if "month" in mark.senses
        for date in _at_month(folded, mark, lexicon, published)
    ]
    found += _numeric(folded)
    found += [date for mark in marks for date in _relative(folded, mark, lexicon, published)]
    found += [
        Stated(m.start(), m.end(), Date(int(m[1])), Date(int(m[2] or m[1])), bare_year=True)
        for m in _YEAR.finditer(folded)
    ]
    return _joined(_disjoint(found), folded, lexicon.names("calendar", "to"))


def date_borne(text: str, folded: str, *, marks: Sequence[Mark], lexicon: Lexicon) -> Date | None:
    """The date a document bears: in the date line at its head, or in its last line; None if it bears none."""
    allowed = lexicon.names("calendar", "dateline")
    lines = list(re.finditer(r"[^\n]+", text[:1500]))[:6]
    tail = text.rstrip()
    if lines and (start := tail.rfind("\n") + 1) > lines[-1].end():
        lines.append(re.compile(r"[^\n]*").match(tail, start) or lines[-1])
    for line in lines:
        head, end = line.start(), min(line.end(), line.start() + 2 * _DATE_LINE)
        near = [m for m in marks if head <= m.start < end]
        for date in stated_dates(folded[:end], marks=near, lexicon=lexicon, published=None):
            opening = text[head : date.begins]
            if date.begins < head or date.precision < 2 or len(opening) > _DATE_LINE:
                continue
            words = re.findall(r"[^\W\d]+", opening)
            weekdays = {folded[m.start : m.end] for m in near if "weekday" in m.senses}
            if all(w[0].isupper() or fold(w) in allowed | weekdays for w in words):
                return date.start if date.start == date.last else None
    return None


def _at_month(folded: str, mark: Mark, lexicon: Lexicon, published: Date | None) -> Iterable[Stated]:
    calendar = lexicon.grammar["calendar"]
    before = re.compile(calendar["before_month"]).search(folded, max(0, mark.start - 24), mark.start)
    after = re.compile(calendar["after_month"]).match(folded, mark.end)
    month = int(mark.senses["month"])
    begins = before.start() if before else mark.start
    ends = after.end() if after else mark.end
    first = before and before["first"]
    last = (before and before["last"]) or first
    days = (int(first), int(last)) if first and last else None
    year = int(after["year"]) if after else None
    if not days and not after and not (before and before["vague"]) and not _names_a_month(folded, mark):
        return
    following = folded[ends : ends + 12].split()[:1]
    direction = _direction(following, calendar)
    if year is None and published is not None:
        year = _nearest_year(published, month, days[0] if days else None, direction)
    if year is None:
        if days:
            yield Stated(
                begins, ends, None, None, (f"--{month:02}-{days[0]:02}", f"--{month:02}-{days[1]:02}")
            )
        return
    try:
        start, end = (Date(year, month, day) for day in days) if days else (Date(year, month),) * 2
    except ValueError:  # the 31st of February is in the text, not in the calendar
        return
    if end.last >= start.first:
        yield Stated(begins, ends, start, end)


def _names_a_month(folded: str, mark: Mark) -> bool:
    """Whether a month's name alone means the month: "en mars", not "Mars" or the verb "mai"."""
    words = folded[max(0, mark.start - 12) : mark.start].split()
    return bool(words) and words[-1] in (
        "en",
        "de",
        "d",
        "mois",
        "des",
        "ce",
        "au",
        "fin",
        "debut",
        "mi",
        "in",
        "thang",
    )


def _direction(following: Sequence[str], calendar: dict[str, list[str]]) -> int:
    if following and following[0].rstrip(",.;:") in calendar["next"]:
        return 1
    if following and following[0].rstrip(",.;:") in calendar["last"]:
        return -1
    return 0


def _nearest_year(published: Date, month: int, day: int | None, direction: int) -> int:
    """The year that brings a month nearest to the date borne, or the next or last one if so stated."""
    anchor = published.first
    if direction == 0 and published.month is None:
        return published.year

    def distance(year: int) -> tuple[bool, int]:
        there = datetime.date(year, month, min(day or 1, 28))
        gap = (there - anchor).days
        return (direction * gap < 0, abs(gap))

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def _numeric(folded: str) -> Iterable[Stated]:
    for match in _ISO.finditer(folded):
        year, month, day = match.groups()
        if 1 <= int(month) <= 12:
            yield from _exact(match, int(year), int(month), int(day) if day else None)
    for match in _NUMERIC.finditer(folded):
        day, month, year = (int(part) for part in match.groups())
        yield from _exact(match, year, month, day)


def _exact(match: re.Match[str], year: int, month: int, day: int | None) -> Iterable[Stated]:
    try:
        date = Date(year, month, day)
    except ValueError:
        return
    yield Stated(match.start(), match.end(), date, date)


def _relative(folded: str, mark: Mark, lexicon: Lexicon, published: Date | None) -> Iterable[Stated]:
    """Week days and words such as "hier" and "l'année prochaine", against the date borne."""
    if published is None or not mark.senses.keys() & {"weekday", "day", "months", "years"}:
        return
    senses = mark.senses
    if "years" in senses:
        date: Date | None = Date(published.year + senses["years"])
    elif "months" in senses:
        date = _month_away(published, senses["months"])
    elif "day" in senses:
        date = _day_away(published, senses["day"])
    else:
        day = _DAY.match(folded, mark.end)
        if day and published.month:
            try:
                date = Date(published.year, published.month, int(day[1]))
            except ValueError:
                return
            yield Stated(mark.start, day.end(), date, date)
            return
        date = _weekday(
            published,
            senses["weekday"],
            _direction(folded[mark.end :][:12].split()[:1], lexicon.grammar["calendar"]),
        )
    if date is not None:
        yield Stated(mark.start, mark.end, date, date)


def _month_away(published: Date, months: int) -> Date | None:
    if published.month is None:
        return None
    index = published.year * 12 + published.month - 1 + months
    return Date(index // 12, index % 12 + 1)


def _day_away(published: Date, days: int) -> Date | None:
    return Date.on(published.first + datetime.timedelta(days)) if published.day else None


def _weekday(published: Date, weekday: int, direction: int) -> Date | None:
    """The last such day up to the date borne, or the next one after it if so stated."""
    if not published.day:
        return None
    day = published.first
    if direction > 0:
        return Date.on(day + datetime.timedelta((weekday - day.weekday() - 1) % 7 + 1))
    return Date.on(day - datetime.timedelta((day.weekday() - weekday) % 7))


def _disjoint(found: Iterable[Stated]) -> list[Stated]:
    """The longest of those that overlap, in the text's order."""
    kept: list[Stated] = []
    for date in sorted(found, key=lambda d: (d.begins, -d.ends)):
        if not kept or date.begins >= kept[-1].ends:
            kept.append(date)
        elif date.ends - date.begins > kept[-1].ends - kept[-1].begins:
            kept[-1] = date
    return kept


def _joined(dates: Sequence[Stated], folded: str, to: frozenset[str]) -> list[Stated]:
    """Two dates joined by "au" are one period, the first taking its year from the second."""
    joined: list[Stated] = []
    for date in dates:
        before = joined[-1] if joined else None
        if before and date.last and folded[before.ends : date.begins].strip() in to:
            first = before.start
            if first is None and before.partial:
                first = _in_year(before.partial[0], date.last.year)
            if first and first <= date.last:
                joined[-1] = evolve(date, begins=before.begins, start=first)
                continue
        joined.append(date)
    return joined


def _in_year(partial: str, year: int) -> Date | None:
    """A `--MM-DD` in a year, or None where that year has no such day."""
    try:
        return Date.parse(f"{year}{partial[1:]}")
    except ValueError:
        return None
