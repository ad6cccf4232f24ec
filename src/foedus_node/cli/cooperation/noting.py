"""Noting on an item what stays with us: an officer's words, and the fields that its kind keeps ours."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.settings import json_of, set_fields
from foedus_node.desk import noting
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError, ValueRefusedError
from foedus_node.storage.private import notes


def note(
    item: Annotated[str, Parameter(help="The item it is about.")],
    words: Annotated[str | None, Parameter(help="An officer's words.")] = None,
    /,
    *,
    settings: Annotated[
        list[str] | None,
        Parameter(name="--set", help="FIELD=VALUE, a field that its kind keeps ours; rows as JSON."),
    ] = None,
    sheet: Annotated[
        Path | None,
        Parameter(name="--from", help="A JSON object of such fields, or a list of rows for --field."),
    ] = None,
    field: Annotated[str | None, Parameter(help="The field that the rows of --from are for.")] = None,
    drop: Annotated[str | None, Parameter(help="A note by its number, or a field by its name.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Note on an item what stays with us; without words, show what is noted. Nobody else ever sees it.

    Example: foedus note dialogue-2026 "Ask first about the sector's markers."

    Example: foedus note courses-2026 --field persons --from persons.json
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today(), reports_on=())
    said = _said(settings or [], sheet, field)
    if sum([bool(words and words.strip()), bool(said), drop is not None]) > 1:
        raise ValueRefusedError(name="the note", reason="give words, fields or --drop, one of them at a time")
    if drop is not None:
        with seat.home.locked():
            noting.drop(item, drop, compact=seat.compact)
        printing.say(f"Dropped from {item}: {drop}.")
    elif said:
        with seat.home.locked():
            kept = noting.fields(item, said, now, compact=seat.compact)
        printing.say(f"Kept of {item}, ours alone: {', '.join(kept)}.")
    elif words and words.strip():
        with seat.home.locked():
            noting.words(item, words.strip(), now, compact=seat.compact)
        printing.say(f"Noted on {item}, ours alone.")
    else:
        _list(
            item,
            notes.notes_on(item, compact=seat.compact),
            known=now.item(ItemId(item)) is not None,
            json=json,
        )


def _said(settings: list[str], sheet: Path | None, field: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if sheet is not None:
        read = json_of(sheet)
        if field is not None:
            read = {field: read}
        if not isinstance(read, dict) or not read:
            reason = "an object of fields is needed, or a list of rows and --field"
            raise ValueRefusedError(name=str(sheet), reason=reason)
        said = read
    elif field is not None:
        raise ValueRefusedError(name="--field", reason="it says what the rows of --from are for")
    return {**said, **set_fields({}, settings)}


def _list(item: str, found: tuple[notes.Note, ...], *, known: bool, json: bool) -> None:
    if not known and not found:
        raise UnknownNameError(what="item", name=item, where="`foedus show` lists what there is.")
    if json:
        printing.data([plain(one) for one in found])
    elif not found:
        printing.say(f"Nothing is noted on {item}.")
    else:
        heads = ("Number", "Kept on", "Field", "What is noted, ours alone")
        rows = [(one.number, f"{one.at:%Y-%m-%d}", one.field, printing.shown(one.value)) for one in found]
        printing.table(heads, rows, wrap=heads[3:])


def plain(one: notes.Note) -> dict[str, Any]:
    """A note as JSON shows it."""
    return {"number": one.number, "field": one.field, "value": one.value, "at": one.at.isoformat()}
