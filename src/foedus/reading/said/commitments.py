"""Commitments: the separate things to be done, each from one member of one act's scope."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from foedus.reading.facts import Commitment, Evidence
from foedus.reading.page import Page
from foedus.reading.said.forces import Act
from foedus.reading.said.lists import OTHER, Member, members
from foedus.reading.said.speech import LONGEST_EVIDENCE
from foedus.reading.sides.acting import Cast
from foedus.terms import Date, Domain, Force

_DIRECT = frozenset({Force.PLEDGED, Force.PROPOSED, Force.REQUESTED, Force.INSTRUCTED})
"""The forces whose verbs take whatever is to be done as their object: "proposed a common office"."""

_BY_SOMEBODY = frozenset({Force.AGREED, Force.PLEDGED, Force.PLANNED})
"""What only a party can do: a lease's landlord pledges, and no fact is told."""
_INVITED = 90
"""Letters after an invitation within which it says that somebody is to be sent."""

_MEANS = frozenset(
    {
        "strategic-exchange",
        "policy-dialogue",
        "plan-execution",
        "information-sharing",
        "multilateral",
        "other",
    }
)
"""The fields that say how parties work together, and not what about."""
_OF_MANY = "economy"
"""The field whose words stand in texts on many things: it is not what a text is about."""
_HEAD, _HEADED = 300, 2
"""Letters at the head of a text whose words count so many times."""
_REACH = 200
"""Letters before what is to be done within which its verb of speech belongs to its words."""
_SPEAKER = 60
"""Letters before a verb of speech within which whoever speaks is part of its words."""
_AROUND = 300
"""Letters on either side in which the rest of its sentence is looked at; a list may be of any length."""
_NEAR = 20
"""Letters before a verb, and after where what is to be done begins, in which "should" belongs to it."""
_ON = 6
"""Letters before a date and after it within which "on" and "to" stand."""
_OFTEN = 5
"""How often the words of a field stand in a text that is about it."""


def commitments(page: Page, cast: Cast, spoken: Sequence[Act]) -> Iterator[Commitment]:
    """Every telling of something to be done, each from one member of one act's scope.

    What is told twice is for `foedus.reading.said.repeats`.
    """
    matter = _matter(page)
    ends: set[int] = set()
    for act in spoken:
        if act.force in _BY_SOMEBODY and not (act.by or act.on):
            continue
        found = _members(page, act)
        for member in found:
            start = _without_marker(page, member)
            if not page.words(start, member.end) or _is_wish(page, start):
                continue
            end = min(member.end, start + LONGEST_EVIDENCE)
            if end in ends:
                continue  # two verbs of one clause lead to the same words
            ends.add(end)
            yield Commitment(
                force=act.force,
                by=act.by,
                on=act.by if _is_own_offer(page, act, member) else act.on,
                domain=_field(page, cast, member, matter=matter),
                due=_due(page, member) or _due_of_all(page, act, found[0]),
                gist=page.text[start:end],
                evidence=_evidence(page, cast, act, span=(start, end), first=member is found[0]),
                rule=f"speech: {act.force}" if "speech" in act.mark.senses else "future of a party",
                seen=tuple(_seen(page, act, member, begins=start, first=member is found[0])),
            )


def _evidence(page: Page, cast: Cast, act: Act, *, span: tuple[int, int], first: bool) -> Evidence:
    """The words that state a member: its own, the first of an act with who says it and the verb."""
    start, end = span
    verb = act.mark.start
    begins = verb if first and start - _REACH <= verb < start else start
    if begins == verb != start:
        near = cast.before(max(page.sentence_at(verb)[0], verb - _SPEAKER), verb)
        begins = near[-1].start if near and near[-1].subject else verb
    return Evidence(begins, min(end, begins + LONGEST_EVIDENCE))


