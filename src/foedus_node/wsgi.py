"""What a node answers the other parties, as a WSGI application, for `foedus answer` or another server."""

import importlib
import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from foedus_node import home
from foedus_node.home import Home
from foedus_node.serving import or_end, settle
from foedus_node.storage.upgrading import bring_up_to_date

# What it must not send it has no way to open.
os.environ["FOEDUS_COMMON_ONLY"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")

application = or_end(get_wsgi_application)


def begun() -> Any:
    """The application, once the node's tables are those of this edition and all that answers is loaded."""
    importlib.import_module(settings.ROOT_URLCONF)
    settle()
    or_end(lambda: bring_up_to_date(Home.at(home.located(None))))
    return application
