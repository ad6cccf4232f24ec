"""A row of a figure before it is drawn: what it counts, its parts, how each is to be taken."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from foedus.cooperation.undertaking import State
from foedus.oversight.progress import Progress

DONE, BEGUN, COMING, LATE, LOST = "done", "begun", "coming", "late", "lost"
"""How a part is to be taken: done, begun, still to come, late, lost."""

SORTS: Final[Mapping[Progress, str]] = {
    Progress.CARRIED_OUT: DONE,
    Progress.UNDER_WAY: BEGUN,
    Progress.TO_COME: COMING,
    Progress.LATE: LATE,
    Progress.MISSED: LOST,
}
STATES: Final[Mapping[State, str]] = {
    State.CARRIED_OUT: DONE,
    State.PARTLY: BEGUN,
    State.BEING_CARRIED_OUT: BEGUN,
    State.OPEN: COMING,
    State.RESTATED: COMING,
    State.LAPSED: LOST,
    State.DECLINED: LATE,
}


@frozen(kw_only=True)
class Part:
    """A part of a bar: its number, and how it is to be taken."""

    number: int
    sort: str


@frozen(kw_only=True)
class Bar:
    """A row: what it counts, its parts, and what stands at its end."""

    label: str
    parts: tuple[Part, ...]
    end: str = ""
