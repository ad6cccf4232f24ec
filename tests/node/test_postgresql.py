"""A node that keeps its databases on a PostgreSQL server works as one that keeps files."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from foedus_node import databases
from foedus_node.storage import making
from tests.node.conftest import COMMUNIQUE, paired, send
from tests.node.nodes import Node, founded
from tests.node.postgresql import Server, served
from tests.node.test_upgrading import BELONG, LATE, NAMED, ROWS


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
    common, private = (server.database(name=name) for name in ("one", "one_private"))
    node = Node(tmp_path / "vn")
    setting = {"FOEDUS_DATABASE": server.address(common)}
    assert node.run("init", "--party", "VN", **setting).code == 0
    assert node.run("user", "list", **setting).code == 0
    assert server.say("SELECT count(*) FROM shelf_item", on=private) == "0\n"
    assert not [*(tmp_path / "vn" / "data").glob("*.sqlite3")]
    (node.folder / "data" / "databases.toml").write_text("")
    refused = node.run("status", **setting).refused
    assert refused.startswith("Error: FOEDUS_DATABASE cannot be taken:")


def test_words_sort_on_a_server_as_in_files_whatever_its_language(server: Server, tmp_path: Path) -> None:
    node = founded(placed(server, tmp_path / "vn"), "VN")
    for name in databases.NAMES:
        otherwise = """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')
            AND collation_name IS DISTINCT FROM 'C'
        """
        assert server.say(otherwise, on=databases.configured(node.folder)[name]["NAME"]) == ""


# --- backups --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def working(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Viet Nam's node on the server, the plan in force, a document read."""
    folder = tmp_path_factory.mktemp("working")
    placed(server, folder / "vn")
    vn = Node(paired(folder) / "vn")
    vn.do("read", folder / "communique.txt")
    return vn


@pytest.fixture(scope="module")
def taken(working: Node) -> Path:
    """A backup of it."""
    file = working.folder.parent / "vn.foedus-backup"
    working.do("backup", file)
    return file


def rows(node: Node, database: str) -> dict[str, list[tuple[object, ...]]]:
    """What a restored node holds in a file, as far as it is carried, words of JSON read."""
    return {
        table: [tuple(_read(value) for value in row) for row in found]
        for table, found in node.tables(database).items()
        if not table.startswith(("shelf_", "sqlite_", "django_migrations"))
    }


def _read(value: object) -> object:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def test_a_node_is_restored_onto_an_empty_server_and_signs_nothing(
    server: Server, working: Node, taken: Path, tmp_path: Path
) -> None:
    again = Node(placed(server, tmp_path / "again"))
    assert "nothing is signed until LA was heard" in again.do("restore", taken)
    assert again.data("status")[0]["heads"] == working.data("status")[0]["heads"]
    refused = again.run("report", "first", "--outcome", "met", "--on", "2026-02-01").refused
    assert refused.startswith("Error: This node is recovering")
    la = Node(working.folder.parent / "la")
    la.do("export", tmp_path / "now.foedus", "--all")
    again.do("import", tmp_path / "now.foedus")
    again.do("report", "first", "--outcome", "met", "--on", "2026-02-01")  # numbered after what came
    assert again.data("accept") == working.data("accept")
    assert sorted(path.name for path in (again.folder / "data").iterdir()) == ["databases.toml"]


def test_a_node_moves_from_a_server_to_files_and_back_with_every_row(
    server: Server, taken: Path, tmp_path: Path
) -> None:
    files = Node(tmp_path / "files")
    files.do("restore", taken)
    files.do("backup", tmp_path / "second")
    on_server = Node(placed(server, tmp_path / "server"))
    on_server.do("restore", tmp_path / "second")
    on_server.do("backup", tmp_path / "third")
    again = Node(tmp_path / "again")
    again.do("restore", tmp_path / "third")
    for database in databases.NAMES:
        assert rows(again, database) == rows(files, database)


def test_a_backup_is_of_one_moment_while_the_node_is_written_on(working: Node, tmp_path: Path) -> None:
    def report() -> None:
        for day in range(1, 4):
            working.run("report", "first", "--outcome", "met", "--on", f"2026-02-0{day}")

    writing = threading.Thread(target=report)
    writing.start()
    done = [working.run("backup", tmp_path / f"{number}.foedus-backup") for number in range(4)]
    writing.join()
    assert all("at work on this node" in one.refused for one in done if one.code)
    for number, one in enumerate(done):
        if one.code == 0:
            node = Node(tmp_path / str(number))
            node.do("restore", tmp_path / f"{number}.foedus-backup")
            (log,) = node.data("status")
            assert len(node.tables()["common_entry"]) == sum(seq for seq, _ in log["heads"].values())


