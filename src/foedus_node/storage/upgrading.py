"""A node of an earlier edition: its databases get the tables that this one needs, before the first command.

Each migration is one transaction, so a node that is killed on the way goes on with the rest the next time.
"""

from importlib.resources import files

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from foedus_node.home import Home


def bring_up_to_date(home: Home) -> bool:
    """Give a node's databases the tables that this edition needs.

    Returns:
        Whether any were missing.

    Raises:
        BusyError: they are missing, and another process writes on the node.
    """
    # A database without any table is none of an earlier edition: filling it would hide that ours is gone.
    needed = known()
    behind = [name for name in connections if (applied := _applied(name)) and needed - applied]
    if behind:
        with home.locked():
            for database in behind:
                call_command("migrate", database=database, verbosity=0)
    return bool(behind)


def _applied(database: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[database]).applied_migrations())


def known() -> set[tuple[str, str]]:
    """The migrations of the installed applications, each by its application and its file's name."""
    rooms = ((app.label, files(app.name).joinpath("migrations")) for app in apps.get_app_configs())
    return {
        (label, entry.name.removesuffix(".py"))
        for label, room in rooms
        if room.is_dir()
        for entry in room.iterdir()
        if entry.name.endswith(".py") and not entry.name.startswith("__")
    }
