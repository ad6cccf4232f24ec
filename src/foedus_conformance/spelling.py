"""How the suite writes bytes: JSON, the container, and both of them wrongly where a case wants that.

It is the maker's side of sections 1 and 8 of the format and refuses nothing: whatever a
case dictates is written. Nothing here reads what it wrote.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

Change = Callable[[Any], Any]
"""What a case does to a value before it is written."""

Members = list[tuple[str, bytes]]
"""A container's members, by name, in their order."""

ZEROS = "0" * 64
EPOCH = 33
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


def as_it_is(value: Any) -> Any:
    """Change nothing."""
    return value


def instead(value: Any) -> Change:
    """Put something else in its place."""
    return lambda _: value


def spelt(value: Any) -> bytes:
    """A value as section 1 spells it; floats, deep values and other keys are written too."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(data: bytes) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def with_fields(**fields: Any) -> Change:
    """Set fields of an object; a name that is a word of Python ends with an underscore (`from_`)."""
    return lambda value: {**value, **{name.removesuffix("_"): each for name, each in fields.items()}}


def without(*names: str) -> Change:
    """Leave fields of an object out."""
    return lambda value: {name: each for name, each in value.items() if name not in names}


def at(path: str, change: Change) -> Change:
    """Change what lies at a path in a value, names and places divided by dots; all else stays."""
    first, _, rest = path.partition(".")
    inner = at(rest, change) if rest else change

    def changed(value: Any) -> Any:
        if isinstance(value, list):
            place = int(first)
            return [*value[:place], inner(value[place]), *value[place + 1 :]]
        return {**value, first: inner(value[first])}

    return changed if first else change


def changed_text(old: str, new: str, *, times: int = 1) -> Callable[[bytes], bytes]:
    """Replace words in bytes; they must be there, or the case would test nothing.

    Raises:
        LookupError: they are not there.
    """

    def change(data: bytes) -> bytes:
        if old.encode() not in data:
            raise LookupError(f"{old!r} is not in what was to be changed")
        return data.replace(old.encode(), new.encode(), times)

    return change


def flipped(data: bytes, place: int, bit: int = 0) -> bytes:
    """Bytes with one bit changed."""
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def spliced(data: bytes, place: int, more: bytes) -> bytes:
    """Bytes with others put in at a place."""
    return data[:place] + more + data[place:]


# --- the container ---------------------------------------------------------------------------


@frozen
class Header:
    """What a member's header and its line in the directory say; each number as section 8 has it."""

    name: bytes
    crc: int
    size: int
    offset: int
    needs: int = 20
    flags: int = 0
    method: int = 0
    time: int = 0
    date: int = EPOCH
    extra: bytes = b""
    made_by: int = 20
    comment: bytes = b""
    disk: int = 0
    inner: int = 0
    outer: int = 0
    plain_size: int | None = None
    """What the second of the two sizes says; None: the same."""

    @property
    def _shared(self) -> tuple[int, ...]:
        plain = self.size if self.plain_size is None else self.plain_size
        return (self.needs, self.flags, self.method, self.time, self.date, self.crc, self.size, plain)

    def local(self) -> bytes:
        """The header before the member."""
        head = _LOCAL.pack(b"PK\x03\x04", *self._shared, len(self.name), len(self.extra))
        return head + self.name + self.extra

    def central(self) -> bytes:
        """Its line in the directory."""
        lengths = (len(self.name), len(self.extra), len(self.comment))
        rest = (self.disk, self.inner, self.outer, self.offset)
        head = _CENTRAL.pack(b"PK\x01\x02", self.made_by, *self._shared, *lengths, *rest)
        return head + self.name + self.extra + self.comment


HeaderChange = Callable[[Header], Header]


def _unchanged(header: Header) -> Header:
    return header


def packed(
    members: Iterable[tuple[str, bytes]],
    *,
    local: Mapping[int, HeaderChange] | None = None,
    central: Mapping[int, HeaderChange] | None = None,
    end: Callable[[bytes], bytes] = as_it_is,
) -> bytes:
    """A container around members.

    Args:
        members: names and bytes, in their order.
        local: what is done to the header of the member at a place.
        central: what is done to its line in the directory.
        end: what is done to the last 22 bytes.
    """
    parts, rows, offset = [], [], 0
    for place, (name, data) in enumerate(members):
        header = Header(name.encode(), zlib.crc32(data), len(data), offset)
        before = (local or {}).get(place, _unchanged)(header).local()
        rows.append((central or {}).get(place, _unchanged)(header).central())
        parts += [before, data]
        offset += len(before) + len(data)
    directory = b"".join(rows)
    last = _END.pack(b"PK\x05\x06", 0, 0, len(rows), len(rows), len(directory), offset, 0)
    return b"".join([*parts, directory, end(last)])
