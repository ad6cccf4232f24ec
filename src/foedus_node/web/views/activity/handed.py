"""A report that was handed in without a key: seen, signed as it is, handed back with a word, or taken back.

Nothing of it leaves the node before it is signed. It is signed as it was handed in or not at all:
who would change it hands it back, or writes a report of their own.
"""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foedus.cooperation.document import from_json, report_from_json
from foedus.errors import FoedusError
from foedus.reporting.naming import named
from foedus_node import clock
from foedus_node.desk import reporting as ours
from foedus_node.errors import AlreadyReportedError, TooManyTriesError
from foedus_node.people import handing_in
from foedus_node.people.handing_in import Handed
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import WRONG_SECRET, token_asked
from foedus_node.web.refusing import Told, told
from foedus_node.web.saying import saying
from foedus_node.web.views.activity import reporting
from foedus_node.web.views.activity.papers import ENDINGS
from foedus_node.web.views.activity.showing import Said, Seen, said_of, seen

_LONGEST = 2000


@sensitive_post_parameters("secret")
@page(Right.REPORT, methods=("GET", "POST"))
def handed(request: HttpRequest, desk: Desk, *, name: str, number: int) -> HttpResponse:
    """The report as it was handed in, and its signing."""
    one, waiting = _found(desk, name, number)
    if request.method != "POST":
        return _shown(request, desk, one, waiting=waiting)
    if not waiting.waits:
        return _back(desk, one)
    if not request.POST.get("secret"):
        wrong = {"secret": _("Without it nothing can be signed.")}
        return _shown(request, desk, one, waiting=waiting, wrong=wrong)
    paper = handing_in.paper_of(desk.compact, number)
    try:
        reporting.sign(desk, waiting.document, paper, secret=request.POST["secret"])
    except (*WRONG_SECRET, TooManyTriesError) as error:
        return _shown(request, desk, one, waiting=waiting, wrong={"secret": told(error).sentence})
    except AlreadyReportedError:
        pass  # it was signed before, and the node stopped before that was kept here
    except FoedusError as error:
        return _shown(request, desk, one, waiting=waiting, refused=told(error))
    handing_in.sign(number, by=desk.user, at=clock.now())
    desk.note("handed-in-signed", about=one.item.id)
    messages.success(request, _("It is signed and stands in our log. The others see it once it is sent."))
    return _back(desk, one, part="reports")


@page(Right.REPORT, methods=("POST",))
def hand_back(request: HttpRequest, desk: Desk, *, name: str, number: int) -> HttpResponse:
    """Hand a report back to whoever handed it in, with a word that they will read."""
    one, waiting = _found(desk, name, number)
    word = request.POST.get("word", "").replace("\r\n", "\n").strip()
    if not word or len(word) > _LONGEST:
        wrong = {"word": _("Say in a few words what should be otherwise: 2,000 letters are the most.")}
        return _shown(request, desk, one, waiting=waiting, wrong=wrong, word=word)
    if handing_in.hand_back(number, word, by=desk.user, at=clock.now()):
        desk.note("handed-back", about=one.item.id)
        messages.success(request, _("Handed back. Whoever handed it in reads your word."))
    return _back(desk, one, taken=f"handed-{number}")


@page(Right.REPORT, methods=("POST",))
def take_back(request: HttpRequest, desk: Desk, *, name: str, number: int) -> HttpResponse:
    """Take back what one handed in oneself."""
    one, _waiting = _found(desk, name, number)
    if handing_in.take_back(number, desk.user):
        desk.note("handed-in-taken", about=one.item.id)
        messages.success(request, _("Taken back: nobody will sign it."))
    return _back(desk, one)


@page(Right.REPORT)
def paper(request: HttpRequest, desk: Desk, *, name: str, number: int) -> FileResponse:
    """The paper that was handed in with a report; to be kept, never shown as a page of ours."""
    _unused = request
    _found(desk, name, number)
    found = handing_in.paper_of(desk.compact, number)
    if found is None:
        raise Http404
    answer = FileResponse(
        iter(found.pieces()),
        as_attachment=True,
        filename=f"{found.digest[:12]}{ENDINGS.get(found.mime, '')}",
        content_type="application/octet-stream",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(desk: Desk, name: str, number: int) -> tuple[Seen, Handed]:
    one, found = seen(desk, name), handing_in.handed(desk.compact, number)
    if found is None or found.item != one.item.id:
        raise Http404
    return one, found


def _shown(
    request: HttpRequest,
    desk: Desk,
    one: Seen,
    *,
    waiting: Handed,
    wrong: dict[str, str] | None = None,
    word: str = "",
    refused: Told | None = None,
) -> HttpResponse:
    wrong, said = wrong or {}, _said(desk, one, waiting)
    proofs = shelf.items(desk.compact, list(said.report.items)) if said.report.items else ()
    context: dict[str, Any] = {
        "one": one,
        "item": one.item,
        "handed": waiting,
        "is_own": waiting.user == desk.user.pk,
        "said": said,
        "proofs": [named(from_json(row.document), desk.words) for row in proofs],
        "obstacle": _obstacle(desk, waiting) if waiting.waits and not refused else None,
        "token": token_asked(desk),
        "wrong_secret": [wrong["secret"]] if "secret" in wrong else [],
        "wrong_word": wrong.get("word", ""),
        "word": word,
        "refusal": refused,
    }
    return render(request, "activity/handed_in.html", context, status=422 if wrong or refused else 200)


def _said(desk: Desk, one: Seen, waiting: Handed) -> Said:
    report = report_from_json({**waiting.document, "party": desk.home.party})
    voice = saying(desk.compact, [report.details], words=desk.words, kind=one.kind, ours=desk.sees_ours)
    return said_of(report, voice)


def _obstacle(desk: Desk, waiting: Handed) -> Told | None:
    """Why it cannot be signed as it is, now that more is known than when it was handed in."""
    paper_with_it = handing_in.paper_of(desk.compact, waiting.number) if waiting.mime else None
    filed = [paper_with_it.digest] if paper_with_it else []
    try:
        ours.checked(ledger.settled(desk.compact), desk.home.party, [waiting.document], filed=filed)
    except FoedusError as error:
        return told(error)
    return None


def _back(desk: Desk, one: Seen, *, part: str = "handed", taken: str = "") -> HttpResponse:
    place = reverse("activity", args=[desk.short, one.item.id])
    said = f"?taken={taken}" if taken else ""
    return HttpResponseRedirect(f"{place}{said}#{part}", status=303)
