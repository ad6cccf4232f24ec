"""The one place that reads the clock.

`FOEDUS_CLOCK` sets it, for rehearsals, stories and tests. That weakens nothing: the
moment in an entry is a claim of its author, and no verdict depends on it.
"""

import datetime
import os


def now() -> datetime.datetime:
    """The present moment in UTC, to the second."""
    rehearsed = os.environ.get("FOEDUS_CLOCK")
    if rehearsed:
        return datetime.datetime.fromisoformat(rehearsed).astimezone(datetime.UTC).replace(microsecond=0)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def moment() -> str:
    """The present moment as an entry writes it: `2025-12-02T09:00:00Z`."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> datetime.date:
    """Today, in UTC."""
    return now().date()
