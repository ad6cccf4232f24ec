"""Twelve months as a strip: where bars, holidays and marks stand on it, in hundredths of its width.

Nothing here reads anything: lines come in, places come out. Bars of a lane that would cover each
other, or each other's words, stand in rows one below the other.
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from foedus.oversight.clashes import Clash
from foedus.scheduling.holidays import Rest
from foedus_node.storage.index import models

LEFT = 9.0
"""What the names of parties take at the left, of a hundred."""
_LETTER = 0.66
"""The width of a letter, of a hundred, where the strip is as narrow as it gets."""
_MOST_LETTERS = 34
_ROW, _HEAD = 24, 26
_NARROWEST = 0.35
_LAST_SIGN = 99.2
"""Where words may end at the latest, so that the ring after them is whole."""


@frozen
class Span:
    """The months that a strip shows."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def of_year(cls, first: datetime.date) -> "Span":
        """The twelve months from the one that holds a day."""
        begins = first.replace(day=1)
        return cls(begins, month_after(begins, 12) - datetime.timedelta(days=1))

    def at(self, day: datetime.date) -> float:
        """Where a day begins, of a hundred; what lies outside stands at the end."""
        bounded = min(max(day, self.first), self.last + datetime.timedelta(days=1))
        days = (self.last - self.first).days + 1
        return LEFT + (100 - LEFT) * (bounded - self.first).days / days

    def holds(self, day: datetime.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def months(self) -> tuple[datetime.date, ...]:
        """The first days of its months."""
        return tuple(month_after(self.first, number) for number in range(12))


@frozen(kw_only=True)
class Bar:
    """A line on the strip."""

    line: models.Line
    title: str
    label: str
    x: str
    width: str
    words: str
    """Where its words begin, or end where they are `before` the bar."""
    before: bool
    y: int

    @property
    def middle(self) -> int:
        """The height at which its words and its ring stand."""
        return self.y + 12


@frozen(kw_only=True)
class Lane:
    """One domain's bars."""

    domain: str
    y: int
    height: int
    bars: tuple[Bar, ...]
    further: bool
    """Whether the domain has more lines than stand here."""


@frozen(kw_only=True)
class Join:
    """A mark that joins two lines which cannot be together."""

    x1: str
    y1: int
    x2: str
    y2: int
    clash: Clash
    one: models.Line
    other: models.Line


@frozen(kw_only=True)
class Hatch:
    """Days on which a party's offices are closed."""

    party: str
    rest: Rest
    x: str
    width: str
    y: int
    words: str
    before: bool


def month_after(first: datetime.date, number: int) -> datetime.date:
    """The first day of the month so many months later, or earlier."""
    months = first.year * 12 + first.month - 1 + number
    return datetime.date(months // 12, months % 12 + 1, 1)


def last_of_month(first: datetime.date) -> datetime.date:
    """The last day of a month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def lanes(
    lines: Mapping[str, Sequence[models.Line]],
    *,
    span: Span,
    top: int,
    most: int,
    titles: Mapping[Any, str],
) -> tuple[Lane, ...]:
    """The lanes, one below the other.

    Args:
        lines: the lines of each domain, the earliest first; one more than `most` where there are more.
        span: the months.
        top: where the first lane begins.
        most: how many lines stand in a lane.
        titles: the lines' titles, by their rows.
    """
    found = []
    for domain, all_of_it in lines.items():
        bars = _packed(all_of_it[:most], span=span, top=top + _HEAD, titles=titles)
        rows = max((bar.y for bar in bars), default=top) - top - _HEAD
        height = _HEAD + (rows + _ROW if bars else 0) + 8
        found.append(Lane(domain=domain, y=top, height=height, bars=bars, further=len(all_of_it) > most))
        top += height
    return tuple(found)


def joins(clashes: Iterable[Clash], lanes: Iterable[Lane]) -> tuple[Join, ...]:
    """The marks between bars that stand on the strip."""
    bars = {bar.line.name: bar for lane in lanes for bar in lane.bars}
    found = []
    for clash in clashes:
        one, other = bars.get(clash.line), bars.get(clash.other)
        if one and other:
            found.append(
                Join(
                    x1=one.x,
                    y1=one.middle,
                    x2=other.x,
                    y2=other.middle,
                    clash=clash,
                    one=one.line,
                    other=other.line,
                )
            )
    return tuple(found)


def hatches(rests: Mapping[str, Iterable[Rest]], *, span: Span, top: int, row: int) -> tuple[Hatch, ...]:
    """The parties' holidays, a row for each."""
    found = []
    for number, (party, closed) in enumerate(rests.items()):
        for rest in closed:
            if rest.last >= span.first and rest.first <= span.last:
                x, end = span.at(rest.first), span.at(rest.last + datetime.timedelta(days=1))
                before = x > 60
                found.append(
                    Hatch(
                        party=party,
                        rest=rest,
                        x=percent(x),
                        width=percent(max(end - x, _NARROWEST)),
                        y=top + number * row,
                        words=percent(end if before else x),
                        before=before,
                    )
                )
    return tuple(found)


def percent(number: float) -> str:
    """A place as SVG writes it."""
    return f"{number:.2f}%"


def _packed(
    lines: Sequence[models.Line], *, span: Span, top: int, titles: Mapping[Any, str]
) -> tuple[Bar, ...]:
    """Bars in rows, each in the first row where nothing stands in its way."""
    taken: list[float] = []
    bars = []
    for line in lines:
        title = titles[line.pk]
        label = title if len(title) <= _MOST_LETTERS else f"{title[: _MOST_LETTERS - 1].rstrip()}…"
        x, end = span.at(line.starts), span.at(line.ends + datetime.timedelta(days=1))
        width = max(end - x, _NARROWEST)
        wide = len(label) * _LETTER + 2.2
        before = x + wide > 100 and end - wide > LEFT
        begins, ends = (end - wide, end) if before else (x, max(x + wide, end))
        row = next((at for at, until in enumerate(taken) if until <= begins), len(taken))
        if row == len(taken):
            taken.append(0.0)
        taken[row] = ends + 0.4
        bars.append(
            Bar(
                line=line,
                title=title,
                label=label,
                x=percent(x),
                width=percent(width),
                words=percent(min(end, _LAST_SIGN) if before else x),
                before=before,
                y=top + row * _ROW,
            )
        )
    return tuple(bars)
