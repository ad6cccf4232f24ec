"""What is the same for every command, loaded once by a process that splits off others, one for each command.

That is the libraries, the node's home and the cooperation itself. What asks for a variable, a screen or
a node as it is loaded (the commands, the settings, the tables) each command loads for itself.
"""

import importlib
import pkgutil

import foedus
from foedus.cooperation import kinds

_LIBRARIES = (
    "cattrs.preconf.json",
    "cyclopts.help",
    "django.core.mail",
    "django.core.management.commands.migrate",
    "django.core.serializers.json",
    "django.db.backends.sqlite3.base",
    "django.db.models.sql.compiler",
    "django.http",
    "django.urls",
    "django.utils.log",
    "django.views.debug",
    "django.views.generic",
    "foedus_node.home",
    "logging.config",
    "pyrage",
    "rich.console",
    "rich.progress",
    "rich.table",
)


def load() -> None:
    """Load it; what is loaded already is not loaded again."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(foedus.__path__, "foedus."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds.builtin()
