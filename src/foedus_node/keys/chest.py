"""The folder of a party's key files: what each is called, how one is made, opened, and takes another's place.

    roots.json             the root and the next root: public keys, so that both may be far away
    root.key               a root key, where the party keeps its root in one file
    next-root.key          the same of the next root
    op.key, link.key       the keys in use
    op.new.key, ...        keys made and not yet certified
    *.request              what the root is asked to sign; *.signed: what officials have signed of it

A new key is on the disk before anybody is asked to certify it, and takes the old one's
place only when the log names it; a process may die anywhere between.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from foedus.errors import FoedusError, KeyFileError
from foedus.record import canonical, keyfile, shape, signature
from foedus.record.act import Root
from foedus.record.keyfile import KeyInToken, LockedKey
from foedus.record.log import commitment
from foedus.record.signature import SEED_BYTES, Signer, SigningKey
from foedus_node import files
from foedus_node.errors import FileError
from foedus_node.keys import token, words
from foedus_node.keys.errors import KeyAbsentError, KeyThereError

_SMALL = 2**16
_ALL = 2**22
HANDED_OVER = "that was handed over"
"""How a key file that has no name here is told."""


@frozen
class TokenNamed:
    """Where a key is to be made: a token's driver, and the token's label."""

    library: str
    label: str


@frozen
class PublicPart:
    """The public half of a key that lies elsewhere, as its holder hands it out."""

    role: str
    public: str

    @property
    def fingerprint(self) -> str:
        """The key in digits that two people can read to each other over the telephone."""
        digits = canonical.digest(canonical.encode([self.public]))[:40]
        return " ".join(digits[i : i + 5] for i in range(0, 40, 5))

    def to_bytes(self) -> bytes:
        """Its file."""
        return canonical.encode({"v": 1, "role": self.role, "public": self.public}, what="key") + b"\n"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one from its file.

        Raises:
            FileError: there is no such file, or it is another.
        """
        return cls.parse(files.read(path, most=_SMALL), path)

    @classmethod
    def parse(cls, data: bytes, path: Path) -> Self:
        """One from its file's bytes; the path only names the file where it is refused.

        Raises:
            FileError: it is another file.
        """
        match _decoded(data.removesuffix(b"\n"), path):
            case {"v": 1, "role": "root" | "approver" as role, "public": public} as document if len(
                document
            ) == 3 and shape.is_hash(public):
                return cls(role, public)
        raise FileError(path=str(path), reason="it is no public part of a key")


@frozen
class Roots:
    """The root of a party and the one that may follow it, None if none is chosen: public keys only."""

    root: Root
    following: Root | None
    former: tuple[Root, ...] = ()
    """The roots before it, oldest first: charters still name them."""

    @property
    def commitment(self) -> str | None:
        """What a key statement says of the next root."""
        return commitment(self.following) if self.following else None

    def to_bytes(self) -> bytes:
        """Their file."""
        following = self.following and _plain(self.following)
        former = [_plain(root) for root in self.former]
        document = {"v": 1, "root": _plain(self.root), "next": following, "former": former}
        return canonical.encode(document, what="roots") + b"\n"

    @classmethod
    def parse(cls, data: bytes, path: Path) -> Self:
        """Read them.

        Raises:
            FileError: the file is another.
        """
        match _decoded(data.removesuffix(b"\n"), path):
            case {"v": 1, "root": root, "next": following, "former": [*former]} if all(
                map(_is_root, [root, *former])
            ) and (following is None or _is_root(following)):
                return cls(_root(root), following and _root(following), tuple(map(_root, former)))
        raise FileError(path=str(path), reason="it does not name a root")


