"""Places as printed: a capitalised name after "à", "au", "dans la province de".

No gazetteer of places is kept; the words that open a place are the language's own
(`occasion_words.places`). A place is named as the text prints it.
"""

import re
from functools import cache

from foedus.reading.lexicon import Lexicon, Mark
from foedus.reading.page import Page
from foedus.reading.who.titles import POSTED

_CAPITALISED = r"[A-ZÀ-ÞŒĐ][^\W\d_]*(?:['’\-][^\W\d_]+)*"
_NEAR = 48
"""Letters after a visit within which a capital is named that is called so."""
_NO_PLACE = (
    "head",
    "office",
    "rank",
    "occasion",
    "area",
    "month",
    "weekday",
    "paper",
    "honorific",
    "body",
    "session",
)


_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_NOUN = 24
_BUILDING = 70
"""Letters that a building's name may take."""
_POST = 120
"""Letters that the title of somebody posted abroad may take."""


@cache
def _expression(
    openers: tuple[str, ...], articles: tuple[str, ...], particles: tuple[str, ...]
) -> re.Pattern[str]:
    inside = rf"(?:(?:{_either(particles)})[ \u00a0])?" if particles else ""
    name = rf"({_CAPITALISED}(?:[ \u00a0]{inside}{_CAPITALISED}){{0,3}})"
    article = rf"(?:{_either(articles)})?" if articles else ""
    return re.compile(rf"(?<![^\W_])(?:{_either(openers)})[ \u00a0]?{article}{name}")


@cache
def _named_place(lexicon: Lexicon) -> re.Pattern[str]:
    """A place with what leads to it, as a language writes both."""
    words = lexicon.grammar["occasion_words"]
    return _expression(*(tuple(words[key]) for key in ("places", "place_articles", "place_particles")))


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def place(page: Page, start: int, end: int) -> tuple[str, int] | None:
    """The first place named between two places of the text, and where it stands; None without one."""
    words = page.lexicon.grammar["occasion_words"]
    expression = _named_place(page.lexicon)
    for match in expression.finditer(page.text, start, end):
        begin = match.start(1)
        if begin in page.name_starts or _is_post(page, begin) or match[1] in words.get("no_places", ()):
            continue
        marks = page.marks.within(begin, begin + 1)
        if marks and not marks[0].senses.keys().isdisjoint(_NO_PLACE) and "party" not in marks[0].senses:
            continue
        if marks and "party" in marks[0].senses and not _is_place(marks[0], match):
            continue
        if marks and "party" in marks[0].senses and marks[0].end > match.end(1):
            return page.text[begin : marks[0].end], begin
        return match[1], begin
    return None


def where_held(page: Page, mark: Mark, end: int) -> tuple[str, int] | None:
    """The place named after the verb that says it took place: "diễn ra sáng 24/9 tại Hà Nội"."""
    stages = page.marks.within(mark.end, end, "stage")
    held = [m for m in stages if m.senses["stage"] in ("held", "planned")]
    return place(page, held[-1].end, end) if held and page.lexicon.has("of_left_out") else None


def building(page: Page, start: int, end: int) -> tuple[str, int] | None:
    """The building named between two places of the text, where a language's data lists nouns for such.

    Its name goes on while words have capitals or begin the names of bodies.
    """
    nouns = page.names_of("occasion_words", "buildings")
    for opened in page.names_of("occasion_words", "building_places") if nouns else ():
        found, noun, begin = max(0, start) - 1, None, 0
        while noun is None and (found := page.folded.find(f"{opened} ", found + 1, end)) >= 0:
            begin = found + len(opened) + 1
            noun = next((n for n in nouns if page.folded.startswith(f"{n} ", begin)), None)
        if noun is None or (found and page.folded[found - 1].isalnum()):
            continue
        stop = _end_of_building(page, begin + len(noun), min(end, begin + _BUILDING))
        name = page.text[begin:stop].rstrip(" ,.;")
        return (name, begin) if len(name.split()[-1]) > 1 or name[-1].isdigit() else None
    return None


def _end_of_building(page: Page, start: int, end: int) -> int:
    """Where a building's name ends: at a mark of punctuation, or before words that are no body's."""
    parts = page.marks.within(max(0, start - _NOUN), end, "area", "body", "party")
    known = {place for mark in parts for place in range(mark.start, mark.end)}
    stop = start
    for word in _WORD.finditer(page.text, start, end):
        if page.text[stop : word.start()].strip(" \u00a0"):
            break
        if not (word[0][0].isupper() or word[0].isdigit() or word.start() in known):
            break
        stop = word.end()
    return stop


def visited_place(page: Page, mark: Mark, end: int) -> tuple[str, int] | None:
    """The place that a visit is to, right after its words: "a visit to Hanoi", "will visit Hanoi"."""
    words = page.lexicon.grammar["occasion_words"]
    name = _expression(("",), tuple(words["place_articles"]), tuple(words["place_particles"]))
    start = mark.end
    if capital := _capital(page, mark.end, end):
        return capital
    for opener in words["visit_places"]:
        opened = f" {opener} " if opener else " "
        if page.folded.startswith(opened, mark.end):
            start = mark.end + len(opened)
            break
    else:
        return None
    match = name.match(page.text, start, end)
    if match is None or match.start(1) in page.name_starts:
        return None
    marks = page.marks.within(match.start(1), match.start(1) + 1)
    if marks and not marks[0].senses.keys().isdisjoint(_NO_PLACE) and "party" not in marks[0].senses:
        return None
    return (
        (match[1], match.start(1))
        if not marks or "party" not in marks[0].senses or _is_place(marks[0], match)
        else None
    )


def _capital(page: Page, start: int, end: int) -> tuple[str, int] | None:
    """The capital named after its country's adjective: "visited the Egyptian capital, Cairo"."""
    for mark in page.marks.within(start, min(end, start + _NEAR), "party"):
        if mark.senses["party"].how != "capital":
            continue
        words = page.words(start, mark.start)
        if not page.names_of("occasion_words", "capital").isdisjoint(words):
            return page.text[mark.start : mark.end], mark.start
    return None


def _is_post(page: Page, begin: int) -> bool:
    """Whether a place is where an ambassador or attaché is posted: "Đại sứ Lào tại Việt Nam"."""
    before = page.mentions_within(begin - _POST, begin)
    posted = [m for m in before if m.title and 0 < m.title.level <= POSTED and not m.title.plural]
    if not posted:
        return False
    words = page.words(posted[-1].end, begin)
    if begin < posted[-1].end:
        return True
    return len(words) == 1 and words[0] in page.names("held_in")


def _is_place(mark: Mark, match: re.Match[str]) -> bool:
    """Whether a party's words name a place: no organisation, and an adjective only in a longer name."""
    how = mark.senses["party"].how
    return bool(how in ("name", "capital") or (how == "adjective" and mark.end < match.end(1)))
