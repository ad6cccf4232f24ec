"""The border: its sectors and markers as the patrols found them; markers taken from a map and put on one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from foedus.interchange.geojson import MOST_BYTES, Pin, map_of_border
from foedus.oversight.border import Border, Finding, Inspection, MarkerAccount, Patrol, SectorAccount
from foedus.oversight.border import border as border_of
from foedus.oversight.progress import Progress
from foedus.terms import Language
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation.drafting import open_draft
from foedus_node.desk import mapping
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError

border = App(
    name="border",
    help="See a border by what its patrols reported; take its markers from a map, and put them on one.",
    help_format="plaintext",
)

_OPEN = (Progress.TO_COME, Progress.UNDER_WAY)


@border.default
def shown(
    name: Annotated[str | None, Parameter(help="A sector or a marker; all sectors, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the border: markers and how they were found, findings, patrols held and due.

    Example: foedus border sector-lao-bao

    What the two sides found is kept apart; where they differ, both words stand.
    """
    seat = node.seat(compact)
    found = _border(seat)
    tongue = seat.home.language
    markers = [one for one in found.markers if name in (one.marker.id, one.marker.number)]
    sectors = [one for one in found.sectors if one.sector and one.sector.id == name]
    if name is not None and not markers and not sectors:
        where = "`foedus border` lists the sectors, and each sector its markers."
        raise UnknownNameError(what="sector or marker", name=name, where=where)
    if json:
        printing.data(
            _plain(found) if name is None else [*map(_plain_sector, sectors), *map(_plain_marker, markers)]
        )
    elif name is None:
        _tell(found, tongue)
    else:
        for sector in sectors:
            _tell_sector(sector, tongue)
        for marker in markers:
            _tell_marker(marker)


@border.command
def load(
    file: Annotated[Path, Parameter(help="Markers as points and sectors as lines, FILE.geojson.")],
    /,
    *,
    name: Annotated[str, Parameter(name="--draft", help="The draft to put them in.")],
) -> None:
    """Put the markers and sectors of a map into a draft; all of them or, if one is wrong, none.

    Example: foedus border load markers.geojson --draft border-register

    Coordinates are kept digit for digit. A sector is kept by the markers at its two ends, not by its line.
    """
    wanted, held = open_draft(name)
    data = files.read(file, most=MOST_BYTES)
    with node.home().locked():
        markers, sectors = mapping.load(wanted, data, held, name=file.name)
    told = (
        printing.counted(markers, "marker", "markers"),
        printing.counted(sectors, "sector", "sectors"),
    )
    printing.say(f"{' and '.join(told)} are in {name}.")


@border.command
def export(
    file: Annotated[Path, Parameter(help="Where to write it, FILE.geojson.")],
    /,
    *,
    findings: Annotated[
        bool, Parameter(help="The findings, too, at the markers near which they were.")
    ] = False,
    compact: node.Compact = None,
) -> None:
    """Write sectors, markers and how they were last found as GeoJSON, for a map program.

    Example: foedus border export border.geojson --findings
    """
    seat = node.seat(compact)
    found = _border(seat)
    accounts = {one.marker.id: one for one in found.markers}
    drawn = map_of_border(
        [one.sector for one in found.sectors if one.sector],
        [one.marker for one in found.markers],
        beside=lambda item: _beside(accounts[item]) if item in accounts else {},
        pins=[Pin(one.marker, _plain_finding(one)) for one in found.findings if one.marker]
        if findings
        else (),
    )
    files.write(file, drawn.data)
    printing.say(
        f"Wrote {file}: {printing.counted(len(accounts), 'marker', 'markers')}; {len(drawn.data):,} bytes."
    )
    if drawn.placeless:
        printing.say(f"Without a place on the map: {', '.join(drawn.placeless[:20])}.")


def _border(seat: node.Seat) -> Border:
    return border_of(register(seat.held, party=seat.home.party, on=clock.today()))


# --- in words --------------------------------------------------------------------------------


def _tell(found: Border, tongue: Language) -> None:
    if not found.sectors:
        printing.say(
            "No sector, marker or patrol is known. Take markers from a map with `foedus border load`."
        )
        return
    printing.table(
        ("Sector", "", "Markers", "Not inspected", "Not whole", "Patrols held", "To come", "Late", "Next"),
        [_row(one, tongue) for one in found.sectors],
        wrap=("",),
    )
    troubled = [one for one in found.markers if one.is_disputed or not one.is_whole]
    if troubled:
        printing.say("", "Markers that are not whole, or on which the sides differ:")
        printing.say(*(f"  {one.marker.id}: {_conditions(one)}" for one in troubled))
    _tell_tally(found)


def _row(one: SectorAccount, tongue: Language) -> tuple[object, ...]:
    return (
        one.sector.id if one.sector else "(none)",
        printing.words(one.sector.title, tongue) if one.sector else "in no sector that is known",
        len(one.markers),
        len(one.uninspected),
        sum(not marker.is_whole for marker in one.markers),
        len(one.patrols_that(Progress.CARRIED_OUT)),
        len(one.patrols_that(*_OPEN)),
        len(one.patrols_that(Progress.LATE)),
        _next(one),
    )


