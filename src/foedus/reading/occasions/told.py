"""The occasions a text tells of, held, under way, planned, invited to or cancelled.

A noun ("visite officielle", "réunion") or a verb ("a reçu", "s'est entretenu avec") opens
an occasion; the words of its clause give status, date, place, parties and principals. A
noun without any of these is talk about occasions, not an occasion. Which tellings are of
one occasion is for `foedus.reading.occasions.engagements`.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from foedus.reading.dates import Stated, a_week_on, a_year_on
from foedus.reading.facts import Engagement, Evidence
from foedus.reading.lexicon import Mark, Occasion
from foedus.reading.occasions.clauses import Clause
from foedus.reading.occasions.lengths import lasting
from foedus.reading.occasions.owners import many_before
from foedus.reading.occasions.places import place, visited_place
from foedus.reading.occasions.series import (
    MEMORY,
    NUMBER,
    NUMBERED,
    edition_before,
    is_mere_name,
    numbers_body,
    of_ministers,
    ordinal_of,
    series_of,
    series_told,
    session_number,
    short_before,
)
from foedus.reading.occasions.status import (
    ENCOUNTERS,
    VISITS,
    attending,
    beside,
    call_or_talks,
    is_ahead,
    is_by_somebody,
    is_known,
    is_mere_frame,
    is_over,
    status_of,
)
from foedus.reading.occasions.turns import (
    first_met,
    is_attended,
    is_no_meeting,
    is_own_signing,
    is_pair,
    is_praised,
    the_two,
)
from foedus.reading.page import HEADING, Page
from foedus.reading.said.forces import Act
from foedus.reading.said.speech import LONGEST_EVIDENCE, act_at
from foedus.reading.sides.acting import Cast
from foedus.terms import Force, Party

_SITTING = frozenset({"meeting", "dialogue"})
_SIGNATORIES = 2
_TELLING = ("meets", "speech", "report", "stage")
FRAMED = "frames what is told: held"
DATED = "a date in its sentence"
_RECORDS = frozenset({"minutes", "statement"})
"""Papers of a meeting, whose signature is no occasion beside it."""
_SITS = 48
"""Letters before a body within which it is told that it is to sit."""
_OPENING = 40
"""Letters of a sentence that open it."""


@frozen(kw_only=True)
class Telling:
    """One telling of an occasion: the fact, and whether it says enough to stand alone.

    `presided` tells only who was at the head of the occasion told before.
    """

    fact: Engagement
    strong: bool
    presided: bool = False


def tellings(page: Page, cast: Cast, spoken: Sequence[Act]) -> Iterator[Telling]:
    """Every telling of an occasion in a text, in order."""
    for start, end in page.sentences:
        opened = page.marks.within(start, end, "occasion", "meets")
        if len(opened) > 1:
            opened = [
                m for m in opened if m.senses.get("meets") != "signing" or is_own_signing(page, m, opened)
            ]
        marks = _without_bodies(page, opened)
        opens = page.folded.startswith(page.lexicon.endings("occasion_words", "headed_by"), start)
        if not marks or opens:
            yield from _presided(page, cast, (start, end))
            continue
        clauses = _clauses(page, cast, spoken=spoken, marks=marks)
        visitors = {index: _visitors(clause) for index, clause in enumerate(clauses)}
        framed = True
        for index, clause in enumerate(clauses):
            others = frozenset(n for other, names in visitors.items() if other != index for n in names)
            shared = index and clause.is_coordinated(clauses[index - 1].mark.end)
            opening = clauses[0].mark.start if index and (framed or shared) else 0
            framed = framed and clause.frame is not None
            own = evolve(clause, taken=others, opening=opening) if others or opening else clause
            if told := _told(own):
                yield told


def _clauses(page: Page, cast: Cast, *, spoken: Sequence[Act], marks: Sequence[Mark]) -> list[Clause]:
    """The clauses of one sentence's nouns and verbs, each bounded by its neighbours."""
    sentence = page.sentence_at(marks[0].start)
    starts = [*(mark.start for mark in marks[1:]), sentence[1]]
    ends = [sentence[0], *(mark.end for mark in marks[:-1])]
    for index in range(1, len(marks)):
        if numbers_body(page, marks[index - 1], marks[index]):
            ends[index] = ends[index - 1]
    return [
        Clause(page=page, cast=cast, mark=m, sentence=sentence, bounds=bounds, act=act_at(spoken, m.start))
        for m, bounds in zip(marks, zip(ends, starts, strict=True), strict=True)
    ]


