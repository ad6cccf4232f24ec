"""The plan on a timeline, in a calendar, as a cascade, on a map and as files; and what cannot be together."""

import csv
import io
import re
from typing import Any

import httpx
import icalendar
import openpyxl
import orjson
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter, token

_GROUND = orjson.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Hanoï"},
                "geometry": {"type": "Point", "coordinates": [105.8, 21.0]},
            },
            {
                "type": "Feature",
                "properties": {"name": "a river (illustrative)"},
                "geometry": {"type": "LineString", "coordinates": [[102, 18], [103, 19], [105, 21]]},
            },
        ],
    }
)
_MARKER = orjson.dumps(
    {
        "type": "Feature",
        "properties": {"number": "M900"},
        "geometry": {"type": "Point", "coordinates": [104.5, 19.25]},
    }
)


def plan(served: Served, rest: str = "") -> str:
    return f"/{served.compacts[0]}/plan{rest}"


def test_the_timeline_has_every_dated_line_with_its_domain_today_and_the_holidays(
    asking: httpx.Client, vn: Served
) -> None:
    page = asking.get(plan(vn, "/timeline")).text
    lines = vn.node.data("plan", "--compact", vn.compacts[0])
    assert page.count('class="reach"') == len([line for line in lines if line["item"].get("when")])
    assert 'class="today"' in page
    assert "Laos: Lao New Year&#x27;s Day, 14–16 April 2026" in page
    assert "Vietnam: Vietnam Cultural Day, 24 November 2026" in page


def test_other_months_of_the_timeline_stand_in_the_address(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(plan(vn, "/timeline"), params={"month": "2025-07", "plan": "all"}).text
    assert "1 July 2025 – 30 June 2026" in page
    assert 'class="today"' not in page
    assert 'rel="next"' in page
    assert "month=2026-07" in page


def test_a_day_of_the_calendar_has_its_lines_and_what_is_agreed_for_a_month_stands_apart(
    context: BrowserContext, vn: Served
) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}{plan(vn, '/calendar')}?month=2026-10")
    for day in ("2026-10-20", "2026-10-23"):
        cell = page.locator("td", has=page.locator(f"time[datetime='{day}']"))
        expect(cell).to_contain_text("Joint patrol, sector North, autumn (illustrative)")
    expect(page.locator("td", has=page.locator("time[datetime='2026-10-24']"))).not_to_contain_text("patrol")
    expect(page.locator("section", has_text="the day not yet agreed")).to_contain_text("Working group")
    expect(page.locator("section", has_text="Going on for longer")).to_contain_text(
        "Course for border officers"
    )
    page.get_by_role("link", name="Later").click()
    page.wait_for_url("**month=2026-11**")
    expect(page.locator("td", has=page.locator("time[datetime='2026-11-24']"))).to_contain_text(
        "Vietnam: Vietnam Cultural Day"
    )


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-01", ""])
def test_a_month_that_is_none_shows_the_present_one(asking: httpx.Client, vn: Served, month: str) -> None:
    page = asking.get(plan(vn, "/calendar"), params={"month": month})
    assert page.status_code == 200
    assert "September 2026" in page.text


def test_the_cascade_leads_from_a_sentence_to_silence_and_pages_on_to_what_stands_under_none(
    asking: httpx.Client, vn: Served
) -> None:
    page = asking.get(plan(vn, "/cascade"))
    assert "Les deux parties sont convenues de mettre en œuvre efficacement le protocole" in page.text
    assert "silence: its time is over and nobody said that it took place" in page.text
    seen = 0
    while (further := re.search(r'href="([^"]+)" rel="next"', page.text)) and seen < 30:
        page = asking.get(f"{plan(vn, '/cascade')}{further[1]}")
        assert page.status_code == 200
        seen += 1
    assert 0 < seen < 30


