"""Places as printed: a capitalised name after "à", "au", "dans la province de".

No gazetteer of places is kept; the words that open a place are the language's own
(`occasion_words.places`). A place is named as the text prints it.
"""

import re
from functools import cache

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page

_CAPITALISED = r"[A-ZÀ-ÞŒĐ][^\W\d_]*(?:['’\-][^\W\d_]+)*"
_NAME = rf"({_CAPITALISED}(?:[ \u00a0](?:(?:de|du|des|la|le)[ \u00a0])?{_CAPITALISED}){{0,3}})"
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


@cache
def _expression(openers: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(opener) for opener in sorted(openers, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{words})[ \u00a0]?(?:l['’]|la |les |le )?{_NAME}")


def place(page: Page, start: int, end: int) -> tuple[str, int] | None:
    """The first place named between two places of the text, and where it stands; None without one."""
    openers = tuple(page.lexicon.grammar["occasion_words"]["places"])
    for match in _expression(openers).finditer(page.text, start, end):
        begin = match.start(1)
        if begin in page.name_starts:
            continue
        marks = list(page.within(begin, begin + 1))
        if marks and not marks[0].senses.keys().isdisjoint(_NO_PLACE) and "party" not in marks[0].senses:
            continue
        if marks and "party" in marks[0].senses and not _is_place(marks[0], match):
            continue
        return match[1], begin
    return None


def _is_place(mark: Mark, match: re.Match[str]) -> bool:
    """Whether a party's words name a place: no organisation, and an adjective only in a longer name."""
    how = mark.senses["party"].how
    return bool(how in ("name", "capital") or (how == "adjective" and mark.end < match.end(1)))
