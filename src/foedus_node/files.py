"""Writing files so that a full disk or a killed process never leaves half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from foedus.phrase import phrase
from foedus_node.errors import FileError


@contextmanager
def whole(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file that appears under its name only once all of it is safely on disk.

    Args:
        path: where it shall stand; what stood there before stays until then.
        mode: who may read it.

    Raises:
        FileError: the folder is missing, or a folder or a device stands under that name.
        OSError: the disk is full or forbids it; nothing is left behind.
    """
    if path.is_dir():
        raise FileError(path=str(path), reason="it is a folder, and a file is to be written")
    if path.exists() and not path.is_file():
        # Replaced by name, /dev/null would be a plain file for the whole machine.
        raise FileError(path=str(path), reason="it is no plain file, and one is to be written")
    if not path.parent.is_dir():
        raise FileError(
            path=str(path), reason=phrase("the folder {parent} does not exist", parent=path.parent)
        )
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
    """What a file or a pipe holds, if that is no more than `most` bytes.

    Raises:
        FileError: it is not there, is a folder, may not be read, or holds more.
    """
    if path.is_dir():
        raise FileError(path=str(path), reason="it is a folder, and a file is needed")
    with _readable(path) as file:
        data = file.read(most + 1)  # a device tells no size beforehand, and some never end
    if len(data) > most:
        raise FileError(
            path=str(path), reason=phrase("it has more than {most:,} bytes, the most there may be", most=most)
        )
    return data


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
    with _readable(path) as file:
        yield file


def _readable(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FileError(path=str(path), reason="there is no such file") from None
    except PermissionError:
        raise FileError(path=str(path), reason="this account may not read it") from None
