"""Several articles in a file on a node: each is a document, with the hash of the file and its place in it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus_node.desk import receiving, sharing
from foedus_node.desk.archive.forms import texts
from foedus_node.desk.receiving import Received
from foedus_node.desk.unpacking import unpacked
from foedus_node.storage.private import models, readings
from tests.node.nodes import Node

FIRST = (
    "Strelsau et Zenda ouvrent une ligne directe\n\n"
    "STRELSAU, 12 mars 2026 – Le ministre vietnamien de la Défense, Illustro Exempla, a reçu son homologue "
    "lao, Ficto Modela (texte illustratif). Les deux parties sont convenues d’ouvrir une ligne directe."
)
SECOND = (
    "Border guards to share a post at Kelva\n\n"
    "HANOI, 14 March 2026 – Vietnam's Minister of Health, Norma Sample, met her Lao counterpart Anna "
    "Ejemplo. The two sides agreed to build a common clinic at Kelva this year (illustrative)."
)
REVIEW = f"{FIRST}\n\n* * *\n\n{SECOND}\n"
HASH = hashlib.sha256(REVIEW.encode()).hexdigest()

ONE, OTHER = "1" * 64, "2" * 64


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "review.txt"
    path.write_text(REVIEW, encoding="utf-8")
    return path


def of(rows: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(row for row in rows if row["kind"] == kind and row["article"] == 2)


def test_each_article_is_a_document_and_it_is_said_how_many_there_were(vn: Node, file: Path) -> None:
    done = vn.run("read", file)
    assert "review.txt: 2 articles, each a document of its own." in done.refused
    rows = vn.data("accept")
    assert {(row["document"], row["article"]) for row in rows} == {(HASH, 1), (HASH, 2)}
    documents = vn.tables("private")["private_document"]
    assert len(documents) == 2


def test_a_file_that_is_read_again_is_left_as_it_is(vn: Node, file: Path) -> None:
    vn.do("read", file)
    before = vn.tables("private")
    vn.do("read", file)
    assert vn.tables("private") == before


def test_the_file_is_kept_once(vn: Node, file: Path) -> None:
    vn.do("read", file)
    assert len(vn.tables("private")["private_original"]) == 1


def test_what_is_accepted_names_the_file_and_the_place_in_it(vn: Node, file: Path) -> None:
    vn.do("read", file)
    undertaking = of(vn.data("accept"), "commitments")
    (done,) = vn.data("accept", str(undertaking["number"]))
    source = vn.data("show", done["items"][0])["item"]["source"]
    assert source["document"] == HASH
    assert REVIEW[source["start"] : source["end"]] == source["words"]
    assert (source["title"], source["published"]) == ("Border guards to share a post at Kelva", "2026-03-14")


def test_one_article_that_cannot_be_read_is_named_and_the_others_are_taken(vn: Node, tmp_path: Path) -> None:
    german = (
        "Zwei Minister sprachen lange\n\nBERLIN, 12 March 2026 – "
        + "Sie sprachen gestern lange miteinander. " * 9
    )
    path = tmp_path / "review.txt"
    path.write_text(f"{FIRST}\n\n* * *\n\n{german}\n\n* * *\n\n{SECOND}", encoding="utf-8")
    done = vn.run("read", path)
    assert done.code == 1
    assert "3 articles, each a document of its own, 1 of which cannot be read." in done.refused
    assert {row["article"] for row in vn.data("accept")} == {1, 3}


def test_a_folder_gets_a_file_for_each_article(vn: Node, file: Path, tmp_path: Path) -> None:
    vn.do("read", file, "--out", tmp_path / "facts")
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "facts").iterdir()}
    assert sorted(written) == ["review-1.json", "review-2.json"]
    place = {"sha256": HASH, "article": 2, "of": 2, "start": REVIEW.index("Border guards")}
    assert (written["review-2.json"]["file"], written["review-2.json"]["id"]) == (place, "review-2")


def test_two_files_that_would_be_written_to_one_are_refused(vn: Node, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "review-2.txt"
    other.write_text(SECOND, encoding="utf-8")
    done = vn.run("read", other, file, "--out", tmp_path / "facts")
    assert done.code == 1
    assert "would both be written to review-2.json" in " ".join(done.refused.split())


def test_an_archive_has_a_line_for_each_article_and_says_how_many_there_were(
    vn: Node, file: Path, tmp_path: Path
) -> None:
    done = vn.run("read-archive", file, "--out", tmp_path / "facts", "--processes", "1")
    assert "1 file held several: 2 of these texts." in done.said
    (name,) = orjson.loads((tmp_path / "facts" / "archive.json").read_bytes())["shards"]
    lines = list(texts(tmp_path / "facts" / "shards", name))
    assert [(line["id"], line["sha256"], line["article"], line["of"], line["start"]) for line in lines] == [
        ("review-1", HASH, 1, 2, 0),
        ("review-2", HASH, 2, 2, REVIEW.index("Border guards")),
    ]


@pytest.mark.usefixtures("desk")
def test_another_compact_is_let_know_one_article_with_its_file_and_its_story() -> None:
    opened = receiving.received(REVIEW.encode(), name="review.txt", known=None)
    for one in opened.articles:
        receiving.keep(one, compact=ONE)
    stem = opened.articles[1].document.stem
    assert sharing.share_document(stem, source=ONE, to=OTHER)
    assert not sharing.share_document(stem, source=ONE, to=OTHER)
    held = readings.held(stem, compact=OTHER)
    assert held is not None
    assert (held.compact, held.part, held.begins) == (OTHER, 2, REVIEW.index("Border guards"))
    assert readings.original(held) == REVIEW.encode()
    values = [
        set(
            models.Trace.objects.filter(document__compact=place, document__part=2).values_list(
                "value", flat=True
            )
        )
        for place in (ONE, OTHER)
    ]
    assert values[0] == values[1] != set()


@pytest.mark.usefixtures("desk")
def test_a_file_that_was_read_as_one_document_stays_one() -> None:
    words, form = unpacked(REVIEW.encode(), name="review.txt")
    whole = Document.from_file(words, data=REVIEW.encode(), name="review.txt")
    before, _ = receiving.keep(Received(REVIEW.encode(), form, whole, read(whole)), compact="")
    for one in receiving.received(REVIEW.encode(), name="review.txt", known=None).articles:
        assert receiving.keep(one, compact="") == (before, False)
