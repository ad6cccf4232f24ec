"""Writing files so that a full disk or a killed process never leaves half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from foedus_node.errors import FileError


@contextmanager
def whole(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file that appears under its name only once all of it is safely on disk.

    Args:
        path: where it shall stand; what stood there before stays until then.
        mode: who may read it.

    Raises:
        FileError: the folder is missing, or a folder stands under that name.
        OSError: the disk is full or forbids it; nothing is left behind.
    """
    if path.is_dir():
        raise FileError(path=str(path), reason="it is a folder, and a file is to be written")
    if not path.parent.is_dir():
        raise FileError(path=str(path), reason=f"the folder {path.parent} does not exist")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(path)
        _settle(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a whole file at once; see `whole`."""
    with whole(path, mode=mode) as file:
        file.write(data)


def read(path: Path, *, most: int) -> bytes:
    """A file's bytes, if it is a file of no more than `most` bytes.

    Raises:
        FileError: it is not there, is a folder, may not be read, or is larger.
    """
    try:
        if path.is_dir():
            raise FileError(path=str(path), reason="it is a folder, and a file is needed")
        size = path.stat().st_size
        if size > most:
            raise FileError(path=str(path), reason=f"it has {size:,} bytes, and {most:,} are the most")
        return path.read_bytes()
    except FileNotFoundError:
        raise FileError(path=str(path), reason="there is no such file") from None
    except PermissionError:
        raise FileError(path=str(path), reason="this account may not read it") from None


def _settle(folder: Path) -> None:
    """Make the new name itself durable, not only the bytes under it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file open for reading.

    Raises:
        FileError: it is not there, is no plain file, or may not be read.
    """
    if path.exists() and not path.is_file():
        raise FileError(path=str(path), reason="it is no plain file, and a file is needed")
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise FileError(path=str(path), reason="there is no such file") from None
    except PermissionError:
        raise FileError(path=str(path), reason="this account may not read it") from None
