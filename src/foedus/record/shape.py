"""The shapes of fields that acts and entries share: hashes, moments, parties, wordings.

Each function says whether a value of the JSON profile has the shape; it raises nothing.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from foedus.phrase import phrase

Test = Callable[[Any], bool]
"""Whether a value of the JSON profile has a shape."""

_HASH = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTY = re.compile(r"[A-Z]{2}|[A-Z][A-Z0-9-]{2,15}")
_ITEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_hash(value: Any) -> bool:
    """A SHA-256 or an Ed25519 public key: 64 small hexadecimal digits."""
    return type(value) is str and _HASH.fullmatch(value) is not None


def is_nonce(value: Any) -> bool:
    """Sixteen bytes of chance, or a key's name: 32 small hexadecimal digits."""
    return type(value) is str and _NONCE.fullmatch(value) is not None


def is_hex(value: Any, size: int) -> bool:
    """So many bytes in small hexadecimal digits."""
    return type(value) is str and len(value) == 2 * size and not value.strip("0123456789abcdef")


def is_moment(value: Any) -> bool:
    """A moment in UTC to the second, `2025-12-02T09:00:00Z`, that exists."""
    # The hour is not left to Python: from 3.14 on it takes 24:00, and verdicts must not depend on it.
    return type(value) is str and _exists(value[:10]) and _TIME.fullmatch(value[10:]) is not None


def is_day(value: Any) -> bool:
    """A day of the calendar, `2026-01-01`, that exists."""
    return type(value) is str and _exists(value)


@lru_cache(maxsize=4096)  # a log has many entries a day
def _exists(day: str) -> bool:
    if not _DAY.fullmatch(day):
        return False
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def is_party(value: Any) -> bool:
    """A party's code."""
    return type(value) is str and _PARTY.fullmatch(value) is not None


def is_item(value: Any) -> bool:
    """An item's name: small letters, digits and hyphens, 64 at most."""
    return type(value) is str and len(value) <= 64 and _ITEM.fullmatch(value) is not None


def is_text(value: Any, longest: int = 2000) -> bool:
    """Words, not empty, not longer than `longest` characters."""
    return type(value) is str and 0 < len(value) <= longest


def is_count(value: Any, least: int = 0) -> bool:
    """A whole number (True and False are none), at least `least`."""
    return type(value) is int and value >= least


def is_head(value: Any) -> bool:
    """A log's head: the number of its last entry and that entry's hash."""
    return type(value) is list and len(value) == 2 and is_count(value[0]) and is_hash(value[1])


def is_wording(value: Any) -> bool:
    """Words by language: at least one."""
    return (
        type(value) is dict and bool(value) and all(is_text(k, 12) and is_text(v) for k, v in value.items())
    )


def is_list_of(value: Any, test: Test, *, most: int = 100_000) -> bool:
    """A list, not longer than `most`, whose every part passes the test."""
    return type(value) is list and len(value) <= most and all(map(test, value))


def is_root(keys: Any, threshold: Any) -> bool:
    """A party's root: 1 to 32 public keys, none twice, and how many of them must sign."""
    return (
        is_list_of(keys, is_hash, most=32)
        and len(set(keys)) == len(keys)
        and is_count(threshold, 1)
        and threshold <= len(keys)
    )


def fault(document: Any, fields: Mapping[str, Test]) -> str | None:
    """The first thing wrong with a document whose every field must be there and pass its test, or None."""
    if type(document) is not dict:
        return phrase("it is no object")
    for name, test in fields.items():
        if name not in document:
            return phrase("its field {name} is missing", name=name)
        if not test(document[name]):
            return phrase("its field {name} has not the form it must have", name=name)
    return None
