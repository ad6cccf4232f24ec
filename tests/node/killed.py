"""The process that `tests.node.killing` starts: jobs come in a line each, each is run in a fork."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import orjson
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from foedus_node import databases
from foedus_node.cli import commands

_WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "SAVEPOINT", "RELEASE", "BEGIN")
_LOADED = ("import", "sign", "offer", "report", "recover", "status", "export", "verify", "draft")


def serve() -> None:
    """Answer jobs until there are none left."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.settings"
    django.setup()
    for name in _LOADED:
        commands.app[name]
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(in_a_fork(orjson.loads(line))) + b"\n")
        sys.stdout.buffer.flush()


def in_a_fork(job: dict[str, Any]) -> dict[str, Any]:
    """Run one job in a process of its own; returns how it ended, killed or not."""
    told, pipe = os.pipe()
    said, refused = (os.memfd_create(name) for name in ("said", "refused"))
    child = os.fork()
    if not child:
        os.dup2(said, 1)
        os.dup2(refused, 2)
        os._exit(run(job, Moments(job["at"], pipe)))
    os.close(pipe)
    moments = 0
    while part := os.read(told, 2**16):
        moments += len(part)
    _, status = os.waitpid(child, 0)
    words = [os.pread(one, 2**20, 0).decode() for one in (said, refused)]
    for one in (told, said, refused):
        os.close(one)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "said": words[0], "refused": words[1], "moments": moments}


def run(job: dict[str, Any], moments: "Moments") -> int:
    """Run a command on a node as `foedus` does, its writes counted."""
    os.environ.update(job["environment"])
    places = databases.configured(Path(job["node"]))
    named = {"default": dict(places["common"]), "private": dict(places["private"])}
    connections.settings = connections.configure_settings(named)
    for alias in named:
        connections[alias] = connections.create_connection(alias)
    moments.around(CursorWrapper, "execute", counts=writes)
    moments.around(CursorWrapper, "executemany", counts=writes)
    moments.around(BaseDatabaseWrapper, "_commit")
    moments.around(os, "fsync")
    moments.around(Path, "replace")
    code = commands.run(["--node", job["node"], *job["words"]])
    sys.stdout.flush()
    return code


def writes(_: object, statement: object, *__: object) -> bool:
    """Whether a statement changes anything."""
    return str(statement).lstrip().upper().startswith(_WRITES)


class Moments:
    """Counts the moments of writing, tells the parent of each, and dies at the one asked for."""

    def __init__(self, at: int | None, pipe: int) -> None:
        self.count, self.at, self.pipe = 0, at, pipe

    def around(self, owner: Any, name: str, *, counts: Callable[..., bool] = lambda *_: True) -> None:
        """Count before and after a function is called, where it writes."""
        called = getattr(owner, name)

        def counted(*args: Any, **named: Any) -> Any:
            if not counts(*args):
                return called(*args, **named)
            self.pass_one()
            given = called(*args, **named)
            self.pass_one()
            return given

        setattr(owner, name, counted)

    def pass_one(self) -> None:
        """Come to one moment, and perhaps no further."""
        self.count += 1
        os.write(self.pipe, b".")
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    serve()
