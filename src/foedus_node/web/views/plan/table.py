"""The lines of a plan as a table, page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.plan.filters import asked, surroundings

LINES_A_PAGE = 50


@page()
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The lines asked for, the earliest first."""
    chosen = asked(request, desk)
    shown = shelf.page(chosen.lines, size=LINES_A_PAGE, after=request.GET.get("after", ""))
    found = {**surroundings(chosen), "lines": shown.lines, "after": shown.after}
    return render(request, "plan/table.html", found)
