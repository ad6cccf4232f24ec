"""Asking a language model of the ministry's own, over HTTP, about a document that was read.

Off unless the environment names an endpoint that speaks as OpenAI's does. Only the text of the
document goes there, to that address and no other: no redirect is followed and no proxy taken.
How long and how large an answer may be is bounded. What becomes of it is judged by
`foedus.reading.helping`; nothing is kept here.
"""

import ipaddress
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson
from attrs import field, frozen

from foedus.later import later
from foedus.phrase import phrase
from foedus.reading.facts import Reading
from foedus.reading.helping import Helped, helped, question
from foedus.reading.received.document import Document
from foedus_node import environment
from foedus_node.desk.errors import ModelSilentError, ModelUnnamedError
from foedus_node.errors import ValueRefusedError

if TYPE_CHECKING:
    import httpx
else:
    httpx = later("httpx")

SECONDS_TO_CONNECT: Final = 10
SECONDS_TO_ANSWER: Final = 180
MOST_BYTES: Final = 2**20
"""What an answer may hold: many times the facts that are looked at."""

_LONGEST_NAME = 60
_TRIES = 2


@frozen(kw_only=True)
class Model:
    """A language model and where it answers.

    Attributes:
        address: what `/chat/completions` is asked below, `https://model.example/v1`.
        name: the model's name there.
        key: what the endpoint knows us by; empty where it asks for nothing.
        patience: seconds until its answer must have come, both tries together.
    """

    address: str
    name: str
    key: str = field(default="", repr=False)
    patience: float = SECONDS_TO_ANSWER


def named() -> Model:
    """The model that the environment names.

    Raises:
        ModelUnnamedError: it names none.
        ValueRefusedError: a setting means nothing, or the text would go over a network in the clear.
        FileError: FOEDUS_MODEL_KEY_FILE names no text.
    """
    address, name = environment.text("FOEDUS_MODEL_URL"), environment.text("FOEDUS_MODEL_NAME")
    for setting, value in (("FOEDUS_MODEL_URL", address), ("FOEDUS_MODEL_NAME", name)):
        if not value:
            raise ModelUnnamedError(missing=setting)
    if not (len(name) <= _LONGEST_NAME and name.isprintable()):
        reason = f"it is longer than {_LONGEST_NAME} characters, or holds some that cannot be printed"
        raise ValueRefusedError(name="FOEDUS_MODEL_NAME", reason=reason)
    key = environment.text("FOEDUS_MODEL_KEY")
    if not (key.isascii() and key.isprintable()):
        raise ValueRefusedError(name="FOEDUS_MODEL_KEY", reason="it holds characters that no key has")
    in_the_clear = environment.flag("FOEDUS_MODEL_HTTP", default=False)
    return Model(address=_address(address, in_the_clear=in_the_clear), name=name, key=key)


def asked(model: Model, document: Document, reading: Reading) -> Helped:
    """Ask a model about a document, and add to its reading what the text bears out.

    Raises:
        ModelSilentError: no answer came, or none that is one.
        LongTextError, ModelAnswerError: as `foedus.reading.helping` says.
    """
    messages = question(document)
    answer = _answer(model, {"model": model.name, "messages": messages, "temperature": 0, "stream": False})
    return helped(document, reading, answer=answer, model=model.name)


def _address(written: str, *, in_the_clear: bool) -> str:
    try:
        url = httpx.URL(written)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
        # What was set is not repeated: it may hold a secret.
        reason = "it is no address such as https://model.example/v1, without a name, a password or a question"
        raise ValueRefusedError(name="FOEDUS_MODEL_URL", reason=reason)
    if url.scheme == "http" and not in_the_clear and not _is_here(url.host):
        reason = (
            "by http:// texts would leave this machine in the clear; use https://, or FOEDUS_MODEL_HTTP=yes"
        )
        raise ValueRefusedError(name="FOEDUS_MODEL_URL", reason=reason)
    return str(url).rstrip("/")


def _is_here(host: str) -> bool:
    """Whether a name is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _AgainError(Exception):
    """An answer that another try may better."""


def _answer(model: Model, asked: Mapping[str, Any]) -> str:
    """What the model says; asked once more where the first try came to nothing."""
    until = time.monotonic() + model.patience
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    # A transport of its own takes no proxy from the environment, but the ministry's certificates.
    with httpx.Client(transport=httpx.HTTPTransport(), trust_env=False, headers=headers) as client:
        for attempt in range(_TRIES):
            try:
                return _said(model, _body(client, model, orjson.dumps(asked), until=until))
            except _AgainError as error:
                if attempt + 1 == _TRIES:
                    raise _silent(model, str(error)) from None
    raise AssertionError("every try returns or raises")


def _body(client: "httpx.Client", model: Model, asked: bytes, *, until: float) -> bytes:
    left = max(until - time.monotonic(), 0.001)
    timeout = httpx.Timeout(left, connect=min(left, SECONDS_TO_CONNECT))
    address = f"{model.address}/chat/completions"
    body = bytearray()
    try:
        with client.stream("POST", address, content=asked, timeout=timeout) as response:
            _refuse_status(model, response)
            for piece in response.iter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise _silent(model, phrase("its answer has more than {most:,} bytes", most=MOST_BYTES))
                if time.monotonic() > until:
                    raise _silent(model, phrase("its answer did not come to an end"))
    except httpx.TimeoutException:
        raise _silent(model, phrase("it did not answer in time")) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise _AgainError(phrase("nobody answers there, or the connection was cut")) from None
    return bytes(body)


def _refuse_status(model: Model, response: "httpx.Response") -> None:
    if response.is_redirect:
        raise _silent(model, phrase("it sends on to another address, and texts go to no other"))
    if response.status_code >= 500:
        raise _AgainError(phrase("it answers {status}", status=response.status_code))
    if response.status_code != 200:
        raise _silent(model, phrase("it answers {status}", status=response.status_code))
    if response.headers.get("content-encoding", "identity") != "identity":
        raise _silent(model, phrase("its answer is packed, and nobody asked for that"))


def _said(model: Model, body: bytes) -> str:
    """The words of an answer, out of their envelope."""
    try:
        content = orjson.loads(body)["choices"][0]["message"]["content"]
    except (orjson.JSONDecodeError, LookupError, TypeError):
        content = None
    if not isinstance(content, str):
        raise _silent(model, phrase("what it answers is not what such an endpoint says"))
    return content


def _silent(model: Model, reason: str) -> ModelSilentError:
    return ModelSilentError(address=model.address, reason=reason)
