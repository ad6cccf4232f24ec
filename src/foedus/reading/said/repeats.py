"""What a text tells twice: in its heading and its summary, and again where it tells the day.

A page of news says at its head what it then tells. What is said again below is one fact, stated by the
fuller telling. Which facts there are is for `foedus.reading.said.commitments` and `papers`.
"""

import re
from collections.abc import Sequence
from itertools import islice

from foedus.reading.facts import Commitment
from foedus.reading.page import Page

_HEAD = 900
"""Letters at the head of a text within which it begins to tell, with a day."""
_SUMMARY = 400
"""Letters of a summary at most."""
_BLOCK = re.compile(r"\n[^\S\n]*\n\s*")
_ALIKE, _SAME = 0.7, 0.85
"""The share of a summary's words that are told again below, and of those that tell the same anywhere."""
_HEADED = 0.6
"""The share of a heading's words that a sentence below says again."""
_CONTENT, _STEM, _MOST = 4, 6, 0.6
"""Letters of a word that says something, those it is known by, and how much of a heading is told below."""
_FEWEST = 3
"""Words of a thing to be done at least, so that it can be known again."""
_REACH, _AHEAD = 24, 200
"""Things to be done among which one may have been told before, or may be told again."""


def body_of(page: Page) -> int:
    """Where a text begins to tell, after its heading and its summary; 0 where it has none."""
    if below := _below_summary(page):
        return below
    for start, end in page.sentences:
        if start > _HEAD:
            break
        told = page.dates_within(start, end)
        if any(date.start is None or date.start.month is not None for date in told):
            return start if start > page.first_words else 0
    return next((start for start, end in page.sentences if not page.is_heading((start, end))), 0)


def _below_summary(page: Page) -> int:
    """Where the third block of a text begins, if the first is its heading and the second a short summary."""
    blocks = [m.end() for m in islice(_BLOCK.finditer(page.text, 0, _HEAD), 2)]
    if len(blocks) < 2 or blocks[1] - blocks[0] > _SUMMARY:
        return 0
    first = next(iter(page.sentences), (0, 0))
    return blocks[1] if first[1] <= blocks[0] and page.is_heading(first) else 0


def without_repeats(page: Page, facts: Sequence[Commitment]) -> list[Commitment]:
    """The things to be done, each told once: of a summary and what follows, the latter; else the former."""
    facts = _without_headings(page, facts)
    body = body_of(page)
    small = page.names("prepositions", "of", "mere_articles", "and", "infinitive_markers", "auxiliaries")
    words = [frozenset(page.words(f.evidence.start, f.evidence.end)) - small for f in facts]
    told = [page.sentence_at(f.evidence.start) for f in facts]
    kept: list[Commitment] = []
    for index, fact in enumerate(facts):
        own = words[index]
        if len(own) < _FEWEST:
            kept.append(fact)
            continue
        headed = fact.evidence.start < _HEAD and page.is_heading(told[index])
        ahead = range(index + 1, min(len(facts), index + _AHEAD))
        later = [i for i in ahead if told[i] != told[index]]
        below = [i for i in later if facts[i].evidence.start >= body] if fact.evidence.start < body else []
        again = any(len(own & words[i]) >= _ALIKE * len(own) for i in below)
        if headed and not again:
            whole = (frozenset(page.words(*told[i])) for i in later)
            gist = frozenset(page.lexicon.fold(fact.gist).split()) - small
            again = any(len(gist & said) >= _HEADED * len(gist) for said in whole)
        if not again and not any(_is_same(own, words[i]) for i in range(max(0, index - _REACH), index)):
            kept.append(fact)
    return kept


def _without_headings(page: Page, told: Sequence[Commitment]) -> Sequence[Commitment]:
    """The things to be done without those of a heading that the sentences below it tell, by their words."""
    headed = [page.is_heading(page.sentence_at(fact.evidence.start)) for fact in told]
    if not any(headed) or page.lexicon.has("of_left_out"):
        return told
    below = [_content(page, fact) for fact, heading in zip(told, headed, strict=True) if not heading]
    return [
        fact
        for fact, heading in zip(told, headed, strict=True)
        if not (heading and _is_in(page, fact, below))
    ]


def _content(page: Page, fact: Commitment) -> frozenset[str]:
    """The words that say what is to be done, small ones apart, by their beginnings."""
    start, end = page.sentence_at(fact.evidence.start)
    words = page.words(min(start, fact.evidence.start), max(end, fact.evidence.end))
    return frozenset(word[:_STEM] for word in words if len(word) >= _CONTENT)


def _is_in(page: Page, fact: Commitment, below: Sequence[frozenset[str]]) -> bool:
    """Whether one of the sentences below says most of what a heading says."""
    words = frozenset(w[:_STEM] for w in page.lexicon.fold(fact.gist).split() if len(w) >= _CONTENT)
    return bool(words) and any(len(words & other) >= _MOST * len(words) for other in below)


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one), len(other))
