"""How far each activity has come, by what any side reported of it."""

from enum import StrEnum

from foedus.cooperation.activity import Activity
from foedus.cooperation.report import Outcome
from foedus.register import Register


class Progress(StrEnum):
    """How far an activity has come."""

    CARRIED_OUT = "carried-out"
    UNDER_WAY = "under-way"
    LATE = "late"
    TO_COME = "to-come"
    MISSED = "missed"


def progress_of(register: Register, activity: Activity) -> Progress:
    """How far an activity has come on the register's day, by what any side reported."""
    outcomes = {register.outcome(activity.id, party=party) for party in register.reports.get(activity.id, {})}
    if outcomes & {Outcome.MET, Outcome.EXCEEDED} or register.carried_out(activity):
        return Progress.CARRIED_OUT
    if Outcome.MISSED in outcomes and not _is_put_off(register, activity):
        return Progress.MISSED
    if activity.when and activity.when.end.last < register.on:
        return Progress.LATE
    return Progress.UNDER_WAY if outcomes - {Outcome.MISSED} else Progress.TO_COME


def _is_put_off(register: Register, activity: Activity) -> bool:
    """Whether an activity was agreed for a later time after it was last reported on, and so missed."""
    last = register.reported(activity.id)
    return last is not None and activity.when is not None and activity.when.start.first > last.last
