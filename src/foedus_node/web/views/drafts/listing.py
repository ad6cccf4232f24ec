"""The drafts for a compact, and those dropped of late, which can be taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus_node import clock
from foedus_node.people.roles import Right
from foedus_node.storage.private import drafts as kept
from foedus_node.storage.private.drafts import Draft
from foedus_node.web.desks import Desk, page

_MOST = 100


@page(Right.SEE_OURS)
def drafts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The drafts, the latest first."""
    heads = kept.draft_heads(desk.compact)
    context = {
        "drafts": heads[:_MOST],
        "left_out": max(len(heads) - _MOST, 0),
        "dropped": kept.draft_heads(desk.compact, dropped=True)[:_MOST],
    }
    return render(request, "draft/list.html", context)


@page(Right.DRAFT, methods=("POST",))
def drop(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Drop a draft; it can be taken back."""
    one = wanted(desk, name)
    with desk.home.locked():
        kept.put_away(one, at=clock.now())
    desk.note("dropped a draft", about=one.name)
    said = _("The draft %(draft)s is dropped. It can be taken back below, for thirty days.")
    messages.success(request, said % {"draft": one.name})
    return HttpResponseRedirect(reverse("drafts", args=[desk.short]) + "#dropped", status=303)


@page(Right.DRAFT, methods=("POST",))
def take_back(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Take back a draft that was dropped."""
    if not any(one.name == name for one in kept.draft_heads(desk.compact, dropped=True)):
        raise Http404
    with desk.home.locked():
        kept.take_back(name, compact=desk.compact)
    desk.note("took back a draft", about=name)
    messages.success(request, _("The draft %(draft)s is back.") % {"draft": name})
    return HttpResponseRedirect(reverse("draft", args=[desk.short, name]), status=303)


def wanted(desk: Desk, name: str) -> Draft:
    """The draft of that name for this compact.

    Raises:
        Http404: there is none.
    """
    found = kept.draft(name, compact=desk.compact)
    if found is None:
        raise Http404
    return found
