"""A process that runs commands on nodes and is killed at a write that can be named.

Every write of a command is counted: each statement that changes a table, each commit, each
file made durable and each file that takes its name, before and after. The process answers
one job a line, in a fork of its own, so that a command costs milliseconds and dies alone.

The process is `tests.node.killed`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from attrs import field, frozen

from tests.node.nodes import Done, Node


@frozen
class Ended:
    """How a command ended, and how many moments of writing it had come to."""

    done: Done
    moments: int


@frozen
class Killer:
    """A process that runs commands, and kills them."""

    process: "subprocess.Popen[bytes]" = field(repr=False)

    def run(self, node: Node, *words: str, at: int | None = None) -> Ended:
        """Run a command on a node, to its end or to its `at`-th moment of writing."""
        job = {"node": str(node.folder), "words": words, "at": at, "environment": node.environment()}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(orjson.dumps(job) + b"\n")
        self.process.stdin.flush()
        told = orjson.loads(self.process.stdout.readline())
        return Ended(Done(told["code"], told["said"], told["refused"]), told["moments"])


@contextmanager
def killer() -> Iterator[Killer]:
    """A killer for as long as it is needed."""
    words = [sys.executable, "-m", "tests.node.killed"]
    root = Path(__file__).resolve().parents[2]
    plain = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}  # nothing that other tests set
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, cwd=root, env=plain) as process:
        yield Killer(process)
        assert process.stdin
        process.stdin.close()
