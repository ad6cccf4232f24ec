"""A node in one file: its two databases as they stood at one moment, its keys, its name.

The file is a ZIP whose `MANIFEST.json` names every other member with its size and its SHA-256.
The copy of the common record in it is marked as recovering, so that whatever is made of the file
signs nothing before its peers were heard. The databases in it are files, also where the node keeps
them on a PostgreSQL server, so that a node can be restored into files and onto a server alike.
"""

import datetime
import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from foedus.phrase import phrase
from foedus_node import databases, files
from foedus_node.errors import BackupError, DatabaseUsedError, FileError
from foedus_node.home import Home
from foedus_node.storage import carrying, making, upgrading

NEVER = "9999-12-31T23:59:59Z"
"""Since when a copy recovers that nobody has restored yet: no peer is heard late enough."""
_MANIFEST = "MANIFEST.json"
_VERSION = 1
_PIECE = 2**20
_MOST_MANIFEST = 2**20
_MEMBERS = re.compile(r"foedus\.toml|[A-Z0-9-]{1,16}\.card\.json|keys/[\w.-]{1,80}|data/[\w.-]{1,80}")
_LATER = "a later edition of Foedus made it; restore it with that one"
_LEFT = frozenset({"serving", "restoring", "databases.toml"})
"""What stands in `data` and belongs to running processes, to a restore under way, or to this place alone."""


@frozen
class BackUp:
    """What a backup holds.

    Attributes:
        party: whose node it is.
        at: the moment at which it was made, as its maker's clock said.
        members: the files in it, with their sizes in bytes and their SHA-256.
    """

    party: str
    at: str
    members: Mapping[str, tuple[int, str]]


def back_up(
    home: Home, file: BinaryIO, *, at: datetime.datetime, others: Mapping[str, Sequence[str]]
) -> BackUp:
    """Write a node into a file, while it goes on being served and worked on.

    Args:
        home: the node.
        file: where to.
        at: the present moment.
        others: of each compact, the parties that a restored node must hear first.

    Raises:
        BackupError: its databases are of another edition.
        BusyError: another process is writing at the moment the copy begins.
    """
    members: dict[str, tuple[int, str]] = {}
    with (
        tempfile.TemporaryDirectory(dir=home.path / "data", prefix=".backup-") as beside,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        copy = Path(beside)
        _copy_server(home, copy) if databases.on_server(home.path) else _copy_files(home, copy)
        _mark(databases.file_of(copy, "common"), others)
        copies = {f"data/{one.name}": one for one in sorted((copy / "data").iterdir())}
        for name, path in {**dict(_small(home.path)), **copies}.items():
            members[name] = _pack(packed, name, path, at=at)
        made = BackUp(home.party, f"{at:%Y-%m-%dT%H:%M:%SZ}", members)
        told = {"v": _VERSION, "party": made.party, "at": made.at, "members": members}
        packed.writestr(_info(_MANIFEST, at), json.dumps(told, indent=1))
    return made


def unpack(file: Path, folder: Path) -> BackUp:
    """Lay a node out of a backup into a folder that is not there yet, or empty.

    Every member is checked against the manifest before the folder appears under its name. Where the
    settings name databases on a server, or the folder holds nothing but `data/databases.toml`, these
    take what the backup's databases hold.

    Raises:
        FileError: the file cannot be read, or the folder holds something.
        BackupError: it is no backup, not an intact one, or a later edition's.
        DatabaseUsedError: a database on the server holds what a node has written.
    """
    if not _is_free(folder):
        advice = phrase("Name an empty folder with --node: a node is never restored over another.")
        raise FileError(path=str(folder), reason="something stands there already", advice_given=advice)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        with files.opened(file) as data, _packed(file, data) as packed:
            found = _manifest(file, packed)
            for name, (size, digest) in found.members.items():
                _unpack(file, packed, beside / name, size=size, digest=digest)
        _refuse_later(file, beside)
        if databases.on_server(folder):
            _fill_server(file, beside, folder)
        if folder.is_dir():
            shutil.rmtree(folder)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return found


# --- writing --------------------------------------------------------------------------------------


def _copy_files(home: Home, copy: Path) -> None:
    """Copy both databases as they stand at one moment; the node is held only until that moment is fixed."""
    paths = [databases.file_of(home.path, name) for name in databases.NAMES]
    sources = [sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None) for path in paths]
    (copy / "data").mkdir()
    try:
        with home.locked():
            for source in sources:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # now the moment is fixed
        for source, path in zip(sources, paths, strict=True):
            with closing(sqlite3.connect(copy / "data" / path.name)) as file:
                source.backup(file)
    finally:
        for source in sources:
            source.close()


def _copy_server(home: Home, copy: Path) -> None:
    """The same from a server, into files with the tables that the databases have there."""
    with ExitStack() as held:
        with home.locked():
            seen = {
                name: held.enter_context(carrying.at_one_moment(alias))
                for name, alias in databases.ALIASES.items()
            }
        made = {name: carrying.migrations_in(cursor) for name, cursor in seen.items()}
        (copy / "data").mkdir()
        if not making.make(copy, as_files=True, until=made):
            raise BackupError(what="This node", reason="a later edition has worked on its databases")
        for name, alias in databases.ALIASES.items():
            with closing(sqlite3.connect(databases.file_of(copy, name))) as file:
                carrying.out(alias, file)


