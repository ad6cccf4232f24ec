"""The lines of a plan on a strip of twelve months, a lane for each domain, with holidays and clashes."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from foedus.oversight.clashes import clashes_among
from foedus.reporting.dates import month_heads
from foedus.reporting.layout.ring import Arc, ring
from foedus.reporting.naming import named
from foedus.scheduling.holidays import Rest, rests
from foedus.terms import Language, Party, wording_in
from foedus_node.desk import clashing
from foedus_node.storage.index import first_lines, models, shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.templatetags import house
from foedus_node.web.views.plan import strip
from foedus_node.web.views.plan.filters import Asked, asked, surroundings
from foedus_node.web.views.plan.months import month_asked
from foedus_node.web.views.plan.strip import Join, Span

LINES_A_LANE = 24
_MOST_CLASHES = 40
_MONTHS, _PARTY_ROW, _READING = 24, 16, 22


@page()
def timeline(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Twelve months from the one that is asked for, else from the plan's first."""
    chosen = asked(request, desk)
    begins = desk.on.replace(month=1, day=1)
    if chosen.plan:
        begins = chosen.plan.period.start.first
        if chosen.plan.period.start.month is None:
            begins = begins.replace(month=1, day=1)
    span = Span.of_year(month_asked(request, default=begins))
    lines = _by_domain(chosen, span)
    shown = [line for some in lines.values() for line in some[:LINES_A_LANE]]
    titles = {line.pk: wording_in(line.title, desk.language) for line in shown}
    top = _MONTHS + _PARTY_ROW * len(desk.parties) + _READING
    lanes = strip.lanes(lines, span=span, top=top, most=LINES_A_LANE, titles=titles)
    clashes = clashes_among(clashing.engaged(desk.compact, shown))
    bottom = lanes[-1].y + lanes[-1].height if lanes else top
    marked = strip.joins(clashes[:_MOST_CLASHES], lanes)
    return render(
        request,
        "plan/timeline.html",
        {
            **surroundings(chosen),
            "agreed": mark_safe(ring([Arc.SIGNED for _ in desk.parties])),  # noqa: S308 (drawn by us)
            "lanes": lanes,
            "joins": marked,
            "clashes": _told(marked, desk),
            "more_clashes": len(clashes) > _MOST_CLASHES,
            "months": _months(span, desk),
            "parties": [(code, _MONTHS + _PARTY_ROW * at) for at, code in enumerate(desk.parties)],
            "hatches": strip.hatches(
                closed_days(desk.parties, first=span.first, last=span.last, tongue=desk.language),
                span=span,
                top=_MONTHS,
                row=_PARTY_ROW,
            ),
            "reading": top - 8,
            "top": top,
            "height": bottom,
            "today": strip.percent(span.at(desk.on)) if span.holds(desk.on) else "",
            "span": span,
            "before": strip.month_after(span.first, -12).strftime("%Y-%m"),
            "after_it": strip.month_after(span.first, 12).strftime("%Y-%m"),
            "undated": chosen.lines.filter(starts=shelf.NEVER)[:1].exists(),
        },
    )


def closed_days(
    parties: Iterable[str], *, first: datetime.date, last: datetime.date, tongue: Language
) -> Mapping[str, tuple[Rest, ...]]:
    """Each party's holidays in the years of a span."""
    years = range(first.year, last.year + 1)
    return {
        code: tuple(one for year in years for one in rests(Party(code), year=year, tongue=tongue))
        for code in parties
    }


def _by_domain(chosen: Asked, span: Span) -> dict[str, list[models.Line]]:
    sorts = first_lines.overlapping(chosen.lines, first=span.first, last=span.last)
    domains = [chosen.wanted.domain] if chosen.wanted.domain else chosen.desk.facets.get("domain", ())
    parts = [sort.filter(domain=domain) for domain in domains for sort in sorts]
    found: dict[str, list[models.Line]] = {}
    for line in first_lines.of_each(parts, most=LINES_A_LANE + 1):
        found.setdefault(line.domain, []).append(line)
    titles = {domain: house.domain(domain) for domain in found}
    return dict(sorted(found.items(), key=lambda one: (one[1][0].starts, titles[one[0]])))


def _months(span: Span, desk: Desk) -> list[tuple[str, str]]:
    heads = month_heads(desk.words)
    return [(strip.percent(span.at(first)), heads[first.month]) for first in span.months]


@frozen
class Told:
    """Two lines that cannot be together, and who is in two places."""

    join: Join
    who: str


def _told(joins: Sequence[Join], desk: Desk) -> list[Told]:
    names = {name for join in joins for name in join.clash.who}
    called: dict[Any, str] = clashing.names(desk.compact, names, lambda item: named(item, desk.words))
    return [Told(join, ", ".join(called[name] for name in join.clash.who)) for join in joins]
