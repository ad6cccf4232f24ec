"""Work that needs much memory for a moment, done in a process of its own that ends with it.

What sets pages and draws figures takes a hundred megabytes and keeps them; the process that
serves the pages stays small. Unless it is told otherwise, the process apart begins as one that
exports does: it has no way to open what is private.
"""

import importlib
import os
import pickle
import subprocess
import sys
import threading
from typing import Any

import attrs
import django

from foedus.errors import FoedusError
from foedus_node.errors import BusyError

_AT_ONCE = 2
_SECONDS = 120
_SECONDS_IN_LINE = 30
_places = threading.BoundedSemaphore(_AT_ONCE)


def apart(work: str, *given: Any, private: bool = False, **named: Any) -> Any:
    """Do some work in a process of its own.

    Args:
        work: the function that does it, as module:name; only that process loads it.
        given: what it is given, by value.
        named: the same, by name.
        private: whether it opens what is ours alone.

    Returns:
        What the work returns.

    Raises:
        FoedusError: what the work refuses.
        BusyError: others are at such work already, and it did not end soon.
    """
    if not _places.acquire(timeout=_SECONDS_IN_LINE):
        raise BusyError(pid=str(os.getpid()))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "foedus_node.web.apart"],
            input=pickle.dumps((work, given, named)),
            env={
                **os.environ,
                "FOEDUS_COMMON_ONLY": "0" if private else "1",
                "DJANGO_SETTINGS_MODULE": "foedus_node.settings",
            },
            stdout=subprocess.PIPE,
            check=True,
            timeout=_SECONDS,
        )
    finally:
        _places.release()
    refused, made = pickle.loads(done.stdout)  # noqa: S301 (of our own process)
    if refused is not None:
        raise refused(**made)
    return made


def _done(given: bytes) -> tuple[type[FoedusError] | None, Any]:
    """What the work made; or the refusal by its class and its facts, from which it is made again."""
    work, arguments, named = pickle.loads(given)  # noqa: S301 (of the process that began this one)
    module, _, name = work.partition(":")
    try:
        return None, getattr(importlib.import_module(module), name)(*arguments, **named)
    except FoedusError as error:
        fields = attrs.fields(type(error))  # type: ignore[arg-type]  # every refusal is one of attrs
        return type(error), {one.name: getattr(error, one.name) for one in fields}


def main() -> None:
    """Do what comes in, and say what was made."""
    answering = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not stand in the answer
    django.setup()
    made = _done(sys.stdin.buffer.read())
    with os.fdopen(answering, "wb") as answer:
        answer.write(pickle.dumps(made))


if __name__ == "__main__":
    main()
