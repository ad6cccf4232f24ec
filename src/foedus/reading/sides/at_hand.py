"""The two sides at hand, in a text that tells of meetings with several parties in turn.

"The two sides" are then those whom the words right before tell of: by a country's name, or by
somebody who is of it. Which parties a whole text is about is for `foedus.reading.sides.acting`.
"""

from collections.abc import Mapping

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.who.people import Portrait
from foedus.terms import Party

_PARAGRAPH = 500
"""Letters back in which the two sides at hand are named."""
_PHRASE = 24
"""Letters of a phrase for several: "ses deux homologues"."""
_BOTH = 2


def sides_at_hand(page: Page, people: Mapping[str, Portrait], *, start: int) -> tuple[Party, ...]:
    """The two parties told of last before a place; nobody where the words tell of fewer."""
    since = start - _PARAGRAPH
    nations = [mark for mark in page.marks.within(since, start, "party") if not _is_where(page, mark)]
    named = [
        (m.start, m.senses["party"].party) for m in nations if m.senses["party"].how in ("name", "adjective")
    ]
    organisations = {m.senses["party"].party for m in nations if m.senses["party"].how == "organisation"}
    if page.names_of("people", "counterparts").isdisjoint(page.words(start, start + _PHRASE)):
        told = ((m.start, people.get(m.who or "")) for m in page.mentions_within(since, start))
        named += [(place, one.party) for place, one in told if one and one.party]
    near: dict[Party, None] = {}
    for _, party in sorted(named, reverse=True):
        if len(near) < _BOTH and party not in organisations:
            near.setdefault(party)
    return tuple(reversed(near)) if len(near) == _BOTH else ()


def _is_where(page: Page, mark: Mark) -> bool:
    """Whether a country is only where something happens: "à Jakarta, en Indonésie"."""
    return not page.names_of("people", "where").isdisjoint(page.words(mark.start - 8, mark.start)[-1:])
