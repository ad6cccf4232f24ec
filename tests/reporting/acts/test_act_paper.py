"""The paper of an act says all that the act says, in its language, and changes against what it builds on."""

import io
from functools import cache
from typing import Any

import pypdf
import pytest
from attrs import evolve

from foedus.errors import NoPaperError, NoWordingError
from foedus.record.changes import Sort
from foedus.reporting.acts.act_paper import ActPaper, act_paper
from foedus.reporting.acts.act_pdf import ACT, CHARTER, LEAVES, PAPER, Setting, act_pdf, keywords
from foedus.reporting.acts.articles import Amended, Group
from foedus.reporting.layout.typesetting import MACHINE
from foedus.reporting.paper import Fact
from foedus.terms import Language, Party
from tests.reporting.papers import AT, EN, FR, MINISTRIES, SAYS, made, setting, world
from tests.worlds import World


def paper(language: Language = EN) -> ActPaper:
    held, plan, _ = world()
    return act_paper(plan, held.holding(), language=language, ministries=MINISTRIES)


def amending(language: Language = EN) -> ActPaper:
    held, _, amendment = world()
    return act_paper(amendment, held.holding(), language=language)


def rows(groups: tuple[Group, ...]) -> dict[str, Any]:
    return {row.item: row for group in groups for row in group.rows}


def test_the_head_names_the_act_the_parties_and_the_day() -> None:
    said = paper()
    assert (said.kind, said.title, said.act) == ("Plan", "Illustrative plan", world()[1].hash)
    assert said.facts == (
        Fact(label="Parties", value="Laos, Vietnam"),
        Fact(label="Applies from", value="1 January 2026"),
        Fact(label="period", value="2026"),
    )
    assert [(one.party, one.name, one.ministry) for one in said.signatories] == [
        ("LA", "Laos", ""),
        ("VN", "Vietnam", "Ministry of National Defence (illustrative)"),
    ]


def test_lines_stand_by_domain_with_all_that_the_act_says_of_them() -> None:
    assert [(group.heading, [row.item for row in group.rows]) for group in paper().lines] == [
        ("Policy dialogue", ["talks"]),
        ("Border", ["patrol"]),
    ]
    talks = rows(paper().lines)["talks"]
    assert (talks.title, talks.also) == ("Talks (illustrative)", ("ການເຈລະຈາ", "Đối thoại"))
    assert (talks.when, talks.where, talks.host) == ("March 2026", "Hà Nội", "Vietnam")
    assert {fact.label: fact.value for fact in talks.facts} == {
        "kind": "Policy dialogue",
        "level": "Deputy ministers",
        "participants": "Laos and Vietnam",
    }


def test_every_field_of_every_item_stands_on_the_paper() -> None:
    """What is not said on the pages would be signed unseen."""
    held = World("VN", "LA", seed="odd")
    odd = {"id": "odd", "type": "activity", "title": {"en": "Odd"}, "mystery": [1, {"deep": "sunken"}, True]}
    act = held.all_sign(held.act({"odd": None}, says={"odd": odd}))
    said = rows(act_paper(act, held.holding(), language=EN).lines)["odd"]
    assert [(fact.label, fact.value) for fact in said.facts] == [("mystery", "1, deep: sunken, true")]


def test_what_changes_is_held_against_the_act_it_builds_on() -> None:
    said = rows(amending().lines)
    assert {name: row.sort for name, row in said.items()} == {
        "talks": Sort.CHANGED,
        "patrol": Sort.STRUCK,
        "visit": Sort.NEW,
    }
    assert said["talks"].amended == (
        Amended(label="place", before="Hà Nội", after="Huế"),
        Amended(label="when", before="March 2026", after="14–16 April 2026"),
    )
    assert (paper().amends, amending().amends) == (False, True)


def test_the_paper_of_an_act_stays_the_same_whatever_comes_after() -> None:
    before = amending()
    held, _, amendment = world()
    after = evolve(held.holding(), words=())  # as if nothing were in force
    assert act_paper(amendment, after, language=EN) == before


def test_it_is_written_in_french_too() -> None:
    assert [group.heading for group in paper(FR).lines] == [
        "Dialogue sur la politique de défense",
        "Frontières",
    ]
    assert (amending(FR).kind, rows(amending(FR).lines)["patrol"].sort_words) == ("Amendement", "supprimé")


def test_in_another_language_it_is_refused_until_there_is_wording() -> None:
    with pytest.raises(NoWordingError):
        paper(Language("xx"))


