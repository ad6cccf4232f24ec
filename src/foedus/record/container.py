"""The container of a bundle: a ZIP in exactly one spelling, so that every byte of it counts.

Any ZIP program opens it, and every archivist knows it. But a ZIP has room for bytes that
nobody reads (dates, attributes, extra fields, a second directory), and programs differ on
which of two copies of a fact they believe. Here all of them are fixed: members stored as
they are, dated 1980-01-01, no extra field, no comment, the directory exactly that of the
members. What is read is re-spelt and compared; any other byte is refused. Nothing is
inflated, so a small file cannot become a large one.

Source: PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from attrs import frozen

from foedus.errors import ContainerError
from foedus.phrase import phrase

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NEEDS = 20
_EPOCH = 0x21  # 1980-01-01 as MS-DOS writes a date

LARGEST = 2**31
MOST_MEMBERS = 60_000
LONGEST_NAME = 120
_CHUNK = 2**20


@frozen
class Member:
    """One file in a container: where it lies and what its checksum must be."""

    name: str
    offset: int
    size: int
    crc: int


class ContainerWriter:
    """Writes members one after another to a binary file, then the directory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._directory: list[bytes] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one member; the file must be seekable, for its header is mended at the end."""
        encoded, start = name.encode("ascii"), self._at
        self._put(_local(encoded, crc=0, size=0))
        crc = size = 0
        for chunk in chunks:
            self._put(chunk)
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        if self._at > LARGEST or len(self._directory) >= MOST_MEMBERS:
            raise ContainerError(reason="there is more to write than a bundle may hold; export in parts")
        self._file.seek(start)
        self._file.write(_local(encoded, crc=crc, size=size))
        self._file.seek(self._at)
        self._directory.append(_central(encoded, crc=crc, size=size, offset=start))

    def close(self) -> None:
        """Write the directory; nothing can be added after."""
        self._put(_closing(self._directory, at=self._at))

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


class Container:
    """A container open for reading: structure verified at once, each member's bytes as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        """Walk the members and the directory.

        Raises:
            ContainerError: any byte of the structure is not as it must be.
        """
        self._file = file
        self.members: Mapping[str, Member] = {member.name: member for member in _walk(file)}

    def chunks(self, name: str, *, most: int | None = None) -> Iterator[bytes]:
        """A member's bytes, piece by piece; the last piece comes only if the checksum holds.

        Raises:
            ContainerError: there is no such member, it has more than `most` bytes, or they were changed.
        """
        member = self.members.get(name)
        if member is None:
            raise ContainerError(reason=phrase("{name} is missing", name=name))
        if most is not None and member.size > most:
            raise ContainerError(reason=phrase("{name} is larger than {most} bytes", name=name, most=most))
        at, left, crc = member.offset, member.size, 0
        while left:
            # Several members may be read in turns from one file: each piece is sought anew.
            self._file.seek(at)
            chunk = self._file.read(min(_CHUNK, left))
            if not chunk:
                raise ContainerError(reason=phrase("{name} is cut short", name=name))
            crc = zlib.crc32(chunk, crc)
            at, left = at + len(chunk), left - len(chunk)
            if not left and crc != member.crc:
                raise ContainerError(reason=phrase("{name} was changed", name=name))
            yield chunk
        if member.size == 0 and member.crc:
            raise ContainerError(reason=phrase("{name} was changed", name=name))

    def read(self, name: str, *, most: int) -> bytes:
        """A member's bytes, if they are no more than `most`.

        Raises:
            ContainerError: there is no such member, it is too large, or its bytes were changed.
        """
        return b"".join(self.chunks(name, most=most))

    def lines(self, name: str, *, longest: int) -> Iterator[bytes]:
        """A member's lines without their line feed, each `longest` bytes at most; the last ends with one too.

        Raises:
            ContainerError: a line is too long or unfinished, or the member's bytes were changed.
        """
        rest = b""
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > longest or max(map(len, whole), default=0) > longest:
                raise ContainerError(
                    reason=phrase(
                        "{name} has a line of more than {longest} bytes", name=name, longest=longest
                    )
                )
            yield from whole
        if rest:
            raise ContainerError(reason=phrase("{name} is cut short", name=name))


def _walk(file: BinaryIO) -> Iterator[Member]:
    file.seek(0, 2)
    total = file.tell()
    if total > LARGEST + 2**28:
        raise ContainerError(reason="it is larger than a bundle may be")
    at = 0
    names: set[bytes] = set()
    directory: list[bytes] = []
    while True:
        file.seek(at)
        head = file.read(_LOCAL.size)
        if head[:4] == _CENTRAL_SIGN or (head[:4] == _END_SIGN and not directory):
            break
        if len(head) < _LOCAL.size or head[:4] != _LOCAL_SIGN:
            raise ContainerError(
                reason=phrase("it is no bundle") if at == 0 else phrase("it is cut short or altered")
            )
        crc, _, size, length = _LOCAL.unpack(head)[6:10]
        name = file.read(min(length, LONGEST_NAME))
        if head + name != _local(name, crc=crc, size=size) or len(directory) >= MOST_MEMBERS:
            raise ContainerError(reason=phrase("the header at byte {at} is not as it must be", at=at))
        if name in names or not name.isascii() or at + len(head) + len(name) + size > total:
            raise ContainerError(reason=phrase("the member at byte {at} is cut short or named twice", at=at))
        names.add(name)
        directory.append(_central(name, crc=crc, size=size, offset=at))
        yield Member(name.decode("ascii"), at + len(head) + len(name), size, crc)
        at += len(head) + len(name) + size
    closing = _closing(directory, at=at)
    file.seek(at)
    if file.read(len(closing) + 1) != closing:
        raise ContainerError(reason="its directory is not as it must be")


def _local(name: bytes, *, crc: int, size: int) -> bytes:
    return _LOCAL.pack(_LOCAL_SIGN, _NEEDS, 0, 0, 0, _EPOCH, crc, size, size, len(name), 0) + name


def _central(name: bytes, *, crc: int, size: int, offset: int) -> bytes:
    fields = (
        _CENTRAL_SIGN,
        _NEEDS,
        _NEEDS,
        0,
        0,
        0,
        _EPOCH,
        crc,
        size,
        size,
        len(name),
        0,
        0,
        0,
        0,
        0,
        offset,
    )
    return _CENTRAL.pack(*fields) + name


def _closing(directory: list[bytes], *, at: int) -> bytes:
    rows = b"".join(directory)
    return rows + _END.pack(_END_SIGN, 0, 0, len(directory), len(directory), len(rows), at, 0)
