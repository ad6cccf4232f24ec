"""One draft: what it would change, article by article, against what is in force; working on it as a whole."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus.errors import FoedusError
from foedus_node.desk import drafting
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.private import drafts, writing
from foedus_node.storage.private.drafts import Draft, Line
from foedus_node.web import controls
from foedus_node.web.changed import articles
from foedus_node.web.controls import Control
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import told
from foedus_node.web.standing import act_title, acts_of
from foedus_node.web.views.acts import place
from foedus_node.web.views.drafts.beginning import day_of, described, named, title_of
from foedus_node.web.views.drafts.listing import wanted

_TAKEN_OUT = "line-taken-out"
"""Under which the session keeps the line taken out last, so that it can be put back."""

_TAKING_LINES = ("amend", "plan.adopt")


@page(Right.SEE_OURS)
def draft(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """What a draft would change."""
    return _shown(request, desk, wanted(desk, name))


def _shown(
    request: HttpRequest, desk: Desk, one: Draft, *, form: tuple[Control, ...] = (), status: int = 200
) -> HttpResponse:
    held = ledger.settled(desk.compact, items=drafting.names_in(one))
    refused = None
    try:
        changes = drafting.changes(one, held)
    except FoedusError as error:
        changes, refused = (), told(error)
    beside = drafting.offers_beside(one, held)
    known = acts_of(desk)
    documents = {line.item: line.document for line in one.lines}
    context: dict[str, Any] = {
        "draft": one,
        "title": title_of(desk, one),
        "articles": articles(desk, changes, first=place(request)),
        "refusal": refused,
        "overtaken": [change.item for change in changes if change.overtaken],
        "editable": {
            item for item, said in documents.items() if said is None or said.get("type") == "activity"
        },
        "struck": {item for item, said in documents.items() if said is None},
        "said": set(documents),
        "beside": [
            (name, act_title(desk, known[name].title), name in one.voids) for name in beside if name in known
        ],
        "voids": [
            (name, act_title(desk, known[name].title))
            for name in one.voids
            if name in known and name not in beside
        ],
        "takes_lines": one.kind in _TAKING_LINES,
        "description": form or _description(one),
        "is_wrong": bool(form),
        "taken_out": _taken_out(request, one).get("item", ""),
    }
    return render(request, "draft/draft.html", context, status=status)


def _description(one: Draft) -> tuple[Control, ...]:
    said = {"name": one.name, "title": one.title, "effective": one.effective}
    return controls.controls((named(), *described()), said)


@page(Right.DRAFT, methods=("POST",))
def describe(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Give a draft another name, title or day."""
    one = wanted(desk, name)
    asked = (named(), *described())
    typed = controls.typed(asked, request.POST)
    wrong = dict(typed.wrong)
    given = str(typed.said.get("name") or "")
    if not wrong:
        try:
            with desk.home.locked(), writing.all_or_none():
                drafts.describe_draft(
                    one, title=typed.said["title"], effective=day_of(typed.said["effective"])
                )
                if given != one.name:
                    drafting.rename(one, given)
        except ValueError:
            wrong["name"] = [_("Write small letters, digits and hyphens, 64 at most, as in plan-2027.")]
        except FoedusError as error:
            wrong["name"] = [told(error).sentence]
    if wrong:
        form = controls.controls(asked, typed.said, wrong=wrong)
        return _shown(request, desk, one, form=form, status=422)
    desk.note("renamed a draft", about=given)
    messages.success(request, _("Its name, its title and its day stand as you wrote them."))
    return _back(desk, given)


@page(Right.DRAFT, methods=("POST",))
def rebase(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Let a draft build on what is in force now."""
    one = wanted(desk, name)
    with desk.home.locked():
        drafting.rebase(one, ledger.settled(desk.compact))
    desk.note("rebased a draft", about=one.name)
    messages.success(
        request, _("The draft builds on what is in force now. Look at it once more before it is offered.")
    )
    return _back(desk, one.name)


@page(Right.DRAFT, methods=("POST",))
def void(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Choose which open offers on the same things a draft voids."""
    one = wanted(desk, name)
    with desk.home.locked():
        beside = drafting.offers_beside(one, ledger.settled(desk.compact))
        chosen = {act for act in request.POST.getlist("void") if act in beside}
        drafts.set_voids(one, {*(act for act in one.voids if act not in beside), *chosen})
    desk.note("drafted what becomes void", about=one.name)
    messages.success(request, _("Kept: what becomes void with this draft."))
    return _back(desk, one.name)


@page(Right.DRAFT, methods=("POST",))
def take_out(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Take an item out of a draft; it can be put back until another is taken out."""
    one = wanted(desk, name)
    with desk.home.locked():
        line = drafting.take_out(one, request.POST.get("item", ""))
    kept = {
        "compact": desk.compact,
        "draft": one.name,
        "item": line.item,
        "base": line.base,
        "document": line.document,
    }
    request.session[_TAKEN_OUT] = kept
    desk.note("took out of a draft", about=line.item)
    return _back(desk, one.name)


@page(Right.DRAFT, methods=("POST",))
def put_back(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Put back what was taken out of a draft last."""
    one = wanted(desk, name)
    kept = _taken_out(request, one)
    if not kept or one.line(kept["item"]):
        raise Http404
    with desk.home.locked():
        drafts.write_lines(one, [Line(kept["item"], kept["base"], kept["document"])])
    del request.session[_TAKEN_OUT]
    desk.note("put back into a draft", about=kept["item"])
    return _back(desk, one.name)


def _taken_out(request: HttpRequest, one: Draft) -> Mapping[str, Any]:
    """The line that was taken out of a draft last; empty where another draft's was, or none."""
    kept: dict[str, Any] = request.session.get(_TAKEN_OUT) or {}
    return kept if (kept.get("compact"), kept.get("draft")) == (one.compact, one.name) else {}


def _back(desk: Desk, name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("draft", args=[desk.short, name]), status=303)
