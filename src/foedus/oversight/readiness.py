"""How ready a peacekeeping unit is: the levels reached, what proves each, what the next one still lacks.

The levels are those stages of the unit's kind that need a proof, in the kind's order; what they are
called and how many there are is its matter. Nothing here judges a proof: it names what was filed, by
whom and when, and keeps both sides' word apart.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import rows
from foedus.cooperation.kind import Kind
from foedus.cooperation.progress import Account, due, lacking
from foedus.cooperation.report import Report
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, ItemId, Party

_SOUGHT: Final = "level_sought"
"""The field that makes a kind of activity one of units to be made ready."""

_MET: Final = "yes"


@frozen(kw_only=True)
class Word:
    """One side's word that a level is reached, and what proves it."""

    party: Party
    on: Date
    documents: tuple[str, ...] = ()
    items: tuple[ItemId, ...] = ()


@frozen(kw_only=True)
class Level:
    """One level.

    Attributes:
        due: by when it is to be reached, as agreed or as usual; None where neither is known.
        words: each side's first word that it is reached, oldest first; none while it is not.
    """

    name: str
    due: datetime.date | None
    words: tuple[Word, ...]


@frozen(kw_only=True)
class Advice:
    """Advice given in one area."""

    area: str
    party: Party
    given: str
    on: str = ""


@frozen(kw_only=True)
class Answer:
    """One side's last answer to one question of the checklist."""

    question: str
    party: Party
    answer: str


@frozen(kw_only=True)
class Want:
    """What the next level still lacks.

    Attributes:
        stages: those that must come before it and that nobody reported done.
        fields: what it needs and nobody has said.
        areas: the areas in which no advice was given so far.
        questions: those of the checklist that some side did not answer with yes.
    """

    level: str
    stages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@frozen(kw_only=True)
class Unit:
    """One unit as it stands.

    Attributes:
        level: the highest level that any side said is reached; None while none is.
        sides: the highest level by each side's own word.
        advice: in the order in which it was reported.
        want: what the next level lacks; None once the level sought is reached.
    """

    activity: Activity
    ours_alone: bool
    progress: Progress
    levels: tuple[Level, ...]
    level: str | None
    sides: Mapping[Party, str | None] = field(hash=False)
    advice: tuple[Advice, ...]
    checklist: tuple[Answer, ...]
    want: Want | None

    @property
    def name(self) -> str:
        """What the unit is called; empty where that is not agreed."""
        return str(self.activity.details.get("unit", ""))

    @property
    def sought(self) -> str:
        """The level that it is to reach; empty where that is not agreed."""
        return str(self.activity.details.get(_SOUGHT, ""))


def readiness(register: Register) -> tuple[Unit, ...]:
    """The units, by the names of their lines."""
    lines = [one for one in register.known(Activity) if is_unit(register.kind_of(one))]
    return tuple(unit(register, one) for one in sorted(lines, key=lambda one: one.id))


def is_unit(kind: Kind) -> bool:
    """Whether a kind of activity is one of units to be made ready: it has a level that is sought."""
    return kind.field(_SOUGHT) is not None


def unit(register: Register, activity: Activity) -> Unit:
    """One unit as it stands."""
    kind, reports = register.kind_of(activity), register.reports_on(activity.id)
    levels = tuple(
        Level(name=stage.name, due=due(stage, activity), words=tuple(_words(reports, stage.name)))
        for stage in kind.stages
        if stage.proof
    )
    known = Unit(
        activity=activity,
        ours_alone=register.is_ours_alone(activity.id),
        progress=progress_of(register, activity),
        levels=levels,
        level=_highest(levels, activity.participants),
        sides={party: _highest(levels, (party,)) for party in activity.participants},
        advice=tuple(dict.fromkeys(_advice(reports))),
        checklist=tuple(_checklist(reports)),
        want=None,
    )
    return evolve(known, want=_want(known, kind=kind, account=register.account_of(activity)))


def _words(reports: Iterable[Report], stage: str) -> Iterator[Word]:
    told: set[Party] = set()
    for one in reports:
        if stage in one.stages and one.party not in told:
            told.add(one.party)
            yield Word(party=one.party, on=one.on, documents=one.documents, items=one.items)


def _highest(levels: Iterable[Level], parties: Iterable[Party]) -> str | None:
    whose = set(parties)
    reached = [level.name for level in levels if any(word.party in whose for word in level.words)]
    return reached[-1] if reached else None


def _advice(reports: Iterable[Report]) -> Iterator[Advice]:
    for one in reports:
        for row in rows(one.details, "advice"):
            area, given, on = (str(row.get(name, "")) for name in ("area", "given", "date"))
            yield Advice(area=area, party=one.party, given=given, on=on)


def _checklist(reports: Iterable[Report]) -> Iterator[Answer]:
    last: dict[tuple[str, Party], str] = {}
    for one in reports:
        for row in rows(one.details, "checklist"):
            last[str(row.get("question", "")), one.party] = str(row.get("answer", ""))
    for (question, party), answer in last.items():
        yield Answer(question=question, party=party, answer=answer)


def _want(one: Unit, *, kind: Kind, account: Account) -> Want | None:
    names = [level.name for level in one.levels]
    goal = names.index(one.sought) if one.sought in names else len(names) - 1
    ahead = next((level.name for level in one.levels[: goal + 1] if not level.words), "")
    stage = kind.stage(ahead)
    if stage is None:
        return None
    advised = {advice.area for advice in one.advice}
    return Want(
        level=stage.name,
        stages=tuple(known.name for known in kind.before(stage.name) if known.name not in account.done),
        fields=tuple(lacking(stage, one.activity, kind=kind, account=account)),
        areas=tuple(area for area in _areas(kind) if area not in advised),
        questions=tuple(dict.fromkeys(said.question for said in one.checklist if said.answer != _MET)),
    )


def _areas(kind: Kind) -> Iterator[str]:
    """The areas of advice that the kind names; `other` is none that could be lacking."""
    known = kind.field("advice")
    for column in known.columns if known else ():
        if column.name == "area":
            yield from (choice.name for choice in column.choices if choice.name != "other")
