"""The nonces of the requests that were answered, so that none is answered twice.

They are remembered for as long as their requests could pass for new, also by a process that
takes the place of one that was stopped: a line each in a file. A machine that loses power
may forget the last of them; it is then slower to come back than an attacker needs to be let
in for nothing but what was already his to read.
"""

import threading
from pathlib import Path

from foedus_node import files
from foedus_node.exchange.messages import WINDOW

_MOST_BYTES = 2**26


class Nonces:
    """The nonces met within twice the window, by key."""

    def __init__(self, path: Path) -> None:
        """Recall those that another process met.

        Raises:
            FileError: the file is no file of ours.
        """
        self._path, self._lock = path, threading.Lock()
        lines = files.read(path, most=_MOST_BYTES).decode("ascii", "replace") if path.exists() else ""
        self._met = dict(_pairs(lines))
        self._swept = 0

    def is_new(self, nonce: str, *, now: int) -> bool:
        """Whether a nonce was never met; from now on it was.

        Args:
            nonce: it, with the key's id, in one word.
            now: the present moment, in seconds since 1970.
        """
        with self._lock:
            if nonce in self._met:
                return False
            if now - self._swept > WINDOW:
                self._sweep(now)
            self._met[nonce] = now
            with self._path.open("a", encoding="ascii") as file:
                file.write(f"{nonce} {now}\n")
            return True

    def _sweep(self, now: int) -> None:
        """Forget what is so old that its request would be refused for its moment."""
        # A request may be ahead of our clock by the window when it is met, and pass until it is behind by it.
        self._met = {nonce: met for nonce, met in self._met.items() if now - met <= 2 * WINDOW}
        files.write(self._path, "".join(f"{nonce} {met}\n" for nonce, met in self._met.items()).encode())
        self._swept = now


def _pairs(lines: str) -> list[tuple[str, int]]:
    words = (line.split(" ") for line in lines.splitlines())
    return [(pair[0], int(pair[1])) for pair in words if len(pair) == 2 and pair[1].isdigit()]
