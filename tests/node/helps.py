"""Prints what every command says to --help, as JSON by the command's words: `python -m tests.node.helps`.

A process of its own, for the commands stand on tables that only the settings of the pages know all of.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterator

import django
import orjson
from cyclopts import App

from foedus_node.cli import commands


def walked(app: App, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command, by its words."""
    for name in app:
        if not name.startswith("-"):
            words = (*before, name)
            below = list(walked(app[name], words))
            yield from below or [words]


def helped(words: tuple[str, ...]) -> str:
    """What a command's --help prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        commands.app([*words, "--help"])
    return said.getvalue()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
    django.setup()
    sys.stdout.buffer.write(orjson.dumps({" ".join(words): helped(words) for words in walked(commands.app)}))
