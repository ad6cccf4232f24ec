"""Who of ours did what here: for auditors. The record itself tells which office spoke."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from foedus_node.people.models import Deed
from foedus_node.people.roles import Right
from foedus_node.web.desks import Desk, page

ROWS = 100


class DeedsForm(forms.Form):
    """Which deeds."""

    who = forms.CharField(label=gettext_lazy("Who"), max_length=100, required=False)
    about = forms.CharField(label=gettext_lazy("About"), max_length=128, required=False)
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@page(Right.AUDIT)
def deeds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was done in this compact and with accounts, the latest first."""
    form = DeedsForm(request.GET)
    form.is_valid()
    found = _chosen(desk, form.cleaned_data)
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(request, "administration/deeds.html", {"form": form, "shown": shown, "tab": "deeds"})


def _chosen(desk: Desk, said: dict[str, Any]) -> QuerySet[Deed]:
    found = Deed.objects.filter(compact__in=["", desk.compact]).order_by("-at", "-id")
    if said.get("who"):
        found = found.filter(name__icontains=said["who"])
    if said.get("about"):
        found = found.filter(about__startswith=said["about"])
    if said.get("until"):
        midnight = datetime.datetime.combine(said["until"], datetime.time(), tzinfo=datetime.UTC)
        found = found.filter(at__lt=midnight + datetime.timedelta(days=1))
    return found
