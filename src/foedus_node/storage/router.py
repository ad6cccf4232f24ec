"""Which database a table lives in: the record's in the common one, everything else in the private one."""

from typing import Any

COMMON = "common"
PRIVATE = "private"


class Router:
    """Sends each application to its own database and lets no row cross."""

    def db_for_read(self, model: Any, **_: Any) -> str:
        """The database a model is read from."""
        return _database(model._meta.app_label)

    def db_for_write(self, model: Any, **_: Any) -> str:
        """The database a model is written to."""
        return _database(model._meta.app_label)

    def allow_relation(self, one: Any, other: Any, **_: Any) -> bool:
        """Relations stay within one database."""
        return _database(one._meta.app_label) == _database(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """A table is made only where it lives."""
        return db == _database(app_label)


def _database(app_label: str) -> str:
    return "default" if app_label == COMMON else PRIVATE
