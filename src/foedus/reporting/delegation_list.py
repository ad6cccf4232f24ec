"""The delegation list: who comes, each party's people in order of precedence, the host first."""

from collections.abc import Iterator

from foedus.cooperation.precedence import Attending
from foedus.reporting.frame import Frame
from foedus.reporting.gathering import Gathering, attending, counted, gathering, kind_of
from foedus.reporting.layout.blocks import Block, Cell, Facts, Group, Heading, Paper, Paragraph, Table, Tone
from foedus.reporting.naming import headed, office_words, person_words, rank_words
from foedus.terms import ItemId, Party, wording_in


def delegation_list(frame: Frame, name: ItemId) -> Paper:
    """Write the delegation list of a meeting.

    Args:
        frame: the desk.
        name: a mechanism (its next session), an activity, or an occasion.

    Raises:
        NoOccasionError: nothing of that name is a meeting.
    """
    frame = frame.for_all(name)
    meeting = gathering(frame.register, name, words=frame.words)
    return frame.paper(
        kind=frame.words.say("delegation-list"),
        title=meeting.title,
        parties=meeting.parties,
        blocks=(Facts(facts=meeting.facts(frame.words)), *_lists(frame, meeting)),
    )


def participants(frame: Frame, meeting: Gathering, *, named_only: bool = False) -> Iterator[Block]:
    """Everybody who takes part in one table, party by party, the host first.

    Args:
        frame: the desk.
        meeting: the meeting.
        named_only: whether nobody is listed who was not named.
    """
    told = [(party, _rows(frame, meeting, party, named_only=named_only)) for party in meeting.host_first]
    groups = tuple(Group(title=frame.words.party(party), rows=rows) for party, rows in told if rows)
    if groups:
        yield _table(frame, groups)
    silent = [frame.words.party(party) for party, rows in told if not rows]
    for party in silent:
        yield Paragraph(text=frame.words.say("nobody-on-record", party=party), small=True)
    for party in meeting.host_first:
        yield from _numbers(frame, meeting, party)


def _lists(frame: Frame, meeting: Gathering) -> Iterator[Block]:
    for party in meeting.host_first:
        yield Heading(text=frame.words.say("delegation-of", party=frame.words.party(party)))
        if ministry := frame.ministries.get(party):
            yield Paragraph(text=ministry, small=True)
        if rows := _rows(frame, meeting, party):
            yield _table(frame, (Group(title="", rows=rows),))
        else:
            yield Paragraph(
                text=frame.words.say("nobody-on-record", party=frame.words.party(party)), small=True
            )
        yield from _numbers(frame, meeting, party)


def _table(frame: Frame, groups: tuple[Group, ...]) -> Table:
    heads = ("rank-number", "name", "rank-held", "office-held", "part-taken")
    return Table(
        heads=tuple(frame.words.say(key) for key in heads), widths=(8, 46, 34, 46, 26), groups=groups
    )


def _rows(
    frame: Frame, meeting: Gathering, party: Party, *, named_only: bool = False
) -> tuple[tuple[Cell, ...], ...]:
    people = attending(frame.register, meeting, party, named_only=named_only)
    return tuple(_row(frame, meeting, one, place=place) for place, one in enumerate(people, start=1))


def _row(frame: Frame, meeting: Gathering, one: Attending, *, place: int) -> tuple[Cell, ...]:
    words = frame.words
    name = person_words(one.person, words)
    return (
        Cell(text=str(place)),
        Cell(text=name, small=one.person.name if one.person.name != name else "", tone=Tone.STRONG),
        Cell(text=rank_words(one.tenure, words) if one.tenure else ""),
        Cell(text=headed(office_words(one.office, words)) if one.office else ""),
        Cell(text=_role(frame, meeting, one.role)),
    )


def _role(frame: Frame, meeting: Gathering, name: str) -> str:
    kind = kind_of(frame.register, meeting)
    role = kind.role(name) if kind and name else None
    return headed(wording_in(role.title, frame.language)) if role else name.replace("-", " ")


def _numbers(frame: Frame, meeting: Gathering, party: Party) -> Iterator[Paragraph]:
    told = [
        frame.words.say("side", party=_role(frame, meeting, role), stage=count)
        for role, count in counted(meeting, party)
    ]
    if told:
        yield Paragraph(text=frame.words.row([frame.words.party(party), *told]), small=True)
