"""Our keys and mandates, shown, and the giving of mandates; how keys are renewed is told in `renewing`."""

import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.errors import FoedusError
from foedus.record import shape
from foedus_node import clock
from foedus_node.desk import keys as ours
from foedus_node.desk import renewal
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger, speaking
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import WRONG_SECRET, voice
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.administration.accounts import rules_all

MOST_MANDATES = 200
_ROLES = (("sign", gettext_lazy("sign")), ("report", gettext_lazy("report")))


class MandateForm(forms.Form):
    """What an office may do in the party's name, said in our log for the other parties."""

    office = forms.CharField(label=gettext_lazy("Office"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), choices=_ROLES, widget=forms.CheckboxSelectMultiple
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Empty: until it is said otherwise."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Passphrase of the key that signs, or PIN of its token"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
    )

    def clean_office(self) -> str:
        """An office as a mandate can name it."""
        title: str = self.cleaned_data["office"].strip()
        if not title or not shape.is_text(title, 200):
            raise forms.ValidationError(_("It needs a title, of 200 characters at most."))
        return title

    def clean(self) -> dict[str, object]:
        """A mandate does not end before it begins."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if until and until < (since or clock.today()):
            self.add_error("until", _("This lies before the first day."))
        return said


@page(Right.ADMINISTER, methods=("GET", "POST"))
def keys(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where each key lies, what our log says of them, and who may speak in the party's name."""
    form = MandateForm(request.POST or None, initial={"roles": ["sign", "report"], "since": clock.today()})
    refusal: Told | None = None
    if request.method == "POST":
        desk.refuse_without(Right.SIGN)  # a mandate is signed
        if form.is_valid():
            try:
                _give(desk, form)
            except WRONG_SECRET as error:
                form.add_error("secret", told(error).sentence)
            except FoedusError as error:
                refusal = told(error)
            else:
                desk.note("mandate", form.cleaned_data["office"])
                messages.success(request, _("The mandate stands in our log. Send it to the other parties."))
                return redirect("keys", desk.short)
    here, roots = desk.home, desk.home.chest.roots
    held = ledger.holding(desk.compact, items=())  # the logs, without the words of things
    log = ours.in_log(here, held.logs[here.party])
    context = {
        "form": form,
        "refusal": refusal,
        "keys": ours.keys_here(here),
        "root": ours.root_seen(here, roots.root),
        "following": ours.root_seen(here, roots.following) if roots.following else None,
        "log": log,
        "mandates": log.mandates[:MOST_MANDATES],
        "asked": renewal.asked(here),
        "rules_all": rules_all(desk),
        "tab": "keys",
    }
    return render(request, "administration/keys.html", context, status=422 if form.errors or refusal else 200)


def _give(desk: Desk, form: MandateForm) -> None:
    said = form.cleaned_data
    speaker = voice(desk, secret=said["secret"])
    start: datetime.date = said["since"] or clock.today()
    with desk.home.locked():
        speaking.give_mandate(
            desk.compact,
            speaker,
            office=said["office"],
            roles=said["roles"],
            start=start.isoformat(),
            end=said["until"].isoformat() if said["until"] else None,
        )
