"""The field's words as values: party, language, wording, force, level, a date with its precision, a period.

Everything here is plain and compared by value; nothing here knows of a record, a
reader or a store. The words themselves, in five languages, stand in `docs/terms.md`,
and a test holds the two together.
"""

import calendar
import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import total_ordering
from typing import NewType, Self

from attrs import field, frozen

from foedus.phrase import phrase

Party = NewType("Party", str)
"""A party: an ISO 3166-1 alpha-2 code (`VN`), or an organisation in capitals (`ASEAN`)."""

Language = NewType("Language", str)
"""A language by its BCP 47 tag: `en`, `fr`, `vi`, `lo`, `km`, or any other."""

Domain = NewType("Domain", str)
"""A field of cooperation, `border` or `training`; which ones there are is data (a compact's template)."""

ItemId = NewType("ItemId", str)
"""The name of one thing in a compact's common register: `plan-2026`, `activity-7k3fq`."""

Wording = Mapping[Language, str]
"""The same words in one or more languages, by language."""

_PARTY = re.compile(r"[A-Z]{2}|[A-Z][A-Z0-9-]{2,15}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_ITEM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def party(code: str) -> Party:
    """Take a party's code as written.

    Raises:
        ValueError: the code is neither two capitals nor an organisation in capitals.
    """
    if not _PARTY.fullmatch(code):
        raise ValueError(
            phrase(
                "{code!r} is not a party: two capitals (VN) or an organisation in capitals (ASEAN)", code=code
            )
        )
    return Party(code)


def language(tag: str) -> Language:
    """Take a language tag as written.

    Raises:
        ValueError: the tag is not of BCP 47's plain form (`fr`, `zh-Hant`, `en-GB`).
    """
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(phrase("{tag!r} is not a language tag such as fr or vi", tag=tag))
    return Language(tag)


def item_id(name: str) -> ItemId:
    """Take the name of an item as written.

    Raises:
        ValueError: the name is not lower-case words and digits joined by hyphens, 64 at most.
    """
    if len(name) > 64 or not _ITEM_ID.fullmatch(name):
        raise ValueError(
            phrase("{name!r} is not an item's name: small letters, digits and hyphens, 64 at most", name=name)
        )
    return ItemId(name)


class Force(StrEnum):
    """How strongly an undertaking was spoken: who binds whom."""

    AGREED = "agreed"
    PLEDGED = "pledged"
    PROPOSED = "proposed"
    URGED = "urged"
    REQUESTED = "requested"
    INVITED = "invited"
    INSTRUCTED = "instructed"
    PLANNED = "planned"


class Level(StrEnum):
    """The level at which people meet or an instrument is signed, highest first."""

    HEAD_OF_STATE = "head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    CHIEF_OF_STAFF = "chief-of-staff"
    COMMAND = "command"
    UNIT = "unit"


@total_ordering
@frozen(order=False)
class Date:
    """A date as precise as its source states it: a year, a month, or a day.

    Ordered by the first day it may mean, the less precise first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError(phrase("a day needs its month"))
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `2026`, `2026-10` or `2026-10-21`.

        Raises:
            ValueError: it has another form, or no such day exists.
        """
        match = _DATE.fullmatch(written)
        if not match:
            raise ValueError(
                phrase("{written!r} is not a date: 2026, 2026-10 or 2026-10-21", written=written)
            )
        try:
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]  # at most three parts
        except ValueError as error:
            raise ValueError(
                phrase("{written!r} does not exist in the calendar ({error})", written=written, error=error)
            ) from None

    @classmethod
    def on(cls, day: datetime.date) -> Self:
        """The date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> datetime.date:
        """The earliest day it may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The latest day it may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other: "Date") -> bool:
        return (self.first, -self.last.toordinal()) < (other.first, -other.last.toordinal())


@frozen
class Period:
    """From one date to another, both included, each as precise as stated."""

    start: Date
    end: Date = field()

    @end.validator
    def _not_before_start(self, _: object, end: Date) -> None:
        if end.last < self.start.first:
            raise ValueError(
                phrase("the period ends ({end}) before it starts ({start})", end=end, start=self.start)
            )

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `2026-10`, or `2026-10-06/2026-10-15` as ISO 8601 writes an interval.

        Raises:
            ValueError: either end is no date, or the end lies before the start.
        """
        start, _, end = written.partition("/")
        return cls(Date.parse(start), Date.parse(end or start))

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}/{self.end}"


def wording_in(wording: Wording, preferred: Language) -> str:
    """The words in the preferred language, else in English, else in the first language there is."""
    for tag in (preferred, Language("en"), *sorted(wording)):
        if tag in wording:
            return wording[tag]
    return ""
