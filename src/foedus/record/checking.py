"""The verdict on a file, whichever it is: a bundle, one disclosed line, or the proof of a forked log.

A bundle is a ZIP file and begins with `PK`; the others are JSON with one spelling, so that each
begins with the name of its first field.
"""

from typing import BinaryIO

from foedus.record.bundle import Bundle, verify
from foedus.record.disclosure import MOST_BYTES, Disclosed, verify_disclosure
from foedus.record.evidence import Evidence, verify_evidence
from foedus.record.verdict import Verdict, verdict


def checked(file: BinaryIO) -> Verdict | Disclosed | Evidence:
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
    return verdict(verify(Bundle(file)))
