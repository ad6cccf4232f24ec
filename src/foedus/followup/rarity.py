"""Which words two texts share, and how much that says: a rare word says more than a common one.

Words are compared without accents and by their beginnings, so that *marker* meets *markers* and
*logistique* meets *logistics*; per language, and words whose language is not known with those of any.
Vietnamese is written syllable by syllable, so two running stand for a word as well; Lao and Khmer
without blanks, so three letters running do.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from attrs import frozen

from foedus.cooperation.spelling import folded
from foedus.terms import Language, Wording

Text = Mapping[Language | None, frozenset[str]]
"""The words of a text by language; those whose language is not known under None."""

_UNSPACED = re.compile(r"[\u0e80-\u0eff\u1780-\u17ff]+")
_SHORTEST, _LONGEST = 3, 6
_VI = Language("vi")


def words_of(text: str, language: Language | None = None) -> frozenset[str]:
    """The words of a text by their beginnings; short ones left out unless they are numbers."""
    found: set[str] = set()
    whole = folded(text).split()
    for word in whole:
        if _UNSPACED.fullmatch(word):
            found |= {word[at : at + 3] for at in range(max(1, len(word) - 2))}
        elif len(word) >= _SHORTEST or word.isdigit():
            found.add(word[:_LONGEST])
    if language in {None, _VI}:
        found |= {f"{one} {other}" for one, other in pairwise(whole) if max(len(one), len(other)) <= _LONGEST}
    return frozenset(found)


def spelling_of(wording: Wording) -> Mapping[str, str]:
    """The words of a wording as it spells them, by what stands for them here."""
    spelling: dict[str, str] = {}
    for words in wording.values():
        plain = words.replace("’", " ").replace("'", " ").split()
        for word in plain:
            for part in folded(word).split():
                spelling.setdefault(part[:_LONGEST], word.strip(".,;:()"))
        for one, other in pairwise(plain):
            spelling.setdefault(f"{folded(one)} {folded(other)}", f"{one} {other}")
    return spelling


def text_of(*wordings: Wording, unknown: Iterable[str] = ()) -> Text:
    """A text of wordings, and of words whose language is not known."""
    text: dict[Language | None, frozenset[str]] = {None: words_of(" ".join(unknown))}
    for wording in wordings:
        for tag, words in wording.items():
            text[tag] = text.get(tag, frozenset()) | words_of(words, tag)
    return text


@frozen
class Rarity:
    """How rare each word is among texts, per language."""

    weights: Mapping[tuple[Language | None, str], float]

    @classmethod
    def among(cls, texts: Iterable[Text]) -> "Rarity":
        """Count the words of texts."""
        counts: Counter[tuple[Language | None, str]] = Counter()
        many = 0
        for text in texts:
            many += 1
            counts.update((tag, word) for tag, words in text.items() for word in words)
        return cls({word: math.log((many + 1) / count) for word, count in counts.items()})

    def rare(self, text: Text, *, at_most: int, many: int) -> Iterable[str]:
        """The words of a text that stand in few of many texts."""
        least = math.log((many + 1) / at_most)
        return {
            word
            for tag, words in text.items()
            for word in words
            if self.weights.get((tag, word), 0.0) >= least
        }

    def likeness(self, text: Text, other: Text) -> tuple[float, tuple[str, ...]]:
        """How much of what a text says another says too, from 0 to 1, and the words they share, rarest first.

        Of the languages that both have, the one that says most counts.
        """
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        unknown = other.get(None, frozenset())
        for tag, words in text.items():
            if not words or (tag is None and len(text) > 1):
                continue
            theirs = other.get(tag, frozenset()) | unknown
            if tag is None:
                theirs = frozenset().union(*other.values())
            shared = words & theirs
            if not shared:
                continue
            weigh = {word: self.weights.get((tag, word), 0.0) for word in words}
            total = sum(weigh.values())
            share = sum(weigh[word] for word in shared) / total if total else 0.0
            if share > best[0]:
                best = (share, tuple(sorted(shared, key=lambda word: (-weigh[word], word))))
        return best
