"""What answers the peers: one process on a node, bounded, and out of the way of its commands.

It holds the node's lock only while a bundle is taken in. Behind a proxy it needs no certificate
of its own; who asks is judged by signatures either way.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from foedus_node.exchange.refusals import ServingError
from foedus_node.home import Home

THREADS = 8
MOST_AT_ONCE = 32
"""Requests under way; others wait in the system's queue."""


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
