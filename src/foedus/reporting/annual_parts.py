"""Parts of the annual report that look beyond the plan's lines: targets, undertakings, visits, sessions."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome
from foedus.cooperation.undertaking import State
from foedus.followup import FollowUp, follow_up
from foedus.oversight.mechanisms import Series, Sitting, mechanisms
from foedus.oversight.targets import Aim, DomainAccount, Reached
from foedus.oversight.visits import Balance, Tally, balance, visits
from foedus.register import Register
from foedus.reporting.dates import date_words, day_words, period_words
from foedus.reporting.frame import Frame
from foedus.reporting.layout.bar import BEGUN, DONE, STATES, Bar, Part
from foedus.reporting.layout.bars import bars
from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Entries,
    Entry,
    Group,
    Heading,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from foedus.reporting.naming import headed
from foedus.reporting.points import given_words
from foedus.terms import Party, Period, wording_in

_WANTING = (State.LAPSED, State.OPEN, State.DECLINED)
_TONES = {Outcome.MISSED: Tone.ALARM, Outcome.MET: Tone.DONE, Outcome.EXCEEDED: Tone.DONE}
_PERCENT = 100
_MOST = 150


# --- targets -----------------------------------------------------------------------------------


def targets_part(frame: Frame, plan: Plan, account: Sequence[DomainAccount]) -> Iterator[Block]:
    """Each target with the number that each side says was reached."""
    words = frame.words
    yield Heading(text=words.say("targets"))
    aims = [aim for one in account for aim in one.aims]
    if not aims:
        yield Paragraph(text=words.say("no-targets"), small=True)
        return
    rows = [bar for aim in aims for bar in _bars(frame, aim)]
    if drawn := bars(rows, whole=_PERCENT):
        yield Picture(svg=drawn, words=words.say("targets-figure"))
    share = 72 // len(plan.parties)
    yield Table(
        heads=(
            words.say("indicator"),
            words.say("baseline"),
            words.say("goal"),
            *(words.party(party) for party in plan.parties),
        ),
        widths=(56, 16, 16, *(share for _ in plan.parties)),
        groups=tuple(
            Group(title=frame.domain(one.domain), rows=tuple(_row(frame, aim, plan) for aim in one.aims))
            for one in account
            if one.aims and one.domain
        ),
    )


def _bars(frame: Frame, aim: Aim) -> Iterator[Bar]:
    """What each side reached, in hundredths of the goal; nothing where the goal lies below the baseline."""
    target, words = aim.target, frame.words
    if not target.goal or (target.baseline is not None and target.goal < target.baseline):
        return
    for side in aim.sides:
        if side.reached is not None:
            percent = side.reached * _PERCENT // target.goal
            label = f"{side.party} · {wording_in(target.indicator, words.language)}"
            sort = DONE if side.reached >= target.goal else BEGUN
            part = Part(number=min(percent, _MOST), sort=sort)
            yield Bar(label=label, parts=(part,), end=f"{side.reached}/{target.goal}")


def _row(frame: Frame, aim: Aim, plan: Plan) -> tuple[Cell, ...]:
    words, target = frame.words, aim.target
    due = words.say("due", date=day_words(aim.due, words)) if aim.due else ""
    compared = words.one_of("agreement", aim.agreement)
    return (
        Cell(text=headed(wording_in(target.indicator, words.language)), small=words.row((due, compared))),
        Cell(text=str(target.baseline) if target.baseline is not None else ""),
        Cell(text=str(target.goal)),
        *(
            _side(frame, next((one for one in aim.sides if one.party == party), None))
            for party in plan.parties
        ),
    )


def _side(frame: Frame, said: Reached | None) -> Cell:
    words = frame.words
    if said is None:
        return Cell(text="", small=words.say("says-nothing"))
    outcome = words.one_of("target", said.outcome) if said.outcome else ""
    tone = _TONES[said.outcome] if said.outcome else Tone.PLAIN
    number = str(said.reached) if said.reached is not None else ""
    return Cell(text=number, small=outcome, tone=tone)


# --- undertakings --------------------------------------------------------------------------------


def undertakings_part(frame: Frame, plan: Plan) -> Iterator[Block]:
    """How many undertakings given by the plan's end stand how, and those that want attention by name."""
    words = frame.words
    # A report for all: what only we know must not show, not even through an undertaking's state.
    seen = frame.register.as_all_see_it()
    followed = [
        one for one in follow_up(seen, template=frame.template) if _given(seen, one) <= plan.period.end.last
    ]
    counts = Counter(one.state for one in followed)
    yield Heading(text=words.say("undertakings"))
    if not followed:
        yield Paragraph(text=words.say("no-undertakings"), small=True)
        return
    told = [(state, counts[state]) for state in State if counts[state]]
    rows = [
        Bar(
            label=words.one_of("state", state),
            parts=(Part(number=number, sort=STATES[state]),),
            end=str(number),
        )
        for state, number in told
    ]
    yield Picture(svg=bars(rows), words=words.say("undertakings-figure", total=len(followed)))
    cells = tuple((Cell(text=words.one_of("state", state)), Cell(text=str(number))) for state, number in told)
    yield Table(
        heads=(words.say("state-column"), words.say("undertakings")),
        widths=(110, 50),
        groups=(Group(title="", rows=cells),),
        numbers=True,
    )
    for state in _WANTING:
        if found := [one for one in followed if one.state is state]:
            yield Heading(text=words.one_of("state", state), level=2)
            yield Entries(entries=tuple(_undertaking(frame, one) for one in found))


