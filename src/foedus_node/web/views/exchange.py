"""Exchange with the other parties: what each holds, sending and fetching, bundles on a stick, alarms.

Nothing is sent or taken in by the process that makes pages: each exchange is a command of its
own (`foedus_node.web.work`), which has no way to open what is ours alone.
"""

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.errors import FoedusError
from foedus.record.bundle import Bundle
from foedus.record.evidence import gather, verify_evidence
from foedus_node import refused
from foedus_node.desk import recovering
from foedus_node.desk.alarms import alarms, shown_body
from foedus_node.desk.reaching import reached
from foedus_node.exchange import locking
from foedus_node.people.permissions import whom_to_ask
from foedus_node.people.roles import Right
from foedus_node.storage.common import documents, ledger, pages, peers, speaking
from foedus_node.web import work
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import WRONG_SECRET, voice
from foedus_node.web.phrasing import sentence_of
from foedus_node.web.refusing import told
from foedus_node.web.views.administration.accounts import rules_all
from foedus_node.web.work import Work

MOST_MISSING = 50
_PIECE = 2**20
_WORK = ("exchange", "export", "import")


class BundleForm(forms.Form):
    """For whom a bundle is written."""

    to = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    lock = forms.BooleanField(
        label=gettext_lazy("Lock it, so that nobody but them can read it"), required=False, initial=True
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [(code, desk.words.party(code)) for code in desk.others]  # type: ignore[arg-type]  # a code from the record
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)  # noqa: S101 (so it is above)
        to.initial = parties[0][0]
        to.choices = [*parties, ("", _("anybody: the whole record, to be verified"))]

    def clean(self) -> dict[str, Any]:
        """Nothing can be locked for anybody."""
        said = super().clean() or {}
        if said.get("lock") and not said.get("to"):
            self.add_error(
                "lock", _("What anybody shall verify cannot be locked: choose a party or unlock it.")
            )
        return said


class TakeForm(forms.Form):
    """A bundle that came on a stick."""

    file = forms.FileField(label=gettext_lazy("The bundle"), allow_empty_file=False)


