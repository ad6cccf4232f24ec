"""What words may mean, and how they are found: the marks of a lexicon in a text.

The automaton is Aho-Corasick's, so the time it takes does not depend on how many words
there are. Only whole words count, and the longest where several begin together.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import frozen

from foedus.terms import Party

_LONGEST = 80
"""Letters in an entry at most."""

Senses = Mapping[str, Any]
"""What words may mean: the sort of sense (`rank`, `party`, `speech`), and its value."""


class Mark(NamedTuple):
    """Words of the lexicon found in a text, from `start` to `end`."""

    start: int
    end: int
    senses: Senses


@frozen
class Nation:
    """A party's words: its code, and whether a name, an adjective, a capital or an organisation says it."""

    party: Party
    how: str


@frozen
class Office:
    """An office: its English words, its level (9 highest), whether several hold it and its field is said."""

    title: str
    level: int
    plural: bool = False
    whole: bool = True


@frozen
class Occasion:
    """A noun for an occasion: its kind, its English name if it recurs, whether several are meant."""

    kind: str
    series: str | None = None
    plural: bool = False


@frozen
class Finder:
    """Finds words in a folded text; only whole words, the longest where several begin together."""

    automaton: AhoCorasick
    senses: tuple[Senses, ...]
    several: tuple[bool, ...]
    """Whether an entry has several words; only such a one can hide others behind its match."""

    @classmethod
    def of(cls, senses: Mapping[str, Senses]) -> "Finder":
        """Build a finder from folded words and their senses."""
        patterns = [" " + words for words in senses]
        # Thousands of words mean the same; what they mean is kept once.
        meanings: dict[tuple[tuple[str, Any], ...], Senses] = {}
        automaton = AhoCorasick(patterns or ["\0"], matchkind=MatchKind.LeftmostLongest, store_patterns=False)
        several = tuple(" " in words for words in senses)
        kept = tuple(meanings.setdefault(tuple(one.items()), one) for one in senses.values())
        return cls(automaton=automaton, senses=kept, several=several)

    def marks(self, folded: str) -> list[Mark]:
        """All marks in a folded text, in order.

        Each word of a pattern is preceded by a blank, so one blank is set before the
        text; a match then begins at its own offset and ends one letter further.
        """
        haystack = f" {folded} "
        senses, several = self.senses, self.several
        marks: list[Mark] = []
        free = 0
        for i, s, e in self.automaton.find_matches_as_indexes(haystack):
            if s < free:
                continue
            if not haystack[e].isalnum():
                marks.append(Mark(s, e - 1, senses[i]))
            elif several[i] and (found := self._behind(haystack, s, e)):
                marks += found
                free = found[-1].end
        return marks

    def _shorter(self, haystack: str, start: int, end: int) -> Mark | None:
        """The longest whole words that begin where a match ends within a word: "de" where "de l" hid it."""
        while (
            match := next(iter(self.automaton.find_matches_as_indexes(haystack[start : end - 1])), None)
        ) and (match[1] == 0):
            end = start + match[2]
            if not haystack[end].isalnum():
                return Mark(start, end - 1, self.senses[match[0]])
        return None

    def _behind(self, haystack: str, start: int, end: int) -> list[Mark]:
        """Marks that a longer match hid, which then turned out to end within a word."""
        shorter = self._shorter(haystack, start, end)
        found = [shorter] if shorter else []
        start = shorter.end if shorter else start
        window = haystack[start + 1 : end + _LONGEST]
        for i, s, e in self.automaton.find_matches_as_indexes(window):
            if s + start + 1 >= end:
                break
            if e < len(window) and not window[e].isalnum():
                found.append(Mark(s + start + 1, e + start, self.senses[i]))
        return found
