"""What a stage of an activity needs before it is done, and a report held against that before it is signed."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Self

from attrs import evolve, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import faults_of_details, faults_of_unknown
from foedus.cooperation.kind import Kept, Kind, Stage
from foedus.cooperation.report import Report
from foedus.errors import (
    DocumentError,
    NumbersError,
    StageNeedsError,
    StageSkippedError,
    StageUnprovenError,
    UnknownStageError,
)
from foedus.terms import Party


@frozen(kw_only=True)
class Account:
    """How far an activity has come, by what all sides have said of it.

    Attributes:
        done: the stages reported done.
        reported: what the reports said, by field; of each field the last word.
        sides: what each side said of it, by party and field.
    """

    done: frozenset[str] = frozenset()
    reported: Mapping[str, Any] = field(factory=dict)
    sides: Mapping[Party, Mapping[str, Any]] = field(factory=dict)

    def after(self, report: Report) -> Self:
        """The account once one more report is known."""
        said = {**self.sides.get(report.party, {}), **report.details}
        return evolve(
            self,
            done=self.done.union(report.stages),
            reported={**self.reported, **report.details},
            sides={**self.sides, report.party: said},
        )


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


def due(stage: Stage, activity: Activity) -> datetime.date | None:
    """By when a stage is to be done: as its milestone says, else at its kind's usual time; None: not known.

    Where the activity's own days are known only by month or year, the latest that they may mean counts:
    nothing is called late before it surely is.
    """
    for one in activity.milestones:
        if one.stage == stage.name:
            return one.when.end.last
    if stage.days is None or activity.when is None:
        return None
    counted = activity.when.start.last if stage.days < 0 else activity.when.end.last
    return counted + datetime.timedelta(days=stage.days)


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
        StageUnprovenError: the stage needs a proof, and the report names none.
        NumbersError: a number exceeds the one that it is part of, by the same side's word.
        DocumentError: a detail is not of its field's type.
    """
    faults = (
        *faults_of_details(report.details, kind, kept=Kept.REPORTED, at="details"),
        *faults_of_unknown(report.extra, kind),
    )
    if faults:
        raise DocumentError(what="report", faults=faults)
    for name in report.stages:
        if kind.stage(name) is None:
            stages = tuple(stage.name for stage in kind.stages)
            raise UnknownStageError(stage=name, kind=kind.name, stages=stages)
    said = account.after(report)
    numbers = {**activity.details, **said.sides[report.party]}
    for excess in excesses(kind, numbers):
        raise NumbersError(item=activity.id, parts=excess.parts, whole=excess.whole)
    if stage := kind.stage(report.stage) if report.stage else None:
        _check_stages(report, stage, activity, kind=kind, said=said)


def _check_stages(report: Report, stage: Stage, activity: Activity, *, kind: Kind, said: Account) -> None:
    for name in (stage.name, *report.also):
        skipped = tuple(one.name for one in kind.before(name) if one.name not in said.done)
        if skipped:
            raise StageSkippedError(item=activity.id, stage=name, skipped=skipped)
    for name in report.stages:
        reached = kind.stage(name)
        if reached is None:
            continue
        if missing := tuple(lacking(reached, activity, kind=kind, account=said)):
            raise StageNeedsError(item=activity.id, stage=name, missing=missing)
        if reached.proof and not (report.documents or report.items):
            raise StageUnprovenError(item=activity.id, stage=name)


@frozen(kw_only=True)
class Excess:
    """Numbers that are more than the one they are part of: `graduated 12`, `failed 2` of `arrived 13`."""

    parts: tuple[str, ...]
    whole: str


def excesses(kind: Kind, numbers: Mapping[str, Any]) -> Iterator[Excess]:
    """The numbers of an activity that exceed what its kind says they are part of.

    Args:
        kind: the activity's kind.
        numbers: what was said, by field; what is not said, or is no number, is left out.
    """
    said = {name: value for name, value in numbers.items() if type(value) is int}
    for whole in dict.fromkeys(one.within for one in kind.fields if one.within in said):
        parts = [one.name for one in kind.fields if one.within == whole and one.name in said]
        if sum(said[name] for name in parts) > said[whole]:
            yield Excess(
                parts=tuple(f"{name} {said[name]}" for name in parts), whole=f"{whole} {said[whole]}"
            )
