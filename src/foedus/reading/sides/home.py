"""The country whose text it is, which such a text need not name.

A ministry's own page tells of "the Department of Military Medicine" and of "the police of
An Giang", and names only the other side's country. Whose bodies these are is told by the
provinces they bear, or, where no province is, by the country the language is of
(`grammar.home`). Who acts is for `foedus.reading.sides.acting`.
"""

import re
from collections import Counter

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.terms import Party

_HEAD = 500
"""Letters at the head of a text in which its own bodies are named first."""
_NEAR = 24
"""Letters after a body within which its country is named."""
_LEAD, _PHRASE = 16, 40
"""Letters before a body within which a verb of speech stands, and after it within which its country does."""
_VERBAL = ("speech", "report", "act", "meets", "stage", "judgement", "courtesy")
"""Sorts of words that end a phrase."""
_PLACE = 60
"""Letters that a province and a town may take between a body and its country."""
_TERRITORIES = r"(?:tỉnh|thành phố|TP\.?|bang|quận|huyện|đảo|khu|vùng)"
_NAME = r"(?:[A-ZÀ-ỸĐ][^\W\d_]*|[0-9]+)(?: [A-ZÀ-ỸĐ][^\W\d_]*){0,3}"
_PLACED = re.compile(rf"(?:,? (?:{_TERRITORIES} )?{_NAME}){{0,2}}(?:, | \(| )")


def own_country(page: Page, weights: Counter[Party]) -> Party | None:
    """The country a text is written in, if it is one of its sides; its weight is set where it is not named.

    Only a language of one country has such; a text that names one other country alone, and
    bodies of none, is of its own country and that one.
    """
    home = page.lexicon.grammar["grammar"].get("home")
    if home is None:
        return None
    if home not in weights and len(weights) == 1 and _names_own_bodies(page):
        weights[Party(home)] = 1
    return Party(home) if home in weights else None


def _names_own_bodies(page: Page) -> bool:
    """Whether a body is named at the head of a text without its country."""
    bodies = [mark for mark in page.marks.within(0, _HEAD, "body") if is_institution(page, mark)]
    return any(not page.marks.holds(m.end, m.end + _NEAR, "party", "province", "group") for m in bodies)


def is_institution(page: Page, mark: Mark) -> bool:
    """Whether a body is a state's own by its name: "Cục Quân y", not "Đoàn" nor "đại diện"."""
    abroad = page.names("of_guests")
    named = " " in page.folded[mark.start : mark.end] or page.marks.holds(mark.end, mark.end + 2, "area")
    return named and page.text[mark.start].isupper() and page.folded[mark.start : mark.end] not in abroad


def is_unnamed(page: Page, mark: Mark) -> bool:
    """Whether a body's country is not named with it, and it is not merely whom somebody tells to act."""
    if not is_institution(page, mark) or page.marks.holds(mark.start - _LEAD, mark.start, "speech"):
        return False
    follows = page.marks.first(mark.end, mark.end + _PHRASE, "party", *_VERBAL)
    return follows is None or "party" not in follows.senses


def is_placed(page: Page, start: int, end: int) -> bool:
    """Whether only a province or a town stands between a body and its country: "Sở Y tế X (Lào)"."""
    if not page.lexicon.has("of_left_out") or not 0 < end - start <= _PLACE:
        return False
    return _PLACED.fullmatch(page.text, start, end) is not None
