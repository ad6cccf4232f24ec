"""The words of one language, read from its TOML files into one automaton and one table.

A lexicon holds words and what they may mean (their senses); it knows no grammar and no
text. Adding a language means adding `<tag>.toml` and `<tag>.parties.toml` beside this
file; country names come from CLDR (Babel). The automaton is Aho-Corasick's, so the time
it takes does not depend on how many words there are.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import evolve, field, frozen
from babel import Locale

from foedus.reading.folding import folded_words
from foedus.terms import Language, Party

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

    @classmethod
    def of(cls, senses: Mapping[str, Senses]) -> "Finder":
        """Build a finder from folded words and their senses."""
        patterns = [" " + words for words in senses]
        automaton = AhoCorasick(patterns or ["\0"], matchkind=MatchKind.LeftmostLongest, store_patterns=False)
        return cls(automaton=automaton, senses=tuple(senses.values()))

    def marks(self, folded: str) -> list[Mark]:
        """All marks in a folded text, in order.

        Each word of a pattern is preceded by a blank, so one blank is set before the
        text; a match then begins at its own offset and ends one letter further.
        """
        haystack = f" {folded} "
        senses = self.senses
        marks: list[Mark] = []
        free = 0
        for i, s, e in self.automaton.find_matches_as_indexes(haystack):
            if s < free:
                continue
            if not haystack[e].isalnum():
                marks.append(Mark(s, e - 1, senses[i]))
            elif found := self._behind(haystack, s, e):
                marks += found
                free = found[-1].end
        return marks

    def _behind(self, haystack: str, start: int, end: int) -> list[Mark]:
        """Marks that a longer match hid, which then turned out to end within a word."""
        window = haystack[start + 1 : end + _LONGEST]
        found: list[Mark] = []
        for i, s, e in self.automaton.find_matches_as_indexes(window):
            if s + start + 1 >= end:
                break
            if e < len(window) and not window[e].isalnum():
                found.append(Mark(s + start + 1, e + start, self.senses[i]))
        return found


@frozen
class Lexicon:
    """A language's words, and the parts of its grammar that are data."""

    language: Language
    grammar: Mapping[str, Any]
    words: Finder
    topics: Finder
    _lists: dict[tuple[str, str], frozenset[str]] = field(factory=dict, eq=False, repr=False)

    def names(self, section: str, key: str) -> frozenset[str]:
        """A closed list of words from a section, folded."""
        listed = self._lists.get((section, key))
        if listed is None:
            listed = frozenset(folded_words(word) for word in self.grammar[section][key])
            self._lists[section, key] = listed
        return listed


def languages() -> frozenset[Language]:
    """The languages there is a lexicon for."""
    stems = (path.name.split(".") for path in files(__name__).iterdir())
    return frozenset(Language(parts[0]) for parts in stems if parts[1:] == ["toml"])


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of a language.

    Raises:
        FileNotFoundError: there is none; ask `languages()` first.
    """
    here = files(__name__)
    data = tomllib.loads((here / f"{language}.toml").read_text(encoding="utf-8"))
    parties = tomllib.loads((here / f"{language}.parties.toml").read_text(encoding="utf-8"))
    senses: dict[str, dict[str, Any]] = defaultdict(dict)
    for words, sort, value in (
        *_entries(data),
        *_parties(language, parties, data["forms"]),
        *_calendar(language, data),
    ):
        for spelling in _spellings(words):
            senses[spelling].setdefault(sort, value)
    topics: dict[str, dict[str, Any]] = defaultdict(dict)
    for domain, entry in data["domains"].items():
        for strength in ("words", "faint"):
            for form in _forms(entry.get(strength, ()), data["forms"], plural=True):
                for spelling in _spellings(form):
                    topics[spelling].setdefault(strength, domain)
    return Lexicon(language=language, grammar=data, words=Finder.of(senses), topics=Finder.of(topics))


def _spellings(words: str) -> tuple[str, ...]:
    """The ligatures that folding keeps, because it may not change a text's length."""
    return tuple(dict.fromkeys((words, words.replace("oe", "œ"), words.replace("ae", "æ"))))


