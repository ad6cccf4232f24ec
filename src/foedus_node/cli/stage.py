"""Where the example is played: its folder, its nodes, its clock. Each step is a command of an officer."""

import importlib
import os
import shutil
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import orjson

from foedus.terms import Party
from foedus_node.cli import commands, loading, printing
from foedus_node.errors import StepError

PASSPHRASE = "for rehearsal only"  # noqa: S105 (the example's keys protect nothing)


class Stage:
    """The folder of the example and the nodes in it, of whose compacts one is played at a time."""

    def __init__(self, folder: Path) -> None:
        loading.load()
        self.folder = folder
        self.clock = "2024-11-25T08:00:00Z"
        self.compact = ""
        self.step = 0

    def run(self, party: Party, *command: str | Path) -> str:
        """Run one command on a party's node; returns what it said.

        Raises:
            StepError: it was refused.
        """
        code, said, refused = self.attempt(party, *command)
        if code:
            raise StepError(command=" ".join(map(str, command)), reason=refused)
        return said

    def attempt(self, party: Party, *command: str | Path) -> tuple[int, str, str]:
        """Run one command on a party's node; returns its exit code, what it said, and what it refused."""
        return _run([list(map(str, command))], self._environment(party))

    def run_each(self, party: Party, several: Iterable[Sequence[str]]) -> None:
        """Run several commands on a party's node in one process, one after another.

        Raises:
            StepError: one of them was refused; those after it were not run.
        """
        words = [list(command) for command in several]
        code, _said, refused = _run(words, self._environment(party))
        if code:
            raise StepError(command=" ".join(words[0]), reason=refused)

    def _environment(self, party: Party) -> dict[str, str]:
        return {
            **os.environ,
            "FOEDUS_NODE": str(self.folder / party.lower()),
            "FOEDUS_PASSPHRASE": PASSPHRASE,
            "FOEDUS_CLOCK": self.clock,
            "NO_COLOR": "1",
        }

    def data(self, party: Party, *command: str | Path) -> Any:
        """Run one command for its data."""
        return orjson.loads(self.run(party, *command, "--json"))

    def within(self, party: Party, *command: str | Path) -> str:
        """Run one command on a party's node in the compact that is played."""
        return self.run(party, *command, "--compact", self.compact)

    def offer(self, party: Party, draft: str) -> str:
        """Offer a draft; returns the act's hash."""
        return str(self.data(party, "offer", draft)["act"])

    def send(self, sender: Party, *to: Party) -> None:
        """Carry a bundle of the compact that is played from one node to others, as on a stick."""
        for receiver in to:
            bundle = self.folder / f"{sender.lower()}-to-{receiver.lower()}.foedus"
            self.within(sender, "export", bundle, "--to", receiver)
            self.run(receiver, "import", bundle)

    def agree(self, draft: str, *, by: Party, others: tuple[Party, ...], founds: bool = False) -> str:
        """Offer a draft, and let every other party sign it; returns the act's hash."""
        act = self.offer(by, draft)
        if founds:
            self.compact = act  # a compact is named by its charter
        self.send(by, *others)
        for party in others:
            self.within(party, "sign", act)
            self.send(party, *(each for each in (by, *others) if each != party))
        return act

    def keep(self, name: str, value: Any) -> Path:
        """Write something into the folder, to be loaded by a command; returns where."""
        path = self.folder / "sheets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(orjson.dumps(value, option=orjson.OPT_INDENT_2))
        return path

    def tell(self, party: Party | None, what: str, look: str) -> None:
        """Tell one step in a line."""
        self.step += 1
        printing.say(f"{self.step:>3}. {party or 'all':<4} {what}  [look: {look}]")

    def look(self, party: Party, command: str) -> str:
        """How to look at something on a party's node."""
        choice = f" --compact {self.compact[:8]}" if self.compact else ""
        return f"{called()} --node {self.folder / party.lower()} {command}{choice}"


def _run(several: list[list[str]], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Run commands in a process of their own, split off from this one, which has loaded the libraries."""
    with TemporaryFile() as said, TemporaryFile() as refused:
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os.dup2(said.fileno(), 1)
            os.dup2(refused.fileno(), 2)
            os.environ.clear()
            os.environ.update(environment)
            os._exit(_ended(several))
        _, status = os.waitpid(child, 0)
        for stream in (said, refused):
            stream.seek(0)
        printed, error = said.read().decode().strip(), refused.read().decode().strip()
        return os.waitstatus_to_exitcode(status), printed, error


def _ended(several: list[list[str]]) -> int:
    importlib.reload(printing)  # whether somebody watches was asked of the screen, and here is none
    try:
        return next((code for words in several if (code := commands.run(words))), 0)
    except Exception:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def called() -> str:
    """How the reader of these lines can call `foedus`: as this process was, if it is not on the path."""
    return "foedus" if shutil.which("foedus") else sys.argv[0]
