"""The minutes to sign: who was there, what was on the agenda, what was agreed, when the next session is.

Of a session of a mechanism, of talks, of a patrol: whatever both sides sign at its end. They tell
only what all can see. The heads of the parties' logs are printed above the signatures, so that
whoever signs has witnessed how far each log had come.
"""

import datetime
from collections.abc import Iterator, Mapping

from attrs import evolve

from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kept
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.precedence import HEADS
from foedus.cooperation.undertaking import Undertaking
from foedus.oversight.mechanisms import mechanisms
from foedus.record.entry import Head
from foedus.reporting.dates import date_words, period_words
from foedus.reporting.delegation_list import participants
from foedus.reporting.frame import Frame
from foedus.reporting.gathering import Gathering, attending, gathering
from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Entries,
    Entry,
    Facts,
    Group,
    Heading,
    Paper,
    Paragraph,
    Place,
    Signatures,
    Table,
    Tone,
)
from foedus.reporting.naming import headed, named, office_words, person_words
from foedus.reporting.paper import Fact
from foedus.reporting.points import given_words
from foedus.reporting.told import told_blocks
from foedus.terms import ItemId, Party, wording_in

_AGENDA = "agenda"
_DAY = datetime.timedelta(days=1)


def minutes(frame: Frame, name: ItemId, *, heads: Mapping[Party, Head]) -> Paper:
    """Write the minutes of a meeting, to be signed.

    Args:
        frame: the desk.
        name: a mechanism (its session under way, or held last), an activity, or an occasion.
        heads: where each party's log ends, as we have it.

    Raises:
        NoOccasionError: nothing of that name is a meeting.
    """
    frame = frame.for_all(name)
    meeting = gathering(frame.register, name, words=frame.words, held=True)
    return frame.paper(
        kind=frame.words.say("minutes"),
        title=meeting.title,
        parties=meeting.parties,
        blocks=(
            Facts(facts=meeting.facts(frame.words)),
            Heading(text=frame.words.say("participants")),
            *participants(frame, meeting, named_only=True),
            *_matter(frame, meeting),
            *_agreed(frame, meeting),
            *_next(frame, meeting),
            _signatures(frame, meeting, heads),
        ),
    )


