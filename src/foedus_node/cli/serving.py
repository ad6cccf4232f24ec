"""Serving a node: the pages to the ministry's own people, and the exchange to the other parties' nodes.

Two processes that never share one: what answers the other parties has no way to open what is ours
alone, and the pages are not reached from where they ask.
"""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated

from cyclopts import Parameter

from foedus_node.cli import node
from foedus_node.cli.listening import At, Certificate, Key, place, tls

_SECONDS_TO_END = 20


def serve(
    *,
    at: At = "127.0.0.1:8470",
    pages: Annotated[
        str, Parameter(help="HOST:PORT of the pages for this ministry's own people.")
    ] = "127.0.0.1:8471",
    certificate: Certificate = None,
    key: Key = None,
) -> int:
    """Serve this node until stopped: what `foedus pages` and `foedus answer` do, at once.

    Example: foedus serve --at 0.0.0.0:8470 --pages 127.0.0.1:8471

    Only nodes of a compact's parties are answered at --at; only people with an account at --pages.
    """
    here = node.home()
    place("--at", at)
    place("--pages", pages)
    secured = tls(certificate, key)
    words = [sys.executable, "-m", "foedus_node", "--node", str(here.path)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    running = [
        subprocess.Popen([*words, *command, *secured], env=environment)  # noqa: S603 (our own command)
        for command in (("answer", "--at", at), ("pages", "--at", pages))
    ]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: running[0].terminate())
    while all(process.poll() is None for process in running):
        time.sleep(0.2)
    for process in running:
        process.terminate()
    return max(abs(process.wait(timeout=_SECONDS_TO_END)) for process in running)
