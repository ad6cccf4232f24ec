"""The lines of a plan as a table, page by page; with htmx only the lines are sent anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.terms import wording_in
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.plan.filters import Asked, asked, desk_kinds

LINES_A_PAGE = 50


@page()
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The lines asked for, the earliest first."""
    chosen = asked(request, desk)
    shown = shelf.page(chosen.lines, size=LINES_A_PAGE, after=request.GET.get("after", ""))
    template = "plan/lines.html" if request.htmx else "plan/table.html"  # type: ignore[attr-defined]  # set by django-htmx
    return render(request, template, {**context(chosen), "lines": shown.lines, "after": shown.after})


def context(chosen: Asked) -> dict[str, object]:
    """What all views of the plan show: the sentence, how many lines there are, words of kinds and stages."""
    desk = chosen.desk
    many, more = shelf.count(chosen.lines)
    kinds = desk_kinds(desk)
    return {
        "asked": chosen,
        "form": chosen.form,
        "plan": chosen.plan,
        "many": many,
        "more": more,
        "kind_titles": {name: wording_in(kind.title, desk.language) for name, kind in kinds.items()},
        "stage_titles": {
            stage.name: wording_in(stage.title, desk.language)
            for kind in kinds.values()
            for stage in kind.stages
        },
    }
