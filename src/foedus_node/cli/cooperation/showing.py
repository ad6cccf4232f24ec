"""Showing one thing with all that is known of it: common, as each side reports it, and last ours alone."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.document import to_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Column, Field, FieldType, Kind
from foedus.cooperation.office import Office, Person
from foedus.cooperation.report import Report
from foedus.oversight.stages import StageSeen, parties_of, stages_of, strange_stages
from foedus.register import Register
from foedus.terms import ItemId, Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import kinds, noting
from foedus_node.desk.register import register
from foedus_node.desk.showing import papers_of
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import documents
from foedus_node.storage.private import notes

_TOLD_APART = ("id", "type", "source", "title", "serves", "people", "milestones", "details")


def show(
    name: Annotated[str | None, Parameter(help="An item; everything there is, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show one item: where it comes from, what it serves, its stages, what each side reported, our notes.

    Example: foedus show activity-7k3fqm
    """
    seat = node.seat(compact)
    # What is signed and applies only from a day to come is shown too.
    last = max((line.since for line in seat.held.lines()), default="")
    on = max(clock.today(), datetime.date.fromisoformat(last)) if last else clock.today()
    now = register(seat.held, party=seat.home.party, on=on, reports_on=(name,) if name else ())
    if name is None:
        _list(now, seat, json=json)
        return
    item = now.item(ItemId(name))
    if item is None:
        raise UnknownNameError(what="item", name=name, where="`foedus show` lists what there is.")
    if json:
        printing.data(_plain(item, now, seat.compact))
        return
    printing.say(*_told(item, now, seat))
    if isinstance(item, Activity):
        _tell_activity(item, now, seat)
    _tell_ours(item, now, seat)


def _list(now: Register, seat: node.Seat, *, json: bool) -> None:
    items = [*(one.item for one in now.in_force.values()), *now.own.values()]
    if json:
        printing.data([to_json(item) for item in items])
        return
    if not items:
        printing.say("Nothing is in force, and nothing is ours alone yet.")
        return
    printing.table(
        ("Item", "", "What it says"),
        [
            (item.id, "ours alone" if now.is_ours_alone(item.id) else "", titled(item, seat.home.language))
            for item in items
        ],
        wrap=("What it says",),
    )


# --- what every item has ---------------------------------------------------------------------


def _told(item: Item, now: Register, seat: node.Seat) -> list[str]:
    tongue = seat.home.language
    force = now.in_force.get(item.id)
    where = "ours alone: nobody else sees it"
    if force:
        word = "since" if force.since <= clock.today() else "from"
        where = f"in force {word} {force.since}, by act {force.act[:12]}"
    lines = [f"{item.id} · {titled(item, tongue)}", f"  {where}"]
    apart = _TOLD_APART if isinstance(item, Activity) else _TOLD_APART[:5]
    shown = ((field, value) for field, value in to_json(item).items() if field not in apart)
    lines += [f"  {field}: {printing.shown(value)}" for field, value in shown]
    source = getattr(item, "source", None)
    if source:
        lines += [f"  « {source.words} »", f"    {source.title}, {source.published or 'undated'}"]
    lines += [f"  serves {above.id} · {titled(above, tongue)}" for above in now.serves(item.id)]
    lines += [f"  served by {below.id} · {titled(below, tongue)}" for below in now.served_by(item.id)]
    if isinstance(item, Activity):
        return lines
    return [*lines, *_reports(now.reports_on(item.id), seat)]


def _reports(reports: Iterable[Report], seat: node.Seat) -> list[str]:
    """What the sides reported, each side's words together and in the order of their days."""
    sides: dict[str, list[str]] = {}
    for one in reports:
        told = f"  {one.party} reported on {one.on}: {_reported(one, seat)}"
        sides.setdefault(one.party, []).append(told)
    return [line for _, lines in sorted(sides.items()) for line in lines] or ["  nothing reported so far"]


def _reported(report: Report, seat: node.Seat) -> str:
    proofs = [*(name[:12] for name in report.documents), *report.items]
    parts = (
        ", ".join(report.stages),
        report.outcome,
        printing.counting_rows(report.details),
        printing.words(report.note, seat.home.language),
        f"shown by {', '.join(proofs)}" if proofs else "",
    )
    return " · ".join(part for part in parts if part)


