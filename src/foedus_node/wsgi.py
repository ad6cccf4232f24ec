"""The node as a WSGI application, for `foedus serve` or another server."""

import os

from django.core.wsgi import get_wsgi_application

# What it must not send it has no way to open.
os.environ["FOEDUS_COMMON_ONLY"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")

application = get_wsgi_application()
