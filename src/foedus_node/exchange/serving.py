"""The process that answers the peers: one on a node, bounded, and out of the way of its commands.

It holds the node's lock only while a bundle is taken in. Behind a proxy it needs no certificate
of its own; who asks is judged by signatures either way.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from foedus_node.exchange.refusals import ServingError
from foedus_node.home import Home
from foedus_node.listening import refuse_taken, when_ready

THREADS = 8
MOST_AT_ONCE = 32
"""Requests under way; others wait in the system's queue."""
MILLISECONDS_FOR_HEADERS = 10_000
MOST_BYTES_OF_HEADERS = 2**16


@contextmanager
def alone(here: Home) -> Iterator[None]:
    """Be the only process that answers for a node: what was asked before must be remembered in one place.

    Raises:
        ServingError: another does.
    """
    with (here.path / "data" / "serving").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServingError from None
        yield


def serve(
    host: str, port: int, *, certificate: Path | None, key: Path | None, ready: Callable[[], None]
) -> None:
    """Answer until a signal ends it.

    Args:
        host: the address to listen at.
        port: the port.
        certificate: the TLS certificate and its chain, PEM; None: no TLS here.
        key: its key, PEM.
        ready: called once somebody who asks is answered.

    Raises:
        PlaceTakenError: somebody answers there already.
    """
    refuse_taken(host, port)
    server = Granian(
        "foedus_node.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=MOST_AT_ONCE,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=MILLISECONDS_FOR_HEADERS, max_buffer_size=MOST_BYTES_OF_HEADERS
        ),
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=certificate,
        ssl_key=key,
    )
    server.on_startup(threading.Thread(target=when_ready, args=(host, port, ready), daemon=True).start)
    server.serve()
