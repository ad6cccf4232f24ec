"""A PostgreSQL server for tests: in a folder of its own, on a socket of its own, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from attrs import field, frozen

USER = "foedus"
_AS_PEOPLE_SORT = "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
_MISSING = "PostgreSQL's programs are not on this machine"


@frozen
class Server:
    """A running server, by the folder of its socket."""

    socket: Path
    _made: Iterator[int] = field(factory=lambda: count(1), repr=False)

    def address(self, name: str) -> str:
        """Where one of its databases is."""
        return f"postgresql://{USER}@/{name}?host={self.socket}"

    def database(self, *, like: str | None = None, name: str = "") -> str:
        """A new database, empty or a copy of another; returns its name.

        An empty one sorts as a ministry's may, as people do: by letters, then by accents and case.
        """
        name = name or f"d{next(self._made)}"
        copied = f'"{like}"' if like else f"template0 {_AS_PEOPLE_SORT}"
        self.say(f'CREATE DATABASE "{name}" TEMPLATE {copied}')
        return name

    def say(self, statement: str, *, on: str = "postgres") -> str:
        """Run one statement on a database; returns its rows."""
        words = [_program("psql"), "-h", str(self.socket), "-U", USER, "-At", "-c", statement, on]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    def given_to(self, folder: Path, *, like: tuple[str, str] | None = None) -> tuple[str, str]:
        """Let the node in a folder keep its databases here: new ones, or copies of two others."""
        common, private = (self.database(like=one) for one in like or (None, None))
        (folder / "data").mkdir(parents=True, exist_ok=True)
        lines = (
            f'common = "{self.address(common)}"',
            f'private = "{self.address(private)}"',
            "",
        )
        (folder / "data" / "databases.toml").write_text("\n".join(lines))
        return common, private

    @contextmanager
    def away(self, *, how: str = "immediate") -> Iterator[None]:
        """Have the server away while the block runs, and back afterwards."""
        self._control("-m", how, "stop")
        try:
            yield
        finally:
            self.begin()

    def begin(self) -> None:
        """Start it."""
        options = f"-k {self.socket} -c listen_addresses= -c max_connections=40"
        self._control("-o", options, "-l", str(self.socket / "log"), "start")

    def _control(self, *words: str) -> None:
        _by_its_user("pg_ctl", "-D", str(self.socket / "cluster"), "-w", *words, folder=self.socket)


@contextmanager
def served() -> Iterator[Server]:
    """A server for as long as it is needed.

    A test that needs one is skipped where PostgreSQL is not installed.
    """
    if not shutil.which(_program("initdb")):
        pytest.skip(_MISSING)
    # Not pytest's own folder: PostgreSQL's account may not enter it, and a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="foedus-") as named:
        folder = Path(named)
        cluster = str(folder / "cluster")
        _by_its_user("initdb", "-D", cluster, "-A", "trust", "-U", USER, "--no-sync", folder=folder)
        server = Server(folder)
        server.begin()
        try:
            yield server
        finally:
            _by_its_user("pg_ctl", "-D", cluster, "-w", "-m", "immediate", "stop", folder=folder)


def _program(name: str) -> str:
    """One of its programs, which Debian keeps out of the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(installed[-1]) if installed else name)


def _by_its_user(name: str, *words: str, folder: Path) -> None:
    # PostgreSQL refuses to run as root; where the tests do, its own account runs it.
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    command, quiet = [_program(name), *words], subprocess.DEVNULL
    subprocess.run(command, check=True, user=owner, cwd=folder, env=environment, stdout=quiet)
