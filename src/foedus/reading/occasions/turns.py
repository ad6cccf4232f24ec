"""Several met in turn in one sentence: "chào P và làm việc với Q", "sẽ hội đàm với X, chào Y".

Who is met belongs to the verb they stand beside, and what goes on after a word of the future
is still to come. Which occasion a clause tells is for `foedus.reading.occasions.told`.
"""

from collections.abc import Sequence
from itertools import islice

from foedus.reading.dates import Stated
from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.sides.acting import Actor, Cast

_GROUP = 60
"""Letters on either side within which a group that meets is told."""
_PAIR, _MANY = 2, 200
_MEMORY = 4_000
"""Letters before a verb in which somebody may have been named already."""
_CLOSE = 12
"""Letters before a verb within which a comma or "and" stands."""


def is_attended(page: Page, mark: Mark, *, start: int) -> bool:
    """Whether only who took part is told: "Tham dự hội đàm có Thiếu tướng X"."""
    attended = page.names_of("occasion_words", "attended")
    if not attended or mark.start - start > _GROUP // 2:
        return False
    words = page.words_but_last(mark.start - 2 * _CLOSE, mark.start, page.names("mere_articles"))
    follows = page.words(mark.end, mark.end + _GROUP)[:4]
    told = page.names_of("occasion_words", "attendants")
    return not attended.isdisjoint(words[-1:]) and not told.isdisjoint(follows)


def is_praised(page: Page, mark: Mark, *, start: int) -> bool:
    """Whether somebody is only congratulated on having held it: "chúc mừng Lào tổ chức Hội nghị"."""
    praised = page.names_of("occasion_words", "praised")
    told = page.marks.last(start, mark.start, "courtesy", "speech", "report", "meets") if praised else None
    return told is not None and page.folded[told.start : told.end] in praised


def is_pair(page: Page, subjects: Sequence[Actor]) -> bool:
    """Whether the last two named are of two sides and joined: "X, Thứ trưởng Bộ A và Y, Thứ trưởng Bộ B"."""
    named = [actor for actor in subjects if actor.who and len(actor.parties) == 1]
    if len(named) < _PAIR or named[-1].parties == named[-2].parties:
        return False
    between = page.words(named[-2].end, named[-1].start)
    told = page.marks.holds(named[-2].end, named[-1].start, "speech", "report", "meets", "occasion")
    return not told and not page.names("and").isdisjoint(between)


def first_met(page: Page, mark: Mark, people: Sequence[str]) -> tuple[str, ...]:
    """Who calls and the first they call on: "đến chào Chủ tịch nước X; Phó thủ tướng Y"."""
    named = {m.who for m in page.mentions_within(mark.start - _MEMORY, mark.start)}
    before = [name for name in people if name in named]
    start = page.sentence_at(mark.start)[0]
    here = [m.who for m in page.mentions_within(start, page.sentence_at(mark.start)[1]) if m.who in people]
    met = next(
        (who for m in page.mentions_within(mark.end, mark.end + 400) if (who := m.who) in people), None
    )
    callers = [name for name in dict.fromkeys(here) if name in before and name != met]
    callers = callers or [name for name in before if name != met]
    return tuple(name for name in (*callers[:1], met) if name) or tuple(people)


def is_own_signing(page: Page, mark: Mark, opened: Sequence[Mark]) -> bool:
    """Whether a signature is an occasion beside those of its sentence: beside the visit it was given on."""
    if "occasion" in mark.senses:
        return True
    others = [m.senses["occasion"] for m in opened if m is not mark and "occasion" in m.senses]
    visits = all("visit" in other.kind for other in others) and len(others) == len(opened) - 1
    return visits and (page.lexicon.has("of_left_out") or page.lexicon.has("signings_beside"))


def the_two(page: Page, cast: Cast) -> tuple[str, ...]:
    """The only two people of a text, one of each side: whoever else "the two sides" are, they talked."""
    held = [person for person in islice(cast.people.values(), _MANY) if person.level]
    sides = {person.party for person in held}
    both = len(held) == _PAIR and sides == set(cast.sides)
    return tuple(p.name for p in held) if both and page.lexicon.has("of_left_out") else ()


def goes_on_ahead(page: Page, cast: Cast, mark: Mark, *, start: int) -> bool:
    """Whether words go on with what is to come in the sentence that begins at `start`."""
    shared = page.names_of("occasion_words", "shares_future")
    stage = page.marks.last(start, mark.start, "stage") if shared else None
    if stage is None or shared.isdisjoint(page.words(stage.start, stage.end)):
        return False
    words = page.words(max(stage.end, mark.start - _CLOSE), mark.start)
    if words and not _joins(page, words[-1]):
        return False
    met = {verb.end + 1 for verb in page.marks.within(stage.end, mark.start, "meets")}
    return not any(a.subject and a.start not in met for a in cast.before(stage.end, mark.start))


