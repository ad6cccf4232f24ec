"""The letter that invites: to a visit or a session that we host, or to a return visit.

What our party hosts it invites to; what another hosted it answers with an invitation in return.
Dates stand at their precision; what is not settled is said to be open, and nobody is named whom
the register does not know.
"""

import datetime
from collections.abc import Iterator

from foedus.cooperation.kind import Kind
from foedus.cooperation.precedence import Attending
from foedus.register import Register
from foedus.reporting.dates import day_words, period_words
from foedus.reporting.frame import Frame
from foedus.reporting.gathering import Gathering, attending, gathering, kind_of
from foedus.reporting.layout.blocks import Block, Facts, Paper, Paragraph, Place, Signatures
from foedus.reporting.naming import headed, named, office_words, person_words, rank_words
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words
from foedus.terms import ItemId, Party

_ANSWER = ("acceptance", "delegations")
"""The stages by which an invitation is answered, where a kind has one of them."""


def invitation(frame: Frame, name: ItemId) -> Paper:
    """Write the invitation to a meeting that we host, or in return for one that another hosted.

    Args:
        frame: the desk.
        name: a mechanism (its next session), an activity, or an occasion.

    Raises:
        NoOccasionError: nothing of that name is a meeting.
    """
    frame = frame.for_all(name)
    words, us = frame.words, frame.register.party
    meeting = gathering(frame.register, name, words=words)
    returned = meeting.host not in (None, us)
    title = words.say("return-visit", host=words.party(us)) if returned else meeting.title
    body = _return(frame, meeting) if returned else _invite(frame, meeting)
    return frame.paper(
        kind=words.say("return-invitation" if returned else "invitation"),
        title=title,
        parties=meeting.parties,
        blocks=(
            *_head(frame, meeting, returned=returned),
            Paragraph(text=words.say("excellency")),
            *body,
            Paragraph(text=words.say("highest-consideration")),
            Signatures(places=(_ours(frame, meeting),)),
        ),
    )


def _head(frame: Frame, meeting: Gathering, *, returned: bool) -> Iterator[Block]:
    words, us = frame.words, frame.register.party
    guests = [meeting.host] if returned and meeting.host else [one for one in meeting.parties if one != us]
    yield Paragraph(text=frame.signatory(us), strong=True)
    yield Paragraph(text=day_words(frame.register.on, words), right=True)
    for party in guests:
        head = next(iter(attending(frame.register, meeting, party)), None)
        yield Paragraph(text=words.say("letter-to", who=_addressed(frame, party, head)))
    yield Facts(facts=_facts(meeting, words, returned=returned))


def _facts(meeting: Gathering, words: Words, *, returned: bool) -> tuple[Fact, ...]:
    if not returned:
        return meeting.facts(words)
    level = words.one_of("levels", meeting.level) if meeting.level else words.say("not-set")
    return (
        Fact(label=words.say("date"), value=words.say("not-set")),
        Fact(label=words.say("level"), value=level),
    )


def _invite(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    words, register = frame.words, frame.register
    if meeting.when and not meeting.by_rhythm:
        when = period_words(meeting.when, words)
        yield Paragraph(text=words.say("invites-on", title=meeting.title, date=when))
    else:
        yield Paragraph(text=words.say("invites", title=meeting.title))
    if served := _served(register, meeting, words):
        yield Paragraph(text=words.say("carries-out", what=served))
    by = _answer_by(meeting, kind_of(register, meeting))
    if by and by > register.on:
        yield Paragraph(text=words.say("answer-by", date=day_words(by, words)))
    else:
        yield Paragraph(text=words.say("answer"))


def _return(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    words, us = frame.words, frame.register.party
    host = words.party(meeting.host) if meeting.host else ""
    when = meeting.when
    if when and when.end.last < frame.register.on:
        said = words.say("thanks", title=meeting.title, date=period_words(when, words), host=host)
        yield Paragraph(text=said)
    yield Paragraph(text=words.say("invites-back", us=words.party(us)))
    yield Paragraph(text=words.say("date-to-agree"))


def _served(register: Register, meeting: Gathering, words: Words) -> str:
    above = register.as_all_see_it().serves(meeting.activity.id) if meeting.activity else ()
    return "; ".join(named(one, words).rstrip(".") for one in above)  # the sentence has its own full stop


def _answer_by(meeting: Gathering, kind: Kind | None) -> datetime.date | None:
    """The day by which such an invitation is usually answered; None where the field knows none."""
    stages = [kind.stage(name) for name in _ANSWER] if kind else []
    days = next((stage.days for stage in stages if stage and stage.days is not None), None)
    start = meeting.when.start if meeting.when else None
    if days is None or start is None or start.day is None:
        return None
    return start.first + datetime.timedelta(days=days)


def _addressed(frame: Frame, party: Party, head: Attending | None) -> str:
    if head is None:
        return frame.signatory(party)
    words = frame.words
    rank = rank_words(head.tenure, words) if head.tenure else ""
    name = " ".join(filter(None, (rank, person_words(head.person, words))))
    office = headed(office_words(head.office, words)) if head.office else ""
    return ", ".join(filter(None, (name, office, words.party(party))))


def _ours(frame: Frame, meeting: Gathering) -> Place:
    words, us = frame.words, frame.register.party
    head = next(iter(attending(frame.register, meeting, us)), None)
    office = headed(office_words(head.office, words)) if head and head.office else ""
    return Place(party=words.party(us), ministry=frame.ministries.get(us, ""), office=office)