def _seen(page: Page, act: Act, member: Member, *, begins: int, first: bool) -> Iterator[str]:
    """What tells how surely a member is something to be done, and the act's force its own."""
    yield from _seen_within(page, member, begins)
    if act.addressee is not None:
        yield "said to somebody"
    if not first:
        yield "not the first of its list"
    if page.opens_item(member.start):
        yield "an item of a list below a line"
    start, end = page.sentence_at(begins)
    around = page.words(max(start, begins - _AROUND), min(end, begins + _AROUND))
    if act.force is not Force.INVITED and not page.names_of("speaking", "invitations").isdisjoint(around):
        yield "an invitation told in its sentence"
    near = page.words(act.mark.start - _NEAR, min(begins, act.mark.end + _NEAR) + _NEAR)
    if not page.names_of("speaking", "hoped_or_due").isdisjoint(near):
        yield "told as a hope or a duty"
    if page.marks.holds(max(start, act.mark.start - _AROUND), act.mark.start, "speech"):
        yield "another verb of speech before its own"


def _seen_within(page: Page, member: Member, begins: int) -> Iterator[str]:
    """What a member's own words tell."""
    if page.marks.holds(begins, begins + 1, "act"):
        yield "opens with what is to be done"
    elif page.marks.holds(begins, begins + 1, "deed"):
        yield "opens with a noun of doing"
    if member.infinitive:
        yield "a verb to be done in it"
    if member.domain:
        yield "words of its field in it"
    elif member.faint:
        yield "words that may be of its field in it"
    if page.marks.holds(begins, member.end, "occasion"):
        yield "an occasion named in it"
    if page.marks.holds(begins, member.end, "stage"):
        yield "a stage told in it"
    if _is_gone_by(page, begins, member.end):
        yield "a day gone by in it"


def _is_gone_by(page: Page, start: int, end: int) -> bool:
    """Whether a day that was over when a text came out stands between two places."""
    published = page.document.published
    told = (date.last for date in page.dates_within(start, end) if date.last is not None)
    return published is not None and any(day.last < published.first for day in told)


def _is_wish(page: Page, start: int) -> bool:
    return page.folded.startswith(page.lexicon.endings("speaking", "wishes"), start)


def _members(page: Page, act: Act) -> list[Member]:
    """What an act undertakes: an invitation is one thing; anything else is cut as a list."""
    if act.force is Force.INVITED:
        return [Member(start=act.mark.start, end=act.end, domain=_invited_to(page, act))]
    clause = _is_clause(page, act)
    found = members(
        page, act.start, act.end, whole=clause or act.force in _DIRECT or act.force is Force.AGREED
    )
    done = "act" in act.mark.senses and act.mark.senses["act"] != "passive"
    direct = act.force in _DIRECT or clause
    if act.force is Force.AGREED and not any(m.infinitive or m.deed or m.domain for m in found):
        stages = page.marks.within(act.start, act.end, "stage")
        direct = any(mark.senses["stage"] == "planned" for mark in stages) or _is_agreed_to(page, act)
    return [m for m in found if done or _is_to_be_done(page, m) or (direct and m is found[0])]


def _is_to_be_done(page: Page, member: Member) -> bool:
    """Whether a member says a thing to be done, or a field in a list of fields: "quốc phòng"."""
    words = page.words(member.start, member.end)
    field = (
        member.listed and words[0] not in page.names("articles") and not any(map(str.isdigit, "".join(words)))
    )
    return member.infinitive or member.deed or field or member.domain is not None


def _is_agreed_to(page: Page, act: Act) -> bool:
    """Whether a thing is agreed to, and nothing on it: "agreed to an immediate ceasefire"."""
    verb = page.folded[act.mark.start : act.mark.end]
    follows = page.words(act.start, min(act.end, act.start + _ON))[:1]
    return verb.endswith(page.lexicon.endings("actions", "takes_thing")) and not page.names(
        "mere_articles"
    ).isdisjoint(follows)


def _invited_to(page: Page, act: Act) -> Domain:
    """The field of an invitation: to come is an exchange; to send somebody to a thing is of its field."""
    exchange = Domain("strategic-exchange")
    sends = page.says(act.start, min(act.end, act.start + _INVITED), page.names_of("actions", "sends"))
    topics = page.topics.within(act.start, act.end) if sends else ()
    found = (Domain(topic.senses["words"]) for topic in topics if "words" in topic.senses)
    return next((field for field in found if field != exchange), exchange)


