"""Dates as a text states them, each as precise as its words and no more.

The grammar looks only beside months' names, week days and digits, so its time does not
depend on the rest of the text. A date without its year takes the year of the date the
document bears; a document that bears none leaves day and month alone (`partial`). No
clock is read and nothing is guessed from what is known elsewhere.
"""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice

from attrs import define, evolve, frozen

from foedus.reading.lexicon import Lexicon, Mark
from foedus.reading.lexicon.folding import with_plain_digits
from foedus.reading.lexicon.marked import Marked
from foedus.terms import Date

_DIGITS = re.compile(r"[0-9]+")
_CENTURY = re.compile(r"19[0-9]{2}|20[0-9]{2}")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:[ –-]{1,3}((?:19|20)[0-9]{2}))?(?![0-9])")
_ISO = re.compile(r"((?:19|20)[0-9]{2})[ -]([01][0-9])(?:[ -]([0-3][0-9]))?(?![0-9])")
_NUMERIC = re.compile(r"([0-3]?[0-9])[ .]([01]?[0-9])[ .]((?:19|20)[0-9]{2})(?![0-9])")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}")
_BESIDE = 24
"""Letters on either side of a day and its month in which an expression of such dates lies."""
_OPENING = ("month", "weekday", "day", "months", "years")
"""The sorts of words that open a date."""
_DAY = re.compile(r",? ([0-3]?[0-9])(?![0-9])")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d]+(?:-[^\W\d]+)*")
_DATE_LINE = 60
"""Letters before a date, on its line, within which a date line may open."""
_LAST_LINES = 3
_BREAKS = re.compile(r" [–—|·•-] |\t|  ")
"""What parts a date line from what stands before it on its line: "Communiqué conjoint – Bruxelles, le"."""
_TO_THE_DAY = 3
"""The precision of a date that says its day."""
_DASHES = ("-", "–", "—")
_LONGEST_MONTH = 31
_BUDDHIST = 543
"""The years by which the Buddhist era is ahead of the common one."""
_HEAD = 3_000
"""Letters at either end of a text within which a date line is sought."""
_HEAD_TODAY = 800
"""Letters at the head of a text within which "today" may tell its date."""
_HEAD_LINES = 6
"""Lines at the head of a text that may be its date line."""
_SHORT_LINES, _SHORT = 8, 40
"""Further lines that may be one where they hold little else, and the letters of such a line at most."""


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
    nearest: bool = False
    """Whether its year is the one that brings it nearest to the date borne, and is not said."""
    weekday: bool = False
    """Whether only a week day says it, which is the last such day where nothing else is said."""

    @property
    def precision(self) -> int:
        """0 unknown, 1 a year, 2 a month, 3 a day."""
        if self.start is None:
            return 0
        return 3 if self.start.day else 2 if self.start.month else 1


def stated_dates(
    folded: str, *, text: str, marks: Marked, lexicon: Lexicon, published: Date | None
) -> list[Stated]:
    """All dates in a folded text, in order, none within another.

    Args:
        folded: the text, folded.
        text: the text as printed.
        marks: the lexicon's marks in it.
        lexicon: the language's words and the shape of its dates.
        published: the date the document bears, against which relative dates are resolved.
    """
    months = marks.starts("month")
    month_ends = frozenset(mark.end for mark in marks.of("month"))
    grammar = _Grammar(
        folded=folded, lexicon=lexicon, published=published, months=months, month_ends=month_ends
    )
    found = [date for mark in marks.of(*_OPENING) for date in grammar.at(mark)]
    runs = list(_DIGITS.finditer(folded))
    found += (date for run in runs for date in _numeric(folded, run))
    if runs:
        found += grammar.numbers(text)
        found += grammar.buddhist_years()
    found += (date for run in runs for date in _year(folded, run))
    stated = _disjoint(found)
    if back := marks.of("told"):
        stated = _disjoint((*stated, *_pointing_back(back, stated, published)))
    return _joined(stated, folded, text, to=lexicon.names("calendar", "to"))


