"""The pages as a WSGI application, for `foedus serve` or another server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["FOEDUS_COMMON_ONLY"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"

application = get_wsgi_application()
