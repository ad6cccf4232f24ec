"""Long work that a page begins and nobody need wait for: exchanging, writing and taking in bundles, backups.

Each is a command in a process of its own, so that what the pages may open it may not: an
exchange runs without the private database. A folder below `data/work` tells of each: what it is
(`about.json`), what the command said and refused, the file that it made. While the command
lives it holds a lock on `alive`, so a page knows whether it still runs whatever became of the
process that began it.

Of work that leaves nothing behind but news the latest is remembered. Backups lie below `data/backups`
and stay until somebody removes them.
"""

import datetime
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

from foedus_node import clock, files
from foedus_node import refused as handed
from foedus_node.home import Home
from foedus_node.web.phrasing import advice_of, sentence_of

KEPT = 20
"""How many pieces of work are remembered beside backups; the oldest that has ended makes room."""
BACKUP = "backup"
_MOST_SAID = 2**20
_HIDDEN = (
    *("FOEDUS_PASSPHRASE", "FOEDUS_PIN", "FOEDUS_SECRET_KEY", "FOEDUS_OIDC_SECRET", "FOEDUS_MODEL_KEY"),
)
"""Secrets that no work of this sort needs."""


@frozen
class Work:
    """A piece of work, and how it stands."""

    folder: Path
    what: str
    """`exchange`, `export`, `import` or `backup`."""
    party: str
    compact: str
    by: str
    at: datetime.datetime
    before: int
    """The last row of the common record when it began."""

    @property
    def name(self) -> str:
        """What an address calls it."""
        return self.folder.name

    @property
    def made(self) -> Path:
        """The file that it makes."""
        return self.folder / "made"

    @property
    def is_running(self) -> bool:
        """Whether its command still lives."""
        with (self.folder / "alive").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    @property
    def answer(self) -> Any:
        """What the command printed as data; None where it printed none."""
        try:
            return orjson.loads(files.read(self.folder / "said", most=_MOST_SAID))
        except orjson.JSONDecodeError:
            return None

    @property
    def refused(self) -> tuple[str, str]:
        """What the command refused and what to do next, empty where it refused nothing.

        It is said in the language of the page where the refusal is one of ours, else as the command said it.
        """
        if error_of_ours := handed.handed_over(self.folder / "refusal.json"):
            return sentence_of(error_of_ours), advice_of(error_of_ours)
        lines = files.read(self.folder / "refused", most=_MOST_SAID).decode(errors="replace").splitlines()
        error, hint = (
            " ".join(line.removeprefix(word).strip() for line in lines if line.startswith(word))
            for word in ("Error: ", "Hint: ")
        )
        return error, hint

    @property
    def state(self) -> str:
        """`running`, `done`, `refused`, or `broken` where it ended and said nothing."""
        if self.is_running:
            return "running"
        if self.refused[0]:
            return "refused"
        return "done" if self.answer is not None or self.made.is_file() else "broken"


def begin(
    here: Home,
    words: Sequence[str],
    *,
    what: str,
    by: str,
    compact: str = "",
    party: str = "",
    before: int = 0,
    given: Iterator[bytes] | None = None,
) -> Work:
    """Begin a command and do not wait for it.

    Args:
        here: the node.
        words: the command; `{made}` in it stands for the file it makes, `{given}` for what it is given.
        what: what kind of work it is.
        by: who asked for it, by name.
        compact: the compact it concerns.
        party: the party it concerns.
        before: the last row of the common record now.
        given: a file's bytes in pieces, for a command that reads one.
    """
    if what != BACKUP:
        _make_room(here)
    folder = _room(here, what) / f"{clock.now():%Y%m%d%H%M%S}-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700, parents=True)
    told = {"what": what, "by": by, "compact": compact, "party": party, "before": before}
    files.write(folder / "about.json", orjson.dumps({**told, "at": clock.now().isoformat()}))
    if given is not None:
        with files.whole(folder / "given") as stream:
            for piece in given:
                stream.write(piece)
    places = {"{made}": str(folder / "made"), "{given}": str(folder / "given")}
    command = [sys.executable, "-m", "foedus_node", "--node", str(here.path)]
    command += [places.get(word, word) for word in words]
    with (
        (folder / "alive").open("w") as alive,
        (folder / "said").open("wb") as said,
        (folder / "refused").open("wb") as refused,
    ):
        fcntl.flock(alive, fcntl.LOCK_EX)
        process = subprocess.Popen(  # noqa: S603 (our own command; what a person typed is only a value in it)
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=refused,
            env={**_environment(), handed.VARIABLE: str(folder / "refusal.json")},
            pass_fds=(alive.fileno(),),
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()
    return _read(folder)


def found(here: Home, name: str, *, what: str = "") -> Work | None:
    """A piece of work by its name."""
    return next((one for one in every(here, what) if one.name == name), None)


def every(here: Home, what: str = "") -> tuple[Work, ...]:
    """The work that is remembered, the latest first; or every backup, where these are meant."""
    folders = sorted(_room(here, what).glob("*/about.json"), reverse=True)
    return tuple(_read(one.parent) for one in folders)


def remove(one: Work) -> bool:
    """Remove a piece of work and what it made, unless it still runs; returns whether it is gone."""
    if one.is_running:
        return False
    shutil.rmtree(one.folder, ignore_errors=True)
    return not one.folder.exists()


def set_backups_apart(here: Home) -> None:
    """Put the backups that an earlier edition made among other work where they stay."""
    for one in every(here):
        if one.what == BACKUP and not one.is_running:
            apart = _room(here, BACKUP)
            apart.mkdir(mode=0o700, exist_ok=True)
            one.folder.rename(apart / one.name)


def _make_room(here: Home) -> None:
    set_backups_apart(here)
    for old in every(here)[KEPT - 1 :]:
        remove(old)


def _room(here: Home, what: str) -> Path:
    return here.path / "data" / ("backups" if what == BACKUP else "work")


def _read(folder: Path) -> Work:
    told: Mapping[str, Any] = orjson.loads(files.read(folder / "about.json", most=_MOST_SAID))
    at = datetime.datetime.fromisoformat(told["at"])
    return Work(folder, told["what"], told["party"], told["compact"], told["by"], at, told["before"])


def _environment() -> dict[str, str]:
    hidden = {"DJANGO_SETTINGS_MODULE", "FOEDUS_COMMON_ONLY"}
    hidden.update(name + ending for name in _HIDDEN for ending in ("", "_FILE"))
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**kept, "LANG": "C.UTF-8", "NO_COLOR": "1"}
