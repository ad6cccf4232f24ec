"""How much a text speaks of each party, from all that names one: its words, people and provinces.

Which of them are the sides is for `foedus.reading.sides.acting`.
"""

from collections import Counter

from foedus.reading.page import Page
from foedus.reading.sides.allegiance import home_of
from foedus.terms import Party

_HEAD = 600
"""Letters at the head of a text whose mentions count twice."""
_AT_HOME = 3
"""What somebody of the text's own country weighs, as one whose party is stated does."""
_IN_TITLE, _BY_TITLE = 4, 60
"""What a party weighs more that a text's title names, and where the text is a paper of those it names."""
_LINES = 2
"""Lines of which one may be a text's title, where the first is its title in another language."""
_PLACED = 12
"""Letters before a country in which it is told that something is there."""


def weights_of(page: Page) -> tuple[Counter[Party], Counter[Party]]:
    """How much a text speaks of each party, and of each organisation."""
    weights: Counter[Party] = Counter()
    organisations: Counter[Party] = Counter()
    for mark in page.marks.of("party", "prefix", "province"):
        weight = 2 if mark.start < _HEAD else 1
        nation = mark.senses.get("party")
        if (
            "prefix" in mark.senses
            and page.folded[mark.end : mark.end + 1] == " "
            and page.text[mark.end : mark.end + 1] == "-"
        ):
            weights[mark.senses["prefix"]] += 2 * weight
        elif "province" in mark.senses:
            weights[mark.senses["province"]] += 1
        elif nation and nation.how == "organisation":
            organisations[nation.party] += weight
        elif nation:
            weights[nation.party] += weight if nation.how == "capital" else 2 * weight
    for person in page.people.values():
        if person.party:
            weights[person.party] += 3 + organisations.pop(person.party, 0)
    for party in home_of(page):
        weights[party] += _AT_HOME
    title, weight = _title(page)
    for party in _of_title(page, title) if weight else ():
        weights[party] += weight
    return weights, organisations


def _of_title(page: Page, title: tuple[int, int]) -> frozenset[Party]:
    """The parties that a title names, apart from where it tells a place."""
    held_in = page.names("held_in")
    named = (m for m in page.marks.within(*title, "party") if m.senses["party"].how in ("name", "adjective"))
    told = (m for m in named if held_in.isdisjoint(page.words(m.start - _PLACED, m.start)[-2:]))
    return frozenset(m.senses["party"].party for m in told if page.folded[m.start - 2 : m.start] != ", ")


def _title(page: Page) -> tuple[tuple[int, int], int]:
    """A text's title and what those it names weigh: more where it is their own paper."""
    heads = page.lexicon.endings("papers", "headings")
    own = (line for line in page.sentences[:_LINES] if page.folded.startswith(heads, line[0]))
    if title := next(own, None):
        return title, _BY_TITLE
    first = page.sentences[0] if page.sentences else (0, 0)
    return first, _IN_TITLE if page.is_heading(first) else 0