def _forms(entries: Iterable[str], forms: Mapping[str, Any], *, plural: bool = False) -> Iterator[str]:
    """All forms of entries written with `*`, `{de}` and `{a}`; see the head of the TOML."""
    for entry in entries:
        choices = []
        for word in entry.split(" "):
            if word in ("{de}", "{a}"):
                choices.append(forms[word[1:-1]])
            elif word.endswith("*"):
                stem = word.strip("~*").removesuffix("er")
                infinitive = ["er"] if word.startswith("~") else []
                choices.append([stem + ending for ending in (*forms["er_finite"], *infinitive)])
            else:
                choices.append([word])
        for chosen in product(*choices):
            words = folded_words(" ".join(chosen))
            yield words
            if plural and not words.endswith(("s", "x")):
                yield words + "s"


def _plural(words: str, *, every: bool = False) -> str:
    """The plural of a title: its first word's, or every word's ("premiers ministres")."""
    if every:
        return " ".join(word if word.endswith("s") else word + "s" for word in words.split())
    first, _, rest = words.partition(" ")
    if first in ("vice", "sous", "co", "contre"):
        second, _, tail = rest.partition(" ")
        return " ".join(filter(None, (first, second + "s", tail)))
    return " ".join(filter(None, (first if first.endswith("s") else first + "s", rest)))


Entry = tuple[str, str, Any]


