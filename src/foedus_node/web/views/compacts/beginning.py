"""Beginning a compact: the charter, drafted from the others' cards, compared, signed first by us."""

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foedus.errors import FoedusError, KeyFileError
from foedus.record.act import ActKind
from foedus.terms import wording_in
from foedus_node.desk import approving, beginning, drafting, renewal, signing
from foedus_node.errors import ApprovalError, TooManyTriesError
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.private import approvals, drafts
from foedus_node.storage.private.drafts import Draft
from foedus_node.web import opening
from foedus_node.web.asking import ApproveForm
from foedus_node.web.desks import Desk, page_of_all
from foedus_node.web.frame import SHORT
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.compacts.forms import CharterForm, FirstForm
from foedus_node.web.views.compacts.listing import opening_asked, title_of

BESIDE_THE_FIELD = (*opening.WRONG_SECRET, TooManyTriesError)
"""What is told beside the field of the words that were typed."""


@page_of_all(Right.ADMINISTER, methods=("GET", "POST"))
def begin(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Draft a charter with the parties whose cards are given."""
    known = [(name, title_of(ledger.charter(name).title, desk)) for name in ledger.compacts()]
    form = CharterForm(request.POST or None, request.FILES or None, here=desk.home, known=known)
    refused: Told | None = None
    if request.method == "POST" and form.is_valid():
        succeeds = form.cleaned_data["succeeds"]
        cited = ledger.holding(succeeds) if succeeds else None
        try:
            with desk.home.locked():
                name = _free_name()
                beginning.charter(desk.home, name, cards=form.cards, title=form.title, succeeds=cited)
        except FoedusError as error:
            refused = told(error)
        else:
            desk.note("charter-drafted", ", ".join(card.party for card in form.cards))
            return redirect("compact-draft", name)
    status = 422 if form.errors or refused else 200
    return render(
        request, "compacts/begin.html", {"form": form, "refusal": refused, "tab": "begin"}, status=status
    )


@sensitive_post_parameters("secret", "root_secret")
@page_of_all(Right.EXCHANGE, methods=("GET", "POST"))
def charter(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The charter as it would be signed: its parties, their fingerprints; and our signature, the first."""
    draft = _draft(name)
    form = first_form(desk, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, desk, draft, form=form)
    desk.refuse_without(Right.SIGN)
    if not form.is_valid():
        return _shown(request, desk, draft, form=form, status=422)
    said, here = form.cleaned_data, desk.home
    try:
        approving.refuse_unapproved(here, drafting.compose(draft, None).act)
        voice = opening.voice(desk, secret=said["secret"])

        with here.locked():
            act = opening.guarded(
                desk, lambda: signing.offer(here, draft, voice, root_secret=said.get("root_secret"))
            )
    except BESIDE_THE_FIELD as error:
        refuse_words(form, error)
        return _shown(request, desk, draft, form=form, status=422)
    except FoedusError as error:
        return _shown(request, desk, draft, form=form, refused=told(error), status=409)
    desk.note("compact-begun", act.hash[:SHORT])
    messages.success(request, _("Signed by us. Send it to the other parties, on the page Exchange."))
    return redirect("exchange", act.hash[:SHORT])


@page_of_all(Right.ADMINISTER, methods=("POST",))
def drop(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Drop a charter that nobody has signed."""
    draft = _draft(name)
    with desk.home.locked():
        drafts.drop_draft(draft)
    messages.success(request, _("The charter is dropped; nobody else has seen it."))
    return redirect("compacts")


@sensitive_post_parameters("passphrase")
@page_of_all(Right.SEE_OURS, methods=("POST",))
def approve(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Approve a charter with a person's own key, before we sign it."""
    draft = _draft(name)
    wanted = drafting.compose(draft, None).act
    form = ApproveForm(request.POST, request.FILES, people=approvals.approvers())
    if form.is_valid():
        try:
            key = opening.handed_over(desk, form.cleaned_data["key"], secret=form.secret)
            with desk.home.locked():
                approving.approve(desk.home, wanted, person=form.cleaned_data["person"], key=key)
        except BESIDE_THE_FIELD as error:
            form.refuse_secret(error)
        except (KeyFileError, ApprovalError) as error:
            form.add_error("key", told(error).sentence)
    if form.errors:
        first = first_form(desk, None)
        return _shown(request, desk, draft, form=first, approving_form=form, status=422)
    desk.note("approved", wanted.hash[:SHORT])
    messages.success(request, _("Approved by %(person)s.") % {"person": form.cleaned_data["person"]})
    return redirect("compact-draft", draft.name)


def first_form(desk: Desk, data: Any) -> FirstForm:
    """The form of our first signature in a compact."""
    return FirstForm(data, root_is_here=renewal.certifies_here(desk.home, desk.home.root))


def refuse_words(form: FirstForm, error: FoedusError) -> None:
    """Say beside the field that what was typed opens nothing."""
    is_roots = Path(str(error.facts.get("key", ""))).stem in ("root", "next-root")
    field = "root_secret" if is_roots and "root_secret" in form.fields else "secret"
    form.add_error(field, told(error).sentence)


def _shown(
    request: HttpRequest,
    desk: Desk,
    draft: Draft,
    *,
    form: FirstForm,
    approving_form: forms.Form | None = None,
    refused: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    act = drafting.compose(draft, None).act
    approved = approving.approved(desk.home, act)
    people = [name for name in approvals.approvers() if name not in approved.by]
    context = {
        "draft": draft,
        "title": wording_in(draft.title, desk.language),
        "parties": beginning.parties_seen(desk.home, act.parties),
        "cites": [line.item for line in draft.lines],
        "form": form,
        "approved": approved,
        "approve": approving_form or ApproveForm(people=people),
        "asked": opening_asked(desk, act.hash),
        "may_sign": desk.signs,
        "may_drop": desk.administers,
        "refusal": refused,
        "tab": "compacts",
    }
    return render(request, "compacts/charter.html", context, status=status)


def _draft(name: str) -> Draft:
    found = drafts.draft(name, compact="")
    if found is None or found.kind != ActKind.CHARTER:
        raise Http404
    return found


def _free_name() -> str:
    taken = {one.name for one in drafts.draft_heads("")}
    names = ("charter", *(f"charter-{number}" for number in range(2, 10_000)))
    return next(name for name in names if name not in taken)