@frozen
class Chest:
    """A folder of key files."""

    path: Path

    def file(self, name: str) -> Path:
        """Where the key of a name lies: `op`, `link`, `root`, `next-root`, or `op.new`, not yet certified."""
        return self.path / f"{name}.key"

    def has(self, name: str) -> bool:
        """Whether a key of that name is here."""
        return self.file(name).is_file()

    @property
    def roots(self) -> Roots:
        """The party's roots.

        Raises:
            FileError: the file that names them is missing or damaged.
        """
        path = self.path / "roots.json"
        return Roots.parse(files.read(path, most=_SMALL), path)

    @property
    def roots_to_come(self) -> Roots:
        """The roots as they will be once a renewal that is under way is done; else as they are.

        Raises:
            FileError: as `roots` says.
        """
        path = self.path / "roots.new.json"
        return Roots.parse(files.read(path, most=_SMALL), path) if path.is_file() else self.roots

    def keep_roots(self, roots: Roots, *, new: bool = False) -> None:
        """Write the party's roots, or those to come."""
        name = "roots.new.json" if new else "roots.json"
        files.write(self.path / name, roots.to_bytes(), mode=0o600)

    def public(self, name: str) -> str:
        """The public half of a key here, link keys too.

        Raises:
            KeyFileError, FileError: it is damaged, or not here.
        """
        if name.startswith("link"):
            return self.link(name).public
        return read(self.file(name)).public

    def link(self, name: str = "link") -> SigningKey:
        """The node's link key, which lies open.

        Raises:
            KeyFileError, FileError: it is damaged, or not here.
        """
        path = self.file(name)
        return keyfile.parse_bare(files.read(path, most=_SMALL), name=str(path))

    def open(self, name: str, *, secret: str | None = None) -> Signer:
        """A key of ours, opened with its passphrase or PIN.

        Args:
            name: the key's name.
            secret: as `opened` takes it.

        Raises:
            KeyAbsentError: it is not here.
            FoedusError: as `opened` says.
        """
        self.refuse_absent(name)
        return opened(self.file(name), secret=secret)

    def token_of(self, name: str) -> str | None:
        """The label of the token in which a key of ours lies; None where it lies in its file.

        Raises:
            KeyAbsentError: it is not here.
            KeyFileError, FileError: it is damaged.
        """
        self.refuse_absent(name)
        found = read(self.file(name))
        return found.token if isinstance(found, KeyInToken) else None

    def refuse_absent(self, name: str) -> None:
        """Refuse a key that is not here.

        Raises:
            KeyAbsentError: it is not.
        """
        if not self.has(name):
            raise KeyAbsentError(name=name, path=str(self.file(name)))

    def make_link(self, name: str = "link") -> str:
        """Make a link key; gives its public half."""
        files.write(self.file(name), keyfile.bare(secrets.token_bytes(SEED_BYTES)), mode=0o600)
        return self.public(name)

    def take_over(self, name: str) -> None:
        """Let the new file take the old one's place, if it is there: `op.new.key` that of `op.key`."""
        fresh = self.path / name.replace(".", ".new.", 1)
        if fresh.is_file():
            fresh.replace(self.path / name)

    def drop(self, *names: str) -> None:
        """Remove files that are not needed any more; what is gone already is no matter."""
        for name in names:
            (self.path / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a process that was killed left half-written; only while the node is locked."""
        for path in self.path.glob(".*"):
            path.unlink()

    def root_keys_here(self, root: Root) -> tuple[str, ...]:
        """The names of the files here that hold keys of a root."""
        return tuple(
            name for name in ("root", "next-root") if self.has(name) and self.public(name) in root.keys
        )

    def document(self, name: str) -> bytes | None:
        """What a request or an official's signatures say, if they are here."""
        path = self.path / name
        return files.read(path, most=_ALL) if path.is_file() else None

    def documents(self, pattern: str) -> tuple[tuple[str, bytes], ...]:
        """The files of a pattern, by name, with what they say."""
        return tuple((path.name, files.read(path, most=_ALL)) for path in sorted(self.path.glob(pattern)))

    def keep_document(self, name: str, data: bytes) -> Path:
        """Write a request or an official's signatures; gives where."""
        files.write(self.path / name, data, mode=0o600)
        return self.path / name


def make(path: Path, *, role: str, secret: str) -> str:
    """Make a key in a file; gives its public half.

    Args:
        path: the file; one that stands there is replaced.
        role: `root`, `op` or `approver`.
        secret: the passphrase that shall open it.
    """
    locked = keyfile.lock(
        secrets.token_bytes(SEED_BYTES),
        role=role,
        passphrase=secret,
        salt=secrets.token_bytes(keyfile.SALT_BYTES),
        nonce=secrets.token_bytes(keyfile.NONCE_BYTES),
    )
    files.write(path, locked, mode=0o600)
    return read(path).public


def make_in_token(path: Path, named: TokenNamed, *, role: str) -> str:
    """Make a key in a token, and the file that says so; gives its public half.

    Raises:
        TokenLibraryError, TokenAbsentError, PinRefusedError, PinLockedError, TokenFaultError,
        PinMissingError, FileError: as they say.
    """
    made = token.make(named.library, named.label, role=role, pin=words.pin(named.label))
    files.write(path, made.to_bytes(), mode=0o600)
    return made.public


def refuse_there(path: Path) -> None:
    """Refuse to make a key where a file stands.

    Raises:
        KeyThereError: there is one.
    """
    if path.exists():
        raise KeyThereError(path=str(path))


def read(path: Path) -> LockedKey | KeyInToken:
    """A key file, not opened.

    Raises:
        KeyFileError, FileError: it is none, or not there.
    """
    return keyfile.read(files.read(path, most=_SMALL), name=str(path))


def opened(path: Path, *, secret: str | None = None) -> Signer:
    """Open a key: a file's with its passphrase, a token's with its PIN.

    Args:
        path: its file.
        secret: the passphrase or PIN, from whoever is there; None: it is asked for as `words` says.

    Raises:
        KeyFileError, FileError, PassphraseError, PassphraseMissingError: of a file.
        TokenLibraryError, TokenAbsentError, PinRefusedError, PinLockedError, TokenKeyAbsentError,
        TokenFaultError, PinMissingError: of a token.
    """
    match read(path):
        case KeyInToken() as named:
            return token.open_key(named, pin=words.pin(named.token) if secret is None else secret)
        case LockedKey() as locked:
            said = words.passphrase(locked.role) if secret is None else secret
            return keyfile.unlock(locked, passphrase=said, name=str(path))


def opened_data(data: bytes, *, secret: str) -> SigningKey:
    """Open a key that somebody hands over as a file's bytes: a person's own, to approve with.

    Args:
        data: the file.
        secret: its passphrase.

    Raises:
        KeyFileError: it is no such file, lies in a token, or costs more to open than the keys made here.
        PassphraseError: the passphrase is another.
    """
    # What is handed over may name a token's driver: a file of this machine that would then be run.
    locked = keyfile.parse(data, name=HANDED_OVER)
    if locked.ops > keyfile.OPS or locked.memory > keyfile.MEMORY:
        raise KeyFileError(key=HANDED_OVER, reason="it takes more work to open than a key made here")
    return keyfile.unlock(locked, passphrase=secret, name=HANDED_OVER)


def root_of(parts: Iterable[PublicPart], *, threshold: int) -> Root:
    """The root made of officials' public parts, the same in whatever order they are named.

    Raises:
        ValueError: one stands there twice or is no root key, or the threshold does not fit.
    """
    parts = tuple(parts)
    keys = sorted({part.public for part in parts})
    if len(keys) != len(parts):
        raise ValueError("one key is given twice")
    if any(part.role != "root" for part in parts):
        raise ValueError("one of them is no root key's public part")
    if not 1 <= threshold <= len(keys):
        raise ValueError(f"{threshold} of {len(keys)} cannot be")
    return Root(tuple(keys), threshold)


def called(public: str) -> str:
    """A key as it is told to people."""
    return signature.key_id(public)[:12]


def _decoded(data: bytes, path: Path) -> Any:
    try:
        return canonical.decode(data, what="file")
    except FoedusError as error:
        raise FileError(path=str(path), reason=str(error).rstrip(".")) from None


def _plain(root: Root) -> dict[str, Any]:
    return {"keys": list(root.keys), "threshold": root.threshold}


def _root(value: Any) -> Root:
    return Root(tuple(value["keys"]), value["threshold"])


def _is_root(value: Any) -> bool:
    match value:
        case {"keys": [*keys], "threshold": threshold} if len(value) == 2:
            return shape.is_root(keys, threshold)
    return False
