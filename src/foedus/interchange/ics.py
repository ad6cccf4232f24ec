"""A plan as a calendar (RFC 5545): every line whose days are known, as an event of whole days.

A month is no day: a line that is only agreed for a month, and one without any date, has no
event, and whoever writes the file is told which they are. Hours are known of single events
alone; they stand in the host's time zone, which the file then defines.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from attrs import frozen
from babel.core import get_global

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Kind
from foedus.cooperation.template import defence
from foedus.later import later
from foedus.terms import ItemId, Language, Party, Period, wording_in

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = later("icalendar")

_ZONES: Final[Mapping[str, str]] = {
    "KH": "Asia/Phnom_Penh",
    "LA": "Asia/Vientiane",
    "VN": "Asia/Ho_Chi_Minh",
}
"""The zones of the parties of the first compacts; those of others from the territories' own list."""

_HOUR = re.compile(
    r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?(?P<hour>[0-2]?[0-9])[:h](?P<minute>[0-5][0-9])"
)


@frozen
class Revision:
    """How often a line was changed by acts in force, and when the last one was signed by all."""

    number: int
    at: datetime.datetime


@frozen
class Calendar:
    """A calendar file, and the lines that have no event in it because no day of theirs is known."""

    data: bytes
    undated: tuple[ItemId, ...]


def calendar_of(
    activities: Iterable[Activity],
    *,
    compact: str,
    title: str,
    tongue: Language,
    kinds: Mapping[str, Kind],
    revisions: Mapping[ItemId, Revision],
    with_hours: bool = False,
) -> Calendar:
    """Lines of a plan as a calendar.

    Args:
        activities: the lines, in their order.
        compact: the compact's hash, which makes the events' names unlike any other's.
        title: what the calendar is called.
        tongue: the language preferred for titles.
        kinds: the kinds of activity, for the titles of stages.
        revisions: how often each line was changed and when, so that a calendar replaces what it has.
        with_hours: whether single events whose hour is agreed (an exercise's list) stand in it, too.
    """
    whole = _empty(title)
    undated = []
    for one in activities:
        kind, revision = kinds.get(one.kind), revisions[one.id]
        events = _events(one, compact=compact, tongue=tongue, kind=kind, revision=revision)
        hours = _marked(_of_hours(one, tongue), one, compact=compact, revision=revision) if with_hours else ()
        if one.when is None or not _is_days(one.when):
            undated.append(one.id)
        for event in (*events, *hours):
            whole.add_component(event)
    whole.add_missing_timezones()
    return Calendar(whole.to_ical(), tuple(undated))


def events_of(one: Activity, *, compact: str, tongue: Language, kind: Kind | None, revision: Revision) -> str:
    """One line as it stands in a calendar file; empty where no day of it is known.

    What a line says is worth keeping: to write a file of ten thousand anew takes seconds, to join
    them again (`file_of`) milliseconds.
    """
    events = _events(one, compact=compact, tongue=tongue, kind=kind, revision=revision)
    return "".join(event.to_ical().decode() for event in events)


def file_of(events: Iterable[str], *, title: str) -> Iterator[str]:
    """A calendar file out of lines written before: the same as `calendar_of` writes, without hours."""
    end = "END:VCALENDAR\r\n"
    yield _empty(title).to_ical().decode().removesuffix(end)
    yield from events
    yield end


def _empty(title: str) -> "icalendar.Calendar":
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Foedus//Plan of cooperation//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", title)
    return whole


def _events(
    one: Activity, *, compact: str, tongue: Language, kind: Kind | None, revision: Revision
) -> Iterator["icalendar.Event"]:
    """The whole days of a line and of its milestones."""
    parts = (*_of_line(one, tongue), *_of_milestones(one, tongue, kind))
    return _marked(parts, one, compact=compact, revision=revision)


def _marked(
    parts: Iterable[tuple[str, "icalendar.Event"]], one: Activity, *, compact: str, revision: Revision
) -> Iterator["icalendar.Event"]:
    """Events with what tells them from all others, and their editions apart."""
    for part, event in parts:
        name = f"{one.id}.{part}" if part else one.id
        event.add("uid", f"{name}.{compact[:16]}@foedus")
        event.add("sequence", revision.number)
        event.add("dtstamp", revision.at)
        event.add("last-modified", revision.at)
        yield event


def _of_line(one: Activity, tongue: Language) -> Iterator[tuple[str, "icalendar.Event"]]:
    if one.when and _is_days(one.when):
        domain = wording_in(defence().title_of(one.domain), tongue)
        yield "", _whole_days(one.when, wording_in(one.title, tongue), place=one.place, domain=domain)


def _of_milestones(
    one: Activity, tongue: Language, kind: Kind | None
) -> Iterator[tuple[str, "icalendar.Event"]]:
    for milestone in one.milestones:
        stage = kind.stage(milestone.stage) if kind else None
        if _is_days(milestone.when):
            called = wording_in(stage.title, tongue) if stage else milestone.stage
            summary = f"{wording_in(one.title, tongue)}: {called}"
            yield milestone.stage, _whole_days(milestone.when, summary, place=milestone.place, domain="")


def _of_hours(one: Activity, tongue: Language) -> Iterator[tuple[str, "icalendar.Event"]]:
    """The rows of a line's details that name an hour: on its day, or on a day that they name."""
    zone = zone_of(one.host)
    for name, rows in one.details.items():
        for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
            at = _hour(row, one.when) if isinstance(row, Mapping) else None
            if at and zone:
                event = icalendar.Event()
                words = next((str(v) for k, v in row.items() if k not in ("number", "time") and v), name)
                event.add("summary", f"{wording_in(one.title, tongue)}: {words}")
                event.add("dtstart", at.replace(tzinfo=zone))
                yield f"{name}-{number}", event


def _hour(row: Mapping[str, Any], when: Period | None) -> datetime.datetime | None:
    found = _HOUR.fullmatch(str(row.get("time", "")))
    single = when.start.first if when and _is_days(when) and when.start == when.end else None
    try:
        day = datetime.date.fromisoformat(found["day"]) if found and found["day"] else single
        hour = datetime.time(int(found["hour"]), int(found["minute"])) if found else None
    except ValueError:
        return None
    return datetime.datetime.combine(day, hour) if day and hour else None


def _whole_days(when: Period, summary: str, *, place: str, domain: str) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("summary", summary)
    event.add("dtstart", when.start.first)
    event.add("dtend", when.end.last + datetime.timedelta(days=1))  # the first day that is free again
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    if place:
        event.add("location", place)
    if domain:
        event.add("categories", [domain])
    return event


def _is_days(when: Period) -> bool:
    return when.start.day is not None and when.end.day is not None


@cache
def zone_of(party: Party | None) -> ZoneInfo | None:
    """The time zone of a party; None where it has several, or is no territory."""
    code = str(party or "")
    zones = [_ZONES[code]] if code in _ZONES else get_global("territory_zones").get(code, [])
    return ZoneInfo(zones[0]) if len(zones) == 1 else None