def titled(item: Item, tongue: Language) -> str:
    """What an item is called: its title, gist or text, else its name, else its noun."""
    for field in ("title", "gist", "text"):
        wording = getattr(item, field, None)
        if wording:
            return printing.words(wording, tongue)
    return str(
        getattr(item, "name", "") or getattr(item, "about", "") or getattr(item, "kind", "") or item.noun()
    )


# --- an activity -----------------------------------------------------------------------------


def _tell_activity(item: Activity, now: Register, seat: node.Seat) -> None:
    kind, tongue = now.kind_of(item), seat.home.language
    if kind.name != item.kind:
        printing.say(f"  Nobody here knows the kind {item.kind}; it is shown as one of the kind {kind.name}.")
    seen = stages_of(now, item)
    printing.say("", printing.words(kind.title, tongue))
    printing.table(
        ("Stage", "What it is", "Who", "When", "How it stands"),
        [_stage_row(one, now, tongue) for one in seen],
        wrap=("What it is", "When", "How it stands"),
    )
    printing.say(_next(seen, now, tongue))
    if strange := strange_stages(now, item):
        printing.say(f"Reported too, and no stage of this kind: {', '.join(strange)}.")
    if item.people:
        printing.say("", "People")
        printing.say(*(f"  {line}" for line in _people(item, now, tongue)))
    if item.details:
        printing.say("", "As agreed")
        _tell_details(item.details, kind, tongue)
    _tell_papers(item, seen, now=now, seat=seat)
    reports = now.reports_on(item.id)
    printing.say("", "Reports", *_reports(reports, seat))
    for party in item.participants:
        said: dict[str, Any] = {}
        for report in reports:
            said.update(report.details if report.party == party else {})
        rows = {name: value for name, value in said.items() if isinstance(value, list)}
        if rows:
            printing.say("", f"Reported by {party}")
            _tell_details(rows, kind, tongue)


def _stage_row(one: StageSeen, now: Register, tongue: Language) -> tuple[str, ...]:
    when = kinds.usual(one.stage)
    if one.milestone:
        when = " ".join(filter(None, (str(one.milestone.when), one.milestone.place)))
    elif one.stage.days and one.due:
        when = f"usual by {one.due}"
    if one.words:
        stands = ", ".join(f"{word.party} {word.on}" for word in one.words)
        state = f"done: {stands}"
    else:
        late = "late" if one.is_late(now.on) else "next" if one.is_next else ""
        lacks = f"lacks {', '.join(one.lacking)}" if one.lacking and not one.stage.optional else ""
        state = ", ".join(filter(None, (late, lacks, kinds.needs_more(one.stage))))
    return one.stage.name, printing.words(one.stage.title, tongue), ", ".join(one.by), when, state


def _next(seen: tuple[StageSeen, ...], now: Register, tongue: Language) -> str:
    ahead = next((one for one in seen if one.is_next), None)
    if ahead is None:
        return "All stages that may not be left out are done."
    who = f", to be reported by {', '.join(ahead.by)}" if ahead.by else ""
    told = f"Next: {printing.words(ahead.stage.title, tongue)}{who}"
    if ahead.due:
        told += f", {'due' if ahead.milestone else 'usual'} by {ahead.due}"
        told += " (late)" if ahead.is_late(now.on) else ""
    return told + (f"; it lacks {', '.join(ahead.lacking)}." if ahead.lacking else ".")


def _people(item: Activity, now: Register, tongue: Language) -> list[str]:
    kind = now.kind_of(item)
    order = {role.name: at for at, role in enumerate(kind.roles)}
    rows = sorted(item.people, key=lambda one: (order.get(one.role, len(order)), one.party))
    return [f"{_role(one, kind, tongue)}, {one.party}: {_participant(one, now, tongue)}" for one in rows]


def _role(one: Participant, kind: Kind, tongue: Language) -> str:
    role = kind.role(one.role)
    return printing.words(role.title, tongue) if role else one.role


def _participant(one: Participant, now: Register, tongue: Language) -> str:
    person = now.item(one.person) if one.person else None
    office = now.item(one.office) if one.office else None
    named = str(person.name if isinstance(person, Person) else one.person or "")
    if one.person:
        held = (told.tenure for told in now.offices_of(one.person) if told.office.id == one.office)
        ranks = [tenure.rank_printed or tenure.rank for tenure in held]
        named = " ".join(filter(None, (*ranks[:1], named)))
    parts = [
        named,
        titled(office, tongue) if isinstance(office, Office) else one.office,
        printing.counted(one.count, "person", "persons") if one.count else "",
    ]
    return ", ".join(part for part in parts if part)


