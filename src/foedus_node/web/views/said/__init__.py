"""What was said and what was done: undertakings by state, the sentence on one side, the answer on the other.

An officer confirms or refuses what is proposed, says that a later undertaking says it again, that it
lapsed or was declined, and takes any of it back. What is decided here is ours alone (`desk.ruling`).
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from attrs import evolve
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.undertaking import State
from foedus.errors import FoedusError
from foedus.followup import FollowUp, Verdict
from foedus.register import Register
from foedus_node.desk import following, ruling
from foedus_node.people.roles import Right
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import told
from foedus_node.web.templatetags import house
from foedus_node.web.views.said import asking, telling
from foedus_node.web.views.whole import leaf, opened, register_of, seen, sees

A_PAGE: Final = 20
_FEW: Final = 3
"""How many answers, and how many proposals, stand beside each undertaking in the list."""
_FOUND: Final = 12


# --- the list -----------------------------------------------------------------------------------


@page()
def said(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The undertakings asked for, each with its sentence and what answers it."""
    now = register_of(desk)
    followed = _followed(desk, now)
    form = asking.Sentence(request.GET, choices=asking.choices(desk, followed))
    form.is_valid()
    chosen = asking.wanted(form)
    counts = following.by_state(followed, chosen)
    rows = leaf(following.chosen(followed, chosen), size=A_PAGE, after=request.GET.get("after", ""))
    just = _just_decided(request, desk, followed)
    told_of = tuple(telling.shown(desk, now, one, most=_FEW) for one in rows.rows)
    context = {
        "form": form,
        "leaf": evolve(rows, rows=told_of),
        "opened": opened(desk, (one.undertaking for one in rows.rows)),
        "states": [(one.value, counts.get(one, 0)) for one in State],
        "all": sum(counts.values()),
        "known": bool(followed),
        "just": just,
        "just_ruled": telling.ruled(desk, now, just)[-1:] if just else (),
        "back": request.get_full_path(),
    }
    template = "said/list.html" if request.htmx else "said/said.html"  # type: ignore[attr-defined]  # set by django-htmx
    return render(request, template, context)


def _followed(desk: Desk, now: Register) -> tuple[FollowUp, ...]:
    followed = following.followed(now, compact=desk.compact, ours=desk.sees_ours)
    if desk.units is None:
        return followed
    # A unit is shown what its own activities answer.
    return tuple(
        one
        for one in followed
        if any(isinstance(a.item, Activity) and a.linked and sees(desk, a.item) for a in one.answers)
    )


def _just_decided(request: HttpRequest, desk: Desk, followed: Iterable[FollowUp]) -> FollowUp | None:
    """The undertaking of which something was decided on the page before, so that it can be taken back."""
    name = request.GET.get("decided", "")
    if not name or not desk.drafts:
        return None
    return next((one for one in followed if one.undertaking.id == name and one.rulings), None)


# --- one undertaking ----------------------------------------------------------------------------


@page()
def undertaking(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One undertaking: what was said, what answers it, what we decided, how it came to stand so."""
    return _one(request, desk, name)


@page(Right.DRAFT, methods=("POST",))
def decide(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Decide what answers an undertaking, what does not, what says it again, or that it ended."""
    form = asking.Decision(request.POST)
    if not form.is_valid():
        return _one(request, desk, name, form=form)
    verdict, item = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["item"]
    now = desk.among(name, *([item] if item else []))
    try:
        with desk.home.locked():
            ruling.rule(
                now,
                name,
                verdict,
                compact=desk.compact,
                item=item or None,
                note=form.cleaned_data["reason"],
            )
    except FoedusError as error:
        return _one(request, desk, name, form=form, refusal=error)
    desk.note(f"ruled {verdict}", name)
    return HttpResponseRedirect(_back(request, desk, name), status=303)


@page(Right.DRAFT, methods=("POST",))
def undo(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Take back the last decision on an undertaking."""
    now = desk.among(name)
    try:
        with desk.home.locked():
            ruling.take_back(now, name, compact=desk.compact)
    except FoedusError as error:
        return _one(request, desk, name, refusal=error)
    desk.note("ruling taken back", name)
    return HttpResponseRedirect(_back(request, desk, name, decided=False), status=303)


def _one(
    request: HttpRequest,
    desk: Desk,
    name: str,
    *,
    form: asking.Decision | None = None,
    refusal: FoedusError | None = None,
) -> HttpResponse:
    now = register_of(desk)
    one = next((one for one in _followed(desk, now) if one.undertaking.id == name), None)
    if one is None:
        raise Http404
    said_there = one.undertaking
    find = request.GET.get("find", "").strip()[:200] if desk.drafts else ""
    context = {
        "shown": telling.shown(desk, now, one, most=None),
        "domain": house.domain(said_there.domain),
        "opened": opened(desk, [said_there]),
        "ruled": telling.ruled(desk, now, one),
        "turns": [telling.turn(desk, now, change) for change in one.history],
        "occasion": seen(desk, now, [said_there.occasion] if said_there.occasion else ()),
        "mechanism": seen(desk, now, [said_there.mechanism] if said_there.mechanism else ()),
        "serves": seen(desk, now, said_there.serves),
        "restates": seen(desk, now, [said_there.restates] if said_there.restates else ()),
        "find": find,
        "matches": _found(desk, find, without=name) if find else (),
        "form": form,
        "endings": [(one.value, telling.VERDICTS[one]) for one in asking.ENDING],
        "refusal": told(refusal) if refusal else None,
        "back": request.get_full_path() if request.method == "GET" else "",
    }
    return render(request, "said/undertaking.html", context, status=422 if form or refusal else 200)


def _found(desk: Desk, find: str, *, without: str) -> tuple[Item, ...]:
    """What may be said to answer an undertaking, by words that it says."""
    rows = shelf.search(
        desk.compact, find, most=_FOUND, nouns=("activity", "engagement", "instrument", "undertaking")
    )
    return tuple(from_json(row.document) for row in rows if row.name != without)


def _back(request: HttpRequest, desk: Desk, name: str, *, decided: bool = True) -> str:
    """Where one was: the list, as it was asked for, or the undertaking's own page."""
    asked = urlsplit(request.POST.get("back", ""))
    if asked.scheme or asked.netloc or asked.path != reverse("said", args=[desk.short]):
        own = reverse("undertaking", args=[desk.short, name])
        return f"{own}?decided={name}" if decided else own
    query = [(key, value) for key, value in parse_qsl(asked.query) if key != "decided"]
    query += [("decided", name)] if decided else []
    return f"{asked.path}?{urlencode(query)}#{name}" if query else f"{asked.path}#{name}"
