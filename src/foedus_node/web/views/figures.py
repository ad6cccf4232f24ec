"""The plan in figures, each with the table of its numbers: the same lines as its other views.

How far the lines have come is counted in the index; undertakings and visits are those of the whole
cooperation, as all see it.
"""

from collections import Counter
from functools import lru_cache
from itertools import combinations

from attrs import frozen
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foedus.cooperation.template import defence
from foedus.oversight.visits import balance
from foedus.reporting import figures as reporting
from foedus.reporting.figures import Figure
from foedus.terms import wording_in
from foedus_node.desk import following, gathering
from foedus_node.storage.index import tallies
from foedus_node.web.apart import apart
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.plan.filters import Asked, asked, surroundings
from foedus_node.web.views.whole import common, register_of

_KEPT = 64


@frozen
class Shown:
    """A figure on the page."""

    title: str
    name: str
    figure: Figure
    svg: str


@page()
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The lines asked for by domain and by month; then the cooperation's undertakings and visits."""
    chosen = asked(request, desk)
    told = [*_of_lines(chosen), *(_of_the_whole(desk) if desk.units is None else ())]
    drawn = _drawn(tuple(figure for _title, _name, figure in told))
    shown = [Shown(title, name, figure, svg) for (title, name, figure), svg in zip(told, drawn, strict=True)]
    template = "figures/shown.html" if request.htmx else "figures/figures.html"  # type: ignore[attr-defined]  # set by django-htmx
    return render(request, template, {**surroundings(chosen), "shown": shown})


def _of_lines(chosen: Asked) -> list[tuple[str, str, Figure]]:
    desk, lines = chosen.desk, chosen.lines
    titles = {str(name): wording_in(one.title, desk.language) for name, one in defence().domains.items()}
    domains = tallies.by_domain(lines, on=desk.on)
    months = tallies.by_month(lines, on=desk.on)
    by_domain = reporting.progress_by_domain(domains, titles=titles, words=desk.words)
    rhythm = reporting.rhythm(months, words=desk.words)
    return [(_("By domain"), "domains", by_domain), (_("Through the year"), "year", rhythm)]


def _of_the_whole(desk: Desk) -> list[tuple[str, str, Figure]]:
    seen = common(register_of(desk))
    states = Counter(one.state for one in following.followed(seen, compact=desk.compact, ours=False))
    told = [(_("Undertakings"), "undertakings", reporting.undertakings(states, words=desk.words))]
    lines = gathering.of_lines(seen, desk.compact, mark=desk.listed, ours=False)
    visited = gathering.visiting(seen, compact=desk.compact, parties=desk.parties, ours=False, lines=lines)
    held = visited.found.held
    between = [balance(held, party=one, other=other) for one, other in combinations(desk.parties, 2)]  # type: ignore[arg-type]  # the charter's own parties
    if figure := reporting.visits(between, words=desk.words):
        told.append((_("Visits given and received"), "visits", figure))
    return told


@lru_cache(maxsize=_KEPT)
def _drawn(wanted: tuple[Figure, ...]) -> tuple[str, ...]:
    return tuple(apart("foedus.reporting.layout.bars:drawn", [(one.rows, one.legend) for one in wanted]))
