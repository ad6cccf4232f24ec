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
    return weights, organisations
