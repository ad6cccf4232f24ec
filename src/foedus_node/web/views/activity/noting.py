"""Notes on an activity: an officer's words, and fields that its kind keeps ours. Nobody else sees them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus.cooperation.kind import Kept
from foedus.errors import DocumentError
from foedus_node.desk import noting
from foedus_node.errors import UnknownNameError
from foedus_node.people.roles import Right
from foedus_node.storage.private import notes
from foedus_node.web import choosing, controls
from foedus_node.web.controls import Control
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.activity.showing import NOTE_DROPPED, Seen, seen, shown

_LONGEST = 20_000


@page(Right.DRAFT, methods=("POST",))
def note(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Keep an officer's words."""
    one = seen(desk, name)
    words = request.POST.get("words", "").strip()
    if not words or len(words) > _LONGEST:
        wrong = (
            _("Words are needed here.")
            if not words
            else _("These are too many words: 20,000 letters are the most.")
        )
        typed = Control(name="words", shape="area", label="", value=words, wrong=(wrong,))
        return shown(request, desk, one, note=typed, status=422)
    with desk.home.locked():
        noting.words(one.item.id, words, one.now, compact=desk.compact)
    desk.note("noted", about=one.item.id)
    request.session.pop(NOTE_DROPPED, None)
    messages.success(request, _("Noted, ours alone."))
    return _back(desk, one, taken="note")


@page(Right.DRAFT, methods=("POST",))
def drop(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Drop a note; it can be put back until another is dropped."""
    one = seen(desk, name)
    number = request.POST.get("number", "")
    kept = notes.notes_on(one.item.id, compact=desk.compact)
    found = next((note for note in kept if str(note.number) == number), None)
    if found is None or found.field:
        raise UnknownNameError(what="note", name=number, where=_("It was dropped already."))
    with desk.home.locked():
        noting.drop(one.item.id, number, compact=desk.compact)
    desk.note("dropped a note", about=one.item.id)
    request.session[NOTE_DROPPED] = {"compact": desk.compact, "item": one.item.id, "words": str(found.value)}
    return _back(desk, one)


@page(Right.DRAFT, methods=("GET", "POST"))
def fields(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The fields that the activity's kind keeps ours."""
    one = seen(desk, name)
    ours = one.kind.fields_kept(Kept.OURS)
    if not ours:
        raise Http404
    things = choosing.offered(desk, choosing.nouns_of(ours))
    asked = tuple(choosing.asked_of(ours, desk=desk, things=things))
    before = notes.fields_on(one.item.id, compact=desk.compact)
    if request.method != "POST":
        return _form(request, one, controls.controls(asked, before))
    typed = controls.typed(asked, request.POST)
    if more := request.POST.get("more"):
        return _form(request, one, controls.controls(asked, typed.said, more=more))
    wrong: dict[str, list[str]] = typed.wrong
    if not wrong:
        try:
            _keep(desk, one, before=before, said=typed.over(before))
        except DocumentError as error:
            wrong = controls.wrong_at(error.faults, item=one.item.id)
    if wrong:
        return _form(request, one, controls.controls(asked, typed.said, wrong=wrong), wrong=wrong)
    desk.note("noted", about=one.item.id)
    messages.success(request, _("Noted, ours alone."))
    return _back(desk, one, taken="ours")


def _keep(desk: Desk, one: Seen, *, before: dict[str, Any], said: dict[str, Any]) -> None:
    changed = {name: value for name, value in said.items() if before.get(name) != value}
    with desk.home.locked():
        if changed:
            noting.fields(one.item.id, changed, one.now, compact=desk.compact)
        for name in before.keys() - said.keys():
            noting.drop(one.item.id, name, compact=desk.compact)


def _form(
    request: HttpRequest, one: Seen, shown_: tuple[Control, ...], *, wrong: controls.Wrong | None = None
) -> HttpResponse:
    context = {
        "one": one,
        "item": one.item,
        "fields": shown_,
        "astray": controls.astray(shown_, wrong or {}),
        "is_refused": bool(wrong),
    }
    return render(request, "activity/ours.html", context, status=422 if wrong else 200)


def _back(desk: Desk, one: Seen, *, taken: str = "") -> HttpResponse:
    place = reverse("activity", args=[desk.short, one.item.id])
    told = f"?taken={taken}-{one.item.id}" if taken else ""
    return HttpResponseRedirect(f"{place}{told}#ours", status=303)