def _visitors(clause: Clause) -> tuple[str, ...]:
    """Who makes the visit that a noun tells, so that nobody takes them for a party to talks."""
    occasion = clause.mark.senses.get("occasion")
    return clause.visitor_named() if occasion and occasion.kind in VISITS else ()


def _told(clause: Clause) -> Telling | None:
    """What one noun or verb tells; None when it tells of no occasion."""
    senses = clause.mark.senses
    if "meets" in senses and ("occasion" not in senses or _is_verb(clause)):
        if senses["meets"] == "signing":
            return _signing_by_verb(clause)
        return _visit_by_verb(clause) if senses["meets"] == "visit" else _meeting_by_verb(clause)
    return _by_noun(clause, senses["occasion"]) if "occasion" in senses else None


def _is_verb(clause: Clause) -> bool:
    page, mark = clause.page, clause.mark
    if mark.senses["meets"] == "called" and page.mentions_within(mark.end, mark.end + 2):
        return clause.list_of("either").isdisjoint(clause.before(12)[-1:])
    return clause.goes_on or not clause.page.names("auxiliaries").isdisjoint(clause.before(24)[-1:])


def _presided(page: Page, cast: Cast, sentence: tuple[int, int]) -> Iterator[Telling]:
    """Who was at the head of the occasion just told: "Elle a été coprésidée par X et Y"."""
    start, end = sentence
    people = tuple(m.who for m in page.mentions_within(start, end) if m.who and m.who in cast.people)
    sides = {cast.people[name].party for name in people} - {None}
    led = len(sides) > 1 and page.says(start, end, page.names("led_by"))
    if not led and not page.says(start, end, page.names_of("occasion_words", "presides")):
        return
    fact = Engagement(
        kind="other",
        status="held",
        principals=tuple(dict.fromkeys(people)),
        evidence=Evidence(start, min(end, start + LONGEST_EVIDENCE)),
        rule="presided",
    )
    yield Telling(fact=fact, strong=False, presided=True)


# --- verbs: "a reçu", "s'est entretenu avec", "se rendra" ------------------------------------


def _meeting_by_verb(clause: Clause) -> Telling | None:
    stop = clause.until_next_meeting()
    if not _has_partner(clause, stop) or clause.recurs() or is_no_meeting(clause.page, clause.mark, stop):
        return None
    met = clause.mark.senses["meets"]
    if "speech" in clause.mark.senses and _asks_to_act(clause):
        return None
    after = clause.page.words(clause.mark.end, clause.mark.end + 16)[:1]
    if not clause.list_of("habitual").isdisjoint(after):
        return None
    kind = (
        call_or_talks(clause)
        if met == "received"
        else "courtesy-call"
        if met == "called"
        else clause.sitting()
    )
    people = clause.named(clause.sentence[0], stop)
    if len(people) < _SIGNATORIES and kind == "talks":
        people = clause.peers() or people or the_two(clause.page, clause.cast)
    if met in ("called", "received") and len(people) > _SIGNATORIES and clause.list_of("attended"):
        people = first_met(clause.page, clause.mark, people)
    fact = _fact(clause, kind, status="planned" if _is_to_come(clause) else "held", people=people)
    if clause.words in clause.list_of("to_meet") and not (fact.start or fact.start_partial or fact.place):
        return None
    ahead = fact.status == "held" and clause.is_present and is_ahead(clause, fact.start)
    return Telling(fact=evolve(fact, status="planned") if ahead else fact, strong=True)


def _signing_by_verb(clause: Clause) -> Telling | None:
    """A signature is an occasion where its paper, both signatories, and its day or place are told."""
    page, (start, end) = clause.page, clause.sentence
    signed = clause.named(start, end)
    parties = tuple(dict.fromkeys(p for name in signed if (p := clause.cast.people[name].party)))
    named = page.marks.within(start, end, "paper")
    papers = any(mark.senses["paper"] not in _RECORDS for mark in named) if named else False
    papers = papers or page.says(start, end, page.names_of("papers", "texts"))
    if len(signed) == _SIGNATORIES and len(parties) == 1 and parties[0] in clause.cast.sides:
        parties = clause.cast.sides
    if len(signed) < _SIGNATORIES or len(parties) < _SIGNATORIES or not papers:
        return None
    fact = _fact(clause, "signing", status="held", people=signed[:_SIGNATORIES])
    told = fact.start or fact.start_partial or fact.place
    return Telling(fact=evolve(fact, parties=parties), strong=True) if told else None


