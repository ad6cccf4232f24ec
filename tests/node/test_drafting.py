"""Drafts: what they build on, what they bring along, when they were overtaken, and what they refuse."""

from pathlib import Path

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.record.act import ActKind
from foedus.record.bundle import Bundle
from foedus.record.changes import Sort
from foedus.terms import Language
from foedus_node.cli import node as cli_node
from foedus_node.desk import drafting
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.private import drafts
from foedus_node.storage.private.drafts import Draft
from tests.node.conftest import send
from tests.node.nodes import Node


def seat(node: Node) -> cli_node.Seat:
    (compact,) = ledger.compacts()
    return cli_node.Seat(Home.at(node.folder), compact, ledger.holding(compact))


def test_a_draft_composed_twice_is_the_same_act_and_another_draft_is_another(desk: Node) -> None:
    desk.do("draft", "load", "more", desk.folder.parent / "lines.json")
    held, more = seat(desk).held, drafting.wanted("more")
    assert drafting.compose(more, held) == drafting.compose(more, held)
    like = evolve(more, seed="f" * 64)
    salts = {leaf.hash for draft in (more, like) for leaf in drafting.compose(draft, held).leaves}
    assert len(salts) == 2 * len(more.lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(title=st.text(min_size=1), effective=st.sampled_from(["", "2026-01-01"]))
def test_a_draft_is_kept_as_it_was_begun(title: str, effective: str, desk: Node) -> None:
    compact = seat(desk).compact
    draft = Draft("kept", compact, ActKind.AMEND, {Language("en"): title}, effective, (), None, ())
    drafting.begin(draft)
    assert drafts.draft("kept", compact=compact) == draft
    drafts.drop_draft(draft)


def test_a_draft_that_was_overtaken_says_so_and_can_be_based_anew(vn: Node, pair: Path) -> None:
    la = Node(pair / "la").copied(vn.folder.parent / "la")
    vn.do("draft", "amend", "first", "--draft", "more", "--set", "place=Vientiane")
    send(la, vn)
    vn.do("sign")
    assert "it builds on words that are no longer in force" in vn.do("diff", "more")
    refused = vn.run("offer", "more")
    assert refused.code == 1
    assert "first changed in force since it was written" in refused.refused
    assert "`foedus draft rebase more`" in refused.refused
    assert vn.do("draft", "rebase", "more") == "more builds on what is in force now. Moved: first.\n"
    assert vn.data("offer", "more")["act"]


def test_what_a_line_serves_is_brought_along_before_it(vn: Node) -> None:
    vn.do("read", vn.folder.parent / "communique.txt")
    vn.do("accept", "--all")
    undertaking = next(one["id"] for one in vn.data("show") if one["type"] == "undertaking")
    words = [
        "--kind",
        "dialogue",
        "--domain",
        "border",
        "--title",
        "en=Words",
        "--serves",
        undertaking,
        "--as",
        "new",
    ]
    vn.do("draft", "line", "more", *words)
    assert [(row["item"], row["change"]) for row in vn.data("diff", "more")] == [
        (undertaking, Sort.NEW.value),
        ("new", Sort.NEW.value),
    ]


def test_an_acts_head_names_the_orientations_it_serves_and_nothing_else(vn: Node) -> None:
    said = vn.folder.parent / "said.txt"
    said.write_text(
        "Le 3 mars 2026, le Vietnam et le Laos se sont entretenus (texte illustratif).\n\n"
        "Les deux parties sont convenues de renforcer la formation du personnel "
        "et d'accroître les patrouilles conjointes le long de la frontière.\n",
        encoding="utf-8",
    )
    vn.do("read", said)
    first, second = (one["number"] for one in vn.data("accept") if one["kind"] == "commitments")
    (row,) = vn.data("accept", str(first), "--as", "orientation")
    (orientation,) = row["items"]
    (row,) = vn.data("accept", str(second))
    words = ["--kind", "talks", "--domain", "border", "--title", "en=Words"]
    vn.do("draft", "line", "more", *words, f"--serves={orientation}", f"--serves={row['items'][0]}")
    act = vn.data("offer", "more")["act"]
    (compact,) = (one["compact"] for one in vn.data("status"))
    bundle = vn.folder.parent / "whole.foedus"
    vn.do("export", bundle, "--all")
    with bundle.open("rb") as file:
        offered = {one.hash: one for one in Bundle(file).acts()}
    assert (offered[act].compact, offered[act].serves) == (compact, (orientation,))


def test_a_line_in_force_can_be_struck_out(vn: Node) -> None:
    vn.do("draft", "amend", "first", "--draft", "more", "--strike")
    assert vn.do("diff", "more").startswith("- first")
    assert "No item in force here is called none" in vn.run("draft", "amend", "none", "--strike").refused


def test_a_draft_voids_acts_by_the_first_digits_of_their_hash(vn: Node) -> None:
    vn.do("import", vn.folder.parent / "offer.foedus")
    (offered,) = vn.data("status")[0]["waiting"]
    vn.do("draft", "void", "more", offered[:8])
    assert f"void: act {offered[:12]}" in vn.do("diff", "more")
    assert "No act here is called 0000000000" in vn.run("draft", "void", "more", "0000000000").refused


def test_nothing_unknown_goes_into_a_draft(vn: Node) -> None:
    before = vn.tables("private")
    for words, told in (
        (["include", "more", "nothing"], "No thing of ours here is called nothing"),
        (["line", "none", "--kind", "visit", "--domain", "border"], "No draft here is called none"),
        (
            [
                "line",
                "more",
                "--kind",
                "visit",
                "--domain",
                "border",
                "--title",
                "en=W",
                "--serves",
                "undertaking-x",
            ],
            "undertaking-x is neither in it, nor in force, nor ours",
        ),
        (["amend", "first", "--set", "plan=plan-1999"], "plan-1999 is neither in it, nor in force, nor ours"),
    ):
        done = vn.run("draft", *words)
        assert done.code == 1
        assert told in done.refused
    assert vn.tables("private") == before


def test_an_empty_draft_is_not_offered(vn: Node) -> None:
    assert "it says nothing yet" in vn.run("offer", "more").refused
