"""Phrases of parties that a language of commas prints: "A, B, and C agreed", "in Lima, Peru, they".

Who acts is found word by word (`foedus.reading.sides.acting`); this room only looks at those found
beside one another, and changes who is meant together and who is no subject.
"""

import re
from collections.abc import Iterator

from attrs import evolve

from foedus.reading.page import Page
from foedus.reading.sides.acting import Actor, Cast

_PAIR = 2
_PLACED = re.compile(
    r"(?:^|[^\w])(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|to|of|off) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}, $"
)
_BEFORE = 64
"""Letters before a country in which the place that lies in it is named."""


def with_phrases(page: Page, cast: Cast) -> Cast:
    """A text's actors, with lists of several parties as one and countries after their places as none."""
    if not page.lexicon.has("titles_lead"):
        return cast
    return evolve(cast, actors=tuple(_phrased(page, cast)))


def _phrased(page: Page, cast: Cast) -> Iterator[Actor]:
    earlier: list[Actor] = []
    for actor in cast.actors:
        told = _listed(page, actor, earlier) if actor.many and len(actor.parties) == _PAIR else actor
        if told.subject and _is_country(told) and _is_placed(page, told):
            told = evolve(told, subject=False)
        earlier.append(actor)
        yield told


def _listed(page: Page, last: Actor, earlier: list[Actor]) -> Actor:
    """The last two of a list with those that commas join to them."""
    start, parties, subject = last.start, last.parties, last.subject
    for actor in reversed(earlier):
        if actor.start == start:
            continue
        if not _is_country(actor) or _is_placed(page, actor) or page.words(actor.end, start) != [","]:
            break
        start, parties, subject = actor.start, (*actor.parties, *parties), actor.subject
    return evolve(last, parties=tuple(dict.fromkeys(parties)), subject=subject)


def _is_country(actor: Actor) -> bool:
    return not (actor.who or actor.level or actor.body or actor.many or actor.pronoun)


def _is_placed(page: Page, actor: Actor) -> bool:
    """Whether a place stands right before a country that it lies in: "in Lima, Peru"."""
    return _PLACED.search(page.text[max(0, actor.start - _BEFORE) : actor.start]) is not None