class TellForm(forms.Form):
    """What opens the key that signs, so that our log shows a proof to the other parties."""

    secret = forms.CharField(
        label=gettext_lazy("Passphrase of the key that signs, or PIN of its token"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
    )


@page()
def exchange(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What every party holds, what was last exchanged, and what is not as it should be."""
    return _shown(request, desk)


def _shown(
    request: HttpRequest,
    desk: Desk,
    *,
    bundle: BundleForm | None = None,
    take: TakeForm | None = None,
    tell: TellForm | None = None,
    refusal: Any = None,
    status: int = 200,
) -> HttpResponse:
    held = ledger.settled(desk.compact)
    absent = documents.missing(held)
    found = alarms(desk.compact, held, party=desk.home.party)
    context = {
        "peers": reached(desk.compact, party=desk.home.party, parties=desk.parties),
        "ours": pages.head_at(desk.compact, desk.home.party),
        "alarms": found,
        "renews": rules_all(desk),
        "renewers": [str(one) for one in whom_to_ask("")] if found.strange or found.forks else [],
        "absent": absent[:MOST_MISSING],
        "absent_more": max(len(absent) - MOST_MISSING, 0),
        "works": _works(desk)[:8] if desk.exchanges else (),
        "bundle": bundle or BundleForm(desk=desk),
        "take": take or TakeForm(),
        "tell": tell or TellForm(),
        "refusal": refusal,
    }
    return render(request, "exchange/exchange.html", context, status=status)


# --- sending and fetching ---------------------------------------------------------------------------


@page(Right.EXCHANGE, methods=("POST",))
def now(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Exchange with one party, or with all that are reached somewhere."""
    party = request.POST.get("party", "")
    if party and party not in desk.others:
        raise Http404
    words = ["sync", *([party] if party else []), "--compact", desk.compact, "--json"]
    return _begun(desk, words, what="exchange", party=party)


@page(Right.EXCHANGE, methods=("POST",))
def bundle(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write a bundle, to be downloaded and carried over."""
    form = BundleForm(request.POST, desk=desk)
    if not form.is_valid():
        return _shown(request, desk, bundle=form, status=422)
    party = form.cleaned_data["to"]
    words = ["export", "{made}", "--compact", desk.compact, "--json"]
    words += ["--to", party] if party else ["--all"]
    words += ["--encrypt"] if form.cleaned_data["lock"] else []
    return _begun(desk, words, what="export", party=party)


@page(Right.EXCHANGE, methods=("POST",))
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take in a bundle that came on a stick; it is checked whole and taken in whole, or not at all."""
    form = TakeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, desk, take=form, status=422)
    file = form.cleaned_data["file"]
    try:
        stranger = _of_another(file, desk)
    except FoedusError as error:
        return _shown(request, desk, take=form, refusal=told(error), status=422)
    if stranger:
        form.add_error("file", _("This bundle is of another compact. Take it in on the pages of that one."))
        return _shown(request, desk, take=form, status=422)
    return _begun(desk, ["import", "{given}", "--json"], what="import", given=file.chunks(_PIECE))


def _of_another(file: "UploadedFile[bytes]", desk: Desk) -> bool:
    """Whether a bundle is of a compact other than the one whose page it was given to."""
    stream = cast("BinaryIO", file.file)
    with tempfile.TemporaryFile() as plain:
        if locking.is_locked(stream):
            locking.unlock(stream, cast("BinaryIO", plain), link=desk.home.link)
            stream = cast("BinaryIO", plain)
        named = Bundle(stream).manifest.compact
    file.seek(0)
    return named != desk.compact


def _begun(
    desk: Desk, words: list[str], *, what: str, party: str = "", given: Iterator[bytes] | None = None
) -> HttpResponse:
    begun = work.begin(
        desk.home,
        words,
        what=what,
        by=str(desk.user),
        compact=desk.compact,
        party=party,
        before=ledger.last_row(desk.compact),
        given=given,
    )
    desk.note(what, party)
    return redirect("work", desk.short, begun.name)


@page(Right.EXCHANGE)
def work_page(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """How a piece of work stands; it goes on whether or not anybody looks."""
    found = _work(desk, name)
    came = ledger.last_row(desk.compact) > found.before
    context = {"work": found, "came": came, "answer": _answer(found), "size": _size(found)}
    part = request.htmx and found.is_running  # type: ignore[attr-defined]  # set by django-htmx
    if request.htmx and not part:  # type: ignore[attr-defined]  # the same
        ended = HttpResponse(status=204)
        ended["HX-Redirect"] = reverse("work", args=(desk.short, name))
        return ended
    return render(request, "exchange/state.html" if part else "exchange/work.html", context)


@page(Right.EXCHANGE)
def made(request: HttpRequest, desk: Desk, name: str) -> HttpResponse | FileResponse:
    """The bundle that was written, to be carried over."""
    _unused = request
    found = _work(desk, name)
    if found.what != "export" or found.state != "done" or not found.made.is_file():
        raise Http404
    desk.note("download", found.party)
    called = f"{desk.home.party}-to-{found.party or 'all'}-{found.at:%Y%m%d-%H%M}.foedus".lower()
    return FileResponse(found.made.open("rb"), as_attachment=True, filename=called)


def _works(desk: Desk) -> list[Work]:
    return [one for one in work.every(desk.home) if one.compact == desk.compact and one.what in _WORK]


def _work(desk: Desk, name: str) -> Work:
    found = work.found(desk.home, name)
    if found is None or found.compact != desk.compact or found.what not in _WORK:
        raise Http404
    return found


def _answer(found: Work) -> list[Any]:
    """What a command said, as a list whatever it said; what it refused is said in the page's language."""
    said = None if found.is_running else found.answer
    answer = said if isinstance(said, list) else [said] if said else []
    for one in answer:
        if error := refused.unpacked(one.get("refused")):
            one["refusal"] = sentence_of(error)
    return answer


def _size(found: Work) -> int:
    return found.made.stat().st_size if found.made.is_file() else 0


# --- alarms -----------------------------------------------------------------------------------------


@page()
def proof(request: HttpRequest, desk: Desk, party: str) -> HttpResponse:
    """The proof that a party signed two entries for one place of its log, for anybody to check."""
    _unused = request
    found = [one for one in peers.forks(desk.compact) if one.party == party]
    if not found:
        raise Http404
    shown = found[0]
    held = ledger.envelopes(desk.compact, party=party)
    data = gather(desk.held.charter, party, held, a=shown.held, b=shown.shown).to_bytes()
    verify_evidence(data)  # what others would refuse must not leave the house
    called = f'attachment; filename="{party}.foedus-proof"'
    return HttpResponse(
        data, content_type="application/octet-stream", headers={"Content-Disposition": called}
    )


@page(Right.SIGN, methods=("POST",))
def tell(request: HttpRequest, desk: Desk, party: str) -> HttpResponse:
    """Put the proof that a party's log has two versions into our own log, for the other parties."""
    form, found = TellForm(request.POST), [one for one in peers.forks(desk.compact) if one.party == party]
    if not found:
        raise Http404
    if form.is_valid():
        try:
            speaker = voice(desk, secret=form.cleaned_data["secret"])
            with desk.home.locked():
                for one in found:
                    speaking.show_evidence(desk.compact, speaker, shown_body(one))
        except WRONG_SECRET as error:
            form.add_error("secret", told(error).sentence)
        except FoedusError as error:
            return _shown(request, desk, refusal=told(error), status=422)
    if form.errors:
        return _shown(request, desk, tell=form, status=422)
    desk.note("fork-told", party)
    messages.success(request, _("Our log shows the two entries. Send it to the other parties."))
    return redirect("exchange", desk.short)


@page(Right.ADMINISTER, methods=("POST",))
def recover(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say that the node was restored from a backup, or that our log has reached a printed head."""
    head = request.POST.get("head", "").strip()
    try:
        if head:
            recovering.by_head(desk.home, desk.compact, head)
            messages.success(request, _("Our log ends at the printed head: this node signs again."))
        elif "begin" in request.POST:
            recovering.begin(desk.home, desk.compact)
            messages.success(request, _("This node signs nothing until every other party was heard."))
        else:
            raise Http404
    except FoedusError as error:
        return _shown(request, desk, refusal=told(error), status=422)
    desk.note("recover", head)
    return redirect("exchange", desk.short)