def test_a_charters_paper_shows_whose_keys_speak_for_each_party() -> None:
    held = world()[0]
    said = act_paper(held.charter, held.holding(), language=EN)
    keys = {row.item: row.facts for row in said.others[0].rows}
    assert keys == {
        code: (Fact(label="1 of these 1 must sign:", value=root.keys[0]),)
        for code, root in held.charter.parties.items()
    }


def test_nothing_is_set_whose_words_are_withheld() -> None:
    held, plan, amendment = world()
    for act, missing in ((plan, plan), (amendment, plan)):
        leaf = held.holding().leaf_of(missing.hash, "talks")
        assert leaf is not None
        kept = {name: other for name, other in held.holding().leaves.items() if name != leaf.hash}
        with pytest.raises(NoPaperError) as refusal:
            act_pdf(act, evolve(held.holding(), leaves=kept), setting())
        assert (refusal.value.act, refusal.value.item) == (act.hash[:12], "talks")


# --- as PDF -------------------------------------------------------------------------------------


@cache
def read() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made()))


def test_the_same_act_gives_the_same_bytes() -> None:
    held, plan, _ = world()
    assert act_pdf(plan, held.holding(), setting()) == made()
    assert act_pdf(plan, held.holding(), setting(FR)) != made()


def test_the_acts_own_bytes_are_attached() -> None:
    held, plan, _ = world()
    attached = {name: data[0] for name, data in read().attachments.items()}
    leaves = [held.holding().leaves[row.hash].data for row in plan.items]
    assert attached == {
        ACT: plan.data,
        CHARTER: held.charter.data,
        LEAVES: b"".join(leaf + b"\n" for leaf in leaves),
        PAPER: setting().to_bytes(),
    }


def test_act_and_compact_are_named_in_the_metadata_and_on_every_page() -> None:
    plan = world()[1]
    metadata: Any = read().metadata
    assert metadata["/Keywords"] == keywords(plan)
    assert all(plan.hash in page.extract_text() for page in read().pages)
    assert plan.compact in "".join(page.extract_text() for page in read().pages)


def test_it_claims_the_archival_standard_that_allows_attachments() -> None:
    root: Any = read().trailer["/Root"]
    xmp = root["/Metadata"].get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in xmp
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in xmp


def test_lao_khmer_and_vietnamese_are_set_with_fonts_that_come_with_foedus() -> None:
    assert setting().to_bytes() in read().attachments[PAPER]  # which says that no others were needed
    fonts = {str(font["/BaseFont"]) for page in read().pages for font in fonts_of(page)}
    assert {
        name for name in ("NotoSansLao", "NotoSansKhmer") if not any(name in one for one in fonts)
    } == set()


def fonts_of(page: pypdf.PageObject) -> list[Any]:
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def test_a_script_that_none_of_these_fonts_has_takes_the_machines_and_says_so() -> None:
    held = World("VN", "LA", seed="script")
    act = held.all_sign(
        held.act({"plan": None}, says={"plan": {**SAYS["plan-2026"], "id": "plan", "title": {"en": "𖼀"}}})
    )
    data = act_pdf(act, held.holding(), Setting(language=EN, at=AT))
    attached = pypdf.PdfReader(io.BytesIO(data)).attachments
    assert f'"fonts":"{MACHINE}"'.encode() in attached[PAPER][0]


def test_each_party_has_an_empty_field_at_its_place_on_the_page() -> None:
    fields = read().get_fields()
    assert fields is not None
    assert {name: field["/FT"] for name, field in fields.items()} == {"LA": "/Sig", "VN": "/Sig"}
    boxes = [note.get_object() for page in read().pages for note in page.get("/Annots", [])]
    left, right = ([int(side) for side in box["/Rect"]] for box in boxes)
    assert left[2] < right[0]  # side by side, on the page, of one size
    assert [left[1], left[3]] == [right[1], right[3]]
    assert 60 < left[0] < right[2] < 530
    assert left[2] - left[0] == right[2] - right[0]


def test_many_parties_have_their_places_on_as_many_pages_as_it_takes() -> None:
    codes = [f"P{first}{second}" for first in "ABCD" for second in "ABCDE"]
    held = World(*codes, seed="many")
    data = act_pdf(held.charter, held.holding(), Setting(language=EN, at=AT))
    fields = pypdf.PdfReader(io.BytesIO(data)).get_fields()
    assert fields is not None
    assert set(fields) == set(codes)
    assert Party("PAA") in fields
