"""The dossier that prepares a meeting: the brief, what the meeting serves, its programme, what we noted.

What only we know stands at its end, on pages of its own: our notes and positions, our reading,
our drafts. `shared()` of the paper leaves it out, and what remains is drawn from what all can see.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Kept
from foedus.followup import Ruling
from foedus.oversight.cascade import Rung, ascent
from foedus.reporting.brief import brief
from foedus.reporting.brief_paper import brief_blocks, ours_alone_blocks
from foedus.reporting.dates import day_words
from foedus.reporting.frame import Frame
from foedus.reporting.gathering import Gathering, attending, gathering
from foedus.reporting.layout.blocks import Block, Entries, Entry, Heading, Paper, Paragraph
from foedus.reporting.naming import headed, named
from foedus.reporting.paper import Brief
from foedus.reporting.points import quote
from foedus.reporting.programme import days_blocks, settled
from foedus.reporting.told import told_blocks
from foedus.terms import ItemId


@frozen(kw_only=True)
class Noted:
    """Something we noted of an item.

    Attributes:
        field: the field of the item's kind; empty for an officer's words.
        value: the words, or what the field holds.
        on: the day it was noted.
    """

    field: str
    value: Any
    on: datetime.date


def dossier(
    frame: Frame,
    name: ItemId,
    *,
    notes: Mapping[ItemId, Iterable[Noted]],
    rulings: Iterable[Ruling] = (),
) -> Paper:
    """Write the dossier for a coming meeting.

    Args:
        frame: the desk, with what is ours alone on it.
        name: a mechanism (its next session), an activity, or an occasion that is planned.
        notes: what we noted, of the items that `concerned` names.
        rulings: what we decided of undertakings; it shows in the part of ours alone only.

    Raises:
        NoOccasionError: nothing of that name is a coming occasion.
    """
    words, seen = frame.words, frame.for_all(name)
    told, known = _brief(seen, name), _brief(frame, name, rulings=rulings)
    meeting = gathering(seen.register, name, words=words)
    facts, *rest = brief_blocks(told, words=words)
    return frame.paper(
        kind=words.say("dossier"),
        title=told.title,
        parties=meeting.parties,
        blocks=(facts, *_served(seen, meeting), *_days(seen, meeting), *rest),
        ours_alone=(*_noted(frame, name, notes), *ours_alone_blocks(known.ours_alone, words=words)),
    )


def _brief(frame: Frame, name: ItemId, *, rulings: Iterable[Ruling] = ()) -> Brief:
    return brief(
        frame.register,
        occasion=name,
        on=frame.register.on,
        language=frame.language,
        compact=frame.compact,
        classification=frame.classification,
        template=frame.template,
        rulings=rulings,
    )


def concerned(frame: Frame, name: ItemId) -> tuple[ItemId, ...]:
    """The items whose notes belong into the dossier: the meeting itself, its people, all that it serves."""
    register = frame.register
    meeting = gathering(register, name, words=frame.words)
    mechanism = (meeting.mechanism.id,) if meeting.mechanism else ()
    above = (rung.item.id for one in sorted(meeting.names) for rung in ascent(register, one))
    people = (one.person.id for party in meeting.parties for one in attending(register, meeting, party))
    return tuple(dict.fromkeys((name, *sorted(meeting.names), *mechanism, *above, *people)))


def _served(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    """From the line up to the sentences it serves, as all can see them."""
    seen = frame.register.as_all_see_it()
    line = meeting.activity
    rungs = ascent(seen, line.id)[1:] if line else ()
    yield Heading(text=frame.words.say("what-it-serves"))
    if not rungs:
        yield Paragraph(text=frame.words.say("serves-nothing"), small=True)
    for rung in rungs:
        if not rung.again:
            yield from _rung(frame, rung)


def _rung(frame: Frame, rung: Rung) -> Iterator[Block]:
    words = frame.words
    noun = words.table.get(f"thing.{rung.item.noun()}", "")
    yield Entries(entries=(Entry(text=headed(named(rung.item, words)), small=noun),))
    if found := quote(rung.sentence, words=words):
        yield found


def _days(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    line, seen = meeting.activity, frame.register.as_all_see_it()
    if line and line.milestones and seen.item(line.id):
        yield from days_blocks(line, seen.kind_of(line), done=settled(seen, line), words=frame.words)


def _noted(frame: Frame, name: ItemId, notes: Mapping[ItemId, Iterable[Noted]]) -> Iterator[Block]:
    words = frame.words
    told = [(item, tuple(notes.get(item, ()))) for item in concerned(frame, name)]
    if any(noted for _, noted in told):
        yield Heading(text=words.say("our-notes"), level=2)
    for item, noted in told:
        if noted:
            known = frame.register.item(item)
            yield Paragraph(text=headed(named(known, words)) if known else item, strong=True)
            yield from _of_item(frame, known, noted)


def _of_item(frame: Frame, item: object, noted: tuple[Noted, ...]) -> Iterator[Block]:
    """An officer's words, then what the fields hold that the kind keeps ours."""
    words = frame.words
    said = [Entry(text=str(one.value), small=day_words(one.on, words)) for one in noted if not one.field]
    if said:
        yield Entries(entries=tuple(said))
    kind = frame.register.kind_of(item) if isinstance(item, Activity) else None
    fields = kind.fields_kept(Kept.OURS) if kind else ()
    held = {one.field: one.value for one in noted if one.field}
    yield from told_blocks(held, fields, register=frame.register, words=words)
