"""Engagements: the distinct occasions of a text, each told once or several times.

The same occasion told in headline, caption and body is one; a visit held and a visit
invited are two, so the status stays in the key. Tellings come from
`foedus.reading.occasions.told`; this room only puts together those that do not contradict.
"""

from collections.abc import Sequence

from attrs import evolve

from foedus.reading.facts import Engagement
from foedus.reading.occasions.series import JOINT, NUMBERED
from foedus.reading.occasions.status import ENCOUNTERS, VISITS
from foedus.reading.occasions.told import DATED, FRAMED, Telling, tellings
from foedus.reading.page import HEADING, Page
from foedus.reading.said.forces import Act
from foedus.reading.sides.acting import Cast

_HELD_THERE = frozenset({"talks", "meeting", "dialogue", "signing", "courtesy-call"})
"""Kinds of occasions that took place where their news is dated, if nothing else is said."""
_SITTINGS = frozenset({"meeting", "dialogue"})
_MEETINGS = {"talks", "meeting"}
"""Kinds of one meeting that a headline tells without its name."""
_WELCOMED = 700
"""Letters before talks within which the guest was welcomed."""
_MINISTER = 6
"""The level of a minister's office."""
_OF_WORDS = frozenset({HEADING, DATED, "a stage told beside it"})
"""What is seen of the words that state an occasion, and not of the occasion."""
_TWO = 2
SEATED = "who sat at its head told below"
"""What a rule says of an occasion whose heads are told in sentences of their own."""
_MEMORY = 64
"""Occasions among which one may have been told before."""


def engagements(page: Page, cast: Cast, spoken: Sequence[Act]) -> list[Engagement]:
    """All distinct occasions of a text, in the order told."""
    kept: list[Engagement] = []
    pointed: list[Engagement] = []
    for told in tellings(page, cast, spoken):
        if told.presided:
            _seat(kept, told)
            continue
        recent = range(max(0, len(kept) - _MEMORY), len(kept))
        fact = _of_series(told.fact, kept[recent.start :])
        twin = next((i for i in recent if _same(kept[i], fact)), None)
        if twin is not None:
            kept[twin] = _merged(kept[twin], fact)
        elif told.strong:
            kept.append(fact)
        elif fact.kind in {*ENCOUNTERS, *_SITTINGS} and len(fact.parties) == _TWO and FRAMED in fact.seen:
            pointed.append(fact)
    kept = kept or pointed[:1]
    kept = [_where_welcomed(page, fact, kept[max(0, i - _MEMORY) : i]) for i, fact in enumerate(kept)]
    return _with_ministers(page, cast, [_at_the_dateline(page, fact) for fact in kept])


def _where_welcomed(page: Page, fact: Engagement, told: Sequence[Engagement]) -> Engagement:
    """Talks are held where and when the guest was welcomed right before, where a language tells it so."""
    welcomes = page.lexicon.endings("occasion_words", "welcomes")
    if not welcomes or fact.kind != "talks" or fact.status != "held" or fact.place:
        return fact
    start = fact.evidence.start
    before = [one for one in told if one.place and start - _WELCOMED < one.evidence.start < start]
    welcome = next((one for one in before if page.folded.startswith(welcomes, one.evidence.start)), None)
    if welcome is None or (fact.start and welcome.start and fact.start != welcome.start):
        return fact
    day = (
        (fact.start, fact.end, fact.start_partial, fact.end_partial)
        if fact.start or fact.start_partial
        else (welcome.start, welcome.end, welcome.start_partial, welcome.end_partial)
    )
    first, last, start_partial, end_partial = day
    return evolve(
        fact,
        place=welcome.place,
        start=first,
        end=last,
        start_partial=start_partial,
        end_partial=end_partial,
    )


def _of_series(fact: Engagement, earlier: Sequence[Engagement]) -> Engagement:
    """A numbered sitting with no name of its own is of the mechanism told last: "the 12th session"."""
    if fact.kind not in _SITTINGS or fact.ordinal is None:
        return fact
    sittings = [other for other in reversed(earlier) if other.kind in _SITTINGS and other.series]
    last = next((other for other in sittings if other.ordinal), next(iter(sittings), None))
    if last is None or set(last.parties) != set(fact.parties):
        return fact
    shorter = set((fact.series or "").split()) <= set((last.series or "").split())
    if fact.series != JOINT and not shorter:
        return fact
    return evolve(fact, kind=last.kind, series=last.series)


def _with_ministers(page: Page, cast: Cast, told: Sequence[Engagement]) -> list[Engagement]:
    """Commissions at whose head ministers sit are meetings, at each session; any other is a dialogue."""
    bodies = page.names_of("occasion_words", "commissions")
    sittings = [fact for fact in told if fact.kind == "dialogue" and fact.principals]
    levels = {fact.series: min(cast.people[name].level for name in fact.principals) for fact in sittings}
    high = {series for series, level in levels.items() if level >= _MINISTER}
    high -= {series for series in high if bodies.isdisjoint((series or "").split())}
    sits = [fact.kind == "dialogue" and fact.series in high for fact in told]
    return [evolve(fact, kind="meeting") if of else fact for fact, of in zip(told, sits, strict=True)]


def _at_the_dateline(page: Page, fact: Engagement) -> Engagement:
    """What the sentence after a date line tells as held was held there, where it says no other place."""
    if page.here is None or fact.place or fact.status != "held" or fact.kind not in _HELD_THERE:
        return fact
    name, begins = page.here
    start, end = page.sentence_at(begins)
    place = " ".join(name.split())
    remote = page.says(start, end, page.names_of("occasion_words", "remote"))
    told = start <= fact.evidence.start < end and bool(fact.start or fact.start_partial)
    return evolve(fact, place=place) if told and not remote and place.istitle() else fact


