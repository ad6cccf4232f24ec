"""The short names that a text gives its bodies: "the Joint Boundary Commission (JBC) ... the JBC agreed".

A short name in brackets right after a body's words means that body wherever it stands again. Nothing
is known of short names that a text does not explain.
"""

import re
from collections.abc import Sequence

from attrs import evolve

from foedus.reading.lexicon.senses import Mark, Occasion

SHORT = "short name"
"""The sort of sense that tells a body's short name from its words."""
_IN_BRACKETS = re.compile(r" \(([A-Z][A-Za-z]{0,3}[A-Z])\)")
_MOST = 8
"""Short names that one text explains at most."""


def with_acronyms(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Marks with those of the short names that a text explains.

    Args:
        text: the text as printed.
        marks: what the lexicon has words for in it, in order.
    """
    named: dict[str, Occasion] = {}
    for mark in marks:
        occasion = mark.senses.get("occasion")
        told = _IN_BRACKETS.match(text, mark.end) if isinstance(occasion, Occasion) else None
        if told and isinstance(occasion, Occasion) and not occasion.plural and len(named) < _MOST:
            series = occasion.series or text[mark.start : mark.end].casefold()
            named.setdefault(told[1], evolve(occasion, series=series))
    if not named:
        return list(marks)
    either = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    taken = {place for mark in marks for place in range(mark.start, mark.end)}
    again = re.finditer(rf"(?<![\w(-])(?:{either})(?!\w)", text)
    short = (Mark(m.start(), m.end(), {"occasion": named[m[0]], SHORT: True}) for m in again)
    return sorted((*marks, *(mark for mark in short if mark.start not in taken)), key=lambda mark: mark.start)