def _is_to_come(clause: Clause) -> bool:
    """Whether a verb tells what is to come, by its form or by the words it holds: "will meet"."""
    return clause.is_future or clause.mark.senses.get("stage") == "planned"


def _asks_to_act(clause: Clause) -> bool:
    """Whether somebody is called on to do something, and no call is paid: "called on X to ratify"."""
    page, end = clause.page, clause.mark.end
    verbs = page.marks.within(end, min(clause.sentence[1], end + 160), "act")
    markers = page.names("infinitive_markers")
    return any(not markers.isdisjoint(page.words(verb.start - 6, verb.start)[-1:]) for verb in verbs)


def _visit_by_verb(clause: Clause) -> Telling | None:
    """A verb such as "se rendre" makes a visit where a place follows and no noun says so already."""
    mark, page = clause.mark, clause.page
    if page.marks.holds(mark.end, mark.end + 12, "occasion"):
        return None
    stop = min(clause.sentence[1], mark.end + 80)
    if place(page, mark.end, stop) is None:
        under_way = mark.senses.get("stage") == "under_way"
        told = under_way or clause.is_future or clause.date() is not None or clause.visitor(made=True)
        if visited_place(page, mark, stop) is None or not told:
            return None
    stage = mark.senses.get("stage")
    if clause.act is None and clause.words in clause.list_of("to_visit"):
        return None
    future = clause.is_future or clause.act is not None or stage == "planned"
    status = "under-way" if stage == "under_way" else "held"
    status = "invited" if clause.invited else "planned" if future else status
    return Telling(fact=_fact(clause, "visit", status=status, people=clause.visitor(made=True)), strong=True)


def _has_partner(clause: Clause, stop: int) -> bool:
    """Whether somebody is met: a person, an office, a body or several people."""
    if clause.words.split()[0] in clause.list_of("reciprocal"):
        return True
    together = clause.mark.senses["meets"] == "talks"
    start = clause.mark.end
    if clause.page.mentions_within(start, stop):
        return True
    if any(a.who or a.level or a.body or a.many for a in clause.cast.before(start, stop)):
        return True
    subjects = clause.cast.before(clause.bounds[0], clause.mark.start)
    if not together or not subjects:
        return False
    return clause.is_reciprocal(subjects[-1]) and (subjects[-1].many or is_pair(clause.page, subjects))


# --- nouns ------------------------------------------------------------------------------------


def _by_noun(clause: Clause, occasion: Occasion) -> Telling | None:
    sits, page, mark = occasion.kind in ("meeting", "session"), clause.page, clause.mark
    sitting = (_sitting(page, mark) or short_before(page, mark)) if sits else None
    if sitting:
        occasion = sitting.senses["occasion"]
    elif occasion.kind == "meeting" and _is_session_of_next(clause):
        return None
    if occasion.kind == "session":
        antecedent = _antecedent(clause)
        if antecedent is None:
            return None
        occasion = antecedent
    if clause.points_back() or is_attended(clause.page, clause.mark, start=clause.sentence[0]):
        return None
    kind = occasion.kind
    if is_praised(clause.page, clause.mark, start=clause.sentence[0]):
        return None
    if kind in _SITTING and (clause.is_founded() or clause.is_furthered()):
        return None
    ordinal = ordinal_of(clause) if kind in NUMBERED else None
    named = evolve(clause, mark=sitting) if sitting else clause
    series = series_of(named, occasion, kind=kind, ordinal=ordinal)
    if series is None and ordinal is not None and clause.list_of("short"):
        series = series_told(clause, kind)
    kind = _kind(clause, kind, series=series, ordinal=ordinal)
    status, stated = status_of(clause, kind)
    if kind in VISITS or (clause.invited and kind not in ENCOUNTERS):
        people = clause.visitor()
    else:
        people = clause.heads() or (clause.talkers() if kind in ENCOUNTERS else clause.holders())
        people = people or (
            (clause.peers() or the_two(clause.page, clause.cast)) if kind in ENCOUNTERS else attending(clause)
        )
    fact = _fact(clause, kind, status=status, people=people, series=series, ordinal=ordinal)
    return Telling(fact=fact, strong=_is_strong(clause, occasion, fact, stated=stated))


