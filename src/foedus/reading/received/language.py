"""The language a text is written in.

A script in which one language alone is written tells it. Most other texts tell it by their
small words: where those of one language are many and those of every other are few, nothing
else is asked, which costs a hundredth of the rest of reading. Where they do not tell, the
letters do, by a classifier that knows a hundred languages.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from foedus.later import later
from foedus.terms import Language

if TYPE_CHECKING:
    import py3langid
else:
    py3langid = later("py3langid")

READ_IN_PART: Final = frozenset({Language("km"), Language("lo")})
"""Languages of which only some kinds of facts are read yet; their lexicons say which."""

_SCRIPTS: Final = {
    Language("lo"): re.compile("[\u0e80-\u0eae]"),
    Language("km"): re.compile("[\u1780-\u17b3]"),
}
"""Letters in which one language alone is written."""
_OWN_LETTERS = re.compile("[\u0e80-\u0eae\u1780-\u17b3]")
_SAMPLE = 1_000
"""Letters by which the language is told."""
_FEW = 20
"""Words of a sample that is too short to tell by its small words."""
_SHARE = 8
"""One word in so many must be one of a language's small words."""
_RIVAL = 4
"""Another language's small words may be one in so many of them."""


@cache
def _telling() -> dict[Language, frozenset[str]]:
    table = tomllib.loads((files(__package__) / "telling.toml").read_text(encoding="utf-8"))
    return {Language(tag): frozenset(words) for tag, words in table.items()}


def language_of(text: str) -> Language:
    """The language of a text's beginning; one there is no lexicon for may be told too.

    Args:
        text: a composed text (NFC) with at least one letter.

    Returns:
        A tag of ISO 639.
    """
    if told := language_told(text):
        return told
    label, _ = py3langid.classify(text[:_SAMPLE])
    return Language(label)


def _of_script(sample: str) -> Language | None:
    """The language that alone is written in the letters of which most of a sample is."""
    if not _OWN_LETTERS.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    counts = {tag: len(found.findall(sample)) for tag, found in _SCRIPTS.items()}
    told = max(counts, key=lambda tag: counts[tag])
    return told if 2 * counts[told] >= letters else None


def language_told(text: str) -> Language | None:
    """The language that the small words of a text's beginning tell beyond doubt; None where they do not.

    Args:
        text: a composed text (NFC).
    """
    sample = text[:_SAMPLE]
    if own := _of_script(sample):
        return own
    words = sample.lower().split()
    counts = {tag: sum(map(small.__contains__, words)) for tag, small in _telling().items()}
    told = max(counts, key=lambda tag: counts[tag])
    others = sum(counts.values()) - counts[told]
    sure = len(words) >= _FEW and counts[told] * _SHARE >= len(words) and others * _RIVAL <= counts[told]
    return told if sure else None
