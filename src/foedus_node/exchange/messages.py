"""Requests and answers that nodes sign: who asks whom for what, and that this is the answer to it.

HTTP Message Signatures with Ed25519 over a Content-Digest, in one spelling of what the
standards allow: always these components, always these parameters in this order. An answer
also covers the signature of its request, nonce and all, so that it answers nothing else.
Nothing here opens a connection, reads a clock or knows whose key is whose.

Sources: RFC 9421 (sections 2.4, 2.5, 3.1, 3.3.6); RFC 9530 (section 2).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from foedus.record import signature
from foedus.record.signature import Signer, key_id
from foedus_node.exchange.refusals import (
    UnsignedError,
)

LABEL = "foedus"
WINDOW = 900
"""By how many seconds the clocks of two nodes may differ; so long a nonce is remembered, on either side."""

DIGEST, INPUT, SIGNATURE = "content-digest", "signature-input", "signature"
SENDER, RECEIVER = "foedus-from", "foedus-to"
_SIGNED = f'"{SIGNATURE}";req;key="{LABEL}"'

_ASKING = tuple(f'"{name}"' for name in ("@method", "@path", "@query", DIGEST, SENDER, RECEIVER))
_ANSWERING = (*(f'"{name}"' for name in ("@status", DIGEST, SENDER, RECEIVER)), _SIGNED)

_PARAMETERS = re.compile(
    r'(?P<components>\([^()]*\));created=(?P<created>[1-9][0-9]{0,11});nonce="(?P<nonce>[0-9a-f]{32})"'
    r';alg="ed25519";keyid="(?P<kid>[0-9a-f]{32})";tag="foedus"'
)
_BYTES = re.compile(r"foedus=:(?P<base64>[A-Za-z0-9+/]{86}==):")


@frozen
class Request:
    """What a node asks: everything of it that its signature covers."""

    method: str
    path: str
    query: str
    """As it stands in the address, after the question mark."""
    digest: str
    sender: str
    receiver: str

    def parts(self) -> tuple[str, ...]:
        """The values of what is signed, in their order."""
        return (self.method, self.path, f"?{self.query}", self.digest, self.sender, self.receiver)


@frozen
class Answer:
    """What a node answers to a request of this signature."""

    status: int
    digest: str
    sender: str
    receiver: str
    to: str
    """The signature of the request, as its header has it."""

    def parts(self) -> tuple[str, ...]:
        """The values of what is signed, in their order."""
        return (str(self.status), self.digest, self.sender, self.receiver, self.to.partition("=")[2])


@frozen
class Signed:
    """What a message's signature says of itself; it is not yet verified."""

    created: int
    """Seconds since 1970, by the signer's clock."""
    nonce: str
    kid: str
    parameters: str = field(repr=False)
    signature: bytes = field(repr=False)

    def is_valid(self, message: Request | Answer, public: bytes) -> bool:
        """Whether this key signed this message."""
        return signature.is_valid(_over(message, self.parameters), self.signature, public)


def digest_of(sha256: bytes) -> str:
    """A content's digest as its header has it."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def content_digest(content: bytes) -> str:
    """The digest of a content that is in memory."""
    return digest_of(hashlib.sha256(content).digest())


def headers(message: Request | Answer, key: Signer, *, created: int, nonce: str) -> dict[str, str]:
    """The headers that sign a message.

    Args:
        message: what is asked or answered.
        key: the link key of the node that speaks.
        created: the present moment, in seconds since 1970.
        nonce: sixteen bytes of chance in hexadecimal digits, never used before.
    """
    components = " ".join(_components(message))
    parameters = (
        f'({components});created={created};nonce="{nonce}";alg="ed25519"'
        f';keyid="{key_id(key.public)}";tag="{LABEL}"'
    )
    signed = base64.b64encode(key.sign(_over(message, parameters))).decode()
    return {
        DIGEST: message.digest,
        SENDER: message.sender,
        RECEIVER: message.receiver,
        INPUT: f"{LABEL}={parameters}",
        SIGNATURE: f"{LABEL}=:{signed}:",
    }


def read(kind: type[Request | Answer], given: Mapping[str, str]) -> Signed:
    """What the headers of a message say of its signature.

    Raises:
        UnsignedError: they are not there, or of another form than we write.
    """
    components = f"({' '.join(_ASKING if kind is Request else _ANSWERING)})"
    label, _, parameters = given.get(INPUT, "").partition("=")
    found = _PARAMETERS.fullmatch(parameters)
    signed = _BYTES.fullmatch(given.get(SIGNATURE, ""))
    if label != LABEL or not found or not signed or found["components"] != components:
        raise UnsignedError(reason="it is not signed in the way that nodes sign")
    try:
        data = base64.b64decode(signed["base64"], validate=True)
    except binascii.Error:
        raise UnsignedError(reason="its signature is no base64") from None
    return Signed(int(found["created"]), found["nonce"], found["kid"], parameters, data)


def base(components: Sequence[str], values: Sequence[str], parameters: str) -> bytes:
    """The signature base: a line for each component, and what the signature says of itself."""
    lines = [f"{name}: {value}" for name, value in zip(components, values, strict=True)]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def _over(message: Request | Answer, parameters: str) -> bytes:
    return base(_components(message), message.parts(), parameters)


def _components(message: Request | Answer) -> tuple[str, ...]:
    return _ASKING if isinstance(message, Request) else _ANSWERING
