"""Keys in a token (PKCS#11): a smart card, a USB key, a module. The token signs; the key never leaves it.

Ed25519 as PKCS#11 3.0 has it (CKM_EDDSA). What a token signs is checked with libsodium,
the record's one verifier, before anybody uses it: a signature that only the token's own
library takes for valid would be refused by every peer.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from foedus.later import later
from foedus.record import signature
from foedus.record.keyfile import KeyInToken
from foedus_node.keys.errors import (
    PinLockedError,
    PinRefusedError,
    TokenAbsentError,
    TokenFaultError,
    TokenKeyAbsentError,
    TokenLibraryError,
)

if TYPE_CHECKING:
    import pkcs11
    from pkcs11 import exceptions as refused
else:
    pkcs11, refused = later("pkcs11"), later("pkcs11.exceptions")

_CURVE = b"\x13\x0cedwards25519"
"""The curve's name as PKCS#11 3.0 gives it: a PrintableString."""

_POINT_HEAD = b"\x04\x20"
"""A DER octet string of 32 bytes: how a token hands out a public key."""

_ID_BYTES = 16


@frozen(repr=False)
class TokenKey:
    """A key in a token, ready to sign."""

    named: KeyInToken
    pin: str = field(repr=False)

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return self.named.public

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over a message, made by the token and checked by libsodium.

        Raises:
            TokenLibraryError, TokenAbsentError, PinRefusedError, PinLockedError: the token does not open.
            TokenKeyAbsentError: the key is not in it.
            TokenFaultError: it did not sign, or its signature is not valid.
        """
        with _opened(self.named.library, self.named.token, pin=self.pin) as session:
            wanted = {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
                pkcs11.Attribute.ID: bytes.fromhex(self.named.id),
            }
            key: Any = next(iter(session.get_objects(wanted)), None)
            if key is None:
                raise TokenKeyAbsentError(token=self.named.token, key=self.named.kid[:12])
            made = bytes(key.sign(message, mechanism=pkcs11.Mechanism.EDDSA))
        if not signature.is_valid(message, made, bytes.fromhex(self.public)):
            raise TokenFaultError(token=self.named.token, reason="the signature it made is not valid")
        return made

    def __repr__(self) -> str:
        return f"TokenKey(kid={self.named.kid})"


def open_key(named: KeyInToken, *, pin: str) -> TokenKey:
    """A key in a token, once the token has opened and shown that the key is there.

    Raises:
        TokenLibraryError, TokenAbsentError, PinRefusedError, PinLockedError, TokenKeyAbsentError,
        TokenFaultError: as `TokenKey.sign` says.
    """
    key = TokenKey(named, pin)
    key.sign(b"foedus: is the key here?")
    return key


def make(library: str, token: str, *, role: str, pin: str) -> KeyInToken:
    """Make a key in a token.

    Args:
        library: the token's driver, a file.
        token: the token's label.
        role: what the key is for; it is the key's label in the token.
        pin: the user's PIN.

    Raises:
        TokenLibraryError, TokenAbsentError, PinRefusedError, PinLockedError, TokenFaultError: as they say.
    """
    known_as = secrets.token_bytes(_ID_BYTES)
    with _opened(library, token, pin=pin, writing=True) as session:
        curve = session.create_domain_parameters(
            pkcs11.KeyType.EC_EDWARDS, {pkcs11.Attribute.EC_PARAMS: _CURVE}, local=True
        )
        public, _ = curve.generate_keypair(
            mechanism=pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
            store=True,
            label=f"foedus {role}",
            id=known_as,
        )
        point = bytes(public[pkcs11.Attribute.EC_POINT])
    named = KeyInToken(role, point.removeprefix(_POINT_HEAD).hex(), library, token, known_as.hex())
    open_key(named, pin=pin)  # a key that does not sign is found out now, not when the root has certified it
    return named


@contextmanager
def _opened(library: str, token: str, *, pin: str, writing: bool = False) -> Iterator["pkcs11.Session"]:
    """A session with a token; whatever PKCS#11 refuses is said in our words."""
    try:
        driver = pkcs11.lib(library)
        driver.reinitialize()  # else a token that was plugged in since would not be seen
    except (RuntimeError, refused.PKCS11Error) as error:
        raise TokenLibraryError(library=library, reason=_reason(error)) from None
    try:
        with driver.get_token(token_label=token).open(rw=writing, user_pin=pin) as session:
            yield session
    except (refused.NoSuchToken, refused.TokenNotPresent, refused.DeviceRemoved):
        raise TokenAbsentError(token=token, library=library) from None
    except (refused.PinIncorrect, refused.PinInvalid, refused.PinLenRange):
        raise PinRefusedError(token=token) from None
    except (refused.PinLocked, refused.UserPinNotInitialized):
        raise PinLockedError(token=token) from None
    except refused.PKCS11Error as error:
        raise TokenFaultError(token=token, reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    told = " ".join(str(error).split())
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
