"""Serving the pages to this ministry's own people."""

from typing import Annotated

from cyclopts import Parameter

from foedus_node import serving
from foedus_node.cli.listening import Certificate, Key, here, paging


def pages(
    *,
    at: Annotated[str, Parameter(help="HOST:PORT to listen at.")] = "127.0.0.1:8471",
    certificate: Certificate = None,
    key: Key = None,
) -> int:
    """Serve the pages to the people who have an account here (`foedus user`), until stopped.

    Example: foedus pages --at 127.0.0.1:8471
    """
    return serving.serve([paging(here(), "--at", at, certificate=certificate, key=key)])
