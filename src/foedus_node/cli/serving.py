"""Serving a node: the pages to the ministry's own people, and the exchange to the other parties' nodes.

Two processes that never share one: what answers the other parties has no way to open what is ours
alone, and the pages are not reached from where they ask.
"""

from typing import Annotated

from cyclopts import Parameter

from foedus_node import serving
from foedus_node.cli.listening import At, Certificate, Key, answering, here, paging
from foedus_node.exchange import serving as exchange


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
    node = here()
    both = (
        answering(node, "--at", at, certificate=certificate, key=key),
        paging(node, "--pages", pages, certificate=certificate, key=key),
    )
    with exchange.alone(node):
        return serving.serve(both)
