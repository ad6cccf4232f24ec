"""What a line cannot be together with, at its date or at a proposed one: a part of the form that changes it.

Answered from the index alone, so that a form may ask at every change of a date.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foedus.reporting.naming import named
from foedus.terms import Party, Period
from foedus_node.desk import clashing
from foedus_node.storage.index.shelf import Wanted
from foedus_node.web.desks import Desk, page


@page()
def clashes(request: HttpRequest, desk: Desk, item: str) -> HttpResponse:
    """The clashes of a line at `?when=2026-10-06/2026-10-09`; `&host=LA&place=Vientiane` if these change."""
    said, wrong, when = request.GET.get("when", "").strip(), "", None
    try:
        when = Period.parse(said) if said else None
    except ValueError:
        wrong = _("%(said)s is not a date: write 2026-10-21, 2026-10-06/2026-10-09, 2026-10 or 2026.") % {
            "said": said
        }
    proposed: dict[str, object] = {}
    if request.GET.get("host"):
        proposed["host"] = Party(request.GET["host"])
    if "place" in request.GET:
        proposed["place"] = request.GET["place"]
    wanted = Wanted(within=desk.units, ours=desk.sees_ours)
    found = clashing.at_a_date(desk.compact, item, when=when, wanted=wanted, **proposed)
    if found is None:
        raise Http404
    names = {name for clash in found.clashes for name in clash.who}
    called = clashing.names(desk.compact, names, lambda one: named(one, desk.words))
    told = [
        (clash, found.lines[clash.other], ", ".join(called[name] for name in clash.who))
        for clash in found.clashes
    ]
    whole = not request.htmx  # type: ignore[attr-defined]  # set by django-htmx
    template = "plan/clashes.html" if whole else "plan/clashing.html"
    return render(request, template, {"told": told, "more": found.more, "wrong": wrong, "when": when})
