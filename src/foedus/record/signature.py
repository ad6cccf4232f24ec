"""Signatures: Ed25519 through libsodium, and the DSSE v1 envelope they travel in.

One verifier, pinned: on the published edge cases of Ed25519 two libraries differ, and a
difference would let two parties disagree on what is in force (`docs/decisions/0002`).
An envelope is verified as the bytes received and never written again; since it has one
spelling only, nobody can change a byte of it and have it pass.

Sources: RFC 8032; DSSE v1 (secure-systems-lab/dsse, protocol.md).
"""

import binascii
import hashlib
import re
from functools import cached_property
from typing import Protocol

import nacl.bindings as sodium
from attrs import frozen
from nacl.exceptions import BadSignatureError, CryptoError

from foedus.errors import ProfileError
from foedus.phrase import phrase
from foedus.record import canonical

ENTRY = "application/vnd.foedus.entry+json"
"""The payload type of a log's entry."""

KEYS = "application/vnd.foedus.keys+json"
"""The payload type of a party's key statement, signed by its root."""

MANIFEST = "application/vnd.foedus.manifest+json"
"""The payload type of a bundle's manifest, signed by the node that made it."""

_OPENING = b'{"payload":"'
_CLOSING = re.compile(
    rb'","payloadType":"([a-z.+/-]+)",'
    rb'"signatures":\[{"keyid":"([0-9a-f]{32})","sig":"([A-Za-z0-9+/=]*)"}\]}'
)
"""An envelope as RFC 8785 spells it, before and after its payload; no part of it needs an escape."""

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


@frozen
class Envelope:
    """A DSSE envelope with one signature, taken apart: nothing in it is verified yet."""

    payload: bytes
    kid: str
    signature: bytes

    def is_signed_with(self, public: bytes, payload_type: str = ENTRY) -> bool:
        """Whether a public key, 32 bytes, verifies its signature over a payload of this type."""
        return is_valid(authenticated(self.payload, payload_type), self.signature, public)


class Signer(Protocol):
    """Whatever signs with one Ed25519 key: a key in memory, or one that never leaves its token."""

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits."""

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over a message."""


@frozen(repr=False)
class SigningKey:
    """An Ed25519 key that signs, from its 32-byte seed."""

    seed: bytes

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return self._pair[0].hex()

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over a message."""
        return sodium.crypto_sign(message, self._pair[1])[:SIGNATURE_BYTES]

    @cached_property
    def _pair(self) -> tuple[bytes, bytes]:
        return sodium.crypto_sign_seed_keypair(self.seed)

    def __repr__(self) -> str:
        return f"SigningKey(kid={key_id(self.public)})"


def key_id(public: str) -> str:
    """A public key's name: the first 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]


def is_valid(message: bytes, signature: bytes, public: bytes) -> bool:
    """Libsodium's verdict on a signature over a message; a malformed one is simply not valid."""
    # Sodium reads both from bare memory: without this, bytes behind the signature would count as message.
    if len(signature) != SIGNATURE_BYTES or len(public) != PUBLIC_BYTES:
        return False
    try:
        sodium.crypto_sign_open(signature + message, public)
    except (BadSignatureError, CryptoError, ValueError):
        return False
    return True


def authenticated(payload: bytes, payload_type: str) -> bytes:
    """What is signed: DSSE's pre-authentication encoding of a payload and its type."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def seal(payload: bytes, key: Signer, payload_type: str = ENTRY) -> bytes:
    """Sign a payload; give the envelope in its one spelling."""
    signature = key.sign(authenticated(payload, payload_type))
    return canonical.encode(
        {
            "payload": binascii.b2a_base64(payload, newline=False).decode(),
            "payloadType": payload_type,
            "signatures": [
                {
                    "keyid": key_id(key.public),
                    "sig": binascii.b2a_base64(signature, newline=False).decode(),
                }
            ],
        }
    )


def unseal(data: bytes, payload_type: str = ENTRY) -> Envelope:
    """Take an envelope apart without believing it.

    Raises:
        ProfileError: not an envelope of this type with exactly one signature, in its one spelling.
    """
    end = data.find(b'"', len(_OPENING))
    found = _CLOSING.fullmatch(data, end) if end > 0 and data.startswith(_OPENING) else None
    if not found:
        raise ProfileError(
            what="envelope", reason="not a DSSE envelope with one signature, in its one spelling"
        )
    kind, kid, signature = found.groups()
    if kind != payload_type.encode():
        raise ProfileError(
            what="envelope",
            reason=phrase(
                "its payload is {kind}, not {payload_type}", kind=kind.decode(), payload_type=payload_type
            ),
        )
    # Base64 is held to its one spelling below, so nothing else can stand where the payload does.
    return Envelope(_bytes_of(data[len(_OPENING) : end]), kid.decode(), _bytes_of(signature))


def _bytes_of(text: bytes) -> bytes:
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        raise ProfileError(what="envelope", reason="its base64 is broken") from None
    # Base64 has spare bits in its last character: without this, two spellings would give the same bytes.
    if binascii.b2a_base64(data, newline=False) != text:
        raise ProfileError(what="envelope", reason="its base64 is not in canonical form")
    return data