def _pointing_back(
    marks: Sequence[Mark], stated: Sequence[Stated], published: Date | None
) -> Iterator[Stated]:
    """The days that "le même jour" or "the next day" mean: counted from the day told last before."""
    days = [date for date in stated if date.precision == _TO_THE_DAY]
    ends = [date.ends for date in days]
    for mark in marks:
        before = bisect_right(ends, mark.start)
        day = days[before - 1].last if before else published
        if day is not None and day.day:
            date = Date.on(day.first + datetime.timedelta(mark.senses["told"]))
            yield Stated(mark.start, mark.end, date, date)


def date_borne(text: str, lexicon: Lexicon) -> Date | None:
    """The date a document bears, in its date line or its last lines; None if it bears none."""
    lines = list(islice(_LINE.finditer(text, 0, _HEAD), _HEAD_LINES + _SHORT_LINES))
    short = (line for line in lines[_HEAD_LINES:] if len(line[0]) <= _SHORT)
    head = [*lines[:_HEAD_LINES], *short]
    since = max(head[-1].end() if head else 0, len(text) - _HEAD)
    last = list(_LINE.finditer(text, since))[-_LAST_LINES:]
    found = (_date_of_line(line[0][: 2 * _DATE_LINE], lexicon) for line in (*head, *last))
    borne = next((date.start for date in found if date), None) or _date_of_today(text, lexicon)
    if borne is None or borne.day is not None:
        return borne
    days = (_day_of_line(line[0][: 2 * _DATE_LINE], lexicon, month=borne) for line in head)
    return next((day for day in days if day), borne)


def _date_of_today(text: str, lexicon: Lexicon) -> Date | None:
    """The date told right beside "today" at the head of a text: "this morning (Wednesday, 3/2/2027)"."""
    head = text[:_HEAD_TODAY]
    folded = lexicon.fold(head)
    if not _CENTURY.search(folded):
        return None
    marks = Marked(lexicon.words.marks(folded))
    todays = [mark.end for mark in marks.of("day") if mark.senses["day"] == 0]
    if not todays:
        return None
    days = {folded[m.start : m.end] for m in marks.of("weekday")} | lexicon.names("calendar", "dateline")
    for date in stated_dates(folded, text=head, marks=marks, lexicon=lexicon, published=None):
        for end in todays:
            between = folded[end : date.begins] if 0 < date.begins - end < _BESIDE else "."
            if (
                date.precision == _TO_THE_DAY
                and days.issuperset(_WORD.findall(between))
                and "." not in between
            ):
                return date.start
    return None


def _date_of_line(line: str, lexicon: Lexicon) -> Stated | None:
    """The date of a date line: a day or month of a year, after only names and the words such lines have."""
    folded = lexicon.fold(line)
    if not _CENTURY.search(folded) and lexicon.has_borders:
        return None
    marks = Marked(lexicon.words.marks(folded))
    allowed = lexicon.names("calendar", "dateline") | {folded[m.start : m.end] for m in marks.of("weekday")}
    for date in stated_dates(folded, text=line, marks=marks, lexicon=lexicon, published=None):
        opening = _BREAKS.split(line[: date.begins])[-1]
        if date.precision < 2 or date.start != date.last or len(opening) > _DATE_LINE:
            continue
        if not lexicon.has_borders:
            capitals = {folded[m.start : m.end] for m in marks.of("party")}
            if _is_alone(folded[: date.begins], line[date.ends :], words=allowed | capitals):
                return date
        elif all(word[0].isupper() or lexicon.fold(word) in allowed for word in _WORD.findall(opening)):
            return date
    return None


def _day_of_line(line: str, lexicon: Lexicon, *, month: Date) -> Date | None:
    """The day that a place's date line tells of the month a document bears: "Prague, 5 mai (VNA)"."""
    folded = lexicon.fold(line)
    marks = Marked(lexicon.words.marks(folded))
    allowed = lexicon.names("calendar", "dateline") | {folded[m.start : m.end] for m in marks.of("weekday")}
    for date in stated_dates(folded, text=line, marks=marks, lexicon=lexicon, published=month):
        opening = _WORD.findall(_BREAKS.split(line[: date.begins])[-1])
        named = bool(opening) and all(w[0].isupper() or lexicon.fold(w) in allowed for w in opening)
        closed = line[date.ends : date.ends + 3].lstrip(" ,.)")[:1] in {"(", "-", "–", "—"}
        same = date.start == date.last and str(date.start).startswith(str(month))
        if date.precision == _TO_THE_DAY and named and closed and same:
            return date.start
    return None