def _matter(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    """What was on the agenda or otherwise arranged, and what each side reported, by the kind's fields."""
    activity, words, register = meeting.activity, frame.words, frame.register
    if activity is None:
        yield Heading(text=words.say("agenda"))
        yield Paragraph(text=words.say("no-agenda"), small=True)
        return
    kind = register.kind_of(activity)
    fields = kind.fields_kept(Kept.AGREED)
    agreed = tuple(told_blocks(activity.details, fields, register=register, words=words, headless=_AGENDA))
    if agreed or kind.field(_AGENDA):
        yield Heading(text=words.say("agenda" if kind.field(_AGENDA) else "what-is-arranged"))
        yield from agreed or (Paragraph(text=words.say("no-agenda"), small=True),)
    for party in meeting.host_first:
        reports = register.reports_on(activity.id, party=party)
        said = {field: value for one in reports for field, value in one.details.items()}
        fields = kind.fields_kept(Kept.REPORTED)
        if told := tuple(told_blocks(said, fields, register=register, words=words)):
            yield Heading(text=words.say("reported-by", party=words.party(party)))
            yield from told


def _agreed(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    words, decided = frame.words, tuple(decided_at(frame, meeting))
    undertakings = [one for one in decided if isinstance(one, Undertaking)]
    yield Heading(text=words.say("agreed-points"))
    if undertakings:
        entries = (
            Entry(text=headed(wording_in(one.gist, words.language)), small=given_words(one, words))
            for one in undertakings
        )
        yield Entries(entries=tuple(entries), numbered=True)
    else:
        yield Paragraph(text=words.say("nothing-undertaken"), small=True)
    if signed := [one for one in decided if isinstance(one, Instrument)]:
        yield Heading(text=words.say("documents-signed"))
        dated = (
            Entry(text=named(one, words), small=date_words(one.signed, words) if one.signed else "")
            for one in signed
        )
        yield Entries(entries=tuple(dated))


def decided_at(frame: Frame, meeting: Gathering) -> Iterator[Item]:
    """What was undertaken and signed at a meeting, as far as all can see it."""
    register = frame.register.as_all_see_it()
    if meeting.mechanism and meeting.number:
        series = (one for one in mechanisms(register) if one.mechanism.id == meeting.mechanism.id)
        sittings = (sitting for one in series for sitting in one.sessions if sitting.number == meeting.number)
        yield from (decision.item for sitting in sittings for decision in sitting.decided)
        return
    known: tuple[Undertaking | Instrument, ...] = (
        *register.common(Undertaking),
        *register.common(Instrument),
    )
    for one in known:
        documented = one.source and one.source.document in meeting.documents and one.occasion is None
        if one.occasion in meeting.names or documented:
            yield one


def _next(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    words, mechanism = frame.words, meeting.mechanism
    if mechanism is None:
        return
    on = frame.register.on
    after = max(on, meeting.when.end.last + _DAY) if meeting.when else on
    mechanism = _with_this(mechanism, meeting)
    listed = {one.number: one for one in mechanism.sessions}
    coming = listed.get((meeting.number or 0) + 1) or mechanism.next_session(after)
    when = period_words(coming.when, words) if coming.when else words.say("not-set")
    if coming.when and coming not in mechanism.sessions:
        when = words.say("rhythm", date=when)
    told = [
        Fact(label=words.say("number"), value=str(coming.number)),
        Fact(label=words.say("date"), value=when),
        Fact(
            label=words.say("host"), value=words.party(coming.host) if coming.host else words.say("not-set")
        ),
    ]
    yield Heading(text=words.say("next-session"))
    yield Facts(facts=tuple(told))


def _heads(frame: Frame, heads: Mapping[Party, Head]) -> Iterator[Block]:
    if not heads:
        return
    words = frame.words
    rows = tuple(
        (
            Cell(text=words.party(party), tone=Tone.STRONG),
            Cell(text=str(head.seq)),
            Cell(text="", small=head.hash, code=True),
        )
        for party, head in heads.items()
    )
    yield Heading(text=words.say("log-heads"))
    yield Table(
        heads=(words.say("party-column"), words.say("entries"), words.say("last-entry")),
        widths=(28, 18, 114),
        groups=(Group(title="", rows=rows),),
    )
    yield Paragraph(text=words.say("log-heads-note"), small=True)


def _with_this(mechanism: Mechanism, meeting: Gathering) -> Mechanism:
    """The mechanism with the session of these minutes, which nobody may have reported held yet."""
    if meeting.number is None:
        return mechanism
    this = Session(number=meeting.number, when=meeting.when, place=meeting.place, host=meeting.host)
    others = [one for one in mechanism.sessions if one.number != this.number]
    return evolve(mechanism, sessions=tuple(sorted((*others, this), key=lambda one: one.number)))


def _signatures(frame: Frame, meeting: Gathering, heads: Mapping[Party, Head]) -> Signatures:
    words = frame.words
    when = period_words(meeting.when, words) if meeting.when else words.say("not-set")
    done = words.say("done-at" if meeting.place else "done", place=meeting.place, date=when)
    return Signatures(
        above=(*_heads(frame, heads), Paragraph(text=done)),
        places=tuple(_place(frame, meeting, party) for party in meeting.host_first),
    )


def _place(frame: Frame, meeting: Gathering, party: Party) -> Place:
    """A party's place; named for the head of its delegation where one is named."""
    words = frame.words
    head = next(
        (one for one in attending(frame.register, meeting, party, named_only=True) if one.role in HEADS), None
    )
    office = ""
    if head:
        parts = (person_words(head.person, words), office_words(head.office, words) if head.office else "")
        office = ", ".join(filter(None, parts))
    return Place(party=words.party(party), ministry=frame.ministries.get(party, ""), office=office)
