"""Where a command shall listen, and with which certificate: the words that several commands take.

These commands open no database: what they begin does.
"""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus_node.errors import ValueRefusedError
from foedus_node.home import Home

At = Annotated[str, Parameter(help="HOST:PORT where the other parties' nodes ask.")]
Certificate = Annotated[Path | None, Parameter(help="The TLS certificate with its chain, PEM.")]
Key = Annotated[Path | None, Parameter(help="The certificate's key, PEM.")]


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


def tls(certificate: Path | None, key: Path | None) -> tuple[str, ...]:
    """The words by which a certificate is named to another command; none without one.

    Raises:
        ValueRefusedError: one of the two is missing.
    """
    if (certificate is None) != (key is None):
        raise ValueRefusedError(name="--certificate", reason="it and --key go together")
    return ("--certificate", str(certificate), "--key", str(key)) if certificate else ()
