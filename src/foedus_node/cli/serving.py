"""Serving a node: the pages to the ministry's own people, and the exchange to the other parties' nodes.

Two processes that never share one: what answers the other parties has no way to open what is ours
alone, and the pages are not reached from where they ask.
"""

import sys
from typing import Annotated, NoReturn

from cyclopts import Parameter

from foedus_node.cli.listening import At, Certificate, Key, here, place, tls
from foedus_node.listening import refuse_taken
from foedus_node.serving import become_keeper


def serve(
    *,
    at: At = "127.0.0.1:8470",
    pages: Annotated[
        str, Parameter(help="HOST:PORT of the pages for this ministry's own people.")
    ] = "127.0.0.1:8471",
    certificate: Certificate = None,
    key: Key = None,
) -> NoReturn:
    """Serve this node until stopped: what `foedus pages` and `foedus answer` do, at once.

    Example: foedus serve --at 0.0.0.0:8470 --pages 127.0.0.1:8471

    Only nodes of a compact's parties are answered at --at; only people with an account at --pages.
    """
    node = here()
    secured = tls(certificate, key)
    refuse_taken(*place("--at", at))
    refuse_taken(*place("--pages", pages))
    become_keeper(commands_of(str(node.path), at=at, pages=pages, secured=secured))


def commands_of(folder: str, *, at: str, pages: str, secured: tuple[str, ...] = ()) -> list[list[str]]:
    """The two commands that serve a node."""
    foedus = [sys.executable, "-m", "foedus_node", "--node", folder]
    return [[*foedus, "answer", "--at", at, *secured], [*foedus, "pages", "--at", pages, *secured]]