def test_the_map_has_the_lines_at_their_markers(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(plan(vn, "/map")).text
    assert page.count('class="marker marker"') == 8
    assert 'href="#spot-1"' in page
    assert "Joint patrol, sector North, spring (illustrative)" in page


def test_a_map_is_laid_beneath_by_the_drafter_seen_by_ours_alone_and_taken_away_again(mine: Served) -> None:
    with mine.signed_in("drafter") as drafter, mine.signed_in("auditor") as auditor:
        page = plan(mine, "/map")
        drafter.get(page)
        files = {"file": ("ours.geojson", _GROUND)}
        laid = drafter.post(f"{page}/ground", data=token(drafter), files=files)
        assert laid.status_code == 303
        shown = drafter.get(page).text
        assert "Laid now: ours.geojson" in shown
        assert 'class="course"' in shown
        assert "Mid-year review of the plan (illustrative)" in shown  # at Hanoï, a place of the map
        drafter.post(f"{page}/ground/taken-away", data=token(drafter))
        assert 'class="course"' not in drafter.get(page).text
        auditor.get(page)
        assert auditor.post(f"{page}/ground", data=token(auditor), files=files).status_code == 403


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG", "is no GeoJSON that can be read: it is no JSON"),
        (b"", "The file is empty"),
        (b'{"type":"Point","coordinates":[999,0]}', "no place on the earth"),
        (b" " * (9 * 2**20), "larger than 8 MiB"),
    ],
)
def test_what_is_no_map_is_refused_by_its_content(mine: Served, data: bytes, words: str) -> None:
    with mine.signed_in("drafter") as drafter:
        page = plan(mine, "/map")
        drafter.get(page)
        files = {"file": ("map.geojson", data)}
        answer = drafter.post(f"{page}/ground", data=token(drafter), files=files)
        assert answer.status_code == 422
        assert words in answer.text


def test_markers_of_a_file_go_into_a_draft(mine: Served) -> None:
    compact = ("--compact", mine.compacts[0])
    mine.node.do("draft", "amend", "patrols-2026", "--set", "place=Sop Hun", *compact)
    draft = mine.node.data("draft", "show")[0]["name"]
    with mine.signed_in("drafter") as drafter:
        page = plan(mine, "/map")
        drafter.get(page)
        files = {"file": ("m.geojson", _MARKER)}
        answer = drafter.post(f"{page}/border", data={**token(drafter), "draft": draft}, files=files)
        assert answer.status_code == 303
        assert "1 marker, 0 sectors" in drafter.get(page).text
    assert "marker-m900" in mine.node.do("draft", "show", draft)


# --- files ------------------------------------------------------------------------------------------


