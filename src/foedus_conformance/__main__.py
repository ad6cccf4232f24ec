"""The command `foedus-conformance`: which cases against which implementation, and the report."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from foedus.errors import FoedusError
from foedus_conformance.catalogue import CASES, Case, chosen
from foedus_conformance.implementation import Implementation
from foedus_conformance.running import Result, played

PASSED, FAILED = 0, 1
LEVELS = {1: "a verifier of files", 2: "a node with a log of its own"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold an implementation to the format's page.

    Args:
        arguments: what follows the program's name; None: as it was called.

    Returns:
        0 if every case passed, 1 if one failed or nothing could be asked.
    """
    asked = _parser().parse_args(arguments)
    try:
        cases = chosen(asked.only or [], level=asked.level)
        if asked.list:
            _say(
                *(f"{case.name}  (level {case.level}, section {case.section}): {case.rule}" for case in cases)
            )
            return PASSED
        implementation = Implementation.of(asked.implementation, seconds=asked.seconds)
        results = played(implementation, cases, keep=asked.keep, watch=None if asked.json else _tell)
    except FoedusError as error:
        sys.stderr.write(f"Error: {error}\nHint: {error.advice}\n")
        return FAILED
    passed = all(result.passed for result in results)
    if asked.json:
        _say(json.dumps(_as_json(results, asked.implementation, asked.level), ensure_ascii=False, indent=1))
    else:
        _say("", *_summary(results, asked.level))
    return PASSED if passed else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="foedus-conformance",
        description="Hold an implementation of the record's format to its page, through its command line.",
        epilog='Example: foedus-conformance --implementation "python3 my-adapter.py" --level 1',
    )
    parser.add_argument(
        "--implementation",
        metavar="COMMAND",
        default=f"{sys.executable} -m foedus_conformance.adapter",
        help="the command line that answers; Foedus itself, if not given",
    )
    parser.add_argument("--level", type=int, choices=LEVELS, default=2, help="1: files only; 2: nodes too")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="only this case, or those a pattern such as 'act-*' fits",
    )
    parser.add_argument("--list", action="store_true", help="tell the cases and play none")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="leave every file there, with the verdict it must get"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--seconds", type=float, default=120.0, help="how long one command may take (default: 120)"
    )
    return parser


def _tell(result: Result) -> None:
    files = f", {result.files} files" if result.files else ""
    if result.passed:
        _say(f"passed  {result.case.name}{files}")
        return
    _say(f"FAILED  {result.case.name}{files}", f"        section {result.case.section}: {result.case.rule}")
    _say(*(f"        {fault}" for fault in result.faults))


def _summary(results: Sequence[Result], level: int) -> list[str]:
    lines = []
    for number, what in LEVELS.items():
        here = [result for result in results if result.case.level == number]
        if number > level:
            lines.append(
                f"Level {number}, {what}: {_counted(_of_level(number))} skipped, for they were not asked for."
            )
        elif here:
            failed = sum(not result.passed for result in here)
            files = sum(result.files for result in here)
            held = f" over {files:,} files" if files else ""
            lines.append(f"Level {number}, {what}: {len(here) - failed} passed, {failed} failed{held}.")
    names = [result.case.name for result in results if not result.passed]
    lines.append(f"Failed: {', '.join(names)}." if names else "Every case passed.")
    return lines


def _of_level(level: int) -> list[Case]:
    return [case for case in CASES if case.level == level]


def _counted(cases: Sequence[Case]) -> str:
    return f"{len(cases)} {'case' if len(cases) == 1 else 'cases'}"


def _as_json(results: Sequence[Result], implementation: str, level: int) -> dict[str, object]:
    return {
        "implementation": implementation,
        "level": level,
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "skipped": [case.name for case in CASES if case.level > level],
        "cases": [result.to_json() for result in results],
    }


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
