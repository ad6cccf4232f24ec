"""Words found in a script that writes none of their borders, as Lao and Khmer are written.

There a word ends where the next begins, and nothing tells where that is; blanks part phrases, and are
set or left out as the writer likes. So blanks are passed over, and what a lexicon knows is found wherever
its letters stand; but no word begins with a letter that only follows another one, or ends before one. The
longest counts. Which letters these are is the script's data (`[script]` of a language's TOML).
"""

from array import array
from collections.abc import Mapping
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import frozen

from foedus.reading.lexicon.senses import Mark, Senses


@frozen
class Borderless:
    """Finds words in a folded text whose script shows no borders of words."""

    automaton: AhoCorasick
    senses: tuple[Senses, ...]
    begin_no_word: frozenset[str]
    end_no_word: frozenset[str]

    @classmethod
    def of(cls, senses: Mapping[str, Senses], script: Mapping[str, Any]) -> "Borderless":
        """Build a finder from folded words and their senses, and the letters of a script."""
        run: dict[str, dict[str, Any]] = {}
        for words, told in senses.items():
            run.setdefault(words.replace(" ", ""), {}).update(told)
        automaton = AhoCorasick(
            list(run) or ["\0"], matchkind=MatchKind.LeftmostLongest, store_patterns=False
        )
        return cls(
            automaton=automaton,
            senses=tuple(run.values()),
            begin_no_word=frozenset(script["begin_no_word"]),
            end_no_word=frozenset(script["end_no_word"]),
        )

    def marks(self, folded: str) -> list[Mark]:
        """All marks in a folded text, in order, blanks within them passed over."""
        places = array("I", (place for place, letter in enumerate(folded) if letter != " "))
        run = folded.replace(" ", "")
        return [
            Mark(places[start], places[end - 1] + 1, self.senses[index])
            for index, start, end in self.automaton.find_matches_as_indexes(run)
            if not self.is_cut(run, start, end)
            and _is_apart(folded, start=places[start], end=places[end - 1] + 1)
        ]

    def is_cut(self, run: str, start: int, end: int) -> bool:
        """Whether letters belong to a longer syllable than what was found."""
        return run[end : end + 1] in self.begin_no_word or (start > 0 and run[start - 1] in self.end_no_word)


def _is_apart(folded: str, *, start: int, end: int) -> bool:
    """Whether Latin words among the others stand apart, as Latin words do: not "un" in "under"."""
    before, after = folded[start - 1 : start] if start else "", folded[end : end + 1]
    return not (_is_latin(before) and _is_latin(folded[start])) and not (
        _is_latin(after) and _is_latin(folded[end - 1])
    )


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
