"""The barest page over the same rows: no accounts, rights, language, count, nor filters to choose from.

Nothing could be taken away from it and still show the rows; no ministry could use it.
"""

import calendar
import datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from benchmarks.bare_page.models import Activity

ROWS = 50
ROWS_A_DAY = 5


def listed(request: HttpRequest) -> HttpResponse:
    """Fifty rows, of one domain where it is asked for, or that say the words."""
    rows = Activity.objects.order_by("starts", "name")
    if domain := request.GET.get("domain"):
        rows = rows.filter(domain=domain)
    if words := request.GET.get("search"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM found WHERE found MATCH %s LIMIT 50", [f'"{words}"'])
            rows = Activity.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    return render(request, "barest/list.html", {"rows": rows[:ROWS]})


def detail(request: HttpRequest, name: str) -> HttpResponse:
    """One row."""
    return render(request, "barest/detail.html", {"row": get_object_or_404(Activity, name=name)})


def month(request: HttpRequest) -> HttpResponse:
    """The days of a month, each with the first rows that begin on it."""
    year, number = int(request.GET["year"]), int(request.GET["month"])
    first = datetime.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    days: dict[datetime.date, list[Activity]] = {}
    for row in Activity.objects.filter(starts__range=(first, last)).order_by("starts", "name"):
        days.setdefault(row.starts, []).append(row)
    shown = [(day, rows[:ROWS_A_DAY], max(len(rows) - ROWS_A_DAY, 0)) for day, rows in days.items()]
    return render(request, "barest/month.html", {"days": shown})


urlpatterns = [
    path("list", listed),
    path("calendar", month),
    path("<str:name>", detail),
]
