"""Libraries that are loaded when something of them is first used.

Most of what can be asked for, few ever ask for: a workbook, a calendar file, a token, the language of a
text. A library for one of these costs time at every start and memory for as long as pages are served, so
a module names it thus, and whoever checks types still sees the library itself:

    if TYPE_CHECKING:
        import xlsxwriter
    else:
        xlsxwriter = later("xlsxwriter")

Annotations that name such a library stand in quotes. What is asked for again and again in a loop is
not named so.
"""

import importlib
from typing import Any

from attrs import frozen


@frozen
class _Later:
    _library: str

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # whoever looks at us, as a test that copies does, asks for nothing of it
            raise AttributeError(name)
        return getattr(importlib.import_module(self._library), name)


def later(library: str) -> Any:
    """A library, or a module of one, by its name; it is loaded when something of it is first used.

    Raises:
        ModuleNotFoundError: on first use, if it is not there.
    """
    return _Later(library)
