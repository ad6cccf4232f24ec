"""A second person before this party signs: who may approve, and how many must. Nobody else sees it."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.errors import FoedusError
from foedus.record import shape
from foedus_node import clock
from foedus_node.desk import approving
from foedus_node.keys.chest import PublicPart, called
from foedus_node.people.roles import Right
from foedus_node.storage.private import approvals
from foedus_node.web.desks import Desk, page

_MOST = 2**16


class ApproverForm(forms.Form):
    """A person who may approve, with the public part of their own key."""

    name = forms.CharField(label=gettext_lazy("Who"), max_length=200)
    public = forms.FileField(
        label=gettext_lazy("The public part of their key"),
        help_text=gettext_lazy(
            "They make it on a machine of their own: foedus keys new NAME --approver. "
            "Compare the fingerprint with them."
        ),
    )

    def clean_name(self) -> str:
        """A name as it can be kept."""
        name: str = self.cleaned_data["name"].strip()
        if not name or not shape.is_text(name, 200):
            raise forms.ValidationError(_("A name of 200 characters at most is needed."))
        return name

    def clean_public(self) -> PublicPart:
        """The public part that a file holds."""
        file = self.cleaned_data["public"]
        try:
            part = PublicPart.parse(file.read(_MOST), Path(file.name))
        except FoedusError:
            raise forms.ValidationError(_("This file is no public part of a key, NAME.public.")) from None
        if part.role != "approver":
            raise forms.ValidationError(
                _("This is the public part of another sort of key, not an approver's.")
            )
        return part

    def clean(self) -> dict[str, object]:
        """One key is one person's."""
        said = super().clean() or {}
        part = said.get("public")
        if isinstance(part, PublicPart):
            others = {key: who for who, key in approvals.approvers().items() if who != said.get("name")}
            if part.public in others:
                self.add_error("public", _("This is the key of %(who)s.") % {"who": others[part.public]})
        return said


@page(Right.ADMINISTER, methods=("GET", "POST"))
def approval(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who may approve and how many must; another person may be let approve."""
    form = ApproverForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with desk.home.locked():
            approvals.add_approver(said["name"], said["public"].public, at=clock.now())
        desk.note("approver-added", said["name"])
        messages.success(request, _("They may approve from now on."))
        return redirect("approval", desk.short)
    return _shown(request, form)


def _shown(request: HttpRequest, form: ApproverForm, wrong: str = "") -> HttpResponse:
    known = [(name, called(public)) for name, public in approvals.approvers().items()]
    context = {"form": form, "known": known, "needed": approvals.needed(), "wrong": wrong, "tab": "approval"}
    status = 422 if form.errors or wrong else 200
    return render(request, "administration/approval.html", context, status=status)


@page(Right.ADMINISTER, methods=("POST",))
def require(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Set how many different persons must approve an act before this party signs it."""
    many, known = request.POST.get("many", ""), len(approvals.approvers())
    if not (many.isascii() and many.isdigit() and len(many) < 4 and int(many) <= known):
        wrong = _("%(many)s cannot approve where %(known)d may.") % {"many": many[:20] or "0", "known": known}
        return _shown(request, ApproverForm(), wrong)
    with desk.home.locked():
        approvals.require(int(many))
    desk.note("approval-required", many)
    messages.success(request, _("The policy is changed."))
    return redirect("approval", desk.short)


@page(Right.ADMINISTER, methods=("POST",))
def remove(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let a person approve no more."""
    name = request.POST.get("name", "")
    approving.public_of(name)
    with desk.home.locked():
        approvals.remove_approver(name)
    desk.note("approver-removed", name)
    messages.success(
        request, _("They may approve no more; what they approved and is not signed yet needs another.")
    )
    return redirect("approval", desk.short)
