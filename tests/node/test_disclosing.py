"""One line is shown to an outsider: what is in the file, and what the command never opens."""

import orjson
import pytest

from foedus.record.disclosure import verify_disclosure
from tests.node.nodes import Node
from tests.node.test_outgoing import forbidden, garbage, gone

SPOILT = [gone, garbage, forbidden]


def test_a_line_is_written_and_verified_with_and_without_a_node(vn: Node) -> None:
    file = vn.folder.parent / "first.foedus-line"
    told = vn.do("disclose", "first", file)
    shown = verify_disclosure(file.read_bytes())
    assert (shown.row.id, [word.party for word in shown.words]) == ("first", ["LA", "VN"])
    assert shown.act.hash[:12] in told
    said = orjson.loads(vn.do("verify", file, "--json"))
    assert said == shown.to_json()
    assert vn.do("verify", file).splitlines() == list(shown.lines())


def test_nothing_of_other_lines_or_reports_is_in_the_file(vn: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    file = vn.folder.parent / "plan.foedus-line"
    vn.do("disclose", "plan-2026", file)
    shown = verify_disclosure(file.read_bytes())
    assert shown.act.size > 1
    assert [word for word in (b"Visit 0", b'"first"', b"outcome") if word in file.read_bytes()] == []


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_it_is_shown_whatever_became_of_the_private_database(spoil: object, vn: Node) -> None:
    assert callable(spoil)
    spoil(vn)
    vn.do("disclose", "first", vn.folder.parent / "first.foedus-line")


def test_what_is_not_in_force_is_refused_and_no_file_is_left(vn: Node) -> None:
    file = vn.folder.parent / "none.foedus-line"
    done = vn.run("disclose", "visit-3", file)
    assert (done.code, done.said, file.exists()) == (1, "", False)
    assert done.refused.startswith("Error: ")
    assert "visit-3" in done.refused
