"""A node in one file: taken while it is worked on, checked byte for byte, restored to sign nothing yet."""

import io
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.node.nodes import Node


@pytest.fixture
def taken(vn: Node, tmp_path: Path) -> Path:
    """A backup of Viet Nam's node."""
    vn.do("backup", tmp_path / "vn.foedus-backup")
    return tmp_path / "vn.foedus-backup"


def test_a_restored_node_holds_what_was_backed_up_and_signs_nothing(
    vn: Node, taken: Path, tmp_path: Path
) -> None:
    node = Node(tmp_path / "again")
    assert "nothing is signed until LA was heard" in node.do("restore", taken)
    before, after = vn.data("status"), node.data("status")
    assert [one["acts"] for one in after] == [one["acts"] for one in before]
    assert [one["heads"] for one in after] == [one["heads"] for one in before]
    refused = node.run("report", "first", "--outcome", "met", "--on", "2026-02-01").refused
    assert refused.startswith("Error: This node is recovering")
    kept = ["foedus.toml", "keys/op.key", "keys/link.key", "VN.card.json"]
    assert [(node.folder / name).read_bytes() == (vn.folder / name).read_bytes() for name in kept] == [
        True
    ] * 4


def test_whoever_unpacks_the_file_by_hand_has_a_node_that_recovers(taken: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(taken) as packed:
        packed.extractall(tmp_path / "by-hand")
    with closing(sqlite3.connect(tmp_path / "by-hand" / "data" / "common.sqlite3")) as record:
        (state,) = record.execute("SELECT recovering FROM common_compact").fetchone()
    assert json.loads(state) == {"parties": ["LA"], "since": "9999-12-31T23:59:59Z"}


def test_a_backup_is_of_one_moment_while_the_node_is_written_on(vn: Node, tmp_path: Path) -> None:
    def report() -> None:
        for day in range(1, 4):
            vn.run("report", "first", "--outcome", "met", "--on", f"2026-02-0{day}")

    writing = threading.Thread(target=report)
    writing.start()
    done = [vn.run("backup", tmp_path / f"{number}.foedus-backup") for number in range(4)]
    writing.join()
    whole = [tmp_path / f"{number}.foedus-backup" for number, one in enumerate(done) if one.code == 0]
    assert all("at work on this node" in one.refused for one in done if one.code)
    for file in whole:
        node = Node(tmp_path / file.stem)
        node.do("restore", file)
        (log,) = node.data("status")
        assert len(node.tables()["common_entry"]) == sum(seq for seq, _ in log["heads"].values())


@pytest.mark.parametrize("at", [0.1, 0.4, 0.7, 0.95])
def test_a_byte_that_changed_is_refused_and_nothing_stands(taken: Path, tmp_path: Path, at: float) -> None:
    data = bytearray(taken.read_bytes())
    data[int(len(data) * at)] ^= 1
    (tmp_path / "bad").write_bytes(data)
    done = Node(tmp_path / "again").run("restore", tmp_path / "bad")
    assert (done.code, "cannot be used for a backup" in done.refused) == (1, True), done
    assert not (tmp_path / "again").exists()


def other_member(taken: Path, name: str) -> bytes:
    """The same file with a member that its manifest does not name."""
    buffer = io.BytesIO(taken.read_bytes())
    with zipfile.ZipFile(buffer, "a") as packed:
        packed.writestr(name, b"x")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["../outside", "keys/more.key", "/etc/passwd"])
def test_a_file_that_holds_more_than_it_says_is_refused(taken: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad").write_bytes(other_member(taken, name))
    refused = Node(tmp_path / "again").run("restore", tmp_path / "bad").refused
    assert "it does not hold what it says it holds" in refused
    assert not (tmp_path / "outside").exists()


def test_what_is_no_backup_is_named(vn: Node, taken: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("a letter")
    assert "it is no backup" in Node(tmp_path / "again").run("restore", tmp_path / "letter").refused
    assert "there is no such file" in Node(tmp_path / "again").run("restore", tmp_path / "none").refused
    assert "something stands there already" in vn.run("restore", taken).refused
