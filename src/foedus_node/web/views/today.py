"""Today: what waits for the person who looks, and nothing else; and all that the other parties entered.

Some of each stands here, with a way to the rest. What is new stays new until it is called seen:
to open a page is not to have read it.
"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foedus.cooperation.document import from_json
from foedus.reporting.naming import named
from foedus.terms import wording_in
from foedus_node.desk import approving, waiting
from foedus_node.people import handing_in
from foedus_node.people.handing_in import Handed
from foedus_node.people.looking import look, look_again, looked
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.index.models import Line
from foedus_node.storage.index.shelf import Wanted
from foedus_node.storage.private import approvals, drafts, papers
from foedus_node.web.desks import Desk, page
from foedus_node.web.news import news
from foedus_node.web.standing import acts_of
from foedus_node.web.views.acts import Row, row_of

SOME = 8
"""How many of each sort stand on the day's page."""
NEWS_A_PAGE = 50


@page()
def today(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits."""
    if request.session.get("compact") != desk.compact:
        request.session["compact"] = desk.compact
    wanted = Wanted(within=desk.units, ours=desk.may(Right.SEE_OURS))
    late = waiting.late(desk.compact, wanted, on=desk.on)
    since = looked(desk.user, desk.compact)
    fresh = news(desk, after=since or 0, before=None, most=SOME + 1)
    context: dict[str, Any] = {
        "to_sign": _to_sign(desk),
        "drafts": _drafts(desk) if desk.signs else [],
        "handed": _handed(desk),
        "proposals": papers.awaiting(desk.compact) if desk.drafts else 0,
        "unanswered": _unanswered(desk),
        "due": waiting.due(desk.compact, wanted, on=desk.on, most=SOME),
        "late": _some(late),
        "many_late": shelf.count(late),
        "news": fresh[:SOME],
        "more_news": len(fresh) > SOME,
        "never_looked": since is None,
        "newest": fresh[0].row if fresh else 0,
        "next": waiting.next_meeting(desk.compact, wanted, on=desk.on),
        "stages": _stages(desk),
    }
    names = ("to_sign", "drafts", "handed", "unanswered", "due", "late", "news", "next")
    context["nothing"] = not any(context[name] for name in names) and not context["proposals"]
    return render(request, "today/today.html", context)


@page()
def all_news(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the other parties entered, the latest first, page by page."""
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else None
    found = news(desk, after=0, before=before, most=NEWS_A_PAGE + 1)
    shown = found[:NEWS_A_PAGE]
    context = {
        "news": shown,
        "seen": looked(desk.user, desk.compact) or 0,
        "before": shown[-1].row if len(found) > NEWS_A_PAGE else None,
    }
    return render(request, "today/news.html", context)


@page(methods=("POST",))
def seen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Call what is new seen, up to what was shown; or take that back."""
    said = request.POST.get("row", "")
    if "back" in request.POST:
        look_again(desk.user, desk.compact)
    elif said.isascii() and said.isdigit() and len(said) <= 18:
        look(desk.user, desk.compact, row=min(int(said), ledger.last_row(desk.compact)))
        messages.success(request, _("Called seen. What comes from now on is new."))
    return HttpResponseRedirect(reverse("today", args=[desk.short]), status=303)


def _to_sign(desk: Desk) -> list[tuple[Row, bool]]:
    """The acts that wait for our word, each with whether other persons must approve it first."""
    # How acts stand is asked of all of them; most days nothing waits, and that is known sooner.
    if not (desk.signs or desk.drafts) or not ledger.unspoken(desk.compact, desk.home.party):
        return []
    known = acts_of(desk)
    waits = [one for one in known.values() if one.waits][:SOME]
    if not waits or not approvals.needed():
        return [(row_of(desk, one, known), False) for one in waits]
    acts = {one.act: ledger.act_named(desk.compact, one.act) for one in waits}
    return [
        (row_of(desk, one, known), not (act and approving.approved(desk.home, act).is_enough))
        for one in waits
        if (act := acts[one.act])
    ]


def _drafts(desk: Desk) -> list[tuple[str, str]]:
    return [
        (draft.name, wording_in(draft.title, desk.language))
        for draft in drafts.draft_heads(desk.compact)[:SOME]
    ]


def _handed(desk: Desk) -> list[tuple[Handed, str]]:
    """The reports that wait to be signed, and those handed back to this person; each with what it is on."""
    if not desk.reports:
        return []
    mine = handing_in.open_of(desk.user, desk.compact, most=SOME)
    every = () if desk.units is not None else handing_in.waiting(desk.compact, most=SOME)
    found = {one.number: one for one in (*every, *mine)}
    rows = shelf.items(desk.compact, sorted({one.item for one in found.values()})) if found else ()
    titles = {row.name: named(from_json(row.document), desk.words) for row in rows}
    return [(one, titles[one.item]) for one in found.values() if one.item in titles]


def _unanswered(desk: Desk) -> list[Any]:
    if desk.units is not None:
        return []
    ours = desk.may(Right.SEE_OURS)
    found = waiting.unanswered(desk.compact, desk.home.party, on=desk.on, ours=ours, most=SOME)
    return list(found)


def _some(rows: "QuerySet[Line]") -> tuple[Line, ...]:
    return tuple(rows[:SOME])


def _stages(desk: Desk) -> dict[str, str]:
    return {
        stage.name: wording_in(stage.title, desk.language)
        for kind in desk.kinds.values()
        for stage in kind.stages
    }
