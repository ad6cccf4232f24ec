"""The process that `tests.loading` starts: it has the libraries loaded and splits off each command.

A command gets a process of its own, as ever; only what `foedus_node.cli.loading` loads is there
already, which no node, no variable and no screen has a say in.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import resource
import selectors
import socket
import sys
import threading
import time
from io import TextIOWrapper
from typing import Any, NoReturn, TextIO

from django.conf import settings
from django.db import connections

from foedus.record import keyfile
from foedus_node.cli import loading

CHEAP = {"ops": 1, "memory": 8192}
"""What it costs to open a key that is made here: the least there is. A key file says its own cost, so any
process opens it; what a key costs in use is the matter of `tests/record/test_keyfile.py`."""

_READ_BY_PYTHON = ("LANG", "LC_", "PYTHON")
"""How the variables begin that Python reads before anything is loaded."""

_LANGUAGE = ("LANG", "C.UTF-8")
"""The only one of them that this process had; a command that has another is begun from the beginning."""


def main(address: str) -> None:
    """Run the commands that are asked for, for as long as somebody holds this process's input open."""
    load()
    wire = split_off(address)
    if wire:
        run(wire)


def split_off(address: str) -> socket.socket | None:
    """Split off a process for each command; returns in each of these the wire to who asked."""
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as awaited:
        listening.bind(address)
        listening.listen()
        for stream in (listening, sys.stdin):
            awaited.register(stream, selectors.EVENT_READ)
        sys.stdout.write("loaded\n")
        sys.stdout.flush()
        while True:
            for key, _ in awaited.select():
                if key.fileobj is sys.stdin:
                    return None
                if key.fileobj is listening:
                    wire, _ = listening.accept()
                    child = os.fork()
                    if not child:
                        return wire
                    awaited.register(os.pidfd_open(child), selectors.EVENT_READ, (child, wire))
                else:
                    awaited.unregister(key.fileobj)
                    os.close(key.fd)
                    tell(*key.data)


def tell(child: int, wire: socket.socket) -> None:
    """Tell whoever asked for a command how it ended."""
    _, status = os.waitpid(child, 0)
    with wire, contextlib.suppress(BrokenPipeError):  # who asked may have been killed
        wire.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def load() -> None:
    """Load what is the same for every command."""
    loading.load()
    keyfile.lock.__kwdefaults__ = {**(keyfile.lock.__kwdefaults__ or {}), **CHEAP}
    gc.collect()
    gc.freeze()


def run(wire: socket.socket) -> NoReturn:
    """Be the process of one command, and end with it."""
    _, inherited, _, _ = socket.recv_fds(wire, 1, 4)
    with wire, wire.makefile("rb") as asked:
        request = json.load(asked)
    *streams, folder = inherited
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    # Anew, as at the beginning of a process: whether a stream is a file or a pipe is asked when it is opened.
    sys.stdin, sys.stdout, sys.stderr = map(opened_anew, (sys.stdin, sys.stdout, sys.stderr))
    os.fchdir(folder)
    for descriptor in inherited:
        os.close(descriptor)
    os.umask(request["umask"])
    for limit, bounds in request["limits"]:
        resource.setrlimit(limit, bounds)
    os.environ.clear()
    os.environ.update(request["environment"])
    if any(name.startswith(_READ_BY_PYTHON) for name in os.environ if (name, os.environ[name]) != _LANGUAGE):
        os.execv(sys.executable, [sys.executable, "-m", "foedus_node", *request["words"][1:]])  # noqa: S606 (our own command)
    time.tzset()
    sys.argv = request["words"]
    os._exit(ended())


def ended() -> int:
    """Run the command as its script does, to the end of its process; returns the exit code.

    What a process of Python does at its end it does here too, but for taking apart what is
    loaded, which would take as long as the command.
    """
    code = 1
    try:
        importlib.import_module("foedus_node.cli").main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    threading._shutdown()  # type: ignore[attr-defined]  # as Python itself does at the end
    atexit._run_exitfuncs()
    if settings.configured:
        connections.close_all()
    try:
        sys.stdout.flush()
    except OSError:
        return 120
    sys.stderr.flush()
    return code


def opened_anew(stream: Any) -> TextIO:
    """A stream of this process, opened as a process opens it."""
    raw = open(stream.fileno(), stream.buffer.mode, closefd=False)  # noqa: SIM115 (open to the very end)
    return TextIOWrapper(
        raw,
        encoding=stream.encoding,
        errors=stream.errors,
        newline="\n" if raw.writable() else None,
        line_buffering=stream.line_buffering or raw.isatty(),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
