"""Backups: one made now, those kept here, each to be carried away from this machine or removed from it.

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
    """Make a backup, and see those kept here."""
    refuse_partial(desk)
    if request.method == "POST":
        work.begin(desk.home, ["backup", "{made}", "--json"], what=work.BACKUP, by=str(desk.user))
        desk.note("backup")
        return redirect("backups", desk.short)
    made = [
        (one, one.made.stat().st_size if one.made.is_file() else 0)
        for one in work.every(desk.home, work.BACKUP)
    ]
    context = {"made": made, "running": any(one.is_running for one, _size in made), "tab": "backups"}
    template = "administration/made.html" if request.htmx else "administration/backups.html"  # type: ignore[attr-defined]  # set by django-htmx
    return render(request, template, context)


@page(Right.ADMINISTER)
def file(request: HttpRequest, desk: Desk, name: str) -> FileResponse:
    """A backup, to be carried away."""
    _ = request
    refuse_partial(desk)
    found = work.found(desk.home, name, what=work.BACKUP)
    if found is None or found.is_running or not found.made.is_file():
        raise Http404
    desk.note("backup-download")
    called = f"{desk.home.party}-{found.at:%Y%m%d-%H%M}.foedus-backup".lower()
    return FileResponse(found.made.open("rb"), as_attachment=True, filename=called)


@page(Right.ADMINISTER, methods=("POST",))
def remove(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Remove a backup from this machine, or what one that failed has left."""
    _ = request
    refuse_partial(desk)
    found = work.found(desk.home, name, what=work.BACKUP)
    if found is not None and work.remove(found):
        desk.note("backup-removed", f"{found.at:%Y-%m-%dT%H:%M:%SZ}")
    return redirect("backups", desk.short)