def _entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Every word of a language but its parties and its calendar, with the sort and the value of its sense."""
    yield from _titles(data)
    yield from _people(data)
    yield from _verbs(data)
    yield from _occasions(data)
    yield from _actions(data)


def _verbs(data: Mapping[str, Any]) -> Iterator[Entry]:
    forms = data["forms"]
    for section, sort in _SECTIONS:
        for value, entries in data[section].items():
            kind = _SORTS.get((section, value), value if section == "speaking" else sort)
            for words in _forms(entries, forms, plural=kind == "paper"):
                yield words, kind, value


def _occasions(data: Mapping[str, Any]) -> Iterator[Entry]:
    words = data["occasion_words"]
    for stage in ("held", "under_way", "planned", "cancelled"):
        yield from ((form, "stage", stage) for form in _forms(words[stage], data["forms"]))
    for entry in data["occasions"]:
        for key in ("words", "plural"):
            occasion = Occasion(entry["kind"], entry.get("series"), plural=key == "plural")
            yield from ((folded_words(noun), "occasion", occasion) for noun in entry.get(key, ()))
    yield from ((folded_words(w), "annual", True) for w in words["annual"])
    yield from ((folded_words(w), "session", True) for w in words["sessions"])
    yield from ((folded_words(w), "ordinal", n) for w, n in data["ordinals"]["words"].items())


_SECTIONS = (
    ("speech", "speech"),
    ("speaking", ""),
    ("occasion_verbs", "meets"),
    ("instruments", "paper"),
    ("assessments", "judgement"),
)
_SORTS = {
    ("instruments", "signed"): "fate",
    ("instruments", "to_be_signed"): "fate",
    ("instruments", "in_execution"): "fate",
    ("instruments", "agreed"): "fate",
    ("assessments", "objects"): "object",
    ("assessments", "foreign"): "foreign",
    ("assessments", "standing"): "standing",
}


def _titles(data: Mapping[str, Any]) -> Iterator[Entry]:
    for words, rank in data["ranks"].items():
        yield folded_words(words), "rank", rank
        yield _plural(folded_words(words)), "ranks", rank
    for section, sort in (("offices", "office"), ("heads", "head")):
        for words, entry in data[section].items():
            folded = folded_words(words)
            office = Office(entry["en"], entry["level"], whole=section == "offices")
            yield folded, sort, office
            for plural in {_plural(folded), _plural(folded, every=True)} - {folded}:
                yield plural, sort, evolve(office, plural=True)
    yield from ((folded_words(words), "area", area) for words, area in data["areas"].items())


_PEOPLE = (
    ("counterparts", "counterpart"),
    ("honorifics", "honorific"),
    ("bodies", "body"),
    ("singular_pronouns", "pronoun"),
    ("plural_pronouns", "pronouns"),
    ("own", "own"),
)


def _people(data: Mapping[str, Any]) -> Iterator[Entry]:
    people = data["people"]
    for key, sort in _PEOPLE:
        for words in people[key]:
            folded = folded_words(words)
            yield folded, sort, folded.endswith("s") if sort == "counterpart" else folded
    for (number, count), noun in product(people["numbers"].items(), people["groups"]):
        yield folded_words(f"{number} {noun}"), "group", count
    for words in people["bare_groups"]:
        yield folded_words(words), "group", 0


def _actions(data: Mapping[str, Any]) -> Iterator[Entry]:
    forms = data["forms"]
    for entry in data["actions"]["verbs"]:
        head, _, rest = entry.partition(" ")
        # "co organiser", "se consulter": the verb is the second word.
        lead = ""
        if head in ("co", "se"):
            lead, (head, _, rest) = head + " ", rest.partition(" ")
        infinitive, _, stem = head.partition("/")
        stem = stem or infinitive.removesuffix("e")
        tail = f" {rest}" if rest else ""
        yield folded_words(lead + infinitive + tail), "act", "infinitive"
        if infinitive.endswith("er"):
            yield folded_words(lead + infinitive.removesuffix("er") + "ent" + tail), "act", "present"
        for tense in ("future", "conditional"):
            for ending in forms[tense]:
                yield folded_words(lead + stem + ending + tail), "act", tense
    yield from ((folded_words(words), "act", "present") for words in data["actions"]["present"])
    for noun in data["actions"]["nouns"]:
        yield folded_words(noun), "deed", True


def _parties(tag: str, data: Mapping[str, Any], forms: Mapping[str, Any]) -> Iterator[Entry]:
    for code, names in data["organisations"].items():
        yield from ((folded_words(name), "party", Nation(Party(code), "organisation")) for name in names)
    for code, name in _territories(tag).items():
        yield folded_words(name), "party", Nation(Party(code), "name")
    for section, how in (("names", "name"), ("capitals", "capital")):
        for code, names in data[section].items():
            yield from ((folded_words(name), "party", Nation(Party(code), how)) for name in names)
    endings = sorted(forms["demonym"].items(), key=lambda item: -len(item[0]))
    for code, adjectives in data["demonyms"].items():
        for adjective in adjectives:
            ending, inflected = next((e, i) for e, i in endings if adjective.endswith(e))
            for form in inflected:
                words = folded_words(adjective.removesuffix(ending) + form)
                yield words, "party", Nation(Party(code), "adjective")
    compounds = [(prefix, code) for code, prefixes in data["prefixes"].items() for prefix in prefixes]
    yield from ((folded_words(prefix), "prefix", Party(code)) for prefix, code in compounds)


def _territories(tag: str) -> dict[str, str]:
    """The countries of the world as CLDR names them in a language; no groupings, no numbers."""
    territories = Locale(tag).territories
    return {c: n for c, n in territories.items() if re.fullmatch("[A-Z]{2}", c) and c not in _NO_COUNTRY}


# CLDR's territories that are no party: groupings and placeholders; Réunion reads as "la réunion".
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "RE"})


def _calendar(language: Language, data: Mapping[str, Any]) -> Iterator[Entry]:
    locale = Locale(language)
    for width in ("wide", "abbreviated"):
        for number, name in locale.months["format"][width].items():
            yield folded_words(name).rstrip("."), "month", number
        for number, name in locale.days["format"][width].items():
            if width == "wide":
                yield folded_words(name), "weekday", number
    for key, sort in (("relative_days", "day"), ("relative_months", "months"), ("relative_years", "years")):
        for words, offset in data["calendar"][key].items():
            yield folded_words(words), sort, offset
