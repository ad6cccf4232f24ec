"""Serving the pages to this ministry's own people."""

from typing import Annotated, NoReturn

from cyclopts import Parameter

from foedus_node.cli.listening import Certificate, Key, here, place, tls
from foedus_node.serving import Served, become

_THREADS = 4
"""Pages made at once; SQLite and a processor of two cores carry no more."""
_MOST_AT_ONCE = 64


def pages(
    *,
    at: Annotated[str, Parameter(help="HOST:PORT to listen at.")] = "127.0.0.1:8471",
    certificate: Certificate = None,
    key: Key = None,
) -> NoReturn:
    """Serve the pages to the people who have an account here (`foedus user`), until stopped.

    Example: foedus pages --at 127.0.0.1:8471
    """
    node = here()
    host, port = place("--at", at)
    secured = tls(certificate, key)
    address = f"{'https' if secured else 'http'}://{at}/"
    become(
        Served(
            application="foedus_node.web.wsgi:begun",
            host=host,
            port=port,
            threads=_THREADS,
            most_at_once=_MOST_AT_ONCE,
            certificate=str(certificate) if certificate else None,
            key=str(key) if key else None,
            told=f"Pages of {node.ministry} at {address}. Stop them with Ctrl-C.",
        )
    )
