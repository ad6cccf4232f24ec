"""A border by what its patrols reported: each marker over time, findings by month, patrols held and due.

What the two sides say is never merged: a marker that one side found moved and the other intact
is shown as such, and findings are counted by the side that reported them. Nothing here says
whose word is right, and nothing draws a border.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Condition, Marker, Sector
from foedus.cooperation.report import Report
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, ItemId, Party

PATROL: Final = "border-patrol"
"""The kind of activity whose reports are read here."""


@frozen(kw_only=True)
class Inspection:
    """How one side found a marker on a patrol.

    Attributes:
        work: what was done there, in the side's words.
    """

    marker: ItemId
    party: Party
    on: Date
    patrol: ItemId
    condition: Condition
    work: str = ""
    note: str = ""


@frozen(kw_only=True)
class Finding:
    """Something a patrol came upon, as one side reported it.

    Attributes:
        finding: encroachment, illegal-crossing, smuggling, or what the kind names besides.
        sector: the sector patrolled, or that of the marker near which it was.
        count: of how many; 1 where the side gave no number.
    """

    finding: str
    sector: ItemId | None
    marker: ItemId | None
    party: Party
    on: Date
    patrol: ItemId
    count: int = 1
    note: str = ""
    action: str = ""

    @property
    def month(self) -> str:
        """Its month, as `2026-05`; its year where no month is known."""
        return str(Date(self.on.year, self.on.month))


@frozen(kw_only=True)
class MarkerAccount:
    """A marker and every inspection of it, oldest first."""

    marker: Marker
    inspections: tuple[Inspection, ...]

    @property
    def latest(self) -> Mapping[Party, Inspection]:
        """The last inspection by each side."""
        return {one.party: one for one in self.inspections}

    @property
    def is_disputed(self) -> bool:
        """Whether the sides' last words on its condition differ."""
        return len({one.condition for one in self.latest.values()}) > 1

    @property
    def is_whole(self) -> bool:
        """Whether every side that inspected it last found it intact; True, too, where none did."""
        return all(one.condition is Condition.INTACT for one in self.latest.values())


@frozen(kw_only=True)
class Patrol:
    """A patrol: its line of the plan, how it stands, and what its reports agreed on for the next one.

    Attributes:
        strength: how many of each party, as agreed in the line.
        next_date: when the next patrol shall be, by the last word on it.
        next_strength: how many of each party shall come then.
    """

    activity: Activity
    sector: ItemId | None
    progress: Progress
    strength: Mapping[Party, int]
    next_date: Date | None
    next_strength: Mapping[Party, int]


@frozen(kw_only=True)
class SectorAccount:
    """A sector (None: what belongs to none that is known) with its markers, patrols and findings."""

    sector: Sector | None
    markers: tuple[MarkerAccount, ...]
    patrols: tuple[Patrol, ...]
    findings: tuple[Finding, ...]

    @property
    def uninspected(self) -> tuple[Marker, ...]:
        """The markers that no side has inspected."""
        return tuple(one.marker for one in self.markers if not one.inspections)

    def inspected_before(self, day: Date) -> tuple[MarkerAccount, ...]:
        """The markers whose last inspection lies before a day, and those never inspected."""
        return tuple(one for one in self.markers if not one.inspections or one.inspections[-1].on < day)

    def patrols_that(self, *progress: Progress) -> tuple[Patrol, ...]:
        """The patrols that stand so."""
        return tuple(one for one in self.patrols if one.progress in progress)


