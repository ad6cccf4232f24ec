"""How a word may hide in bytes."""

import base64
from collections.abc import Iterator


def forms(word: str) -> Iterator[bytes]:
    """A word as it may hide: as it is, in hexadecimal digits, two bytes a letter, in base64 at each place."""
    for each in (word, word.lower(), word.upper()):
        data = each.encode()
        yield from (data, data.hex().encode(), each.encode("utf-16-le"))
        for before in range(3):
            # The letters at the ends share their digits of base64 with what stands beside them.
            yield base64.b64encode(b"x" * before + data)[4 if before else 0 : -4]
