"""Cutting an archive into shards: portions that one process reads, which stay the same when others change.

Where a shard ends is told by the names of its files alone, so a file that is added or taken away changes
its own shard and no other.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from foedus.phrase import phrase
from foedus_node.errors import FileError

ENDINGS = frozenset({".txt", ".html", ".htm", ".docx", ".pdf", ".eml"})
"""What is read of a folder; a file that is named is read whatever its ending."""

_MOST_FILES, _MOST_BYTES = 400, 8_000_000
_ONE_IN = 200
"""A shard ends after one file in so many, unless it was full before."""


@frozen
class Shard:
    """Files that are read together: their paths in order, and their bytes."""

    paths: tuple[str, ...]
    size: int


def found(places: Sequence[Path]) -> list[tuple[str, int]]:
    """The files of an archive with their sizes, by path; a folder stands for all texts below it.

    Raises:
        FileError: a place is not there, or no file is.
    """
    files: dict[str, int] = {}
    for place in places:
        if not place.exists():
            raise FileError(path=str(place), reason="it is not there")
        below = sorted(place.rglob("*")) if place.is_dir() else [place]
        wanted = (one for one in below if one == place or one.suffix.lower() in ENDINGS)
        files |= {str(one): one.stat().st_size for one in wanted if one.is_file()}
    if not files:
        endings = ", ".join(sorted(ENDINGS))
        raise FileError(path=str(places[0]), reason=phrase("it holds no text ({endings})", endings=endings))
    return sorted(files.items())


def cut(files: Iterable[tuple[str, int]]) -> Iterator[Shard]:
    """Cut files into shards.

    Args:
        files: paths with their sizes in bytes, in order.
    """
    paths: list[str] = []
    size = 0
    for path, length in files:
        paths.append(path)
        size += length
        if len(paths) >= _MOST_FILES or size >= _MOST_BYTES or _ends_here(path):
            yield Shard(tuple(paths), size)
            paths, size = [], 0
    if paths:
        yield Shard(tuple(paths), size)


def _ends_here(path: str) -> bool:
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:4]) % _ONE_IN == 0
