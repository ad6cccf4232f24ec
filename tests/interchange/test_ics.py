"""A plan as a calendar: whole days, names that stay, nothing for a month, hours in the host's zone."""

import datetime
from typing import Any

import icalendar
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity, Milestone
from foedus.cooperation.kinds import builtin
from foedus.interchange.ics import Calendar, Revision, calendar_of, events_of, file_of, zone_of
from foedus.terms import Date, Domain, ItemId, Language, Party, Period

EN, FR, LA, VN = Language("en"), Language("fr"), Party("LA"), Party("VN")
COMPACT = "0123456789abcdef" * 4
AT = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
RESCUE = Activity(
    id=ItemId("rescue"),
    kind="exercise",
    domain=Domain("exercise"),
    title={EN: "Rescue; exercise, of\nthree", FR: "Sauvetage"},
    host=LA,
    participants=(LA, VN),
    when=Period.parse("2026-10-08"),
    place="Vientiane",
    milestones=(
        Milestone(stage="initial-planning", when=Period.parse("2026-04-01/2026-04-02")),
        Milestone(stage="final-planning", when=Period.parse("2026-09")),
    ),
    details={
        "events": [
            {"number": 1, "time": "09:30", "inject": "Flood"},
            {"number": 2, "time": "2026-10-09 14:05", "inject": "Bridge"},
            {"number": 3, "time": "H+2"},
        ]
    },
)


def made(*activities: Activity, number: int = 0, **asked: Any) -> Calendar:
    revisions = {one.id: Revision(number, AT) for one in activities}
    return calendar_of(
        activities,
        compact=COMPACT,
        title="Plan",
        kinds=builtin(),
        revisions=revisions,
        **{"tongue": EN, **asked},
    )


def events(calendar: Calendar) -> dict[str, Any]:
    return {str(one["uid"]): one for one in icalendar.Calendar.from_ical(calendar.data).walk("VEVENT")}


def test_a_line_and_its_dated_stages_are_events_of_whole_days() -> None:
    found = events(made(RESCUE))
    name = f"{COMPACT[:16]}@foedus"
    assert {uid: (str(one["summary"]), one["dtstart"].dt, one["dtend"].dt) for uid, one in found.items()} == {
        f"rescue.{name}": (
            "Rescue; exercise, of\nthree",
            datetime.date(2026, 10, 8),
            datetime.date(2026, 10, 9),
        ),
        f"rescue.initial-planning.{name}": (
            "Rescue; exercise, of\nthree: initial planning conference",
            datetime.date(2026, 4, 1),
            datetime.date(2026, 4, 3),
        ),
    }


def test_an_event_keeps_its_name_and_counts_the_acts_that_changed_its_line() -> None:
    moved = evolve(RESCUE, when=Period.parse("2026-10-12"))
    before, after = events(made(RESCUE)), events(made(moved, number=1))
    assert list(before) == list(after)
    assert [(one["sequence"], one["last-modified"].dt) for one in (*before.values(), *after.values())] == [
        (0, AT), (0, AT), (1, AT), (1, AT)
    ]  # fmt: skip


def test_hours_stand_in_the_hosts_zone_and_only_if_asked_for() -> None:
    calendar = made(RESCUE, with_hours=True, tongue=FR)
    timed = [one for one in events(calendar).values() if isinstance(one["dtstart"].dt, datetime.datetime)]
    assert [
        (str(one["summary"]), one["dtstart"].dt.isoformat(), one["dtstart"].params["TZID"]) for one in timed
    ] == [
        ("Sauvetage: Flood", "2026-10-08T09:30:00+07:00", "Asia/Vientiane"),
        ("Sauvetage: Bridge", "2026-10-09T14:05:00+07:00", "Asia/Vientiane"),
    ]
    assert calendar.data.count(b"BEGIN:VTIMEZONE") == 1
    assert b"VTIMEZONE" not in made(RESCUE).data


@pytest.mark.parametrize(
    ("party", "zone"),
    [
        ("VN", "Asia/Ho_Chi_Minh"),
        ("KH", "Asia/Phnom_Penh"),
        ("TH", "Asia/Bangkok"),
        ("US", None),
        ("ASEAN", None),
    ],
)
def test_a_partys_zone_is_known_where_it_has_one(party: str, zone: str | None) -> None:
    found = zone_of(Party(party))
    assert (found.key if found else None) == zone


@given(
    whens=st.lists(
        st.one_of(
            st.none(),
            st.just(Period.parse("2026")),
            st.just(Period.parse("2026-10-06/2026-11")),
            st.dates(datetime.date(1970, 1, 1), datetime.date(2100, 1, 1)).map(
                lambda day: Period(Date.on(day), Date.on(day))
            ),
        ),
        max_size=6,
    )
)
def test_every_line_is_an_event_or_is_named_as_having_no_day(whens: list[Period | None]) -> None:
    lines = [evolve(RESCUE, id=ItemId(f"line-{n}"), when=when, milestones=()) for n, when in enumerate(whens)]
    calendar = made(*lines)
    dated = {uid.partition(".")[0] for uid in events(calendar)}
    assert dated | set(calendar.undated) == {line.id for line in lines}
    assert not dated & set(calendar.undated)


@given(st.lists(st.sampled_from(["2026-10-08", "2026-10-06/2026-10-09", "2026-10", None]), max_size=6))
def test_lines_written_one_by_one_and_joined_are_the_file_written_at_once(days: list[str | None]) -> None:
    lines = [
        evolve(RESCUE, id=ItemId(f"line-{number}"), when=Period.parse(when) if when else None)
        for number, when in enumerate(days)
    ]
    texts = [
        events_of(one, compact=COMPACT, tongue=EN, kind=builtin()[one.kind], revision=Revision(0, AT))
        for one in lines
    ]
    assert "".join(file_of(texts, title="Plan")).encode() == made(*lines).data
