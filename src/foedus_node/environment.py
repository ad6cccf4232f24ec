"""Settings from the environment, strictly: what is set and means nothing is refused, with its name.

A secret may stand in a file that `NAME_FILE` names, so that it need not stand in the environment.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from foedus_node import files
from foedus_node.errors import FileError, ValueRefusedError

_SMALL = 2**16
_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off"})


def text(name: str, *, default: str = "") -> str:
    """A setting's words, from `NAME` or from the file that `NAME_FILE` names.

    Raises:
        FileError: there is no such file.
        ValueRefusedError: both are set.
    """
    given, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if given is not None and file is not None:
        raise ValueRefusedError(name=name, reason=f"it and {name}_FILE are both set")
    if file is not None:
        try:
            return files.read(Path(file), most=_SMALL).decode().strip("\r\n")
        except UnicodeDecodeError:
            raise FileError(path=file, reason=f"it is not UTF-8, and {name} is needed") from None
    return default if given is None else given.strip()


def names(name: str, *, default: Sequence[str]) -> list[str]:
    """A setting that lists names, joined by commas."""
    given = text(name)
    return [part.strip() for part in given.split(",") if part.strip()] if given else list(default)


def flag(name: str, *, default: bool) -> bool:
    """A setting that is yes or no.

    Raises:
        ValueRefusedError: it is neither.
    """
    given = text(name).lower()
    if not given:
        return default
    if given not in _YES | _NO:
        raise ValueRefusedError(name=name, reason=f"{given!r} is neither yes nor no")
    return given in _YES


def number(name: str, *, default: int, least: int, most: int) -> int:
    """A setting that is a number.

    Raises:
        ValueRefusedError: it is none, or lies outside its bounds.
    """
    given = text(name)
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and least <= int(given[:12]) <= most):
        raise ValueRefusedError(name=name, reason=f"{given!r} is no number from {least} to {most}")
    return int(given)
