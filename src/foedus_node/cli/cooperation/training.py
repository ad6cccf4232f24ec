"""Courses: places, numbers at each step, ratings of both sides, and what is lacking."""

from typing import Annotated, Any

from cyclopts import Parameter

from foedus.cooperation.activity import Activity
from foedus.oversight.training import NUMBERS, Course, Gap, Lack, Total, courses, is_course, totals
from foedus.register import Register
from foedus.terms import ItemId, Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError
from foedus_node.storage.private import notes

_WORDS = {
    Lack.NOMINATIONS_AWAITED: "nominations of {parties} awaited since {since}",
    Lack.PLACES_UNUSED: "places unused: {count}",
    Lack.PLACES_EXCEEDED: "more came than there are places, by {count}",
    Lack.UNACCOUNTED: "arrived, and neither graduated nor failed: {count}",
    Lack.UNPOSTED: "graduated, and not reported posted: {count}",
    Lack.UNRATED: "quality not rated by {parties}",
    Lack.RATED_APART: "quality rated differently: {what}",
    Lack.SIDES_DIFFER: "the sides' numbers differ: {what}",
    Lack.TOO_MANY: "the numbers do not add up: {what}",
    Lack.PERSONS_DIFFER: "the number reported and the persons we hold differ: {what} (ours alone)",
}


def training(
    name: Annotated[str | None, Parameter(help="A course; all of them, if not given.")] = None,
    /,
    *,
    plan: Annotated[str | None, Parameter(help="Only the lines of this plan.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the courses: places, how many were nominated, came, graduated and were posted, and what lacks.

    Example: foedus training course-medics-2026

    A number is that of the side whose matter it is; where the other side says otherwise, that is named.
    Who the persons are never leaves this node: `foedus note COURSE --from persons.json`.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = [
        one
        for one in courses(now, persons=_persons(now, seat.compact))
        if name in (None, one.activity.id) and plan in (None, one.activity.plan)
    ]
    if name is not None and not found:
        raise UnknownNameError(what="course", name=name, where="`foedus training` lists them.")
    if json:
        added = totals(found) if name is None else ()
        printing.data(
            {"courses": [_plain(one) for one in found], "totals": [_plain_total(one) for one in added]}
        )
    elif name is not None:
        for one in found:
            printing.say(*_told(one, seat.home.language))
    elif not found:
        printing.say("There is no course in any plan yet.")
    else:
        _list(found)


def _persons(now: Register, compact: str) -> dict[ItemId, int]:
    """How many persons we hold for each course, of those for which we hold some."""
    lines = (one for one in now.known(Activity) if is_course(now.kind_of(one)))
    held = {one.id: notes.fields_on(one.id, compact=compact).get("persons") for one in lines}
    return {name: len(rows) for name, rows in held.items() if isinstance(rows, list)}


def _list(found: list[Course]) -> None:
    heads = ("Course", "When", "places", *NUMBERS)
    rows = [(one.activity.id, one.activity.when, one.places, *_numbers(one.numbers)) for one in found]
    printing.table(heads, rows, wrap=("Course",))
    lacking = [f"{one.activity.id}: {_gap(gap)}." for one in found for gap in one.gaps]
    printing.say("", *(lacking or ["Nothing is lacking."]), "")
    added = [
        (f"{one.by}: {one.name or 'not known'}", one.courses, one.places, *_numbers(one.numbers))
        for one in totals(found)
    ]
    printing.table(("Together", "courses", "places", *NUMBERS), added, wrap=("Together",))


def _numbers(numbers: Any) -> list[Any]:
    return [numbers.get(name) for name in NUMBERS]


def _told(one: Course, language: Language) -> list[str]:
    line = one.activity
    alone = " · ours alone" if one.ours_alone else ""
    where = ", ".join(part for part in (one.institution, str(line.when or ""), f"host {line.host}") if part)
    lines = [f"{line.id} · {printing.words(line.title, language)}{alone}", f"  {where}"]
    lines.append(f"  {one.progress}; reached: {one.reached or 'nothing'}; next: {one.next or 'nothing'}")
    if one.places is not None:
        lines.append(f"  places: {one.places}")
    lines += [f"  {name}: {one.numbers[name]}" for name in NUMBERS if name in one.numbers]
    lines += [f"  quality, by {party}: {rating} of 5" for party, rating in one.quality.items()]
    if one.persons is not None:
        lines.append(f"  persons: {one.persons} held, ours alone")
    return [*lines, *(f"  ! {_gap(gap)}" for gap in one.gaps)]


def _gap(gap: Gap) -> str:
    return _WORDS[gap.lack].format(
        count=gap.count, since=gap.since, parties=", ".join(gap.parties), what=", ".join(gap.what)
    )


def _plain(one: Course) -> dict[str, Any]:
    return {
        "course": one.activity.id,
        "ours_alone": one.ours_alone,
        "plan": one.activity.plan,
        "domain": one.activity.domain,
        "institution": one.institution,
        "when": str(one.activity.when) if one.activity.when else None,
        "progress": one.progress.value,
        "reached": one.reached,
        "next": one.next,
        "places": one.places,
        "numbers": dict(one.numbers),
        "said": {party: dict(numbers) for party, numbers in one.said.items()},
        "quality": dict(one.quality),
        "persons": one.persons,
        "gaps": [_plain_gap(gap) for gap in one.gaps],
    }


def _plain_gap(gap: Gap) -> dict[str, Any]:
    return {
        "lack": gap.lack.value,
        "count": gap.count,
        "since": str(gap.since) if gap.since else None,
        "parties": list(gap.parties),
        "what": list(gap.what),
    }


def _plain_total(one: Total) -> dict[str, Any]:
    return {
        "by": one.by,
        "name": one.name,
        "courses": one.courses,
        "places": one.places,
        "numbers": dict(one.numbers),
    }
