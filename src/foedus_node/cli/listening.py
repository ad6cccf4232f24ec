"""What a command shall serve, where, and with which certificate: what several commands take and begin.

These commands open no database: what they begin does.
"""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus_node.errors import ValueRefusedError
from foedus_node.exchange import serving as exchange
from foedus_node.home import Home
from foedus_node.listening import PAGES_AT_ONCE
from foedus_node.serving import Served

At = Annotated[str, Parameter(help="HOST:PORT where the other parties' nodes ask.")]
Certificate = Annotated[Path | None, Parameter(help="The TLS certificate with its chain, PEM.")]
Key = Annotated[Path | None, Parameter(help="The certificate's key, PEM.")]

_MOST_AT_ONCE = 64


def here() -> Home:
    """The node that this command is for.

    Raises:
        NoNodeError, NodeDamagedError: as they say.
    """
    return Home.at(Path(os.environ["FOEDUS_NODE"]))


def place(name: str, at: str) -> tuple[str, int]:
    """A host and a port.

    Raises:
        ValueRefusedError: the text names none.
    """
    host, colon, port = at.rpartition(":")
    is_number = port.isascii() and port.isdigit() and len(port) <= 5
    if not colon or not host or not is_number or not 0 < int(port) < 2**16:
        raise ValueRefusedError(name=name, reason=f"{at!r} is not HOST:PORT, as in 127.0.0.1:8470")
    return host.strip("[]"), int(port)


def answering(
    node: Home, name: str, at: str, *, certificate: Path | None = None, key: Path | None = None
) -> Served:
    """What answers the other parties' nodes.

    Args:
        node: whose exchange it is.
        name: the word of the command that says where.
        at: where, HOST:PORT.
        certificate: the TLS certificate with its chain, PEM.
        key: its key, PEM.

    Raises:
        ValueRefusedError: the place is none, or a certificate lacks its key.
    """
    host, port = place(name, at)
    return Served(
        application="foedus_node.wsgi:begun",
        node=node.path,
        host=host,
        port=port,
        threads=exchange.THREADS,
        most_at_once=exchange.MOST_AT_ONCE,
        certificate=certificate,
        key=key,
        told=f"Answering for {node.party} at {_scheme(certificate, key)}://{at}. Stop it with Ctrl-C.",
    )


def paging(
    node: Home, name: str, at: str, *, certificate: Path | None = None, key: Path | None = None
) -> Served:
    """What serves the pages; as `answering`."""
    host, port = place(name, at)
    return Served(
        application="foedus_node.web.wsgi:begun",
        node=node.path,
        host=host,
        port=port,
        threads=PAGES_AT_ONCE,
        most_at_once=_MOST_AT_ONCE,
        certificate=certificate,
        key=key,
        told=f"Pages of {node.ministry} at {_scheme(certificate, key)}://{at}/. Stop them with Ctrl-C.",
    )


def _scheme(certificate: Path | None, key: Path | None) -> str:
    if (certificate is None) != (key is None):
        raise ValueRefusedError(name="--certificate", reason="it and --key go together")
    return "https" if certificate else "http"
