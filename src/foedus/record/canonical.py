"""One value, one spelling: the restricted JSON profile in which everything signed is written.

RFC 8785 over a profile that leaves it nothing to decide: ASCII keys, no floats, whole
numbers below 2^53, no key twice. Within it sorted orjson output *is* RFC 8785; the tests
hold the two together. Bytes that do not re-encode to themselves are refused, so one
value can never be hashed or signed in two spellings.
"""

import hashlib
from typing import Any

import orjson

from foedus.errors import ProfileError
from foedus.phrase import phrase

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 32

Json = Any
"""A value of the profile: None, bool, int, str, list and dict with str keys."""


def encode(value: Json, *, what: str = "document", deepest: int = DEEPEST) -> bytes:
    """Write a value in its one spelling, nested no deeper than `deepest`.

    Raises:
        ProfileError: the value lies outside the profile.
    """
    _refuse_outside_profile(value, what, deepest)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise ProfileError(what=what, reason=str(error)) from None


def decode(data: bytes, *, what: str = "document", deepest: int = DEEPEST) -> Json:
    """Read bytes that must be the one spelling of their value, nested no deeper than `deepest`.

    Raises:
        ProfileError: not JSON, outside the profile, or spelt in another way.
    """
    try:
        value = orjson.loads(data)
        respelt = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise ProfileError(what=what, reason=phrase("no JSON ({error})", error=error)) from None
    if respelt != data:
        raise ProfileError(what=what, reason="not in canonical form (order, spaces, escapes or a key twice)")
    _refuse_outside_profile(value, what, deepest)
    return value


def recall(data: bytes) -> Json:
    """Read once more what `encode` or `decode` has let pass."""
    return orjson.loads(data)


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _refuse_outside_profile(value: Json, what: str, deepest: int) -> None:
    """Walk a value layer by layer (never by recursion: the value may be hostile)."""
    layer, depth = [value], 0
    keys: list[Any] = []
    while layer:
        if depth > deepest:
            raise ProfileError(what=what, reason=phrase("nested deeper than {deepest}", deepest=deepest))
        inner: list[Json] = []
        for part in layer:
            kind = type(part)
            if kind is str:
                continue
            if kind is dict:
                keys += part
                inner += part.values()
            elif kind is list:
                inner += part
            elif kind is int:
                if not -LARGEST_INTEGER <= part <= LARGEST_INTEGER:
                    raise ProfileError(
                        what=what, reason=phrase("the number {part} does not lie within ±2^53", part=part)
                    )
            elif part is not None and kind is not bool:
                raise ProfileError(what=what, reason=phrase("{name} is not allowed", name=kind.__name__))
        layer, depth = inner, depth + 1
    _refuse_keys(keys, what)


def _refuse_keys(keys: list[Any], what: str) -> None:
    try:
        if "".join(keys).isascii():
            return
    except TypeError:
        pass
    key = next(key for key in keys if not (isinstance(key, str) and key.isascii()))
    raise ProfileError(what=what, reason=phrase("the key {key!r} is not ASCII", key=key))