def _mark(copy: Path, others: Mapping[str, Sequence[str]]) -> None:
    """Mark every compact of a copied record as recovering."""
    with closing(sqlite3.connect(copy)) as record, record:
        for compact, parties in others.items():
            state = json.dumps({"parties": list(parties), "since": NEVER})
            record.execute("UPDATE common_compact SET recovering = ? WHERE hash = ?", (state, compact))
    for rest in copy.parent.glob("*-*"):  # what a database in WAL mode leaves beside itself
        rest.unlink()


def _small(folder: Path) -> Iterator[tuple[str, Path]]:
    held = {databases.file_of(folder, name).name for name in databases.NAMES}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        apart = path.name in _LEFT or any(path.name.startswith(database) for database in held)
        if path.is_file() and _MEMBERS.fullmatch(name) and not apart:
            yield name, path


def _pack(packed: zipfile.ZipFile, name: str, path: Path, *, at: datetime.datetime) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as source, packed.open(_info(name, at), "w", force_zip64=True) as member:
        while piece := source.read(_PIECE):
            size += len(piece)
            digest.update(piece)
            member.write(piece)
    return size, digest.hexdigest()


def _info(name: str, at: datetime.datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


# --- reading --------------------------------------------------------------------------------------


@contextmanager
def _packed(file: Path, data: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(data) as packed:
            yield packed
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupError(
            what=str(file), reason=phrase("it is no backup, or was cut short ({error})", error=error)
        ) from None


def _manifest(file: Path, packed: zipfile.ZipFile) -> BackUp:
    names = packed.namelist()
    if _MANIFEST not in names or len(names) != len({*names}):
        raise BackupError(what=str(file), reason="it is no backup of a node")
    with packed.open(_MANIFEST) as member:
        data = member.read(_MOST_MANIFEST + 1)
    try:
        found = _told(json.loads(data[:_MOST_MANIFEST]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupError(what=str(file), reason="what it says of itself cannot be read") from None
    if {*names} != {*found.members, _MANIFEST} or not all(map(_MEMBERS.fullmatch, found.members)):
        raise BackupError(what=str(file), reason="it does not hold what it says it holds")
    return found


def _told(said: Any) -> BackUp:
    if said["v"] != _VERSION:
        raise ValueError("another version")
    members = {name: (int(size), str(digest)) for name, (size, digest) in said["members"].items()}
    return BackUp(str(said["party"]), str(said["at"]), members)


def _unpack(file: Path, packed: zipfile.ZipFile, path: Path, *, size: int, digest: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    name = path.relative_to(path.parents[1] if path.parent.name in {"keys", "data"} else path.parent)
    came, left = hashlib.sha256(), size
    with packed.open(name.as_posix()) as member, files.whole(path, mode=0o600) as copy:
        while left >= 0 and (piece := member.read(min(_PIECE, left + 1))):
            left -= len(piece)
            came.update(piece)
            copy.write(piece)
    if left or came.hexdigest() != digest:
        raise BackupError(what=str(file), reason=phrase("{name} in it is not what was backed up", name=name))


# --- laying out -----------------------------------------------------------------------------------


def _is_free(folder: Path) -> bool:
    """Whether a node can be laid out in a folder: nothing is there, or only what names its databases."""
    if not folder.exists():
        return True
    return folder.is_dir() and {*folder.rglob("*")} <= {(named := databases.naming(folder)), named.parent}


def _refuse_later(file: Path, laid: Path) -> None:
    """Refuse databases with tables that this edition does not know."""
    known = upgrading.known()
    ours = {application for application, _ in known}
    for name in databases.NAMES:
        made = {step for step in _made(databases.file_of(laid, name)) if step[0] in ours}
        if made - known:
            raise BackupError(
                what=str(file), reason="a later edition of Foedus made it; restore it with that"
            )


def _made(copy: Path) -> carrying.Migrations:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as held:
        try:
            return carrying.migrations_in(held.cursor())
        except sqlite3.DatabaseError as error:
            raise BackupError(
                what=copy.name, reason=phrase("it is no database of a node ({error})", error=error)
            ) from None


def _fill_server(file: Path, laid: Path, folder: Path) -> None:
    """Carry the databases that were laid out onto the server that the settings name for a folder."""
    copies = {name: databases.file_of(laid, name) for name in databases.NAMES}
    made = {name: _made(copy) for name, copy in copies.items()}
    for name, alias in databases.ALIASES.items():
        if not carrying.is_empty(alias):
            raise DatabaseUsedError(database=name)
    if not making.make(folder, as_files=False, until=made):
        raise BackupError(what=str(file), reason=_LATER)
    with carrying.all_or_none():
        for name, alias in databases.ALIASES.items():
            with closing(sqlite3.connect(copies[name])) as copy:
                carrying.back(copy, alias)
    for copied in copies.values():
        copied.unlink()
    if (named := databases.naming(folder)).is_file():
        files.write(databases.naming(laid), files.read(named, most=_MOST_MANIFEST))
