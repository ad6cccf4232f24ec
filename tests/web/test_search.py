"""Searching everywhere: what is found, for whom, and how it is told that nothing was."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import Served, counted, enter


def found(client: httpx.Client, vn: Served, words: str, **more: str) -> dict[str, list[str]]:
    """What a search finds, by sort."""
    answer = client.get(f"/{vn.compacts[0]}/search", params={"q": words, **more})
    assert answer.status_code == 200
    parts = re.findall(r"<h2[^>]*>([^<]*)</h2>(.*?)</section>", answer.text, re.DOTALL)
    return {
        unescape(head): [
            unescape(re.sub(r"<[^>]+>", "", row)).strip()
            for row in re.findall(r"<li data-row>(.*?)<span class=\"beneath\"", part, re.DOTALL)
        ]
        for head, part in parts
    }


def test_slash_searches_from_anywhere_and_a_hit_is_a_click_away(context: BrowserContext, vn: Served) -> None:
    page = enter(context, vn)
    page.goto(f"{vn.address}/{vn.compacts[0]}/acts")
    page.keyboard.press("/")
    page.keyboard.type("october seminar zzz")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing says all of these words.")).to_be_visible()
    page.locator("#q").fill("joint patrol north")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Joint patrol, sector North")).first.click()
    expect(page.locator("h1")).to_contain_text("Joint patrol, sector North")


def test_case_and_accents_do_not_matter(vn: Served, asking: httpx.Client) -> None:
    searched = [found(asking, vn, words) for words in ("Défense", "defense", "DEFENSE", "  dÉfense  ")]
    plain = [{sort: rows for sort, rows in one.items() if "ours alone" not in sort} for one in searched]
    assert plain[0]
    assert all(one == plain[0] for one in plain)


def test_what_is_ours_alone_is_found_by_those_who_see_it(vn: Served, asking: httpx.Client) -> None:
    ours = found(asking, vn, "visite")
    with vn.signed_in("reader") as reader:
        common = found(reader, vn, "visite")
        assert "only we see it" not in reader.get(f"/{vn.compacts[0]}/search?q=visite").text
    assert ours["Documents read, ours alone"]
    assert "Documents read, ours alone" not in common
    assert common.keys() < ours.keys()


def test_one_sort_is_shown_page_by_page(vn: Served, asking: httpx.Client) -> None:
    some = found(asking, vn, "illustrative")["Lines of plans"]
    every = found(asking, vn, "illustrative", of="activity")
    assert every.keys() == {"Lines of plans"}
    assert len(some) == 6 < len(every["Lines of plans"]) == 30
    page = asking.get(f"/{vn.compacts[0]}/search", params={"q": "illustrative", "of": "activity"}).text
    following = re.search(r'href="(\?q=[^"]*after=[^"]*)"', page)
    assert following
    further = asking.get(f"/{vn.compacts[0]}/search{unescape(following[1])}").text
    assert "<li data-row>" in further
    assert not set(re.findall(r"/activity/[\w-]+", further)) & set(re.findall(r"/activity/[\w-]+", page))


@pytest.mark.parametrize(
    "words", ["", " ", '"', "'", "%", "_", "*", "NEAR(", 'a" OR 1', "\0visit", "ລາວ", "x" * 5000, "ab " * 900]
)
def test_whatever_is_typed_is_searched_for_and_shown_as_typed(
    vn: Served, asking: httpx.Client, words: str
) -> None:
    answer = asking.get(f"/{vn.compacts[0]}/search", params={"q": words, "of": "x" * 99, "after": "%"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_search_takes_as_many_questions_whatever_it_finds(vn: Served) -> None:
    asked = {
        "common": f"/{vn.compacts[0]}/search?q=illustrative",
        "rare": f"/{vn.compacts[0]}/search?q=nurses",
        "nothing": f"/{vn.compacts[0]}/search?q=zzzz",
    }
    answers = counted(Node(vn.node.folder), "chief", asked)
    assert {name: answer["status"] for name, answer in answers.items()} == dict.fromkeys(asked, 200)
    # What nothing says is not asked for sort by sort.
    assert answers["nothing"]["questions"] <= answers["rare"]["questions"] <= answers["common"]["questions"]
    assert answers["common"]["questions"] <= 25


ASKED = {
    "đào tạo": "ĐÀO TẠO",
    "DAO TAO": "ĐÀO TẠO",
    "ecole superieure": "École supérieure",
    "ÉCOLE": "École supérieure",
    "ben hai": "Bến Hải",
    "ລາວ": "ສປປລາວ",
}


def test_a_document_is_found_whatever_case_and_accents_are_typed(mine: Served, tmp_path: Path) -> None:
    file, far = tmp_path / "sample.txt", "\n\nTrao đổi ý kiến. " * 10
    words = far.join(dict.fromkeys(ASKED.values()))
    file.write_text(f"Hà Nội, 3 tháng 9 năm 2026{far}{words}{far}(illustrative)", encoding="utf-8")
    mine.data("read", file, "--language", "vi", "--compact", mine.compacts[0])
    with mine.signed_in() as client:
        found = {
            asked: shown_of_documents(client.get(f"/{mine.compacts[0]}/search", params={"q": asked}).text)
            for asked in ASKED
        }
    assert {asked: shown for asked, shown in ASKED.items() if shown not in found[asked]} == {}


def shown_of_documents(page: str) -> str:
    """The words of documents that a page of what was found shows."""
    return page.partition('id="found-documents"')[2].partition("</section>")[0]
