"""What somebody may do here, and why: for oneself; for those who administer, for anybody."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from foedus_node.people import roles, second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import held_by, whom_to_ask
from foedus_node.people.roles import Right
from foedus_node.web.desks import Desk, page


class WhoForm(forms.Form):
    """Of whom it is asked."""

    user = forms.CharField(label=gettext_lazy("Name with which they sign in"), max_length=150, required=False)


@page()
def rights(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every right, whether it is there, which roles give it or would, and whom to ask."""
    asked = request.GET.get("user", "").strip()
    form = WhoForm(request.GET if asked else None)
    user, held, waiting, shown = desk.user, desk.held_roles, desk.waiting, desk.shown
    rule = second_factor.rule()
    if asked and asked != desk.user.username:
        desk.refuse_without(Right.ADMINISTER)
        found = User.objects.filter(username=asked).first()
        if found is None or not form.is_valid():
            form.add_error("user", gettext_lazy("Nobody signs in here under this name."))
        else:
            user, shown = found, second_factor.shown_ever(found)
            waiting = rule.waiting(held_by(found), on=desk.on, shown=shown)
            held = tuple(one for one in held_by(found) if one not in waiting)
    here = [one for one in (*held, *waiting) if one.counts_in(desk.compact)]
    context = {
        "form": form,
        "who": user,
        "is_self": user.pk == desk.user.pk,
        "held": here,
        "units": roles.units(here, compact=desk.compact) if here else None,
        "whys": [roles.why(held, right, compact=desk.compact, waiting=waiting) for right in Right],
        "requiring": rule.among(here),
        "since": rule.since,
        "shown": shown,
        "ask": whom_to_ask(desk.compact),
    }
    return render(request, "administration/rights.html", context, status=422 if form.errors else 200)
