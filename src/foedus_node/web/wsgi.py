"""The pages as a WSGI application, for `foedus pages` or another server."""

import importlib
import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from foedus_node import home
from foedus_node.home import Home
from foedus_node.serving import or_end, settle
from foedus_node.web.sending import Gathered

os.environ["FOEDUS_COMMON_ONLY"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"

application = or_end(get_wsgi_application)


def begun() -> Any:
    """The application, once tables are there, what is listed is not old, and every page is loaded."""
    # Only now, since what these need are tables that the application knows.
    importlib.import_module(settings.ROOT_URLCONF)
    preparing = importlib.import_module("foedus_node.web.preparing")
    settle()
    or_end(lambda: preparing.prepare(Home.at(home.located(None))))
    bounds = importlib.import_module("foedus_node.web.bounds")
    return Gathered(application, most=bounds.most_at)
