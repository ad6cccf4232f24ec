"""What papers say in their own words, by language, from `wording.toml`.

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

    def compact(self, codes: Iterable[Party]) -> str:
        """What a cooperation of these parties is called: their names, joined by dashes."""
        return " – ".join(self.party(code) for code in codes)

    def ordinal(self, number: int) -> str:
        """A session's number as the language writes it: 6th; 6e, 1re for the feminine *session*."""
        if self.language == "fr":
            return f"{number}re" if number == 1 else f"{number}e"
        ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"


def words(language: Language) -> Words:
    """The words of a language.

    Raises:
        NoWordingError: papers are not written in that language yet.
    """
    tables = _tables()
    if language not in tables:
        raise NoWordingError(language=language, languages=tuple(tables))
    return Words(language=language, table=_flat(tables[language]))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = files("foedus.reporting").joinpath("wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _flat(table: Mapping[str, Any], *, above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flat(value, above=f"{key}.") if isinstance(value, dict) else {above + key: value}
    return flat
