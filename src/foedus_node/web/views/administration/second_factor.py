"""Of whom a second factor is required, and from which day; a rule of the whole node."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus_node import clock
from foedus_node.people import second_factor
from foedus_node.people.roles import Right
from foedus_node.people.second_factor import Rule, Whose
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.administration.accounts import refuse_partial

MOST_NAMED = 50
_WHOSE = (
    (Whose.NOBODY, gettext_lazy("nobody; each person may add one")),
    (Whose.SIGNING, gettext_lazy("signatories and administrators")),
    (Whose.EVERYBODY, gettext_lazy("everybody")),
)


class RuleForm(forms.Form):
    """Of whom, and from when."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Of whom a second factor is required"), choices=_WHOSE, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("Leave people a few days: until then every page of theirs tells them."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        """Where one is required, it is from a day on."""
        said = super().clean() or {}
        if said.get("whose") not in (None, Whose.NOBODY) and not said.get("since") and not self.errors:
            self.add_error("since", _("From which day? Choose today or a later one."))
        return said


@page(Right.ADMINISTER, methods=("GET", "POST"))
def required(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The rule, who does not meet it yet, and its change."""
    refuse_partial(desk)
    rule = second_factor.rule()
    since = rule.since if rule.whose is not Whose.NOBODY else clock.today()
    form = RuleForm(request.POST or None, initial={"whose": rule.whose, "since": since.isoformat()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = Rule(Whose(said["whose"]), said["since"] or clock.today())
        second_factor.set_rule(new)
        told = new.whose if new.whose is Whose.NOBODY else f"{new.whose} {new.since}"
        desk.note("factor-rule", told)
        messages.success(request, _("The rule is changed."))
        return redirect("second-factor", desk.short)
    wanting = second_factor.wanting(rule, most=MOST_NAMED + 1)
    context = {
        "form": form,
        "rule": rule,
        "is_time": rule.since <= desk.on,
        "wanting": wanting[:MOST_NAMED],
        "more": len(wanting) > MOST_NAMED,
        "is_wanting": desk.user in wanting,
        "tab": "second-factor",
    }
    return render(request, "administration/second_factor.html", context, status=422 if form.errors else 200)
