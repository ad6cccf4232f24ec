"""A brief as blocks: in which order a brief says what it says."""

from collections.abc import Iterable

from foedus.oversight.progress import Progress
from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Facts,
    Group,
    Heading,
    Paper,
    Paragraph,
    People,
    Picture,
    Table,
    Titled,
    Tone,
)
from foedus.reporting.layout.figure import figure
from foedus.reporting.paper import Brief, Lane, Line, OursAlone, Overview
from foedus.reporting.wording import Words, words

TONES = {Progress.LATE: Tone.ALARM, Progress.MISSED: Tone.ALARM, Progress.CARRIED_OUT: Tone.DONE}
"""How an activity's progress is to be taken; what is not named here is plain but strong."""


def brief_paper(brief: Brief) -> Paper:
    """The brief as it is laid out."""
    spoken = words(brief.language)
    return Paper(
        language=brief.language,
        kind=spoken.say("brief"),
        title=brief.title,
        compact=brief.compact,
        classification=brief.classification,
        on=brief.on,
        dated=brief.dated,
        remark=spoken.remark,
        blocks=tuple(brief_blocks(brief, words=spoken)),
        ours_alone=tuple(ours_alone_blocks(brief.ours_alone, words=spoken)),
    )


def brief_blocks(brief: Brief, *, words: Words) -> Iterable[Block]:
    """What a brief says in its common part."""
    yield Facts(facts=brief.facts)
    yield Heading(text=words.say("who"))
    yield People(delegations=brief.delegations)
    yield Heading(text=words.say("agreed"))
    yield Paragraph(text=brief.last_time)
    yield from _silence(brief.agreed_silence)
    yield from brief.agreed
    yield Heading(text=words.say("open"))
    yield from _silence(brief.open_silence)
    yield from brief.open
    if brief.judgements:
        yield Heading(text=words.say("judged"))
        yield from brief.judgements
    yield from plan_blocks(brief.overview, words=words)


def ours_alone_blocks(ours: OursAlone, *, words: Words) -> Iterable[Block]:
    """What a brief says of ours alone; nothing where there is nothing."""
    for key, points in (("ours-agreed", ours.agreed), ("ours-open", ours.open), ("ours-found", ours.found)):
        if points:
            yield Heading(text=words.say(key), level=2)
            yield from points
    if ours.drafts:
        yield Heading(text=words.say("ours-drafts"), level=2)
        yield lanes_table(ours.drafts, words=words)
    if ours.judgements:
        yield Heading(text=words.say("judged"), level=2)
        yield from ours.judgements


def plan_blocks(overview: Overview, *, words: Words) -> Iterable[Block]:
    """The plan by domain: its name, its figure, and the table behind the figure."""
    yield Heading(text=words.say("plan"))
    if overview.sign:
        yield Titled(title=overview.title, sign=overview.sign)
    yield from _silence(overview.silence)
    if drawn := figure(overview):
        yield Picture(svg=drawn, words=overview.summary)
        yield lanes_table(overview.lanes, words=words)


def lanes_table(lanes: tuple[Lane, ...], *, words: Words) -> Table:
    """Activities by domain, with when they are and where they stand."""
    return Table(
        heads=tuple(words.say(key) for key in ("line", "when", "where-it-stands")),
        widths=(70, 30, 60),
        groups=tuple(Group(title=lane.domain, rows=tuple(map(_row, lane.lines))) for lane in lanes),
    )


def _row(line: Line) -> tuple[Cell, ...]:
    tone = TONES.get(line.progress, Tone.STRONG)
    return (
        Cell(text=line.title, small=line.where),
        Cell(text=line.when),
        Cell(text=line.progress_words, small=line.stands, tone=tone),
    )


def _silence(said: str) -> Iterable[Paragraph]:
    return (Paragraph(text=said, small=True),) if said else ()
