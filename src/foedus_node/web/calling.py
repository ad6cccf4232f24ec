"""Views that are loaded when somebody first asks for their page.

The addresses of all pages stand from the beginning, for every page leads to others. What makes the pages,
and the libraries it is made with, takes longer to load than all else that a node begins with; so each
is loaded when it is first called, and all that is left once the first page was given out (`load_all`).

Django sees nothing of what a decorator writes on such a view, such as that no proof of a form is asked.
"""

import importlib
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

_VIEWS = "foedus_node.web.views"
_modules: dict[str, None] = {}
_one_at_a_time = threading.RLock()


def called(named: str, *, within: str = _VIEWS) -> View:
    """A view by its name.

    Args:
        named: the view and the module in which it is, as `plan.table.table`.
        within: the package to which that module belongs.

    Raises:
        ModuleNotFoundError, AttributeError: when it is first called, if it is not there.
    """
    module, _, name = f"{within}.{named}".rpartition(".")
    _modules.setdefault(module)

    @cache
    def loaded() -> View:
        view: View = getattr(_load(module), name)
        return view

    def call(*args: Any, **parts: Any) -> HttpResponseBase:
        return loaded()(*args, **parts)

    vars(call)["loaded"] = loaded  # for the tests that go through every page
    return call


def load_all() -> None:
    """Load what is not loaded yet."""
    for module in _modules:
        _load(module)


def _load(module: str) -> Any:
    # Two threads that load modules which need each other would see one of them half made.
    with _one_at_a_time:
        return importlib.import_module(module)