def _seat(kept: list[Engagement], told: Telling) -> None:
    """Put those who presided at the head of the numbered occasion last told."""
    recent = range(len(kept) - 1, max(-1, len(kept) - _MEMORY), -1)
    last = next((i for i in recent if kept[i].kind in NUMBERED), None)
    if last is None or not told.fact.principals:
        return
    seated, more = kept[last].principals, told.fact.principals
    if not seated or (len(seated) == len(more) == 1 and SEATED in kept[last].seen):
        people = tuple(dict.fromkeys((*seated, *more)))
        kept[last] = evolve(kept[last], principals=people, seen=(*kept[last].seen, SEATED))


def _same(fact: Engagement, told: Engagement) -> bool:
    """Whether two tellings are of one occasion: one number of one mechanism, or no contradiction."""
    numbered = fact.ordinal is not None and fact.ordinal == told.ordinal
    undated = not (fact.start or fact.start_partial) or not (told.start or told.start_partial)
    sitting = {fact.kind, told.kind} <= _SITTINGS or (undated and fact.kind == told.kind in NUMBERED)
    return (numbered and sitting and _one_series(fact, told)) or _agree(fact, told)


def _agree(fact: Engagement, told: Engagement) -> bool:
    """Whether nothing in two tellings contradicts."""
    if not _of_one_kind(fact, told) or _past(fact.status) != _past(told.status):
        return False
    if fact.start and told.start and not _compatible(str(fact.start), str(told.start)):
        return False
    if not _one_day(fact, told) or not _one_day(told, fact):
        return False
    first, second = set(fact.principals), set(told.principals)
    if first and second and not first <= second and not second <= first:
        return False
    if fact.ordinal and told.ordinal and fact.ordinal != told.ordinal:
        return False
    if fact.series and told.series and not _one_series(fact, told):
        return False
    headline = {fact.kind, told.kind} == _MEETINGS
    if not headline and not set(told.parties) <= set(fact.parties):
        return bool(fact.series and fact.series == told.series)
    return True


def _one_day(fact: Engagement, told: Engagement) -> bool:
    """Whether a day told without its year may be the day of another telling: "--09-10", 2025-09-10."""
    whole = told.start and told.start.day is not None
    return not (fact.start_partial and whole) or str(told.start).endswith(fact.start_partial.lstrip("-"))


def _of_one_kind(fact: Engagement, told: Engagement) -> bool:
    """Whether the kinds of two tellings may be of one occasion."""
    kinds = {fact.kind, told.kind}
    if kinds == _MEETINGS:
        there = fact.place is not None and fact.place == told.place and not fact.principals
        return there or (fact.kind == "meeting" and _is_title(fact, told))
    if kinds == ENCOUNTERS and _is_apart(fact, told):
        return False
    return len(kinds) == 1 or kinds <= ENCOUNTERS or (kinds <= VISITS and "visit" in kinds)


def _is_title(fact: Engagement, told: Engagement) -> bool:
    """Whether a numbered meeting is only named by a title, and those who met are told of below it."""
    bare = not (fact.start or fact.start_partial or fact.place or fact.principals)
    parties = set(fact.parties) == set(told.parties)
    return HEADING in fact.seen and fact.ordinal is not None and bare and parties and bool(told.principals)


def _is_apart(fact: Engagement, told: Engagement) -> bool:
    """Whether a call on somebody is told besides talks that name nobody."""
    return bool(fact.principals) != bool(told.principals) and "occasion verb" in (fact.rule, told.rule)


def _one_series(fact: Engagement, told: Engagement) -> bool:
    """Whether two names may be of one mechanism: the words of one are among those of the other."""
    first, second = (set((one.series or "").replace("-", " ").split()) for one in (fact, told))
    if JOINT in (fact.series, told.series) and first and second:
        return True
    return bool(first and second) and (first <= second or second <= first)


def _past(status: str) -> str:
    return {"under-way": "past", "held": "past"}.get(status, status)


def _compatible(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _merged(fact: Engagement, told: Engagement) -> Engagement:
    """The first telling, completed by what a later one adds, in the words of whichever states it best."""
    more_precise = told.start and (fact.start is None or len(str(told.start)) > len(str(fact.start)))
    named = fact.kind == "talks" and told.kind == "meeting"
    worded, other = (told, fact) if _states(told) > _states(fact) else (fact, told)
    seen = (*worded.seen, *(sign for sign in other.seen if sign not in _OF_WORDS), "told more than once")
    dated = bool(told.start or told.start_partial) and not (fact.start or fact.start_partial)
    return evolve(
        fact,
        status=told.status if dated and _past(fact.status) != _past(told.status) else fact.status,
        evidence=worded.evidence,
        rule=worded.rule,
        kind=told.kind if fact.kind == "visit" or named else fact.kind,
        parties=told.parties if named else fact.parties,
        start=told.start if more_precise else fact.start,
        end=told.end if more_precise else fact.end,
        start_partial=fact.start_partial or told.start_partial,
        end_partial=fact.end_partial or told.end_partial,
        place=fact.place or told.place,
        principals=told.principals if set(told.principals) > set(fact.principals) else fact.principals,
        series=fact.series or told.series,
        ordinal=fact.ordinal or told.ordinal,
        seen=tuple(dict.fromkeys(seen)),
    )


def _states(fact: Engagement) -> tuple[bool, bool]:
    """How well words state an occasion: in a whole sentence rather than a heading, and with its day."""
    return HEADING not in fact.seen, DATED in fact.seen
