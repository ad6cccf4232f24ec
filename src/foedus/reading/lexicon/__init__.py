"""The words of one language, read from its TOML files into one automaton and one table.

A lexicon holds words and what they may mean (their senses); it knows no grammar and no
text. Adding a language means adding `<tag>.toml` and `<tag>.parties.toml` beside this
file; country names come from CLDR (Babel).
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen

from foedus.reading.lexicon.borderless import Borderless
from foedus.reading.lexicon.entries import Entry, entries, topics
from foedus.reading.lexicon.folding import fold, folded_words, unaccented
from foedus.reading.lexicon.senses import Finder, Mark, Nation, Occasion, Office, Senses
from foedus.terms import Language

_LIGATURES = (("oe", "œ"), ("ae", "æ"))
_PUNCTUATION = (",", ";", ":")
_SAMPLE = 4_000
"""Letters of a text that tell whether it is written with accents."""

KINDS = ("people", "engagements", "instruments", "commitments", "assessments")
"""The kinds of facts that a reading may hold."""

__all__ = [
    "KINDS",
    "Borderless",
    "Finder",
    "Lexicon",
    "Lists",
    "Mark",
    "Nation",
    "Occasion",
    "Office",
    "Senses",
    "languages",
    "lexicon",
]


class Lists(dict[tuple[str, ...], frozenset[str]]):
    """The closed lists of words of one section, folded; several keys give all their words together.

    A language that has no words for a list leaves it out. A mark of punctuation stands for itself.
    """

    def __init__(self, section: Mapping[str, Any], *, accents: bool) -> None:
        """View a section of a language's data."""
        super().__init__()
        self._section, self._accents = section, accents

    def __missing__(self, keys: tuple[str, ...]) -> frozenset[str]:
        """Fold the words of the lists named; kept, because rules ask for them at every word."""
        listed = (
            word for key in keys for word in (key if key in _PUNCTUATION else self._section.get(key, ()))
        )
        self[keys] = found = frozenset(folded_words(word, accents=self._accents) for word in listed)
        return found


@frozen(eq=False)
class Lexicon:
    """A language's words, and the parts of its grammar that are data."""

    language: Language
    grammar: Mapping[str, Any]
    words: Finder | Borderless
    topics: Finder | Borderless
    lists: Mapping[str, Lists] = field(init=False, repr=False)
    _endings: dict[tuple[str, str], tuple[str, ...]] = field(factory=dict, repr=False)

    @lists.default
    def _view_lists(self) -> Mapping[str, Lists]:
        accents = self.grammar["forms"]["accents"]
        sections = {name: part for name, part in self.grammar.items() if isinstance(part, dict)}
        return {name: Lists(part, accents=accents) for name, part in sections.items()}

    @property
    def not_read(self) -> tuple[str, ...]:
        """The kinds of facts that are not read in this language yet."""
        read = self.grammar.get("reads", KINDS)
        return tuple(kind for kind in KINDS if kind not in read)

    @property
    def has_borders(self) -> bool:
        """Whether words are seen to end: by blanks, as most scripts part them."""
        return bool(self.grammar.get("script", {}).get("blanks", True))

    def ends_words(self, folded: str, start: int, end: int) -> bool:
        """Whether words may begin and end at two places of a folded text, by the letters beside them."""
        if isinstance(self.words, Borderless):
            return not self.words.is_cut(folded, start, end)
        beside = (folded[start - 1 : start] if start else "", folded[end : end + 1])
        return not any(map(str.isalnum, beside))

    def fold(self, text: str) -> str:
        """A text folded as the language's words are."""
        return fold(text, accents=self.grammar["forms"]["accents"])

    def names(self, section: str, *keys: str) -> frozenset[str]:
        """The words of closed lists of a section, folded."""
        return self.lists[section][keys]

    def level_of(self, words: str) -> int:
        """The level of the office that folded words name, singular or plural; 0 where they name none."""
        mark = next((m for m in self.words.marks(words) if m.start == 0), None)
        office = mark.senses.get("office") or mark.senses.get("head") if mark else None
        return office.level if office else 0

    def has(self, trait: str) -> bool:
        """Whether the language's grammar has a trait: `titles_lead`, `verbs_in_names`."""
        return bool(self.grammar["grammar"].get(trait))

    def endings(self, section: str, key: str) -> tuple[str, ...]:
        """A closed list of what words begin or end with, folded."""
        listed = self._endings.get((section, key))
        if listed is None:
            listed = tuple(self.names(section, key))
            self._endings[section, key] = listed
        return listed


@cache
def languages() -> frozenset[Language]:
    """The languages there is a lexicon for."""
    stems = (path.name.split(".") for path in files(__name__).iterdir())
    return frozenset(Language(parts[0]) for parts in stems if parts[1:] == ["toml"])


def lexicon(language: Language, text: str = "") -> Lexicon:
    """The lexicon of a language, as a text writes it: with its accents, or (a whole text) without any.

    Args:
        language: one of `languages()`.
        text: the text to be read; its first letters tell whether it has accents.

    Raises:
        FileNotFoundError: there is none; ask `languages()` first.
    """
    usual = _lexicon(language, bare=False)
    if text and usual.grammar["forms"]["accents"] and _is_bare(text[:_SAMPLE]):
        return _lexicon(language, bare=True)
    return usual


def _is_bare(sample: str) -> bool:
    """Whether hardly a letter has an accent; in a language that writes them every third does."""
    return (len(sample) - len(sample.encode("ascii", "ignore"))) * 20 < len(sample)


@cache
def _lexicon(language: Language, *, bare: bool) -> Lexicon:
    here = files(__name__)
    data = tomllib.loads((here / f"{language}.toml").read_text(encoding="utf-8"))
    parties = tomllib.loads((here / f"{language}.parties.toml").read_text(encoding="utf-8"))
    if bare:
        blurred = frozenset(data["forms"]["blurred"])
        data, parties = _without_accents(data, blurred), _without_accents(parties, blurred)
        data["forms"]["accents"] = False
    return Lexicon(
        language=language,
        grammar=data,
        words=_finder(entries(language, data, parties), data.get("script", {})),
        topics=_finder(topics(data), data.get("script", {})),
    )


def _without_accents(value: Any, blurred: frozenset[str]) -> Any:
    """Data with its words written without accents, but those of lists that then mean too much."""
    if isinstance(value, dict):
        return {unaccented(key): _without_accents(item, blurred) for key, item in value.items()}
    if isinstance(value, list):
        kept = (item for item in value if isinstance(item, dict) or item not in blurred)
        return [_without_accents(item, blurred) for item in kept]
    return unaccented(value) if isinstance(value, str) else value


def _finder(listed: Iterable[Entry], script: Mapping[str, Any]) -> Finder | Borderless:
    senses: dict[str, dict[str, Any]] = defaultdict(dict)
    for words, sort, value in listed:
        for spelling in _spellings(words, script.get("same", _LIGATURES)):
            senses[spelling].setdefault(sort, value)
    return Finder.of(senses) if script.get("blanks", True) else Borderless.of(senses, script)


def _spellings(words: str, same: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Words with each letter that is written in two ways, which folding keeps for the text's length."""
    found = [words]
    for one, other in same:
        found += [form.replace(one, other) for form in found if one in form]
    return tuple(dict.fromkeys(found))
