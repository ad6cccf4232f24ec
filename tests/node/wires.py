"""Real nodes on real wires: served on loopback ports by processes, and a wire that can be cut."""

import contextlib
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define, field

from tests.node.nodes import Node

SECONDS_TO_START = 60


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def served(node: Node, *words: str, port: int | None = None, **more: str) -> Iterator[str]:
    """A node that answers, for as long as the context lasts; gives its address."""
    at = f"127.0.0.1:{port or free_port()}"
    process = node.start("answer", "--at", at, *words, **more)
    try:
        wait_for(process, at)
        yield f"http://{at}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def wait_for(process: "subprocess.Popen[str]", at: str) -> None:
    """Wait until somebody listens there."""
    host, _, port = at.partition(":")
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        with contextlib.suppress(OSError):
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError("it does not listen")


@define
class Wire:
    """A wire to an address, cut once so many bytes have come back over it; None: never."""

    to: str
    cut_after: int | None = None
    came: int = 0
    _listening: socket.socket = field(init=False)

    def __enter__(self) -> "Wire":
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    @property
    def address(self) -> str:
        """Where the wire begins."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                host, _, port = self.to.removeprefix("http://").partition(":")
                far = socket.create_connection((host, int(port)))
                for source, sink, back in ((near, far, False), (far, near, True)):
                    threading.Thread(
                        target=self._carry, args=(source, sink), kwargs={"back": back}, daemon=True
                    ).start()

    def _carry(self, source: socket.socket, sink: socket.socket, *, back: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1024):
                self.came += len(data) if back else 0
                if self.cut_after is not None and self.came > self.cut_after:
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()
