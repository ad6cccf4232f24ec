"""Every compact of this node and how far its charter has come; our card; what our root is asked for them."""

from typing import Any

from attrs import frozen
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foedus.errors import FoedusError
from foedus.record.act import ActKind
from foedus.terms import Wording, language, wording_in
from foedus_node.desk import acts, renewal
from foedus_node.desk.acts import Stand
from foedus_node.desk.renewal import Asked
from foedus_node.home import Card
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.private import drafts
from foedus_node.web.desks import Desk, page_of_all
from foedus_node.web.frame import SHORT
from foedus_node.web.refusing import told

MOST = 200


@frozen
class Line:
    """A compact, and how its charter stands."""

    short: str
    title: str
    stand: Stand
    awaited: tuple[str, ...]
    """The parties that have not signed its charter, in the charter's order."""
    has_begun: bool
    """Whether our log in it has begun, so that we have signed something."""


@page_of_all(Right.EXCHANGE)
def compacts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The compacts there are, and the charters of ours that nobody else has seen."""
    begun = [
        (draft.name, wording_in(draft.title, desk.language))
        for draft in drafts.drafts()
        if draft.kind == ActKind.CHARTER and not draft.compact
    ]
    context = {
        "lines": [_line(name, desk) for name in ledger.compacts()[:MOST]],
        "drafts": begun,
        "ours": Card.read(desk.home.card),
        "may_begin": desk.administers,
        "tab": "compacts",
    }
    return render(request, "compacts/compacts.html", context)


@page_of_all(Right.EXCHANGE)
def card(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Our card, for a party that shall found a compact with us."""
    _unused = request
    answer = HttpResponse(Card.read(desk.home.card).to_bytes(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.home.card.name}"'
    return answer


@page_of_all(Right.EXCHANGE, methods=("POST",))
def signed(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take in what an official of the root signed, so that our log in a compact can begin."""
    file = request.FILES.get("signed")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Choose the file that an official signed."))
        return redirect("compacts")
    try:
        with desk.home.locked():
            renewal.take_in(desk.home, file.read(renewal.MOST_BYTES + 1), name=(file.name or "")[:80])
    except FoedusError as error:
        messages.error(request, told(error).sentence)
    else:
        desk.note("keys-signed")
        messages.success(request, _("Taken in."))
    return redirect(back_to(desk, request.POST.get("to", "")))


@page_of_all(Right.EXCHANGE)
def asked(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """What the root is asked to certify for a new compact, as the officials' machines take it."""
    _unused = request
    found = next((one for one in renewal.asked(desk.home) if one.name == name), None)
    if found is None or renewal.is_rotation(found):
        raise Http404
    answer = HttpResponse(found.request.data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.request"'
    return answer


def opening_asked(desk: Desk, compact: str) -> Asked | None:
    """What our root is asked to certify so that our log in a compact can begin; None where nothing is."""
    return next((one for one in renewal.asked(desk.home) if one.name == f"opening-{compact[:12]}"), None)


def back_to(desk: Desk, said: str) -> str:
    """The page of a charter from which somebody came, if it is one of ours; else that of all compacts."""
    known = {f"/compacts/draft/{one.name}" for one in drafts.drafts() if not one.compact}
    known |= {f"/compacts/first/{name[:SHORT]}" for name in ledger.compacts()}
    _unused = desk
    return said if said in known else "/compacts"


def title_of(titles: Any, desk: Desk) -> str:
    """What a compact is called, in the page's language."""
    said: Wording = {language(tag): words for tag, words in titles.items()}
    return wording_in(said, desk.language)


def _line(name: str, desk: Desk) -> Line:
    held = ledger.settled(name)
    stand = acts.stand(held, held.charter.hash, party=desk.home.party)
    awaited = tuple(party for party in stand.parties if party in stand.standing.awaited)
    has_begun = bool(held.heads[desk.home.party].seq)
    return Line(name[:SHORT], title_of(held.charter.title, desk), stand, awaited, has_begun)
