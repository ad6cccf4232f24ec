"""The verdict on a file of the record: a bundle, one disclosed line, or the proof of a forked log.

A bundle is a ZIP file and begins with `PK`; the others are JSON with one spelling, so that each
begins with the name of its first field. What documents say is no matter of this room
(`foedus.verifying`).
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from foedus.record.bundle import Bundle, verify
from foedus.record.disclosure import MOST_BYTES, verify_disclosure
from foedus.record.evidence import verify_evidence
from foedus.record.verdict import verdict


class Found(Protocol):
    """What was found in a file that is intact."""

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""

    def lines(self) -> Iterator[str]:
        """As a person reads it, a line each."""


def checked(file: BinaryIO) -> Found:
    """Verify a file with nothing else at hand.

    Raises:
        FoedusError: the first thing that is wrong; see `foedus.errors`.
        OSError: it cannot be read, or not from its beginning again.
    """
    first = file.read(1)
    file.seek(0)
    if first == b"{":
        data = file.read(MOST_BYTES + 1)
        return verify_evidence(data) if data.startswith(b'{"a":') else verify_disclosure(data)
    bundle = Bundle(file)
    return verdict(verify(bundle), blobs=bundle.blobs)