def _is_alone(opening: str, rest: str, *, words: frozenset[str]) -> bool:
    """Whether, in a borderless script, only a date line's words stand before a date, and nothing after it."""
    for word in sorted(words, key=len, reverse=True):
        opening = opening.replace(word, " ")
    return not any(map(str.isalpha, opening)) and not rest.lstrip(" \u00a0\u200b")[:1].isalpha()


@define(slots=False)
class _Grammar:
    """The dates that words of the lexicon open in one text."""

    folded: str
    lexicon: Lexicon
    published: Date | None
    months: frozenset[int]
    """Where months' names begin."""
    month_ends: frozenset[int]

    @cached_property
    def _before(self) -> re.Pattern[str]:
        return re.compile(self.lexicon.grammar["calendar"]["before_month"])

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(self.lexicon.grammar["calendar"]["after_month"])

    def at(self, mark: Mark) -> Iterator[Stated]:
        """The date that a mark opens, if it opens one."""
        senses = mark.senses
        if "month" in senses:
            yield from self._at_month(mark, int(senses["month"]))
        elif self.published is not None:
            if "weekday" in senses:
                yield from self._at_weekday(mark, self.published)
            elif date := _away(self.published, mark):
                yield Stated(mark.start, mark.end, date, date)

    def _at_month(self, mark: Mark, month: int) -> Iterator[Stated]:
        before = self._before.search(self.folded, max(0, mark.start - 24), mark.start)
        after = self._after.match(self.folded, mark.end)
        if before and _days(after) and before.start() - 1 in self.month_ends:
            before = None  # "Jan 28-Feb 2": the 28th is the other month's
        begins = before.start() if before else mark.start
        ends = after.end() if after else mark.end
        days = _days(before) or _days(after)
        stated = after.groupdict().get("year") if after else None
        if not days and not stated and not (before and before["vague"]) and not self._is_month(mark):
            return
        direction = self._direction(begins, ends)
        year = int(stated) if stated else _of_buddhist(after)
        if year is None and self.published is not None and (beside := self._year_beside(ends)):
            year, ends = self.published.year + beside[0], beside[1]
        nearest = year is None
        if year is None and self.published is not None:
            year = _nearest_year(self.published, month, days[0] if days else 1, direction=direction)
        if year is not None:
            dates = [_date(year, month, day) for day in days or (None, None)]
            yield from _period(begins, ends, dates, nearest=nearest)
        elif days:
            yield Stated(
                begins, ends, None, None, (f"--{month:02}-{days[0]:02}", f"--{month:02}-{days[1]:02}")
            )

    def _year_beside(self, ends: int) -> tuple[int, int] | None:
        """How many years away, as the words after a month say, and where they end: "September this year"."""
        for written, years in _relative_years(self.lexicon):
            if self.folded.startswith(written, ends + 1):
                return years, ends + 1 + len(written)
        return None

    def buddhist_years(self) -> Iterator[Stated]:
        """Years of the Buddhist era that stand alone, in a language whose papers count so."""
        written = self.lexicon.grammar["calendar"].get("buddhist_year")
        for match in _compiled(written).finditer(self.folded) if written else ():
            if year := _of_buddhist(match):
                yield Stated(match.start(), match.end(), Date(year), Date(year), bare_year=True)

    def numbers(self, text: str) -> Iterator[Stated]:
        """Days and months in numbers as a language prints them: "ngày 5-2", "từ 14 đến 18/10"."""
        written = self.lexicon.grammar["calendar"].get("numbers")
        if written is None:
            return
        expression = _compiled(written)
        bordered = self.lexicon.has_borders
        for match in _beside(expression, text) if bordered else expression.finditer(with_plain_digits(text)):
            month, days = int(match["month"]), (int(match["first"] or match["last"]), int(match["last"]))
            begins = match.start("first") if match["first"] else match.start("last")
            year = int(match["year"]) if match["year"] else None
            nearest = year is None
            if year is None and self.published is not None:
                year = _nearest_year(self.published, month, days[1], direction=0)
            if year is not None:
                for told in _period(begins, match.end(), [_date(year, month, day) for day in days]):
                    yield evolve(told, nearest=nearest)
            elif days[1] <= _LONGEST_MONTH:
                partial = (f"--{month:02}-{days[0]:02}", f"--{month:02}-{days[1]:02}")
                yield Stated(begins, match.end(), None, None, partial)

    def _is_month(self, mark: Mark) -> bool:
        """Whether a month's name alone means the month: "en mars", not the planet."""
        if self.lexicon.grammar["calendar"].get("months_alone"):
            return True
        words = self.folded[max(0, mark.start - 12) : mark.start].split()
        return bool(words) and words[-1] in self.lexicon.names("grammar", "in_month")

    def _direction(self, begins: int, ends: int) -> int:
        """1 where "prochain" or "next" stands beside it, -1 where "dernier" or "last" does, else 0."""
        following = self.folded[ends : ends + 14].split()[:1]
        beside = {
            *self.folded[max(0, begins - 12) : begins].split()[-1:],
            *(word.rstrip(",.;:") for word in following),
        }
        calendar = self.lexicon.grammar["calendar"]
        return (not beside.isdisjoint(calendar["next"])) - (not beside.isdisjoint(calendar["last"]))

    def _at_weekday(self, mark: Mark, published: Date) -> Iterator[Stated]:
        """A week day with its number in the month borne; alone, the nearest one as stated."""
        day = _DAY.match(self.folded, mark.end)
        beside = re.match(r",? ", self.folded[mark.end : mark.end + 2])
        if (day and day.end() + 1 in self.months) or (beside and mark.end + beside.end() in self.months):
            return
        if day and published.month:
            date = _date(published.year, published.month, int(day[1]))
            yield from _period(mark.start, day.end(), [date, date])
        elif published.day:
            gap = (published.first.weekday() - mark.senses["weekday"]) % 7
            days = 7 - gap if self._direction(mark.start, mark.end) > 0 else -gap
            if self._direction(mark.start, mark.end) < 0 and gap == 0:
                days = -7
            date = Date.on(published.first + datetime.timedelta(days))
            yield Stated(mark.start, mark.end, date, date, weekday=True)


