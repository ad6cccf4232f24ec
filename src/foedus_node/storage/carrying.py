"""Carrying the rows of a database on a PostgreSQL server into a file with the same tables, and back.

A backup is files whatever a node keeps its databases in, so one can be restored on a server as
well as in files. The index of the pages stays behind: it is made anew. Nothing here makes tables.
"""

import datetime
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from django.db import DataError, connections, transaction
from django.db.backends.utils import CursorWrapper

from foedus_node.databases import ALIASES
from foedus_node.errors import BackupError

_MADE_ANEW = ("django_migrations", "sqlite_", "shelf_")
"""How the names of tables begin whose rows are not carried."""
_MADE_WITH_TABLES = ("django_content_type", "auth_permission")
_AT_ONCE = 2000

Migrations = frozenset[tuple[str, str]]
"""Migrations, each by its application and its name."""


@contextmanager
def all_or_none() -> Iterator[None]:
    """Both databases together take what is carried to them, or neither does."""
    with ExitStack() as held:
        for alias in ALIASES.values():
            held.enter_context(transaction.atomic(using=alias))
        yield


@contextmanager
def at_one_moment(database: str) -> Iterator[CursorWrapper]:
    """A transaction that sees a database on a server as it stands now, whatever is written from now on."""
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT count(*) FROM django_migrations")  # now the moment is fixed
        yield cursor


def migrations_in(cursor: CursorWrapper | sqlite3.Cursor) -> Migrations:
    """The migrations that were made in a database."""
    cursor.execute("SELECT app, name FROM django_migrations")
    return frozenset((app, name) for app, name in cursor.fetchall())


def out(database: str, copy: sqlite3.Connection) -> None:
    """Carry every row of a database on a server into a file; to be called within `at_one_moment`.

    Args:
        database: which, as Django calls it.
        copy: the file, with the same tables.
    """
    tables = _tables(copy)
    with copy:
        for table in tables:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (names of its own tables)
            columns = ", ".join(f'"{column}"' for column in tables[table])
            marks = ", ".join("?" * len(tables[table]))
            with connections[database].chunked_cursor() as rows:
                rows.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608 (names of its own tables)
                while some := rows.fetchmany(_AT_ONCE):
                    kept = [[_in_a_file(value) for value in row] for row in some]
                    copy.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', kept)  # noqa: S608 (names of its own tables)


def back(copy: sqlite3.Connection, database: str) -> None:
    """Carry every row of a file into a database on a server, which has the same tables.

    Raises:
        BackupError: the server does not take a row.
    """
    tables = _tables(copy)
    names = ", ".join(f'"{table}"' for table in tables)
    with connections[database].cursor() as cursor:
        cursor.execute(f"TRUNCATE {names}")
        for table, columns in tables.items():
            try:
                _fill(cursor, table, columns, copy=copy)
            except DataError as error:
                reason = f"the server does not take what stands in {table} ({_first_line(error)})"
                raise BackupError(what="It", reason=reason) from None
            _count_on(cursor, table)


def is_empty(database: str) -> bool:
    """Whether a database on a server holds nothing that a node has written."""
    connection = connections[database]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if _is_carried(table) and table not in _MADE_WITH_TABLES:
                cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 (names of its own tables)
                if cursor.fetchone():
                    return False
    return True


def _fill(cursor: CursorWrapper, table: str, columns: Sequence[str], *, copy: sqlite3.Connection) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with (
        closing(copy.execute(f'SELECT {named} FROM "{table}"')) as rows,  # noqa: S608 (names of its own tables)
        cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as entering,
    ):
        for row in rows:
            entering.write_row(row)


def _count_on(cursor: CursorWrapper, table: str) -> None:
    """Let the rows that will come be numbered after those that came."""
    numbered = (
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_identity = 'YES'"
    )
    cursor.execute(f"{numbered} AND table_schema = current_schema()", [table])
    for (column,) in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), max("{column}")) FROM "{table}" '  # noqa: S608 (names of its own tables)
            f'HAVING max("{column}") IS NOT NULL',
            [table, column],
        )


def _tables(copy: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """The tables of a file whose rows are carried, with their columns."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    names = [name for (name,) in copy.execute(asked) if _is_carried(name)]
    return {
        name: tuple(column for (column,) in copy.execute("SELECT name FROM pragma_table_info(?)", [name]))
        for name in names
    }


def _is_carried(table: str) -> bool:
    return not table.startswith(_MADE_ANEW)


def _in_a_file(value: Any) -> Any:
    """A value as the server gives it, as a file keeps it."""
    return _KEPT.get(type(value), _as_it_is)(value)


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime.datetime) -> str:
    return str(value.astimezone(datetime.UTC).replace(tzinfo=None))


_KEPT: Mapping[type, Callable[[Any], Any]] = {
    bool: int,
    datetime.datetime: _moment,
    datetime.date: str,
    memoryview: bytes,
    uuid.UUID: lambda value: value.hex,
}


def _first_line(error: DataError) -> str:
    return str(error).partition("\n")[0]
