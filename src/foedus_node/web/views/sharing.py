"""Letting another compact know what is ours alone in this one: for who prepares in both."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus_node.desk import sharing
from foedus_node.people.roles import Right
from foedus_node.storage.index import shelf
from foedus_node.storage.index.models import Item
from foedus_node.storage.private import readings
from foedus_node.web.desks import Desk, page
from foedus_node.web.news import page_of


@page(Right.DRAFT, methods=("POST",))
def thing(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Let another compact know a thing of ours, and what it names."""
    to = _asked(request, desk)
    known = shelf.items(desk.compact, [name])
    if not known or not known[0].ours_alone:
        raise Http404
    with desk.home.locked():
        is_new = bool(sharing.share(name, source=desk.compact, to=to.compact))
    _tell(request, desk, to, about=name, is_new=is_new)
    return HttpResponseRedirect(_page_of(desk, known[0]), status=303)


@page(Right.DRAFT, methods=("POST",))
def document(request: HttpRequest, desk: Desk, document: str) -> HttpResponse:
    """Let another compact have a document that was read here."""
    to = _asked(request, desk)
    if readings.held(document, compact=desk.compact) is None:
        raise Http404
    with desk.home.locked():
        is_new = sharing.share_document(document, source=desk.compact, to=to.compact)
    _tell(request, desk, to, about=document, is_new=is_new)
    return HttpResponseRedirect(reverse("document", args=[desk.short, document]), status=303)


def _page_of(desk: Desk, row: Item) -> str:
    if row.noun == "kind":
        return reverse("kind", args=[desk.short, row.name.removeprefix("kind-")])
    return page_of(desk.short, row.noun, row.name) or reverse("today", args=[desk.short])


def _asked(request: HttpRequest, desk: Desk) -> Desk:
    """The place that is asked for.

    Raises:
        Http404: it is none, or the person does not prepare there: both look the same.
    """
    for place in desk.elsewhere:
        if place.short == request.POST.get("with"):
            return place
    raise Http404


def _tell(request: HttpRequest, desk: Desk, to: Desk, *, about: str, is_new: bool) -> None:
    if is_new:
        for place in (desk, to):
            place.note("shared", about=about)
    said = _("Known in %(compact)s too, ours alone.") if is_new else _("Known in %(compact)s already.")
    messages.success(request, said % {"compact": to.title})
