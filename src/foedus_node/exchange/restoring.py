"""A destroyed node that is being made again from its keys: a mark in its folder, until an officer ends it.

The mark is there before the empty databases are, so that at no moment a node stands there that
forgot what it signed and does not know that it forgot.
"""

from pathlib import Path

from foedus_node import files


def is_under_way(folder: Path) -> bool:
    """Whether the node in a folder is being made again."""
    return _mark(folder).exists()


def begin(folder: Path) -> None:
    """Mark it, before anything else."""
    (folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(_mark(folder), b"This node was destroyed; see `foedus restore --help`.\n")


def end(folder: Path) -> None:
    """Take the mark away: every compact it had is back."""
    _mark(folder).unlink(missing_ok=True)


def _mark(folder: Path) -> Path:
    return folder / "data" / "restoring"
