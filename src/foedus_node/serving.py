"""The process that listens at a place: a small one, which has another load the pages or the exchange.

A command that serves checks what it was given and becomes this process (`become`), so that what
only commands need is not kept in memory for as long as the node runs. What is served is loaded,
and its databases are opened, by the worker that this process begins.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from attrs import asdict, frozen
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from foedus.errors import FoedusError
from foedus_node.listening import is_ready, refuse_taken

Begun = TypeVar("Begun")

_MILLISECONDS_FOR_HEADERS = 10_000
_MOST_BYTES_OF_HEADERS = 2**16
_SECONDS_TO_END = 20


@frozen(kw_only=True)
class Served:
    """What is to be served, and where.

    Attributes:
        application: what gives the WSGI application once it may be asked, as module:name.
        threads: how many answers are made at once.
        most_at_once: requests under way; others wait in the system's queue.
        certificate: the TLS certificate and its chain, PEM; None: no TLS here.
        told: what is said once somebody who asks is answered.
    """

    application: str
    host: str
    port: int
    threads: int
    most_at_once: int
    certificate: str | None = None
    key: str | None = None
    told: str = ""


def become(served: Served) -> NoReturn:
    """Become the process that listens; locks that shall be kept are those on inheritable files.

    Raises:
        PlaceTakenError: somebody answers there already.
    """
    refuse_taken(served.host, served.port)
    _become("listen", asdict(served))


def become_keeper(commands: list[list[str]]) -> NoReturn:
    """Become a process that keeps several commands running until one of them ends, or a signal comes."""
    _become("keep", commands)


def _become(what: str, given: object) -> NoReturn:
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "foedus_node.serving", what, json.dumps(given)])  # noqa: S606 (ourselves)


def _listen(served: Served) -> None:
    server = Granian(
        served.application,
        address=served.host,
        port=served.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=served.threads,
        backpressure=served.most_at_once,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_MILLISECONDS_FOR_HEADERS, max_buffer_size=_MOST_BYTES_OF_HEADERS
        ),
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=Path(served.certificate) if served.certificate else None,
        ssl_key=Path(served.key) if served.key else None,
    )
    _say_once_ready(served)
    server.serve()


def _say_once_ready(served: Served) -> None:
    """Let a process apart say it: beside a thread, the worker would be split off with locks held."""
    sys.stdout.flush()
    listening = os.getpid()
    if child := os.fork():
        os.waitpid(child, 0)
        return
    if not os.fork() and is_ready(served.host, served.port, awaited=lambda: _is_there(listening)):
        print(served.told, flush=True)  # noqa: T201 (whoever began it waits for this line)
    os._exit(0)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _keep(commands: list[list[str]]) -> int:
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 (our own commands)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    asked = False
    while not asked and all(process.poll() is None for process in running):
        asked = ended.wait(0.5)
    failed = [process.returncode for process in running if process.poll() is not None]
    for process in running:
        process.terminate()
    until = time.monotonic() + _SECONDS_TO_END
    for process in running:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if asked else max(map(abs, failed), default=0)


def or_end(begin: Callable[[], Begun]) -> Begun:
    """Begin something, or end this process with the refusal told as a command tells it."""
    try:
        return begin()
    except FoedusError as error:
        sys.stderr.write("\n".join((f"Error: {error.lines[0]}", *error.lines[1:], f"Hint: {error.advice}\n")))
        raise SystemExit(1) from None


def main(words: list[str]) -> int:
    """Do what the words say: listen, or keep."""
    what, given = words[0], json.loads(words[1])
    if what == "keep":
        return _keep(given)
    _listen(Served(**given))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
