"""The public holidays of parties, by name, from the library `holidays`; none of a party it does not know.

An organisation (ASEAN) has no holidays. Days that follow each other under names are one rest, so that
a new year of seven days is told once. Days that the government moves by decree may be missing.

The library names holidays in English and in their own country's language. In others those for which there
are words here (`holidays.toml`) are named by these, and the rest in English.
"""

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from babel.dates import format_date

from foedus.later import later
from foedus.terms import Language, Party

if TYPE_CHECKING:
    import holidays
else:
    holidays = later("holidays")

_ENGLISH: Final = "en_US"
"""The English that the library has of most countries, and by which it is understood here."""
_MARKED = re.compile(r"(?P<name>.+) \((?P<marks>[^()]+)\)")
_MOVED = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")


@frozen
class Rest:
    """Days on which a party's offices are closed, and why."""

    first: datetime.date
    last: datetime.date
    name: str


@cache
def rests(party: Party, *, year: int, tongue: Language) -> tuple[Rest, ...]:
    """A party's public holidays in a year, the earliest first.

    Args:
        party: whose.
        year: the year.
        tongue: the language of the names; English where there are no words in another.
    """
    if party not in holidays.list_supported_countries():
        return ()
    known = holidays.list_localized_countries().get(party, [])
    english = holidays.country_holidays(party, years=year, language=_ENGLISH if _ENGLISH in known else None)
    own = holidays.country_holidays(party, years=year, language=tongue) if tongue in known else english
    days = {day: _worded(said, own[day], tongue) for day, said in sorted(english.items())}
    return tuple(_joined(days))


def _worded(english: str, own: str, tongue: Language) -> tuple[str, ...]:
    """The names of one day, each in words of ours or the library's own."""
    names, others = english.split("; "), own.split("; ")
    if len(names) != len(others):
        return tuple(others)
    return tuple(
        _name(name, tongue) if name == other or _MOVED.fullmatch(name) else other
        for name, other in zip(names, others, strict=True)
    )


def _name(english: str, tongue: Language) -> str:
    words = _words()
    if moved := _MOVED.fullmatch(english):
        month, day, year = map(int, moved.groups())
        return str(words["moved"].get(tongue, words["moved"]["en"])).format(
            day=_day(datetime.date(year, month, day), tongue)
        )
    name, marks = english, ""
    if (marked := _MARKED.fullmatch(english)) and set(marked["marks"].split(", ")) <= words["marks"].keys():
        name, marks = marked["name"], marked["marks"]
    said: str = words["names"].get(name, {}).get(tongue, name)
    for mark in filter(None, marks.split(", ")):
        said = words["marks"][mark].get(tongue, words["marks"][mark]["en"]).format(name=said)
    return said


def _day(day: datetime.date, tongue: Language) -> str:
    patterns = _words()["day"]
    written = format_date(
        day, patterns.get(tongue, patterns["en"]), locale=tongue if tongue in patterns else "en"
    )
    return f"1er{written[1:]}" if tongue == "fr" and day.day == 1 else written


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("foedus.scheduling").joinpath("holidays.toml").read_text(encoding="utf-8"))


def _joined(days: Mapping[datetime.date, tuple[str, ...]]) -> Iterator[Rest]:
    since: datetime.date | None = None
    names: list[str] = []
    for day, said in days.items():
        since = since or day
        names += [name for name in said if name not in names]
        following = day + datetime.timedelta(days=1)
        if following not in days:
            yield Rest(since, day, ", ".join(names))
            since, names = None, []
