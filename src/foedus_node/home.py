"""A node's home: one folder with its name, its keys and its two databases.

    foedus.toml            which party, its ministry's name, the office that signs, the language
    keys/                  its keys; what lies there is told in `foedus_node.keys.chest`
    data/common.sqlite3    the common record
    data/private.sqlite3   what is ours alone (for both, see `foedus_node.databases`)
    PARTY.card.json        what another party needs to found a compact with this one

Nothing here opens a database.
"""

import fcntl
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from foedus import terms
from foedus.errors import FoedusError
from foedus.phrase import phrase
from foedus.record import canonical, shape
from foedus.record.act import Root
from foedus.record.signature import Signer, SigningKey
from foedus.terms import Language, Party
from foedus_node import databases, files
from foedus_node.errors import (
    BusyError,
    FileError,
    NodeDamagedError,
    NodeExistsError,
    NoNodeError,
)
from foedus_node.keys import chest as chest_files
from foedus_node.keys import words
from foedus_node.keys.chest import Chest, Roots

_ROOTS = ("root", "next-root")
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
            raise NodeDamagedError(
                folder=str(path), reason=phrase("foedus.toml cannot be read ({error})", error=error)
            ) from None
        for database in databases.missing(path):
            # A database that is gone must never be made anew in silence: with it goes the memory of
            # what was signed, and a node without memory signs rivals.
            raise NodeDamagedError(
                folder=str(path), reason=phrase("{database} is missing", database=database)
            )
        return home

    @property
    def card(self) -> Path:
        """The card that other parties need."""
        return self.path / f"{self.party}.card.json"

    def ministries(self, told: Mapping[Party, str]) -> dict[Party, str]:
        """What the parties' ministries are called: ours as this node says, the others' as told."""
        # A node founded without its ministry's name bears its party's code, and that is no name.
        own = {} if self.ministry == self.party else {self.party: self.ministry}
        return {**own, **told}

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

    @property
    def chest(self) -> Chest:
        """The folder of its key files."""
        return Chest(self.path / "keys")

    def public(self, role: str) -> str:
        """The public half of a key, 64 hexadecimal digits.

        Args:
            role: `root`, `op` or `link`.
        """
        return self.chest.public(role)

    def key(self, role: str, *, secret: str | None = None) -> Signer:
        """Open a key with the passphrase or PIN that is given or asked for.

        Args:
            role: `root`, `op` or `link`.
            secret: the passphrase or PIN; None: it is asked for as `foedus_node.keys.words` says.

        Raises:
            FoedusError: as `foedus_node.keys.chest.opened` says.
        """
        return self.chest.open(role, secret=secret)

    @property
    def link(self) -> SigningKey:
        """The key that vouches for what this node sends.

        Raises:
            KeyFileError, FileError: it is damaged, or gone.
        """
        return self.chest.link()

    @property
    def root(self) -> Root:
        """This party's root, as a charter names it; its keys may be far away."""
        return self.chest.roots.root


@frozen
class Card:
    """What a party hands the others so that they can name it in a charter."""

    party: Party
    ministry: str
    root: Root
    link: str | None = None
    """The public link key of its node: what is sent to it can be locked for it before its log has begun."""

    @property
    def fingerprint(self) -> str:
        """The root in digits that two officers can read to each other over the telephone."""
        digits = canonical.digest(canonical.encode(list(self.root.keys)))[:40]
        return " ".join(digits[i : i + 5] for i in range(0, 40, 5))

    def to_json(self) -> dict[str, Any]:
        """What stands on it."""
        document = {
            "v": 1,
            "party": self.party,
            "ministry": self.ministry,
            "root": list(self.root.keys),
            "threshold": self.root.threshold,
        }
        return {**document, "link": self.link} if self.link else document

    @classmethod
    def of(cls, document: Any) -> Self | None:
        """The card on which this stands; None where it is none."""
        match document:
            case {
                "v": 1,
                "party": code,
                "ministry": str(ministry),
                "root": [*keys],
                "threshold": int(many),
            } if shape.is_party(code) and keys and all(map(shape.is_hash, keys)) and 1 <= many <= len(keys):
                link = document.get("link")
                if link is None or shape.is_hash(link):
                    return cls(Party(code), ministry, Root(tuple(keys), many), link)
        return None

    def to_bytes(self) -> bytes:
        """The card's file."""
        return canonical.encode(self.to_json(), what="card") + b"\n"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read another party's card.

        Raises:
            FileError: there is no such file, or it is no card.
        """
        data = files.read(path, most=_SMALL).removesuffix(b"\n")
        try:
            card = cls.of(canonical.decode(data, what="card"))
        except FoedusError as error:
            raise FileError(
                path=str(path), reason=phrase("it is no party's card ({error})", error=error)
            ) from None
        if card is None:
            raise FileError(path=str(path), reason="it is no party's card")
        return card


def located(named: Path | None) -> Path:
    """The folder of the node a command is for: the one named, FOEDUS_NODE's, or the present one."""
    return (named or Path(os.environ.get("FOEDUS_NODE") or ".")).resolve()


def found(path: Path, *, party: Party, ministry: str, roots: Roots | None = None) -> Card:
    """Make a node's folder with its keys; the databases are the caller's.

    Args:
        path: the folder.
        party: the party's code.
        ministry: its ministry's name.
        roots: the root of several officials and the next one; None: a root key of each is made in the folder.

    Returns:
        The party's card, which also lies in the folder.

    Raises:
        NodeExistsError, FileError, WeakPassphraseError, PassphraseMissingError: as they say.
    """
    refuse_founded(path)
    if path.exists() and not path.is_dir():
        raise FileError(path=str(path), reason="it is a file, and a folder is needed")
    secret = words.new_passphrase("new")
    for folder in (path, path / "keys", path / "data"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    chest = Chest(path / "keys")
    chest_files.make(chest.file("op"), role="op", secret=secret)
    chest.make_link()
    if roots is None:
        root, following = (
            Root((chest_files.make(chest.file(name), role="root", secret=secret),), 1) for name in _ROOTS
        )
        roots = Roots(root, following)
    chest.keep_roots(roots)
    return write_card(path, party=party, ministry=ministry, root=roots.root)


def refuse_founded(path: Path) -> None:
    """Refuse to found a node over another.

    Raises:
        NodeExistsError: there is one.
    """
    if (path / "foedus.toml").exists():
        raise NodeExistsError(folder=str(path), party=Home.at(path).party)


def write_card(path: Path, *, party: Party, ministry: str, root: Root) -> "Card":
    """Write the party's card into the node's folder."""
    card = Card(party, ministry, root, Chest(path / "keys").public("link"))
    files.write(path / f"{party}.card.json", card.to_bytes())
    return card


def name(path: Path, *, party: Party, ministry: str, office: str, language: Language) -> Home:
    """Write `foedus.toml`, the last step of founding: a folder without it is no node."""
    lines = (f"party = {_toml(party)}", f"ministry = {_toml(ministry)}", f"office = {_toml(office)}")
    text = "\n".join((*lines, f"language = {_toml(language)}", ""))
    files.write(path / "foedus.toml", text.encode())
    return Home.at(path)


def _stated(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is not stated in words")
    return value


def _toml(text: str) -> str:
    # A TOML basic string escapes as JSON does, for everything that may stand in a name.
    return canonical.encode(text).decode()