def test_a_node_is_not_restored_into_databases_in_which_one_has_worked(
    working: Node, taken: Path, tmp_path: Path
) -> None:
    text = databases.naming(working.folder).read_text()
    before = working.do("status")
    refused = named(tmp_path / "again", text).run("restore", taken).refused
    assert refused.startswith("Error: The common database already holds what a node has written.")
    assert [path.name for path in tmp_path.rglob("*")] == ["again", "data", "databases.toml"]
    assert working.do("status") == before


def test_a_backup_of_a_later_edition_is_refused_and_the_server_stays_empty(
    server: Server, taken: Path, tmp_path: Path
) -> None:
    files = Node(tmp_path / "files")
    files.do("restore", taken)
    with closing(sqlite3.connect(databases.file_of(files.folder, "private"))) as held, held:
        held.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('private', '9999_later', '')"
        )
    files.do("backup", tmp_path / "later")
    common, _ = server.given_to(tmp_path / "again")
    for folder in ("again", "in-files"):
        refused = Node(tmp_path / folder).run("restore", tmp_path / "later").refused
        assert "a later edition of Foedus made it" in refused
    assert server.say("SELECT count(*) FROM pg_stat_user_tables", on=common) == "0\n"


# --- what is not there ----------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = "".join(
        f'{name} = "postgresql://foedus@/{name}?host={tmp_path}"\n' for name in ("common", "private")
    )
    refused = named(tmp_path / "vn", text).run("init", "--party", "VN").refused
    assert refused == (
        "Error: The node's database server cannot be reached, or was lost; "
        "what was not finished was not done.\n"
        "Hint: See that it runs and that FOEDUS_DATABASE or data/databases.toml names it, then try again.\n"
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


def test_what_an_earlier_edition_kept_belongs_to_a_compact_as_on_files(
    server: Server, pair: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(pair / "vn", tmp_path / "vn", ignore=shutil.ignore_patterns("*.sqlite3*")))
    _common, private = server.given_to(folder)
    every = {(app, name) for _, app, name, _ in Node(pair / "vn").tables("private")["django_migrations"]}
    earlier = {one for one in every if one[1] not in LATE}
    assert making.make(folder, as_files=False, until={"private": earlier})
    for table, rows in ROWS.items():
        for row in rows:
            columns = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(map(_literal, row.values()))
            server.say(f"INSERT INTO private_{table} ({columns}) VALUES ({values})", on=private)  # noqa: S608 (ours)
    Node(folder).do("status")
    for table, name in NAMED.items():
        kept = server.say(f"SELECT {name}, compact FROM private_{table}", on=private)  # noqa: S608 (ours)
        assert {tuple(line.split("|")) for line in kept.splitlines()} == BELONG[table]
    insert = "INSERT INTO private_taken (proposal_id, item, after) VALUES (1, 'x', '{}') RETURNING id"
    assert int(server.say(insert, on=private).splitlines()[0]) > 1


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case int():
            return str(value)
        case bytes():
            return f"'\\x{value.hex()}'"
        case _:
            return f"'{value}'"


def test_what_was_decided_is_learnt_and_read_again_as_on_files(server: Server, tmp_path: Path) -> None:
    at_server, in_files = (
        founded(placed(server, tmp_path / "at-server"), "VN"),
        founded(tmp_path / "files", "VN"),
    )
    (tmp_path / "talks.txt").write_text(COMMUNIQUE, encoding="utf-8")
    (tmp_path / "again.txt").write_text(f"{COMMUNIQUE}\n", encoding="utf-8")
    told = []
    for node in (at_server, in_files):
        first, *others = node.data("read", tmp_path / "talks.txt")
        node.do("accept", str(first["number"]), "--reject")
        node.do("accept", *(str(one["number"]) for one in others))
        rows = node.data("read", tmp_path / "again.txt")
        report = node.data("lessons")
        told.append(
            [report["kinds"], [(one["words"], one["rejected_before"], one["confidence"]) for one in rows]]
        )
        assert any(one["rejected_before"] for one in rows)
    assert told[0] == told[1]