def _next(one: SectorAccount) -> str:
    """When the next patrol is: the first line to come, else the date that the last one agreed on."""
    to_come = one.patrols_that(*_OPEN)
    if to_come:
        return f"{to_come[0].activity.when or 'no date'}"
    agreed = [patrol.next_date for patrol in one.patrols if patrol.next_date]
    return f"{agreed[-1]}, no line yet" if agreed else "none"


def _tell_tally(found: Border) -> None:
    tally = found.tally()
    if tally:
        printing.say("", "Findings, by the side that reported them:")
        printing.table(
            ("Sector", "Month", "Finding", "By", "Number"),
            [
                (sector or "(none)", month, kind, party, many)
                for (sector, kind, month, party), many in tally.items()
            ],
        )


def _tell_sector(one: SectorAccount, tongue: Language) -> None:
    if one.sector:
        ends = f"{one.sector.start or '?'} to {one.sector.end or '?'}"
        printing.say(f"{one.sector.id} · {printing.words(one.sector.title, tongue)} · {ends}", "")
    printing.table(
        ("Marker", "Number", "Last inspected", "How it was found"),
        [
            (
                each.marker.id,
                each.marker.number,
                each.inspections[-1].on if each.inspections else "never",
                _conditions(each),
            )
            for each in one.markers
        ],
        wrap=("How it was found",),
    )
    printing.say("", *(_patrol(patrol, tongue) for patrol in one.patrols))
    printing.say(*(_finding(finding) for finding in one.findings))


def _tell_marker(one: MarkerAccount) -> None:
    marker = one.marker
    at = marker.position
    place = f"latitude {at.latitude}, longitude {at.longitude}" if at else "place not agreed"
    printing.say(f"{marker.id} · {marker.sort} {marker.number} · {marker.sector or 'in no sector'} · {place}")
    if not one.inspections:
        printing.say("  never inspected, as far as anybody reported")
    printing.say(*(f"  {_inspection(each)}" for each in one.inspections))
    if one.is_disputed:
        printing.say(f"  The sides differ: {_conditions(one)}.")


def _conditions(one: MarkerAccount) -> str:
    return ", ".join(f"{party} {each.condition} ({each.on})" for party, each in sorted(one.latest.items()))


def _inspection(one: Inspection) -> str:
    return " · ".join(
        filter(None, (f"{one.on} {one.party}: {one.condition}", one.work, one.note, one.patrol))
    )


def _patrol(one: Patrol, tongue: Language) -> str:
    title = printing.words(one.activity.title, tongue)
    strength = ", ".join(f"{party} {many}" for party, many in one.strength.items())
    after = ", ".join(f"{party} {many}" for party, many in one.next_strength.items())
    following = f"next on {one.next_date}{f' ({after})' if after else ''}" if one.next_date else ""
    when = str(one.activity.when or "no date")
    parts = (f"patrol {one.activity.id}", title, when, one.progress.value, strength, following)
    return " · ".join(filter(None, parts))


def _finding(one: Finding) -> str:
    near = f"near {one.marker}" if one.marker else ""
    parts = (f"{one.on} {one.party}: {one.finding} {one.count}", near, one.note, one.action, one.patrol)
    return " · ".join(filter(None, parts))


# --- as data ---------------------------------------------------------------------------------


def _beside(one: MarkerAccount) -> dict[str, Any]:
    latest = {str(party): each for party, each in sorted(one.latest.items())}
    return {
        "condition": {party: each.condition.value for party, each in latest.items()},
        "inspected": str(one.inspections[-1].on) if one.inspections else None,
    }


def _plain(found: Border) -> dict[str, Any]:
    return {
        "sectors": [_plain_sector(one) for one in found.sectors],
        "findings": list(_plain_tally(found)),
    }


def _plain_tally(found: Border) -> Iterator[Mapping[str, Any]]:
    for (sector, kind, month, party), many in found.tally().items():
        yield {"sector": sector, "finding": kind, "month": month, "party": party, "count": many}


def _plain_sector(one: SectorAccount) -> dict[str, Any]:
    return {
        "sector": one.sector.id if one.sector else None,
        "markers": [_plain_marker(each) for each in one.markers],
        "uninspected": [each.id for each in one.uninspected],
        "patrols": [_plain_patrol(each) for each in one.patrols],
        "findings": [_plain_finding(each) for each in one.findings],
    }


def _plain_marker(one: MarkerAccount) -> dict[str, Any]:
    return {
        "marker": one.marker.id,
        "number": one.marker.number,
        "disputed": one.is_disputed,
        "inspections": [
            {
                "on": str(each.on),
                "party": each.party,
                "condition": each.condition.value,
                "work": each.work,
                "note": each.note,
                "patrol": each.patrol,
            }
            for each in one.inspections
        ],
    }


def _plain_patrol(one: Patrol) -> dict[str, Any]:
    return {
        "patrol": one.activity.id,
        "when": str(one.activity.when) if one.activity.when else None,
        "stands": one.progress.value,
        "strength": dict(one.strength),
        "next_date": str(one.next_date) if one.next_date else None,
        "next_strength": dict(one.next_strength),
    }


def _plain_finding(one: Finding) -> dict[str, Any]:
    return {
        "finding": one.finding,
        "sector": one.sector,
        "marker": one.marker,
        "party": one.party,
        "on": str(one.on),
        "count": one.count,
        "note": one.note,
        "action": one.action,
        "patrol": one.patrol,
    }
