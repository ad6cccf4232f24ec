"""Signing an act, declining it, offering a draft, approving, giving notice of withdrawal.

Every one of these is a form on a page that shows what follows from it; each asks for the key's
passphrase or PIN, which is used once. A wrong one is told beside its field and nothing is lost.
Whoever signs in anew on the way comes back to the page with the form.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from foedus.errors import FoedusError, KeyFileError
from foedus.record.act import Act
from foedus.record.holding import Holding
from foedus_node.desk import approving, drafting, signing
from foedus_node.errors import ApprovalError, BusyError, TooManyTriesError
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.storage.private import approvals, drafts
from foedus_node.storage.private.drafts import Draft
from foedus_node.web import opening
from foedus_node.web.asking import ApproveForm, DeclineForm, DenounceForm, SignForm
from foedus_node.web.changed import articles
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import Told, told
from foedus_node.web.standing import act_title
from foedus_node.web.views import acts

_BESIDE_THE_FIELD = (*opening.WRONG_SECRET, TooManyTriesError)
"""What is told beside the secret's field, not above the page."""


@sensitive_post_parameters("passphrase")
@page(Right.SIGN, methods=("GET", "POST"))
def sign(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Sign an act that another party offered."""
    wanted = acts.wanted(desk, name)
    if request.method != "POST":
        return _see(desk, wanted)
    form = SignForm(request.POST, token=opening.token_asked(desk))
    if not form.is_valid():
        return acts.shown(request, desk, wanted, faulty={"sign": form}, status=422)
    try:
        held = ledger.holding(desk.compact, items=wanted.bases)
        signing.refuse_not_begun(held, desk.home.party)
        signing.refuse_unready(desk.home, wanted, held)
        voice = opening.voice(desk, secret=form.secret)
        with desk.home.locked():
            held = ledger.holding(desk.compact, items=wanted.bases)
            signing.sign(desk.home, wanted, held, voice=voice)
    except _BESIDE_THE_FIELD as refusal:
        form.refuse_secret(refusal)
        return acts.shown(request, desk, wanted, faulty={"sign": form}, status=422)
    except FoedusError as refusal:
        return acts.shown(request, desk, wanted, refused=told(refusal), status=_status(refusal))
    desk.note("signed", wanted.hash[: acts.SHORT])
    messages.success(request, _("Signed: %(act)s.") % {"act": act_title(desk, wanted.title)})
    return _see(desk, wanted)


@sensitive_post_parameters("passphrase")
@page(Right.SIGN, methods=("GET", "POST"))
def decline(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Decline an act, with the reason that the others will read."""
    wanted = acts.wanted(desk, name)
    if request.method != "POST":
        return _see(desk, wanted)
    form = DeclineForm(request.POST, token=opening.token_asked(desk))
    if not form.is_valid():
        return acts.shown(request, desk, wanted, faulty={"decline": form}, status=422)
    try:
        voice = opening.voice(desk, secret=form.secret)
        with desk.home.locked():
            signing.decline(desk.compact, wanted.hash, voice, reason=form.cleaned_data["reason"])
    except _BESIDE_THE_FIELD as refusal:
        form.refuse_secret(refusal)
        return acts.shown(request, desk, wanted, faulty={"decline": form}, status=422)
    except FoedusError as refusal:
        faulty = {"decline": form}
        status = _status(refusal)
        return acts.shown(request, desk, wanted, refused=told(refusal), faulty=faulty, status=status)
    desk.note("declined", wanted.hash[: acts.SHORT])
    messages.success(request, _("Declined: %(act)s.") % {"act": act_title(desk, wanted.title)})
    return _see(desk, wanted)


@sensitive_post_parameters("passphrase")
@page(Right.SEE_OURS, methods=("GET", "POST"))
def approve(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Approve an act that waits for our signature, with a person's own key."""
    wanted = acts.wanted(desk, name)
    if request.method != "POST":
        return _see(desk, wanted)
    form = _approve_form(request, desk, wanted)
    if refusal := _approved(desk, wanted, form):
        return acts.shown(request, desk, wanted, refused=refusal, faulty={"approve": form}, status=409)
    if form.errors:
        return acts.shown(request, desk, wanted, faulty={"approve": form}, status=422)
    _tell_approval(request, desk, wanted, person=form.cleaned_data["person"])
    return _see(desk, wanted)


@sensitive_post_parameters("passphrase")
@page(Right.SEE_OURS, methods=("GET", "POST"))
def approve_draft(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Approve a draft as it stands, before it is offered."""
    draft = _draft(desk, name)
    if request.method != "POST":
        return _to_offer(desk, draft)
    composed = _composed(desk, draft)
    form = _approve_form(request, desk, composed)
    if form.data.get("seen") != composed.hash:
        return _offering(request, desk, draft, refused=_changed_meanwhile(), status=409)
    if refusal := _approved(desk, composed, form):
        return _offering(request, desk, draft, refused=refusal, faulty={"approve": form}, status=409)
    if form.errors:
        return _offering(request, desk, draft, faulty={"approve": form}, status=422)
    _tell_approval(request, desk, composed, person=form.cleaned_data["person"])
    return _to_offer(desk, draft)


@sensitive_post_parameters("passphrase")
@page(Right.SEE_OURS, methods=("GET", "POST"))
def offer(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """A draft as the other parties would receive it, and the form that signs and offers it."""
    draft = _draft(desk, name)
    if request.method != "POST":
        return _offering(request, desk, draft)
    desk.refuse_without(Right.SIGN)
    form = SignForm(request.POST, token=opening.token_asked(desk))
    if not form.is_valid():
        return _offering(request, desk, draft, faulty={"sign": form}, status=422)
    try:
        approving.refuse_unapproved(desk.home, _composed(desk, draft))
        voice = opening.voice(desk, secret=form.secret)
        with desk.home.locked():
            draft = _draft(desk, name)
            if _composed(desk, draft).hash != form.cleaned_data["seen"]:
                return _offering(request, desk, draft, refused=_changed_meanwhile(), status=409)
            act = signing.offer(desk.home, draft, voice)
    except _BESIDE_THE_FIELD as refusal:
        form.refuse_secret(refusal)
        return _offering(request, desk, draft, faulty={"sign": form}, status=422)
    except FoedusError as refusal:
        return _offering(request, desk, draft, refused=told(refusal), status=_status(refusal))
    desk.note("offered", act.hash[: acts.SHORT])
    messages.success(request, _("Offered: %(act)s.") % {"act": act_title(desk, act.title)})
    return _see(desk, act)


@sensitive_post_parameters("passphrase")
@page(Right.SIGN, methods=("GET", "POST"))
def denounce(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What follows from a notice of withdrawal, and the form that gives it."""
    token = opening.token_asked(desk)
    form = DenounceForm(request.POST if request.method == "POST" else None, token=token)
    refused, status = None, 200 if request.method != "POST" else 422
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["effective"]
        try:
            voice = opening.voice(desk, secret=form.secret)
            with desk.home.locked():
                signing.denounce(desk.compact, voice, effective=day)
        except _BESIDE_THE_FIELD as refusal:
            form.refuse_secret(refusal)
        except FoedusError as refusal:
            refused, status = told(refusal), _status(refusal)
        else:
            desk.note("notice", day.isoformat())
            messages.success(request, _("Notice given. Send it to the other parties."))
            return HttpResponseRedirect(reverse("acts", args=[desk.short]), status=303)
    context = {"form": form, "refusal": refused, "others": desk.others}
    return render(request, "act/denounce.html", context, status=status)


# --- a draft, looked at before it is offered -------------------------------------------------------


def _draft(desk: Desk, name: str) -> Draft:
    found = drafts.draft(name, compact=desk.compact)
    if found is None:
        raise Http404
    return found


def _held(desk: Desk, draft: Draft) -> Holding:
    """The record, with the words at hand of what a draft speaks of."""
    return ledger.settled(desk.compact, items=drafting.names_in(draft))


def _composed(desk: Desk, draft: Draft) -> Act:
    return drafting.compose(draft, _held(desk, draft)).act


def _offering(
    request: HttpRequest,
    desk: Desk,
    draft: Draft,
    *,
    refused: Told | None = None,
    faulty: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a draft as the other parties would receive it."""
    held = _held(desk, draft)
    context: dict[str, Any] = {
        "draft": draft,
        "title": act_title(desk, {str(tag): words for tag, words in draft.title.items()}),
        "refusal": refused,
        "faulty": faulty or {},
        "others": desk.others,
        "effective": draft.effective,
    }
    try:
        context["articles"] = articles(desk, drafting.changes(draft, held), first=acts.place(request))
        composed = drafting.compose(draft, held)
    except FoedusError as error:
        context["unready"] = told(error)
        return render(request, "act/offer.html", context, status=status)
    held = signing.with_draft(held, composed)
    context |= {
        "seen": composed.act.hash,
        **acts.around(desk, composed.act, held),
        **acts.before_signing(desk, composed.act, held),
    }
    context["forms"] = acts.forms_for(desk, context)
    return render(request, "act/offer.html", context, status=status)


def _changed_meanwhile() -> Told:
    return Told(
        _("The draft was changed since you looked at it; nothing was signed."),
        advice=_("Look at it as it stands now, below, then decide."),
    )


# --- what the views share --------------------------------------------------------------------------


def _approve_form(request: HttpRequest, desk: Desk, wanted: Act) -> ApproveForm:
    found = approving.approved(desk.home, wanted)
    people = [name for name in approvals.approvers() if name not in found.by]
    return ApproveForm(request.POST, request.FILES, people=people)


def _approved(desk: Desk, wanted: Act, form: ApproveForm) -> Told | None:
    """Approve an act as a form asks; what cannot be is told beside its field, or given back."""
    if not form.is_valid():
        return None
    try:
        key = opening.handed_over(desk, form.cleaned_data["key"], secret=form.secret)
        with desk.home.locked():
            approving.approve(desk.home, wanted, person=form.cleaned_data["person"], key=key)
    except _BESIDE_THE_FIELD as refusal:
        form.refuse_secret(refusal)
    except KeyFileError:
        sentence = _("This is not a key file that can be used here. A key in a token is used at the node.")
        form.add_error("key", sentence)
    except ApprovalError as refusal:
        form.add_error("key", _("This is not the key of %(person)s.") % {"person": refusal.person})
    except FoedusError as refusal:
        return told(refusal)
    return None


def _tell_approval(request: HttpRequest, desk: Desk, wanted: Act, *, person: str) -> None:
    desk.note("approved", wanted.hash[: acts.SHORT])
    messages.success(request, _("Approved by %(person)s.") % {"person": person})


def _see(desk: Desk, wanted: Act) -> HttpResponse:
    return HttpResponseRedirect(reverse("act", args=[desk.short, wanted.hash[: acts.SHORT]]), status=303)


def _to_offer(desk: Desk, draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(reverse("offer", args=[desk.short, draft.name]), status=303)


def _status(refusal: FoedusError) -> int:
    return 503 if isinstance(refusal, BusyError) else 409
