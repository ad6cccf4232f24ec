"""Section 1: JSON in other spellings, and values outside the profile, inside what is signed or hashed."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from foedus_conformance.case import Catalogue, Expected, File, Verified, refused
from foedus_conformance.forge import Entry, Forge, Wrong, planned, said
from foedus_conformance.spelling import instead, sha, spelt, with_fields

ROOM = Catalogue(1)
OTHERWISE = refused("ProfileError")
MARK = b'"@@"'

NUMBERS: Mapping[str, str] = {
    "with-a-fraction": "1.5",
    "with-a-fraction-of-zero": "1.0",
    "with-an-exponent": "1e0",
    "with-a-capital-exponent": "1E2",
    "minus-zero": "-0",
    "with-a-zero-before": "01",
    "with-a-plus": "+1",
    "no-number": "NaN",
    "infinite": "Infinity",
    "2-to-53": "9007199254740992",
    "minus-2-to-53": "-9007199254740992",
    "2-to-63": "9223372036854775808",
    "2-to-64": "18446744073709551616",
    "of-400-digits": "1" * 400,
    "in-hexadecimal": "0x1",
    "without-a-digit-before-the-point": ".5",
}
STRINGS: Mapping[str, str] = {
    "letter-escaped": r'"\u0061"',
    "accent-escaped": r'"\u00e9"',
    "slash-escaped": r'"\/"',
    "tab-by-its-number": r'"\u0009"',
    "line-feed-by-its-number": r'"\u000a"',
    "control-in-capitals": r'"\u001F"',
    "control-bare": '"\u0001"',
    "tab-bare": '"\t"',
    "delete-escaped": r'"\u007f"',
    "lone-high-surrogate": r'"\ud800"',
    "lone-low-surrogate": r'"\udc00"',
    "pair-escaped": r'"\ud83d\ude00"',
    "unknown-escape": r'"\x41"',
    "not-ended": '"words',
    "in-single-quotes": "'words'",
}
OTHERS: Mapping[str, str] = {
    "space-in-a-list": "[1, 2]",
    "space-in-an-object": '{"a": 1}',
    "line-feed-in-a-list": "[1,\n2]",
    "comma-too-many": "[1,]",
    "keys-unordered": '{"b":1,"a":2}',
    "key-twice": '{"a":1,"a":1}',
    "key-twice-with-another-value": '{"a":1,"a":2}',
    "key-not-ascii": '{"é":1}',
    "key-escaped": r'{"\u0061":1}',
    "capital-true": "True",
    "comment": "/* words */1",
    "nothing": "",
    "undefined": "undefined",
}
BYTES: Mapping[str, bytes] = {
    "not-utf-8": b'"\xff"',
    "cut-character": b'"\xc3"',
    "overlong": b'"\xc0\x80"',
    "surrogate-in-utf-8": b'"\xed\xa0\x80"',
    "beyond-unicode": b'"\xf4\x90\x80\x80"',
}
RIGHT: Mapping[str, str] = {
    "largest": "9007199254740991",
    "smallest": "-9007199254740991",
    "zero": "0",
    "truths": "[false,null,true]",
    "short-escapes": r'"\b\t\n\f\r\"\\"',
    "control-by-its-number": r'"\u0000\u001f"',
    "slash": '"/"',
    "delete": '"\u007f"',
    "line-separator": '"\u2028\u2029"',
    "beyond-the-first-plane": '"\U0001f600"',
    "not-composed": '"e\u0301"',
    "composed": '"é"',
    "lao-and-khmer": '"ແຜນການ ផែនការ"',
    "not-a-character": '"\uffff"',
    "keys-by-their-bytes": '{"":1,"A":2,"Z":3,"_":4,"a":5,"aa":6,"b":7}',
    "empty-ones": '[[],{},""]',
}


def in_entry(raw: bytes) -> bytes:
    """A record with these bytes for a value in an entry's payload."""
    forge, _ = planned()
    wrong = Wrong(bytes_signed=lambda data: data.replace(MARK, raw))
    forge.put("VN", Entry("report", {"item": "line-1", "said": "@@"}, wrong=wrong))
    return forge.bundle()


