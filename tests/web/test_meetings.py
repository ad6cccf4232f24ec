"""Meetings: mechanisms with their sessions, the balance of visits, invitations that stand open."""

import re

import httpx
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter

DIALOGUE = "mechanism-defence-policy-dialogue-la-vn"


def test_every_mechanism_is_listed_with_its_next_session(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(f"/{vn.compacts[0]}/meetings").text
    known = [row["mechanism"] for row in vn.data("mechanisms", "--compact", vn.compacts[0])]
    assert sorted(re.findall(r'meetings/mechanisms/([^"]+)"', page)) == sorted(known)
    assert "7th session: 2027" in page


def test_a_mechanism_shows_its_sessions_and_what_each_decided(context: BrowserContext, vn: Served) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}/{vn.compacts[0]}/meetings")
    page.get_by_role("link", name="Defence policy dialogue").click()
    (row,) = (
        each for each in vn.data("mechanisms", "--compact", vn.compacts[0]) if each["mechanism"] == DIALOGUE
    )
    sessions = page.locator("section", has=page.locator("#sessions-h")).locator("table").first
    expect(sessions.locator("tbody tr")).to_have_count(len(row["sessions"]))
    decided = {one["item"] for session in row["sessions"] for one in session["decided"]}
    links = page.locator(f"a[href^='/{vn.compacts[0]}/said/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('/').pop())"
    )
    assert decided <= set(links)
    assert decided


def test_the_balance_says_who_owes_a_visit_and_can_be_asked_for_a_year(
    asking: httpx.Client, vn: Served
) -> None:
    address = f"/{vn.compacts[0]}/meetings/visits"
    found = vn.data("visits", "--compact", vn.compacts[0])
    page = asking.get(address).text
    (balance,) = found["balances"]
    assert f"received {balance['received']}, and went there {balance['given']} times" in page
    assert page.split('id="held-h"')[1].count("<tr data-row") == len(found["held"])
    assert page.split('id="open-h"')[1].split('id="held-h"')[0].count("<tr data-row") == len(
        found["invitations"]
    )
    of_a_year = asking.get(address, params={"year": "2025"}).text
    (balance,) = vn.data("visits", "--year", "2025", "--compact", vn.compacts[0])["balances"]
    assert f"went there {balance['given']} times, and received {balance['received']}" in " ".join(
        of_a_year.split()
    )


def test_three_parties_have_a_balance_between_each_two(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(f"/{vn.compacts[1]}/meetings/visits").text
    assert re.findall(r'<h2 id="balance-([A-Z-]+)"', page) == ["VN-KH", "VN-LA", "KH-LA"]


def test_a_year_that_is_none_shows_all_years(asking: httpx.Client, vn: Served) -> None:
    address = f"/{vn.compacts[0]}/meetings/visits"
    every = asking.get(address).text.split("</form>", 3)[-1]
    for year in ("soon", "20260", "-1", "٢٠٢٦"):
        answer = asking.get(address, params={"year": year})
        assert answer.status_code == 200
        assert answer.text.count("<tr") == every.count("<tr")


def test_who_only_reads_sees_no_mechanism_that_is_ours_alone(vn: Served) -> None:
    rows = vn.data("mechanisms", "--compact", vn.compacts[0])
    ours = {row["mechanism"] for row in rows if row["ours_alone"]}
    with vn.signed_in("reader") as client:
        page = client.get(f"/{vn.compacts[0]}/meetings").text
        hidden = client.get(f"/{vn.compacts[0]}/meetings/mechanisms/{min(ours)}")
    assert set(re.findall(r'meetings/mechanisms/([^"]+)"', page)) == {row["mechanism"] for row in rows} - ours
    assert hidden.status_code == 404


def test_a_unit_is_named_no_activity_of_others(mine: Served) -> None:
    compact = mine.compacts[0]
    lines = [
        line["item"]
        for plan in ("plan-2025", "plan-2026")
        for line in mine.data("plan", plan, "--compact", compact)
    ]
    unit = next(line["units"][0] for line in lines if line.get("units"))
    others = {line["id"]: line["title"]["en"] for line in lines if unit not in line.get("units", ())}
    own = {line["title"]["en"] for line in lines if unit in line.get("units", ())}
    mine.node.do("user", "grant", "reader", "unit", "--unit", unit)
    mine.node.do("user", "revoke", "reader", "reader")
    with mine.signed_in("reader") as client:
        pages = [
            client.get(f"/{compact}/meetings/{rest}").text
            for rest in ("visits", f"mechanisms/{DIALOGUE}", "mechanisms/mechanism-border-command-talks")
        ]
    for page in pages:
        assert not [name for name in others if f"/activity/{name}" in page]
        assert not [title for title in {*others.values()} - own if title in page]


def test_nothing_is_where_no_mechanism_is(asking: httpx.Client, vn: Served) -> None:
    assert asking.get(f"/{vn.compacts[0]}/meetings/mechanisms/nothing").status_code == 404


def test_pages_of_meetings_take_few_questions(vn: Served) -> None:
    rooms = {
        "two": f"/{vn.compacts[0]}/meetings",
        "three": f"/{vn.compacts[1]}/meetings",
        "one": f"/{vn.compacts[0]}/meetings/mechanisms/{DIALOGUE}",
        "visits": f"/{vn.compacts[0]}/meetings/visits",
        "year": f"/{vn.compacts[0]}/meetings/visits?year=2025",
    }
    found = counted(Node(vn.node.folder), "chief", rooms)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(rooms, 200)
    assert found["two"]["questions"] == found["three"]["questions"] <= 12
    assert found["visits"]["questions"] == found["year"]["questions"] <= 12
    assert found["one"]["questions"] <= 12