def goes_on(page: Page, mark: Mark, *, start: int) -> bool:
    """Whether a verb of meeting goes on with what the one before it in its sentence began."""
    told = page.marks.last(start, mark.start, "meets", "occasion")
    words = page.words(mark.start - _CLOSE, mark.start)
    near = told is not None and _is_encounter(told) and _tells_turns(page)
    return near and bool(words) and _joins(page, words[-1])


def turns_at(page: Page, place: int) -> bool:
    """Whether the sentence goes on at a place to tell of one more meeting."""
    following = page.marks.first(place, place + 1, "meets", "occasion")
    words = page.words(place - _CLOSE, place)
    return following is not None and _tells_turns(page) and bool(words) and _joins(page, words[-1])


def met_before(page: Page, mark: Mark, *, start: int, since: int) -> str | None:
    """Who was met by the verb that ends at `since`, before another verb of the same sentence."""
    told = page.marks.last(start, mark.start, "meets", "occasion")
    if told is None or told.end != since or not _is_encounter(told):
        return None
    met = next((m for m in page.mentions_within(since, mark.start) if m.who), None)
    if met is None or not {",", ";"}.isdisjoint(page.words(since, met.start)):
        return None
    apart = page.names_of("occasion_words", "between") - page.names_of("occasion_words", "alone_with")
    return met.who if apart.isdisjoint(page.words(since, met.start)) else None


def peers(page: Page, cast: Cast, mark: Mark, *, start: int, end: int) -> tuple[str, ...]:
    """The two who hold the office that "the two ministers" says near a mark, one of each side."""
    stop = min(end, mark.end + _GROUP)
    for group in page.marks.within(max(start, mark.start - 2 * _GROUP), stop, "group"):
        if group.senses["group"] != len(cast.sides) or len(cast.sides) < _PAIR:
            continue
        level = page.lexicon.level_of(" ".join(page.words(group.start, group.end)[1:]))
        held = cast.holding(level, cast.sides) if level else []
        if level and len(held) == _PAIR == len({person.party for person in held}):
            return tuple(person.name for person in held)
    return ()


def _tells_turns(page: Page) -> bool:
    return bool(page.names_of("occasion_words", "shares_future"))


def _joins(page: Page, word: str) -> bool:
    return word in {",", ";"} or word in page.names("and")


def _is_encounter(mark: Mark) -> bool:
    """Whether words tell of somebody met: a verb of meeting, or a noun for talks or a call."""
    occasion = mark.senses.get("occasion")
    met = mark.senses.get("meets") in ("talks", "received", "called")
    return met or (occasion is not None and occasion.kind in ("talks", "courtesy-call"))


def is_no_meeting(page: Page, mark: Mark, stop: int) -> bool:
    """Whether a verb tells how often some met, of a thing received, or of who sat at an occasion after it."""
    counted = page.names_of("occasion_words", "counted")
    if not counted.isdisjoint(page.words(mark.start - _CLOSE, mark.start)[-1:]):
        return True
    return _gets_a_thing(page, mark, stop) or _is_for_sitting(page, mark, page.sentence_at(mark.start)[1])


def _gets_a_thing(page: Page, mark: Mark, stop: int) -> bool:
    """Whether a thing is received and nobody: "received a loan from", where a language's data tells so."""
    sources = page.names_of("occasion_words", "sources")
    if not sources or mark.senses.get("meets") != "received":
        return False
    who = page.marks.first(mark.end, stop, "body", "office", "head", "rank", "honorific", "counterpart")
    named = next((m.start for m in page.mentions_within(mark.end, stop)), stop)
    until = min(who.start if who else stop, named)
    return not sources.isdisjoint(page.words(mark.end, until))


def _is_for_sitting(page: Page, mark: Mark, stop: int) -> bool:
    """Whether those who meet do so for a sitting told after it: "met in Bali for the second Conference"."""
    leads = page.names_of("occasion_words", "for_sitting")
    following = page.marks.first(mark.end, stop, "occasion") if leads else None
    if following is None or following.senses["occasion"].kind not in ("meeting", "dialogue"):
        return False
    led = [word for word in page.words(mark.end, following.start) if word in page.names("prepositions")]
    return not following.senses["occasion"].plural and bool(led) and led[-1] in leads


def is_of_name(page: Page, mark: Mark, date: Stated) -> bool:
    """Whether a year belongs to an occasion's own name: "l'exercice Cobra Gold 2026"."""
    lead = page.text[mark.start : date.begins]
    quoted = lead.count("“") > lead.count("”") or lead.count('"') % 2 == 1
    return date.bare_year and (quoted or lead.split()[-1].strip("“”\"'")[:1].isupper())
