"""What a stage of an activity needs before it is done, and a report held against that before it is signed."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import faults_of_details
from foedus.cooperation.kind import Kept, Kind, Stage
from foedus.cooperation.report import Report
from foedus.errors import DocumentError, StageNeedsError, StageSkippedError, UnknownStageError


@frozen(kw_only=True)
class Account:
    """How far an activity has come, by what all sides have said of it.

    Attributes:
        done: the stages reported done.
        reported: what the reports said, by field; of each field the last word.
    """

    done: frozenset[str]
    reported: Mapping[str, Any]


def lacking(stage: Stage, activity: Activity, *, kind: Kind, account: Account) -> Iterator[str]:
    """The fields and roles that a stage needs and that nobody has filled, by name."""
    for name in stage.needs:
        if kind.role(name):
            if not any(one.role == name for one in activity.people):
                yield name
        elif name not in activity.details and name not in account.reported:
            yield name


def next_stage(kind: Kind, account: Account) -> Stage | None:
    """The first stage that may not be left out and that nobody has reported done; None when all are."""
    ahead = (stage for stage in kind.stages if not stage.optional and stage.name not in account.done)
    return next(ahead, None)


def check_report(report: Report, activity: Activity, *, kind: Kind, account: Account) -> None:
    """Hold a report against its activity's kind, before it is signed.

    Args:
        report: what one side is about to say.
        activity: the activity in force.
        kind: its kind.
        account: what was said of it before.

    Raises:
        UnknownStageError: activities of this kind have no such stage.
        StageSkippedError: a stage that must come before was not reported done.
        StageNeedsError: the stage needs what nobody has said yet.
        DocumentError: a detail is not of its field's type.
    """
    fields = kind.fields_kept(Kept.REPORTED)
    if faults := tuple(faults_of_details(report.details, fields, at="details")):
        raise DocumentError(what="report", faults=faults)
    for name in (report.stage, *report.also):
        if name is not None and kind.stage(name) is None:
            stages = tuple(stage.name for stage in kind.stages)
            raise UnknownStageError(stage=name, kind=kind.name, stages=stages)
    stage = kind.stage(report.stage) if report.stage else None
    if stage is None:
        return
    done = account.done | {stage.name, *report.also}
    skipped = tuple(one.name for one in kind.before(stage.name) if one.name not in done)
    if skipped:
        raise StageSkippedError(item=activity.id, stage=stage.name, skipped=skipped)
    said = Account(done=done, reported={**account.reported, **report.details})
    for name in (*report.also, stage.name):
        reached = kind.stage(name)
        missing = tuple(lacking(reached, activity, kind=kind, account=said)) if reached else ()
        if missing:
            raise StageNeedsError(item=activity.id, stage=name, missing=missing)
