"""A wire between a browser and the pages that breaks where a test says: on the way there, or back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from attrs import define, field

_PIECE = 2**16


@define
class Wire:
    """A place that hands on what arrives to another, but may be broken for forms.

    Attributes:
        address: where it listens.
        cut: "" for nothing; "going": a form arrives in part and the wire breaks; "coming": it arrives whole,
            and of its answer nothing comes back.
        is_once: whether it breaks only once.
        cuts: how often it broke.
    """

    address: str
    cut: str = ""
    is_once: bool = False
    cuts: int = 0
    _to: tuple[str, int] = field(kw_only=True, repr=False)
    _listening: socket.socket = field(kw_only=True, repr=False)

    def _carry(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._between, args=(near,), daemon=True).start()

    def _between(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._to) as far, suppress(OSError):
            lost = threading.Event()
            back = threading.Thread(target=self._back, args=(far, near, lost), daemon=True)
            back.start()
            while data := near.recv(_PIECE):
                cut = self.cut if data.startswith(b"POST ") else ""
                if cut == "going":
                    far.sendall(data[: len(data) // 2])
                    self._break(near, far)
                    return
                if cut == "coming":
                    lost.set()
                far.sendall(data)
            far.shutdown(socket.SHUT_WR)
            back.join(timeout=10)

    def _back(self, far: socket.socket, near: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := far.recv(_PIECE):
                if lost.is_set():
                    self._break(near, far)
                    return
                near.sendall(data)
            near.shutdown(socket.SHUT_WR)

    def _break(self, *ends: socket.socket) -> None:
        self.cuts += 1
        if self.is_once:
            self.cut = ""
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # whoever waits at this end hears of it


@contextmanager
def wire(address: str) -> Iterator[Wire]:
    """A wire to the pages at an address, until the block ends."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"http://127.0.0.1:{listening.getsockname()[1]}"
        one = Wire(place, to=(host, int(port)), listening=listening)
        threading.Thread(target=one._carry, daemon=True).start()
        yield one
        listening.shutdown(socket.SHUT_RDWR)
