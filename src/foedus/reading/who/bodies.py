"""Bodies: what an office is of, in a language that sets no word between the two.

In "Cục trưởng Cục Dịch tễ Trần Văn Mẫu" no word tells where the body ends and the name
begins. What tells them apart is how they are printed: of a body's word only the first
syllable has a capital, of a name every one. This room finds where a body ends; who holds
the office is for `foedus.reading.who.names`.
"""

import re
from functools import cached_property

from attrs import define

from foedus.reading.lexicon import Lexicon
from foedus.reading.lexicon.marked import Marked

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*")
_FAR = 120
"""Letters within which a body ends."""
_PLACE = 2
"""Words in a place's name, where it stands before somebody's."""
_NAME = 3
"""Words in a name, where it stands after a place's."""
_NAMES = 4
"""Words with capitals that may all be one name."""
_ACRONYM = 3
_TALKING = ("speech", "report", "stage", "meets", "courtesy", "judgement", "act", "head", "office", "rank")
_BLANKS = (" ", "\u00a0")


@define(slots=False)
class Bodies:
    """The bodies named after offices in one text."""

    text: str
    folded: str
    marks: Marked
    lexicon: Lexicon

    def end(self, position: int, *, apposed: bool) -> int:
        """Where the body that begins after a place ends; the place itself without one.

        Args:
            position: where an office's words end.
            apposed: whether the holder is named before the office, so that no name follows.
        """
        words = self._words(position)
        run = self._capitals(words, 0)
        if not run:
            return position
        if self._is_territorial(position):
            return self._past_place(words, run, position=position, apposed=apposed)
        if not self._opens(words):
            return position
        return self._run_on(words, position, apposed=apposed)

    def _words(self, position: int) -> list[re.Match[str]]:
        """The words after a place, up to the first mark of punctuation."""
        found: list[re.Match[str]] = []
        end = position
        for word in _WORD.finditer(self.text, position, position + _FAR):
            if self.text[end : word.start()] not in _BLANKS:
                break
            found.append(word)
            end = word.end()
        return found

    def _capitals(self, words: list[re.Match[str]], index: int) -> int:
        """How many words from one on have capitals, a country's name apart."""
        count = 0
        for word in words[index:]:
            if not word[0][0].isupper() or word.start() in self._parties:
                break
            count += 1
        return count

    def _opens(self, words: list[re.Match[str]]) -> bool:
        """Whether a body's name begins: one capital and small letters after it, or an acronym."""
        if _is_acronym(words[0][0]):
            return not any(word[0].isupper() for word in words[1:3])
        return self._is_unit(words[0]) or self._is_noun(words, 0)

    def _is_unit(self, word: re.Match[str]) -> bool:
        """Whether a word is a noun for a body, whatever follows: "Trạm", "Cục"."""
        return self.lexicon.fold(word[0]) in self.lexicon.names("grammar", "units_of_one_word")

    def _is_noun(self, words: list[re.Match[str]], index: int) -> bool:
        """Whether a word with a capital is the first syllable of a noun and no name before a verb."""
        following = words[index + 1 : index + 2]
        if not following or following[0][0][0].isupper():
            return False
        return not self._ends(following[0])

    def _ends(self, word: re.Match[str]) -> bool:
        """Whether a word in small letters is part of no body: a verb, a preposition, a particle."""
        return word.start() in self._talking or self.lexicon.fold(word[0]) in self._small

    def _run_on(self, words: list[re.Match[str]], position: int, *, apposed: bool) -> int:
        end, index = position, 0
        while index < len(words):
            word = words[index]
            if word.start() in self._parties:
                end = self._parties[word.start()]
                index = next((i for i, w in enumerate(words) if w.start() >= end), len(words))
                continue
            if not word[0][0].isupper():
                joined = self.lexicon.fold(word[0]) in self._ands and self._is_next_noun(words, index + 1)
                if not joined and self._ends(word):
                    break
                end, index = word.end(), index + 1
                continue
            run = self._capitals(words, index)
            if run == 1 or (index == 0 and (_is_acronym(word[0]) or self._is_unit(word))):
                end, index = word.end(), index + 1
                continue
            own = run if apposed else 0 if run <= _NAMES else run - _NAME
            return words[index + own - 1].end() if own else end
        return end

    def _is_next_noun(self, words: list[re.Match[str]], index: int) -> bool:
        return index < len(words) and words[index][0][0].isupper() and self._is_noun(words, index)

    def _is_territorial(self, position: int) -> bool:
        return self.folded.endswith(self.lexicon.endings("grammar", "of_territory"), 0, position)

    def _past_place(self, words: list[re.Match[str]], run: int, *, position: int, apposed: bool) -> int:
        """Where the place that an office is of ends: "Bí thư Tỉnh ủy Quảng Ninh Vũ Văn Mẫu"."""
        if run == _NAME:
            return position
        return words[(run if apposed else min(run, _PLACE)) - 1].end()

    @cached_property
    def _parties(self) -> dict[int, int]:
        return {mark.start: mark.end for mark in self.marks.of("party")}

    @cached_property
    def _talking(self) -> frozenset[int]:
        return self.marks.starts(*_TALKING)

    @cached_property
    def _small(self) -> frozenset[str]:
        return self.lexicon.names(
            "grammar", "and", "auxiliaries", "adverbs", "prepositions", "to_whom", "after_name"
        )

    @cached_property
    def _ands(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "and")


def _is_acronym(word: str) -> bool:
    return len(word) >= _ACRONYM and word.isupper() and word.isalpha()
