"""One value has one spelling, and what has another is refused."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import ProfileError
from foedus.record import canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-canonical.LARGEST_INTEGER, canonical.LARGEST_INTEGER)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(KEYS, parts, max_size=4),
    max_leaves=20,
)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(DOCUMENTS)
def test_a_document_of_the_profile_is_written_as_rfc_8785_says(document: Any) -> None:
    assert canonical.encode(document) == rfc8785.dumps(document)


@given(DOCUMENTS)
def test_what_was_written_reads_back(document: Any) -> None:
    assert canonical.decode(canonical.encode(document)) == document


@given(DOCUMENTS, st.data())
def test_any_other_spelling_of_a_document_is_refused(document: Any, data: st.DataObject) -> None:
    other = json.dumps(
        document,
        ensure_ascii=data.draw(st.booleans()),
        indent=data.draw(st.sampled_from([None, 1])),
        separators=data.draw(st.sampled_from([(", ", ": "), (",", ":"), (" ,", ":")])),
    ).encode("utf-8", "surrogatepass")
    if other == canonical.encode(document):
        assert canonical.decode(other) == document
    else:
        with pytest.raises(ProfileError):
            canonical.decode(other)


@pytest.mark.parametrize(
    "code", [*range(0x20), 0x22, 0x5C, 0x7F, 0x80, 0x2028, 0x2029, 0xFEFF, 0xFFFF, 0x1F310]
)
def test_every_character_that_is_ever_escaped_is_escaped_as_rfc_8785_says(code: int) -> None:
    assert canonical.encode(chr(code)) == rfc8785.dumps(chr(code))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"1.5", "float is not allowed"),
        (b"1e3", "not in canonical form"),
        (b"-0", "not in canonical form"),
        (b"9007199254740992", "the number 9007199254740992 does not lie within"),
        (b"-9007199254740992", "the number -9007199254740992 does not lie within"),
        (b"18446744073709551616", "not in canonical form"),
        (b'{"a":1,"a":1}', "not in canonical form"),
        (b'{"a":1,"a":2}', "not in canonical form"),
        (b'{"b":1,"a":2}', "not in canonical form"),
        (b'{"a": 1}', "not in canonical form"),
        (b'{"a":1}\n', "not in canonical form"),
        (b'"\\u0041"', "not in canonical form"),
        (b'"\\/"', "not in canonical form"),
        (b'"\\ud83d\\ude00"', "not in canonical form"),
        (b'"\\ud800"', "no JSON"),
        (b'"\xed\xa0\x80"', "no JSON"),
        (b'"\xff"', "no JSON"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b"", "no JSON"),
        (b"NaN", "no JSON"),
        (b"{}{}", "no JSON"),
        ('{"é":1}'.encode(), "the key 'é' is not ASCII"),
        (nested(canonical.DEEPEST + 2), "nested deeper than 32"),
        (nested(100_000), "no JSON"),
    ],
)
def test_bytes_outside_the_profile_are_refused_with_their_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ProfileError) as refusal:
        canonical.decode(data, what="act")
    assert str(refusal.value).startswith(f"The act is not in the record's form: {reason}")


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        {"é": 1},
        {1: 2},
        {None: 1},
        "\ud800",
        {"a": "\udfff"},
        b"",
        (),
        {1, 2},
    ],
    ids=repr,
)
def test_a_value_outside_the_profile_is_not_written(value: Any) -> None:
    with pytest.raises(ProfileError):
        canonical.encode([value])


def test_the_deepest_document_is_read_and_written() -> None:
    deepest = nested(canonical.DEEPEST + 1)
    assert canonical.encode(canonical.decode(deepest)) == deepest
