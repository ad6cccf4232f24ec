"""A node's folder: founded whole, found damaged, never begun anew in silence."""

from pathlib import Path

import pytest

from foedus_node.home import Card, Home
from foedus_node.keys import words
from tests.node.nodes import PASSPHRASE, Node, founded


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Node:
    return founded(tmp_path_factory.mktemp("fresh") / "vn", "VN")


@pytest.fixture
def node(fresh: Node, tmp_path: Path) -> Node:
    return fresh.copied(tmp_path / "vn")


def test_only_the_owner_may_read_a_key_or_look_into_its_folder(fresh: Node) -> None:
    modes = {
        str(path.relative_to(fresh.folder)): path.stat().st_mode & 0o777
        for path in (*fresh.folder.glob("keys/**/*"), *(fresh.folder / name for name in ("", "keys", "data")))
    }
    assert modes == {
        "keys/root.key": 0o600,
        "keys/next-root.key": 0o600,
        "keys/roots.json": 0o600,
        "keys/op.key": 0o600,
        "keys/link.key": 0o600,
        "keys": 0o700,
        "data": 0o700,
        ".": 0o700,
    }


@pytest.mark.parametrize(
    "lost",
    [
        ("foedus.toml",),
        ("foedus.toml", "data/private.sqlite3"),
        ("foedus.toml", "data/private.sqlite3", "data/common.sqlite3"),
        ("foedus.toml", "data/private.sqlite3", "data/common.sqlite3", "VN.card.json", "keys/op.key"),
    ],
    ids=len,
)
def test_a_founding_that_was_killed_half_way_can_be_repeated(lost: tuple[str, ...], node: Node) -> None:
    for name in lost:
        (node.folder / name).unlink()
    assert "There is no node" in node.run("status").refused
    node.do("init", "--party", "VN")
    assert "belongs to no compact yet" in node.do("status")
    assert Card.read(node.folder / "VN.card.json").root == Home.at(node.folder).root


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"party = ",
        b'party = "VN"',
        b'party = 7\nministry = "M"\noffice = "O"\nlanguage = "en"',
        b'party = "vn"\nministry = "M"\noffice = "O"\nlanguage = "en"',
        b'party = "VN"\nministry = []\noffice = "O"\nlanguage = "en"',
        b'party = "VN"\nministry = "M"\noffice = " "\nlanguage = "en"',
        b'party = "VN"\nministry = "M"\noffice = "O"\nlanguage = "nonsense"',
        b"x" * 100_000,
    ],
    ids=range(10),
)
def test_a_damaged_settings_file_is_named_with_what_to_do(text: bytes, node: Node) -> None:
    (node.folder / "foedus.toml").write_bytes(text)
    done = node.run("status")
    assert (done.code, done.said) == (1, "")
    assert "foedus.toml" in done.refused
    assert [line.partition(":")[0] for line in done.refused.splitlines()] == ["Error", "Hint"]


@pytest.mark.parametrize("database", ["common.sqlite3", "private.sqlite3"])
@pytest.mark.parametrize("command", ["status", "show", "export x.foedus", "accept", "init --party VN"])
def test_a_missing_database_is_never_made_anew(database: str, command: str, node: Node) -> None:
    (node.folder / "data" / database).unlink()
    done = node.run(*command.split())
    assert (done.code, done.said) == (1, "")
    assert f"{database} is missing" in done.refused
    assert not (node.folder / "data" / database).exists()


@pytest.mark.parametrize("content", [b"", b"no database at all " * 500])
@pytest.mark.parametrize("database", ["common.sqlite3", "private.sqlite3"])
def test_a_database_that_is_none_is_refused_in_a_sentence(database: str, content: bytes, node: Node) -> None:
    (node.folder / "data" / database).write_bytes(content)
    done = node.run("status")
    assert done.code == 1
    assert [line.partition(":")[0] for line in done.refused.splitlines()] == ["Error", "Hint"]


def test_a_key_that_is_none_is_named(node: Node) -> None:
    (node.folder / "keys" / "op.key").write_bytes(b"no key")
    done = node.run("draft", "charter", "--with", node.folder / "VN.card.json")
    assert done.code == 1
    (node.folder / "keys" / "roots.json").unlink()
    done = node.run("draft", "charter", "--with", node.folder / "VN.card.json")
    assert "roots.json cannot be used: there is no such file." in done.refused


def test_a_card_is_read_as_it_was_written(fresh: Node, tmp_path: Path) -> None:
    card = Card.read(fresh.folder / "VN.card.json")
    (tmp_path / "copy").write_bytes(card.to_bytes())
    assert Card.read(tmp_path / "copy") == card


def test_a_moved_node_is_the_same_node(node: Node, tmp_path: Path) -> None:
    said = node.do("status")
    moved = tmp_path / "tủ sắt ຫ້ອງການ"
    node.folder.rename(moved)
    assert Node(moved).do("status") == said


def test_a_passphrase_file_is_read_without_its_last_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    monkeypatch.setenv("FOEDUS_PASSPHRASE_FILE", str(path))
    assert words.passphrase("op") == PASSPHRASE


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 100_000])
def test_a_passphrase_file_that_holds_none_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_bytes(content)
    file = str(tmp_path / "passphrase")
    done = Node(tmp_path / "la").run("init", "--party", "LA", FOEDUS_PASSPHRASE_FILE=file)
    assert done.code == 1
    assert f"{file} cannot be used" in done.refused


def test_one_who_writes_keeps_out_another_and_names_itself(node: Node) -> None:
    here = Home.at(node.folder)
    with here.locked():
        done = node.run("draft", "discard", "none")
        assert done.code == 1
        assert "is at work on this node" in done.refused
        assert "Ours alone: nothing open." in node.do("status")
    assert "No draft here is called none" in node.run("draft", "discard", "none").refused


@pytest.mark.parametrize("text", ["nonsense", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_a_rehearsed_clock_that_tells_no_moment_is_refused(text: str, node: Node) -> None:
    done = node.run("draft", "charter", "--with", node.folder / "VN.card.json", FOEDUS_CLOCK=text)
    assert done.code == 1
