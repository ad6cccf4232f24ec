"""Listening at a place: whether somebody does already, and saying when we do."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress

from foedus_node.errors import PlaceTakenError

_SECONDS_TO_BEGIN = 60
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what an officer chose to listen at)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a place at which somebody answers.

    Raises:
        PlaceTakenError: somebody does.
    """
    if _listens(host, port):
        # The system would let both listen, and give each of them a part of what comes.
        raise PlaceTakenError(place=f"{host}:{port}")


def is_ready(host: str, port: int, *, awaited: Callable[[], bool]) -> bool:
    """Wait until somebody who asks is answered, a minute at most, and no longer than it is awaited."""
    until = time.monotonic() + _SECONDS_TO_BEGIN
    while time.monotonic() < until and awaited():
        if _listens(host, port):
            return True
        time.sleep(0.05)
    return False


def _listens(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((_EVERYWHERE.get(host, host), port), timeout=1):
        return True
    return False
