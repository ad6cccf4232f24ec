"""What somebody says that others need to do: "cho rằng hai bên cần", "đề nghị hai Bộ cần".

A word of need says neither who speaks nor with what force: that is the verb's before it, and
the one between the two is asked. Which act follows is for `foedus.reading.said.speech`.
"""

from collections.abc import Iterator, Sequence

from attrs import frozen

from foedus.reading.lexicon import Mark
from foedus.reading.page import Page
from foedus.reading.said.verbs import source, subject, teller_after
from foedus.reading.sides.acting import Actor, Cast
from foedus.terms import Force, Party

_TO_COME = 60
"""Letters after an invitation within which it is told what to do."""
_HELP = 90
"""Letters after a verb of asking within which it is told that help is asked for."""


@frozen
class Need:
    """Who says that something needs to be done, with what force, and who is to do it."""

    speaker: Actor
    force: Force
    asked: Actor


def is_need(page: Page, mark: Mark) -> bool:
    """Whether words only say that something needs to be done."""
    return page.folded[mark.start : mark.end] in page.names("modals")


def without_agreed_needs(page: Page, bounds: Sequence[Mark]) -> Iterator[Mark]:
    """The bounds without words of need that only go on with an agreement: "thống nhất thời gian tới cần"."""
    before: Mark | None = None
    small = page.names("coming_words", "adverbs", "to_whom") if page.names("modals") else frozenset()
    for mark in bounds:
        agreed = before is not None and before.senses.get("speech") == Force.AGREED
        if agreed and before and is_need(page, mark) and small.issuperset(page.words(before.end, mark.start)):
            continue
        before = mark
        yield mark


def leads_to_need(page: Page, mark: Mark, bounds: Sequence[Mark]) -> bool:
    """Whether only whoever is asked stands between a verb of asking and the word of need after it."""
    following = next((m for m in bounds if m.start >= mark.end), None)
    if following is None or not is_need(page, following) or mark.senses["speech"] == Force.AGREED:
        return False
    return not page.marks.holds(mark.end, following.start, "act", "deed")


def need_told(
    page: Page, cast: Cast, mark: Mark, *, bounds: Sequence[Mark], since: tuple[int, tuple[Party, ...]]
) -> Need | None:
    """The need that words tell in a sentence; None where they tell none.

    Args:
        page: the text.
        cast: its parties and actors.
        mark: the words of need.
        bounds: the words by which scopes end in the sentence.
        since: where the sentence begins, and who spoke in the one before.
    """
    if not is_need(page, mark):
        return None
    start, before = since
    told = next((m for m in reversed(bounds) if m.end <= mark.start), None)
    if told is None:
        return _need_told_after(page, cast, mark, start=start, before=before)
    if {"report", "speech"}.isdisjoint(told.senses):
        return None
    asked = [actor for actor in cast.before(told.end, mark.start) if actor.parties]
    speaker = subject(page, cast, start=start, end=told.start)
    if not asked or speaker is None or ";" in page.folded[told.end : mark.start]:
        return None
    if not page.names("adverbs", ",").issuperset(page.words(asked[-1].end, mark.start)):
        return None
    force = Force(told.senses["speech"]) if "speech" in told.senses else Force.URGED
    both = asked[-1].many and page.lexicon.has("asks_both")
    return Need(speaker, Force.PROPOSED if force is Force.URGED and both else force, asked[-1])


def _need_told_after(
    page: Page, cast: Cast, mark: Mark, *, start: int, before: tuple[Party, ...]
) -> Need | None:
    """What somebody said who is told after it, or as its source: "les deux pays doivent ..., a dit X"."""
    asked = subject(page, cast, start=start, end=mark.start)
    reports = page.marks.within(mark.end, page.sentence_at(mark.start)[1], "report")
    after = (teller_after(page, cast, report, since=mark.end) for report in reports)
    speaker = next((actor for actor in after if actor), None) or source(page, cast, start=start)
    if speaker is None and asked is not None and asked.many and len(before) == 1:
        speaker = Actor(start=mark.start, end=mark.start, parties=before)
    return Need(speaker, Force.URGED, asked) if speaker and asked and speaker != asked else None


def asks_help(page: Page, start: int, end: int) -> bool:
    """Whether what is asked for between two places is help: "a souhaité que le Japon continue d'aider"."""
    return page.says(start, min(end, start + _HELP), page.names_of("speaking", "help"))


def asks_something(page: Page, start: int, end: int) -> bool:
    """Whether somebody is invited to do something else than to come: "a invité X à ratifier"."""
    visiting = page.lexicon.endings("speaking", "visiting")
    verb = page.marks.first(start, min(end, start + _TO_COME), "act")
    if verb is None or page.folded.startswith(visiting, verb.start):
        return False
    words = page.words_but_last(start - 8, verb.start, page.names("object_pronouns"))
    return not page.names("infinitive_markers").isdisjoint(words[-1:])
