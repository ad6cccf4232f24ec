"""Targets against what each side says was reached, and what each side judges: apart, and compared.

Nothing here settles a difference: two numbers stay two numbers, and a side's own word stays
beside what its number says. A target is missed only once its time is over.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome
from foedus.cooperation.target import Target
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, Domain, ItemId, Party

REACHED = "reached"
"""The detail of a report on a target that says the number."""


class Agreement(StrEnum):
    """How what the sides say of one thing compares."""

    AGREED = "agreed"
    DIFFERENT = "different"
    ONE_SIDE = "one-side"
    SILENT = "silent"


@frozen(kw_only=True)
class Reached:
    """What one side says of a target.

    Attributes:
        reached: the number it last said; None while it has said none.
        by_number: what that number says against the goal; None where it may still be reached.
        stated: the outcome it last stated itself; None while it has stated none.
        on: when it last said anything of it.
    """

    party: Party
    reached: int | None
    by_number: Outcome | None
    stated: Outcome | None
    on: Date

    @property
    def differs(self) -> bool:
        """Whether the outcome it states is another than its own number's."""
        return self.stated is not None and self.by_number is not None and self.stated is not self.by_number

    @property
    def outcome(self) -> Outcome | None:
        """Its word: the outcome it states, else its number's."""
        return self.stated or self.by_number


@frozen(kw_only=True)
class Aim:
    """A target with each side's word.

    Attributes:
        due: the day by which it is to be reached; None where neither it nor its plan says.
        sides: those that said something, by party.
        silent: the parties of its plan that said nothing.
    """

    target: Target
    due: datetime.date | None
    sides: tuple[Reached, ...]
    silent: tuple[Party, ...]

    @property
    def agreement(self) -> Agreement:
        """Whether the sides say the same number and the same outcome."""
        if len(self.sides) < 2:
            return Agreement.ONE_SIDE if self.sides else Agreement.SILENT
        words = {(side.reached, side.outcome) for side in self.sides}
        return Agreement.AGREED if len(words) == 1 else Agreement.DIFFERENT


@frozen(kw_only=True)
class Judgement:
    """What one side judges of a domain: its assessments, the oldest first."""

    party: Party
    assessments: tuple[Assessment, ...]

    @property
    def polarity(self) -> Polarity:
        """Which way its last judgement leans; mixed where it judged differently on one day."""
        last = self.assessments[-1].given
        leanings = {one.polarity for one in self.assessments if one.given == last}
        return leanings.pop() if len(leanings) == 1 else Polarity.MIXED


@frozen(kw_only=True)
class DomainAccount:
    """A domain of a plan: its targets, its lines, and what each side judges.

    Attributes:
        domain: None for what judges the whole cooperation.
        progress: how many lines have come how far, in the order of `Progress`; those of none left out.
        judgements: by party.
    """

    domain: Domain | None
    aims: tuple[Aim, ...]
    progress: tuple[tuple[Progress, int], ...]
    judgements: tuple[Judgement, ...]

    @property
    def agreement(self) -> Agreement:
        """Whether the sides' last judgements of the domain lean the same way."""
        if len(self.judgements) < 2:
            return Agreement.ONE_SIDE if self.judgements else Agreement.SILENT
        leanings = {one.polarity for one in self.judgements}
        return Agreement.AGREED if len(leanings) == 1 else Agreement.DIFFERENT


def assess(register: Register, plan: Plan) -> tuple[DomainAccount, ...]:
    """A plan by domain, by name; what judges the whole stands last.

    Assessments are those given within the plan's period, or at one of its lines; one that
    bears neither a date nor an occasion belongs to no plan.
    """
    lines = [one for one in register.known(Activity) if one.plan == plan.id]
    targets = sorted((one for one in register.known(Target) if one.plan == plan.id), key=lambda one: one.id)
    judged = _of_the_plan(register, plan, lines={line.id for line in lines})
    aims = [_aim(register, one, plan=plan) for one in targets]
    named = {one.domain for one in lines} | {one.domain for one in targets} | {one.domain for one in judged}
    domains: list[Domain | None] = [*sorted(one for one in named if one), *([None] if None in named else [])]
    return tuple(
        DomainAccount(
            domain=domain,
            aims=tuple(one for one in aims if one.target.domain == domain),
            progress=_counted(progress_of(register, line) for line in lines if line.domain == domain),
            judgements=_judgements(one for one in judged if one.domain == domain),
        )
        for domain in domains
    )


def against(target: Target, reached: int, *, over: bool) -> Outcome | None:
    """What a number says against a target's goal.

    Where the goal lies below the baseline, less is better. None while the goal is not reached
    and its time is not over.

    Args:
        target: the target.
        reached: the number.
        over: whether its time is over.
    """
    falling = target.baseline is not None and target.goal < target.baseline
    better = target.goal - reached if falling else reached - target.goal
    if better > 0:
        return Outcome.EXCEEDED
    if better == 0:
        return Outcome.MET
    return Outcome.MISSED if over else None


def aim_of(register: Register, target: Target) -> Aim:
    """A target with each side's word."""
    plan = register.item(target.plan)
    return _aim(register, target, plan=plan if isinstance(plan, Plan) else None)


def _aim(register: Register, target: Target, *, plan: Plan | None) -> Aim:
    due = target.due.last if target.due else plan.period.end.last if plan else None
    said = sorted(register.reports.get(target.id, {}))
    sides = tuple(
        _reached(register, target, party, over=due is not None and due < register.on) for party in said
    )
    parties = plan.parties if plan else ()
    silent = tuple(party for party in parties if party not in said)
    return Aim(target=target, due=due, sides=sides, silent=silent)


def _reached(register: Register, target: Target, party: Party, *, over: bool) -> Reached:
    reports = register.reports_on(target.id, party=party)
    numbers = [one.details[REACHED] for one in reports if _is_number(one.details.get(REACHED))]
    number = numbers[-1] if numbers else None
    return Reached(
        party=party,
        reached=number,
        by_number=against(target, number, over=over) if number is not None else None,
        stated=register.outcome(target.id, party=party),
        on=reports[-1].on,
    )


def _is_number(said: object) -> bool:
    return isinstance(said, int) and not isinstance(said, bool)


def _of_the_plan(register: Register, plan: Plan, *, lines: set[ItemId]) -> list[Assessment]:
    first, last = plan.period.start.first, plan.period.end.last
    return [
        one
        for one in register.known(Assessment)
        if one.occasion in lines or (one.given is not None and first <= one.given.first <= last)
    ]


def _judgements(assessments: Iterable[Assessment]) -> tuple[Judgement, ...]:
    by_party: dict[Party, list[Assessment]] = {}
    for one in sorted(assessments, key=lambda one: (str(one.given or ""), one.id)):
        for party in one.by:
            by_party.setdefault(party, []).append(one)
    return tuple(Judgement(party=party, assessments=tuple(said)) for party, said in sorted(by_party.items()))


def _counted(lines: Iterable[Progress]) -> tuple[tuple[Progress, int], ...]:
    counts = Counter(lines)
    return tuple((progress, counts[progress]) for progress in Progress if counts[progress])
