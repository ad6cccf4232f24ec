"""What the reader makes of all that officers decided in a compact, as the last reading of it came out.

Nothing is read here; `foedus_node.desk.reading_again` does that, and needs the whole reader for it.
"""

import datetime
from typing import Final

from attrs import frozen

from foedus_node.storage.private import lessons
from foedus_node.storage.private.lessons import Sum, Worse

MOST_NAMED: Final = 50
"""The cases that became worse and are named; the others are counted."""


@frozen(kw_only=True)
class Report:
    """What the last reading made of all that was decided in a compact.

    Attributes:
        read_at: when it was read again; None: not since anything was decided.
        edition: the edition of Foedus that read it then.
        before: when the reading before that was, and its edition; None: there was none.
        sums: how many of each kind and verdict, and with how many it agrees.
        worse: those with which the reading before agreed and this one does not, the first of them.
    """

    read_at: datetime.datetime | None
    edition: str
    sums: tuple[Sum, ...]
    worse: tuple[Worse, ...]
    before: tuple[datetime.datetime, str] | None = None

    @property
    def became_worse(self) -> int:
        """How many became worse, named or not."""
        return sum(one.worse for one in self.sums)


def report(compact: str) -> Report:
    """What the last reading made of all that was decided in a compact."""
    read_at, edition = lessons.last_time(compact) or (None, "")
    return after(compact, read_at=read_at, edition=edition)


def after(
    compact: str,
    *,
    read_at: datetime.datetime | None,
    edition: str,
    before: tuple[datetime.datetime, str] | None = None,
) -> Report:
    """The same after one reading, with when the one before it was."""
    return Report(
        read_at=read_at,
        edition=edition,
        before=before,
        sums=lessons.sums(compact),
        worse=lessons.worse(compact, most=MOST_NAMED),
    )
