"""Serving the pages to this ministry's own people."""

from functools import partial
from typing import Annotated

from cyclopts import Parameter

from foedus_node.cli import node
from foedus_node.cli.listening import Certificate, Key, place, say_at_once, tls
from foedus_node.web import preparing, serving


def pages(
    *,
    at: Annotated[str, Parameter(help="HOST:PORT to listen at.")] = "127.0.0.1:8471",
    certificate: Certificate = None,
    key: Key = None,
) -> None:
    """Serve the pages to the people who have an account here (`foedus user`), until stopped.

    Example: foedus pages --at 127.0.0.1:8471
    """
    here = node.home()
    where = place("--at", at)
    tls(certificate, key)
    preparing.prepare(here)
    told = f"Pages of {here.ministry} at {'https' if certificate else 'http'}://{at}/. Stop them with Ctrl-C."
    serving.serve(*where, certificate=certificate, key=key, ready=partial(say_at_once, told))
