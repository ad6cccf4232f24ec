"""A key in a file, locked with a passphrase: Argon2id to a key, XSalsa20-Poly1305 over the seed.

Or a file that only says in which token the key lies, which never gives it out. Bytes in,
bytes out; where the file lies, who may read it, and how a token is asked, is the node's matter.

Sources: RFC 9106 (Argon2id, libsodium's "moderate" cost); libsodium's secretbox.
"""

from typing import Any

import nacl.bindings as sodium
from attrs import frozen
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from foedus.errors import KeyFileError, PassphraseError, ProfileError
from foedus.phrase import phrase
from foedus.record import canonical, shape
from foedus.record.signature import SEED_BYTES, SigningKey, key_id

SALT_BYTES = argon2id.SALTBYTES
NONCE_BYTES = sodium.crypto_secretbox_NONCEBYTES
OPS, MEMORY = argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE
VERSION = 1
MOST_OPS = 16
MOST_MEMORY = 2**30
BOX_BYTES = SEED_BYTES + sodium.crypto_secretbox_MACBYTES


@frozen
class LockedKey:
    """What a key file says without its passphrase."""

    role: str
    public: str
    ops: int
    memory: int
    salt: bytes
    nonce: bytes
    box: bytes

    @property
    def kid(self) -> str:
        """The key's name."""
        return key_id(self.public)


@frozen
class KeyInToken:
    """What a key file says of a key that lies in a token (PKCS#11)."""

    role: str
    public: str
    library: str
    """The token's driver, a file."""
    token: str
    """The token's label."""
    id: str
    """The key's CKA_ID, in hexadecimal digits."""

    @property
    def kid(self) -> str:
        """The key's name."""
        return key_id(self.public)

    def to_bytes(self) -> bytes:
        """The key file; nothing in it is secret."""
        named = {"library": self.library, "label": self.token, "id": self.id}
        document = {"v": VERSION, "role": self.role, "public": self.public, "token": named}
        return canonical.encode(document, what="key file") + b"\n"


def lock(
    seed: bytes,
    *,
    role: str,
    passphrase: str,
    salt: bytes,
    nonce: bytes,
    ops: int = OPS,
    memory: int = MEMORY,
) -> bytes:
    """Write a key file.

    Args:
        seed: the key, 32 bytes.
        role: `root`, `op` or `approver`.
        passphrase: what opens it again.
        salt: 16 bytes of chance.
        nonce: 24 bytes of chance, never used twice with one passphrase and salt.
        ops: Argon2id's passes.
        memory: Argon2id's memory, in bytes.
    """
    derived = argon2id.kdf(SEED_BYTES, passphrase.encode(), salt, opslimit=ops, memlimit=memory)
    document = {
        "v": VERSION,
        "role": role,
        "public": SigningKey(seed).public,
        "kdf": {"name": "argon2id", "ops": ops, "memory": memory, "salt": salt.hex()},
        "nonce": nonce.hex(),
        "box": sodium.crypto_secretbox(seed, nonce, derived).hex(),
    }
    return canonical.encode(document, what="key file") + b"\n"


def bare(seed: bytes) -> bytes:
    """Write the file of a node's link key, which lies open: a node must send while nobody is there.

    Args:
        seed: the key, 32 bytes.
    """
    document = {"v": VERSION, "role": "link", "public": SigningKey(seed).public, "seed": seed.hex()}
    return canonical.encode(document, what="key file") + b"\n"


def parse_bare(data: bytes, *, name: str) -> SigningKey:
    """Read the file of a node's link key.

    Raises:
        KeyFileError: it is none.
    """
    match _document(data, name=name):
        case {"v": version, "role": "link", "public": public, "seed": seed} as document if (
            len(document) == 4
            and (type(version), version) == (int, VERSION)
            and shape.is_hash(seed)
            and SigningKey(bytes.fromhex(seed)).public == public
        ):
            return SigningKey(bytes.fromhex(seed))
    raise KeyFileError(key=name, reason="it is damaged, or no link key")


def parse(data: bytes, *, name: str) -> LockedKey:
    """Read the file of a key that lies in it, without opening it.

    Raises:
        KeyFileError: it is no key file, or the key lies in a token.
    """
    found = read(data, name=name)
    if isinstance(found, KeyInToken):
        raise KeyFileError(key=name, reason=phrase("its key lies in the token {token}", token=found.token))
    return found


def read(data: bytes, *, name: str) -> LockedKey | KeyInToken:
    """Read a key file without opening it.

    Raises:
        KeyFileError: it is no key file.
    """
    document = _document(data, name=name)
    match document:
        case {
            "v": version,
            "role": "root" | "op" | "approver" as role,
            "public": public,
            "token": {"library": library, "label": label, "id": known_as} as token,
        } if (
            (len(document), len(token)) == (4, 3)
            and (type(version), version) == (int, VERSION)
            and shape.is_hash(public)
            and shape.is_text(library)
            and shape.is_text(label, 32)
            and shape.is_nonce(known_as)
        ):
            return KeyInToken(role, public, library, label, known_as)
        case {
            "v": version,
            "role": "root" | "op" | "approver" as role,
            "public": public,
            "kdf": {"name": "argon2id", "ops": ops, "memory": memory, "salt": salt} as kdf,
            "nonce": nonce,
            "box": box,
        } if (
            (len(document), len(kdf)) == (6, 4)
            and (type(version), version) == (int, VERSION)
            and shape.is_hash(public)
            and _is_affordable(ops, memory)
            and shape.is_hex(salt, SALT_BYTES)
            and shape.is_hex(nonce, NONCE_BYTES)
            and shape.is_hex(box, BOX_BYTES)
        ):
            return LockedKey(
                role, public, ops, memory, bytes.fromhex(salt), bytes.fromhex(nonce), bytes.fromhex(box)
            )
    raise KeyFileError(key=name, reason="it is damaged, or no key file")


def _document(data: bytes, *, name: str) -> Any:
    try:
        return canonical.decode(data.removesuffix(b"\n"), what="key file")
    except ProfileError as error:
        raise KeyFileError(key=name, reason=error.reason) from None


def _is_affordable(ops: Any, memory: Any) -> bool:
    """Whether opening may cost that much; Argon2id counts in KiB, so only whole ones have one spelling."""
    return (
        shape.is_count(ops, 1)
        and ops <= MOST_OPS
        and shape.is_count(memory, argon2id.MEMLIMIT_MIN)
        and memory <= MOST_MEMORY
        and memory % 1024 == 0
    )


def unlock(locked: LockedKey, *, passphrase: str, name: str) -> SigningKey:
    """Open a key.

    Raises:
        PassphraseError: the passphrase is another, or the file was altered.
        KeyFileError: it holds another key than it names, or this machine has too little memory to open it.
    """
    try:
        derived = argon2id.kdf(
            SEED_BYTES, passphrase.encode(), locked.salt, opslimit=locked.ops, memlimit=locked.memory
        )
    except RuntimeError:
        mebibytes = locked.memory // 2**20
        raise KeyFileError(
            key=name, reason=phrase("opening it takes {mebibytes} MiB of memory", mebibytes=mebibytes)
        ) from None
    try:
        key = SigningKey(sodium.crypto_secretbox_open(locked.box, locked.nonce, derived))
    except CryptoError:
        raise PassphraseError(key=name) from None
    if key.public != locked.public:
        raise KeyFileError(key=name, reason="the key inside is not the one it names")
    return key
