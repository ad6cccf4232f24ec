"""The order of words on a PostgreSQL server: by their code points, as in files, whatever its own language.

A server sorts as the language says in which a database was made; a list would then stand in
another order than on a node with files, and a page might begin at a place that the order of
another server does not have. So every column of words is told to sort by code points once its
table is there, before there is anything in it. Files sort so by themselves.

Where case does not matter it is that of plain letters alone which does not, as in files; what
people search for is folded before it comes here (`foedus.cooperation.spelling`).
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models import Field
from django.db.models.lookups import IContains, IEndsWith, IExact, IStartsWith
from django.db.models.signals import post_migrate

_OTHERWISE = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_collation o ON o.oid = a.attcollation
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    AND a.attnum > 0 AND NOT a.attisdropped
    AND a.atttypid IN ('varchar'::regtype, 'text'::regtype) AND o.collname = 'default'
    ORDER BY c.relname, a.attnum
"""


def after_tables_of(application: AppConfig) -> None:
    """Have words sorted so whenever the tables of an application, and all others beside them, were made."""
    post_migrate.connect(_sort, sender=application, dispatch_uid=f"collating {application.label}")


def _sort(*, using: str, **_: Any) -> None:
    if connections[using].vendor == "postgresql":
        by_code_points(using)


def by_code_points(database: str) -> None:
    """Let every column of words in a database on a server sort by code points."""
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute(_OTHERWISE)
        changes: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"')
        for table, columns in changes.items():
            cursor.execute(f'ALTER TABLE "{table}" {", ".join(columns)}')


class _AsTheColumn:
    """Has the server change the case of what is asked for as it does that of the column."""

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The comparison, and what the column is compared with."""
        # Else the column goes by code points and what is asked for by the database's language, and "é" is
        # "é" on the one side and "É" on the other: nobody of that name would be found.
        sorted_so = f'{rhs} COLLATE "C"' if connection.vendor == "postgresql" else rhs
        said: str = super().get_rhs_op(connection, sorted_so)  # type: ignore[misc]  # of the lookup beside it
        return said


@Field.register_lookup
class _Exactly(_AsTheColumn, IExact):
    """`iexact`."""


@Field.register_lookup
class _Within(_AsTheColumn, IContains):
    """`icontains`."""


@Field.register_lookup
class _Beginning(_AsTheColumn, IStartsWith):
    """`istartswith`."""


@Field.register_lookup
class _Ending(_AsTheColumn, IEndsWith):
    """`iendswith`."""
