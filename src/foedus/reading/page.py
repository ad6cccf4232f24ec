"""A document laid out for reading: its sentences, the words known in it, its dates and people.

Laying out finds things and says nothing about what they mean together; the rules of
`said` and `occasions` do that, on a `Page` they cannot change.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from attrs import field, frozen

from foedus.reading.dates import Stated, stated_dates
from foedus.reading.lexicon import Lexicon, Lists, Mark, lexicon
from foedus.reading.lexicon.acronyms import with_acronyms
from foedus.reading.lexicon.marked import Marked
from foedus.reading.received.document import Document
from foedus.reading.sentences import items, sentences, with_lists
from foedus.reading.who.names import Names
from foedus.reading.who.people import Gazetteer, Mention, Portrait, mentions
from foedus.reading.who.registered import registered
from foedus.reading.who.titles import titles

HEADING = "in a line without a full stop"
"""What a rule says of a fact that it saw in a heading."""
_AGENCY = re.compile(r"[A-Z]{2,5} (?=[A-Z][a-z])")
"""An agency's short name before the place of its date line: "AKP Phnom Penh"."""
_HELD = ("head", "office", "counterpart")
_ALSO_NAMES = frozenset({"Gen"})
"""Abbreviated ranks that are first names too."""
_ONE_NAME = re.compile(r" [A-Z][^\W\d_]+(?! [A-Z])")
_QUOTES = (("“", "”"), ("«", "»"))
_LONGEST_QUOTE = 600
_STOPS = (".", ";", "!", "?", "…", "»", "”", '"')
"""What whole sentences end with."""


