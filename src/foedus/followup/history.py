"""How an undertaking came to stand where it stands: every word, report and ruling on it, in its order.

What counts, the strongest first: our last ruling, that it ended or that something answers it; each
side's own word on the undertaking itself; a later undertaking that says it again; the reports on
the lines that the parties linked to it. It lapses only once its due date is past and nobody has
said, done or linked anything; a proposal changes nothing.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import define, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.engagement import Status as Occurrence
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.instrument import Status as Standing
from foedus.cooperation.item import Item
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup.ruling import Ruling, Verdict
from foedus.followup.shelf import given
from foedus.register import Register
from foedus.terms import Date, ItemId, Party, Wording


class Cause(StrEnum):
    """Why an undertaking stands differently from a day on."""

    GIVEN = "given"
    LINKED = "linked"
    REPORTED = "reported"
    WORD = "word"
    RESTATED = "restated"
    RULED = "ruled"
    DUE = "due"


@frozen(kw_only=True)
class Change:
    """One thing that bears on an undertaking, and how it stands from then on.

    Attributes:
        on: the day; None where no source says.
        state: how the undertaking stands from then on.
        by: whose word it is: the parties that gave it, the side that reported, ourselves.
        evidence: what shows it: items by name, filed documents by hash.
        why: what it is.
        said: the state that this one word says, which need not be the one that follows from all.
        note: words of who says it.
    """

    on: Date | None
    state: State
    by: tuple[Party, ...]
    evidence: tuple[str, ...]
    why: Cause
    said: State | None = None
    note: Wording | str = field(default="", hash=False)


def history(
    register: Register,
    undertaking: Undertaking,
    *,
    linked: Iterable[Item],
    restated_by: Iterable[Undertaking] = (),
    rulings: Iterable[Ruling] = (),
    lapses: bool = True,
) -> tuple[Change, ...]:
    """Everything that bears on an undertaking, in the order of its days, with what follows from it.

    Args:
        register: the cooperation on a day.
        undertaking: what was said.
        linked: what the parties linked to it.
        restated_by: the later undertakings that say it again.
        rulings: ours on it; those about nothing that is known here count too.
        lapses: whether it lapses by its due date alone.
    """
    standing = _Standing(register, undertaking, lapses=lapses)
    events = [
        _Event(given(undertaking), Cause.GIVEN, undertaking.by),
        *_of_lines(register, linked),
        *_of_words(register, undertaking),
        *(_Event(given(one), Cause.RESTATED, one.by, evidence=(one.id,), of=one) for one in restated_by),
        *(_of_ruling(register, one) for one in rulings if one.verdict is not Verdict.REFUSED),
        *(_of_due(register, undertaking) if lapses else ()),
    ]
    changes: list[Change] = []
    for event in sorted(events, key=_order):
        said = standing.take(event)
        state = standing.state(event.on)
        changes.append(
            Change(
                on=event.on,
                state=state,
                by=event.by,
                evidence=event.evidence,
                why=event.why,
                said=said,
                note=event.note,
            )
        )
    # That a day passed is worth a line only where something follows from it.
    return tuple(
        one
        for before, one in zip([None, *changes], changes, strict=False)
        if one.why is not Cause.DUE or before is None or before.state is not one.state
    )


@frozen
class _Event:
    on: Date | None
    why: Cause
    by: tuple[Party, ...]
    evidence: tuple[str, ...] = field(default=(), kw_only=True)
    of: Any = field(default=None, kw_only=True)
    item: Item | None = field(default=None, kw_only=True)
    note: Wording | str = field(default="", kw_only=True)


def _of_lines(register: Register, linked: Iterable[Item]) -> Iterable[_Event]:
    for item in linked:
        yield _Event(_taken_place(item), Cause.LINKED, (), evidence=(item.id,), item=item)
        for report in register.reports_on(item.id):
            yield _reported(report, Cause.REPORTED, item=item)


def _of_words(register: Register, undertaking: Undertaking) -> Iterable[_Event]:
    for report in register.reports_on(undertaking.id):
        yield _reported(report, Cause.WORD)


def _reported(report: Report, why: Cause, *, item: Item | None = None) -> _Event:
    evidence = (*report.items, *report.documents)
    if item is not None:
        evidence = (item.id, *evidence)
    return _Event(report.on, why, (report.party,), evidence=evidence, of=report, item=item, note=report.note)


def _of_ruling(register: Register, ruling: Ruling) -> _Event:
    item = register.item(ruling.item) if ruling.item else None
    evidence = (ruling.item,) if ruling.item else ()
    return _Event(
        ruling.on, Cause.RULED, (register.party,), evidence=evidence, of=ruling, item=item, note=ruling.note
    )


def _of_due(register: Register, undertaking: Undertaking) -> Iterable[_Event]:
    due = undertaking.due
    if due is not None and due.last < register.on:
        yield _Event(Date.on(due.last + datetime.timedelta(days=1)), Cause.DUE, ())


def _taken_place(item: Item) -> Date | None:
    match item:
        case Engagement(when=when) if when:
            return when.end
        case Instrument(signed=signed):
            return signed
        case _:
            return None


_FIRST = {
    Cause.GIVEN: 0,
    Cause.LINKED: 1,
    Cause.REPORTED: 2,
    Cause.WORD: 3,
    Cause.RESTATED: 4,
    Cause.RULED: 5,
}


def _order(event: _Event) -> tuple[datetime.date, int]:
    # What bears no day was so from the beginning: a link, an undertaking in no dated document.
    day = event.on.first if event.on and event.why is not Cause.GIVEN else datetime.date.min
    return (day, _FIRST.get(event.why, 9))


@define
class _Standing:
    """What is known so far, and the state that follows."""

    register: Register
    undertaking: Undertaking
    lapses: bool
    lines: dict[ItemId, "_Line"] = field(factory=dict)
    words: dict[Party, State] = field(factory=dict)
    answered: dict[ItemId | None, Ruling] = field(factory=dict)
    ended: State | None = None
    restated: bool = False

    def take(self, event: _Event) -> State | None:
        """Take one more thing into account; returns the state that it says by itself."""
        match event.why, event.of:
            case Cause.LINKED, _ if event.item is not None:
                self.lines.setdefault(event.item.id, _Line(event.item))
            case Cause.REPORTED, Report() as report if event.item is not None:
                self.lines.setdefault(event.item.id, _Line(event.item)).take(report, self.register)
            case Cause.WORD, Report(stage=stage, party=party) if stage in list(State):
                self.words[party] = State(str(stage))
                return self.words[party]
            case Cause.RESTATED, _:
                self.restated = True
                return State.RESTATED
            case Cause.RULED, Ruling() as ruling:
                return self._rule(ruling, event.item)
        return None

    def _rule(self, ruling: Ruling, item: Item | None) -> State | None:
        ends = {
            Verdict.RESTATED: State.RESTATED,
            Verdict.LAPSED: State.LAPSED,
            Verdict.DECLINED: State.DECLINED,
        }
        if ruling.verdict in ends:
            self.ended = ends[ruling.verdict]
            return self.ended
        self.ended = None  # who finds an answer has thought better of calling it ended
        line = self.lines.setdefault(ruling.item, _Line(item)) if ruling.item and item else None
        if line is not None:
            for report in self.register.reports_on(line.item.id):
                line.take(report, self.register)
        self.answered[ruling.item] = ruling
        return State.PARTLY if ruling.verdict is Verdict.PARTLY else State.CARRIED_OUT

    def state(self, on: Date | None) -> State:
        """The state that follows from all that was taken into account, on a day."""
        if self.ended is not None:
            return self.ended
        if ruled := self._ruled():
            return ruled
        past = on is not None and self.undertaking.due is not None and self.undertaking.due.last < on.first
        if spoken := self._spoken(past=past):
            return spoken
        deciding = [line for line in self.lines.values() if line.decides]
        done = [line for line in deciding if line.done]
        if done and len(done) == len(deciding):
            return State.CARRIED_OUT
        if self.restated:
            return State.RESTATED
        if done:
            return State.PARTLY
        missed = bool(deciding) and all(line.missed for line in deciding)
        if not missed and any(line.begun for line in self.lines.values()):
            return State.BEING_CARRIED_OUT
        return State.LAPSED if past and self.lapses else State.OPEN

    def _ruled(self) -> State | None:
        """What follows from our rulings on what answers it; what has not taken place answers nothing yet."""
        verdicts = {
            ruling.verdict
            for item, ruling in self.answered.items()
            if item is not None and item in self.lines and self.lines[item].done
        }
        if Verdict.ANSWERS in verdicts:
            return State.CARRIED_OUT
        return State.PARTLY if Verdict.PARTLY in verdicts else None

    def _spoken(self, *, past: bool) -> State | None:
        """What the sides' own words on it come to: where they differ, the less that any of them says."""
        concerned = self.undertaking.on or tuple(self.words)
        if any(self.words.get(party) is State.DECLINED for party in concerned):
            return State.DECLINED
        said = [state for state in self.words.values() if past or state is not State.LAPSED]
        for ending in (State.RESTATED, State.LAPSED):
            if said and all(state is ending for state in said):
                return ending
        progress = [state for state in said if state in _PROGRESS]
        if not progress:
            return None
        least = min(progress, key=_PROGRESS.index)
        if least is State.CARRIED_OUT:
            return least
        # One side calls it done and another does not: done in part is what both can say.
        return State.PARTLY if State.CARRIED_OUT in progress and least is not State.OPEN else least


