"""Names: the capitalised words beside a title.

The words of a name are in no list; what tells a name is its place, right after a title
("le général X"), right before one in apposition ("X, ministre de"), or paired with a
plural title ("les ministres de A et de B, X et Y"). This room finds where names stand;
who they are is for `foedus.reading.people`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile

from attrs import define

from foedus.reading.lexicon import Lexicon, Mark
from foedus.terms import Party

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_BEFORE_NAME = re.compile(r"(?:\s*\([^()\n]{1,24}\))?[ \u00a0]*[,:]?[ \u00a0]*")
_APPOSED = re.compile(r"\s*(?:\([^()\n]{1,24}\))?\s*,")
_BEFORE_PARTY = re.compile(r" ([a-z]{1,4}) (?:the )?")
_POSSESSIVE = re.compile("['’]s$")
_BLANKS = (" ", "\u00a0")
_LONGEST = 7
"""Words in a name at most."""
_LEAD = 90
"""Letters before a title within which a name in apposition begins."""
_VERBS = frozenset({"speech", "report", "stage", "meets", "act", "courtesy", "judgement"})
_STOPS = frozenset(
    {
        "head",
        "office",
        "rank",
        "area",
        "month",
        "weekday",
        "occasion",
        "honorific",
        "counterpart",
        "paper",
        "body",
    }
)


@define(slots=False)
class Names:
    """The places in one text where names may stand."""

    text: str
    folded: str
    marks: Sequence[Mark]
    lexicon: Lexicon

    @cached_property
    def _stops(self) -> frozenset[int]:
        return frozenset(mark.start for mark in self.marks if not mark.senses.keys().isdisjoint(_STOPS))

    @cached_property
    def _parties(self) -> dict[int, int]:
        return {mark.start: mark.end for mark in self.marks if "party" in mark.senses}

    @cached_property
    def _honorifics(self) -> dict[int, int]:
        return {mark.start: mark.end for mark in self.marks if "honorific" in mark.senses}

    @cached_property
    def _particles(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "name_particles")

    @cached_property
    def _articles(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "articles")

    def after(self, position: int) -> Span | None:
        """The name that follows a place, a comma or a bracket between at most."""
        gap = _BEFORE_NAME.match(self.text, position)
        start = gap.end() if gap else position
        while start in self._honorifics:
            start = self._honorifics[start] + 1
        return self._at(start) if start > position else None

    def beyond(self, position: int) -> Span | None:
        """The name after a field that no lexicon knows: "ministre de la Mer et du Littoral, X Y"."""
        end = self.text.find(",", position, position + _LEAD)
        words = self.folded[position:end].split() if end >= 0 else []
        if not words or words[0] not in self._of or any(mark in self.text[position:end] for mark in ".;:\n"):
            return None
        if any(True for _ in self._within(position, end, _VERBS | {"head", "office", "rank"})):
            return None
        span = self.after(end)
        return span if span and " " in self.text[span[0] : span[1]] else None

    def _within(self, start: int, end: int, sorts: frozenset[str]) -> Iterator[Mark]:
        first = bisect_left(self.marks, (start,))
        for mark in takewhile(lambda mark: mark.start < end, islice(self.marks, first, None)):
            if not mark.senses.keys().isdisjoint(sorts):
                yield mark

    @cached_property
    def _of(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "of")

    def party_after(self, position: int) -> Party | None:
        """The party that follows a name: "X of Mauritius", "X (Sweden)"."""
        if self.text.startswith(" (", position):
            return self._nations.get(position + 2)
        gap = _BEFORE_PARTY.match(self.folded, position)
        return self._nations.get(gap.end()) if gap and gap[1] in self._belongs else None

    @cached_property
    def _belongs(self) -> frozenset[str]:
        return self.lexicon.names("grammar", "party_of")

    @cached_property
    def _nations(self) -> dict[int, Party]:
        return {
            mark.start: mark.senses["party"].party
            for mark in self.marks
            if "party" in mark.senses and mark.senses["party"].how != "adjective"
        }

    def pair(self, position: int) -> tuple[Span, ...]:
        """The names listed after a plural title: "X et Y", "X, Y et Z"."""
        found = []
        at = position
        while span := self.after(at):
            found.append(span)
            at = span[1]
            joiners = self.lexicon.names("grammar", "and")
            joined = next((word for word in joiners if self.folded.startswith(f" {word} ", at)), "")
            if joined:
                at += len(joined) + 1
            elif not self.text.startswith(", ", at):
                break
        return tuple(found) if len(found) > 1 else ()

    def before(self, position: int) -> Span | None:
        """The name in apposition before a title ("X, ministre de"), two words at least."""
        offset = max(0, position - _LEAD)
        lead = self._without_article(self.text[offset:position].rstrip())
        if not lead.endswith(","):
            return None
        lead = lead[:-1]
        taken: list[re.Match[str]] = []
        for word in reversed(list(_WORD.finditer(lead))):
            joined = lead[word.end() : taken[-1].start()] in _BLANKS if taken else word.end() == len(lead)
            if not joined or not word[0][0].isupper() or len(taken) == _LONGEST:
                break
            taken.append(word)
        while taken and self.lexicon.fold(taken[-1][0]) in self._articles:
            taken.pop()
        if len(taken) < 2:
            return None
        return offset + taken[-1].start(), offset + taken[0].end()

    def continues(self, start: int, position: int, *, at_name: bool) -> bool:
        """Whether a title at a place is one more apposition to a name told until `start`.

        Between the two stand only commas and further titles: no verb, no sentence's end.
        """
        between = self.text[start:position]
        lead = self._without_article(between.rstrip())
        if not lead.endswith(",") or len(between) > 2 * _LEAD or any(mark in between for mark in ".;:\n"):
            return False
        if at_name and not _APPOSED.match(between):
            return False
        return not any(True for _ in self._within(start, position, _VERBS))

    def _without_article(self, lead: str) -> str:
        words = lead.rsplit(" ", 1)
        return (
            words[0].rstrip()
            if len(words) == 2 and self.lexicon.fold(words[1]).strip() in self._articles
            else lead
        )

    def _at(self, start: int) -> Span | None:
        """The capitalised words that begin at a place, particles between them included."""
        text, at, end, upper = self.text, start, start, 0
        for _ in range(_LONGEST):
            word = _WORD.match(text, at)
            if word is None or at in self._stops:
                break
            stop = word.end() - (word[0].endswith(".") and not _is_initials(word[0]))
            if owner := _POSSESSIVE.search(word[0]):
                stop, upper = word.start() + owner.start(), upper + 1
                end = stop
                break
            if word[0][0].isupper():
                end, upper = stop, upper + 1
            elif not self._is_particle(word[0], stop) or not upper:
                break
            if text[stop : stop + 1] not in _BLANKS:
                break
            at = stop + 1
        if not upper or (upper == 1 and self._parties.get(start, 0) >= end):
            return None
        return start, end

    def _is_particle(self, word: str, stop: int) -> bool:
        """Whether a small word stands inside a name: a capital follows, and no country's name."""
        following = self.text[stop + 1 : stop + 2]
        return word in self._particles and following.isupper() and stop + 1 not in self._parties


def _is_initials(word: str) -> bool:
    return all(len(part) <= 1 for part in word.split("."))
