"""Listening at a place: whether somebody does, or will soon."""

import socket
import time
from contextlib import suppress

from foedus_node.errors import PlaceTakenError

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what an officer chose to listen at)


PAGES_AT_ONCE = 4
"""Pages made at once; SQLite and a processor of two cores carry no more."""


def refuse_taken(host: str, port: int) -> None:
    """Refuse a place at which somebody answers.

    Raises:
        PlaceTakenError: somebody does.
    """
    if _listens(host, port):
        # The system would let both listen, and give each of them a part of what comes.
        raise PlaceTakenError(place=f"{host}:{port}")


def wait_for(host: str, port: int) -> None:
    """Wait until somebody who asks at a place is answered."""
    while not _listens(host, port):
        time.sleep(0.01)


def _listens(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((_EVERYWHERE.get(host, host), port), timeout=1):
        return True
    return False
