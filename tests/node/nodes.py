"""Real nodes for tests: folders on which real `foedus` processes run.

A node is founded by `foedus init`; `of_world` gives it the keys that a world's party has,
so that bundles made in memory, honest or not, are its own compact's. Nothing is checked here.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

from foedus.record import keyfile
from foedus_node.keys.chest import Chest, Roots
from tests.loaded import CHEAP
from tests.loading import loaded
from tests.worlds import World, chance, root_of

PASSPHRASE = "words for rehearsal only"
CLOCK = "2026-06-01T09:00:00Z"

Tables = Mapping[str, list[tuple[Any, ...]]]


@frozen
class Done:
    """How a command ended: its exit code, what it printed, what it refused."""

    code: int
    said: str
    refused: str


@frozen
class Node:
    """A node's folder, and commands run on it as an officer would."""

    folder: Path

    def command(self, *words: str | Path) -> list[str]:
        """The words of a process that runs a command here."""
        return [sys.executable, "-m", "foedus_node", *self._words(*words)]

    def environment(self, **more: str) -> dict[str, str]:
        """The variables it sees: nothing of the machine's that could change what it says."""
        plain = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            "FOEDUS_PASSPHRASE": PASSPHRASE,
            "FOEDUS_CLOCK": CLOCK,
        }
        return plain | more

    def start(self, *words: str | Path, **more: str) -> "subprocess.Popen[str]":
        """Begin a command and do not wait for it."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str | Path, **more: str) -> Done:
        """Run a command to its end, in a process that is split off one which has the libraries loaded."""
        return Done(*loaded().run(["foedus", *self._words(*words)], environment=self.environment(**more)))

    def do(self, *words: str | Path) -> str:
        """Run a command that must succeed; returns what it printed."""
        done = self.run(*words)
        assert done.code == 0, (words, done)
        return done.said

    def data(self, *words: str | Path) -> Any:
        """Run a command for its data."""
        return orjson.loads(self.do(*words, "--json"))

    def tables(self, database: str = "common") -> Tables:
        """Every row of one of its databases, by table."""
        with sqlite3.connect(f"file:{self.folder}/data/{database}.sqlite3?mode=ro", uri=True) as held:
            names = [name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {name: sorted(held.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608 (its own names)
        held.close()
        return rows

    def _words(self, *words: str | Path) -> list[str]:
        return ["--node", str(self.folder), *map(str, words)]

    def copied(self, folder: Path) -> "Node":
        """A copy of it, elsewhere."""
        return Node(Path(shutil.copytree(self.folder, folder)))


def founded(folder: Path, party: str) -> Node:
    """A node founded as an officer founds it."""
    node = Node(folder)
    node.do("init", "--party", party, "--office", "Director of Cooperation")
    return node


def of_world(world: World, party: str, folder: Path) -> Node:
    """A node that holds the keys a world's party has."""
    node = founded(folder, party)
    for role in ("root", "op"):
        seed, salt = chance(world.seed, party, role), chance(party, role, "salt")[: keyfile.SALT_BYTES]
        nonce = chance(party, role, "nonce")[: keyfile.NONCE_BYTES]
        locked = keyfile.lock(seed, role=role, passphrase=PASSPHRASE, salt=salt, nonce=nonce, **CHEAP)
        (folder / "keys" / f"{role}.key").write_bytes(locked)
    (folder / "keys" / "link.key").write_bytes(keyfile.bare(chance(world.seed, party, "link")))
    Chest(folder / "keys").keep_roots(Roots(root_of(*world.roots[party]), None))
    return node