def _given(register: Register, one: FollowUp) -> datetime.date:
    """When an undertaking was given: by its document, else at its occasion; long ago where nothing says."""
    source, at = one.undertaking.source, one.undertaking.occasion
    if source and source.published:
        return source.published.first
    occasion = register.item(at) if at else None
    when = occasion.when if isinstance(occasion, Activity | Engagement) else None
    return when.start.first if when else datetime.date.min


def _undertaking(frame: Frame, one: FollowUp) -> Entry:
    words = frame.words
    gist = wording_in(one.undertaking.gist, words.language)
    return Entry(text=headed(gist), small=given_words(one.undertaking, words))


# --- visits ------------------------------------------------------------------------------------


def visits_part(frame: Frame, plan: Plan) -> Iterator[Block]:
    """The visits given and received between each two parties in the plan's period, by level."""
    words, found = frame.words, visits(frame.register)
    within = [one for one in found.held if _within(one.when, plan.period)]
    yield Heading(text=words.say("visits"))
    shown = False
    for party, other in combinations(plan.parties, 2):
        between = balance(within, party=party, other=other)
        if between.levels:
            shown = True
            yield _balance(frame, between)
    if not shown:
        yield Paragraph(text=words.say("no-visits"), small=True)
    if found.invitations:
        yield Heading(text=words.say("invitations-open"), level=2)
        yield Entries(
            entries=tuple(
                Entry(
                    text=words.say(
                        "invited-by",
                        by=words.parties(one.by) or words.say("nobody-named"),
                        to=words.parties(one.to),
                    ),
                    small=date_words(one.since, words) if one.since else words.say("not-dated"),
                )
                for one in found.invitations
            )
        )


def _balance(frame: Frame, between: Balance) -> Table:
    words = frame.words
    names = words.party(between.party), words.party(between.other)
    totals = (
        Cell(text=words.say("together"), tone=Tone.STRONG),
        Cell(text=str(between.given), tone=Tone.STRONG),
        Cell(text=str(between.received), tone=Tone.STRONG),
    )
    return Table(
        heads=(
            words.say("level"),
            words.say("visits-of", guest=names[0], host=names[1]),
            words.say("visits-of", guest=names[1], host=names[0]),
        ),
        widths=(60, 50, 50),
        groups=(Group(title="", rows=(*(_tally(frame, one) for one in between.levels), totals)),),
    )


def _tally(frame: Frame, one: Tally) -> tuple[Cell, ...]:
    words = frame.words
    level = words.one_of("levels", one.level) if one.level else words.say("level-unknown")
    return (
        Cell(text=level),
        _visits(frame, one.given, one.last_given),
        _visits(frame, one.received, one.last_received),
    )


def _visits(frame: Frame, count: int, last: Period | None) -> Cell:
    return Cell(text=str(count), small=period_words(last, frame.words) if last else "")


def _within(when: Period, period: Period) -> bool:
    return period.start.first <= when.start.first <= period.end.last


# --- mechanisms --------------------------------------------------------------------------------


def mechanisms_part(frame: Frame, plan: Plan) -> Iterator[Block]:
    """The sessions of each mechanism in the plan's period, and its next one."""
    words = frame.words
    series = [one for one in mechanisms(frame.register) if {*one.mechanism.parties} & {*plan.parties}]
    yield Heading(text=words.say("sessions-held"))
    if not series:
        yield Paragraph(text=words.say("no-mechanisms"), small=True)
        return
    yield Table(
        heads=(
            words.say("session-column"),
            words.say("when"),
            words.say("place"),
            words.say("where-it-stands"),
        ),
        widths=(40, 40, 40, 40),
        groups=tuple(group for one in series if (group := _series(frame, one, plan)).rows),
    )


def _series(frame: Frame, one: Series, plan: Plan) -> Group:
    sittings = [each for each in one.sessions if each.when and _within(each.when, plan.period)]
    rows = [_sitting(frame, each) for each in sittings]
    running = frame.register.on <= plan.period.end.last
    if running and one.next.number not in {each.number for each in sittings}:
        rows.append(_next(frame, one))
    return Group(title=wording_in(one.mechanism.title, frame.language), rows=tuple(rows))


def _sitting(frame: Frame, one: Sitting) -> tuple[Cell, ...]:
    words = frame.words
    decided = words.say("decided", count=len(one.decided)) if one.decided else ""
    return (
        Cell(text=words.say("session-number", ordinal=words.ordinal(one.number))),
        Cell(text=period_words(one.when, words) if one.when else words.say("not-set")),
        Cell(text=", ".join(filter(None, (one.place, _host(frame, one.host))))),
        Cell(text=words.one_of("sitting", one.stands), small=decided, tone=Tone.STRONG),
    )


def _next(frame: Frame, one: Series) -> tuple[Cell, ...]:
    words, coming = frame.words, one.next
    when = period_words(coming.when, words) if coming.when else words.say("not-set")
    return (
        Cell(
            text=words.say("session-number", ordinal=words.ordinal(coming.number)),
            small=words.say("next-session"),
        ),
        Cell(text=words.say("rhythm", date=when) if one.by_rhythm else when),
        Cell(text=", ".join(filter(None, (coming.place, _host(frame, coming.host))))),
        Cell(
            text=words.say("session-late") if one.late else words.one_of("progress", "to-come"),
            tone=Tone.ALARM if one.late else Tone.PLAIN,
        ),
    )


def _host(frame: Frame, host: Party | None) -> str:
    return frame.words.party(host) if host else ""
