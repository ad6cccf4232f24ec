"""A bare Django page for people who have signed in: what the pages of a node are held against.

What a careful programmer would write in a few days with Django as it comes: accounts, a permission,
two languages, a form of filters, a count and a pager, indexes for what is asked, FTS5 for the search.
Nothing in it knows of compacts, signatures, what is ours alone, or how fresh anything is.
"""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from benchmarks.bare_page.models import Activity

ROWS = 50
ROWS_A_DAY = 5
MOST_COUNTED = 1000

_DOMAINS = ("border", "training", "peacekeeping", "joint-exercise", "policy-dialogue", "delegation-exchange")
_KINDS = ("visit", "training", "exercise", "meeting", "border-patrol", "activity")


def _choices(open_: Any, values: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [("", open_), *((value, value.replace("-", " ")) for value in values)]


class Filters(forms.Form):
    """Which rows are asked for."""

    domain = forms.ChoiceField(
        required=False, label=_("Domain"), choices=_choices(_("every domain"), _DOMAINS)
    )
    kind = forms.ChoiceField(
        required=False, label=_("Kind of activity"), choices=_choices(_("every kind"), _KINDS)
    )
    host = forms.ChoiceField(required=False, label=_("Host"), choices=_choices(_("any party"), ("LA", "VN")))
    stage = forms.ChoiceField(
        required=False, label=_("Next stage"), choices=_choices(_("any stage"), ("programme",))
    )
    state = forms.ChoiceField(
        required=False, label=_("State"), choices=_choices(_("however they stand"), ("late",))
    )
    first = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    search = forms.CharField(required=False, max_length=200, label=_("Search"))


def chosen(form: Filters, found: list[int] | None = None) -> QuerySet[Activity]:
    """The rows that a form asks for, of those found by their words where there are such."""
    asked: Mapping[str, Any] = form.cleaned_data
    rows = Activity.objects.order_by("starts", "name")
    if found is not None:
        rows = rows.filter(pk__in=found)
    for name in ("domain", "kind", "host", "stage"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("state"):
        rows = rows.filter(ends__lt=datetime.datetime.now(tz=datetime.UTC).date())
    if asked.get("first"):
        rows = rows.filter(ends__gte=asked["first"])
    if asked.get("last"):
        rows = rows.filter(starts__lte=asked["last"])
    return rows


def saying(words: str) -> list[int]:
    """The first rows that say some words, as they come; the count of a search ends with them too."""
    with connection.cursor() as cursor:
        asked = f'"{words.replace(chr(34), "")}"'
        cursor.execute("SELECT rowid FROM found WHERE found MATCH %s LIMIT %s", [asked, MOST_COUNTED + 1])
        return [row[0] for row in cursor.fetchall()]


@login_required
@permission_required("bare_page.view_activity", raise_exception=True)
def listed(request: HttpRequest) -> HttpResponse:
    """Fifty rows, the form that chose them, how many there are, and the way to the next."""
    form = Filters(request.GET)
    form.is_valid()
    start = int(request.GET.get("start", "0"))
    if words := form.cleaned_data.get("search"):
        found = saying(words)
        rows, many = chosen(form, found[start : start + ROWS]), len(found)
    else:
        rows = chosen(form)
        many = rows.order_by().values("starts")[: MOST_COUNTED + 1].count()
        rows = rows[start : start + ROWS]
    context = {
        "form": form,
        "rows": rows,
        "many": min(many, MOST_COUNTED),
        "more": many > MOST_COUNTED,
        "next": start + ROWS if start + ROWS < many else None,
    }
    return render(request, "bare/list.html", context)


@login_required
@permission_required("bare_page.view_activity", raise_exception=True)
def detail(request: HttpRequest, name: str) -> HttpResponse:
    """One row, its parties and what they reported."""
    row = get_object_or_404(Activity, name=name)
    context = {"row": row, "parts": row.parts.order_by("party"), "reports": row.reports.order_by("-on")}  # type: ignore[attr-defined]  # by the foreign keys
    return render(request, "bare/detail.html", context)


@login_required
@permission_required("bare_page.view_activity", raise_exception=True)
def month(request: HttpRequest) -> HttpResponse:
    """The days of a month, each with the first rows that begin on it, and the form that chose them."""
    form = Filters(request.GET)
    form.is_valid()
    year, number = int(request.GET["year"]), int(request.GET["month"])
    first = datetime.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    days: dict[datetime.date, list[Activity]] = {}
    for row in chosen(form).filter(starts__range=(first, last)):
        days.setdefault(row.starts, []).append(row)
    shown = [(day, rows[:ROWS_A_DAY], max(len(rows) - ROWS_A_DAY, 0)) for day, rows in days.items()]
    return render(request, "bare/month.html", {"form": form, "first": first, "days": shown})


urlpatterns = [
    path("login", LoginView.as_view(template_name="bare/login.html"), name="login"),
    path("list", listed, name="listed"),
    path("calendar", month, name="month"),
    path("<str:name>", detail, name="detail"),
]
