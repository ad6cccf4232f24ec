"""Makes the tables and fills them with the activities given on standard input, one JSON object a line.

An account that may see activities is made too: `python -m benchmarks.bare_page NAME PASSWORD`.
"""

import sys
from collections.abc import Iterable
from itertools import islice

import django
import orjson
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

_AT_ONCE = 10_000


def make(lines: Iterable[bytes], *, name: str, password: str) -> None:
    """Make the tables, fill them, and make an account."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    activity, part, report = (apps.get_model("bare_page", one) for one in ("Activity", "Part", "Report"))
    given = iter(lines)
    while some := [orjson.loads(line) for line in islice(given, _AT_ONCE)]:
        with transaction.atomic():
            rows = activity.objects.bulk_create(activity(**one["row"]) for one in some)
            both = tuple(zip(rows, some, strict=True))
            part.objects.bulk_create(
                part(activity=row, party=party) for row, one in both for party in one["parts"]
            )
            report.objects.bulk_create(
                report(activity=row, **said) for row, one in both for said in one["reports"]
            )
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='trigram')")
        cursor.execute(
            "INSERT INTO found(rowid, words) SELECT id, title || ' ' || place FROM bare_page_activity"
        )
        cursor.execute("ANALYZE")
    user = get_user_model().objects.create_user(name, password=password)
    user.user_permissions.add(apps.get_model("auth", "Permission").objects.get(codename="view_activity"))


if __name__ == "__main__":
    django.setup()
    make(sys.stdin.buffer, name=sys.argv[1], password=sys.argv[2])
