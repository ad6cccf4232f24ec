"""What nodes sign on the wire: the standard's own example, and that no part of a message can be changed."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.record import signature
from foedus_node.exchange import messages
from foedus_node.exchange.messages import Answer, Request, Signed
from foedus_node.exchange.refusals import UnsignedError
from tests.worlds import signing_key

KEY = signing_key("wire")
REQUEST = Request("GET", "/v1/compact/heads", "have=LA:4", messages.content_digest(b""), "LA", "VN")
ANSWER = Answer(200, messages.content_digest(b"heads"), "VN", "LA", "foedus=:c2lnbmVk:")
NONCE = "0123456789abcdef" * 2

STRANGE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=20)


def signed(message: Request | Answer) -> Signed:
    return messages.read(type(message), messages.headers(message, KEY, created=1_780_304_400, nonce=NONCE))


def test_the_signature_base_is_that_of_the_standards_example() -> None:
    names = ("date", "@method", "@path", "@authority", "content-type", "content-length")
    values = ("Tue, 20 Apr 2021 02:07:55 GMT", "POST", "/foo", "example.com", "application/json", "18")
    components = [f'"{name}"' for name in names]
    parameters = f'({" ".join(components)});created=1618884473;keyid="test-key-ed25519"'
    public = base64.b64decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
    given_there = base64.b64decode(
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    )
    assert signature.is_valid(messages.base(components, values, parameters), given_there, public)


def test_a_digest_is_spelt_as_the_standard_spells_it() -> None:
    body = b'{"hello": "world"}\n'
    assert messages.content_digest(body) == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"


@pytest.mark.parametrize("message", [REQUEST, ANSWER], ids=["request", "answer"])
def test_a_message_is_signed_and_says_when_by_which_key_and_with_which_nonce(
    message: Request | Answer,
) -> None:
    found = signed(message)
    assert found.is_valid(message, bytes.fromhex(KEY.public))
    assert (found.created, found.nonce, found.kid) == (1_780_304_400, NONCE, signature.key_id(KEY.public))
    assert not found.is_valid(message, bytes.fromhex(signing_key("another").public))


@pytest.mark.parametrize(
    ("message", "part"),
    [(message, part) for message in (REQUEST, ANSWER) for part in type(message).__annotations__],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
@given(data=st.data())
def test_no_part_of_a_message_can_be_another(
    message: Request | Answer, part: str, data: st.DataObject
) -> None:
    was = getattr(message, part)
    other = data.draw(st.integers(100, 599) if isinstance(was, int) else STRANGE)
    fields = {name: getattr(message, name) for name in type(message).__annotations__}
    changed = type(message)(**{**fields, part: other})
    same = changed == message or (part == "to" and changed.parts() == message.parts())
    assert signed(message).is_valid(changed, bytes.fromhex(KEY.public)) == same


def test_a_request_is_no_answer_and_an_answer_no_request() -> None:
    for message, kind in ((REQUEST, Answer), (ANSWER, Request)):
        with pytest.raises(UnsignedError):
            messages.read(kind, messages.headers(message, KEY, created=1, nonce=NONCE))


@pytest.mark.parametrize(
    ("header", "change"),
    [
        (messages.INPUT, lambda text: text.replace("ed25519", "hmac-sha256")),
        (messages.INPUT, lambda text: text.replace('"@method" ', "")),
        (messages.INPUT, lambda text: text.replace("foedus=", "other=")),
        (messages.INPUT, lambda text: text.replace(";nonce", ";expires=1;nonce")),
        (messages.INPUT, lambda text: text + ", x=();created=1"),
        (messages.INPUT, lambda _: ""),
        (messages.SIGNATURE, lambda text: text.replace(":", "")),
        (messages.SIGNATURE, lambda text: text[:-4] + "=:"),
        (messages.SIGNATURE, lambda _: ""),
    ],
)
def test_another_spelling_is_no_signature(header: str, change: Callable[[str], str]) -> None:
    headers = messages.headers(REQUEST, KEY, created=1_780_304_400, nonce=NONCE)
    with pytest.raises(UnsignedError):
        messages.read(Request, {**headers, header: change(headers[header])})