@frozen(kw_only=True)
class Border:
    """The whole border as one party sees it: its sectors by name, and what belongs to none last."""

    sectors: tuple[SectorAccount, ...]

    @property
    def markers(self) -> tuple[MarkerAccount, ...]:
        """Every marker with its inspections."""
        return tuple(marker for sector in self.sectors for marker in sector.markers)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, oldest first within its sector."""
        return tuple(finding for sector in self.sectors for finding in sector.findings)

    def tally(self) -> Mapping[tuple[ItemId | None, str, str, Party], int]:
        """How many were found, by sector, kind, month and the side that says so."""
        counts: Counter[tuple[ItemId | None, str, str, Party]] = Counter()
        for one in self.findings:
            counts[one.sector, one.finding, one.month, one.party] += one.count
        return dict(sorted(counts.items(), key=lambda row: tuple(str(part) for part in row[0])))


def border(register: Register) -> Border:
    """The border by what stands in the register on its day."""
    read = _Read(register)
    sectors = sorted(register.known(Sector), key=lambda sector: sector.id)
    accounts = [read.account(sector) for sector in sectors]
    beside = read.account(None)
    if beside.markers or beside.patrols or beside.findings:
        accounts.append(beside)
    return Border(sectors=tuple(accounts))


class _Read:
    """The reports of all patrols, read once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._patrols = [one for one in register.common(Activity) if one.kind == PATROL]
        self._known = {sector.id for sector in register.known(Sector)}

    def account(self, sector: Sector | None) -> SectorAccount:
        """What is known of a sector; of None, whatever belongs to no sector that is known."""
        name = sector.id if sector else None
        markers = [one for one in self._markers.values() if self._sector_or_none(one.sector) == name]
        return SectorAccount(
            sector=sector,
            markers=tuple(
                MarkerAccount(marker=one, inspections=tuple(self._inspections.get(one.id, ())))
                for one in sorted(markers, key=_numbered)
            ),
            patrols=tuple(self._patrol(one) for one in self._in_order() if self._sector_of(one) == name),
            findings=tuple(one for one in self._findings if one.sector == name),
        )

    @cached_property
    def _markers(self) -> Mapping[ItemId, Marker]:
        return {marker.id: marker for marker in self._register.known(Marker)}

    @cached_property
    def _inspections(self) -> Mapping[ItemId, list[Inspection]]:
        found: dict[ItemId, list[Inspection]] = {}
        for patrol, report, row in self._rows("markers"):
            condition = row.get("condition")
            if condition in list(Condition):
                one = Inspection(
                    marker=ItemId(str(row.get("marker"))),
                    party=report.party,
                    on=_held(patrol, report),
                    patrol=patrol.id,
                    condition=Condition(condition),
                    work=str(row.get("work", "")),
                    note=str(row.get("note", "")),
                )
                found.setdefault(one.marker, []).append(one)
        return {marker: sorted(said, key=lambda one: (one.on, one.party)) for marker, said in found.items()}

    @cached_property
    def _findings(self) -> list[Finding]:
        found = [self._finding(*read) for read in self._rows("findings")]
        return sorted(found, key=lambda one: (one.on, one.party, one.finding))

    def _finding(self, patrol: Activity, report: Report, row: Mapping[str, Any]) -> Finding:
        marker = self._markers.get(ItemId(str(row.get("marker"))))
        near = self._sector_or_none(marker.sector) if marker else None
        count = row.get("count")
        return Finding(
            finding=str(row.get("finding", "other")),
            sector=near or self._sector_of(patrol),
            marker=marker.id if marker else None,
            party=report.party,
            on=_date(row.get("date")) or _held(patrol, report),
            patrol=patrol.id,
            count=count if isinstance(count, int) else 1,
            note=str(row.get("note", "")),
            action=str(row.get("action", "")),
        )

    def _rows(self, name: str) -> Iterator[tuple[Activity, Report, Mapping[str, Any]]]:
        """The rows of a field, of each side's last report that says anything of it."""
        for patrol in self._patrols:
            for party in self._register.reports.get(patrol.id, {}):
                reports = self._register.reports_on(patrol.id, party=party)
                said = [one for one in reports if isinstance(one.details.get(name), list | tuple)]
                for row in said[-1].details[name] if said else ():
                    if isinstance(row, Mapping):
                        yield patrol, said[-1], row

    def _in_order(self) -> list[Activity]:
        return sorted(self._patrols, key=lambda one: (one.when is None, str(one.when or ""), one.id))

    def _patrol(self, activity: Activity) -> Patrol:
        reported = self._register.account_of(activity).reported
        return Patrol(
            activity=activity,
            sector=self._sector_of(activity),
            progress=progress_of(self._register, activity),
            strength=_strength(activity.details.get("strength")),
            next_date=_date(reported.get("next_date")),
            next_strength=_strength(reported.get("next_strength")),
        )

    def _sector_of(self, patrol: Activity) -> ItemId | None:
        """The sector that a patrol names, else that of the markers between which it goes."""
        named = patrol.details.get("sector")
        if named in self._known:
            return ItemId(str(named))
        named_ends = (patrol.details.get(name) for name in ("start_marker", "end_marker"))
        ends = (self._markers.get(ItemId(str(name))) for name in named_ends)
        return next((self._sector_or_none(one.sector) for one in ends if one and one.sector), None)

    def _sector_or_none(self, name: ItemId | None) -> ItemId | None:
        return name if name in self._known else None


def _held(patrol: Activity, report: Report) -> Date:
    """When a patrol was: as agreed where that is one day, else as the report dates itself."""
    when = patrol.when
    exact = when is not None and when.start == when.end and when.start.day is not None
    return when.start if when is not None and exact else report.on


def _date(said: object) -> Date | None:
    try:
        return Date.parse(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _strength(rows: object) -> Mapping[Party, int]:
    said = rows if isinstance(rows, list | tuple) else ()
    return {
        Party(str(row["party"])): row["count"]
        for row in said
        if isinstance(row, Mapping) and "party" in row and isinstance(row.get("count"), int)
    }


def _numbered(marker: Marker) -> tuple[int, str]:
    """Markers in the order of their numbers: 9 before 10, and 835/2 after 835."""
    digits = marker.number.partition("/")[0]
    return (int(digits) if digits.isascii() and digits.isdigit() else 10**9, marker.number)
