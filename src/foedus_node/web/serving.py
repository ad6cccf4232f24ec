"""The process that serves the pages: one on a node, beside the one that answers the other parties."""

import threading
from collections.abc import Callable
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from foedus_node.listening import refuse_taken, when_ready

THREADS = 4
"""Pages made at once; SQLite and a processor of two cores carry no more."""
MOST_AT_ONCE = 64


def serve(
    host: str, port: int, *, certificate: Path | None, key: Path | None, ready: Callable[[], None]
) -> None:
    """Serve the pages until a signal ends it.

    Args:
        host: the address to listen at.
        port: the port.
        certificate: the TLS certificate and its chain, PEM; None: no TLS here, a proxy before it has it.
        key: its key, PEM.
        ready: called once the first page can be asked for.

    Raises:
        PlaceTakenError: somebody answers there already.
    """
    refuse_taken(host, port)
    server = Granian(
        "foedus_node.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=MOST_AT_ONCE,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=certificate,
        ssl_key=key,
    )
    server.on_startup(threading.Thread(target=when_ready, args=(host, port, ready), daemon=True).start)
    server.serve()
