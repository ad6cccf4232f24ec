"""The processes that serve a node: the pages, the exchange, or both, from one command until it is stopped.

What all of them need is loaded once, by the command itself, before anything splits off: so they begin
together and share that memory. It is libraries and the cooperation's own words; no settings, no table and
no database, each of which is loaded and opened by the process that serves it, and by no other.
"""

import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from foedus.errors import FoedusError
from foedus_node.listening import refuse_taken, wait_for

Begun = TypeVar("Begun")

_MILLISECONDS_FOR_HEADERS = 10_000
_MOST_BYTES_OF_HEADERS = 2**16
_SECONDS_TO_ANSWER = 15
"""How long what is under way may take once we are to end."""
_SECONDS_TO_END = 20
_STOPPING = (signal.SIGTERM, signal.SIGINT)

_FORK = multiprocessing.get_context("fork")
_SHARED = (
    "django.core.wsgi",
    "django.db.backends.sqlite3.base",
    "django.middleware.csrf",
    "django.shortcuts",
    "foedus_node.home",
)
"""What both the exchange and the pages load; nothing that asks for a setting."""


@frozen(kw_only=True)
class Served:
    """What is to be served, and where.

    Attributes:
        application: what gives the WSGI application once it may be asked, as module:name.
        node: the folder of the node whose it is.
        threads: how many answers are made at once.
        most_at_once: requests under way; others wait in the system's queue.
        certificate: the TLS certificate and its chain, PEM; None: no TLS here.
        told: what is said once whoever asks is answered.
    """

    application: str
    node: Path
    host: str
    port: int
    threads: int
    most_at_once: int
    certificate: Path | None = None
    key: Path | None = None
    told: str = ""


def serve(several: Sequence[Served]) -> int:
    """Serve until stopped, each by processes of its own; if one of them ends, so do the others.

    Returns:
        0 if they were stopped; else the worst of the codes with which they ended.

    Raises:
        PlaceTakenError: somebody answers at one of the places already.
    """
    for one in several:
        refuse_taken(one.host, one.port)
    sys.stdout.flush()
    _load()
    if len(several) == 1:
        _listen(several[0])
        return 0
    return _keep(several)


def _load() -> None:
    # Nothing that is loaded is garbage: to look for some meanwhile would take as long as a quarter of it.
    gc.disable()
    for name in _SHARED:
        importlib.import_module(name)
    gc.freeze()


def settle() -> None:
    """Let no collection of garbage go through what this process has loaded so far, for all of it stays."""
    gc.freeze()
    gc.enable()


def _keep(several: Sequence[Served]) -> int:
    reading, writing = os.pipe()
    for number in _STOPPING:
        signal.signal(number, lambda *_: os.write(writing, b"."))
    running = [_FORK.Process(target=_listen, args=(one,)) for one in several]
    for process in running:
        process.start()
    asked = reading in wait([reading, *(process.sentinel for process in running)])
    codes = [process.exitcode or 0 for process in running if not process.is_alive()]
    for process in running:
        process.terminate()
    until = time.monotonic() + _SECONDS_TO_END
    for process in running:
        process.join(max(0.1, until - time.monotonic()))
        if process.is_alive():
            process.kill()
    return 0 if asked else max(map(abs, codes))


def _listen(served: Served) -> None:
    os.environ["FOEDUS_NODE"] = str(served.node)
    server = Granian(
        served.application,
        address=served.host,
        port=served.port,
        interface=Interfaces.WSGI,
        workers=1,
        workers_kill_timeout=_SECONDS_TO_ANSWER,
        blocking_threads=served.threads,
        backpressure=served.most_at_once,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_MILLISECONDS_FOR_HEADERS, max_buffer_size=_MOST_BYTES_OF_HEADERS
        ),
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=served.certificate,
        ssl_key=served.key,
    )
    server.serve(target_loader=partial(_begin, served), wrap_loader=False)


def _begin(served: Served) -> Any:
    """What answers, loaded by the process in which it does."""
    # Granian's own handling, taken over from the process above, would let no signal end this one as it loads.
    for number in _STOPPING:
        signal.signal(number, signal.SIG_DFL)
    module, _, name = served.application.partition(":")
    application = getattr(importlib.import_module(module), name)()
    threading.Thread(target=_say_once_ready, args=(served,), daemon=True).start()
    return application


def _say_once_ready(served: Served) -> None:
    wait_for(served.host, served.port)
    print(served.told, flush=True)  # noqa: T201 (whoever began it waits for this line)


def or_end(begin: Callable[[], Begun]) -> Begun:
    """Begin something, or end this process with the refusal told as a command tells it."""
    try:
        return begin()
    except FoedusError as error:
        sys.stderr.write("\n".join((f"Error: {error.lines[0]}", *error.lines[1:], f"Hint: {error.advice}\n")))
        raise SystemExit(1) from None
