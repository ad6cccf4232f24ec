"""The brief laid out: PDF and DOCX."""

import datetime
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pypdf
import pytest
from attrs import evolve
from docx import Document
from docx.document import Document as Paper

from foedus.cooperation.activity import Activity
from foedus.register import Register
from foedus.reporting.brief import brief
from foedus.reporting.brief_paper import brief_paper
from foedus.reporting.layout import docx as word
from foedus.reporting.layout import pdf as typst
from foedus.reporting.layout.figure import figure
from foedus.reporting.paper import Brief
from foedus.terms import Domain, ItemId, Language, Party

AT = datetime.datetime(2026, 9, 14, 9, 0, tzinfo=datetime.UTC)
EN, FR = Language("en"), Language("fr")


def paper(register: Register, language: Language = EN) -> Brief:
    return brief(
        register,
        occasion=ItemId("dialogue"),
        on=register.on,
        language=language,
        classification={EN: "Restricted", FR: "Diffusion restreinte"},
    )


def pdf(shown: Brief, *, at: datetime.datetime) -> bytes:
    return typst.pdf(brief_paper(shown), at=at)


def docx(shown: Brief) -> bytes:
    return word.docx(brief_paper(shown))


def pages(data: bytes) -> list[str]:
    return [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def said(written: Paper) -> str:
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    return plain("\n".join([paragraph.text for paragraph in written.paragraphs] + cells))


def sayings(shown: Brief) -> list[str]:
    """Everything a brief says that a reader must find on either paper."""
    ours = shown.ours_alone
    points = [*shown.agreed, *shown.open, *ours.agreed, *ours.open, *ours.found]
    lanes = [*shown.overview.lanes, *ours.drafts]
    told = [shown.title, shown.last_time, shown.overview.title, shown.overview.summary]
    told += [fact.value for fact in shown.facts]
    told += [
        text for side in shown.delegations for one in side.people for text in (one.name, one.rank, one.met)
    ]
    told += [text for one in points for text in (one.gist, one.given, one.state, one.sign.words)]
    told += [one.quote.words for one in points if one.quote] + [one.quote.line for one in points if one.quote]
    told += [text for one in points for became in one.became for text in (became.title, became.stands)]
    told += [lane.domain for lane in lanes]
    told += [text for lane in lanes for one in lane.lines for text in (one.title, one.when, one.stands)]
    told += [one.about for one in (*shown.judgements, *ours.judgements)]
    return [plain(text) for text in told if text]


@pytest.mark.parametrize("language", [EN, FR])
def test_pdf_and_docx_say_all_that_the_brief_says(register: Register, language: Language) -> None:
    shown = paper(register, language)
    on_pdf, on_docx = " ".join(pages(pdf(shown, at=AT))), said(Document(io.BytesIO(docx(shown))))
    assert [text for text in sayings(shown) if text not in on_pdf] == []
    assert [text for text in sayings(shown) if text not in on_docx] == []


def test_the_same_brief_at_the_same_time_is_the_same_pdf_to_the_byte(register: Register) -> None:
    assert pdf(paper(register), at=AT) == pdf(paper(register), at=AT)
    assert pdf(paper(register), at=AT) != pdf(paper(register), at=AT + datetime.timedelta(days=1))


def test_a_pdf_is_archival_accessible_titled_and_dated(register: Register) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf(paper(register, FR), at=AT)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Dialogue sur la politique de défense, 6e session"
    assert reader.metadata.creation_date == AT
    assert str(reader.root_object["/Lang"]) == "fr"
    assert reader.xmp_metadata is not None
    described = reader.xmp_metadata.rdf_root.toxml()
    assert re.search(
        r"pdfaid:part>2<.*pdfaid:conformance>A<|pdfaid:conformance>A<.*pdfaid:part>2<", described
    )
    assert "pdfuaid:part>1<" in described


def test_a_script_that_no_font_at_hand_has_does_not_keep_a_paper_from_being_written(
    register: Register,
) -> None:
    shown = evolve(paper(register), title="ແຜນການ ផែនការ")
    assert "ແຜນການ" in "".join(pages(pdf(shown, at=AT)))


def test_every_page_bears_compact_classification_date_and_number(register: Register) -> None:
    shown = pages(pdf(paper(register).shared(), at=AT))
    for number, page in enumerate(shown, start=1):
        for words in (
            "VIETNAM – LAOS",
            "RESTRICTED",
            "As of 14 September 2026",
            f"Page {number} of {len(shown)}",
        ):
            assert words in page


def test_taking_out_the_pages_of_ours_alone_leaves_no_trace(register: Register) -> None:
    whole, shared = (pages(pdf(one, at=AT)) for one in (paper(register), paper(register).shared()))
    assert len(whole) == len(shared) + 1
    assert whole[: len(shared)] == shared
    assert "Page 1 of 1" in whole[-1]


def test_ours_alone_begins_a_page_and_every_page_of_it_says_so(register: Register) -> None:
    shown = pages(pdf(paper(register), at=AT))
    private = [page for page in shown if "OURS ALONE" in page]
    assert private == shown[-1:]
    assert "Take these pages out" in private[0]
    assert "SECRET WORDS" in private[0]
    assert [page for page in shown[:-1] if "SECRET WORDS" in page or "nobody else knows" in page] == []


def test_a_shared_brief_holds_no_word_of_ours_alone_on_either_paper(register: Register) -> None:
    shared = paper(register).shared()
    for text in (" ".join(pages(pdf(shared, at=AT))), said(Document(io.BytesIO(docx(shared))))):
        for private in (
            "SECRET WORDS",
            "nobody else knows",
            "Quiet valley",
            "private judgement",
            "Ours alone",
        ):
            assert private.lower() not in text.lower()


def test_a_docx_has_real_headings_quotations_and_a_head_of_its_own(register: Register) -> None:
    written = Document(io.BytesIO(docx(paper(register))))
    headings = [one.text for one in written.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [
        "Who comes",
        "What was agreed last time, and what became of it",
        "What else is open",
        "How each side judged it",
        "The plan by domain",
        "Ours alone",
    ]
    assert any(one.style and one.style.name == "Quote" for one in written.paragraphs)
    heads = [section.header.paragraphs[0] for section in written.sections]
    assert [plain(head.text) for head in heads] == [
        "Vietnam – Laos Restricted As of 14 September 2026 Page of ",
        "Vietnam – Laos Restricted As of 14 September 2026 Ours alone Page of ",
    ]
    assert [re.findall(r'w:instr="(\w+)"', head._p.xml) for head in heads] == [["PAGE", "NUMPAGES"]] * 2
    assert written.core_properties.title == "Defence Policy Dialogue, 6th session"


def test_the_figure_has_a_mark_for_every_line_and_every_domains_name(register: Register) -> None:
    overview = paper(register).overview
    root = ElementTree.fromstring(figure(overview))  # noqa: S314 (our own drawing)
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    lines = sum(len(lane.lines) for lane in overview.lanes)
    symbols = [node for node in root.iter() if node.get("aria-roledescription") == "point"]
    assert [lane.domain for lane in overview.lanes if lane.domain not in texts] == []
    assert len(symbols) == lines + len(overview.legend)


def test_a_plan_without_lines_has_no_figure(register: Register) -> None:
    assert figure(evolve(paper(register).overview, lanes=())) == ""


def test_sixty_lines_three_parties_and_long_names_lay_out(
    register: Register, folding: Callable[..., Register]
) -> None:
    items = [one.item for one in register.in_force.values()]
    pattern = register.item(ItemId("l-patrol-1"))
    assert isinstance(pattern, Activity)
    many = [
        evolve(
            pattern,
            id=ItemId(f"line-{number}"),
            title={EN: f"Line {number} " + "of the units that take part " * (number % 6)},
            participants=(Party("VN"), Party("LA"), Party("KH")),
            domain=Domain(("border", "a-domain-with-a-name-that-is-far-too-long-for-any-margin")[number % 2]),
        )
        for number in range(60)
    ]
    shown = paper(folding([*items, *many], private=[], said=[]))
    text = " ".join(pages(pdf(shown, at=AT)))
    assert [number for number in range(60) if f"Line {number} " not in text] == []
    assert said(Document(io.BytesIO(docx(shown))))
