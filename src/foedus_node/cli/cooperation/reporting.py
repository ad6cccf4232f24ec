"""Reporting on one's own part."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.cooperation.report import Report
from foedus.terms import Date
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.settings import list_of, set_fields
from foedus_node.desk import reporting
from foedus_node.errors import ValueRefusedError


def report(
    item: Annotated[str | None, Parameter(help="The item in force reported on.")] = None,
    /,
    *,
    stage: Annotated[
        str | None,
        Parameter(help="The stage reached, of the activity's kind; of an undertaking, its state."),
    ] = None,
    also: Annotated[
        list[str] | None,
        Parameter(help="A stage before it that is done too; `all` for every one that may not be left out."),
    ] = None,
    outcome: Annotated[str | None, Parameter(help="met, missed or exceeded.")] = None,
    on: Annotated[str | None, Parameter(help="The day of what is reported; today if not given.")] = None,
    note: Annotated[str | None, Parameter(help="A few words; the other parties will read them.")] = None,
    settings: Annotated[
        list[str] | None,
        Parameter(name="--set", help="FIELD=VALUE, a field that each side reports."),
    ] = None,
    document: Annotated[
        list[str] | None, Parameter(help="A filed document that proves it, by the first digits of its hash.")
    ] = None,
    shows: Annotated[list[str] | None, Parameter(help="An item that proves it.")] = None,
    sheet: Annotated[
        Path | None, Parameter(name="--from", help="A JSON list of reports, instead of one; all or none.")
    ] = None,
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """Report on our own part of an activity. Our signature alone suffices; the others receive it.

    Example: foedus report activity-7k3fqm --stage talks --on 2026-03-12 --note "Held in Vientiane."

    A stage is refused while one that must come before it was not reported, or while what it needs
    was not said; `foedus kinds` tells what each stage needs.
    """
    seat = node.seat(compact)
    if (item is None) == (sheet is None):
        raise ValueRefusedError(name="the item", reason="name the one item, or a sheet with --from")
    said = {
        "item": item,
        "stage": stage,
        "also": also,
        "outcome": outcome,
        "on": str(node.taken("--on", on, Date.parse)) if on else str(Date.on(clock.today())),
        "note": {seat.home.language: note} if note else None,
        "details": set_fields({}, settings or []),  # made what their fields hold by the desk
        "documents": [node.one_of(one, seat.held.documents, what="document") for one in document or []],
        "items": shows,
    }
    with seat.home.locked():
        voice = node.voice(seat.home, office)
        reports = reporting.report(seat.held, voice, list_of(sheet, what="reports") if sheet else [said])
    printing.say(*(_told(one, seat) for one in reports[:20]))
    if len(reports) > 20:
        printing.say(f"... and {len(reports) - 20} more.")
    printing.say("Send it with `foedus export`.")


def _told(one: Report, seat: node.Seat) -> str:
    note = printing.words(one.note, seat.home.language)
    parts = (", ".join(one.stages), one.outcome, printing.counting_rows(one.details), note)
    return f"Reported on {one.item}, {one.on}: {' · '.join(filter(None, parts))}"
