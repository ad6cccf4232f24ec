"""Reasons in the reading room: why something is proposed, how sure that is, and what was decided here."""

import re
import sqlite3
import tomllib
from importlib.resources import files

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from foedus.reading import explaining
from foedus.reading.sureness import BASE
from foedus_node.web.views.reading.signs import RULES, SIGNS, SORTS
from tests.web.ministries import Served, token
from tests.web.test_reading import TALKS, open_proposals, opened, press, taken_in

TOPICS = {"rule", "kind", "paper", "status", "judges", "frames what is told"}
"""What stands before the colon in a sign that names one of several things."""


def test_every_sort_sign_and_rule_that_the_reader_tells_has_its_words() -> None:
    assert set(explaining.SORTS.values()) <= set(SORTS)
    table = tomllib.loads((files("foedus.reading") / "sure.toml").read_text(encoding="utf-8"))
    table.pop("one_click")
    signs = {sign for rows in table.values() for sign in rows} - {BASE}
    plain = {sign for sign in signs if ": " not in sign}
    assert plain <= {*SIGNS, "in French", "in English", "in Vietnamese"}
    rules = {sign.removeprefix("rule: ") for sign in signs if sign.startswith("rule: ")}
    assert {rule for rule in rules if not rule.startswith("speech: ")} <= set(RULES)
    assert {sign.partition(": ")[0] for sign in signs - plain} <= TOPICS


def test_a_key_opens_the_reasons_of_the_proposal_that_is_looked_at(
    context: BrowserContext, mine: Served
) -> None:
    page = opened(context, mine)
    why = page.locator(".why")
    expect(why).not_to_have_attribute("open", "")
    press(page, "w")
    expect(why).to_have_attribute("open", "")
    expect(why).to_contain_text("a name beside its rank or office")
    expect(why).to_contain_text("“général” (rank")
    expect(why).to_contain_text("of 100 such were right in the texts it was measured on")
    page.keyboard.press("Enter")
    expect(why).not_to_have_attribute("open", "")


@pytest.mark.parametrize("width", [1280, 360])
def test_reasons_bar_nobody_and_fit_a_phone(browser: Browser, mine: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = opened(context, mine)
    page.locator(".why summary").click()
    for settled in (False, True):
        if settled:
            page.get_by_role("button", name="Reject").click()
            page.goto(f"{mine.address}{lessons(mine)}")
            page.get_by_role("button", name="Read all of it again").click()
            expect(page.get_by_role("table")).to_contain_text("0 of 1")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def host_in(ministry: Served) -> int:
    """The open proposal of the host, of the document read last."""
    rows = [row for row in ministry.node.data("accept") if row["fact"].get("name") == "Illustro Exempla"]
    return max(int(row["number"]) for row in rows)


def test_what_was_decided_here_is_told_and_moves_how_sure_one_is(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        for day in range(1, 9):
            document = taken_in(client, mine, TALKS.replace("14 septembre", f"{day} septembre"))
            client.post(f"{document}/{host_in(mine)}", data={"do": "reject", **token(client)})
        document = taken_in(client, mine)
        page = client.get(f"{document}?at={host_in(mine)}").text
    assert "rejected before, on" in page
    # The example decided on others of its kind while it was founded.
    told = re.search(r"(\d+) of (\d+) of its kind were taken", page)
    assert told
    assert int(told[2]) - int(told[1]) == 8
    assert "what was decided here makes it" in page


def test_what_was_rejected_before_is_offered_last_and_no_one_click_takes_it(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        first = taken_in(client, mine)
        number = re.search(r'id="p(\d+)" class="looked-at"', client.get(first).text)
        assert number
        client.post(f"{first}/{number[1]}", data={"do": "reject", **token(client)})
        second = taken_in(client, mine, TALKS.replace("texte illustratif", "récit illustratif"))
        page = client.get(second).text
        order = re.findall(r'id="p(\d+)"', page)
        rejected = re.search(r'id="p(\d+)"(?:(?!id="p).)*rejected before', page, re.DOTALL)
        assert rejected
        assert order[-1] == rejected[1]
        client.post(f"{second}/sure", data=token(client))
    assert int(rejected[1]) in open_proposals(mine)


def test_what_an_earlier_edition_proposed_says_that_its_reasons_were_not_kept(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        document = taken_in(client, mine)
        with sqlite3.connect(mine.node.folder / "data" / "private.sqlite3") as held:
            held.execute("DELETE FROM private_reason")
        held.close()
        assert "the reasons were not kept when this was read" in client.get(document).text


def lessons(ministry: Served) -> str:
    return f"/{ministry.compacts[0]}/reading/lessons"


def test_all_that_was_decided_is_read_again_from_a_page_and_what_became_worse_is_named(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        document = taken_in(client, mine)
        client.post(f"{document}/sure", data=token(client))
        assert "Not read again since" in client.get(lessons(mine)).text
        assert client.post(lessons(mine), data=token(client)).status_code == 303
        page = client.get(lessons(mine)).text
        assert ("Read again on" in page, "Nothing became worse then." in page) == (True, True)
        with sqlite3.connect(mine.node.folder / "data" / "private.sqlite3") as held:
            held.execute("UPDATE private_document SET text = replace(text, 'Illustro', 'illustro')")
        held.close()
        client.post(lessons(mine), data=token(client))
        page = client.get(lessons(mine)).text
    assert "became worse then" in page
    assert "was accepted, and is not found any more" in page
    assert re.search(rf'href="{document}\?at=\d+#p\d+"', page)


def test_who_only_looks_sees_what_was_learnt_and_has_nothing_read(mine: Served) -> None:
    with mine.signed_in("auditor") as client:
        page = client.get(lessons(mine))
        assert (page.status_code, "Read all of it again" in page.text) == (200, False)
        assert client.post(lessons(mine), data=token(client)).status_code == 403
    with mine.signed_in("reader") as client:
        assert client.get(lessons(mine)).status_code == 403
