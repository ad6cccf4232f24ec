"""What sounds like an undertaking of the sides and is none: a shared view, an old agreement, an effect.

"Agreed that cooperation has grown" tells what is the case, "agreed in 2023 to share" what is known,
"would lead to stability" what something brings about. What is to be done is for
`foedus.reading.said.speech`.
"""

from itertools import pairwise

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.terms import Force

_VIEW = 160
"""Letters after "agreed that" within which the verb stands that tells what is the case."""
_BESIDE = 6
"""Letters after a verb within which its date begins: "agreed in 2023"."""
_TO_WHOM = 70
"""Letters after a verb of asking within which it is said what to do."""
_FUTURES = frozenset({"future", "conditional"})


def is_shared_view(page: Page, mark: Mark, stop: int) -> bool:
    """Whether the sides only share a view, up to a place: "agreed that cooperation has grown"."""
    stated = page.names("stated")
    if mark.senses["speech"] != Force.AGREED or not stated:
        return False
    stop = min(stop, mark.end + _VIEW)
    lead = page.words(mark.start, mark.end)[-1:] + page.words(mark.end, stop)[:1]
    if page.names("clause_markers").isdisjoint(lead):
        return False
    if tells_effect(page, mark.end, stop):
        return True
    futures = (m.start for m in page.marks.within(mark.end, stop, "act") if m.senses["act"] != "infinitive")
    return _tells_what_is(page, page.words(mark.end, next(futures, stop)))


def _tells_what_is(page: Page, words: list[str]) -> bool:
    """Whether the first verb among words tells what is the case, and not what is wanted."""
    stated, wanted = page.names("stated"), page.names("wanted")
    for word, following in pairwise((*words, "")):
        if word in wanted:
            return False
        if word in stated:
            return following not in wanted | page.names("infinitive_markers")
    return False


def tells_effect(page: Page, start: int, stop: int) -> bool:
    """Whether the first future tells what something leads to: "would lead to stability"."""
    acts = page.marks.within(start, stop, "act")
    verb = next((m for m in acts if m.senses["act"] in _FUTURES), None)
    words = page.words_but_adverbs(verb.end, verb.end + 40)[:2] if verb else []
    small = page.names("interposed", "adverbs")
    return next((word for word in words if word not in small), "") in page.names_of("actions", "effects")


def asks_others(page: Page, start: int, end: int) -> bool:
    """Whether somebody else than a side is asked: "urged donors to honour their promises"."""
    words = page.words(start, min(end, start + _TO_WHOM))
    if not words or words[0] in page.names("infinitive_markers", "to_whom"):
        return False
    return not page.names("others_asked").isdisjoint(words[1:]) and "," not in words[:2]


def is_of_earlier_year(page: Page, mark: Mark) -> bool:
    """Whether an agreement of an earlier year is told, as what is known: "agreed in 2023 to share"."""
    published = page.document.published
    date = next(iter(page.dates_within(mark.end, mark.end + _BESIDE)), None)
    if published is None:
        return False
    if date is None:
        return _opens_in_earlier_year(page, mark)
    if date.last is None or date.last.year >= published.year:
        return False
    words = page.words(mark.end, date.begins)
    return len(words) <= 1 and page.names("in_month").issuperset(words)


def is_participle(page: Page, mark: Mark) -> bool:
    """Whether only where something was agreed follows: "agreed to at Bali", "agreement was reached at"."""
    ends = page.lexicon.endings("actions", "takes_thing")
    follows = page.words(mark.end, mark.end + _BESIDE)[:1]
    led = not (page.names("held_in", "agents") - page.names("infinitive_markers")).isdisjoint(follows)
    reached = page.folded[mark.start : mark.end] in page.names_of("actions", "reached")
    return bool(ends) and led and (reached or page.folded[: mark.end].endswith(ends, mark.start))


def _opens_in_earlier_year(page: Page, mark: Mark) -> bool:
    """Whether the sentence opens with an earlier year: "In 2019, the two countries agreed to"."""
    start, published = page.sentence_at(mark.start)[0], page.document.published
    date = next(iter(page.dates_within(start, min(mark.start, start + _BESIDE))), None)
    if published is None or date is None or date.last is None or date.last.year >= published.year:
        return False
    led = page.names("in_month", "on").issuperset(page.words(start, date.begins))
    return led and page.folded[date.ends : date.ends + 1] == ","


def only_tells_occasion(page: Page, verb: Mark, end: int) -> bool:
    """Whether a future only tells an occasion ("effectuera une visite"), which is no undertaking."""
    if not _tells_event(page, verb, end):
        return False
    alone = tuple(f" {event} " for event in page.lexicon.grammar["actions"].get("events_alone", ()))
    if alone and page.folded.startswith(alone, verb.end):
        return True
    return page.marks.holds(verb.end, min(end, verb.end + 60), "occasion", "paper")


def _tells_event(page: Page, verb: Mark, end: int) -> bool:
    """Whether the verb is one that tells events: by its stem or, after a word of the future, as it is."""
    telling = page.names_of("actions", "event_verbs")
    said = page.folded[verb.start : verb.end]
    word = said.split()[0]
    if said not in page.names_of("actions", "future") | page.names_of("actions", "conditional"):
        return any(word.startswith(infinitive[: max(4, len(infinitive) - 3)]) for infinitive in telling)
    small = page.names("adverbs")
    words = page.words_but_adverbs(verb.end, min(end, verb.end + 40))
    after = " ".join(word for word in words if word not in small)
    events = tuple(f"{event} " for event in telling)
    return after.startswith(events) or " ".join(words).startswith(events)
