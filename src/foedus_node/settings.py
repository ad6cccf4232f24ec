"""Django's settings for one node, taken from its home (FOEDUS_NODE).

Two databases that never meet: the common record, and what is ours alone. A process that
exports is started without the second one (FOEDUS_COMMON_ONLY): what it must not send it
has no way to open.
"""

import os
from pathlib import Path

from foedus_node import databases

_HOME = Path(os.environ.get("FOEDUS_NODE", "."))
COMMON_ONLY = os.environ.get("FOEDUS_COMMON_ONLY") == "1"

_databases = databases.configured(_HOME)

INSTALLED_APPS = ["foedus_node.storage.common"]
DATABASES = {"default": _databases["common"]}
if not COMMON_ONLY:
    INSTALLED_APPS += ["foedus_node.storage.private", "foedus_node.storage.index"]
    DATABASES["private"] = _databases["private"]

DATABASE_ROUTERS = ["foedus_node.storage.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "no page is served from these settings"  # noqa: S105 (nothing signs with it)

# What a node answers over HTTP. Who asks is judged by signatures, so the name in the address does not
# matter; and nothing of a request is read into memory but what `exchange` itself reads.
ROOT_URLCONF = "foedus_node.urls"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = ["foedus_node.exchange.callers.Signing"]
APPEND_SLASH = False
USE_I18N = False
