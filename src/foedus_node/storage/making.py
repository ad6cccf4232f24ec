"""A process that makes the tables of a node, of its people too, in the databases that are configured.

For a copy of a node it is begun with the copy's folder, so that what it makes lies in files there.
Nothing but tables comes of it. Run as `python -m foedus_node.storage.making`; its input names, by
database, the migrations that shall have been made and no later ones; of a database not named, all.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import django
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from foedus_node.databases import ALIASES
from foedus_node.storage.collating import by_code_points

_ABSENT = 3
"""How the process ends where it is asked for migrations that this edition does not have."""


def make(folder: Path, *, as_files: bool, until: Mapping[str, Collection[tuple[str, str]]]) -> bool:
    """Make the tables of the node in a folder.

    Args:
        folder: the node's.
        as_files: whether they are made in files, whatever is configured.
        until: of each database, the migrations that shall have been made; of one not named, all.

    Returns:
        Whether this edition has all of these migrations; where it has not, nothing was made.
    """
    environment = {**os.environ, "FOEDUS_NODE": str(folder), "FOEDUS_COMMON_ONLY": "0"}
    environment["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
    # Nothing is signed with it; without it one would be made and kept in the folder.
    environment.pop("FOEDUS_SECRET_KEY_FILE", None)
    environment["FOEDUS_SECRET_KEY"] = secrets.token_urlsafe(40)
    if as_files:
        environment.pop("FOEDUS_DATABASE", None)
        environment.pop("FOEDUS_DATABASE_FILE", None)
    asked = json.dumps({name: sorted(made) for name, made in until.items()})
    command = [sys.executable, "-m", "foedus_node.storage.making"]
    done = subprocess.run(command, input=asked.encode(), env=environment, check=False)  # noqa: S603 (ourselves)
    if done.returncode not in (0, _ABSENT):
        raise subprocess.CalledProcessError(done.returncode, command)
    return done.returncode == 0


def main() -> int:
    """Make them; ends with 3, having made nothing, where one that is asked for is not there."""
    asked = {name: {(app, step) for app, step in made} for name, made in json.load(sys.stdin).items()}
    django.setup()
    executors = {name: MigrationExecutor(connections[alias]) for name, alias in ALIASES.items()}
    plans = {name: _in_order(executor) for name, executor in executors.items()}
    if any(made - plans[name].keys() for name, made in asked.items()):
        return _ABSENT
    for name, executor in executors.items():
        wanted = asked.get(name, set(plans[name])) - set(executor.loader.applied_migrations)
        executor.migrate(None, plan=[(plans[name][step], False) for step in plans[name] if step in wanted])
        if connections[ALIASES[name]].vendor == "postgresql":
            by_code_points(ALIASES[name])
    connections.close_all()  # so that a file stands alone, with no log beside it
    return 0


def _in_order(executor: MigrationExecutor) -> dict[tuple[str, str], Migration]:
    """Every migration that this edition has, in an order in which they can be made."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return {(migration.app_label, migration.name): migration for migration, _backwards in plan}


if __name__ == "__main__":
    sys.exit(main())
