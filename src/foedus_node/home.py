"""A node's home: one folder with its name, its keys and its two databases.

    foedus.toml            which party, its ministry's name, the office that signs, the language
    keys/root.key          the root key (belongs on paper or on a stick in a safe; see the how-to)
    keys/op.key            the operational key, which signs the log
    keys/link.key          the link key, which lies open: it vouches for what the node sends
    data/common.sqlite3    the common record
    data/private.sqlite3   what is ours alone (for both, see `foedus_node.databases`)
    PARTY.card.json        what another party needs to found a compact with this one

Nothing here opens a database.
"""

import fcntl
import getpass
import os
import secrets
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from foedus import terms
from foedus.errors import FoedusError
from foedus.record import canonical, keyfile, shape
from foedus.record.act import Root
from foedus.record.signature import SEED_BYTES, SigningKey
from foedus.terms import Language, Party
from foedus_node import databases, files
from foedus_node.errors import (
    BusyError,
    FileError,
    NodeDamagedError,
    NodeExistsError,
    NoNodeError,
    PassphraseMissingError,
    WeakPassphraseError,
)

SHORTEST_PASSPHRASE = 12
_SMALL = 2**16


@frozen
class Home:
    """A node's folder and what its `foedus.toml` says."""

    path: Path
    party: Party
    ministry: str
    office: str
    language: Language

    @classmethod
    def at(cls, path: Path) -> Self:
        """The node in a folder.

        Raises:
            NoNodeError: there is none.
            NodeDamagedError: its `foedus.toml` or its databases are not whole.
        """
        named = path / "foedus.toml"
        if not named.is_file():
            raise NoNodeError(folder=str(path))
        try:
            table = tomllib.loads(files.read(named, most=_SMALL).decode())
            home = cls(
                path=path,
                party=terms.party(_stated(table, "party")),
                ministry=_stated(table, "ministry"),
                office=_stated(table, "office"),
                language=terms.language(_stated(table, "language")),
            )
        except ValueError as error:  # no UTF-8, no TOML, or not what it should state
            raise NodeDamagedError(folder=str(path), reason=f"foedus.toml cannot be read ({error})") from None
        for database in databases.missing(path):
            # A database that is gone must never be made anew in silence: with it goes the memory of
            # what was signed, and a node without memory signs rivals.
            raise NodeDamagedError(folder=str(path), reason=f"{database} is missing")
        return home

    @property
    def card(self) -> Path:
        """The card that other parties need."""
        return self.path / f"{self.party}.card.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the node alone, for one command that writes.

        Raises:
            BusyError: another process holds it.
        """
        with (self.path / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise BusyError(pid=file.read().strip() or "unknown") from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def public(self, role: str) -> str:
        """The public half of a key, 64 hexadecimal digits.

        Args:
            role: `root` or `op`.
        """
        return self._locked_key(role).public

    def key(self, role: str) -> SigningKey:
        """Open a key with the passphrase that is given or asked for.

        Raises:
            KeyFileError, PassphraseError, PassphraseMissingError: as they say.
        """
        return keyfile.unlock(
            self._locked_key(role), passphrase=passphrase(role), name=str(self._key_path(role))
        )

    @property
    def link(self) -> SigningKey:
        """The key that vouches for what this node sends.

        Raises:
            KeyFileError, FileError: it is damaged, or gone.
        """
        path = self._key_path("link")
        return keyfile.parse_bare(files.read(path, most=_SMALL), name=str(path))

    @property
    def root(self) -> Root:
        """This party's root, as a charter names it."""
        return Root((self.public("root"),), 1)

    def _key_path(self, role: str) -> Path:
        return self.path / "keys" / f"{role}.key"

    def _locked_key(self, role: str) -> keyfile.LockedKey:
        path = self._key_path(role)
        return keyfile.parse(files.read(path, most=_SMALL), name=str(path))


