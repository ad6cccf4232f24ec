"""The one place that reads the clock.

`FOEDUS_CLOCK` sets it, for rehearsals, stories and tests. That weakens nothing: the
moment in an entry is a claim of its author, and no verdict depends on it.
"""

import datetime
import os

from foedus.phrase import phrase
from foedus_node.errors import ValueRefusedError


def now() -> datetime.datetime:
    """The present moment in UTC, to the second.

    Raises:
        ValueRefusedError: FOEDUS_CLOCK is set to no moment.
    """
    rehearsed = os.environ.get("FOEDUS_CLOCK")
    return (_moment(rehearsed) if rehearsed else datetime.datetime.now(datetime.UTC)).replace(microsecond=0)


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
        # A moment without a zone is one in UTC, wherever the machine stands.
        return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    except (ValueError, OverflowError):
        reason = phrase("{text!r} is no moment such as 2025-12-02T09:00:00Z", text=text)
        raise ValueRefusedError(name="FOEDUS_CLOCK", reason=reason) from None


def moment() -> str:
    """The present moment as an entry writes it: `2025-12-02T09:00:00Z`."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> datetime.date:
    """Today, in UTC."""
    return now().date()
