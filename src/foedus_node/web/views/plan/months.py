"""The lines of a plan in a month: on its days, going on through it, and some time in it."""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen
from babel.dates import format_skeleton, get_day_names
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from foedus.scheduling.holidays import Rest, rests
from foedus.terms import Party
from foedus_node.storage.index import first_lines, models, shelf
from foedus_node.storage.index.first_lines import Short
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.plan.filters import Asked, asked, surroundings
from foedus_node.web.views.plan.strip import last_of_month, month_after

LINES_A_DAY = 5
_GOING_ON = 20
_DAY: Final = datetime.timedelta(days=1)
_MONTH = re.compile(r"(20[0-9]{2}|2100)-(0[1-9]|1[0-2])")


@frozen
class Cell:
    """One day of the month's sheet.

    Attributes:
        is_in: whether it is of the month, and not of the weeks at its ends.
        lines: those on that day.
        further: the address of all of its lines; empty where all stand here.
        closed: whose offices are closed, and why.
    """

    day: datetime.date
    is_in: bool
    lines: tuple[Short, ...]
    further: str
    closed: tuple[tuple[str, Rest], ...]


@page()
def month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The month that is asked for, else the present one."""
    chosen = asked(request, desk)
    first = month_asked(request, default=desk.on)
    last = last_of_month(first)
    long_ones = _going_on(chosen, first, last)
    some_time = _some_time(chosen, first, last)
    names = get_day_names("abbreviated", locale=desk.words.locale)
    whole = get_day_names("wide", locale=desk.words.locale)
    return render(
        request,
        "plan/month.html",
        {
            **surroundings(chosen),
            "month": format_skeleton("yMMMM", first, locale=desk.words.locale),
            "weekdays": [(names[day], whole[day]) for day in range(7)],
            "weeks": _weeks(chosen, first, last, table=_table(request, desk)),
            "going_on": long_ones[:_GOING_ON],
            "more_going_on": len(long_ones) > _GOING_ON,
            "some_time": some_time[:_GOING_ON],
            "more_some_time": len(some_time) > _GOING_ON,
            "first": first,
            "last": last,
            "before": month_after(first, -1).strftime("%Y-%m"),
            "after_it": month_after(first, 1).strftime("%Y-%m"),
        },
    )


def month_asked(request: HttpRequest, *, default: datetime.date) -> datetime.date:
    """The first day of the month that the address names; of the default where it names none."""
    said = request.GET.get("month", "")
    if _MONTH.fullmatch(said):
        return datetime.date.fromisoformat(f"{said}-01")
    return default.replace(day=1)


def _going_on(chosen: Asked, first: datetime.date, last: datetime.date) -> Sequence[models.Line]:
    """What takes longer than a week and falls into the month, what ends first before the others."""
    rows = chosen.lines.filter(is_long=True, ends__gte=first, starts__lte=last)
    rows = rows.exclude(by_day=False, starts=first, ends=last)
    return list(rows.order_by("ends", "starts", "name")[: _GOING_ON + 1])


def _some_time(chosen: Asked, first: datetime.date, last: datetime.date) -> Sequence[models.Line]:
    """What is agreed for the month, and for no day of it."""
    return list(chosen.lines.filter(by_day=False, starts=first, ends=last).order_by("name")[: _GOING_ON + 1])


def _table(request: HttpRequest, desk: Desk) -> str:
    """The address of the same lines in the table, to which days can be added."""
    said = request.GET.copy()
    for name in ("after", "month", "first", "last"):
        said.pop(name, None)
    return f"{reverse('plan', args=[desk.short])}?{said.urlencode()}&"


def _weeks(chosen: Asked, first: datetime.date, last: datetime.date, *, table: str) -> list[list[Cell]]:
    """The month's days in weeks from Monday to Sunday."""
    begins, ends = first - _DAY * first.weekday(), last + _DAY * (6 - last.weekday())
    on_day: dict[datetime.date, list[Short]] = defaultdict(list)
    for line in _short_ones(chosen, begins, ends):
        for number in range((line.ends - line.starts).days + 1):
            on_day[line.starts + _DAY * number].append(line)
    closed = _closed(chosen.desk, begins, ends)
    days = [begins + _DAY * number for number in range((ends - begins).days + 1)]
    cells = [
        Cell(
            day=day,
            is_in=first <= day <= last,
            lines=tuple(on_day[day][:LINES_A_DAY]),
            further=f"{table}first={day}&last={day}" if len(on_day[day]) > LINES_A_DAY else "",
            closed=tuple(closed.get(day, ())),
        )
        for day in days
    ]
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _short_ones(chosen: Asked, begins: datetime.date, ends: datetime.date) -> Sequence[Short]:
    """What takes at most a week, as many as a day shows of those that begin on it, and one more."""
    since = begins - shelf.LONG + _DAY
    rows = chosen.lines.filter(by_day=True, is_long=False)
    if chosen.wanted.search:
        # What is searched for is looked up once, and not once a day.
        in_its_day = Window(RowNumber(), partition_by=[F("starts")], order_by=F("name").asc())
        some = rows.filter(starts__range=(since, ends)).annotate(in_its_day=in_its_day)
        return first_lines.short(some.filter(in_its_day__lte=LINES_A_DAY + 1))
    days = [since + _DAY * number for number in range((ends - since).days + 1)]
    return first_lines.of_each_day(rows, days, most=LINES_A_DAY + 1)


def _closed(
    desk: Desk, begins: datetime.date, ends: datetime.date
) -> Mapping[datetime.date, list[tuple[str, Rest]]]:
    found: dict[datetime.date, list[tuple[str, Rest]]] = defaultdict(list)
    for code in desk.parties:
        for year in range(begins.year, ends.year + 1):
            for rest in rests(Party(code), year=year, tongue=desk.language):
                for number in range((rest.last - rest.first).days + 1):
                    found[rest.first + _DAY * number].append((code, rest))
    return found