def _tell_details(details: Mapping[str, Any], kind: Kind, tongue: Language) -> None:
    order = {one.name: at for at, one in enumerate(kind.fields)}
    for name, value in sorted(details.items(), key=lambda said: order.get(said[0], len(order))):
        field = kind.field(name)
        title = printing.words(field.title, tongue) if field else name
        if field and field.type is FieldType.ROWS and isinstance(value, list):
            printing.say(f"  {title}")
            _tell_rows(value, field, tongue)
        else:
            printing.say(f"  {title}: {_held(value, field, tongue)}")


def _tell_rows(rows: list[Any], field: Field, tongue: Language) -> None:
    rows = [row for row in rows if isinstance(row, Mapping)]
    columns = [column for column in field.columns if any(column.name in row for row in rows)]
    heads = ["  ", *(printing.words(column.title, tongue) for column in columns)]
    cells = [
        ("  ", *(_held(row[column.name], column, tongue) if column.name in row else "" for column in columns))
        for row in rows
    ]
    printing.table(heads, cells, wrap=heads[1:])


def _held(value: Any, field: Column | None, tongue: Language) -> str:
    """What a field holds, in words: a choice by its title, wordings in the node's language."""
    if field and field.type is FieldType.CHOICE:
        titles = {choice.name: printing.words(choice.title, tongue) for choice in field.choices}
        return ", ".join(titles.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
    if field and field.type is FieldType.WORDING and isinstance(value, Mapping):
        return printing.words(value, tongue)
    return printing.shown(value)


def _tell_papers(item: Activity, seen: Iterable[StageSeen], *, now: Register, seat: node.Seat) -> None:
    found = papers_of(item, seen, now=now, here=documents.sizes(seat.held.charter.hash))
    if not found:
        return
    printing.say("", "Papers")
    rows = [
        (
            printing.words(one.paper.title, seat.home.language) if one.paper else "",
            one.stage,
            ", ".join(one.by),
            "; ".join(
                f"{filed.party} {filed.document[:12]}" + ("" if filed.is_here else " (not received)")
                for filed in one.filed
            ),
        )
        for one in found
    ]
    heads = ("Paper", "Stage", "Who writes it", "Filed with the stage")
    printing.table(heads, rows, wrap=("Paper", "Filed with the stage"))


# --- what is ours alone ----------------------------------------------------------------------


def _tell_ours(item: Item, now: Register, seat: node.Seat) -> None:
    kept = notes.notes_on(item.id, compact=seat.compact)
    if not kept:
        return
    printing.say("", "Ours alone (nobody else sees it)")
    printing.say(*(f"  {one.number}, {one.at:%Y-%m-%d}: {one.value}" for one in kept if not one.field))
    held = {one.field: one.value for one in kept if one.field}
    if held and isinstance(item, Activity):
        _tell_details(held, now.kind_of(item), seat.home.language)


# --- as JSON ---------------------------------------------------------------------------------


def _plain(item: Item, now: Register, compact: str) -> dict[str, Any]:
    told = {
        "item": to_json(item),
        "ours_alone": now.is_ours_alone(item.id),
        "serves": [served.id for served in now.serves(item.id)],
        "served_by": [serving.id for serving in now.served_by(item.id)],
        "reports": [to_json(report) for report in now.reports_on(item.id)],
    }
    if isinstance(item, Activity):
        kind = now.kind_of(item)
        told["kind"] = kind.name
        told["stages"] = [_plain_stage(one) for one in stages_of(now, item)]
        told["strange_stages"] = list(strange_stages(now, item))
        told["papers"] = [
            {
                "paper": paper.name,
                "stage": paper.stage,
                "by": list(parties_of(paper.by, item)),
                "kept": paper.kept.value,
            }
            for paper in kind.papers
        ]
    return told | {"notes": [noting.plain(one) for one in notes.notes_on(item.id, compact=compact)]}


def _plain_stage(one: StageSeen) -> dict[str, Any]:
    return {
        "stage": one.stage.name,
        "by": list(one.by),
        "done": [
            {"party": word.party, "on": str(word.on), "documents": list(word.documents)} for word in one.words
        ],
        "due": one.due.isoformat() if one.due else None,
        "agreed": str(one.milestone.when) if one.milestone else None,
        "lacking": list(one.lacking),
        "optional": one.stage.optional,
        "next": one.is_next,
    }
