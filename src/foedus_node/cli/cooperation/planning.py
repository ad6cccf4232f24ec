"""A plan as a list: who signed each line, what comes next, how it stands; and as other programs' files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
from attrs import frozen
from cyclopts import Parameter

from foedus.cooperation.border import Marker, Sector
from foedus.cooperation.document import to_json
from foedus.cooperation.plan import Plan
from foedus.interchange.geojson import map_of_plan
from foedus.interchange.ics import calendar_of
from foedus.interchange.table import PlanTable, csv_of, plan_table, xlsx_of
from foedus.oversight.freshness import stale as all_stale
from foedus.oversight.lines import PlanLine, Wanted, plan_lines, running
from foedus.register import Register
from foedus.terms import Domain, ItemId, wording_in
from foedus.terms import party as party_code
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.desk import planning
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError, ValueRefusedError


def plan(
    name: Annotated[str | None, Parameter(help="The plan; the one that runs today, if not given.")] = None,
    /,
    *,
    domain: Annotated[str | None, Parameter(help="Only lines of this domain.")] = None,
    kind: Annotated[str | None, Parameter(help="Only activities of this kind.")] = None,
    host: Annotated[str | None, Parameter(help="Only what this party hosts.")] = None,
    stage: Annotated[str | None, Parameter(help="Only lines whose next stage is this one.")] = None,
    unit: Annotated[str | None, Parameter(help="Only what this office or unit carries out.")] = None,
    late: Annotated[
        bool, Parameter(help="Only lines whose days are over and that nobody said took place.")
    ] = False,
    stale: Annotated[int | None, Parameter(help="Only lines that nobody touched for so many days.")] = None,
    search: Annotated[str, Parameter(help="Only lines in which these words stand.")] = "",
    out: Annotated[
        Path | None, Parameter(help="Write what is shown: FILE.xlsx, .csv, .json, .ics or .geojson.")
    ] = None,
    hours: Annotated[
        bool, Parameter(help="In a calendar, also the single events whose hour is agreed.")
    ] = False,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show a plan line by line, with who signed it, its next stage and how it stands; or write it to a file.

    Example: foedus plan plan-2026 --late --out late.xlsx

    A workbook or CSV so written can be changed and taken back with `foedus draft sheet`.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = _plan(name, now)
    wanted = Wanted(
        plan=found.id if found else None,
        domain=Domain(domain) if domain else None,
        kind=kind,
        host=node.taken("--host", host, party_code) if host else None,
        stage=stage,
        unit=ItemId(unit) if unit else None,
        late=late,
        among=None if stale is None else {one.item.id for one in all_stale(now, days=stale)},
        search=search,
    )
    listed = _Listed(seat, now, found, plan_lines(now, wanted), hours)
    if out:
        _written(out, listed)
    elif json:
        printing.data([listed.plain(line) for line in listed.lines])
    else:
        _show(listed)


@frozen
class _Listed:
    """Lines chosen of a plan, and what is needed to show them."""

    seat: node.Seat
    now: Register
    plan: Plan | None
    lines: tuple[PlanLine, ...]
    hours: bool

    @property
    def title(self) -> str:
        """What the list is called."""
        held = {str(tag): words for tag, words in self.seat.held.charter.title.items()}
        wording: Mapping[Any, str] = self.plan.title if self.plan else held
        return wording_in(wording, self.seat.home.language)

    def plain(self, line: PlanLine) -> dict[str, Any]:
        """A line as data."""
        act = planning.speaking(self.seat.held)[line.activity.id]
        standing = self.seat.held.settlement.standings[act]
        return {
            "item": to_json(line.activity),
            "act": act,
            "signed": sorted(standing.signed),
            "awaited": sorted(standing.awaited),
            "next": line.next.name if line.next else None,
            "stands": line.progress.value,
        }


def _plan(name: str | None, now: Register) -> Plan | None:
    """The plan that is asked for, else the one that runs; None where there is none at all."""
    if name is None:
        return running(now)
    item = now.in_force.get(ItemId(name))
    if item is None or not isinstance(item.item, Plan):
        raise UnknownNameError(what="plan in force", name=name, where="`foedus show` lists what is in force.")
    return item.item


def _show(listed: _Listed) -> None:
    tongue = listed.seat.home.language
    period = f" · {listed.plan.period}" if listed.plan else ""
    printing.say(f"{listed.title}{period} · {printing.counted(len(listed.lines), 'line', 'lines')}", "")
    if not listed.lines:
        printing.say("No line is of this sort.")
        return
    rings = _rings(listed)
    printing.table(
        ("", "Line", "What it is", "When", "Host", "Next stage", "How it stands"),
        [
            (
                rings[one.activity.id],
                one.activity.id,
                printing.words(one.activity.title, tongue),
                one.activity.when,
                one.activity.host,
                one.next.name if one.next else "",
                one.progress.value,
            )
            for one in listed.lines
        ],
        wrap=("Line", "What it is"),
    )


def _rings(listed: _Listed) -> dict[ItemId, str]:
    held = listed.seat.held
    speaking = planning.speaking(held)
    names = (line.activity.id for line in listed.lines)
    return {name: printing.ring(held.parties, held.settlement.standings[speaking[name]]) for name in names}


# --- files -----------------------------------------------------------------------------------


def _written(path: Path, listed: _Listed) -> None:
    write = _FORMS.get(path.suffix.lower())
    if write is None:
        reason = f"{path.name} ends in none of {', '.join(_FORMS)}"
        raise ValueRefusedError(name="--out", reason=reason)
    data, told = write(listed)
    files.write(path, data)
    many = printing.counted(len(listed.lines), "line", "lines")
    printing.say(f"Wrote {path}: {many} of {listed.title}; {len(data):,} bytes.", *told)


def _table(listed: _Listed) -> PlanTable:
    held = listed.seat.held
    speaking = planning.speaking(held)
    standing = {}
    for line in listed.lines:
        signed = held.settlement.standings[speaking[line.activity.id]].signed
        stage = line.next.title if line.next else {}
        words = wording_in(stage, listed.seat.home.language)
        standing[line.activity.id] = (", ".join(sorted(signed)), words, line.progress.value)
    return plan_table(
        (line.activity for line in listed.lines),
        kinds=listed.now.kinds,
        tongue=listed.seat.home.language,
        standing=standing,
    )


def _xlsx(listed: _Listed) -> tuple[bytes, Sequence[str]]:
    return xlsx_of(_table(listed), title=listed.title, on=listed.now.on), ()


def _csv(listed: _Listed) -> tuple[bytes, Sequence[str]]:
    return csv_of(_table(listed)), ()


def _json(listed: _Listed) -> tuple[bytes, Sequence[str]]:
    documents = [to_json(line.activity) for line in listed.lines]
    return orjson.dumps(documents, option=orjson.OPT_INDENT_2) + b"\n", ()


def _ics(listed: _Listed) -> tuple[bytes, Sequence[str]]:
    calendar = calendar_of(
        (line.activity for line in listed.lines),
        compact=listed.seat.compact,
        title=listed.title,
        tongue=listed.seat.home.language,
        kinds=listed.now.kinds,
        revisions=planning.revisions(listed.seat.held, [line.activity.id for line in listed.lines]),
        with_hours=listed.hours,
    )
    return calendar.data, _left_out("A month is no day; not in the calendar", calendar.undated)


def _geojson(listed: _Listed) -> tuple[bytes, Sequence[str]]:
    drawn = map_of_plan(
        (line.activity for line in listed.lines),
        sectors=listed.now.known(Sector),
        markers=listed.now.known(Marker),
        tongue=listed.seat.home.language,
    )
    return drawn.data, _left_out("Not on the map, for no marker tells where", drawn.placeless)


def _left_out(why: str, names: Sequence[ItemId]) -> list[str]:
    more = f", and {len(names) - 20} more" if len(names) > 20 else ""
    return [f"{why}: {', '.join(names[:20])}{more}."] if names else []


_FORMS: Mapping[str, Callable[[_Listed], tuple[bytes, Sequence[str]]]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".ics": _ics,
    ".geojson": _geojson,
}