def in_act(raw: bytes) -> bytes:
    """A record with these bytes for a value in an act, of which the act is named."""
    forge = Forge()
    name = forge.act({"line-1": None}, change=with_fields(x="@@"))
    document = forge.documents.pop(name)
    data = forge.acts.pop(name)
    head = spelt({field: value for field, value in document.items() if field != "items"})
    name = sha(head.replace(MARK, raw))
    forge.acts[name] = data.replace(MARK, raw)
    forge.all_sign(name)
    return forge.bundle()


def in_leaf(raw: bytes) -> bytes:
    """A record with these bytes for a value in a leaf."""
    forge = Forge()

    def rows(given: list[Any]) -> list[Any]:
        data = forge.leaves.pop(given[0]["hash"])
        return [{**given[0], "hash": forge.keep_leaf(data.replace(MARK, raw))}]

    forge.all_sign(forge.act({"line-1": None}, says={"line-1": {**said("line-1"), "x": "@@"}}, rows=rows))
    return forge.bundle()


PLACES = {"entry": in_entry, "act": in_act, "leaf": in_leaf}


def everywhere(raws: Mapping[str, str | bytes], expected: Expected) -> Iterator[File]:
    """A file for each of these bytes in each place."""
    for name, raw in raws.items():
        data = raw if isinstance(raw, bytes) else raw.encode()
        for place, make in PLACES.items():
            yield File(f"{name}-in-{place}", partial(make, data), expected)


@ROOM.case("a number has no fraction, no exponent, one spelling, and lies within ±(2^53 − 1)")
def numbers() -> Iterator[File]:
    yield from everywhere(NUMBERS, OTHERWISE)


@ROOM.case("a string has one spelling: what need not be escaped is not")
def strings() -> Iterator[File]:
    yield from everywhere(STRINGS, OTHERWISE)


@ROOM.case("nothing between tokens, keys in order, none twice, all of ASCII")
def objects_and_lists() -> Iterator[File]:
    yield from everywhere(OTHERS, OTHERWISE)


@ROOM.case("UTF-8, strictly")
def utf_8() -> Iterator[File]:
    yield from everywhere(BYTES, OTHERWISE)


@ROOM.case("what the profile allows is accepted as it is spelt, without normalising any character")
def what_is_allowed() -> Iterator[File]:
    yield from everywhere(RIGHT, Verified())


@ROOM.case("no value lies more than 32 levels below the outermost")
def depth() -> Iterator[File]:
    for place, make, above in (("entry", in_entry, 2), ("act", in_act, 1), ("leaf", in_leaf, 2)):
        for levels, expected in ((32, Verified()), (33, OTHERWISE), (10_000, OTHERWISE)):
            inner = levels - above
            for kind, opened, closed in (("lists", "[", "]"), ("objects", '{"a":', "}")):
                raw = (opened * inner + "1" + closed * inner).encode()
                yield File(f"{levels}-{kind}-in-{place}", partial(make, raw), expected)


@ROOM.case("a document stands alone: no byte order mark, nothing before or after it")
def around_a_document() -> Iterator[File]:
    around = {"mark": b"\xef\xbb\xbf%s", "space-before": b" %s", "space-after": b"%s ", "return": b"%s\r"}
    for name, form in around.items():
        wrong = Wrong(bytes_signed=form.__mod__)
        yield File(f"{name}-in-entry", partial(_reported, wrong), OTHERWISE)
        line = Wrong(line=form.__mod__)
        yield File(f"{name}-in-envelope", partial(_reported, line), OTHERWISE)
    for name, raw in {
        "list": b"[]",
        "text": b'"words"',
        "number": b"1",
        "null": b"null",
        "nothing": b"",
    }.items():
        wrong = Wrong(bytes_signed=instead(raw))
        yield File(
            f"{name}-for-an-entry",
            partial(_reported, wrong),
            refused("EntryError", "ProfileError"),
        )


def _reported(wrong: Wrong) -> bytes:
    forge, _ = planned()
    forge.put("VN", Entry("report", {"item": "line-1"}, wrong=wrong))
    return forge.bundle()