def _is_clause(page: Page, act: Act) -> bool:
    """Whether what is asked is a clause with its own subject: "a souhaité que le Chili lève la taxe"."""
    if act.addressee is None or not act.addressee.parties:
        return False
    between = page.words(act.mark.start, act.addressee.start)[-2:]
    follows = page.words(act.addressee.end, act.addressee.end + 4)[:1]
    return not page.names("clause_markers").isdisjoint((*between, *follows))


def _without_marker(page: Page, member: Member) -> int:
    """Where a member's own words begin, after "de", "à" or "que"."""
    markers = page.names("infinitive_markers", "to_whom")
    start = _without_date(page, member.start, markers)
    while not markers.isdisjoint(words := page.words(start, min(member.end, start + 12))[:1]):
        follows = start + len(words[0]) + 1
        if page.folded[start] == " ":
            break
        start = follows
    return start


def _without_date(page: Page, start: int, markers: frozenset[str]) -> int:
    """Where words begin after a day told between a verb and what is to be done: "agreed Thursday to"."""
    date = next(iter(page.dates_within(start, start + _ON)), None)
    if date is None or not page.names("in_month", "on").issuperset(page.words(start, date.begins)):
        return start
    follows = page.words(date.ends, date.ends + _ON)[:1]
    return date.ends + 1 if follows and follows[0] in markers else start


def _is_own_offer(page: Page, act: Act, member: Member) -> bool:
    """Whether what is proposed is one's own doing: "a proposé d'accueillir la session"."""
    if act.force is not Force.PROPOSED or act.addressee is not None:
        return False
    verb = page.marks.first(member.start, member.end, "act")
    return verb is not None and page.folded[verb.start : verb.end] in page.names_of("actions", "own")


def _field(page: Page, cast: Cast, member: Member, *, matter: Domain | None) -> Domain:
    """The member's field; with a third party and no field of its own multilateral, else the text's matter."""
    if member.field != OTHER:
        return member.field
    parties = {m.senses["party"].party for m in page.marks.within(member.start, member.end, "party")}
    if parties and len(parties | set(cast.sides)) > 2:
        return Domain("multilateral")
    return matter or OTHER


def _matter(page: Page) -> Domain | None:
    """The field of cooperation that a text speaks of most; None where it speaks of none."""
    heard: Counter[str] = Counter()
    for mark in page.topics:
        if (domain := mark.senses.get("words")) and domain not in _MEANS:
            heard[domain] += _HEADED if mark.start < _HEAD else 1
    first, most = next(iter(heard.most_common(1)), ("", 0))
    return Domain(first) if most >= _OFTEN and first != _OF_MANY else None


def _due_of_all(page: Page, act: Act, first: Member) -> Date | None:
    """The time told before a list, of all in it: "nội dung phối hợp trong năm 2026 như A, B"."""
    published = page.document.published
    if not page.lexicon.has("of_left_out") or first.start - act.mark.end > _REACH:
        return None
    for date in page.dates_within(act.mark.end, first.start):
        if date.last is not None and (published is None or date.last.last > published.last):
            return date.last
    return None


def _due(page: Page, member: Member) -> Date | None:
    """A time by which, or in which, a member is to be done; not one at which something was agreed."""
    published, past = page.document.published, page.names("past_signs")
    doing = next((m.start for m in page.marks.within(member.start, member.end, "act", "deed")), member.start)
    for date in page.dates_within(doing, member.end):
        lead = page.words(max(member.start, date.begins - 120), date.begins)
        over = published is not None and date.last is not None and date.last.last < published.first
        ahead = published is not None and date.start is not None and date.start.first > published.last
        done = {word for before, word in pairwise(("", *lead)) if before not in page.names("passives")}
        if date.last is not None and not over and (ahead or past.isdisjoint(done)):
            return date.last
    return None
