"""The lines of a plan as a table, page by page."""

from collections.abc import Iterable, Iterator

from attrs import frozen
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from foedus_node.storage.index import models, shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.templatetags import house
from foedus_node.web.views.plan.filters import asked, kind_titles, stages_of_kinds, surroundings

LINES_A_PAGE = 50


@page()
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The lines asked for, the earliest first."""
    chosen = asked(request, desk)
    after = request.GET.get("after", "")
    shown = shelf.page(chosen.lines, size=LINES_A_PAGE, after=after)
    known = None if after or shown.after else len(shown.lines)
    found = {
        **surroundings(chosen, known=known),
        "rows": tuple(_rows(desk, shown.lines)),
        "after": shown.after,
    }
    return render(request, "plan/table.html", found)


@frozen
class Row:
    """A line as it stands in the table, in words: to word it here is quicker than in the template."""

    address: str
    title: str
    when: str
    kind: str
    domain: str
    host: str
    place: str
    stage: str
    heard: str
    late: bool
    offered: bool
    ours: bool


def _rows(desk: Desk, lines: Iterable[models.Line]) -> Iterator[Row]:
    kinds, stages = kind_titles(desk), stages_of_kinds(desk)
    before = reverse("plan", args=[desk.short]).removesuffix("plan") + "activity/"
    for line in lines:
        yield Row(
            address=before + line.name,
            title=house.worded(line.title),
            when=house.when(line.when),
            kind=house.at(kinds, line.kind),
            domain=house.domain(line.domain),
            host=house.party(line.host),
            place=line.place,
            stage=stages.get((line.kind, line.stage), line.stage),
            heard=house.fresh(line.reported, desk.on),
            late=line.is_open and line.ends < desk.on,
            offered=bool(line.offered),
            ours=line.ours_alone,
        )
