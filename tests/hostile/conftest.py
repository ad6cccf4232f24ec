"""The node's code is made ready before a test module imports what stands on its tables."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")
django.setup()

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (one's own folder is made in it)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for bundles on their way: in memory if that can be, for to be durable there costs nothing."""
    with TemporaryDirectory(dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)
