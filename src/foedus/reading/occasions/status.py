"""Whether an occasion was held, is under way, planned, invited to or cancelled.

The words of its clause tell it: its frame, the tense of its verb, a stage beside it, the act
of speech it stands in, its date beside the one the text bears. What the occasion is, is for
`foedus.reading.occasions.told`.
"""

from collections.abc import Sequence

from attrs import evolve

from foedus.reading.dates import Stated
from foedus.reading.facts import Engagement
from foedus.reading.lexicon import Mark
from foedus.reading.occasions.clauses import Clause
from foedus.reading.who.people import Mention
from foedus.terms import Date, Force

VISITS = frozenset({"visit", "official-visit", "state-visit"})
ENCOUNTERS = frozenset({"talks", "courtesy-call"})

_NEAR = 40
"""Letters after a visit within which whoever makes it is told."""
_JOURNEY = 90
"""Letters between a verb of travelling and the visit it is made for."""
_STAGES = (("planned", "planned"), ("under_way", "under-way"), ("held", "held"))


_WITH = 48
"""Letters between an adjective and the noun it stands with, at most."""


def status_of(clause: Clause, kind: str) -> tuple[str, bool]:
    """The status, and whether a word of the clause states it."""
    known = not clause.list_of("known").isdisjoint(clause.before(8)[-1:])
    if clause.frame == "planned" and kind in ENCOUNTERS and known:
        return "held", False  # "before the talks": those told of
    journey = _journey(clause) if kind in VISITS else None
    return (journey, True) if journey else _told(clause, kind)


def _told(clause: Clause, kind: str) -> tuple[str, bool]:
    page, act = clause.page, clause.act
    near = [m for m in page.marks.within(*beside(clause), "stage") if not clause.is_of_next(m)]
    near = [m for m in near if not _is_of_another(clause, m)]
    frame = clause.frame
    if any(m.senses["stage"] == "cancelled" for m in near) and not (act and act.force is Force.AGREED):
        return "cancelled", True
    ahead = frame is None and clause.is_future and kind in (*VISITS, *ENCOUNTERS)
    if ahead or (act is not None and frame != "held"):
        return ("invited" if clause.invited and kind not in ENCOUNTERS else "planned"), True
    if frame == "held" and kind in VISITS and not clause.list_of("during").isdisjoint(clause.before(12)[-1:]):
        frame = "under-way"
    if frame == "held" and (_lies_ahead(clause, near) or clause.follows_future()):
        frame = "planned"
    if frame and frame != "under-way":
        return frame, frame != "held" or clause.has_participants or kind in VISITS
    stage = _stage(clause, near)
    if frame and stage == "held" and kind in VISITS:
        return frame, True
    if stage:
        return stage, stage != "under-way" or frame is not None or kind in VISITS
    if frame:
        return frame, True
    date, published = clause.date(), page.document.published
    if is_ahead(clause, date.start if date else None) or clause.follows_future():
        return "planned", True
    return ("under-way" if date and published and _spans(date, published) else "held"), False


def _is_of_another(clause: Clause, stage: Mark) -> bool:
    """Whether an adjective of the future stands with another noun: "discussions on the upcoming summit"."""
    page, mark = clause.page, clause.mark
    if page.folded[stage.start : stage.end] not in clause.list_of("ahead_adjectives"):
        return False
    return stage.start > mark.end or mark.start - stage.end > _WITH


def is_mere_frame(clause: Clause, fact: Engagement) -> bool:
    """Whether a meeting only frames what is told, and nothing is said of itself: "bên lề Hội nghị"."""
    told = fact.start or fact.start_partial or fact.ordinal or fact.series or fact.place or fact.principals
    bare = fact.kind in ("meeting", "ceremony") and clause.frame == "under-way" and not told
    return bare and len(clause.explicit) == 0 and clause.page.lexicon.has("of_left_out")


def _journey(clause: Clause) -> str | None:
    """The status of the journey that a verb before a visit tells: "est arrivé à Rome pour une visite"."""
    page, mark = clause.page, clause.mark
    told = page.marks.last(max(clause.sentence[0], mark.start - _JOURNEY), mark.start, "meets", "occasion")
    if told is None or told.senses.get("meets") != "visit" or "occasion" in told.senses:
        return None
    if not page.says(told.end, mark.end, clause.list_of("journeys")):
        return None
    verb = evolve(clause, mark=told, bounds=(clause.sentence[0], mark.start))
    if verb.is_future or told.senses.get("stage") == "planned":
        return "planned"
    stages = (told, *page.marks.within(told.end, mark.start, "stage"))
    return "under-way" if any(m.senses.get("stage") == "under_way" for m in stages) else "held"


