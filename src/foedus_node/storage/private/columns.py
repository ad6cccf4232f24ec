"""How the columns of spreadsheets were read, by their heads: the next sheet of that form needs nothing said.

Kept for ourselves alone; what the columns hold is not here.
"""

import datetime
import hashlib
from collections.abc import Sequence

import orjson

from foedus_node.storage.private import models


def remembered(heads: Sequence[str]) -> tuple[str | None, ...]:
    """The field that each column held the last time, None where it was left out; empty for new heads."""
    row = models.Columns.objects.filter(heads=_named(heads)).first()
    return tuple(row.mapping) if row else ()


def remember(heads: Sequence[str], fields: Sequence[str | None], *, at: datetime.datetime) -> None:
    """Keep which field each column holds, None where it is left out; what was kept before gives way."""
    kept = {"mapping": list(fields), "at": at}
    models.Columns.objects.update_or_create(heads=_named(heads), defaults=kept)


def _named(heads: Sequence[str]) -> str:
    return hashlib.sha256(orjson.dumps(list(heads))).hexdigest()
