"""People: who is who on a day, whom somebody met, which entries are one person."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter, token

MINISTERS = ("person-phan-van-giang", "person-khamliang-outhakaysone")


def room(ministry: Served, rest: str = "") -> str:
    return f"/{ministry.compacts[0]}/people{rest}"


def listed(page: str) -> list[str]:
    """The people of a page's lists, in their order."""
    return re.findall(r'<tr data-row>\s*<td><a href="/[0-9a-f]+/people/persons/([^"]+)"', page)


def test_who_is_who_stands_in_the_order_of_the_command(asking: httpx.Client, vn: Served) -> None:
    for day in ("2026-09-15", "2024-03-01"):
        rows = vn.data("people", "--on", day, "--compact", vn.compacts[0])
        page = asking.get(room(vn), params={"on": day}).text
        assert listed(page) == [one["person"] for party in rows.values() for one in party]


def test_an_officer_asks_for_another_day_and_opens_a_person(context: BrowserContext, vn: Served) -> None:
    page = enter(context, vn)
    page.goto(vn.address + room(vn))
    page.fill("input[name=on]", "2024-03-01")
    page.fill("input[name=find]", "giang")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Vietnam, on 1 March 2024")).to_be_visible()
    page.locator("tr[data-row] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phan Van Giang")


def test_a_name_is_found_without_its_accents(asking: httpx.Client, vn: Served) -> None:
    assert "person-to-lam" in listed(asking.get(room(vn), params={"find": "to lam"}).text)
    assert listed(asking.get(room(vn), params={"find": "zzzz"}).text) == []


def test_a_person_shows_terms_of_office_and_meetings_as_the_command_does(
    asking: httpx.Client, vn: Served
) -> None:
    name, other = MINISTERS
    row = vn.data("people", name, "--compact", vn.compacts[0])
    page = asking.get(room(vn, f"/persons/{name}")).text
    meetings = page.split('id="meetings-h"')[1]
    assert meetings.count("<tr data-row") == len(row["meetings"]) > 0
    together = asking.get(room(vn, f"/persons/{name}"), params={"with": other}).text
    both = vn.data("people", name, "--with", other, "--compact", vn.compacts[0])
    assert together.split('id="meetings-h"')[1].count("<tr data-row") == len(both["meetings"])
    for held in row["tenures"]:
        assert f"/people/offices/{held['office']}" in page


def test_two_people_by_name_show_when_they_met(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(room(vn, "/met"), params={"one": "phan van giang", "other": "khamliang"}).text
    both = vn.data("people", MINISTERS[0], "--with", MINISTERS[1], "--compact", vn.compacts[0])
    assert page.count("<tr data-row") == len(both["meetings"])
    several = asking.get(room(vn, "/met"), params={"one": "illustrative", "other": "nobody at all"}).text
    assert "Several may be meant" in several
    assert "Nobody of this name is on record" in several


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_told_beside_it_and_today_is_shown(
    asking: httpx.Client, vn: Served, day: str
) -> None:
    page = asking.get(room(vn), params={"on": day})
    assert page.status_code == 200
    assert 'id="on-wrong"' in page.text
    assert listed(page.text) == listed(asking.get(room(vn)).text)


def test_an_office_shows_who_holds_it(asking: httpx.Client, vn: Served) -> None:
    rows = vn.data("people", "--compact", vn.compacts[0])["VN"]
    held = next(row for row in rows if row["office"])
    page = asking.get(room(vn, f"/offices/{held['office']}")).text
    assert f"/people/persons/{held['person']}" in page
    assert "holds it today" in page
    for nothing in (f"/offices/{held['person']}", f"/persons/{held['office']}", "/persons/nobody"):
        assert asking.get(room(vn, nothing)).status_code == 404


AGAIN = "Le colonel-général Nguyễn Văn Ann, vice-ministre de la Défense du Vietnam, a ouvert la séance."
"""Illustrative: the example's vice-minister, written otherwise."""


def test_two_entries_are_seen_as_one_and_taken_back(
    context: BrowserContext, mine: Served, tmp_path: Path
) -> None:
    (tmp_path / "again.txt").write_text(AGAIN, encoding="utf-8")
    mine.node.do("read", tmp_path / "again.txt")
    (number,) = (one["number"] for one in mine.data("accept") if one["kind"] == "people")
    mine.node.do("accept", str(number), "--set", "name=Nguyễn Văn Ann (illustrative)")
    entry = "person-nguyen-van-ann-illustrative"
    page = enter(context, mine, user="drafter")
    page.goto(mine.address + room(mine, "/alike"))
    page.get_by_role("row", name=entry).get_by_role("button").click()
    page.wait_for_url(f"**/people/persons/person-vn-01?merged={entry}")
    expect(page.get_by_text("It stands for the entry Nguyễn Văn Ann (illustrative).")).to_be_visible()
    expect(page.get_by_text("Also written:")).to_contain_text("Nguyễn Văn Ann")
    page.goto(mine.address + room(mine))
    assert entry not in listed(page.content())
    page.goto(mine.address + room(mine, "/persons/person-vn-01"))
    page.get_by_role("button", name="It is somebody else").click()
    page.wait_for_url(f"**/people/persons/{entry}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn Ann")


@pytest.mark.parametrize("other", ["", "nobody at all", MINISTERS[1], MINISTERS[0]])
def test_a_merge_that_makes_no_sense_is_refused_and_keeps_what_was_typed(
    asking: httpx.Client, vn: Served, other: str
) -> None:
    asking.get(room(vn))
    answer = asking.post(room(vn, f"/persons/{MINISTERS[0]}/merge"), data={"other": other, **token(asking)})
    assert answer.status_code == 422
    assert 'class="refusal"' in answer.text
    assert f'name="other" required maxlength="200" value="{other}"' in answer.text


def test_who_only_reads_decides_nothing_about_people(vn: Served) -> None:
    with vn.signed_in("reader") as client:
        page = client.get(room(vn, f"/persons/{MINISTERS[0]}")).text
        answers = [
            client.get(room(vn, "/alike")),
            client.post(room(vn, f"/persons/{MINISTERS[0]}/merge"), data=token(client)),
            client.post(room(vn, f"/persons/{MINISTERS[0]}/part"), data=token(client)),
        ]
        listed_there = listed(client.get(room(vn)).text)
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "Ours alone" not in page
    rows = vn.data("people", "--compact", vn.compacts[0])
    common = [one["person"] for party in rows.values() for one in party if not one["ours_alone"]]
    assert sorted(listed_there) == sorted(common)


def test_lists_of_people_take_as_many_questions_however_long_they_are(vn: Served) -> None:
    asked = {
        "all": room(vn),
        "few": f"{room(vn)}?find=general",
        "much": room(vn, f"/persons/{MINISTERS[0]}"),
        "little": room(vn, "/persons/person-la-30"),
        "alike": room(vn, "/alike"),
    }
    found = counted(Node(vn.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(asked, 200)
    assert found["few"]["questions"] <= found["all"]["questions"] <= 19
    assert found["little"]["questions"] <= found["much"]["questions"] <= 21
    assert found["alike"]["questions"] <= 12
