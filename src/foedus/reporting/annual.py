"""The annual report of a plan: what was planned, what became of it, what each side says of it.

It tells what all can see and judges nothing: two numbers stay two numbers, and where the sides
differ that is said. Behind each figure stands a table with its numbers.
"""

from collections import Counter
from collections.abc import Iterator

from foedus.cooperation.activity import Activity
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome
from foedus.errors import NotAPlanError
from foedus.oversight.progress import Progress
from foedus.oversight.targets import DomainAccount, assess
from foedus.register import Register
from foedus.reporting.annual_parts import mechanisms_part, targets_part, undertakings_part, visits_part
from foedus.reporting.brief_paper import plan_blocks
from foedus.reporting.dates import period_words
from foedus.reporting.frame import Frame
from foedus.reporting.layout.bar import SORTS, Bar, Part
from foedus.reporting.layout.bars import bars
from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Facts,
    Group,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from foedus.reporting.overview import overview
from foedus.reporting.paper import Fact
from foedus.reporting.points import judgement
from foedus.terms import ItemId, Party, wording_in

_TONES = {Outcome.MISSED: Tone.ALARM, Outcome.MET: Tone.DONE, Outcome.EXCEEDED: Tone.DONE}


def annual(frame: Frame, name: ItemId) -> Paper:
    """Write the annual report of a plan.

    Args:
        frame: the desk.
        name: the plan.

    Raises:
        NotAPlanError: the register knows no plan of that name.
    """
    frame = frame.for_all()
    register, words = frame.register, frame.words
    plan = register.item(name)
    if not isinstance(plan, Plan):
        raise NotAPlanError(plan=name)
    account = assess(register, plan)
    shown = overview(register, plan, words=words, template=frame.template)
    return frame.paper(
        kind=words.say("annual-report"),
        title=wording_in(plan.title, words.language),
        parties=plan.parties,
        blocks=(
            Facts(facts=_facts(frame, plan, account)),
            *_domains(frame, account),
            *plan_blocks(shown, words=words),
            *_outcomes(frame, plan),
            *targets_part(frame, plan, account),
            *undertakings_part(frame, plan),
            *visits_part(frame, plan),
            *mechanisms_part(frame, plan),
            *_judged(frame, account),
        ),
    )


def _facts(frame: Frame, plan: Plan, account: tuple[DomainAccount, ...]) -> tuple[Fact, ...]:
    words, counts = frame.words, _counts(account)
    told = [("period", period_words(plan.period, words)), ("parties", words.parties(plan.parties))]
    told.append(("lines", str(counts.total())))
    facts = [Fact(label=words.say(label), value=value) for label, value in told]
    facts += [Fact(label=_progress(frame, one), value=str(counts[one])) for one in Progress]
    return tuple(facts)


def _counts(account: tuple[DomainAccount, ...]) -> Counter[Progress]:
    counts: Counter[Progress] = Counter()
    for one in account:
        counts.update(dict(one.progress))
    return counts


def _progress(frame: Frame, progress: Progress) -> str:
    said = frame.words.one_of("progress", progress)
    return said[:1].upper() + said[1:]


def _domains(frame: Frame, account: tuple[DomainAccount, ...]) -> Iterator[Block]:
    """How far each domain has come, as bars, and the numbers behind them."""
    words = frame.words
    told = [(frame.domain(one.domain), dict(one.progress)) for one in _in_order(frame, account) if one.domain]
    told = [(title, counts) for title, counts in told if counts]
    yield Heading(text=words.say("by-domain"))
    if not told:
        yield Paragraph(text=words.say("empty-plan"), small=True)
        return
    rows = [
        Bar(
            label=title,
            parts=tuple(Part(number=counts.get(one, 0), sort=SORTS[one]) for one in Progress),
            end=str(sum(counts.values())),
        )
        for title, counts in told
    ]
    present = [one for one in Progress if any(one in counts for _, counts in told)]
    legend = [(SORTS[one], words.one_of("progress", one)) for one in present]
    total = _counts(account)
    named = {progress.name.lower(): total[progress] for progress in Progress}
    drawn = bars(rows, legend=legend)
    yield Picture(svg=drawn, words=words.say("figure", total=total.total(), **named))
    numbers = tuple(_numbers(title, Counter(counts)) for title, counts in told)
    yield Table(
        heads=tuple(words.say(key) for key in ("domain-column", "lines"))
        + tuple(_progress(frame, one) for one in Progress),
        widths=(52, 18, 18, 18, 18, 18, 18),
        groups=(Group(title="", rows=(*numbers, _numbers(words.say("together"), total, tone=Tone.STRONG))),),
        numbers=True,
    )


