"""Backups: one made now, those made lately, each to be carried away from this machine.

A backup holds everything: what is ours alone, and the keys as they lie here, locked. So it is
for those who administer the whole node.
"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foedus_node.people.roles import Right
from foedus_node.web import work
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.administration.accounts import refuse_partial


@page(Right.ADMINISTER, methods=("GET", "POST"))
def backups(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a backup, and see those made lately."""
    refuse_partial(desk)
    if request.method == "POST":
        work.begin(desk.home, ["backup", "{made}", "--json"], what="backup", by=str(desk.user))
        desk.note("backup")
        return redirect("backups", desk.short)
    made = [(one, one.made.stat().st_size if one.made.is_file() else 0) for one in _backups(desk)]
    context = {"made": made, "running": any(one.is_running for one, _size in made), "tab": "backups"}
    template = "administration/made.html" if request.htmx else "administration/backups.html"  # type: ignore[attr-defined]  # set by django-htmx
    return render(request, template, context)


@page(Right.ADMINISTER)
def file(request: HttpRequest, desk: Desk, name: str) -> FileResponse:
    """A backup, to be carried away."""
    _ = request
    refuse_partial(desk)
    found = next((one for one in _backups(desk) if one.name == name), None)
    if found is None or found.is_running or not found.made.is_file():
        raise Http404
    desk.note("backup-download")
    called = f"{desk.home.party}-{found.at:%Y%m%d-%H%M}.foedus-backup".lower()
    return FileResponse(found.made.open("rb"), as_attachment=True, filename=called)


def _backups(desk: Desk) -> list[work.Work]:
    return [one for one in work.every(desk.home) if one.what == "backup"]
