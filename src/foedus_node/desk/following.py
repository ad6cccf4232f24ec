"""What was said against what was done: followed over a register, and which of it is asked for.

What is ours alone, our rulings among it, is followed only for those who see it. Nothing here
decides anything; that is `foedus_node.desk.ruling`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import frozen

from foedus.cooperation.spelling import folded
from foedus.followup import FollowUp, Ruling, State, follow_up
from foedus.register import Register
from foedus.terms import Date, Party
from foedus_node.storage.private import rulings

_KEPT = 4
"""Registers whose following is kept: it looks at everything, and pages ask for it again and again."""


@frozen(kw_only=True)
class Wanted:
    """Which undertakings are asked for; what is empty does not matter.

    Attributes:
        by: the party that gave it; `on`, the party that must act.
        due_before: only those whose due time is over before this date begins.
        proposals: only those for which something is proposed.
        search: words, each of which its gist or its sentence says, without case and accents.
    """

    state: State | None = None
    by: Party | None = None
    on: Party | None = None
    domain: str | None = None
    due_before: Date | None = None
    proposals: bool = False
    search: str = ""

    def fits(self, one: FollowUp) -> bool:
        """Whether an undertaking is asked for, in whatever state."""
        said, limit = one.undertaking, self.due_before
        return (
            self.by in (None, *said.by)
            and self.on in (None, *said.on)
            and self.domain in (None, said.domain)
            and (limit is None or (said.due is not None and said.due.last < limit.first))
            and (not self.proposals or bool(one.proposals))
            and _says(one, self.search)
        )


def followed(now: Register, *, compact: str, ours: bool = True) -> tuple[FollowUp, ...]:
    """Every undertaking with what answers it.

    Args:
        now: the register of the day.
        compact: whose register it is.
        ours: whether our rulings count; where what is ours alone is not to be seen, they do not.
    """
    return with_rulings(now, rulings.rulings(compact) if ours else ())


def chosen(followed: Iterable[FollowUp], wanted: Wanted) -> tuple[FollowUp, ...]:
    """The undertakings that are asked for, in their order."""
    return tuple(one for one in followed if wanted.state in (None, one.state) and wanted.fits(one))


def by_state(followed: Iterable[FollowUp], wanted: Wanted) -> Mapping[State, int]:
    """How many of those asked for stand in each state, whichever state is asked for."""
    return Counter(one.state for one in followed if wanted.fits(one))


@lru_cache(maxsize=_KEPT)
def with_rulings(now: Register, ruled: tuple[Ruling, ...]) -> tuple[FollowUp, ...]:
    """Every undertaking with what answers it, as some rulings have it; made once for a register."""
    return follow_up(now, rulings=ruled)


def _says(one: FollowUp, search: str) -> bool:
    if not search:
        return True
    said = one.undertaking
    text = folded(" ".join((said.id, *said.gist.values(), said.source.words if said.source else "")))
    return all(part in text for part in folded(search).split())
