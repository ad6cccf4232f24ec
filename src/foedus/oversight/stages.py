"""The stages of one activity: which are done, by whose word, which comes next, and what that one lacks.

What the sides reported is kept apart by side; nothing here says whose word is right.
"""

import datetime

from attrs import frozen

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.kind import Kind, Side, Stage
from foedus.cooperation.progress import due, lacking, next_stage
from foedus.register import Register
from foedus.terms import Date, Party


@frozen(kw_only=True)
class Word:
    """One side's first word that a stage is done, and the documents that it names."""

    party: Party
    on: Date
    documents: tuple[str, ...] = ()


@frozen(kw_only=True)
class StageSeen:
    """One stage of an activity.

    Attributes:
        stage: as the kind has it.
        by: the parties that are to report it; none where whoever knows may.
        words: each side's first word that it is done, oldest first; none while it is not.
        milestone: when and where it is to be done, where that is agreed.
        due: by when, as agreed or as usual; None where neither is known.
        lacking: the fields and roles that it needs and that nobody has filled.
        is_next: whether it is the first that may not be left out and is not done.
    """

    stage: Stage
    by: tuple[Party, ...]
    words: tuple[Word, ...]
    milestone: Milestone | None
    due: datetime.date | None
    lacking: tuple[str, ...]
    is_next: bool

    def is_late(self, on: datetime.date) -> bool:
        """Whether it should have been done before a day and is not, though it may not be left out."""
        return not (self.words or self.stage.optional) and self.due is not None and self.due < on


def stages_of(register: Register, activity: Activity) -> tuple[StageSeen, ...]:
    """An activity's stages, in its kind's order."""
    kind = register.kind_of(activity)
    account = register.account_of(activity)
    ahead = next_stage(kind, account)
    milestones = {one.stage: one for one in activity.milestones}
    return tuple(
        StageSeen(
            stage=stage,
            by=parties_of(stage.by, activity),
            words=_words(register, activity, stage.name),
            milestone=milestones.get(stage.name),
            due=due(stage, activity),
            lacking=tuple(lacking(stage, activity, kind=kind, account=account)),
            is_next=stage is ahead,
        )
        for stage in kind.stages
    )


def strange_stages(register: Register, activity: Activity) -> tuple[str, ...]:
    """Stages that were reported and that its kind here does not have: another edition may know them."""
    kind: Kind = register.kind_of(activity)
    named = (name for report in register.reports_on(activity.id) for name in report.stages)
    return tuple(name for name in dict.fromkeys(named) if kind.stage(name) is None)


def parties_of(side: Side, activity: Activity) -> tuple[Party, ...]:
    """The parties that a side of a kind means in an activity; none where whoever knows may speak."""
    match side:
        case Side.HOST:
            return (activity.host,) if activity.host else ()
        case Side.GUEST:
            return tuple(party for party in activity.participants if party != activity.host)
        case Side.EACH:
            return activity.participants
        case Side.ANY:
            return ()


def _words(register: Register, activity: Activity, stage: str) -> tuple[Word, ...]:
    first: dict[Party, Word] = {}
    for report in register.reports_on(activity.id):
        if stage in report.stages and report.party not in first:
            # Documents prove the stage that a report reaches, not those that it reports beside it.
            documents = report.documents if report.stage == stage else ()
            first[report.party] = Word(party=report.party, on=report.on, documents=documents)
    return tuple(first.values())
