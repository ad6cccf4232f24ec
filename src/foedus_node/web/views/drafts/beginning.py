"""Beginning a draft: an amendment, a plan, or the closing of one."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus.cooperation.kind import FieldType
from foedus.errors import DocumentError, FoedusError, InconsistentError
from foedus.terms import Date, item_id, wording_in
from foedus_node.desk import beginning, nearby
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.private import drafts
from foedus_node.storage.private.drafts import Draft
from foedus_node.web import choosing, controls
from foedus_node.web.controls import Asked
from foedus_node.web.controls import asked as asking
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import told

SORTS: Final = ("amendment", "plan", "closing")


@page(Right.DRAFT, methods=("GET", "POST"))
def begin(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form with which a draft is begun, and its beginning."""
    sort = request.GET.get("sort", SORTS[0])
    if sort not in SORTS:
        raise Http404
    asked = _asked(desk, sort)
    if request.method != "POST":
        shown = controls.controls(asked, _suggested(desk, sort))
        return render(request, "draft/begin.html", {"fields": shown, "sort": sort})
    typed = controls.typed(asked, request.POST)
    wrong, refused = dict(typed.wrong), None
    if "name" in typed.said and (said := _wrong_name(desk, str(typed.said["name"] or ""))):
        wrong.setdefault("name", [said])
    if not wrong:
        try:
            begun = _BEGIN[sort](desk, typed.over({}))
        except (DocumentError, InconsistentError) as error:
            wrong = controls.wrong_at(error.faults, item=str(typed.said.get("name", "")))
        except FoedusError as error:
            refused = told(error)
        else:
            desk.note("began a draft", about=begun.name)
            messages.success(request, _("The draft is begun. Only we see it."))
            return HttpResponseRedirect(reverse("draft", args=[desk.short, begun.name]), status=303)
    shown = controls.controls(asked, typed.said, wrong=wrong)
    context = {
        "fields": shown,
        "sort": sort,
        "refusal": refused,
        "astray": controls.astray(shown, wrong),
        "is_refused": True,
    }
    return render(request, "draft/begin.html", context, status=422)


def named() -> Asked:
    """The name of a draft."""
    written = _("Small letters, digits and hyphens, as plan-2027: by it the draft is found here.")
    return asking("name", FieldType.TEXT, _("Name"), help_=written, needed=True)


def described() -> tuple[Asked, ...]:
    """What a draft is called and from when it applies."""
    day = _("Left empty, it applies from the day of the last signature.")
    return (
        asking("title", FieldType.WORDING, _("Title, as the other parties will read it"), needed=True),
        asking("effective", FieldType.DATE, _("Applies from"), help_=day),
    )


def _asked(desk: Desk, sort: str) -> tuple[Asked, ...]:
    plans = choosing.offered(desk, ("plan", "instrument")) if sort != "amendment" else choosing.Offered()
    if sort == "closing":
        day = _("The day on which its account is given; left empty, today.")
        return (
            asking("plan", FieldType.ITEM, _("Plan to be closed"), options=plans.of("plan"), needed=True),
            asking("on", FieldType.DATE, _("Closed on"), help_=day),
        )
    if sort == "amendment":
        return (named(), *described())
    return (
        named(),
        asking("period", FieldType.PERIOD, _("Period"), help_=_("As 2027, or 2027-01/2027-12."), needed=True),
        *described(),
        asking("succeeds", FieldType.ITEM, _("The plan it succeeds"), options=plans.of("plan")),
        asking("parent", FieldType.ITEM, _("What it carries out"), options=plans.of("instrument")),
    )


def _suggested(desk: Desk, sort: str) -> Mapping[str, Any]:
    taken = {head.name for head in drafts.draft_heads(desk.compact)}
    free = next(name for number in range(1, 10_000) if (name := f"amendment-{number}") not in taken)
    year = desk.on.year + 1
    return {
        "amendment": {"name": free},
        "plan": {"name": f"plan-{year}", "period": str(year)},
        "closing": {"on": desk.on.isoformat()},
    }[sort]


def _wrong_name(desk: Desk, name: str) -> str:
    try:
        item_id(name)
    except ValueError:
        return _("Write small letters, digits and hyphens, 64 at most, as in plan-2027.")
    return _("There is a draft of that name already.") if drafts.draft(name, compact=desk.compact) else ""


def _amendment(desk: Desk, said: Mapping[str, Any]) -> Draft:
    with desk.home.locked():
        return beginning.amendment(
            desk.compact, said["name"], title=said["title"], effective=day_of(said.get("effective"))
        )


def _plan(desk: Desk, said: Mapping[str, Any]) -> Draft:
    document = {name: said[name] for name in ("title", "period", "succeeds", "parent") if name in said}
    with desk.home.locked():
        held = ledger.settled(desk.compact)
        return beginning.plan(
            held,
            said["name"],
            document=document,
            effective=day_of(said.get("effective")),
            near=nearby.near(held),
        )


def _closing(desk: Desk, said: Mapping[str, Any]) -> Draft:
    with desk.home.locked():
        held = ledger.settled(desk.compact)
        day = Date.parse(said.get("on") or desk.on.isoformat())
        return beginning.closing(held, said["plan"], on=day, near=nearby.near(held))


def day_of(text: str | None) -> str:
    """The day from which something applies, as an act says it; empty where none is given."""
    return str(Date.parse(text).first) if text else ""


_BEGIN: Final[Mapping[str, Callable[[Desk, Mapping[str, Any]], Draft]]] = {
    "amendment": _amendment,
    "plan": _plan,
    "closing": _closing,
}


def title_of(desk: Desk, draft: Draft) -> str:
    """What a draft is called, in the page's language."""
    return wording_in(draft.title, desk.language) or draft.name