def test_every_file_holds_the_lines_that_are_shown(asking: httpx.Client, vn: Served) -> None:
    asked = "?domain=border"
    lines = vn.node.data("plan", "--compact", vn.compacts[0], "--domain", "border")
    names = [line["item"]["id"] for line in lines]
    found = asking.get(plan(vn, f".json{asked}")).json()
    assert found == [line["item"] for line in lines]
    rows = list(csv.reader(io.StringIO(asking.get(plan(vn, f".csv{asked}")).content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == names
    book = openpyxl.load_workbook(io.BytesIO(asking.get(plan(vn, f".xlsx{asked}")).content))
    assert [row[0].value for row in book["Plan"].iter_rows(min_row=2)] == names
    places = asking.get(plan(vn, f".geojson{asked}")).json()
    assert {one["properties"]["id"] for one in places["features"]} <= set(names)


def test_the_files_are_those_that_the_command_writes(asking: httpx.Client, vn: Served) -> None:
    def written(form: str) -> tuple[bytes, bytes]:
        file = vn.node.folder.parent / f"plan.{form}"
        vn.node.do("plan", "--compact", vn.compacts[0], "--out", file)
        return asking.get(plan(vn, f".{form}")).content, file.read_bytes()

    ours, theirs = written("ics")
    assert ours == theirs
    ours, theirs = written("geojson")
    assert orjson.loads(ours) == orjson.loads(theirs)
    # The command puts a month after its days, and looks from another day at how lines stand.
    tables = [
        [row[:-2] for row in csv.reader(io.StringIO(one.decode("utf-8-sig")))] for one in written("csv")
    ]
    assert sorted(tables[0]) == sorted(tables[1])


def test_a_calendar_program_that_has_the_plan_is_told_so_in_few_bytes(
    asking: httpx.Client, vn: Served
) -> None:
    first = asking.get(plan(vn, ".ics"))
    again = asking.get(plan(vn, ".ics"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_secret_address_serves_the_calendar_and_ends_with_the_password(mine: Served) -> None:
    with mine.signed_in("reader") as reader:
        page = reader.get(plan(mine, "/subscribe?domain=border")).text
        address = page.split('value="http')[1].split('"')[0]
    feed = f"http{address}".replace("&amp;", "&")
    events = icalendar.Calendar.from_ical(httpx.get(feed).content).walk("VEVENT")
    assert len(events) > 3
    name, _, rest = feed.partition("/calendar/")
    assert httpx.get(f"{name}/calendar/x{rest}").status_code == 404
    other = feed.replace(mine.compacts[0], mine.compacts[1])
    assert httpx.get(other).status_code == 404
    secret = mine.node.folder.parent / "password"
    secret.write_text("another one, for rehearsal")
    mine.node.do("user", "password", "reader", "--password-file", secret)
    assert httpx.get(feed).status_code == 404


# --- clashes ----------------------------------------------------------------------------------------


def test_a_changed_date_shows_who_would_be_in_two_places(asking: httpx.Client, vn: Served) -> None:
    page = plan(vn, "/clashes/exchange-2026")
    here = asking.get(page).text
    assert "Nobody and no unit of it is elsewhere" in here
    there = asking.get(page, params={"when": "2026-04-21/2026-04-22", "host": "LA"}).text
    assert "In two places:" in there
    assert "Annual talks of the border commands (illustrative)" in there


def test_a_date_before_what_must_come_first_stands_in_the_wrong_order(
    asking: httpx.Client, vn: Served
) -> None:
    page = asking.get(plan(vn, "/clashes/closing-2026"), params={"when": "2026-06-30"}).text
    assert "In the wrong order:" in page
    assert "Mid-year review of the plan (illustrative)" in page


def test_what_is_no_date_is_told_and_a_line_that_is_not_there_is_not_found(
    asking: httpx.Client, vn: Served
) -> None:
    wrong = asking.get(plan(vn, "/clashes/closing-2026"), params={"when": "tomorrow"})
    assert (wrong.status_code, "tomorrow is not a date" in wrong.text) == (200, True)
    assert asking.get(plan(vn, "/clashes/no-such-line")).status_code == 404


# --- every view -------------------------------------------------------------------------------------


def test_no_view_of_the_plan_takes_more_questions_for_more_lines(vn: Served) -> None:
    asked: dict[str, str] = {}
    for view in ("/timeline", "/calendar", "/cascade", "/map"):
        asked[f"{view} all"] = f"{plan(vn, view)}?plan=all&month=2026-01"
        asked[f"{view} few"] = f"{plan(vn, view)}?plan=all&month=2026-01&domain=exercise"
    found: dict[str, dict[str, Any]] = counted(Node(vn.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(asked, 200)
    most = max(answer["questions"] for answer in found.values())
    for view in ("/timeline", "/calendar", "/cascade", "/map"):
        assert abs(found[f"{view} all"]["questions"] - found[f"{view} few"]["questions"]) <= 2, view
    assert most <= 28
    assert max(answer["bytes"] for answer in found.values()) < 100_000


def test_the_sentence_narrows_every_view_without_a_new_page(context: BrowserContext, vn: Served) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}{plan(vn, '/timeline')}")
    before = page.locator("svg.strip a").count()
    page.select_option("select[name=domain]", "border")
    page.wait_for_url("**domain=border**")
    expect(page.locator("svg.strip a")).not_to_have_count(before)
    page.locator("#views").get_by_role("link", name="Calendar").click()
    page.wait_for_url("**/plan/calendar?**domain=border**")


@pytest.mark.parametrize("view", ["/timeline", "/calendar", "/cascade", "/map", ".csv", ".ics"])
def test_no_view_is_had_without_signing_in_or_of_another_compact(vn: Served, view: str) -> None:
    assert httpx.get(f"{vn.address}{plan(vn, view)}").status_code == 302
    with vn.signed_in() as client:
        assert client.get(f"/0123456789ab/plan{view}").status_code == 404
