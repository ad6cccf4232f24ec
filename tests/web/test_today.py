"""The day's page: what waits for whom, and nothing else; what the other side entered since one looked."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter, token
from tests.web.offers import drafted, offered, said

UNIT = "office-vn-border-command"


@pytest.fixture
def unit(mine: Served) -> Iterator[httpx.Client]:
    """Somebody of the border command, who sees its activities and no others."""
    with mine.signed_in("unit") as client:
        yield client


def sections(page: str) -> dict[str, list[str]]:
    """What stands under each heading of a page: the titles of its rows."""
    found = re.findall(r"<section[^>]*>(.*?)</section>", page, re.DOTALL)
    return {
        unescape(head[1]): [
            unescape(re.sub(r"<[^>]+>", "", row)).strip()
            for row in re.findall(r"<li data-row>(.*?)<span class=\"beneath\"", part, re.DOTALL)
        ]
        for part in found
        if (head := re.search(r"<h2[^>]*>([^<]*)</h2>", part))
    }


def test_what_waits_is_a_click_away(
    example: Path, context: BrowserContext, mine: Served, tmp_path: Path
) -> None:
    offered(example, mine, tmp_path)
    drafted(mine)
    page = enter(context, mine, user="signatory")
    page.goto(f"{mine.address}/{mine.compacts[0]}/")
    heads = page.locator(".today h2").all_inner_texts()
    assert heads[0] == "To sign"
    assert {"Due within a month", "Late", "Next meeting", "Latest from the other side"} < set(heads)
    to_sign = page.locator("section", has=page.get_by_role("heading", name="To sign"))
    expect(to_sign.locator("li")).to_have_text(
        [
            re.compile(r"Visits of October\s+Waits for us: Laos has signed"),
            re.compile(r"Ours\s+Draft: only we see it"),
        ]
    )
    page.get_by_role("link", name="Visits of October", exact=True).click()
    expect(page.get_by_role("heading", name="What changes if we sign")).to_be_visible()


def test_what_is_new_stays_new_until_it_is_called_seen_and_that_can_be_taken_back(
    example: Path, mine: Served, tmp_path: Path
) -> None:
    address = f"/{mine.compacts[0]}/"
    with mine.signed_in("drafter") as client:

        def listed(head: str) -> list[str]:
            return sections(client.get(address).text)[head]

        def seen(**fields: str) -> None:
            assert client.post(f"{address}seen", data={**fields, **token(client)}).status_code == 303

        def newest() -> str:
            return str(re.findall(r'name="row" value="(\d+)"', client.get(address).text)[0])

        assert listed("Latest from the other side") == listed("Latest from the other side") != []
        seen(row=newest())
        assert listed("New from the other side") == []
        offered(example, mine, tmp_path)
        assert listed("New from the other side") == ["Laos signed Visits of October."]
        seen(row=newest())
        assert listed("New from the other side") == []
        seen(back="1")
        for row in ("", "-1", "x", "9" * 30):
            seen(row=row)
        assert listed("New from the other side") == ["Laos signed Visits of October."]


def test_each_sees_what_their_rights_let_them_do(example: Path, mine: Served, tmp_path: Path) -> None:
    offered(example, mine, tmp_path)
    drafted(mine)
    found = {}
    for user in ("reader", "drafter", "signatory"):
        with mine.signed_in(user) as client:
            found[user] = sections(client.get(f"/{mine.compacts[0]}/").text).get("To sign", [])
    assert found == {
        "reader": [],
        "drafter": ["Visits of October"],
        "signatory": ["Visits of October", "Ours"],
    }


def test_what_is_to_be_answered_goes_once_something_is_decided_of_it(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        address = f"/{mine.compacts[0]}/"
        names = re.findall(r'href="/\w+/said/(undertaking-\w+)"', client.get(address).text)
        if not names:
            pytest.skip("only the source articles, which are not beside this clone, leave one to be answered")
        (name,) = names
        assert len(sections(client.get(address).text)["To answer"]) == 1
        lapse = ("followup", "lapse", name, "--reason", "Its year is over.")
        said(mine.node, *lapse, "--compact", mine.compacts[0])
        assert "To answer" not in sections(client.get(address).text)


def test_a_unit_sees_its_own_and_nothing_of_others(
    example: Path, mine: Served, unit: httpx.Client, tmp_path: Path
) -> None:
    offered(example, mine, tmp_path)
    page = sections(unit.get(f"/{mine.compacts[0]}/").text)
    theirs = {
        row["item"]["title"]["en"]
        for row in mine.node.data("plan", "--compact", mine.compacts[0])
        if UNIT in row["item"].get("units", ())
    }
    assert "To sign" not in page
    assert "To answer" not in page
    for head in ("Due within a month", "Late"):
        assert set(page.get(head, [])) <= theirs
    assert all(any(title in told for title in theirs) for told in page["Latest from the other side"])
    news = unit.get(f"/{mine.compacts[0]}/news").text
    assert "Visits of October" not in news
    with mine.signed_in("reader") as reader:
        assert "Visits of October" in reader.get(f"/{mine.compacts[0]}/news").text


def test_all_that_they_entered_is_told_page_by_page_without_a_gap(vn: Served, asking: httpx.Client) -> None:
    address, told = f"/{vn.compacts[0]}/news", 0
    while address:
        page = asking.get(address).text
        told += page.count("<li data-row>")
        following = re.search(r'href="(\?before=\d+)"', page)
        address = f"/{vn.compacts[0]}/news{following[1]}" if following else ""
    log = vn.node.data("status", "--compact", vn.compacts[0])[0]["heads"]["LA"][0]
    assert log - 10 < told < log
    for before in ("x", "-1", "9" * 40):
        assert asking.get(f"/{vn.compacts[0]}/news", params={"before": before}).status_code == 200


def test_the_day_takes_as_many_questions_whoever_looks(vn: Served) -> None:
    node = Node(vn.node.folder)
    found = {
        user: counted(node, user, {"today": f"/{vn.compacts[0]}/"})["today"] for user in ("chief", "reader")
    }
    assert {user: answer["status"] for user, answer in found.items()} == dict.fromkeys(found, 200)
    assert all(answer["questions"] <= 45 and answer["bytes"] < 20_000 for answer in found.values())
