"""Finding words quickly on a PostgreSQL server: by trigrams, as files do, if the server has them.

The extension `pg_trgm` comes with PostgreSQL, and whoever owns a database may make it there; some
servers do not have it or do not allow it. Words are then found all the same, by reading through.
"""

from django.db import NotSupportedError, ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_IS_MADE = "SELECT to_regclass('shelf_words') IS NOT NULL"


def make_quick(connection: BaseDatabaseWrapper | None = None) -> bool:
    """Make the index of words if it is not there and the server allows it.

    Args:
        connection: of the private database; None: the one that is configured.

    Returns:
        Whether words are found quickly now.
    """
    connection = connection or connections["private"]
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_IS_MADE)
        if cursor.fetchone() == (True,):
            return True
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute("CREATE INDEX shelf_words ON shelf_item USING gin (words gin_trgm_ops)")
        except (ProgrammingError, NotSupportedError):  # it may not, or there is none
            return False
    return True
