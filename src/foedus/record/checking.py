"""The verdict on a file, whichever it is: a bundle, or one disclosed line.

A bundle is a ZIP file and begins with `PK`, a disclosed line is JSON and begins with `{`.
"""

from typing import BinaryIO

from foedus.record.bundle import Bundle, verify
from foedus.record.disclosure import MOST_BYTES, Disclosed, verify_disclosure
from foedus.record.verdict import Verdict, verdict


def checked(file: BinaryIO) -> Verdict | Disclosed:
    """Verify a file with nothing else at hand.

    Raises:
        FoedusError: the first thing that is wrong; see `foedus.errors`.
        OSError: it cannot be read, or not from its beginning again.
    """
    first = file.read(1)
    file.seek(0)
    if first == b"{":
        return verify_disclosure(file.read(MOST_BYTES + 1))
    return verdict(verify(Bundle(file)))
