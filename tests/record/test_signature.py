"""Signatures have one strict verdict, and envelopes one spelling."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as OtherEnvelope

from foedus.errors import ProfileError
from foedus.record import canonical, signature
from tests.record.vectors import ED25519_EDGE_CASES
from tests.worlds import signing_key

KEY = signing_key("signature")
PUBLIC = bytes.fromhex(KEY.public)
PAYLOADS = st.binary(max_size=200)
CURVE_ORDER = 2**252 + 27742317777372353535851937790883648493


def sealed(payload: bytes = b"agreed") -> dict[str, Any]:
    document: dict[str, Any] = canonical.decode(signature.seal(payload, KEY))
    return document


def spare_bits(text: str) -> str:
    """The same base64 with a spare bit of its last character set: it decodes to the same bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body, padding = text.rstrip("="), text[len(text.rstrip("=")) :]
    return body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + padding


@pytest.mark.parametrize("case", ED25519_EDGE_CASES)
def test_the_published_edge_cases_have_libsodiums_verdict(case: str) -> None:
    message, public, signed = map(bytes.fromhex, ED25519_EDGE_CASES[case])
    accepted = case == "mixed order A and R, valid with and without cofactor"
    assert signature.is_valid(message, signed, public) is accepted


@given(PAYLOADS)
def test_a_signature_is_valid_over_its_own_message_only(message: bytes) -> None:
    signed = KEY.sign(message)
    assert signature.is_valid(message, signed, PUBLIC)
    assert not signature.is_valid(message + b"\0", signed, PUBLIC)
    assert not signature.is_valid(message, signed, bytes.fromhex(signing_key("another").public))


@given(st.integers(0, 8 * signature.SIGNATURE_BYTES - 1))
def test_a_signature_with_one_bit_changed_is_not_valid(bit: int) -> None:
    changed = bytearray(KEY.sign(b"agreed"))
    changed[bit // 8] ^= 1 << bit % 8
    assert not signature.is_valid(b"agreed", bytes(changed), PUBLIC)


def test_a_signature_with_the_order_of_the_curve_added_is_not_valid() -> None:
    signed = KEY.sign(b"agreed")
    scalar = int.from_bytes(signed[32:], "little") + CURVE_ORDER
    assert not signature.is_valid(b"agreed", signed[:32] + scalar.to_bytes(32, "little"), PUBLIC)


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_a_public_key_of_another_length_verifies_nothing(length: int) -> None:
    assert not signature.is_valid(b"agreed", KEY.sign(b"agreed"), (PUBLIC + PUBLIC)[:length])


@pytest.mark.parametrize("length", [0, 1, 63])
def test_a_signature_cut_short_is_not_valid(length: int) -> None:
    assert not signature.is_valid(b"agreed", KEY.sign(b"agreed")[:length], PUBLIC)


def test_what_stands_behind_a_signature_is_not_taken_for_the_start_of_the_message() -> None:
    longer = KEY.sign(b"not " + b"agreed") + b"not "
    assert not signature.is_valid(b"agreed", longer, PUBLIC)


@given(PAYLOADS)
def test_the_envelope_is_the_one_of_dsse(payload: bytes) -> None:
    other = OtherEnvelope.from_dict(sealed(payload))
    assert other.payload == payload
    assert other.pae() == signature.authenticated(payload, signature.ENTRY)
    assert list(other.signatures) == [signature.key_id(KEY.public)]
    ours = signature.unseal(signature.seal(payload, KEY))
    assert ours == signature.Envelope(payload, signature.key_id(KEY.public), KEY.sign(other.pae()))


@given(PAYLOADS, st.text(st.characters(max_codepoint=127), max_size=20))
def test_what_is_signed_is_what_dsse_signs_for_any_type(payload: bytes, kind: str) -> None:
    other = OtherEnvelope(payload, kind, {})
    assert signature.authenticated(payload, kind) == other.pae()


@given(st.binary(min_size=1, max_size=50).filter(lambda payload: len(payload) % 3))
def test_a_payload_in_another_base64_spelling_is_refused(payload: bytes) -> None:
    document = sealed(payload)
    document["payload"] = spare_bits(document["payload"])
    assert base64.b64decode(document["payload"]) == payload
    with pytest.raises(ProfileError, match="base64 is not in canonical form"):
        signature.unseal(canonical.encode(document))


def test_a_signature_in_another_base64_spelling_is_refused() -> None:
    document = sealed()
    document["signatures"][0]["sig"] = spare_bits(document["signatures"][0]["sig"])
    with pytest.raises(ProfileError, match="base64 is not in canonical form"):
        signature.unseal(canonical.encode(document))


@pytest.mark.parametrize(
    "text", ["YWdyZWVk\n", " YWdyZWVk", "YWdyZWVk====", "YWdy=ZWVk", "YWdyZWV", "YW_-", "é==="]
)
def test_broken_base64_is_refused(text: str) -> None:
    with pytest.raises(ProfileError, match="envelope"):
        signature.unseal(canonical.encode(sealed() | {"payload": text}))


@pytest.mark.parametrize(
    "change",
    [
        {"payloadType": signature.KEYS},
        {"payloadType": 1},
        {"payload": None},
        {"signatures": []},
        {"signatures": sealed()["signatures"] * 2},
        {"signatures": [{"keyid": "a"}]},
        {"signatures": [sealed()["signatures"][0] | {"more": 1}]},
        {"signatures": {}},
        {"more": 1},
    ],
    ids=repr,
)
def test_anything_but_one_signature_over_a_payload_of_the_type_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ProfileError, match="envelope"):
        signature.unseal(canonical.encode(sealed() | change))


@pytest.mark.parametrize("value", [None, 1, [], "text"])
def test_what_is_no_object_is_no_envelope(value: Any) -> None:
    with pytest.raises(ProfileError, match="not a DSSE envelope"):
        signature.unseal(canonical.encode(value))


def test_a_keys_secret_does_not_show_when_it_is_printed() -> None:
    assert repr(KEY) == f"SigningKey(kid={signature.key_id(KEY.public)})"
