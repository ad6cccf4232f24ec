"""A process that asks for pages of a node and counts what each takes: questions, and looks at the whole.

Run as `python -m tests.web.counting USER` with the addresses, by name, as JSON on its input.
"""

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import django
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
django.setup()

from django.db import connections  # noqa: E402 (only once Django is ready)
from django.test import Client  # noqa: E402 (the same)
from django.test.utils import CaptureQueriesContext  # noqa: E402 (the same)

from foedus_node import clock  # noqa: E402 (the same)
from foedus_node.desk import indexing, register  # noqa: E402 (the same)
from foedus_node.home import Home  # noqa: E402 (the same)
from foedus_node.people.models import User  # noqa: E402 (the same)
from foedus_node.storage.common import ledger  # noqa: E402 (the same)
from foedus_node.storage.private import own  # noqa: E402 (the same)

ALWAYS = {
    register.register.__code__,
    register.common_items.__code__,
    own.own_items.__code__,
}
"""What goes through everything that is known, however much that is."""
UNLESS_NAMED = {ledger.holding.__code__, ledger.reports.__code__}
"""What does so unless it is told of which items."""


def main() -> None:
    """Ask for every address twice, so that what is made once is not counted, and tell of the second time."""
    client = Client(headers={"host": "localhost"})
    user = User.objects.get(username=sys.argv[1])
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for compact in ledger.compacts():
        indexing.bring_up(Home.at(Path(os.environ["FOEDUS_NODE"])), compact, on=clock.today())
    for name, address in orjson.loads(sys.stdin.buffer.read()).items():
        with watched() as whole:
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
            "whole": sorted(whole),
        }
    sys.stdout.buffer.write(orjson.dumps(found))


@contextmanager
def watched() -> Iterator[set[str]]:
    """What is called inside of that which goes through everything; gives the names as they come."""
    called: set[str] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        unnamed = code in UNLESS_NAMED and frame.f_locals.get("items") is None
        if event == "call" and (code in ALWAYS or unnamed):
            called.add(f"{frame.f_globals['__name__']}.{code.co_name}")

    sys.setprofile(watch)
    try:
        yield called
    finally:
        sys.setprofile(None)


if __name__ == "__main__":
    main()
