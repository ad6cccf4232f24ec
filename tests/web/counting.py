"""A process that asks for pages of a node and counts the questions each puts to the databases.

Run as `python -m tests.web.counting USER` with the addresses, by name, as JSON on its input.
"""

import gzip
import os
import sys

import django
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
django.setup()

from django.db import connections  # noqa: E402 (only once Django is ready)
from django.test import Client  # noqa: E402 (the same)
from django.test.utils import CaptureQueriesContext  # noqa: E402 (the same)

from foedus_node.people.models import User  # noqa: E402 (the same)


def main() -> None:
    """Ask for every address twice, so that what is made once is not counted, and tell of the second time."""
    client = Client(headers={"host": "localhost"})
    user = User.objects.get(username=sys.argv[1])
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for name, address in orjson.loads(sys.stdin.buffer.read()).items():
        client.get(address)
        with (
            CaptureQueriesContext(connections["default"]) as common,
            CaptureQueriesContext(connections["private"]) as private,
        ):
            answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        found[name] = {
            "status": answer.status_code,
            "questions": len(common) + len(private),
            "bytes": len(gzip.compress(body)),
        }
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    main()
