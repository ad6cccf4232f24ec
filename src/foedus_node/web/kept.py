"""Scripts, styles and typefaces under addresses that change with what is in them: browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import Storage

_DIGITS = 12


class Kept(Storage):
    """Names the files that the node brings along; nothing is collected, and nothing is written."""

    def url(self, name: str | None) -> str:
        """The address of a file: its name, and the beginning of its hash."""
        address = urljoin(settings.STATIC_URL, quote(name or "", safe="/"))
        found = _digest(name or "")
        return f"{address}?{found}" if found else address


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:_DIGITS] if found else ""
