"""Values of the wrong kind or form, and files made of one field at a time set to each of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from foedus_conformance.case import Expected, File, Verified
from foedus_conformance.spelling import Change, at, with_fields, without

Values = Mapping[str, Any]

OF_OTHER_KINDS: Values = {
    "null": None,
    "true": True,
    "number": 7,
    "text": "words",
    "list": [],
    "object": {},
}
HASH_LIKE: Values = {"short": "ab" * 31 + "a", "long": "ab" * 33, "capitals": "AB" * 32, "letters": "xy" * 32}
NONCE_LIKE: Values = {
    "short": "ab" * 15 + "a",
    "long": "ab" * 17,
    "capitals": "AB" * 16,
    "letters": "xy" * 16,
}
DAY_LIKE: Values = {
    "no-such-day": "2026-02-30",
    "year-0": "0000-01-01",
    "short": "2026-1-5",
    "slashes": "2026/01/05",
    "moment": "2026-01-05T00:00:00Z",
    "week": "2026-W01-1",
    "other-digits": "２０２６-01-05",
    "line-feed": "2026-01-05\n",
}
MOMENT_LIKE: Values = {
    "day": "2026-01-05",
    "hour-24": "2026-01-05T24:00:00Z",
    "minute-60": "2026-01-05T09:60:00Z",
    "second-60": "2026-01-05T09:00:60Z",
    "no-zone": "2026-01-05T09:00:00",
    "offset": "2026-01-05T09:00:00+00:00",
    "fraction": "2026-01-05T09:00:00.0Z",
    "small-letters": "2026-01-05t09:00:00z",
    "space": "2026-01-05 09:00:00Z",
    "no-such-day": "2026-02-30T09:00:00Z",
    "line-feed": "2026-01-05T09:00:00Z\n",
}
PARTY_LIKE: Values = {
    "small": "vn",
    "one-letter": "V",
    "digit-first": "1VN",
    "two-with-digit": "V1",
    "space": "V N",
    "too-long": "V" * 17,
    "not-ascii": "ÉTAT",
    "line-feed": "VN\n",
}
ITEM_LIKE: Values = {
    "empty": "",
    "capitals": "Line-1",
    "two-hyphens": "line--1",
    "hyphen-first": "-line",
    "hyphen-last": "line-",
    "underscore": "line_1",
    "too-long": "l" * 65,
    "line-feed": "line-1\n",
}
HEAD_LIKE: Values = {
    "text": "1:ab",
    "object": {},
    "empty": [],
    "three": [1, "ab" * 32, 1],
    "negative": [-1, "ab" * 32],
    "true": [True, "ab" * 32],
    "number-as-text": ["1", "ab" * 32],
    "short-hash": [1, "ab"],
}


def wrong(*fine: str, **more: Any) -> Values:
    """Values of every kind but those named, and others."""
    kinds = {name: value for name, value in OF_OTHER_KINDS.items() if name not in fine}
    return {**kinds, **{name.replace("_", "-"): value for name, value in more.items()}}


def text_like(most: int, *fine: str) -> Values:
    """What is no text of 1 to so many characters."""
    return {**wrong("text", *fine), "empty": "", "too-long": "é" * (most + 1)}


def list_like(*fine: str, **more: Any) -> Values:
    """What is no list of the kind meant: no list at all, or one with the parts given."""
    return {**wrong("list", *fine), **{name.replace("_", "-"): value for name, value in more.items()}}


def each_field(
    fields: Mapping[str, Values],
    make: Callable[[Change], bytes],
    expected: Expected,
    *,
    others: Mapping[str, Expected] | None = None,
    inside: str = "",
    may_lack: frozenset[str] = frozenset(),
) -> Iterator[File]:
    """A file for each field that is left out, and for each wrong value of it.

    Args:
        fields: the wrong values, by field.
        make: makes the file, given what is done to the value that has the fields.
        expected: the verdict each must get.
        others: other verdicts, by FIELD or FIELD-VARIANT.
        inside: the path at which the fields lie, if not at the top.
        may_lack: the fields whose absence is no fault of form.
    """
    unlike = others or {}

    def changed(change: Change) -> Callable[[], bytes]:
        return lambda: make(at(inside, change) if inside else change)

    for field, values in fields.items():
        if field not in may_lack:
            name = f"{field}-missing"
            yield File(name, changed(without(field)), unlike.get(name, unlike.get(field, expected)))
        for variant, value in values.items():
            name = f"{field}-{variant}"
            yield File(
                name,
                changed(with_fields(**{field + "_": value})),
                unlike.get(name, unlike.get(field, expected)),
            )


def good(name: str, make: Callable[[], bytes], **says: Any) -> File:
    """A file that must be verified."""
    return File(name, make, Verified(says))
