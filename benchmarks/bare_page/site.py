"""A bare Django page over the same activities: what the pages of a node are held against.

One table with the indexes that its pages need, FTS5 for the search, templates as plain as can be;
nobody signs in, nothing is translated, nothing is counted. It is what a careful programmer would
write in an afternoon to show the same rows.
"""

import calendar
import datetime
import os
import sys
from typing import ClassVar

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bare",  # noqa: S106 (nothing is signed here)
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="benchmarks.bare_page.site",
    INSTALLED_APPS=["benchmarks.bare_page"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BARE_DATABASE"],
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
            "CONN_MAX_AGE": 600,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],  # noqa: PTH118, PTH120 (a setting's text)
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        ["django.template.loaders.filesystem.Loader"],
                    )
                ]
            },
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (only once Django is ready)
from django.db import connection, models  # noqa: E402 (the same)
from django.http import HttpRequest, HttpResponse  # noqa: E402 (the same)
from django.shortcuts import get_object_or_404, render  # noqa: E402 (the same)
from django.urls import path  # noqa: E402 (the same)

ROWS = 50
ROWS_A_DAY = 5


class Activity(models.Model):
    """One row."""

    objects: ClassVar[models.Manager["Activity"]] = models.Manager()
    name = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=32)
    domain = models.CharField(max_length=32)
    host = models.CharField(max_length=8)
    place = models.CharField(max_length=64)
    stage = models.CharField(max_length=32)
    reported = models.CharField(max_length=10)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        """What its pages filter by and order by."""

        app_label = "bare_page"
        indexes: ClassVar = [
            models.Index(fields=["starts", "name"], name="bare_by_date"),
            models.Index(fields=["domain", "starts", "name"], name="bare_by_domain"),
        ]


def make(rows: list[tuple[object, ...]]) -> None:
    """Make the tables and fill them."""
    with connection.schema_editor() as editor:
        editor.create_model(Activity)
    fields = ("name", "title", "kind", "domain", "host", "place", "stage", "reported", "starts", "ends")
    Activity.objects.bulk_create(
        (Activity(**dict(zip(fields, row, strict=True))) for row in rows), batch_size=1000
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='trigram')")
        cursor.execute(
            "INSERT INTO found(rowid, words) SELECT id, title || ' ' || place FROM bare_page_activity"
        )


def listed(request: HttpRequest) -> HttpResponse:
    """Fifty rows, of one domain where it is asked for, or that say the words."""
    rows = Activity.objects.order_by("starts", "name")
    if domain := request.GET.get("domain"):
        rows = rows.filter(domain=domain)
    if words := request.GET.get("search"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM found WHERE found MATCH ? LIMIT 50".replace("?", "%s"), [f'"{words}"']
            )
            rows = Activity.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    return render(request, "list.html", {"rows": rows[:ROWS]})


def detail(request: HttpRequest, name: str) -> HttpResponse:
    """One row."""
    return render(request, "detail.html", {"row": get_object_or_404(Activity, name=name)})


def month(request: HttpRequest) -> HttpResponse:
    """The days of a month, each with the first rows that begin on it."""
    year, number = int(request.GET["year"]), int(request.GET["month"])
    first = datetime.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    days: dict[datetime.date, list[Activity]] = {}
    for row in Activity.objects.filter(starts__range=(first, last)).order_by("starts", "name"):
        days.setdefault(row.starts, []).append(row)
    shown = [(day, rows[:ROWS_A_DAY], max(len(rows) - ROWS_A_DAY, 0)) for day, rows in days.items()]
    return render(request, "month.html", {"days": shown})


urlpatterns = [
    path("list", listed),
    path("calendar", month),
    path("<str:name>", detail),
]

application = get_wsgi_application()

if __name__ == "__main__":
    import orjson

    make(orjson.loads(sys.stdin.buffer.read()))
