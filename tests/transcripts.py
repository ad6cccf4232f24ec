"""Stories: Markdown transcripts of two or more parties at their nodes, played as tests.

A story is a page a person can read; its console blocks hold what is typed at each
party's prompt and what is answered. This module reads such a page, plays it in a fresh
folder with each party in its own, and says where the answers differ. It knows nothing
of any one command; the form is described in `docs/reference/stories.md`.
"""

import datetime
import difflib
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from attrs import field, frozen

START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
SECONDS_A_COMMAND_MAY_TAKE = 120

_PROMPT = re.compile(r"~(?P<party>[a-z]*)\$ (?P<line>.+)")
_FENCE = re.compile(r"(?P<ticks>`{3,})(?P<language>\w*)\s*")
_CLOCK = re.compile(r"<!-- clock: (?P<at>\S+) -->\s*")
_AFTER = re.compile(r"<!-- after: (?P<page>\S+) -->\s*")
_PORT = re.compile(r"<!-- port: (?P<name>[a-z]+) -->\s*")
_FILE = re.compile(r"<!-- file: (?P<path>\S+) -->\s*")
_CHANGING = re.compile(r"\b[0-9a-f]{12,64}\b|(?<=fingerprint )[0-9a-f ]{20,}|\b[0-9,]+(?= bytes)")
"""What differs on every run: hashes, fingerprints, sizes. A rewritten answer has a blank in its place."""

_BLANK = re.compile(r"\[\.\.\]|<[a-z]+>")

Names = Mapping[str, str]
"""What the story calls by a name of its own, such as an act by its hash: `<plan>` is `3f2a9c...`."""


class StoryError(ValueError):
    """A story that is not of the form it should be."""


@frozen
class SetClock:
    """From the next command on it is `at`."""

    at: datetime.datetime


@frozen
class FindPort:
    """From now on `name` stands for a port of this machine at which nobody listens."""

    name: str


@frozen
class WriteFile:
    """`path`, below the story's folder, holds `text`."""

    path: PurePosixPath
    text: str


@frozen
class Command:
    """What is typed at one party's prompt, and the answer the page shows.

    `number` is the line of the page the prompt stands on, from 1; the answer stands on the
    lines from `after` on. An empty `party` is a plain shell in the folder all have in common.
    """

    number: int
    after: int
    party: str
    typed: str
    answer: tuple[str, ...]

    @property
    def is_left_running(self) -> bool:
        """Whether it goes on beside the commands that follow, to the end of the story."""
        return self.typed.endswith(" &")


Step = SetClock | FindPort | WriteFile | Command


@frozen
class Difference:
    """A command that answered something else than its page shows."""

    command: Command
    actual: tuple[str, ...]
    names: Names = field(factory=dict)

    @property
    def told(self) -> tuple[str, ...]:
        """The answer as the page would tell it: in the page's own blanks and names where they fit."""
        return told(self.actual, answer=self.command.answer, names=self.names)

    def __str__(self) -> str:
        answer = self.command.answer
        diff = difflib.unified_diff(answer, self.told, "the story", "the command", lineterm="", n=50)
        return "\n".join([f"line {self.command.number}: ~{self.command.party}$ {self.command.typed}", *diff])


