"""The implementation under test: a command line that is started, asked and read.

What it is asked and must answer is in `docs/reference/conformance.md`. Whatever it does
instead (it is silent, hangs, crashes, prints something else) becomes a `NoAnswerError`
that says so in words; what an answer means is for the cases.
"""

import contextlib
import json
import os
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from foedus_conformance.errors import DeclinedError, HungError, NoAnswerError, NoImplementationError

VERIFIED, REFUSED = 0, 1
MOST_SHOWN = 200

Answer = Mapping[str, Any]


@frozen
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@frozen
class Implementation:
    """A command line, and how many seconds one of its commands may take."""

    command: tuple[str, ...]
    seconds: float = 120.0

    @classmethod
    def of(cls, line: str, *, seconds: float = 120.0) -> "Implementation":
        """The implementation that a command line starts.

        Raises:
            NoImplementationError: the line is empty, or its quotes are not closed.
        """
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise NoImplementationError(reason=f"{line!r} is no command line ({error})") from None
        if not words:
            raise NoImplementationError(reason="its command line is empty")
        return cls(tuple(words), seconds)

    def verify(self, paths: Sequence[Path]) -> list[Answer]:
        """The verdict on each file, in their order.

        Raises:
            NoAnswerError: it did not answer with one verdict a file.
        """
        asked = f"verify {paths[0].name}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
        done = self._run(asked, "verify", *paths)
        lines = done.out.splitlines()
        if len(lines) != len(paths):
            raise NoAnswerError(asked=asked, fault=_told_instead(done, f"{_lines(len(paths))} of JSON"))
        answers = [_verdict(line, asked) for line in lines]
        refused = any(answer["verdict"] == "refused" for answer in answers)
        if done.code != (REFUSED if refused else VERIFIED):
            words = "refused a file" if refused else "refused no file"
            raise NoAnswerError(asked=asked, fault=f"{words} and ended with code {done.code}")
        return answers

    def node(self, command: str, folder: Path, *words: str | Path, at: str) -> Answer:
        """What a node answers to a command.

        Args:
            command: `init`, `import`, `export`, `offer`, `sign`, `decline`, `recover`, `status`.
            folder: the node's folder.
            words: what the command takes.
            at: the moment to be taken for the present one.

        Raises:
            DeclinedError: it refused, with code 1.
            NoAnswerError: it neither did it, with JSON, nor refused it.
        """
        asked = f"{command} (on the node {folder.name})"
        done = self._run(asked, command, folder, *words, "--at", at)
        if done.code == REFUSED:
            raise DeclinedError(complaint=_complaint(done))
        if done.code != VERIFIED:
            raise NoAnswerError(asked=asked, fault=_told_instead(done, "code 0 or 1"))
        return _object(done.out, asked)

    def interrupted(self, command: str, folder: Path, *words: str | Path, at: str, after: float) -> bool:
        """Begin a command and kill it, with all it started, after so many seconds; whether it had ended."""
        process = self._start(command, folder, *words, "--at", at)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            _kill(process)
            return False
        return True

    def _run(self, asked: str, *words: str | Path) -> Done:
        process = self._start(*words)
        try:
            out, err = process.communicate(timeout=self.seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            raise HungError(asked=asked, fault=f"had not ended after {self.seconds:g} seconds") from None
        done = Done(
            process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace").strip()
        )
        if done.code < 0:
            name = signal.Signals(-done.code).name
            raise NoAnswerError(asked=asked, fault=f"was ended by {name}{_complaint(done)}")
        return done

    def _start(self, *words: str | Path) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(  # noqa: S603 (to start what the caller names is what this is for)
                [*self.command, *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            reason = f"{self.command[0]}: {(error.strerror or str(error)).lower()}"
            raise NoImplementationError(reason=reason) from None


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill it with all it started: an adapter that dies alone would leave its node at work."""
    with contextlib.suppress(ProcessLookupError):  # it ended just now
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _verdict(line: str, asked: str) -> Answer:
    answer = _object(line, asked)
    shown = line[:MOST_SHOWN]
    if answer.get("verdict") not in ("verified", "refused"):
        fault = f"gave a verdict that is neither verified nor refused: {shown}"
        raise NoAnswerError(asked=asked, fault=fault)
    if not all(isinstance(answer.get(name), str | None) for name in ("refusal", "reason")):
        raise NoAnswerError(asked=asked, fault=f"gave a refusal or a reason that is no text: {shown}")
    return answer


def _object(text: str, asked: str) -> Answer:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        shown = f"{text.strip()[:MOST_SHOWN]!r}" if text.strip() else "nothing"
        raise NoAnswerError(asked=asked, fault=f"printed {shown} where a JSON object must stand")
    return value


def _lines(count: int) -> str:
    return f"{count} {'line' if count == 1 else 'lines'}"


def _told_instead(done: Done, wanted: str) -> str:
    printed = _lines(len(done.out.splitlines())) if done.out.strip() else "nothing"
    return f"printed {printed} and ended with code {done.code}, where {wanted} must come{_complaint(done)}"


def _complaint(done: Done) -> str:
    lines = [line for line in done.err.splitlines() if line.strip()]
    return f" ({' / '.join(lines[-2:])[:MOST_SHOWN]})" if lines else ""