def _kind(clause: Clause, kind: str, *, series: str | None, ordinal: int | None) -> str:
    """A recurring or many-sided meeting is a meeting; any other between two is talks."""
    several = many_before(clause.page, clause.mark, start=clause.sentence[0])
    many = len(clause.explicit) > 2 or clause.group() > 2 or bool(several)
    if kind == "dialogue" and clause.page.says(clause.mark.end, clause.mark.end + 40, clause.list_of("high")):
        return "meeting"
    if kind == "talks" and (series or many):
        return "meeting"
    if kind == "meeting" and not (series or ordinal or many or of_ministers(clause)):
        two = clause.list_of("many_sided").isdisjoint(clause.words.split())
        return "talks" if two and clause.words.startswith(tuple(clause.list_of("either"))) else kind
    return kind


def _antecedent(clause: Clause) -> Occasion | None:
    """The numbered occasion that "the next session" is of; None where it is named right after."""
    page, mark = clause.page, clause.mark
    if page.marks.holds(mark.end, mark.end + 16, "occasion") or _is_session_of_next(clause):
        return None
    earlier = [m.senses["occasion"] for m in page.marks.within(mark.start - MEMORY, mark.start, "occasion")]
    numbered_kinds = [occasion for occasion in reversed(earlier) if occasion.kind in NUMBERED]
    if before := edition_before(clause):
        return before
    sitting = sorted((o for o in numbered_kinds if o.kind in _SITTING), key=lambda o: o.series is None)
    found = next(iter(sitting), next(iter(numbered_kinds), None))
    numbered = session_number(page, mark.end, mark.end + 24) is not None
    return found or (Occasion(kind="meeting") if numbered else None)


def _is_session_of_next(clause: Clause) -> bool:
    """Whether only a number stands between it and the body that meets: "kỳ họp lần thứ X của Ủy ban"."""
    page, mark = clause.page, clause.mark
    following = page.marks.first(mark.end, mark.end + 60, "occasion")
    if following is None or following.senses["occasion"].kind != "dialogue":
        return False
    small = page.names("of", "articles") | page.names_of("ordinals", "before")
    words = page.words(mark.end, following.start)
    return all(word in small or NUMBER.fullmatch(word) for word in words)


def _without_bodies(page: Page, marks: Sequence[Mark]) -> list[Mark]:
    """The marks without those of bodies whose sitting is told before them: one occasion, told once."""
    bodies = {
        body.start
        for mark in marks
        if "occasion" in mark.senses and mark.senses["occasion"].kind in ("meeting", "session")
        if (body := _sitting(page, mark))
    }
    return [mark for mark in marks if mark.start not in bodies and not is_mere_name(page, mark)]


def _sitting(page: Page, mark: Mark) -> Mark | None:
    """The body or dialogue that sits, named after it: "the fourth meeting of their high-level Dialogue"."""
    if not page.names_of("occasion_words", "either"):
        return None
    following = page.marks.first(mark.end, mark.end + 90, "occasion", *_TELLING)
    if following is None or "occasion" not in following.senses:
        return None
    words = page.words(mark.end, following.start)
    of = page.names("of") - page.names("mere_articles")
    named = not of.isdisjoint(words[:1]) and (page.names("and") | {",", ";"}).isdisjoint(words)
    return following if named and following.senses["occasion"].kind == "dialogue" else None


def _is_strong(clause: Clause, occasion: Occasion, fact: Engagement, *, stated: bool) -> bool:
    """Whether enough is said to tell an occasion from talk about occasions."""
    dated = bool(fact.start or fact.start_partial or fact.ordinal)
    heading = clause.page.text[clause.sentence[0] : clause.sentence[1]].isupper()
    if not dated and (heading or (clause.words in clause.list_of("bodies") and not fact.principals)):
        return False
    if is_mere_frame(clause, fact) or (not dated and is_known(clause, fact)):
        return False
    if fact.kind == "visit" and not (dated or fact.place or fact.principals or clause.invited):
        return False
    over = fact.status in ("held", "under-way")
    if fact.kind in ENCOUNTERS and over and clause.frame and not clause.has_participants:
        near = clause.page.dates_within(clause.mark.end, clause.mark.end + 24)
        lead = (*clause.before(16)[-1:], clause.words.split()[0])
        own = not occasion.plural and not clause.page.names("possessives").isdisjoint(lead)
        there = fact.place is not None and not occasion.plural and bool(clause.list_of("attended"))
        return bool(near or fact.principals or own or there)
    if clause.act is not None and fact.status != "held":
        direct = clause.invited and fact.kind in {*VISITS, *NUMBERED, "exhibition"}
        return bool(direct) or bool(
            not occasion.plural
            and (dated or (_is_to_sit(clause, fact) and (fact.place or clause.act.force is Force.AGREED)))
        )
    several = not clause.list_of("several").isdisjoint(clause.before(12)[-2:])
    if occasion.plural or several:
        return dated or (stated and (fact.kind == "talks" or clause.has_participants))
    visited = fact.kind in VISITS and bool(fact.principals or (fact.place and is_by_somebody(clause)))
    return dated or stated or visited or clause.has_participants