@frozen
class Stage:
    """Where a story is played: its folder, and a folder of commands put first on the PATH.

    Before those come the commands of `at_once`, if that is a folder: they do the same and begin
    sooner (`tests.loading`). A command that is left running never is one of them.
    """

    root: Path
    commands: Path = field(factory=lambda: Path(sys.executable).parent)
    at_once: Path | None = None

    def environment(self, party: str, at: datetime.datetime) -> dict[str, str]:
        """The variables a command of this party sees, and no other."""
        shell = {
            "PATH": f"{self.commands}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "FOEDUS_CLOCK": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        }
        node = {"FOEDUS_NODE": str(self.root / party), "FOEDUS_PASSPHRASE": f"the passphrase of {party}"}
        return shell | (node if party else {})

    def run(self, command: Command, *, at: datetime.datetime, names: Names) -> tuple[str, ...]:
        """Run one command in its party's folder and give its answer, blanks and what follows cut off."""
        folder = self.root / command.party
        folder.mkdir(exist_ok=True)
        environment = self.environment(command.party, at)
        if self.at_once:
            environment["PATH"] = f"{self.at_once}{os.pathsep}{environment['PATH']}"
        done = subprocess.run(
            ["/bin/sh", "-c", _BLANK.sub(lambda blank: names.get(blank[0][1:-1], blank[0]), command.typed)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS_A_COMMAND_MAY_TAKE,
        )
        printed = (part.decode().replace(str(self.root), "~") for part in (done.stdout, done.stderr))
        shown = _trimmed([line for part in printed for line in part.splitlines()])
        return (*shown, f"[exit {done.returncode}]") if done.returncode else shown

    def start(
        self, command: Command, *, at: datetime.datetime, names: Names, until: ExitStack
    ) -> tuple[str, ...]:
        """Start a command that goes on until the stack is left, and give what it says in the beginning."""
        folder = self.root / command.party
        folder.mkdir(exist_ok=True)
        typed = _BLANK.sub(
            lambda blank: names.get(blank[0][1:-1], blank[0]), command.typed.removesuffix(" &")
        )
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {typed}"],
            cwd=folder,
            env=self.environment(command.party, at),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        until.callback(_end, process)
        return _trimmed(
            [line.replace(str(self.root), "~") for line in _first(process, lines=len(command.answer))]
        )

    def write(self, file: WriteFile) -> None:
        """Put a file of the story into its folder."""
        path = self.root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")


def steps(page: str) -> list[Step]:
    """Read a story, in the order in which it is played.

    Raises:
        StoryError: a block or comment has not the form it should have, or nothing is typed at all.
    """
    lines = page.splitlines()
    found: list[Step] = []
    path: PurePosixPath | None = None
    at = 0
    while at < len(lines):
        if clock := _CLOCK.fullmatch(lines[at]):
            found.append(SetClock(datetime.datetime.fromisoformat(clock["at"])))
        elif port := _PORT.fullmatch(lines[at]):
            found.append(FindPort(port["name"]))
        elif file := _FILE.fullmatch(lines[at]):
            path = _inside(file["path"], number=at + 1)
        elif fence := _FENCE.fullmatch(lines[at]):
            start, at = at + 1, _closing(lines, fence["ticks"], opened=at)
            if path:
                found.append(WriteFile(path, "".join(f"{line}\n" for line in lines[start:at])))
                path = None
            elif fence["language"] == "console":
                found.extend(_commands(lines[start:at], start=start))
        elif path and lines[at].strip():
            raise StoryError(f"line {at + 1}: a block should follow the name of the file {path}")
        at += 1
    if not any(isinstance(step, Command) for step in found):
        raise StoryError("nothing is typed in this story")
    return found


def before(page: str) -> str | None:
    """The page at whose end this story begins, where it names one."""
    found = (_AFTER.fullmatch(line) for line in page.splitlines())
    return next((after["page"] for after in found if after), None)


def play(story: Iterable[Step], stage: Stage) -> list[Difference]:
    """Play a story from its start; a minute passes with each command.

    Gives every command whose answer does not fit, the first of them first.
    """
    with ExitStack() as running:
        return _played(story, stage, running)


def _played(story: Iterable[Step], stage: Stage, running: ExitStack) -> list[Difference]:
    at = START
    names: Names = {}
    differences = []
    for step in story:
        match step:
            case SetClock():
                at = step.at
            case FindPort():
                names = {**names, step.name: str(_free_port())}
            case WriteFile():
                stage.write(step)
            case Command():
                if step.is_left_running:
                    actual = stage.start(step, at=at, names=names, until=running)
                else:
                    actual = stage.run(step, at=at, names=names)
                at += MINUTE
                learned = fitted(step.answer, actual, names=names)
                if learned is None:
                    names = _overheard(step.answer, actual, names=names)
                    differences.append(Difference(step, actual, names))
                else:
                    names = learned
    return differences


def fitted(answer: Sequence[str], actual: Sequence[str], *, names: Names) -> Names | None:
    """The names known once an answer was given; None where it is not the one the page shows.

    `[..]` fits any words, `...` any lines, `<name>` one word: the one it stood for before, if any.
    """
    heard: set[str] = set()
    parts = (
        "(?:.*\n)*" if line == "..." else _pattern(line, names=names, heard=heard) + "\n" for line in answer
    )
    match = re.fullmatch("".join(parts), "".join(f"{line}\n" for line in actual))
    return {**names, **match.groupdict()} if match else None


def told(actual: Sequence[str], *, answer: Sequence[str], names: Names) -> tuple[str, ...]:
    """What was printed, in the blanks and names of the page's own answer wherever they fit."""
    blanks = [line for line in answer if _BLANK.search(line) and line != "[..]"]
    plain = set(answer)
    by_length = sorted(names.items(), key=lambda name: len(name[1]), reverse=True)

    def line_told(printed: str) -> str:
        if printed in plain:
            return printed
        for line in blanks:
            if fitted([line], [printed], names=names) is not None:
                return line
        for name, value in by_length:
            printed = re.sub(rf"\b{re.escape(value)}\b", f"<{name}>", printed)
        return _CHANGING.sub("[..]", printed)

    return tuple(line_told(printed) for printed in actual)


def rewritten(page: str, differences: Iterable[Difference]) -> str:
    """The page with the answers that differed put in place of those it shows."""
    lines = page.splitlines()
    for difference in sorted(differences, key=lambda d: d.command.number, reverse=True):
        command = difference.command
        stop = command.after + len(command.answer)
        lines[command.after : stop] = difference.told
    return "".join(f"{line}\n" for line in lines)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _first(process: "subprocess.Popen[bytes]", *, lines: int) -> list[str]:
    """The first lines that a process prints, as many as are awaited, fewer if it ends or takes too long."""
    assert process.stdout
    said, until = b"", time.monotonic() + SECONDS_A_COMMAND_MAY_TAKE
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while said.count(b"\n") < lines and ready.select(max(until - time.monotonic(), 0)):
            piece = os.read(process.stdout.fileno(), 2**16)
            said += piece
            if not piece:
                break
    return said.decode().splitlines()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=SECONDS_A_COMMAND_MAY_TAKE)


def _commands(block: list[str], *, start: int) -> list[Command]:
    """The commands of one console block; `start` is how many lines of the page stand before it."""
    prompts = [at for at, line in enumerate(block) if _PROMPT.match(line)]
    if prompts[:1] != [0]:
        raise StoryError(f"line {start + 1}: a console block opens with a prompt such as ~vn$ or ~$")
    commands = []
    for at, stop in zip(prompts, [*prompts[1:], len(block)], strict=True):
        prompt = _PROMPT.fullmatch(block[at])
        assert prompt
        typed, after = prompt["line"], at + 1
        while typed.endswith("\\") and after < stop and block[after].startswith("> "):
            typed, after = f"{typed}\n{block[after][2:]}", after + 1
        answer = _trimmed(block[after:stop])
        commands.append(Command(start + at + 1, start + after, prompt["party"], typed, answer))
    return commands


def _closing(lines: list[str], ticks: str, *, opened: int) -> int:
    for at in range(opened + 1, len(lines)):
        if lines[at].rstrip() == ticks:
            return at
    raise StoryError(f"line {opened + 1}: this block is never closed")


def _inside(written: str, *, number: int) -> PurePosixPath:
    path = PurePosixPath(written)
    if path.is_absolute() or ".." in path.parts:
        raise StoryError(f"line {number}: {written} lies outside the story's folder")
    return path


def _pattern(line: str, *, names: Names, heard: set[str]) -> str:
    """One line of an answer as an expression; `heard` are the names met so far in this answer."""
    parts, at = [], 0
    for blank in _BLANK.finditer(line):
        parts.append(re.escape(line[at : blank.start()]))
        at, name = blank.end(), blank[0][1:-1]
        if blank[0] == "[..]":
            parts.append(".*")
        elif name in names:
            parts.append(re.escape(names[name]))
        else:
            parts.append(f"(?P={name})" if name in heard else rf"(?P<{name}>[\w-]+)")
            heard.add(name)
    return "".join([*parts, re.escape(line[at:])])


def _overheard(answer: Sequence[str], actual: Sequence[str], *, names: Names) -> Names:
    """The names that an answer gives although, as a whole, it does not fit."""
    for line in answer:
        for printed in actual:
            names = fitted([line], [printed], names=names) or names
    return names


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without blanks at their ends and without empty lines after the last."""
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
