"""A node founded by an earlier edition goes on under this one."""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from foedus_node.storage import making
from tests.node.nodes import Node

LATE = frozenset(
    {
        *("0008_belonging", "0009_lessons", "0010_articles", "0011_stories"),
        *("0012_sought", "0013_words_of_documents"),
    }
)
"""The migrations of what is ours that the earlier edition of these tests did not have."""
_ONE, _OTHER = "1" * 64, "2" * 64
_AT = "2026-05-01 09:00:00"

ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "draft": [
        {"name": name, "compact": compact, "kind": "amend", "title": "{}", "effective": "", "voids": "[]",
         "seed": "0" * 64, "made_at": _AT}
        for name, compact in (("winter", _ONE), ("spring", _OTHER), ("charter", ""))
    ],
    "draftline": [
        {"id": number, "draft_id": draft, "item": item, "base": "", "document": "{}"}
        for number, (draft, item) in enumerate(
            [("winter", "person-one"), ("spring", "person-other"), ("winter", "both"), ("spring", "both")], 1
        )
    ],
    "ownitem": [
        {"id": name, "document": json.dumps({"type": "person"}), "since": _AT}
        for name in ("person-one", "person-other", "both", "nowhere")
    ],
    "document": [
        {"sha256": letter * 64, "name": letter, "headline": letter, "language": "en", "published": "",
         "text": "Words.", "read_at": _AT}
        for letter in "abc"
    ],
    "proposal": [
        {"id": number, "document_id": letter * 64, "kind": "people", "fact": "{}", "start": 0, "end": 5,
         "rule": "", "confidence": 90, "state": "accepted" if item else "open", "item": item}
        for number, (letter, item) in enumerate(
            [("a", "person-one"), ("a", ""), ("b", "person-one"), ("b", "person-other"), ("c", "")], 1
        )
    ],
    "original": [{"document_id": "a" * 64, "mime": "text/plain", "data": b"Words."}],
    "taken": [{"id": 1, "proposal_id": 1, "item": "person-one", "before": None, "after": "{}"}],
    "note": [
        {"id": number, "item": item, "field": "", "value": '"words"', "at": _AT}
        for number, item in enumerate(["person-one", "nowhere"], 1)
    ],
    "sameperson": [{"person": "person-other", "same_as": "person-one", "at": _AT}],
}  # fmt: skip
"""What an earlier edition kept, by table: things that went to one compact, to the other, to both, to none."""

BELONG = {
    "draft": {("winter", _ONE), ("spring", _OTHER), ("charter", "")},
    "ownitem": {("person-one", _ONE), ("person-other", _OTHER), ("both", ""), ("nowhere", "")},
    "document": {("a" * 64, _ONE), ("b" * 64, ""), ("c" * 64, "")},
    "note": {("person-one", _ONE), ("nowhere", "")},
    "sameperson": {("person-other", _OTHER)},
}
"""Where each of them belongs since; empty: to the node."""
NAMED = {"ownitem": "name", "draft": "name", "document": "sha256", "note": "item", "sameperson": "person"}


@pytest.fixture(scope="module")
def earlier(pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The private database of an earlier edition, with nothing in it."""
    folder = tmp_path_factory.mktemp("earlier") / "vn"
    shutil.copytree(pair / "vn", folder)
    database = folder / "data" / "private.sqlite3"
    with sqlite3.connect(database) as held:
        every = set(held.execute("SELECT app, name FROM django_migrations"))
    held.close()
    database.unlink()
    assert making.make(folder, as_files=True, until={"private": {one for one in every if one[1] not in LATE}})
    return database


@pytest.fixture
def old(vn: Node, earlier: Path) -> Iterator[sqlite3.Connection]:
    """Viet Nam's node with the private database of an earlier edition, and that database."""
    database = vn.folder / "data" / "private.sqlite3"
    for beside in database.parent.glob("private.sqlite3-*"):
        beside.unlink()
    shutil.copyfile(earlier, database)
    held = sqlite3.connect(database)
    yield held
    held.close()


def _kept(held: sqlite3.Connection, table: str, *columns: str) -> set[tuple[object, ...]]:
    return set(held.execute(f"SELECT {', '.join(columns)} FROM private_{table}"))  # noqa: S608 (ours)


def test_a_node_of_an_earlier_edition_gets_the_tables_it_lacks(
    vn: Node, old: sqlite3.Connection, pair: Path
) -> None:
    old.close()
    first, second = vn.run("status"), vn.run("status")
    assert (first.code, first.refused) == (0, "This node's databases were brought to the present edition.\n")
    assert (second.code, second.refused) == (0, "")
    assert set(vn.tables("private")) == set(Node(pair / "vn").tables("private"))


def test_what_was_ours_belongs_to_the_compact_it_went_to_and_else_to_the_node(
    vn: Node, old: sqlite3.Connection
) -> None:
    for table, rows in ROWS.items():
        for row in rows:
            marks = ", ".join("?" * len(row))
            columns = ", ".join(f'"{name}"' for name in row)
            old.execute(f"INSERT INTO private_{table} ({columns}) VALUES ({marks})", [*row.values()])  # noqa: S608 (ours)
    old.commit()
    vn.do("status")
    assert {table: _kept(old, table, name, "compact") for table, name in NAMED.items()} == BELONG
    proposals = "private_proposal p JOIN private_document d ON p.document_id = d.id"
    said = old.execute(f"SELECT p.id, substr(d.sha256, 1, 1), p.item FROM {proposals} ORDER BY p.id")  # noqa: S608 (ours)
    assert said.fetchall() == [(1, "a", "person-one"), (2, "a", ""), (3, "b", "person-one"),
                               (4, "b", "person-other"), (5, "c", "")]  # fmt: skip
    lines = old.execute(
        "SELECT d.name, l.item FROM private_draftline l JOIN private_draft d ON d.id = l.draft_id"
    )
    assert sorted(lines) == sorted((row["draft_id"], row["item"]) for row in ROWS["draftline"])
    originals = old.execute(
        "SELECT sha256, data FROM private_original o JOIN private_document d ON d.id = o.document_id"
    )
    assert originals.fetchall() == [("a" * 64, b"Words.")]
    assert _kept(old, "taken", "proposal_id", "item") == {(1, "person-one")}
    assert _kept(old, "sought", "words") == {(f"{letter} {letter} words",) for letter in "abc"}