def a_week_on(date: Stated) -> Stated:
    """The next such week day, where a verb in the future tells of it: "est attendu samedi"."""
    if date.start is None or date.last is None:
        return date
    week = datetime.timedelta(7)
    return evolve(date, start=Date.on(date.start.first + week), last=Date.on(date.last.last + week))


def _of_buddhist(found: re.Match[str] | None) -> int | None:
    """The common year of a year of the Buddhist era, where an expression holds one."""
    year = found.groupdict().get("buddhist") if found else None
    return int(year) - _BUDDHIST if year else None


def a_year_on(date: Stated, *, years: int = 1) -> Stated:
    """The same day or month of another year: of the next, where what it is the date of is still to come."""
    if date.start is None or date.last is None:
        return date
    first, last = (_date(day.year + years, day.month or 1, day.day) for day in (date.start, date.last))
    return evolve(date, start=first, last=last) if first and last else date


@cache
def _relative_years(lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    """What is said of a year by how far it is ("this year"), folded, and how many years away it is."""
    told = lexicon.grammar["calendar"]["relative_years"]
    return tuple((lexicon.fold(words), years) for words, years in told.items())


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _beside(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where an expression of dates in numbers matches, sought only beside a day and its month."""
    since = 0
    for digits in _DAY_AND_MONTH.finditer(text):
        if digits.start() >= since:
            found = expression.search(text, max(since, digits.start() - _BESIDE), digits.end() + _BESIDE)
            if found:
                yield found
            since = found.end() if found else digits.end()


def _days(found: re.Match[str] | None) -> tuple[int, int] | None:
    """The first and the last day that an expression holds, which may be one."""
    groups = found.groupdict() if found else {}
    first = groups.get("first")
    return (int(first), int(groups.get("last") or first)) if first else None


def _away(published: Date, mark: Mark) -> Date | None:
    """The date that "hier", "le mois prochain" or "l'an dernier" means, as precise as the words."""
    senses = mark.senses
    if "years" in senses:
        return Date(published.year + senses["years"])
    if "months" in senses and published.month:
        index = published.year * 12 + published.month - 1 + senses["months"]
        return Date(index // 12, index % 12 + 1)
    if "day" in senses and published.day:
        return Date.on(published.first + datetime.timedelta(senses["day"]))
    return None


def _nearest_year(published: Date, month: int, day: int, *, direction: int) -> int:
    """The year that brings a day nearest to the date borne, or the next or last one if so stated."""
    if direction == 0 and published.month is None:
        return published.year

    def distance(year: int) -> tuple[bool, int]:
        gap = (datetime.date(year, month, min(day, 28)) - published.first).days if day else 0
        return direction * gap < 0, abs(gap)

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def _date(year: int, month: int, day: int | None) -> Date | None:
    """A date, or None where the calendar has no such day: the 31st of February is only in the text."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _period(
    begins: int, ends: int, dates: Sequence[Date | None], *, nearest: bool = False
) -> Iterator[Stated]:
    start, last = dates[0], dates[-1]
    if start is not None and last is not None and start.first <= last.last:
        yield Stated(begins, ends, start, last, nearest=nearest)


def _numeric(folded: str, run: re.Match[str]) -> Iterator[Stated]:
    """The date in numbers that a run of digits opens: "2026-03-05", "2026-03", "5.3.2026"."""
    if match := _ISO.match(folded, run.start()):
        date = _date(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
        yield from _period(match.start(), match.end(), [date])
    elif match := _NUMERIC.match(folded, run.start()):
        date = _date(int(match[3]), int(match[2]), int(match[1]))
        yield from _period(match.start(), match.end(), [date])


def _year(folded: str, run: re.Match[str]) -> Iterator[Stated]:
    """The year, or the years, that a run of digits opens."""
    if match := _YEAR.match(folded, run.start()):
        years = sorted((int(match[1]), int(match[2] or match[1])))
        yield Stated(match.start(), match.end(), Date(years[0]), Date(years[1]), bare_year=True)


def _disjoint(found: Iterable[Stated]) -> list[Stated]:
    """The longest of those that overlap, in the text's order."""
    kept: list[Stated] = []
    for date in sorted(found, key=lambda d: (d.begins, -d.ends)):
        if not kept or date.begins >= kept[-1].ends:
            kept.append(date)
        elif date.ends - date.begins > kept[-1].ends - kept[-1].begins:
            kept[-1] = date
    return kept


def _joined(dates: Sequence[Stated], folded: str, text: str, *, to: frozenset[str]) -> list[Stated]:
    """Two dates joined by "au", or two days by a dash, are one period."""
    joined: list[Stated] = []
    for date in dates:
        before = joined[-1] if joined else None
        if before and date.last:
            between, printed = folded[before.ends : date.begins], text[before.ends : date.begins]
            days = date.precision == _TO_THE_DAY and printed.strip() in _DASHES
            if (days or _leads_on(between, to)) and (ends := _ends(before, date)):
                joined[-1] = evolve(date, begins=before.begins, start=ends[0], last=ends[1])
                continue
        joined.append(date)
    return joined


def _leads_on(between: str, to: frozenset[str]) -> bool:
    """Whether nothing but "to" and perhaps a week day stands between the ends of a period."""
    words = between.replace(",", " ").split()
    return bool(words) and words[0] in to and (len(words) <= 2 or " ".join(words) in to)


def _ends(before: Stated, date: Stated) -> tuple[Date, Date] | None:
    """The first and the last day of a period, the first taking the year of the last where it says none."""
    first, last = before.start, date.last
    if last is None:
        return None
    if first is None and before.partial:
        month, day = (int(part) for part in before.partial[0][2:].split("-"))
        first = _date(last.year, month, day)
    elif first and before.nearest and not date.nearest:
        first = _date(last.year, first.month or 1, first.day)
    elif first and before.weekday and date.weekday and last < first:
        last = a_week_on(date).last or last
    return (first, last) if first and first <= last else None