def _numbers(title: str, counts: Counter[Progress], *, tone: Tone = Tone.PLAIN) -> tuple[Cell, ...]:
    told = (counts.total(), *(counts[one] for one in Progress))
    return (Cell(text=title, tone=tone), *(Cell(text=str(number), tone=tone) for number in told))


def _in_order(frame: Frame, account: tuple[DomainAccount, ...]) -> list[DomainAccount]:
    order = {domain: place for place, domain in enumerate(frame.template.domains)}
    return sorted(
        account, key=lambda one: order.get(one.domain, len(order)) if one.domain else len(order) + 1
    )


def _outcomes(frame: Frame, plan: Plan) -> Iterator[Block]:
    """What each side says came of each line: where they differ, where one is silent, where they agree."""
    words, register = frame.words, frame.register
    lines = [one for one in register.common(Activity) if one.plan == plan.id]
    groups: dict[str, list[tuple[Cell, ...]]] = {"sides-differ": [], "one-side-only": [], "sides-agree": []}
    for line in sorted(lines, key=lambda one: (str(one.when or "~"), one.id)):
        said = {party: register.outcome(line.id, party=party) for party in plan.parties}
        if any(said.values()):
            spoken = [outcome for outcome in said.values() if outcome]
            asked = [party for party in plan.parties if party in line.participants]
            key = "one-side-only" if len(spoken) < len(asked) else "sides-agree"
            groups["sides-differ" if len({*spoken}) > 1 else key].append(_outcome_row(frame, line, said))
    yield Heading(text=words.say("each-side-says"))
    silent = [
        one for one in lines if not any(register.outcome(one.id, party=party) for party in plan.parties)
    ]
    if shown := {key: rows for key, rows in groups.items() if rows}:
        share = 90 // len(plan.parties)
        yield Table(
            heads=(words.say("line"), *(words.party(party) for party in plan.parties)),
            widths=(70, *(share for _ in plan.parties)),
            groups=tuple(Group(title=words.say(key), rows=tuple(rows)) for key, rows in shown.items()),
        )
    if lines:
        yield Paragraph(text=words.say("without-outcome", count=len(silent), total=len(lines)), small=True)
    else:
        yield Paragraph(text=words.say("empty-plan"), small=True)


def _outcome_row(frame: Frame, line: Activity, said: dict[Party, Outcome | None]) -> tuple[Cell, ...]:
    title = Cell(text=wording_in(line.title, frame.language), small=frame.domain(line.domain))
    return (title, *(_outcome(frame.register, line, party, frame=frame) for party in said))


def _outcome(register: Register, line: Activity, party: Party, *, frame: Frame) -> Cell:
    outcome = register.outcome(line.id, party=party)
    if outcome is None:
        return Cell(text="", small=frame.words.say("says-nothing") if party in line.participants else "")
    notes = [one.note for one in register.reports_on(line.id, party=party) if one.note and one.outcome]
    note = wording_in(notes[-1], frame.language) if notes else ""
    return Cell(text=frame.words.one_of("outcome", outcome), small=note, tone=_TONES[outcome])


def _judged(frame: Frame, account: tuple[DomainAccount, ...]) -> Iterator[Block]:
    words = frame.words
    yield Heading(text=words.say("judged"))
    if not any(one.judgements for one in account):
        yield Paragraph(text=words.say("nobody-judged"), small=True)
    for one in _in_order(frame, account):
        if one.judgements:
            title = frame.domain(one.domain) if one.domain else words.say("whole-cooperation")
            yield Heading(text=title, level=2)
            yield Paragraph(text=words.one_of("leaning", one.agreement), small=True)
            told = {each.id: each for side in one.judgements for each in side.assessments}
            yield from (judgement(each, words=words) for each in told.values())
