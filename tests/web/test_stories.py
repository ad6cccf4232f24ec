"""Several articles in one file, and the same story in several documents, as the reading room shows them."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.web.ministries import Served, counted, enter, token
from tests.web.test_every_page import LANGUAGES, MOST_QUESTIONS

PAIRS = Path(__file__).parents[1] / "communiques" / "pairs" / "ke-et-chiefs"
ENGLISH, FRENCH = ((PAIRS / f"{name}.txt").read_text(encoding="utf-8").strip() for name in ("en", "fr"))
REVIEW = f"Revue de presse\nle 7 mars 2026\n\n{'=' * 40}\n\n{ENGLISH}\n\n{'=' * 40}\n\n{FRENCH}\n"
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def reading(ministry: Served) -> str:
    return f"/{ministry.compacts[0]}/reading"


def taken_in(client: httpx.Client, ministry: Served, text: str) -> str:
    """Paste a text; gives the address it leads to."""
    answer = client.post(reading(ministry), data={"text": text, "name": "review", **token(client)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def proposal(ministry: Served, words: str) -> dict[str, Any]:
    return next(row for row in ministry.node.data("accept") if words in row["words"])


def test_a_file_with_several_articles_is_a_list_of_documents(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        file = taken_in(client, mine, REVIEW)
        listed = client.get(file)
        assert "2 articles, each read as a document of its own" in listed.text
        parts = re.findall(rf'href="({file}-\d)"', listed.text)
        assert parts == [f"{file}-1", f"{file}-2"]
        article = client.get(parts[1])
        assert "Le Kenya et l&#x27;Éthiopie formeront ensemble" in article.text
        assert "2 of 2 in review" in article.text
        assert client.get(f"{parts[1]}/file").content.decode() == REVIEW
        start = REVIEW.index("Nairobi, le 5 mars")
        led = client.get(f"{file}?words={start}-{start + 7}")
        assert (led.status_code, led.headers["location"].partition("?")[0]) == (302, parts[1])
        there = client.get(led.headers["location"].partition("#")[0])
        assert ">Nairobi</" in there.text
        again = client.post(
            reading(mine), data={"text": REVIEW, "name": "x", **token(client)}, follow_redirects=True
        )
        assert "This document was read before" in again.text


@pytest.mark.parametrize("address", ["000000000000-1", "{file}-9", "{file}-0", "{file}-99999"])
def test_an_article_that_is_not_there_is_nothing_at_all(mine: Served, address: str) -> None:
    with mine.signed_in("drafter") as client:
        file = taken_in(client, mine, REVIEW).rpartition("/")[2]
        assert client.get(f"{reading(mine)}/{address.format(file=file)}").status_code == 404


def test_the_same_story_stands_beneath_with_what_the_documents_disagree_on(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="drafter")
    with mine.signed_in("drafter") as client:
        taken_in(client, mine, ENGLISH)
        second = taken_in(client, mine, FRENCH)
    page.goto(mine.address + second)
    page.get_by_role("link", name="1 other document tells the same story").click()
    story = page.locator("#same-story")
    expect(story.get_by_role("heading", level=3)).to_contain_text("Kenya, Ethiopia to train forty officers")
    expect(story).to_contain_text("the same day: 4 March 2026")
    row = story.locator("tbody tr", has_text="numbers")
    expect(row).to_contain_text(re.compile("50 “.*former 50 officiers"))
    expect(row).to_contain_text(re.compile("40 “.*train 40 officers"))
    row.get_by_role("link", name="train 40 officers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kenya, Ethiopia")
    expect(page.locator(".leaf .asked, .leaf mark").first).to_contain_text("40 officers")


def test_what_another_document_gave_is_merged_and_not_taken_twice(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="drafter")
    with mine.signed_in("drafter") as client:
        taken_in(client, mine, ENGLISH)
        given = proposal(mine, "open a hotline")
        within = ("--compact", mine.compacts[0])
        (done,) = mine.node.data("accept", str(given["number"]), *within)
        second = taken_in(client, mine, FRENCH)
        twice = proposal(mine, "ouvrir une ligne directe")
        client.post(f"{second}/sure", data=token(client))
    assert proposal(mine, "ouvrir une ligne directe")["state"] == "open"
    page.goto(f"{mine.address}{second}?at={twice['number']}")
    chosen = page.locator("[data-proposal].looked-at")
    expect(chosen).to_contain_text("Another document of the same story gave this already")
    expect(chosen.get_by_role("radio", checked=True)).to_have_count(1)
    expect(chosen.get_by_role("button", name="Accept as another one")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.locator(".told")).to_contain_text("Merged with what we knew.")
    names = {
        row[2] for row in mine.node.tables("private")["private_ownitem"] if row[2].startswith("undertaking")
    }
    assert names & set(done["items"])
    settled = {row[0]: row for row in mine.node.tables("private")["private_proposal"]}
    assert done["items"][0] in settled[twice["number"]]


def test_the_pages_ask_a_bounded_number_of_questions(mine: Served) -> None:
    with mine.signed_in("drafter") as client:
        file = taken_in(client, mine, REVIEW)
    addresses = {"file": file, "article": f"{file}-1"}
    answers = counted(mine.node, "chief", addresses)
    assert {name: answer["status"] for name, answer in answers.items()} == {"file": 200, "article": 200}
    assert max(answer["questions"] for answer in answers.values()) <= MOST_QUESTIONS


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_these_pages_bars_anybody(context: BrowserContext, mine: Served, language: str) -> None:
    with mine.signed_in("drafter") as client:
        file = taken_in(client, mine, REVIEW)
    page = enter(context, mine, user="drafter", language=language)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (file, f"{file}-1", reading(mine) + "?show=all"):
            page.goto(mine.address + address)
            response = Axe().run(page, options=OPTIONS).response
            faults = [
                f"{one['id']}: {node['html']}" for one in response["violations"] for node in one["nodes"]
            ]
            assert faults == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                address,
                width,
            )
