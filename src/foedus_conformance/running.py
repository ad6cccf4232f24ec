"""Playing the cases against one implementation, one after another, and what came of each.

A case fails for one of two reasons: what came is not what must come, or the implementation
did not answer. One that hangs is not asked for ever: after a few times nothing more is
asked of it, and the rest is told as failed.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen

from foedus_conformance.case import File, FileCase, Refused, difference
from foedus_conformance.catalogue import Case
from foedus_conformance.errors import BrokenRuleError, HungError, NoAnswerError
from foedus_conformance.implementation import Implementation
from foedus_conformance.nodes.stage import NodeCase, Stage

BATCH = 250
MOST_HANGS = 2
MOST_TOLD = 5


@frozen
class Result:
    """What came of a case: nothing is wrong if there is no fault."""

    case: Case
    files: int = 0
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all that must come came."""
        return not self.faults

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "case": self.case.name,
            "level": self.case.level,
            "section": self.case.section,
            "rule": self.case.rule,
            "files": self.files,
            "passed": self.passed,
            "faults": list(self.faults),
        }


class Run:
    """One run of the suite: its implementation, and the folder for its files."""

    def __init__(self, implementation: Implementation, folder: Path, *, keep: bool = False) -> None:
        self.implementation, self.folder, self.keep = implementation, folder, keep
        self.hangs = 0
        self._stage: Stage | None = None

    def results(self, cases: Iterable[Case]) -> Iterator[Result]:
        """Play cases; each result comes when it is known."""
        for case in cases:
            if self.hangs > MOST_HANGS:
                yield Result(case, 0, (f"not asked: the implementation had hung {self.hangs} times",))
            elif isinstance(case, FileCase):
                yield self._files(case)
            else:
                yield self._node(case)

    def _files(self, case: FileCase) -> Result:
        folder = self.folder / case.name
        count, faults = 0, []
        for batch in batches(case.files()):
            count += len(batch)
            with self._kept(folder):
                found = self._asked(batch, folder)
            faults += [fault for fault in found if fault]
            if self.hangs > MOST_HANGS:
                break
        more = [f"and {len(faults) - MOST_TOLD} more"] if len(faults) > MOST_TOLD else []
        return Result(case, count, (*faults[:MOST_TOLD], *more))

    def _asked(self, batch: Sequence[File], folder: Path) -> list[str | None]:
        paths = [folder / f"{file.name}{file.suffix}" for file in batch]
        for file, path in zip(batch, paths, strict=True):
            path.write_bytes(file.make())
        if self.keep:
            _note(folder, batch, paths)
        try:
            answers = self.implementation.verify(paths)
        except HungError as error:
            self.hangs += 1
            return [str(error)]
        except NoAnswerError as error:
            if len(batch) == 1:
                return [f"{paths[0].name}: {error}"]
            return self._asked_one_by_one(batch, folder)
        pairs = zip(batch, answers, strict=True)
        return [_told(file, difference(file.expected, answer)) for file, answer in pairs]

    def _asked_one_by_one(self, batch: Sequence[File], folder: Path) -> list[str | None]:
        """One file may have brought it down: each is asked about by itself, until it is clear that all do."""
        found: list[str | None] = []
        for file in batch:
            if len(found) == MOST_TOLD and all(found):
                return [*found, f"the other {len(batch) - MOST_TOLD} of these files were not asked about"]
            found += self._asked([file], folder)
        return found

    def _node(self, case: NodeCase) -> Result:
        folder = self.folder / case.name
        with self._kept(folder, make=False):
            result = Result(case, 0, self._played(case, folder))
            if self.keep and folder.exists():
                told = json.dumps(result.to_json(), ensure_ascii=False, indent=1) + "\n"
                (folder / "result.json").write_text(told, encoding="utf-8")
        return result

    def _played(self, case: NodeCase, folder: Path) -> tuple[str, ...]:
        try:
            case.play(self._prepared().copied(folder))
        except (NoAnswerError, BrokenRuleError) as error:
            self.hangs += isinstance(error, HungError)
            return (str(error),)
        return ()

    def _prepared(self) -> Stage:
        if self._stage is None:
            folder = self.folder / "prepared"
            shutil.rmtree(folder, ignore_errors=True)
            self._stage = Stage.prepared(self.implementation, folder)
        return self._stage

    @contextmanager
    def _kept(self, folder: Path, *, make: bool = True) -> Iterator[None]:
        """A folder for a case, which goes with it unless its files are to be kept."""
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            yield
        finally:
            if not self.keep:
                shutil.rmtree(folder, ignore_errors=True)


def batches(files: Iterable[File]) -> Iterator[list[File]]:
    """Files in the portions in which they are asked about; a large one by itself."""
    batch: list[File] = []
    for file in files:
        if file.large:
            yield [file]
            continue
        batch.append(file)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def played(
    implementation: Implementation,
    cases: Iterable[Case],
    *,
    keep: Path | None = None,
    watch: Callable[[Result], None] | None = None,
) -> tuple[Result, ...]:
    """Play cases against an implementation.

    Args:
        implementation: the command line under test.
        cases: what is to be played.
        keep: a folder in which every file stays, with the verdict that it must get.
        watch: is told each result as it comes.

    Raises:
        NoImplementationError: it cannot be started at all.
    """
    with TemporaryDirectory(prefix="foedus-conformance-") as temporary:
        run = Run(implementation, keep or Path(temporary), keep=keep is not None)
        found = []
        for result in run.results(cases):
            found.append(result)
            if watch:
                watch(result)
    return tuple(found)


def _told(file: File, fault: str | None) -> str | None:
    return f"{file.name}{file.suffix}: {fault}" if fault else None


def _note(folder: Path, batch: Sequence[File], paths: Sequence[Path]) -> None:
    """Write beside the files which verdict each must get."""
    path = folder / "verdicts.json"
    noted = json.loads(path.read_bytes()) if path.exists() else {}
    for file, each in zip(batch, paths, strict=True):
        refused = isinstance(file.expected, Refused)
        noted[each.name] = (
            {"verdict": "refused", "refusal": sorted(file.expected.names)}  # type: ignore[union-attr]  # told apart above
            if refused
            else {"verdict": "verified", **file.expected.says}  # type: ignore[union-attr]  # the same
        )
    path.write_text(json.dumps(noted, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
