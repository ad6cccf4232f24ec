"""What is sent is gathered before anything looks at it, in fewer places than there are threads.

Whoever sends slowly, or stops in the middle and stays, holds the thread that waits for the rest. Were each
free to do so, a few would keep everybody else from being answered; here some threads are always left.
"""

import io
import tempfile
import threading
from collections.abc import Callable, Iterable
from typing import IO, Any, Final

from foedus_node.listening import PAGES_AT_ONCE

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

_PLACES: Final = PAGES_AT_ONCE - 1
"""How many are waited for at once."""
CROWDED: Final = "foedus.crowded"
"""Set in the environment of a request for which no place came free."""
_SECONDS: Final = 2.0
_IN_MEMORY: Final = 2**20
_PIECE: Final = 2**16


class Gathered:
    """An application that is asked once all of what was sent is there."""

    def __init__(self, application: Application, *, most: Callable[[str], int]) -> None:
        """Gather for an application what its addresses take: `most` tells of each how many bytes."""
        self._application = application
        self._most = most
        self._places = threading.BoundedSemaphore(_PLACES)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Ask it; without what was sent where others send and no place comes free."""
        length = self._length(environ)
        if not length:
            return self._application(environ, start_response)
        with self._gathered(environ, length) as gathered:
            # Nothing of ours answers with what it has not read yet.
            return self._application({**environ, "wsgi.input": gathered}, start_response)

    def _length(self, environ: Environ) -> int:
        """How much is to be gathered: nothing of what its page refuses by the length alone."""
        stated = environ.get("CONTENT_LENGTH") or "0"
        length = int(stated) if stated.isdigit() else 0
        return length if length <= self._most(environ.get("PATH_INFO", "")) else 0

    def _gathered(self, environ: Environ, length: int) -> IO[bytes]:
        if not self._places.acquire(timeout=_SECONDS):
            environ[CROWDED] = True
            return io.BytesIO()
        try:
            return _read(environ["wsgi.input"], length)
        finally:
            self._places.release()


def _read(source: IO[bytes], length: int) -> IO[bytes]:
    gathered = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (whoever asks closes it)
    left = length
    while left and (piece := source.read(min(left, _PIECE))):
        gathered.write(piece)
        left -= len(piece)
    gathered.seek(0)
    return gathered
