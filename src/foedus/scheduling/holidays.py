"""The public holidays of parties, by name, from the library `holidays`; none of a party it does not know.

An organisation (ASEAN) has no holidays. Days that follow each other under names are one rest, so that
a new year of seven days is told once. Days that the government moves by decree may be missing.
"""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from foedus.later import later
from foedus.terms import Language, Party

if TYPE_CHECKING:
    import holidays
else:
    holidays = later("holidays")

_TAGS: Final[Mapping[str, str]] = {"en": "en_US"}
"""How the library names a language, where it is not by its tag."""


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
        tongue: the language preferred for the names; English where the library has no other.
    """
    if party not in holidays.list_supported_countries():
        return ()
    known = holidays.list_localized_countries().get(party, [])
    tags = (_TAGS.get(tongue, tongue), "en_US")
    named = next((tag for tag in tags if tag in known), None)
    days = holidays.country_holidays(party, years=year, language=named)
    return tuple(_joined(dict(sorted(days.items()))))


def _joined(days: Mapping[datetime.date, str]) -> Iterator[Rest]:
    since: datetime.date | None = None
    names: list[str] = []
    for day, said in days.items():
        since = since or day
        names += [name for name in said.split("; ") if name not in names]
        following = day + datetime.timedelta(days=1)
        if following not in days:
            yield Rest(since, day, ", ".join(names))
            since, names = None, []
