"""Writing a line into a draft: other words for one in force, a new one, or its striking out.

A form carries what it was filled from. If somebody else wrote on the same line meanwhile, nothing is
overwritten: both are shown, what was typed is kept, and who sends again means it.
"""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import GENERIC
from foedus.errors import DocumentError, FoedusError, InconsistentError
from foedus.record.changes import change as compared
from foedus.terms import item_id, wording_in
from foedus_node.desk import drafting, nearby
from foedus_node.errors import DraftError
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.private import drafts, writing
from foedus_node.storage.private.drafts import Draft
from foedus_node.web import controls
from foedus_node.web.changed import articles
from foedus_node.web.controls import Asked, Typed
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.drafts import listing
from foedus_node.web.views.drafts.fields import asked_of_line

_BEGUN = frozenset({"amend", "plan.adopt"})
"""Drafts of these acts take lines."""


@frozen(kw_only=True)
class Line:
    """A line being written.

    Attributes:
        name: the line's.
        draft: the draft it is written into; None: a new amendment.
        before: what is said of it now, by the draft or in force; None where nothing is.
        kind: its kind.
        is_new: whether nobody knows it yet.
    """

    name: str
    draft: Draft | None
    before: Mapping[str, Any] | None
    kind: Kind
    is_new: bool = False
    begun: Mapping[str, Any] = field(factory=dict)

    @property
    def kept(self) -> str:
        """Where a browser keeps what was typed; a new line has another name each time its form is drawn."""
        return f"line-new-{self.kind.name}" if self.is_new else f"line-{self.name}"

    @property
    def based(self) -> str:
        """What the form carries of the words it is filled from."""
        return drafting.digest(self.before)


class _ChangedMeanwhileError(Exception):
    """Somebody else wrote on the line since the form was filled."""

    def __init__(self, now: Mapping[str, Any] | None) -> None:
        super().__init__("changed meanwhile")
        self.now = now


