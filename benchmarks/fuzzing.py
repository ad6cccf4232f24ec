"""A million spoilt files for everything that reads bytes from outside: `python -m benchmarks.fuzzing`.

Each reader gets `--inputs` files in a process of its own: valid ones with bytes changed, and
valid ones with a part changed and all that binds it made to fit (`tests.hostile.readers`).
With atheris installed it guides the choice by coverage; without it chance alone does, the
same on every run. Anything but a `FoedusError` is a finding, and is printed.

It is no claim about speed: it says how many inputs were tried, how fast, and what was found.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

try:
    import atheris
except ImportError:
    atheris = None

# Only what is imported in here tells atheris which of its lines were reached.
with atheris.instrument_imports(include=["foedus"]) if atheris else contextlib.nullcontext():
    from foedus.errors import FoedusError
    from tests.hostile.readers import Dice, Reader, bytes_changed, readers
from tests.worlds import chance

THROWS = 64
SHARES = {"bundle": 1, "card": 1, "container": 4, "file": 1, "line": 2, "proof": 2}
"""How many inputs a reader gets, beside the 10 of those that are quick."""

_COVERAGE = re.compile(r"(INITED|DONE)\s+cov: (\d+) ft: (\d+) corp: (\d+)")


class Trial:
    """One reader being tried."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.outcomes: Counter[str] = Counter()
        self.findings: dict[str, str] = {}

    def try_one(self, data: bytes) -> None:
        """Let it read one input."""
        try:
            self.reader.read(data)
        except FoedusError as refusal:
            self.outcomes[type(refusal).__name__] += 1
        except Exception as error:  # whatever else comes out is what is looked for
            self.outcomes["FOUND"] += 1
            self.findings.setdefault(f"{type(error).__name__}: {error}"[:200], data[:400].hex())
        else:
            self.outcomes["read"] += 1

    def said(self, seconds: float) -> dict[str, Any]:
        """What came of it."""
        return {
            "inputs": self.outcomes.total(),
            "seconds": seconds,
            "outcomes": dict(self.outcomes.most_common()),
            "findings": self.findings,
        }


def inputs(reader: Reader, number: int) -> Iterator[bytes]:
    """So many spoilt files, the same on every run."""
    for each in range(number):
        seed = chance("fuzzing", each) + chance("fuzzing", each, "more")
        yield spoilt(reader, reader.files[each % len(reader.files)], Dice(seed))


def spoilt(reader: Reader, data: bytes, dice: Dice) -> bytes:
    """A file spoilt once or a few times, by its bytes or by its parts."""
    for _ in range(1 + dice.throw(3)):
        spoil = reader.spoil if dice.throw(3) else bytes_changed
        with contextlib.suppress(Exception):  # what was spoilt before may be beyond taking apart
            data = spoil(data, dice)
    return data


def by_chance(reader: Reader, number: int) -> dict[str, Any]:
    """Try inputs that chance alone chooses."""
    trial, start = Trial(reader), time.perf_counter()
    for data in inputs(reader, number):
        trial.try_one(data)
    return trial.said(time.perf_counter() - start)


def by_coverage(reader: Reader, number: int, report: Callable[[dict[str, Any]], None]) -> None:
    """Try inputs that atheris chooses; it ends the process, so the report is made on the way out."""
    trial, start = Trial(reader), time.perf_counter()
    done = 0

    def try_one(data: bytes) -> None:
        nonlocal done
        trial.try_one(data)
        done += 1
        if done == number:
            report(trial.said(time.perf_counter() - start))

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        dice = Dice(chance(seed) + chance(seed, "more"))
        if dice.throw(4) == 0:
            return bytes(atheris.Mutate(data, most))
        # What coverage favours is mostly broken at its outside: half of all start from a whole file.
        whole = dice.pick(list(reader.files))
        return spoilt(reader, data if data and dice.throw(2) else whole, dice)[:most]

    with tempfile.TemporaryDirectory() as corpus:
        for place, data in enumerate(reader.files):
            (Path(corpus) / str(place)).write_bytes(data)
        longest = 4 * max(map(len, reader.files))
        words = [
            sys.argv[0],
            corpus,
            f"-runs={number}",
            f"-max_len={longest}",
            "-rss_limit_mb=2048",
            "-seed=1",
        ]
        atheris.Setup(words, try_one, custom_mutator=mutator)
        atheris.Fuzz()


def child(name: str, number: int) -> None:
    """Try one reader, in a process of its own; the report is the last line."""

    def report(said: dict[str, Any]) -> None:
        print(json.dumps(said), flush=True)

    reader = readers()[name]
    if atheris:
        by_coverage(reader, number, report)
    else:
        report(by_chance(reader, number))


def tried(name: str, number: int) -> dict[str, Any]:
    """Let a child try one reader."""
    done = subprocess.run(  # noqa: S603 (this very module)
        [sys.executable, "-m", "benchmarks.fuzzing", "--reader", name, "--inputs", str(number)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "foedus_node.settings"},
    )
    reports = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not reports:
        return {
            "inputs": 0,
            "seconds": 0.0,
            "outcomes": {},
            "findings": {"the process died": done.stderr[-500:]},
        }
    coverage = [(int(cov), int(ft)) for _, cov, ft, _ in _COVERAGE.findall(done.stderr)]
    return {**json.loads(reports[-1]), "coverage": coverage}


def main() -> None:
    """Try every reader and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many in all (or of one reader)")
    parser.add_argument("--reader", choices=list(readers()), help="try this one alone, in this process")
    given = parser.parse_args()
    if given.reader:
        child(given.reader, given.inputs)
        return
    shares = {name: SHARES.get(name, 10) for name in readers()}
    total, found = 0, 0
    for name, share in shares.items():
        said = tried(name, given.inputs * share // sum(shares.values()) + 1)
        total, found = total + said["inputs"], found + len(said["findings"])
        speed = said["inputs"] / said["seconds"] if said["seconds"] else 0
        grown = " to ".join(str(cov) for cov, _ in said.get("coverage", ()))
        covered = f"; coverage {grown}" if grown else ""
        print(f"{name}: {said['inputs']:,} inputs, {speed:,.0f} a second{covered}; {said['outcomes']}")
        for what, data in said["findings"].items():
            print(f"  FOUND {what}: {data}")
    print(f"{total:,} inputs, {found} findings")


if __name__ == "__main__":
    main()
