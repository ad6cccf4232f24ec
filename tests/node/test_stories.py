"""The same story on a node: found as documents are read, told by a command; nothing of it accepted twice."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.node.nodes import Node

PAIRS = Path(__file__).parents[1] / "communiques" / "pairs"
STORY = ("ke-et-chiefs/en", "ke-et-chiefs/fr")
OTHERS = ("ke-et-chiefs~later/en", "kr-pe-ministers/en", "pt-ao-health/fr")


def read(node: Node, *names: str) -> dict[str, list[dict[str, Any]]]:
    """Read texts that stand among the pairs; gives what each proposes."""
    found = {}
    for name in names:
        path = node.folder.parent / f"{name.replace('/', '-')}.txt"
        path.write_bytes((PAIRS / f"{name}.txt").read_bytes())
        found[name] = node.data("read", path)
    return found


@pytest.fixture
def told(vn: Node) -> dict[str, list[dict[str, Any]]]:
    """A node that read one story in two languages, and others; with what each text proposes."""
    return read(vn, *STORY, *OTHERS)


def undertaking(rows: list[dict[str, Any]], *words: str) -> dict[str, Any]:
    return next(
        row for row in rows if row["kind"] == "commitments" and all(word in row["words"] for word in words)
    )


@pytest.mark.usefixtures("told")
def test_the_documents_of_a_story_are_told_together_with_why(vn: Node) -> None:
    (story,) = vn.data("stories")
    (beside,) = story["beside"]
    assert {story["document"]["language"], beside["language"]} == {"en", "fr"}
    what = {one["what"]: one["which"] for one in beside["shared"]}
    assert what["day"] == ["2026-03-04"]
    assert {"Joseph Mfano", "Abebe Misale"} <= set(what["people"])
    done = vn.run("stories")
    assert "the same day (2026-03-04)" in " ".join(done.said.split())


def test_what_they_disagree_on_stands_side_by_side(vn: Node, told: dict[str, list[dict[str, Any]]]) -> None:
    document = told[STORY[0]][0]["document"]
    (beside,) = vn.data("stories", document[:12])["beside"]
    (numbers,) = [one for one in beside["disagreements"] if one["field"] == "numbers"]
    assert (numbers["here"]["value"], numbers["there"]["value"]) == ("40", "50")
    assert "40 officers" in numbers["here"]["words"]
    assert "50 officiers" in numbers["there"]["words"]
    assert "undertaking: numbers" in vn.run("stories", document[:12]).said


def test_what_another_document_gave_and_was_accepted_is_not_accepted_twice(
    vn: Node, told: dict[str, list[dict[str, Any]]]
) -> None:
    first = undertaking(told[STORY[0]], "hotline")
    second = undertaking(told[STORY[1]], "ligne directe")
    (done,) = vn.data("accept", str(first["number"]))
    (item,) = done["items"]
    refused = vn.run("accept", str(second["number"]))
    assert refused.code == 1
    assert f"it was accepted as {item}" in " ".join(refused.refused.split())
    listed = {row["number"]: row["given"] for row in vn.data("accept")}
    assert (listed[second["number"]], sum(given is not None for given in listed.values())) == (item, 1)
    (taken,) = vn.data("accept", str(second["number"]), "--again")
    assert taken["items"] != [item]


def test_among_many_it_is_left_open_with_the_reason(vn: Node, told: dict[str, list[dict[str, Any]]]) -> None:
    numbers = {name: [row["number"] for row in rows] for name, rows in told.items()}
    settled = {row["number"]: row for row in vn.data("accept", "--all")}
    left = [number for number in numbers[STORY[1]] if "same story" in settled[number].get("left_open", "")]
    kinds = {row["number"]: row["kind"] for row in told[STORY[1]]}
    assert {kinds[number] for number in left} == {"commitments", "engagements"}
    assert not [number for number in numbers[STORY[0]] if "left_open" in settled[number]]


def test_what_was_rejected_tells_no_story(vn: Node, told: dict[str, list[dict[str, Any]]]) -> None:
    for row in told[STORY[1]]:
        vn.do("accept", str(row["number"]), "--reject")
    assert vn.data("stories") == []


@pytest.mark.usefixtures("told")
def test_documents_of_an_earlier_edition_leave_their_traces_when_they_are_asked_for(vn: Node) -> None:
    with closing(sqlite3.connect(vn.folder / "data" / "private.sqlite3")) as held:
        held.execute("DELETE FROM private_trace")
        held.execute("UPDATE private_document SET traced = 0")
        held.commit()
    assert len(vn.data("stories")) == 1


def test_the_articles_of_one_file_may_tell_one_story(vn: Node) -> None:
    texts = [(PAIRS / f"{name}.txt").read_text(encoding="utf-8").strip() for name in STORY]
    path = vn.folder.parent / "review.txt"
    path.write_text("\n\n* * *\n\n".join(texts), encoding="utf-8")
    vn.do("read", path)
    (story,) = vn.data("stories")
    assert story["document"]["document"].partition("-")[0] == story["beside"][0]["document"].partition("-")[0]
