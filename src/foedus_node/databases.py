"""Where a node's two databases are: files in its folder, or databases of a PostgreSQL server.

`data/databases.toml`, if it is there, names both by their address:

    common = "postgresql://foedus@localhost/foedus_vn"
    private = "postgresql://foedus@localhost/foedus_vn_private"

or FOEDUS_DATABASE names the first of them, and the second bears its name with `_private` behind it.
A password belongs into libpq's own password file, not here. Without either the node keeps
`data/common.sqlite3` and `data/private.sqlite3`. Nothing here opens a database.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from foedus_node import files
from foedus_node.errors import FileError, ValueRefusedError

NAMES = ("common", "private")
ALIASES: Mapping[str, str] = {"common": "default", "private": "private"}
"""What Django calls each of them."""
_SMALL = 2**16

# Durable before released (the cover rule): a commit returns only once it is on the disk, whatever
# the server's own settings say. The common one is serializable, so that what an entry was judged by is
# what it follows on. What is written into the other one is written by whoever holds the node's lock, but
# for who signs in and what they looked at; serializable, people who sign in at once would be refused.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
_LEAN = " PRAGMA cache_size=-500;"  # KiB; SQLite's own is four times that
_SESSION = "-c synchronous_commit=on -c lock_timeout=10s"
_ISOLATION: Mapping[str, int] = {"common": 4, "private": 2}
"""How transactions are kept apart, in psycopg's numbers: serializable, read committed."""


def configured(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Both databases of the node in a folder, in Django's terms, by name.

    Raises:
        FileError: `databases.toml` does not name two databases.
        ValueRefusedError: FOEDUS_DATABASE is no address, or `databases.toml` is there too.
    """
    named = naming(folder)
    if one := _setting():
        if named.is_file():
            raise ValueRefusedError(name="FOEDUS_DATABASE", reason=f"{named} names the databases already")
        try:
            return _two({"common": one, "private": _beside(one)})
        except ValueError as error:
            raise ValueRefusedError(name="FOEDUS_DATABASE", reason=str(error)) from None
    if not named.is_file():
        return {name: _sqlite(file_of(folder, name)) for name in NAMES}
    try:
        return _two(tomllib.loads(files.read(named, most=_SMALL).decode()))
    except ValueError as error:  # no UTF-8, no TOML, no address
        raise FileError(path=str(named), reason=str(error)) from None


def naming(folder: Path) -> Path:
    """The file that names the databases, where there is one."""
    return folder / "data" / "databases.toml"


def file_of(folder: Path, name: str) -> Path:
    """The file of a database, where the node keeps files."""
    return folder / "data" / f"{name}.sqlite3"


def on_server(folder: Path) -> bool:
    """Whether the node in a folder keeps its databases on a server.

    Raises:
        FileError, ValueRefusedError: as `configured`.
    """
    return not any("sqlite3" in database["ENGINE"] for database in configured(folder).values())


def missing(folder: Path) -> tuple[str, ...]:
    """The names of the database files that should be in a node's folder and are not.

    Raises:
        FileError: `databases.toml` does not name two databases.
    """
    used = configured(folder).values()
    kept = [Path(database["NAME"]) for database in used if "sqlite3" in database["ENGINE"]]
    return tuple(file.name for file in kept if not file.is_file())


def lean(options: Mapping[str, Any]) -> dict[str, Any]:
    """A database's options where many threads have it open: each keeps little of a file in memory.

    What it reads again the system has kept, once for all of them.
    """
    if "init_command" not in options:
        return dict(options)
    return {**options, "init_command": options["init_command"] + _LEAN}


def _setting() -> str:
    """The address that FOEDUS_DATABASE gives, or the file that FOEDUS_DATABASE_FILE names."""
    file = os.environ.get("FOEDUS_DATABASE_FILE")
    if not file:
        return os.environ.get("FOEDUS_DATABASE", "").strip()
    try:
        return files.read(Path(file), most=_SMALL).decode().strip()
    except UnicodeDecodeError:
        raise FileError(path=file, reason="it is not UTF-8") from None


def _beside(address: str) -> str:
    """The address of the private database beside a common one."""
    parts = urlsplit(address)
    return parts._replace(path=f"{parts.path}_private").geturl()


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"init_command": _PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 10},
    }


def _two(table: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    if set(table) != set(NAMES):
        raise ValueError("it must name two databases, common and private, and nothing else")
    databases = {name: _postgresql(table[name], isolation=_ISOLATION[name]) for name in NAMES}
    if _place(databases["common"]) == _place(databases["private"]):
        raise ValueError("both of its names stand for one database, and what is private must lie apart")
    return databases


def _postgresql(address: Any, *, isolation: int) -> dict[str, Any]:
    """A database by its address, as libpq writes it.

    Raises:
        ValueError: it is no such address.
    """
    parts = urlsplit(address if isinstance(address, str) else "")
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        raise ValueError(f"{address!r} is no address such as postgresql://user@host/database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,  # of one that is kept: the server may have been away meanwhile
        "OPTIONS": {
            "connect_timeout": 10,
            **dict(parse_qsl(parts.query)),
            "options": _SESSION,
            "isolation_level": isolation,
        },
    }


def _place(database: Mapping[str, Any]) -> tuple[Any, ...]:
    return database["HOST"], database["PORT"], database["OPTIONS"].get("host"), database["NAME"]