@frozen
class Card:
    """What a party hands the others so that they can name it in a charter."""

    party: Party
    ministry: str
    root: Root

    @property
    def fingerprint(self) -> str:
        """The root in digits that two officers can read to each other over the telephone."""
        digits = canonical.digest(canonical.encode(list(self.root.keys)))[:40]
        return " ".join(digits[i : i + 5] for i in range(0, 40, 5))

    def to_bytes(self) -> bytes:
        """The card's file."""
        document = {
            "v": 1,
            "party": self.party,
            "ministry": self.ministry,
            "root": list(self.root.keys),
            "threshold": self.root.threshold,
        }
        return canonical.encode(document, what="card") + b"\n"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read another party's card.

        Raises:
            FileError: there is no such file, or it is no card.
        """
        data = files.read(path, most=_SMALL).removesuffix(b"\n")
        try:
            document: Any = canonical.decode(data, what="card")
        except FoedusError as error:
            raise FileError(path=str(path), reason=f"it is no party's card ({error})") from None
        match document:
            case {
                "v": 1,
                "party": code,
                "ministry": str(ministry),
                "root": [*keys],
                "threshold": int(many),
            } if shape.is_party(code) and keys and all(map(shape.is_hash, keys)) and 1 <= many <= len(keys):
                return cls(Party(code), ministry, Root(tuple(keys), many))
        raise FileError(path=str(path), reason="it is no party's card")


def located(named: Path | None) -> Path:
    """The folder of the node a command is for: the one named, FOEDUS_NODE's, or the present one."""
    return (named or Path(os.environ.get("FOEDUS_NODE") or ".")).resolve()


def found(path: Path, *, party: Party, ministry: str) -> Card:
    """Make a node's folder with its keys; the databases are the caller's.

    Returns:
        The party's card, which also lies in the folder.

    Raises:
        NodeExistsError, FileError, WeakPassphraseError, PassphraseMissingError: as they say.
    """
    if (path / "foedus.toml").exists():
        raise NodeExistsError(folder=str(path), party=Home.at(path).party)
    if path.exists() and not path.is_dir():
        raise FileError(path=str(path), reason="it is a file, and a folder is needed")
    words = passphrase("new", confirm=True)
    if len(words) < SHORTEST_PASSPHRASE:
        raise WeakPassphraseError(length=len(words))
    for folder in (path, path / "keys", path / "data"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for role in ("root", "op"):
        locked = keyfile.lock(
            secrets.token_bytes(SEED_BYTES),
            role=role,
            passphrase=words,
            salt=secrets.token_bytes(keyfile.SALT_BYTES),
            nonce=secrets.token_bytes(keyfile.NONCE_BYTES),
        )
        files.write(path / "keys" / f"{role}.key", locked, mode=0o600)
    files.write(path / "keys" / "link.key", keyfile.bare(secrets.token_bytes(SEED_BYTES)), mode=0o600)
    public = keyfile.parse(files.read(path / "keys" / "root.key", most=_SMALL), name="root.key").public
    card = Card(party, ministry, Root((public,), 1))
    files.write(path / f"{party}.card.json", card.to_bytes())
    return card


def name(path: Path, *, party: Party, ministry: str, office: str, language: Language) -> Home:
    """Write `foedus.toml`, the last step of founding: a folder without it is no node."""
    lines = (f"party = {_toml(party)}", f"ministry = {_toml(ministry)}", f"office = {_toml(office)}")
    text = "\n".join((*lines, f"language = {_toml(language)}", ""))
    files.write(path / "foedus.toml", text.encode())
    return Home.at(path)


def passphrase(role: str, *, confirm: bool = False) -> str:
    """The passphrase: from FOEDUS_PASSPHRASE_FILE, FOEDUS_PASSPHRASE, or the person at the terminal.

    Raises:
        PassphraseMissingError: it is set nowhere and there is no terminal.
        FileError: FOEDUS_PASSPHRASE_FILE names no text.
    """
    if file := os.environ.get("FOEDUS_PASSPHRASE_FILE"):
        return _words_in(Path(file))
    if given := os.environ.get("FOEDUS_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise PassphraseMissingError(role=role)
    words = getpass.getpass(f"Passphrase of the {role} key: ")
    while confirm and getpass.getpass("The same once more: ") != words:
        words = getpass.getpass("They differ. Passphrase: ")
    return words


def _stated(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is not stated in words")
    return value


def _words_in(file: Path) -> str:
    try:
        return files.read(file, most=_SMALL).decode().strip("\r\n")
    except UnicodeDecodeError:
        raise FileError(path=str(file), reason="it is not UTF-8, and a passphrase is needed") from None


def _toml(text: str) -> str:
    # A TOML basic string escapes as JSON does, for everything that may stand in a name.
    return canonical.encode(text).decode()
