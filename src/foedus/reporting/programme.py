"""The programme of a visit or another activity, day by day, from its milestones and its kind's stages.

A stage without a day stands below, with the day on which it is usually done where the field knows
one; nothing is given a day that nobody agreed on.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator

from babel.dates import format_date

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.kind import Kept, Kind, Stage
from foedus.errors import NoOccasionError
from foedus.register import Register
from foedus.reporting.dates import day_words, period_words
from foedus.reporting.delegation_list import participants
from foedus.reporting.frame import Frame
from foedus.reporting.gathering import gathering
from foedus.reporting.layout.blocks import Block, Cell, Facts, Group, Heading, Paper, Paragraph, Table, Tone
from foedus.reporting.naming import headed
from foedus.reporting.told import told_blocks
from foedus.reporting.wording import Words
from foedus.terms import ItemId, Period, wording_in


def programme(frame: Frame, name: ItemId) -> Paper:
    """Write the programme of an activity.

    Args:
        frame: the desk.
        name: an activity, or a mechanism whose next session has a line.

    Raises:
        NoOccasionError: nothing of that name is a meeting, or it has no line in a plan.
    """
    frame = frame.for_all(name)
    words = frame.words
    meeting = gathering(frame.register, name, words=words)
    activity = meeting.activity
    if activity is None:
        raise NoOccasionError(occasion=name, reason="no line of a plan tells of it yet, so it has no stages")
    kind = frame.register.kind_of(activity)
    return frame.paper(
        kind=words.say("programme"),
        title=meeting.title,
        parties=meeting.parties,
        blocks=(
            Facts(facts=meeting.facts(words)),
            *_agreed(frame, activity, kind),
            *days_blocks(activity, kind, done=settled(frame.register, activity), words=words),
            Heading(text=words.say("participants")),
            *participants(frame, meeting),
        ),
    )


def days_blocks(activity: Activity, kind: Kind, *, done: Collection[str], words: Words) -> Iterator[Block]:
    """Day by day what is arranged, then what is still to be done and has no day yet.

    Args:
        activity: the activity.
        kind: its kind.
        done: the stages that need no day any more.
        words: the paper's words.
    """
    yield Heading(text=words.say("day-by-day"))
    if activity.milestones:
        yield _days(activity, kind, words)
    else:
        yield Paragraph(text=words.say("no-days"), small=True)
    settled = {*done, *(one.stage for one in activity.milestones)}
    if open_ones := [one for one in _timed(kind) if one.name not in settled]:
        yield Heading(text=words.say("no-day-yet"), level=2)
        yield Table(
            heads=(words.say("stage-column"), words.say("usually-by")),
            widths=(100, 60),
            groups=(Group(title="", rows=tuple(_undated(activity, stage, words) for stage in open_ones)),),
        )


def settled(register: Register, activity: Activity) -> frozenset[str]:
    """The stages of an activity that need no day any more: those reported done; all, once it is over."""
    if activity.when and activity.when.end.last < register.on:
        return frozenset(stage.name for stage in register.kind_of(activity).stages)
    return register.account_of(activity).done


def _timed(kind: Kind) -> tuple[Stage, ...]:
    """The stages up to the one with which the activity has taken place, of those that have a usual day."""
    ahead = (one for one in kind.stages if kind.reaches(kind.carried_out, goal=one.name))
    return tuple(one for one in ahead if one.days is not None)


def _days(activity: Activity, kind: Kind, words: Words) -> Table:
    days: dict[Period, list[Milestone]] = defaultdict(list)
    order = {stage.name: place for place, stage in enumerate(kind.stages)}
    for one in sorted(
        activity.milestones, key=lambda one: (one.when.start, order.get(one.stage, len(order)))
    ):
        days[one.when].append(one)
    return Table(
        heads=(words.say("stage-column"), words.say("place")),
        widths=(100, 60),
        groups=tuple(
            Group(
                title=_day(when, words),
                rows=tuple(
                    (Cell(text=_title(kind, one.stage, words)), Cell(text=_place(activity, one)))
                    for one in stages
                ),
            )
            for when, stages in days.items()
        ),
    )


def _place(activity: Activity, one: Milestone) -> str:
    """Where a stage is done: as agreed; else where the activity is, for what lies within its days."""
    when = activity.when
    within = when and when.start.first <= one.when.start.first and one.when.end.last <= when.end.last
    return one.place or (activity.place if within else "")


def _undated(activity: Activity, stage: Stage, words: Words) -> tuple[Cell, ...]:
    usual = _usually(activity, stage)
    return (
        Cell(
            text=headed(wording_in(stage.title, words.language)),
            small=words.say("may-be-left-out") if stage.optional else "",
        ),
        Cell(text=day_words(usual, words) if usual else "", tone=Tone.PLAIN),
    )


def _usually(activity: Activity, stage: Stage) -> datetime.date | None:
    """The day on which a stage is usually done, counted from the activity where its days are known."""
    if stage.days is None or activity.when is None:
        return None
    date = activity.when.start if stage.days < 0 else activity.when.end
    return date.first + datetime.timedelta(days=stage.days) if date.day else None


def _day(when: Period, words: Words) -> str:
    if when.start != when.end or when.start.day is None:
        return period_words(when, words)
    weekday = format_date(when.start.first, "EEEE", locale=words.locale)
    return headed(words.say("weekday", weekday=weekday, date=day_words(when.start.first, words)))


def _title(kind: Kind, name: str, words: Words) -> str:
    stage = kind.stage(name)
    return headed(wording_in(stage.title, words.language)) if stage else name.replace("-", " ")


def _agreed(frame: Frame, activity: Activity, kind: Kind) -> Iterator[Block]:
    fields = kind.fields_kept(Kept.AGREED)
    told = tuple(told_blocks(activity.details, fields, register=frame.register, words=frame.words))
    if told:
        yield Heading(text=frame.words.say("what-is-arranged"))
        yield from told
