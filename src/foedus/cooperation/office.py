"""Who holds which office, with which rank, on a given day.

An office outlives its holders and a person holds several; the tenure joins the two.
What a source does not say (since when, until when) stays unsaid.
"""

import datetime
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from foedus.cooperation.item import Item, repeated, unsaid
from foedus.cooperation.source import Source
from foedus.errors import Fault
from foedus.phrase import phrase
from foedus.terms import Date, ItemId, Level, Party, Period, Wording


@frozen(kw_only=True)
class Office(Item):
    """An office or a unit of a party: minister of defence, border command, academy.

    Attributes:
        under: the office or body it belongs to.
        place: its place among offices of one level, from 1; None where none is settled.
    """

    party: Party
    title: Wording = field(hash=False)
    level: Level | None = None
    under: ItemId | None = None
    place: int | None = None

    def faults(self) -> Iterator[Fault]:
        """No title, a place below one, an office under itself."""
        yield from unsaid("title", self.title)
        if self.place is not None and self.place < 1:
            yield Fault(path="place", reason=phrase("is not a number from 1 ({number})", number=self.place))
        if self.under == self.id:
            yield Fault(path="under", reason="is the office itself")


@frozen(kw_only=True)
class Person(Item):
    """Somebody named in an office.

    Attributes:
        name: as printed in the party's own papers, or as first met.
        names: the name as written in each language.
        spellings: the name's other spellings, as met.
    """

    party: Party
    name: str
    names: Wording = field(factory=dict, hash=False)
    spellings: tuple[str, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """No name, or a spelling given twice."""
        yield from unsaid("name", self.name)
        yield from repeated("spellings", self.spellings)


@frozen(kw_only=True)
class Tenure(Item):
    """That a person holds an office, with a rank.

    Attributes:
        rank: the English term for the rank, as `colonel general`; empty where there is none.
        rank_printed: the rank as the source prints it.
        since: None where no source says since when; `until` likewise.
    """

    person: ItemId
    office: ItemId
    rank: str = ""
    rank_printed: str = ""
    since: Date | None = None
    until: Date | None = None
    source: Source | None = None

    def faults(self) -> Iterator[Fault]:
        """An end before the beginning."""
        if self.since and self.until and self.until.last < self.since.first:
            yield Fault(
                path="until",
                reason=phrase(
                    "lies before its beginning ({end} < {start})", end=self.until, start=self.since
                ),
            )

    def may_run(self, when: Period) -> bool:
        """Whether the tenure may run on some day of a period, as far as is known."""
        began = self.since is None or self.since.first <= when.end.last
        return began and (self.until is None or when.start.first <= self.until.last)

    def covers(self, on: datetime.date) -> bool:
        """Whether the tenure may run on a day, as far as is known."""
        began = self.since is None or self.since.first <= on
        return began and (self.until is None or on <= self.until.last)


def holder(tenures: Iterable[Tenure], *, office: ItemId, on: datetime.date) -> Tenure | None:
    """Who holds an office on a day: of the tenures that may run, the one known to be the latest.

    A tenure with no beginning counts from the date of its source. Where two begin
    alike the greater name decides, so that every node answers alike.
    """
    running = [tenure for tenure in tenures if tenure.office == office and tenure.covers(on)]
    return max(running, key=lambda tenure: (_attested(tenure, on), tenure.id), default=None)


def offices_of(tenures: Iterable[Tenure], *, person: ItemId, on: datetime.date) -> tuple[Tenure, ...]:
    """The offices a person holds on a day: the latest known tenure of each, by the office's name."""
    tenures = tuple(tenures)
    offices = sorted({tenure.office for tenure in tenures if tenure.person == person})
    held = (holder(tenures, office=office, on=on) for office in offices)
    return tuple(tenure for tenure in held if tenure and tenure.person == person)


def successor(tenures: Iterable[Tenure], tenure: Tenure) -> Tenure | None:
    """Who holds an office next after a tenure, by what sources say; None where nobody is known to."""
    began = tenure.since.first if tenure.since else datetime.date.min
    later = [
        one
        for one in tenures
        if one.office == tenure.office
        and one.person != tenure.person
        and one.since is not None
        and one.since.first > began
    ]
    return min(later, key=lambda one: (one.since.first if one.since else began, one.id), default=None)


def _attested(tenure: Tenure, on: datetime.date) -> datetime.date:
    published = tenure.source.published if tenure.source else None
    known = tenure.since or published
    return min(known.first, on) if known else datetime.date.min
