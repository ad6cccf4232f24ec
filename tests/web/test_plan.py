"""The plan as a table: what is listed, what the sentence of filters does, how many questions it takes."""

import httpx
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter


def test_the_plan_that_runs_is_listed_with_its_lines(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(f"/{vn.compacts[0]}/plan").text
    lines = vn.node.data("plan", "--compact", vn.compacts[0])
    assert page.count("<tr data-row") == len(lines) > 20
    assert all(f"/{line['item']['id']}" in page or line["item"]["title"]["en"] in page for line in lines)


def test_a_word_of_the_sentence_narrows_the_list_and_stands_in_the_address(
    context: BrowserContext, vn: Served
) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}/{vn.compacts[0]}/plan")
    before = page.locator("tr[data-row]").count()
    page.select_option("select[name=domain]", "border")
    page.wait_for_url("**domain=border**")
    expect(page.locator("tr[data-row]")).not_to_have_count(before)
    narrowed = page.locator("tr[data-row]").count()
    page.reload()
    assert 0 < narrowed == page.locator("tr[data-row]").count()
    assert page.locator("select[name=domain]").input_value() == "border"


def test_a_list_takes_as_many_questions_however_long_it_is(vn: Served) -> None:
    plan = f"/{vn.compacts[0]}/plan"
    asked = {
        "all": f"{plan}?plan=all",
        "one": f"{plan}?plan=all&search=patrol",
        "none": f"{plan}?search=zzzz",
    }
    found = counted(Node(vn.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(asked, 200)
    assert all(answer["questions"] <= 12 for answer in found.values())


def test_what_the_sentence_does_not_know_is_told_beside_its_word(asking: httpx.Client, vn: Served) -> None:
    page = asking.get(f"/{vn.compacts[0]}/plan", params={"domain": "ballet"})
    assert page.status_code == 200
    assert "ballet is not one of the available choices" in page.text


def test_nobody_sees_a_compact_in_which_they_hold_no_role(vn: Served) -> None:
    with vn.signed_in() as client:
        assert client.get("/0123456789ab/plan").status_code == 404
    stranger = httpx.get(f"{vn.address}/{vn.compacts[0]}/plan")
    assert (stranger.status_code, stranger.headers["location"].split("?")[0]) == (302, "/account/login/")