@frozen
class Page:
    """Everything found in a document's text, by place."""

    document: Document
    lexicon: Lexicon
    text: str
    folded: str
    marks: Marked
    topics: Marked
    dates: Sequence[Stated]
    mentions: Sequence[Mention]
    people: dict[str, Portrait]
    sentences: Sequence[tuple[int, int]]
    items: Sequence[tuple[int, int]]
    """What opens the items of lists below a line."""
    here: tuple[str, int] | None
    """The place in the document's date line, and where it stands; what "here" means."""

    _grammar: Lists = field(init=False, eq=False, repr=False)
    _adverb_endings: tuple[str, ...] = field(init=False, eq=False, repr=False)
    _mention_starts: list[int] = field(init=False, eq=False, repr=False)
    _date_starts: list[int] = field(init=False, eq=False, repr=False)
    _sentence_starts: list[int] = field(init=False, eq=False, repr=False)
    name_starts: frozenset[int] = field(init=False, eq=False, repr=False)
    """Where people are mentioned or their names begin; no place begins there."""

    @_grammar.default
    def _lists_of_grammar(self) -> Lists:
        return self.lexicon.lists["grammar"]

    @_adverb_endings.default
    def _list_adverb_endings(self) -> tuple[str, ...]:
        return self.lexicon.endings("grammar", "adverb_endings")

    @_mention_starts.default
    def _index_mentions(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @_date_starts.default
    def _index_dates(self) -> list[int]:
        return [date.begins for date in self.dates]

    @_sentence_starts.default
    def _index_sentences(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @name_starts.default
    def _index_names(self) -> frozenset[int]:
        return frozenset(place for m in self.mentions for place in (m.start, m.name[0]))

    @property
    def first_words(self) -> int:
        """Where a date line ends at the latest: dates before it are the document's, not an occasion's."""
        return 12 if self.text[:1] == " " or self.text[:4] == "date" else 0

    def dates_within(self, start: int, end: int) -> Sequence[Stated]:
        """The dates that begin between two places."""
        return _between(self.dates, self._date_starts, start=start, end=end)

    def mentions_within(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions of people that begin between two places."""
        return _between(self.mentions, self._mention_starts, start=start, end=end)

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence that a place lies in."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, place) - 1)]

    def is_heading(self, sentence: tuple[int, int]) -> bool:
        """Whether a sentence ends without a mark, as a headline, a caption or a line of a menu does."""
        return self.text[sentence[1] - 1] not in _STOPS

    def is_quoted(self, place: int) -> bool:
        """Whether a place lies within quotation marks that open in its sentence."""
        lead = self.text[max(self.sentence_at(place)[0], place - _LONGEST_QUOTE) : place]
        return lead.count('"') % 2 == 1 or any(lead.count(one) > lead.count(other) for one, other in _QUOTES)

    def words(self, start: int, end: int) -> list[str]:
        """The folded words between two places, punctuation apart."""
        return self.folded[max(0, start) : end].replace(",", " , ").replace(";", " ; ").split()

    def says(self, start: int, end: int, phrases: frozenset[str]) -> bool:
        """Whether one of these phrases stands between two places."""
        piece = self.folded[max(0, start) : end]
        told = [phrase for phrase in phrases if phrase in piece]
        if not told:
            return False
        words = f" {' '.join(word.rstrip('.:)') for word in self.words(start, end))} "
        return any(f" {phrase} " in words for phrase in told)

    def words_but_adverbs(self, start: int, end: int) -> list[str]:
        """The words between two places, adverbs apart: "will closely coordinate" without "closely"."""
        return [word for word in self.words(start, end) if not self.is_adverb(word)]

    def words_but_last(self, start: int, end: int, small: frozenset[str]) -> list[str]:
        """The words between two places, small ones left out at the end: what stands before an article."""
        words = self.words(start, end)
        while words and words[-1] in small:
            words.pop()
        return words

    def is_object(self, start: int) -> bool:
        """Whether the phrase that begins at a place stands after a preposition, articles apart."""
        words = self.words_but_last(start - 24, start, self.names("mere_articles"))
        return bool(words) and words[-1] in self.names("prepositions")

    def items_within(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """What opens the items of lists that begin between two places."""
        return self.items[bisect_left(self.items, (start,)) : bisect_left(self.items, (end,))]

    def opens_item(self, place: int) -> bool:
        """Whether a place is where an item of a list below a line begins."""
        at = bisect_left(self.items, (place,))
        return at > 0 and self.items[at - 1][1] == place

    def is_adverb(self, word: str) -> bool:
        """Whether a word is an adverb by its ending: "étroitement", "closely"."""
        return word.endswith(self._adverb_endings)

    def names_of(self, section: str, *keys: str) -> frozenset[str]:
        """The words of closed lists of one section of the lexicon."""
        return self.lexicon.lists[section][keys]

    def names(self, *keys: str) -> frozenset[str]:
        """The words of closed lists of the language's grammar."""
        return self._grammar[keys]


Item = TypeVar("Item")


def _between(items: Sequence[Item], starts: list[int], *, start: int, end: int) -> Sequence[Item]:
    return items[bisect_left(starts, start) : bisect_left(starts, end)]


_SHORT = 5
"""Letters of a country's name that may be one of a longer name's words."""
_LONGEST_WORD = 12
_DATELINE = re.compile(r"(?m)^[ \t]*([^\W\d_a-z][^\W\d_]+(?:[ ’'-][^\W\d_]+){0,3})(?:, | \(|/| [–—-]{1,2} )")
_HEAD = 1_500


def _dateline_place(text: str) -> tuple[str, int] | None:
    """The place that opens a date line: "BANGKOK, June 19 –", "Hanoï (VNA) –"."""
    for match in _DATELINE.finditer(text, 0, min(len(text), _HEAD)):
        line = text[match.start() : match.end() + 60].partition("\n")[0]
        if any(letter.isdigit() for letter in line) or "(" in match[0] or "–" in match[0] or "—" in match[0]:
            agency = _AGENCY.match(match[1])
            start = agency.end() if agency else 0
            return match[1][start:], match.start(1) + start
    return None


def _as_printed(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks without those of words that count only in capitals ("RoK"), or with one, and are not so."""
    kept: list[Mark] = []
    for mark in marks:
        if "rank" in mark.senses and kept and _is_first_name(text, mark, kept[-1]):
            continue
        if "printed" not in mark.senses or _is_printed(text, mark, kept[-1].end if kept else 0):
            kept.append(mark)
    return kept


def _is_first_name(text: str, rank: Mark, before: Mark) -> bool:
    """Whether an abbreviated rank without its point is a name: "Defence Minister Gen Ejemplo spoke"."""
    held = before.end + 1 == rank.start and not before.senses.keys().isdisjoint(_HELD)
    alone = _ONE_NAME.match(text, rank.end)
    return bool(held and alone) and text[rank.start : rank.end] in _ALSO_NAMES


def _is_printed(text: str, mark: Mark, since: int) -> bool:
    """Whether a word is printed as one that counts; `since` is where the mark before it ends."""
    if mark.senses["printed"] == "capitals":
        return sum(map(str.isupper, text[mark.start : mark.end])) > 1
    if mark.senses["printed"] == "placed":
        before = text[max(since, mark.start - _LONGEST_WORD) : mark.start].split(" ")[-2:-1] or [""]
        named = before[0][:1].isupper() and before[0].isalpha() and not before[0].isupper()
        return text[mark.start].isupper() and (not named or mark.start == since)
    return text[mark.start].isupper() and not _is_inside_name(text, mark, since)


def _is_inside_name(text: str, mark: Mark, since: int) -> bool:
    """Whether a short word only goes on with a name: "Quảng Đức", "Lê Đức Mẫu" are of no country."""
    word = text[mark.start : mark.end]
    before = text[max(since, mark.start - _LONGEST_WORD) : mark.start]
    if len(word) > _SHORT or " " in word or word.isupper() or before[-1:] != " " or before.endswith(". "):
        return False
    last = before.split()[-1:] or [""]
    return last[0][:1].isupper() and last[0].isalpha() and not last[0].isupper()


def _parted(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    """A folded text with a blank for the full stop of sentences that are glued together: "... pays.Il a"."""
    glued = {end - 1 for (_, end), (start, _) in pairwise(spans) if end == start and folded[end - 1] == "."}
    return "".join(" " if at in glued else c for at, c in enumerate(folded)) if glued else folded


def lay_out(document: Document, known: Gazetteer) -> Page:
    """Find all that a document's language has words for."""
    words = lexicon(document.language, document.text)
    text = document.text
    listed = items(text, tuple(words.grammar["grammar"].get("item_words", ())))
    printed = sentences(text)
    folded = _parted(words.fold(text), printed)
    marks = Marked(with_acronyms(text, _as_printed(text, words.words.marks(folded))))
    spans = with_lists(text, printed, listed)
    stated = titles(folded, marks=marks.marks, lexicon=words, sentences=spans)
    if words.has_borders:
        names = Names(text=text, folded=folded, marks=marks, lexicon=words)
        found, people = mentions(names, titles=stated, known=known)
    else:
        found, people = registered(
            text, folded=folded, marks=marks, titles=stated, lexicon=words, known=known
        )
    return Page(
        document=document,
        lexicon=words,
        text=text,
        folded=folded,
        marks=marks,
        topics=Marked(words.topics.marks(folded)),
        dates=stated_dates(folded, text=text, marks=marks, lexicon=words, published=document.published),
        mentions=found,
        people=people,
        sentences=spans,
        items=[(start, end) for start, end, _ in listed],
        here=_dateline_place(text),
    )
