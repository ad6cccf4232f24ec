"""Joining a compact: what its founder sent is taken in, its fingerprints compared, its charter signed.

Nothing is taken in by the process that makes pages: that is a command of its own (`foedus_node.web.work`).
"""

import tempfile
from typing import BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foedus.errors import FoedusError
from foedus.record.bundle import Bundle
from foedus_node.desk import beginning as drafts
from foedus_node.desk import signing
from foedus_node.exchange import locking
from foedus_node.home import Card
from foedus_node.people.roles import Right
from foedus_node.storage.common import contacts, ledger
from foedus_node.web import opening, work
from foedus_node.web.desks import Desk, page_of_all
from foedus_node.web.frame import SHORT
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.compacts.beginning import BESIDE_THE_FIELD, first_form, refuse_words
from foedus_node.web.views.compacts.forms import BundleForm, CardForm, FirstForm
from foedus_node.web.views.compacts.listing import opening_asked, title_of

_PIECE = 2**20


@page_of_all(Right.EXCHANGE, methods=("GET", "POST"))
def join(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take in what the founder sent; or keep its card, so that it may come over the network."""
    is_card = "keep-card" in request.POST
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    bundle = BundleForm(*(sent if not is_card else (None, None)))
    card = CardForm(*(sent if is_card else (None, None)))
    if is_card:
        desk.refuse_without(Right.ADMINISTER)
        if card.is_valid():
            return _kept(request, desk, card)
    elif bundle.is_bound and bundle.is_valid():
        file = bundle.cleaned_data["file"]
        try:
            named = _compact_in(file, desk)
        except FoedusError as error:
            bundle.add_error("file", told(error).sentence)
        else:
            words = ["import", "{given}", "--json"]
            begun = work.begin(
                desk.home,
                words,
                what="import",
                by=str(desk.user),
                compact=named,
                given=file.chunks(_PIECE),
            )
            desk.note("import")
            return redirect("compact-taking", begun.name)
    context = {"bundle": bundle, "card": card, "ours": Card.read(desk.home.card), "tab": "join"}
    wrong = bundle.errors or card.errors
    return render(request, "compacts/join.html", context, status=422 if wrong else 200)


@page_of_all(Right.EXCHANGE)
def taking(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """How the taking in stands; once it is done, the compact's charter."""
    found = work.found(desk.home, name)
    if found is None or found.what != "import":
        raise Http404
    if found.state == "done" and found.compact in ledger.compacts():
        place = reverse("compact-first", args=[found.compact[:SHORT]])
        if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
            return HttpResponse(status=204, headers={"HX-Redirect": place})
        return redirect(place)
    return render(request, "compacts/taking.html", {"work": found, "tab": "join"})


@sensitive_post_parameters("secret", "root_secret")
@page_of_all(Right.EXCHANGE, methods=("GET", "POST"))
def first(request: HttpRequest, desk: Desk, short: str) -> HttpResponse:
    """The charter of a compact in which we have signed nothing, and our first signature there."""
    name = next((one for one in ledger.compacts() if one[:SHORT] == short), None)
    if name is None:
        raise Http404
    held, here = ledger.holding(name), desk.home
    if held.heads[here.party].seq:
        return redirect("acts", short)
    form = first_form(desk, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, desk, name, form=form)
    desk.refuse_without(Right.SIGN)
    if not form.is_valid():
        return _shown(request, desk, name, form=form, status=422)
    said = form.cleaned_data
    try:
        signing.refuse_unready(here, held.charter, held)
        voice = opening.voice(desk, secret=said["secret"])
        with here.locked():
            held = ledger.holding(name)
            root_secret = said.get("root_secret")
            opening.guarded(
                desk,
                lambda: signing.sign(here, held.charter, held, voice=voice, root_secret=root_secret),
            )
    except BESIDE_THE_FIELD as error:
        refuse_words(form, error)
        return _shown(request, desk, name, form=form, status=422)
    except FoedusError as error:
        return _shown(request, desk, name, form=form, refused=told(error), status=409)
    desk.note("compact-joined", name[:SHORT])
    messages.success(request, _("Signed by us. Send it to the other parties, on the page Exchange."))
    return redirect("exchange", short)


def _shown(
    request: HttpRequest,
    desk: Desk,
    name: str,
    *,
    form: FirstForm,
    refused: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    held = ledger.settled(name)
    signed = held.settlement.standings[held.charter.hash].signed
    context = {
        "short": name[:SHORT],
        "title": title_of(held.charter.title, desk),
        "parties": drafts.parties_seen(desk.home, held.charter.parties),
        "signed": sorted(signed),
        "form": form,
        "asked": opening_asked(desk, name),
        "may_sign": desk.signs,
        "refusal": refused,
        "tab": "compacts",
    }
    return render(request, "compacts/first.html", context, status=status)


def _kept(request: HttpRequest, desk: Desk, form: CardForm) -> HttpResponse:
    card: Card = form.cleaned_data["card"]
    if card.party == desk.home.party:
        form.add_error("card", _("This is our own card."))
        context = {"bundle": BundleForm(), "card": form, "ours": Card.read(desk.home.card), "tab": "join"}
        return render(request, "compacts/join.html", context, status=422)
    with desk.home.locked():
        contacts.keep_card(card)
    desk.note("address", card.party)
    said = _("The card of %(party)s is kept. Compare its fingerprint: %(digits)s.")
    party = desk.words.party(card.party)
    messages.success(request, said % {"party": party, "digits": card.fingerprint})
    return redirect("compact-join")


def _compact_in(file: "UploadedFile[bytes]", desk: Desk) -> str:
    """The compact of which a bundle is, locked or open."""
    stream = cast("BinaryIO", file.file)
    with tempfile.TemporaryFile() as plain:
        if locking.is_locked(stream):
            locking.unlock(stream, cast("BinaryIO", plain), link=desk.home.link)
            stream = cast("BinaryIO", plain)
        named: str = Bundle(stream).manifest.compact
    file.seek(0)
    return named
