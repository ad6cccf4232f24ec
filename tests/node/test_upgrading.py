"""A node founded by an earlier edition goes on under this one."""

import sqlite3

from tests.node.nodes import Node

_NEW = (
    "private_note",
    "private_sameperson",
    "private_ruling",
    "private_columns",
    "private_changes",
    "private_original",
    "private_taken",
    "private_ground",
)
"""What an edition that knew no more than acts and their approval did not have."""


def test_a_node_of_an_earlier_edition_gets_the_tables_it_lacks_and_loses_nothing(vn: Node) -> None:
    before = vn.tables("private")
    with sqlite3.connect(vn.folder / "data" / "private.sqlite3") as held:
        for table in _NEW:
            held.execute(f"DROP TABLE {table}")
        held.execute("ALTER TABLE private_draft DROP COLUMN dropped_at")
        held.execute("DELETE FROM django_migrations WHERE app = 'private' AND name > '0003'")
    first, second = vn.run("status"), vn.run("status")
    assert (first.code, first.refused) == (0, "This node's databases were brought to the present edition.\n")
    assert (second.code, second.refused) == (0, "")
    assert set(vn.tables("private")) == set(before)
