"""The process that answers the peers: one on a node, bounded, and out of the way of its commands.

It holds the node's lock only while a bundle is taken in. Behind a proxy it needs no certificate
of its own; who asks is judged by signatures either way.
"""

import fcntl
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from foedus_node.exchange.refusals import PlaceTakenError, ServingError
from foedus_node.home import Home

THREADS = 8
MOST_AT_ONCE = 32
"""Requests under way; others wait in the system's queue."""
MILLISECONDS_FOR_HEADERS = 10_000
MOST_BYTES_OF_HEADERS = 2**16
_SECONDS_TO_BEGIN = 60
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what an officer chose to listen at)


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
    if _listens(host, port):
        # The system would let both listen, and give each of them a part of what comes.
        raise PlaceTakenError(place=f"{host}:{port}")
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
    server.on_startup(threading.Thread(target=_when_ready, args=(host, port, ready), daemon=True).start)
    server.serve()


def _when_ready(host: str, port: int, ready: Callable[[], None]) -> None:
    until = time.monotonic() + _SECONDS_TO_BEGIN
    while time.monotonic() < until and not _listens(host, port):
        time.sleep(0.05)
    ready()


def _listens(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((_EVERYWHERE.get(host, host), port), timeout=1):
        return True
    return False
