"""The paper of an act on a node: made, compared, signed, filed; and what is refused on the way."""

from pathlib import Path

import pytest

from foedus.record.bundle import Bundle, verify
from foedus.reporting.acts.act_pdf import Setting, act_pdf
from foedus.reporting.acts.signed import verify_paper
from foedus.terms import Language
from tests.certificates import PASSPHRASE as LOCK
from tests.certificates import Authority, authority
from tests.node.nodes import Node
from tests.node.test_outgoing import forbidden, garbage, gone
from tests.reporting.papers import AT
from tests.worlds import World


@pytest.fixture(scope="module")
def ministry() -> Authority:
    return authority()


@pytest.fixture
def office(vn: Node, ministry: Authority) -> Node:
    """Viet Nam's node, an officer's certificate and the paper of Plan 2026 beside it."""
    at = vn.folder.parent
    (at / "minister.p12").write_bytes(ministry.officer("Officer A (illustrative)"))
    (at / "lock.txt").write_text(LOCK + "\n", encoding="utf-8")
    vn.do("paper", "make", plan_of(vn), at / "plan.pdf", "--ministry", "LA=Ministry (illustrative)")
    return vn


def plan_of(node: Node) -> str:
    acts = node.data("status")[0]["acts"]
    return str(next(act["act"] for act in acts if act["kind"] == "plan.adopt"))


def sign(node: Node, file: Path, *more: str) -> list[str | Path]:
    at = node.folder.parent
    return [
        "paper",
        "sign",
        file,
        "--certificate",
        at / "minister.p12",
        "--passphrase-file",
        at / "lock.txt",
        *more,
    ]


def test_a_paper_is_made_signed_and_filed(office: Node) -> None:
    file = office.folder.parent / "plan.pdf"
    said = office.do(*sign(office, file)).splitlines()
    assert said == [
        f"Signed {file} for VN, as Officer A (illustrative).",
        "Send the file to LA to sign.",
    ]
    paper = verify_paper(file.read_bytes())
    assert (paper.act.hash, paper.awaited, paper.pages) == (plan_of(office), ("LA",), "proven")
    assert paper.setting.ministries == {"LA": "Ministry (illustrative)"}
    office.do("file", file)
    assert [row["mime"] for row in office.data("documents")] == ["application/pdf"]


def test_both_nodes_make_the_same_paper_at_the_same_moment(office: Node, pair: Path) -> None:
    at = office.folder.parent
    la = Node(pair / "la").copied(at / "la")
    la.do("paper", "make", plan_of(la), at / "theirs.pdf", "--ministry", "LA=Ministry (illustrative)")
    assert (at / "theirs.pdf").read_bytes() == (at / "plan.pdf").read_bytes()


def test_the_signed_paper_may_be_another_file(office: Node) -> None:
    at = office.folder.parent
    before = (at / "plan.pdf").read_bytes()
    office.do(*sign(office, at / "plan.pdf", "--out", str(at / "signed.pdf")))
    assert (at / "plan.pdf").read_bytes() == before
    assert (at / "signed.pdf").read_bytes().startswith(before)


def test_pages_that_cannot_be_compared_are_signed_only_once_an_officer_has_read_them(office: Node) -> None:
    at = office.folder.parent
    file = at / "elsewhere.pdf"
    office.do("export", at / "all.foedus", "--all")
    with (at / "all.foedus").open("rb") as stream:
        held = verify(Bundle(stream))
    setting = Setting(language=Language("en"), at=AT, set_by="another edition")
    file.write_bytes(act_pdf(held.acts[plan_of(office)], held, setting))
    before = file.read_bytes()
    done = office.run(*sign(office, file))
    assert done.refused.splitlines()[0].startswith(
        "Error: Whether these pages say what the act says was not compared: set by another edition, and here"
    )
    assert file.read_bytes() == before
    office.do(*sign(office, file, "--as-read"))
    assert verify_paper(file.read_bytes()).awaited == ("LA",)


def test_the_paper_of_another_record_is_not_signed(office: Node) -> None:
    other = World("LA", "VN", seed="elsewhere")
    file = office.folder.parent / "other.pdf"
    file.write_bytes(act_pdf(other.charter, other.holding(), Setting(language=Language("en"), at=AT)))
    assert "is not in this compact's record" in office.run(*sign(office, file, "--as-read")).refused


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("make", "zzz", "{at}/x.pdf"), "No act here is called zzz."),
        (("make", "{plan}", "{at}/x.pdf", "--ministry", "LA"), "'LA' is not PARTY=WORDS"),
        (("make", "{plan}", "{at}/x.pdf", "--ministry", "KH=Ministry"), "KH is no party to this compact"),
        (
            ("make", "{plan}", "{at}/x.pdf", "--language", "xx"),
            "Papers are not written in the language xx",
        ),
        (("sign", "{at}/lines.json", "--certificate", "{at}/minister.p12"), "it is no PDF"),
        (("sign", "{at}/plan.pdf", "--certificate", "{at}/none.p12"), "there is no such file"),
        (("sign", "{at}/plan.pdf", "--certificate", "{at}/minister.p12"), "this is not its passphrase"),
        (("sign", "{at}/plan.pdf", "--certificate", "{at}/lines.json"), "it is no PKCS#12 file"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(
    words: tuple[str, ...], sentence: str, office: Node
) -> None:
    at = office.folder.parent
    before = (at / "plan.pdf").read_bytes()
    plan = plan_of(office)
    done = office.run("paper", *(word.format(at=at, plan=plan) for word in words))
    assert (done.code, done.said) == (1, "")
    assert sentence in done.refused
    assert "Hint: " in done.refused
    assert ((at / "plan.pdf").read_bytes(), (at / "x.pdf").exists()) == (before, False)


@pytest.mark.parametrize("spoil", [gone, garbage, forbidden], ids=lambda spoil: spoil.__name__)
def test_a_paper_is_made_whatever_became_of_the_private_database(spoil: object, office: Node) -> None:
    assert callable(spoil)
    plan = plan_of(office)
    spoil(office)
    office.do(
        "paper", "make", plan, office.folder.parent / "again.pdf", "--ministry", "LA=Ministry (illustrative)"
    )
    assert (office.folder.parent / "again.pdf").read_bytes() == (
        office.folder.parent / "plan.pdf"
    ).read_bytes()


def test_a_paper_is_verified_on_a_node_as_without_one(office: Node, ministry: Authority) -> None:
    at = office.folder.parent
    office.do(*sign(office, at / "plan.pdf"))
    office.do("export", at / "all.foedus", "--all")
    (at / "authority.pem").write_bytes(ministry.pem)
    found = office.data(
        "verify", at / "plan.pdf", "--record", at / "all.foedus", "--trust", at / "authority.pem"
    )
    assert (found["act"], found["awaited"], found["pages"]) == (plan_of(office), ["LA"], "proven")
    assert [(one["party"], one["trust"]) for one in found["signatures"]] == [("VN", "trusted")]
    assert found["record"]["filed"] == []
