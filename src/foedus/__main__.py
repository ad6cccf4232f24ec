"""`python -m foedus verify FILE`: checks a record on a machine with no node and no server.

It needs the record's own room and nothing of the rest, so that an archivist can check
every signature ten years later. `foedus verify`, on a node, says the same.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from foedus.errors import FoedusError
from foedus.record.checking import Found
from foedus.record.verdict import plain
from foedus.verifying import checked

VERIFIED, REFUSED = 0, 1  # argparse itself ends with 2 where the command was not understood


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a record as the command line asks.

    Args:
        arguments: what follows the program's name; None: as it was called.

    Returns:
        0 if the record is verified, 1 if it is refused or cannot be read.
    """
    asked = _parser().parse_args(arguments)
    try:
        found = _verified(asked.file, record=asked.record, trust=asked.trust)
    except FoedusError as error:
        return _refused(str(error), hint=error.advice, name=type(error).__name__, as_json=asked.json)
    except OSError as error:
        sentence = f"The file {error.filename or asked.file} cannot be read: {_reason(error)}."
        hint = "Name a bundle, a file that ends in .foedus."
        return _refused(sentence, hint=hint, name=None, as_json=asked.json)
    _say(_as_json(found.to_json()) if asked.json else "\n".join(found.lines()), sys.stdout)
    return VERIFIED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m foedus", description="Foedus without a node.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "verify",
        help="check a whole bundle, one disclosed line, or a signed paper",
        description="Check a whole bundle, one disclosed line, or a signed paper, with nothing but the file.",
        epilog="Example: python -m foedus verify plan.foedus",
    )
    check.add_argument(
        "file", type=Path, metavar="FILE", help="FILE.foedus, FILE.foedus-line, or the paper, FILE.pdf"
    )
    check.add_argument("--record", type=Path, metavar="FILE", help="the bundle to hold a paper against")
    check.add_argument(
        "--trust",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help="a certificate, PEM or DER, to judge the signers of papers by",
    )
    check.add_argument("--json", action="store_true", help="print the verdict as JSON")
    return parser


def _verified(path: Path, *, record: Path | None, trust: Sequence[Path]) -> Found:
    roots = [given.read_bytes() for given in trust]
    with path.open("rb") as file:
        if record is None:
            return checked(file, trust=roots)
        with record.open("rb") as held:
            return checked(file, record=held, trust=roots)


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "it is not there"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "reading it is not allowed"
    return (error.strerror or "the system refuses it").lower()


def _refused(sentence: str, *, hint: str, name: str | None, as_json: bool) -> int:
    if as_json:
        told = {"verified": False, "refusal": name, "error": sentence, "hint": hint}
        _say(_as_json(told), sys.stdout)
    _say(f"Error: {plain(sentence)}\nHint: {plain(hint)}", sys.stderr)
    return REFUSED


def _as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _say(words: str, stream: TextIO) -> None:
    """Say it as far as the stream can: not every terminal knows every letter."""
    encoding = stream.encoding or "utf-8"
    stream.write(words.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Who reads us stopped listening (`| head`). Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