@page(Right.DRAFT, methods=("GET", "POST"))
def change(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The form of a line that is in force or in a draft, and what is sent with it."""
    draft = _draft(request, desk)
    held = desk.held
    before = drafting.words_now(draft, name, held) or drafting.words_now(None, name, held)
    if before is None or before.get("type") != Activity.noun():
        raise Http404
    kinds = desk.kinds
    kind = kinds.get(str(before.get("kind")), kinds[GENERIC])
    return _answer(request, desk, Line(name=name, draft=draft, before=before, kind=kind, begun=before))


@page(Right.DRAFT, methods=("GET", "POST"))
def new_line(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form of a new line: first its kind, then all that a line of it says."""
    draft = _draft(request, desk)
    kinds = desk.kinds
    kind = kinds.get(request.POST.get("kind") or request.GET.get("kind", ""))
    if kind is None:
        titles = ((name, wording_in(one.title, desk.language)) for name, one in kinds.items())
        context = {"kinds": sorted(titles, key=lambda one: one[1]), "draft": draft, "drafts": _drafts(desk)}
        return render(request, "draft/kind.html", context)
    name = request.POST.get("as") or drafting.fresh_name(Activity.noun())
    try:
        item_id(name)
    except ValueError:
        raise Http404 from None
    held = desk.held
    plans = drafting.plans_for(draft, _plans(desk)) if request.method == "GET" else ()
    begun = {"participants": list(desk.parties), "plan": plans[0] if len(plans) == 1 else None}
    line = Line(
        name=name,
        draft=draft,
        before=drafting.words_now(draft, name, held),
        kind=kind,
        is_new=True,
        begun=begun,
    )
    return _answer(request, desk, line)


@page(Right.DRAFT, methods=("POST",))
def strike(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Let a draft strike out a line in force; it is taken out of the draft as easily."""
    draft = _draft(request, desk)
    with desk.home.locked(), writing.all_or_none():
        held = desk.held
        if drafting.words_now(None, name, held) is None:
            raise Http404
        into = draft or drafting.begin_amendment(desk.compact, name)
        drafting.strike(into, name, held)
    desk.note("drafted a striking out", about=name)
    messages.success(request, _("The draft strikes it out. Nothing changes until all have signed."))
    return HttpResponseRedirect(reverse("draft", args=[desk.short, into.name]), status=303)


# --- a form and what is sent with it ---------------------------------------------------------------


def _answer(request: HttpRequest, desk: Desk, line: Line) -> HttpResponse:
    lines = line.draft.lines if line.draft else ()
    drafted = [one.document for one in lines if one.document]
    after = (line.before or {}).get("after") or ()
    asked = asked_of_line(line.kind, desk, drafted=drafted, before=after)
    if request.method != "POST":
        return _form(request, desk, line, shown=controls.controls(asked, line.begun))
    typed = controls.typed(asked, request.POST)
    if more := request.POST.get("more"):
        return _form(request, desk, line, shown=controls.controls(asked, typed.said, more=more))
    if line.draft is None and (gone := request.POST.get("draft")):
        said = _("The draft %(draft)s is gone: somebody dropped or offered it meanwhile.") % {"draft": gone}
        advice = _(
            "What you typed stands below. Choose another draft, or take that one back among the drafts."
        )
        refused = {"refusal": Told(said, advice=advice), "is_refused": True}
        shown = controls.controls(asked, typed.said)
        return _form(request, desk, line, shown=shown, more=refused, status=409)
    return _sent(request, desk, line, asked=asked, typed=typed)


def _sent(
    request: HttpRequest, desk: Desk, line: Line, *, asked: tuple[Asked, ...], typed: Typed
) -> HttpResponse:
    wrong: Mapping[str, list[str]] = typed.wrong
    refused: Told | None = None
    against: Mapping[str, Any] | None = None
    is_conflict = False
    document = {
        **typed.over(line.before or {}),
        "type": Activity.noun(),
        "id": line.name,
        "kind": line.kind.name if line.is_new else (line.before or {}).get("kind", line.kind.name),
    }
    if not wrong:
        try:
            into = _write(request, desk, line, document=document)
        except _ChangedMeanwhileError as error:
            against, is_conflict = error.now, True
        except (DocumentError, InconsistentError) as error:
            wrong = controls.wrong_at(error.faults, item=line.name)
        except FoedusError as error:
            refused = told(error)
        else:
            desk.note("drafted", about=line.name)
            messages.success(request, _("It stands in the draft. Only we see it until it is offered."))
            place = reverse("draft", args=[desk.short, into])
            return HttpResponseRedirect(f"{place}?taken={line.kept}", status=303)
    shown = controls.controls(asked, typed.said, wrong=wrong)
    more: dict[str, Any] = {"refusal": refused, "astray": controls.astray(shown, wrong), "is_refused": True}
    if is_conflict:
        made = compared(line.name, before=against, after=document)
        more |= {"is_conflict": True, "articles": articles(desk, [made]), "based": drafting.digest(against)}
    return _form(request, desk, line, shown=shown, more=more, status=409 if is_conflict else 422)


def _write(request: HttpRequest, desk: Desk, line: Line, *, document: Mapping[str, Any]) -> str:
    """Write the line into its draft; gives the draft's name."""
    with desk.home.locked(), writing.all_or_none():
        held = ledger.settled(desk.compact)
        draft = drafts.draft(line.draft.name, compact=desk.compact) if line.draft else None
        if line.draft and draft is None:
            raise DraftError(draft=line.draft.name, reason=_("somebody dropped or offered it meanwhile"))
        now = drafting.words_now(draft, line.name, held)
        if not line.is_new:
            now = now or drafting.words_now(None, line.name, held)
        if drafting.digest(now) != request.POST.get("based"):
            raise _ChangedMeanwhileError(now)
        item = drafting.made(document, kinds=desk.kinds)
        into = draft or drafting.begin_amendment(desk.compact, line.name)
        drafting.put(into, [item], held, near=nearby.near(held))
        if request.POST.get("void-offers"):
            drafts.set_voids(into, {*into.voids, *drafting.open_offers(held, line.name)})
        return into.name


def _form(
    request: HttpRequest,
    desk: Desk,
    line: Line,
    *,
    shown: tuple[controls.Control, ...],
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = drafting.open_offers(desk.held, line.name) if not line.is_new else set()
    context = {
        "line": line,
        "draft": line.draft,
        "drafts": _drafts(desk),
        "title": wording_in((line.before or {}).get("title") or {}, desk.language),
        "own": [one for one in shown if not one.name.startswith("details.")],
        "details": [one for one in shown if one.name.startswith("details.")],
        "based": request.POST.get("based") or line.based,
        "offered": sorted(offered),
        **(more or {}),
    }
    return render(request, "draft/line.html", context, status=status)


def _draft(request: HttpRequest, desk: Desk) -> Draft | None:
    """The draft that is written into; None: a new one, or one that is gone since the form was filled."""
    if request.method == "POST":
        return drafts.draft(request.POST.get("draft", ""), compact=desk.compact)
    name = request.GET.get("draft")
    return listing.wanted(desk, name) if name else None


def _plans(desk: Desk) -> Mapping[str, Mapping[str, Any]]:
    """The words of the plans in force, by name."""
    rows = shelf.items_of(desk.compact, ("plan",))
    return {row.name: row.document for row in rows if not row.ours_alone}


def _drafts(desk: Desk) -> list[drafts.DraftHead]:
    return [head for head in drafts.draft_heads(desk.compact)[:100] if head.kind in _BEGUN]