_PROGRESS = (State.OPEN, State.BEING_CARRIED_OUT, State.PARTLY, State.CARRIED_OUT)


@define
class _Line:
    """Something that answers, with what each side last said of it."""

    item: Item
    outcomes: dict[Party, Outcome] = field(factory=dict)
    stages: dict[Party, str] = field(factory=dict)
    reached: bool = False
    begun: bool = False

    def take(self, report: Report, register: Register) -> None:
        """Take a side's report on it into account."""
        self.begun = True
        if report.outcome:
            self.outcomes[report.party] = report.outcome
        if isinstance(self.item, Activity) and report.stage:
            kind = register.kind_of(self.item)
            if kind.stage(report.stage):
                self.stages[report.party] = report.stage
            self.reached = any(kind.reaches(stage, goal=kind.carried_out) for stage in self.stages.values())

    @property
    def decides(self) -> bool:
        """Whether it can carry anything out at all: a plan or an undertaking beneath only prepares."""
        return isinstance(self.item, Activity | Engagement | Instrument)

    @property
    def done(self) -> bool:
        """Whether it has taken place, was signed, or did what was agreed."""
        match self.item:
            case Engagement(status=status):
                return status is Occurrence.HELD
            case Instrument(status=status):
                return status in {Standing.SIGNED, Standing.IN_EXECUTION}
            case _:
                return self.reached or bool({Outcome.MET, Outcome.EXCEEDED} & set(self.outcomes.values()))

    @property
    def missed(self) -> bool:
        """Whether a side says that it did not take place, and none that it did."""
        return not self.done and Outcome.MISSED in self.outcomes.values()
