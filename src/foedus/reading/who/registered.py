"""People of the register in a text whose script has no capital letters, as Lao and Khmer have none.

There nothing but the register tells a name from other words. A name is looked for where names stand,
beside a title, as it is spelt in the register or as it sounds; and wherever it stands as it is spelt
there. Somebody whom the register does not know is not found.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import evolve, field, frozen

from foedus.reading.lexicon import Lexicon
from foedus.reading.lexicon.marked import Marked
from foedus.reading.who.names import Span
from foedus.reading.who.people import Gazetteer, Known, Mention, Portrait, portraits
from foedus.reading.who.titles import Title

_BEFORE = re.compile(r"[\s,\u200b]*")
_TOKEN = re.compile(r"[^\s,.;:()\[\]/\u200b።។]+")
_NO_NAME = re.compile(r"[\n,.;:()\[\]/។]")
_MOST_TOKENS = 4
"""Runs of letters in a name at most."""
_MOST_HEARD = 5_000
"""Runs of letters in a text whose sound is asked for; in one with more names, spelling alone tells."""
_LEAD = 90
"""Letters within which a name beside a title stands."""
_TITLE = ("rank", "head", "office", "honorific", "party", "area")


def registered(
    text: str, *, folded: str, marks: Marked, titles: Sequence[Title], lexicon: Lexicon, known: Gazetteer
) -> tuple[list[Mention], dict[str, Portrait]]:
    """Everybody of the register whom a text mentions: each mention in order, and each person's portrait.

    Args:
        text: the text as printed.
        folded: the text, folded.
        marks: the lexicon's marks in it.
        titles: the titles in it.
        lexicon: the language's words.
        known: the people whom the register knows.
    """
    if not known.people:
        return [], {}
    places = _Places(text=text, folded=folded, marks=marks, lexicon=lexicon, known=known)
    found = [met for title in titles for met in places.beside(title)]
    taken = [met.mention.name for met in found]
    found += (met for met in places.spelt() if not any(_meet(met.mention.name, one) for one in taken))
    found.sort(key=lambda met: (met.mention.start, -met.mention.end))
    called: dict[str, str] = {}
    for met in found:
        called.setdefault(met.person.name, met.mention.who or "")
    told = [evolve(met.mention, who=called[met.person.name]) for met in found]
    return told, portraits(told, known)


@frozen
class _Met:
    """A mention, and whom of the register it is of."""

    mention: Mention
    person: Known


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@frozen(kw_only=True)
class _Places:
    """Where names of the register stand in one text."""

    text: str
    folded: str
    marks: Marked
    lexicon: Lexicon
    known: Gazetteer
    heard: dict[str, Known | None] = field(factory=dict)

    def beside(self, title: Title) -> Iterator[_Met]:
        """The person whose name follows a title, else the one whose name it follows."""
        if found := self._first(self._after(title.end)) or self._first(self._before(title.start)):
            start, end, person = found
            whole = evolve(self._mention(start, end), start=min(title.start, start), end=max(title.end, end))
            yield _Met(evolve(whole, title=title), person)

    def spelt(self) -> Iterator[_Met]:
        """The names that stand anywhere as the register spells them in this script."""
        forms = ((form, person) for person in self.known.people for form in person.forms)
        owners = {self.lexicon.fold(form): person for form, person in forms if not form.isascii()}
        if not owners:
            return
        automaton = AhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest)
        people = list(owners.values())
        for index, start, end in automaton.find_matches_as_indexes(self.folded):
            if self.lexicon.ends_words(self.folded, start, end):
                yield _Met(self._mention(start, end), people[index])

    def _mention(self, start: int, end: int) -> Mention:
        return Mention(start=start, end=end, who=" ".join(self.text[start:end].split()), name=(start, end))

    def _first(self, spans: Iterator[Span]) -> tuple[int, int, Known] | None:
        for start, end in spans:
            if person := self._named(" ".join(self.text[start:end].split())):
                return start, end, person
        return None

    def _named(self, name: str) -> Known | None:
        if name not in self.heard and len(self.heard) < _MOST_HEARD:
            self.heard[name] = self.known.named(name)
        return self.heard[name] if name in self.heard else self.known.spelt(name)

    def _after(self, place: int) -> Iterator[Span]:
        """Where a name may stand after a place, the longest first."""
        gap = _BEFORE.match(self.text, place)
        start = gap.end() if gap else place
        limit = min(len(self.text), start + _LEAD)
        ends = [token.end() for token in islice(_TOKEN.finditer(self.text, start, limit), _MOST_TOKENS)]
        ends += (mark.start for mark in self.marks.within(start + 1, limit, *_TITLE))
        yield from ((start, end) for end in sorted(set(ends), reverse=True) if self._is_run(start, end))

    def _before(self, place: int) -> Iterator[Span]:
        """Where a name may stand before a place, the longest first."""
        since = max(0, place - _LEAD)
        end = since + len(self.text[since:place].rstrip(" \u00a0\u200b,"))
        tokens = list(_TOKEN.finditer(self.text, since, end))[-_MOST_TOKENS:]
        starts = [token.start() for token in tokens]
        starts += (mark.end for mark in self.marks.within(since, end, *_TITLE))
        yield from ((start, end) for start in sorted(set(starts)) if self._is_run(start, end))

    def _is_run(self, start: int, end: int) -> bool:
        """Whether only a name's letters and blanks stand between two places."""
        return start < end and not _NO_NAME.search(self.text, start, end)
