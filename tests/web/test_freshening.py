"""A large compact's lists are made beside the pages: nobody waits, and nobody is told what is not so."""

from pathlib import Path

from tests.node.nodes import Node, of_world
from tests.web.ministries import PASSWORD, served, until
from tests.worlds import World

MANY = 6000


def large(folder: Path) -> Node:
    """A node in whose compact more is in force than is folded while somebody waits."""
    world = World()
    lines = {
        f"line-{number:04}": {
            "type": "activity",
            "id": f"line-{number:04}",
            "kind": "visit",
            "domain": "border",
            "title": {"en": f"Visit {number} (illustrative)"},
            "participants": ["LA", "VN"],
            "when": "2026-10",
        }
        for number in range(MANY)
    }
    world.all_sign(world.act(dict.fromkeys(lines), says=lines))
    node = of_world(world, "VN", folder / "vn")
    (folder / "whole.foedus").write_bytes(world.bundle())
    node.do("import", folder / "whole.foedus")
    (folder / "password").write_text(PASSWORD)
    node.do("user", "add", "chief", "--password-file", folder / "password")
    node.do("user", "grant", "chief", "drafter")
    return node


def test_the_lists_of_a_large_compact_are_made_beside_the_pages_which_say_so(tmp_path: Path) -> None:
    with served(large(tmp_path)) as ministry, ministry.signed_in() as client:
        plan = f"/{ministry.compacts[0]}/plan?plan=all"
        first = client.get(plan)
        assert first.status_code == 200
        assert ("until then they show how things stood before" in first.text) != (
            "<tr data-row" in first.text
        )
        until(lambda: "<tr data-row" in client.get(plan).text, seconds=120)
        assert "until then they show" not in client.get(plan).text
        assert "more than 1000 lines" in client.get(plan).text
