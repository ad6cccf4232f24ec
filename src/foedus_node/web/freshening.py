"""Having the index brought up while pages are served: at once where that is soon done, else beside them.

The whole of a large compact takes a minute and much memory to fold. It is done by a command in a
process of its own, and until it ends the lists show how things stood, and say so.
"""

import datetime
import subprocess
import sys
import threading

from foedus_node import clock
from foedus_node.desk import indexing
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf

_alone = threading.Lock()
_under_way: dict[str, "subprocess.Popen[bytes]"] = {}


def freshen(home: Home, compact: str, *, on: datetime.date) -> None:
    """Have a compact's index brought up: when this returns it is, or a process is at work on it."""
    with _alone:
        if indexing.is_soon_done(compact, on=on):
            indexing.bring_up(home, compact, on=on)
        elif compact not in _under_way or _under_way[compact].poll() is not None:
            words = [
                sys.executable,
                "-m",
                "foedus_node",
                "--node",
                str(home.path),
                "lists",
                "--compact",
                compact,
            ]
            _under_way[compact] = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)


def freshen_all(home: Home) -> None:
    """Have every compact's index brought up, as pages begin to be served."""
    # What a new edition made, an index above all, the database knows nothing of until it has looked.
    shelf.take_stock()
    for compact in ledger.compacts():
        freshen(home, compact, on=clock.today())