def _is_to_sit(clause: Clause, fact: Engagement) -> bool:
    """Whether a mechanism is to sit, where a language's data tells by which words a body does."""
    sits = clause.list_of("sits") if fact.kind in _SITTING else frozenset[str]()
    told = not sits or clause.page.says(clause.mark.start - _SITS, clause.mark.start, sits)
    return bool(fact.series) and told


# --- the fact ---------------------------------------------------------------------------------


def _fact(
    clause: Clause,
    kind: str,
    *,
    status: str,
    people: tuple[str, ...],
    series: str | None = None,
    ordinal: int | None = None,
) -> Engagement:
    """The engagement as one clause tells it."""
    date = _ahead(clause, clause.date(), status)
    if kind in VISITS:
        date = lasting(clause, date)
    where = clause.where(also_before=kind not in VISITS)
    if where is None and kind == "meeting" and clause.act is not None and clause.invited:
        where = place(clause.page, clause.act.start, clause.mark.start)
    begin, end = clause.mark.start, min(clause.bounds[1], clause.mark.end + 120)
    published = clause.page.document.published
    if status == "held" and date and date.start and published and date.start.first > published.last:
        gone = date.nearest and clause.frame == "held"
        date, status = (a_year_on(date, years=-1), status) if gone else (date, "planned")
    if status == "under-way" and kind in VISITS and date and published and is_over(date, published):
        status = "held"
    return Engagement(
        kind=kind,
        status=status,
        start=date.start if date else None,
        end=date.last if date else None,
        start_partial=date.partial[0] if date and date.partial else None,
        end_partial=date.partial[1] if date and date.partial else None,
        place=where[0] if where else None,
        parties=clause.parties(kind, people, _host(clause, where) if kind in VISITS else None),
        principals=people,
        series=series,
        ordinal=ordinal,
        evidence=Evidence(begin, min(end, begin + LONGEST_EVIDENCE)),
        rule="occasion noun" if "occasion" in clause.mark.senses else "occasion verb",
        seen=tuple(_seen(clause)),
    )


def _seen(clause: Clause) -> Iterator[str]:
    """What tells how surely a clause tells of an occasion."""
    occasion = clause.mark.senses.get("occasion")
    if clause.has_participants:
        yield "those who meet said"
    if clause.act is not None:
        yield "in what somebody said"
    if clause.frame is not None:
        yield f"frames what is told: {clause.frame}"
    if occasion is not None and occasion.plural:
        yield "several meant"
    if clause.page.is_heading(clause.sentence):
        yield HEADING
    if clause.page.dates_within(*clause.sentence):
        yield DATED
    if clause.mark.start - clause.sentence[0] < _OPENING:
        yield "opens its sentence"
    if len(clause.explicit) > 1:
        yield "parties named in its phrase"
    if clause.page.marks.holds(*beside(clause), "stage"):
        yield "a stage told beside it"


def _ahead(clause: Clause, date: Stated | None, status: str) -> Stated | None:
    """The date of what is planned: a week day or a month told alone is then the next one, not the last."""
    published = clause.page.document.published
    if date is None or date.last is None or status not in ("planned", "invited") or published is None:
        return date
    if date.last.last >= published.first:
        return date
    if date.weekday:
        return a_week_on(date)
    return a_year_on(date) if date.nearest else date


def _host(clause: Clause, where: tuple[str, int] | None) -> Party | None:
    """The party whose place is visited."""
    if where is None:
        return None
    host = clause.page.marks.first(where[1], where[1] + 1, "party")
    return host.senses["party"].party if host else None
