"""What papers say in their own words, by language, from the files in `words/`.

Every language says everything. Vietnamese, Lao and Khmer await a native reader, and a paper in one
of them says so. Numbers are written in the digits 0 to 9 in every language, as the ministries
write them in plans and minutes.

Names of parties come from CLDR, so that no list of countries is kept here but of those
whose own French or English papers write them in another way.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen
from babel import Locale
from babel.lists import format_list

from foedus.errors import NoWordingError
from foedus.terms import Language, Party

ENGLISH = Language("en")
READ = (ENGLISH, Language("fr"))
"""The languages whose words were read; papers that are signed are written in these alone."""
UNREAD = (Language("vi"), Language("lo"), Language("km"))
"""The languages whose words await a native reader."""


@frozen(kw_only=True)
class Words:
    """The words of one language.

    Attributes:
        language: its tag.
        table: templates by key; keys within a topic are joined by a full stop.
    """

    language: Language
    table: Mapping[str, str] = field(hash=False)

    @property
    def locale(self) -> str:
        """The locale of its dates and lists: English as ministries write it, the day before the month."""
        return "en_GB" if self.language == "en" else self.language

    @property
    def remark(self) -> str:
        """That nobody has read the words yet, where nobody has."""
        return self.say("unread") if self.language in UNREAD else ""

    def language_name(self, tag: Language) -> str:
        """A language's name."""
        return str(Locale.parse(self.language).languages.get(tag, tag))

    @property
    def plain(self) -> Mapping[str, str]:
        """The templates that belong to no topic, by key: what a layout may need."""
        return {key: text for key, text in self.table.items() if "." not in key}

    def say(self, key: str, **facts: object) -> str:
        """The words under a key, with its facts in place.

        Raises:
            KeyError: the key, or a fact its template needs, is missing: a fault of ours.
        """
        return self.table[key].format(**{name.replace("_", "-"): fact for name, fact in facts.items()})

    def one_of(self, topic: str, name: str) -> str:
        """The word for a name within a topic; if there is none, the topic's `other`, or the name."""
        key = f"{topic}.{name.replace(' ', '-')}"
        return self.table.get(key) or self.table.get(f"{topic}.other") or name.replace("-", " ")

    def party(self, code: Party) -> str:
        """A party's name: as the table says, else as CLDR does; an organisation keeps its capitals."""
        named = self.table.get(f"party.{code}")
        return named or str(Locale.parse(self.language).territories.get(code, code))

    def parties(self, codes: Iterable[Party]) -> str:
        """Parties' names, joined as the language joins a list."""
        return format_list([self.party(code) for code in codes], locale=self.locale)

    def row(self, parts: Iterable[str]) -> str:
        """Short statements in a row, parted by dots that stay at the end of a line."""
        return "\u00a0· ".join(part for part in parts if part)

    def mark(self, sign: str) -> str:
        """A colon, a semicolon, a question mark after a word: French parts it from the word."""
        return f"\N{NO-BREAK SPACE}{sign}" if self.language == "fr" else sign

    def compact(self, codes: Iterable[Party]) -> str:
        """What a cooperation of these parties is called: their names, joined by dashes."""
        return " – ".join(self.party(code) for code in codes)

    def ordinal(self, number: int) -> str:
        """A session's number as the language writes it: 6th; 6e, 1re for the feminine *session*; else 6."""
        if self.language == "fr":
            return f"{number}re" if number == 1 else f"{number}e"
        if self.language != "en":
            return str(number)
        ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"


def words(language: Language, *, read: bool = False) -> Words:
    """The words of a language.

    Args:
        language: which.
        read: whether its words must have been read: for what is to be signed as it stands.

    Raises:
        NoWordingError: papers are not written in that language yet.
    """
    offered = READ if read else (*READ, *UNREAD)
    if language not in offered:
        raise NoWordingError(language=language, languages=offered)
    return _words(language)


@cache
def _words(language: Language) -> Words:
    text = files("foedus.reporting").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language=language, table=_flat(tomllib.loads(text)))


def _flat(table: Mapping[str, Any], *, above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flat(value, above=f"{key}.") if isinstance(value, dict) else {above + key: value}
    return flat
