"""A node that keeps its databases on a PostgreSQL server works as one that keeps files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedus_node import databases
from tests.node.conftest import COMMUNIQUE, paired, send
from tests.node.nodes import Node, founded
from tests.node.postgresql import Server, served


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as one:
        yield one


def placed(server: Server, folder: Path) -> Path:
    """A folder in which a node's databases are named, and no node yet."""
    server.given_to(folder)
    return folder


def named(folder: Path, text: str) -> Node:
    """A folder with that `databases.toml`."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "databases.toml").write_text(text)
    return Node(folder)


def test_a_plan_is_signed_reported_on_and_briefed_as_on_files(server: Server, tmp_path: Path) -> None:
    for party in ("vn", "la"):
        placed(server, tmp_path / party)
    folder = paired(tmp_path)
    vn, la = Node(folder / "vn"), Node(folder / "la")
    vn.do("import", folder / "offer.foedus")
    vn.do("sign")
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    send(vn, la)
    assert [one["outcome"] for one in la.data("show", "first")["reports"]] == ["met"]
    vn.do("read", folder / "communique.txt")
    vn.do("accept", "--all")
    vn.do(
        "brief", "mechanism-defence-policy-dialogue-la-vn", "--on", "2026-03-01", "--out", folder / "papers"
    )
    la.do("export", folder / "all.foedus", "--all")
    assert "Verified: " in vn.do("verify", folder / "all.foedus")
    assert sorted(path.name for path in (folder / "vn" / "data").iterdir()) == ["databases.toml"]


def test_what_is_private_lies_in_the_private_database_alone(server: Server, tmp_path: Path) -> None:
    node = founded(placed(server, tmp_path / "vn"), "VN")
    (tmp_path / "communique.txt").write_text(COMMUNIQUE, encoding="utf-8")
    node.do("read", tmp_path / "communique.txt")
    common, private = (databases.configured(node.folder)[name]["NAME"] for name in databases.NAMES)
    tables = "SELECT relname FROM pg_stat_user_tables ORDER BY relname"
    assert "private_document" in server.say(tables, on=private)
    assert "private" not in server.say(tables, on=common)
    assert "common_entry" not in server.say(tables, on=private)


def test_a_node_is_not_founded_on_databases_in_which_one_has_worked(server: Server, tmp_path: Path) -> None:
    for party in ("vn", "la"):
        placed(server, tmp_path / party)
    paired(tmp_path)
    second = named(tmp_path / "second", (tmp_path / "vn" / "data" / "databases.toml").read_text())
    refused = second.run("init", "--party", "VN").refused
    assert refused.startswith("Error: The common database already holds what a node has written.")
    assert not (tmp_path / "second" / "keys").exists()


def test_a_database_that_is_not_the_nodes_is_named_and_never_filled(server: Server, tmp_path: Path) -> None:
    node = founded(placed(server, tmp_path / "vn"), "VN")
    common, _ = server.given_to(tmp_path / "vn")
    refused = node.run("status").refused
    assert refused.startswith("Error: The node's database is not the one it was founded on")
    assert server.say("SELECT count(*) FROM pg_stat_user_tables", on=common) == "0\n"


def test_one_setting_names_both_databases_and_the_pages_keep_their_index_there(
    server: Server, tmp_path: Path
) -> None:
    common, private = "one", "one_private"
    for name in (common, private):
        server.say(f'CREATE DATABASE "{name}"')
    node = Node(tmp_path / "vn")
    setting = {"FOEDUS_DATABASE": server.address(common)}
    assert node.run("init", "--party", "VN", **setting).code == 0
    assert node.run("user", "list", **setting).code == 0
    assert server.say("SELECT count(*) FROM shelf_item", on=private) == "0\n"
    assert not [*(tmp_path / "vn" / "data").glob("*.sqlite3")]
    (node.folder / "data" / "databases.toml").write_text("")
    refused = node.run("status", **setting).refused
    assert refused.startswith("Error: FOEDUS_DATABASE cannot be taken:")


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = "".join(
        f'{name} = "postgresql://foedus@/{name}?host={tmp_path}"\n' for name in ("common", "private")
    )
    refused = named(tmp_path / "vn", text).run("init", "--party", "VN").refused
    assert refused == (
        "Error: The node's database server cannot be reached, or was lost; "
        "what was not finished was not done.\n"
        "Hint: See that it runs and that data/databases.toml names it, then run the command again.\n"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("common =", "Invalid value"),
        ('common = "postgresql:///a"\n', "it must name two databases"),
        (
            'common = "postgresql:///a"\nprivate = "postgresql:///a"\n',
            "both of its names stand for one",
        ),
        ('common = "mysql://x/a"\nprivate = "postgresql:///b"\n', "is no address such as"),
        ('common = 3\nprivate = "postgresql:///b"\n', "is no address such as"),
    ],
)
def test_databases_that_are_not_named_as_they_must_be_are_refused(
    text: str, reason: str, tmp_path: Path
) -> None:
    done = named(tmp_path / "vn", text).run("init", "--party", "VN")
    assert (done.code, reason in done.refused) == (1, True), done
