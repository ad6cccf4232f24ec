"""Saying of a document in a language that is not read whole what was looked for in it, and what not."""

from collections.abc import Iterator, Mapping
from typing import Final

from babel import Locale

from foedus.reading.facts import Reading

_SORTS: Final[Mapping[str, str]] = {
    "people": "people",
    "engagements": "meetings",
    "instruments": "papers",
    "commitments": "undertakings",
    "assessments": "judgements",
}


def in_part(reading: Reading, *, name: str) -> Iterator[str]:
    """Lines on what is not read of a document, and what stands in it besides; none where all is read."""
    if reading.outline is None:
        return
    language = Locale.parse(reading.language).get_display_name("en")
    sorts = [_SORTS[kind] for kind in reading.not_read]
    yield f"{name}: of {language}, only the people whom the register knows are read so far."
    yield f"  Not read yet: {', '.join(sorts)}. Somebody who reads {language} must look for them."
    seen = reading.outline
    for what, told in (("Dates", seen.dates), ("Parties", seen.parties), ("Ranks and offices", seen.titles)):
        yield f"  {what} in it: {'; '.join(told) or 'none found'}."
