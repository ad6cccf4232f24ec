"""The lines of plans as a list: how each stands and what comes next, chosen by what an officer asks for.

A line of a plan is an activity in force; what is only drafted or ours alone is not listed. How
fresh entries are and what they lack is the matter of `freshness`.
"""

from collections.abc import Collection

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Stage
from foedus.cooperation.plan import Plan
from foedus.cooperation.progress import next_stage
from foedus.oversight.progress import Progress, progress_of
from foedus.reading.lexicon.folding import folded_words
from foedus.register import Register
from foedus.terms import Domain, ItemId, Party


@frozen(kw_only=True)
class Wanted:
    """Which lines are asked for; what is None does not matter.

    Attributes:
        stage: the stage that comes next.
        unit: an office or unit that carries them out.
        late: only those whose days are over and of which nobody said that they took place.
        among: only those of these names.
        search: words, each of which stands in the line, without case and accents.
    """

    plan: ItemId | None = None
    domain: Domain | None = None
    kind: str | None = None
    host: Party | None = None
    stage: str | None = None
    unit: ItemId | None = None
    late: bool = False
    among: Collection[ItemId] | None = None
    search: str = ""


@frozen(kw_only=True)
class PlanLine:
    """One line, how it stands, and the stage that comes next; None when all are done."""

    activity: Activity
    progress: Progress
    next: Stage | None


def plan_lines(register: Register, wanted: Wanted) -> tuple[PlanLine, ...]:
    """The lines in force that are asked for, the earliest first; those without a date last."""
    found = (
        _line(register, activity) for activity in register.common(Activity) if _is_wanted(activity, wanted)
    )
    chosen = [
        one
        for one in found
        if (not wanted.late or one.progress is Progress.LATE)
        and (wanted.stage is None or (one.next is not None and one.next.name == wanted.stage))
    ]
    return tuple(sorted(chosen, key=_when))


def running(register: Register) -> Plan | None:
    """The plan whose period holds the register's day, else the last that began; None where there is none."""
    plans = sorted(register.common(Plan), key=lambda plan: (plan.period.start, plan.id))
    now = [plan for plan in plans if plan.period.start.first <= register.on <= plan.period.end.last]
    return now[-1] if now else plans[-1] if plans else None


def _line(register: Register, activity: Activity) -> PlanLine:
    kind, account = register.kind_of(activity), register.account_of(activity)
    return PlanLine(
        activity=activity, progress=progress_of(register, activity), next=next_stage(kind, account)
    )


def _is_wanted(activity: Activity, wanted: Wanted) -> bool:
    asked = (
        (wanted.plan, activity.plan),
        (wanted.domain, activity.domain),
        (wanted.kind, activity.kind),
        (wanted.host, activity.host),
    )
    return (
        all(one is None or one == said for one, said in asked)
        and (wanted.unit is None or wanted.unit in activity.units)
        and (wanted.among is None or activity.id in wanted.among)
        and (not wanted.search or _says(activity, wanted.search))
    )


def _says(activity: Activity, search: str) -> bool:
    said = folded_words(" ".join((activity.id, activity.place, activity.kind, *activity.title.values())))
    return all(word in said for word in folded_words(search).split())


def _when(line: PlanLine) -> tuple[bool, str, ItemId]:
    when = line.activity.when
    return (when is None, str(when or ""), line.activity.id)
