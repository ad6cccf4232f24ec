"""What one party says of its own part in a thing: how far it has come, and with what outcome.

A report is no item of the common register: it needs one signature, its party's, and
stands in that party's log. What the two sides say is never merged.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Value
from foedus.cooperation.kind import kind_of
from foedus.errors import Fault, UnknownStageError
from foedus.terms import Date, ItemId, Party, Wording


class Outcome(StrEnum):
    """The outcome against what was agreed."""

    MET = "met"
    MISSED = "missed"
    EXCEEDED = "exceeded"


@frozen(kw_only=True)
class Report(Value):
    """One party's word on one item, on a date."""

    party: Party
    item: ItemId
    stage: str | None = None
    outcome: Outcome | None = None
    on: Date
    note: Wording = field(factory=dict, hash=False)

    def faults(self) -> Iterator[Fault]:
        """A report that reports nothing."""
        if self.stage is None and self.outcome is None and not self.note:
            yield Fault(path="stage", reason="is missing, and so are outcome and note: nothing is reported")


def check_stage(report: Report, activity: Activity) -> None:
    """Hold a report's stage against its activity's kind, before it is signed.

    Raises:
        UnknownStageError: activities of this kind have no such stage.
    """
    kind = kind_of(activity.kind)
    stages = tuple(stage.name for stage in kind.stages)
    if report.stage is not None and report.stage not in stages:
        raise UnknownStageError(stage=report.stage, kind=kind.name, stages=stages)
