"""The pages as a WSGI application, for `foedus pages` or another server."""

import importlib
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from foedus.errors import FoedusError
from foedus_node import home
from foedus_node.home import Home
from foedus_node.serving import or_end, settle
from foedus_node.web.calling import load_all
from foedus_node.web.sending import Application, Environ, Gathered

os.environ["FOEDUS_COMMON_ONLY"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"

application = or_end(get_wsgi_application)


def begun(*, unasked: float = 1.0) -> Any:
    """The application, once the tables are there; what the first page does not need is loaded after it.

    Args:
        unasked: for how many seconds somebody is awaited who asks for a page.
    """
    here = Home.at(home.located(None))
    # Only now, since what these need are tables that the application knows.
    importlib.import_module(settings.ROOT_URLCONF)
    preparing = importlib.import_module("foedus_node.web.preparing")
    bounds = importlib.import_module("foedus_node.web.bounds")
    settle()
    or_end(lambda: preparing.prepare(here))
    return _Begun(Gathered(application, most=bounds.most_at), here, unasked)


class _Begun:
    """An application that goes on beginning once the first page was given out."""

    def __init__(self, application: Application, here: Home, unasked: float) -> None:
        self._application = application
        self._asked = threading.Event()
        threading.Thread(target=self._go_on, args=(here, unasked), daemon=True).start()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        try:
            return self._application(environ, start_response)
        finally:
            self._asked.set()

    def _go_on(self, here: Home, unasked: float) -> None:
        """Load what makes the other pages, and have what they list brought up."""
        self._asked.wait(unasked)
        load_all()
        settle()
        try:
            with suppress(FoedusError):  # whoever asks for what is listed is told
                importlib.import_module("foedus_node.web.freshening").freshen_all(here)
        finally:
            connections.close_all()