def _spans(date: Stated, day: Date) -> bool:
    """Whether the day that a text bears lies within a time of several days, its last one apart."""
    if date.start is None or date.last is None or date.start.day is None or day.day is None:
        return False
    return date.start.first <= day.first < date.last.last


def is_over(date: Stated, day: Date) -> bool:
    """Whether a time of several days ended before the day that a text bears."""
    return date.start != date.last and date.last is not None and date.last.last < day.first


def is_ahead(clause: Clause, day: Date | None) -> bool:
    """Whether a day comes after the one the text bears: "se réunissent en octobre"."""
    published = clause.page.document.published
    return published is not None and day is not None and day.first > published.last


def _lies_ahead(clause: Clause, near: Sequence[Mark]) -> bool:
    """Whether what frames another event is yet to come itself: "lors de la visite prévue en juin"."""
    date, published = clause.date(), clause.page.document.published
    coming = [m for m in near if m.senses["stage"] == "planned" and m.start > clause.mark.end]
    if date is None or date.start is None:
        return False
    if published is None:
        future = clause.page.lexicon.endings("occasion_words", "future_endings")
        return any(clause.page.folded.endswith(future, m.start, m.end) for m in coming)
    return date.start.first > published.last and bool(coming)


def _stage(clause: Clause, near: Sequence[Mark]) -> str | None:
    """The stage that a verb of the clause tells; to be under way is told before the noun only."""
    start = clause.mark.start
    said_after = any(m.senses["stage"] == "held" and m.start > start for m in near)
    for stage, status in _STAGES:
        found = [m for m in near if m.senses["stage"] == stage]
        if stage == "planned":
            found = [m for m in found if not _is_after_held(clause, m, near)]
        if stage == "under_way":
            found = [m for m in found if m.end <= start and not said_after]
        if found:
            return status
    return None


def _is_after_held(clause: Clause, planned: Mark, near: Sequence[Mark]) -> bool:
    """Whether what is planned follows what was held: "took place to prepare for the next summit"."""
    between = (m for m in near if clause.mark.end <= m.start < planned.start)
    return any(m.senses["stage"] == "held" for m in between)


def beside(clause: Clause) -> tuple[int, int]:
    """Where the words stand that tell an occasion's stage."""
    mark, (start, end) = clause.mark, clause.bounds
    stop = min(end, mark.end + 160)
    cut = clause.page.folded.find("; ", mark.end, stop)
    return max(start, mark.start - 90), cut if cut >= 0 else stop


def call_or_talks(clause: Clause) -> str:
    """To receive a counterpart is talks; somebody of lower office, a courtesy call."""
    start, end = clause.sentence
    named = clause.page.mentions_within(start, end)
    acting = clause.cast.before(start, end)
    levels = [(m.start, m.end, _level(clause, m)) for m in named] + [
        (a.start, a.end, a.level) for a in acting
    ]
    before = max((level for _, to, level in levels if to <= clause.mark.start), default=0)
    after = max((level for since, _, level in levels if since >= clause.mark.end), default=0)
    if not before or not after:
        return "talks"
    passive = not clause.list_of("passive").isdisjoint([*clause.words.split(), *clause.before(12)[-1:]])
    host, guest = (after, before) if passive else (before, after)
    return "courtesy-call" if host > guest else "talks"


def _level(clause: Clause, mention: Mention) -> int:
    person = clause.cast.people.get(mention.who or "")
    return max(person.level if person else 0, mention.title.level if mention.title else 0)


def attending(clause: Clause) -> tuple[str, ...]:
    """Those of two sides who did something at it: "A et B ont convenu, lors du dialogue"."""
    if clause.frame != "held" or not clause.list_of("many_sided"):
        return ()
    acting = [a for a in clause.cast.before(clause.sentence[0], clause.mark.start) if a.who and a.subject]
    sides = {party for actor in acting for party in actor.parties}
    return tuple(dict.fromkeys(a.who for a in acting if a.who)) if len(sides) > 1 else ()


def is_by_somebody(clause: Clause) -> bool:
    """Whether a visit is somebody's in office, named or not: "la visite du Premier ministre au Sénégal"."""
    end = clause.mark.end
    near = clause.page.mentions_within(end, min(clause.bounds[1], end + _NEAR))
    small = clause.page.names("of", "articles")
    return any(
        m.title and m.title.offices and small.issuperset(clause.page.words(end, m.start)) for m in near
    )


def is_known(clause: Clause, fact: Engagement) -> bool:
    """Whether an occasion is named by its article and noun alone, as one told before: "la réunion"."""
    known = not clause.list_of("definite").isdisjoint(clause.before(12)[-1:]) and " " not in clause.words
    bare = known and not (fact.place or fact.series or fact.principals or clause.explicit)
    return bare and not clause.has_participants and fact.kind in {*ENCOUNTERS, "meeting"}
