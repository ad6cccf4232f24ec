"""The plan by domain: its lines, how far each has come, and what each side says of it."""

import datetime
from collections import Counter
from collections.abc import Iterable

from foedus.cooperation.activity import Activity
from foedus.cooperation.plan import Plan
from foedus.cooperation.template import Template
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.reporting.dates import date_words, day_words, freshness_words, month_heads, period_words
from foedus.reporting.layout.ring import Arc
from foedus.reporting.paper import Lane, Line, Overview, Sign
from foedus.reporting.wording import Words
from foedus.terms import Date, ItemId, Party, wording_in

_MOST_MONTHS = 24


def overview(register: Register, plan: Plan | None, *, words: Words, template: Template) -> Overview:
    """The plan in force with its lines by domain; where there is none, the overview says so."""
    if plan is None:
        return _without_plan(words)
    activities = [one for one in register.common(Activity) if one.plan == plan.id]
    found = lanes(register, activities, plan=plan, words=words, template=template)
    counts = Counter(line.progress for lane in found for line in lane.lines)
    named = {progress.name.lower(): counts[progress] for progress in Progress}
    months = _months(plan)
    return Overview(
        title=wording_in(plan.title, words.language),
        sign=sign(register, plan.id, parties=plan.parties, words=words),
        lanes=found,
        months=tuple(month_heads(words)[month] for _, month in months),
        no_month=words.say("no-month"),
        today=_today(register.on, months),
        today_words=words.say("today"),
        legend=tuple(
            (progress, words.one_of("progress", progress)) for progress in Progress if counts[progress]
        ),
        summary=words.say("figure", total=counts.total(), **named) if found else "",
        silence="" if found else words.say("empty-plan"),
    )


def plan_of(register: Register, *, parties: tuple[Party, ...]) -> Plan | None:
    """The plan in force that most concerns the parties on the day; else the latest; None where there is none.

    A meeting of three may stand in a plan of two of them.
    """

    def fits(plan: Plan) -> tuple[int, bool, Date, str]:
        current = plan.period.start.first <= register.on <= plan.period.end.last
        return len({*plan.parties} & {*parties}), current, plan.period.start, plan.id

    return max(register.common(Plan), key=fits, default=None)


def lanes(
    register: Register, activities: Iterable[Activity], *, plan: Plan | None, words: Words, template: Template
) -> tuple[Lane, ...]:
    """Activities by domain, in the template's order, domains it does not have last; within one by date."""
    order = {domain: place for place, domain in enumerate(template.domains)}
    activities = sorted(activities, key=_dated)
    domains = sorted({one.domain for one in activities}, key=lambda name: (order.get(name, len(order)), name))
    months = _months(plan) if plan else []
    return tuple(
        Lane(
            domain=wording_in(template.title_of(domain), words.language),
            lines=tuple(
                _line(register, one, months=months, words=words) for one in activities if one.domain == domain
            ),
        )
        for domain in domains
    )


def stands(register: Register, activity: Activity, *, words: Words) -> str:
    """What each side says of an activity, silence included, and how fresh the last word is."""
    if register.reported(activity.id) is None:
        return words.say("no-report")
    kind = register.kind_of(activity)
    sides = []
    for party in activity.participants:
        named = register.stage(activity, party=party)
        stage = kind.stage(named) if named else None
        outcome = register.outcome(activity.id, party=party)
        said = [wording_in(stage.title, words.language)] if stage else []
        said += [words.one_of("outcome", outcome)] if outcome else []
        sides.append(
            words.say("side", party=words.party(party), stage=", ".join(said) or words.say("no-report"))
        )
    last = register.reported(activity.id)
    if last and progress_of(register, activity) is Progress.CARRIED_OUT:
        fresh = words.say(
            "reported-on", date=date_words(last, words)
        )  # done: silence since then says nothing
    else:
        fresh = freshness_words(last, on=register.on, words=words)
    return words.row([*sides, fresh])


def sign(register: Register, name: ItemId, *, parties: tuple[Party, ...], words: Words) -> Sign:
    """The ring of an item: closed, with its date, when it is in force; a draft's dot otherwise."""
    common = register.in_force.get(name)
    if common is None:
        return Sign(arcs=(), words=words.say("draft"))
    count = {2: "in-force-two", 3: "in-force-three"}.get(len(parties), "in-force-many")
    return Sign(
        arcs=(Arc.SIGNED,) * len(parties),
        words=words.say(count, date=day_words(common.since, words), count=len(parties)),
    )


def _line(register: Register, activity: Activity, *, months: list[tuple[int, int]], words: Words) -> Line:
    progress = progress_of(register, activity)
    start = activity.when.start if activity.when else None
    place = (start.year, start.month) if start and start.month else None
    host = words.party(activity.host) if activity.host else ""
    return Line(
        title=wording_in(activity.title, words.language),
        when=period_words(activity.when, words) if activity.when else words.say("not-set"),
        where=", ".join(dict.fromkeys(part for part in (activity.place, host) if part)),
        month=months.index(place) if place in months else None,
        progress=progress,
        progress_words=words.one_of("progress", progress),
        stands=stands(register, activity, words=words),
    )


def _without_plan(words: Words) -> Overview:
    return Overview(
        title="",
        sign=None,
        lanes=(),
        months=(),
        no_month="",
        today=None,
        today_words="",
        legend=(),
        summary="",
        silence=words.say("no-plan"),
    )


def _months(plan: Plan) -> list[tuple[int, int]]:
    first, last = plan.period.start.first, plan.period.end.last
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    last_shown = min(end, start + _MOST_MONTHS - 1)
    return [(month // 12, month % 12 + 1) for month in range(start, last_shown + 1)]


def _today(on: datetime.date, months: list[tuple[int, int]]) -> float | None:
    month = (on.year, on.month)
    return months.index(month) + (on.day - 1) / 31 if month in months else None


def _dated(activity: Activity) -> tuple[str, str]:
    return (str(activity.when) if activity.when else "~", activity.id)
