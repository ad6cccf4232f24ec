"""Papers laid out: the same words on PDF and DOCX, shaped rightly, the same bytes, the signed page whole."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from attrs import asdict, evolve
from docx import Document
from docx.document import Document as Written
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.cooperation.undertaking import Undertaking
from foedus.reporting.annual import annual
from foedus.reporting.dossier import dossier
from foedus.reporting.layout.bar import BEGUN, DONE, LATE, Bar, Part
from foedus.reporting.layout.bars import bars
from foedus.reporting.layout.blocks import Paper, Picture
from foedus.reporting.layout.docx import docx
from foedus.reporting.layout.lettering import outlined
from foedus.reporting.layout.pdf import pdf
from foedus.reporting.minutes import minutes
from foedus.terms import Domain, Force, ItemId, Language
from tests.reporting.conftest import LA, PLAN, VN, both
from tests.reporting.meetings import DIALOGUE_LINE, HEADS, day, frame, whole
from tests.reporting.test_papers import DIALOGUE, NOTES, SHARED


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def pages(paper: Paper) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf(paper, at=day())))
    return [plain(page.extract_text()) for page in reader.pages]


def written(paper: Paper) -> Written:
    return Document(io.BytesIO(docx(paper)))


def on_docx(document: Written) -> str:
    nodes = document.element.body.iter(qn("w:p"))
    return plain(" ".join("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in nodes))


def sayings(value: Any) -> Iterator[str]:
    """Every word that a paper's blocks say, but what is drawn or only steers the layout."""
    match value:
        case dict():
            for name, part in value.items():
                if name not in {"svg", "arcs", "tone", "language", "on"}:
                    yield from sayings(part)
        case list() | tuple():
            for part in value:
                yield from sayings(part)
        case str() if value:
            yield plain(value)


def missing(paper: Paper, shown: str) -> list[str]:
    told = asdict(paper)
    spoken = sayings([told["title"], told["remark"], told["blocks"], told["ours_alone"]])
    bare = unspaced(shown)  # letters that are set apart come out of a PDF with spaces between them
    return [text for text in spoken if unspaced(text) not in bare]


def unspaced(text: str) -> str:
    return text.lower().replace(" ", "")


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("language", ["en", "fr", "vi"])
def test_pdf_and_docx_say_all_that_a_paper_says(name: str, language: str) -> None:
    paper = SHARED[name](frame(whole(), Language(language)))
    assert missing(paper, " ".join(pages(paper))) == []
    assert missing(paper, on_docx(written(paper))) == []


@pytest.mark.parametrize("language", ["lo", "km"])
def test_lao_and_khmer_are_set_with_our_own_fonts_as_archival_pdf(language: str) -> None:
    reader = pypdf.PdfReader(
        io.BytesIO(pdf(SHARED["annual report"](frame(whole(), Language(language))), at=day()))
    )
    assert reader.xmp_metadata is not None
    assert "pdfuaid:part>1<" in reader.xmp_metadata.rdf_root.toxml()
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in fonts_of(page)}
    assert any({"lo": "NotoSansLao", "km": "NotoSansKhmer"}[language] in font for font in fonts)


def fonts_of(page: pypdf.PageObject) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # a PDF's own


@pytest.mark.parametrize("name", SHARED)
def test_the_same_paper_of_the_same_day_is_the_same_pdf_to_the_byte(name: str) -> None:
    first, second = (pdf(SHARED[name](frame(whole(), Language("km"))), at=day()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("language", "tag"), [("lo", "lo-LA"), ("km", "km-KH")])
def test_every_run_of_lao_and_khmer_in_word_names_its_font_and_language(language: str, tag: str) -> None:
    document = written(dossier(frame(whole(), Language(language)), DIALOGUE, notes=NOTES))
    parts = [document.element.body, *(section.header._element for section in document.sections)]
    runs = [run for part in parts for run in part.iter(qn("w:r")) if letters(run)]
    assert len(runs) > 50
    assert {run.rPr.rFonts.get(qn("w:cs")) for run in runs} == {"Leelawadee UI"}
    assert {run.rPr.find(qn("w:lang")).get(qn("w:bidi")) for run in runs} == {tag}
    bold = [run for run in runs if run.rPr.find(qn("w:b")) is not None]
    assert bold
    assert [run for run in bold if run.rPr.find(qn("w:bCs")) is None] == []


def letters(run: Any) -> bool:
    text = "".join(node.text or "" for node in run.iter(qn("w:t")))
    return bool(re.search("[\u0e80-\u0eff\u1780-\u17ff]", text))


def test_the_pages_of_ours_alone_stand_apart_and_the_shared_dossier_is_the_rest() -> None:
    paper = dossier(frame(whole()), DIALOGUE, notes=NOTES)
    kept, shared = pages(paper), pages(paper.shared())
    assert kept[: len(shared)] == shared
    private = " ".join(kept[len(shared) :])
    for words in ("Ask first about the markers.", "ten places at most", "SECRET WORDS"):
        assert words in private
        assert words not in " ".join(shared) + on_docx(written(paper.shared()))


@given(lines=st.integers(min_value=0, max_value=60))
@settings(max_examples=8, deadline=None)
def test_the_page_that_is_signed_bears_the_heads_of_the_logs_however_long_the_minutes(lines: int) -> None:
    more = tuple(
        Undertaking(
            id=ItemId(f"u-{number}"),
            force=Force.AGREED,
            by=(VN, LA),
            on=(VN, LA),
            domain=Domain("border"),
            gist=both(f"point {number}", f"point {number}"),
            occasion=DIALOGUE_LINE,
        )
        for number in range(lines)
    )
    shown = pages(minutes(frame(whole(more=more)), DIALOGUE_LINE, heads=HEADS))
    signed = [page for page in shown if "Name, office, date" in page]
    assert signed == shown[-1:]
    assert {digits for digits in ("3f" * 32, "a9" * 32) if digits not in signed[0]} == set()


def test_long_titles_and_no_data_lay_out() -> None:
    paper = annual(frame(whole()), PLAN.id)
    long = evolve(
        paper, title="Plan " * 60, compact="Vietnam and Laos " * 8, classification="Restricted " * 6
    )
    bare = evolve(paper, blocks=(), classification="")
    assert "Plan Plan" in pages(long)[0]
    assert pages(bare) != []
    assert on_docx(written(long))
    assert on_docx(written(bare))


# --- figures -------------------------------------------------------------------------------------


def test_bars_bear_the_numbers_of_their_parts_and_nothing_gives_no_figure() -> None:
    drawn = bars(
        [Bar(label="Border", parts=(Part(number=3, sort=DONE), Part(number=2, sort=LATE)), end="5")],
        legend=[(DONE, "carried out"), (LATE, "late")],
    )
    assert re.findall(r"<text[^>]*>([^<]+)", drawn) == ["Border", "5", "carried out", "late", "3", "2"]
    assert bars([Bar(label="Border", parts=(Part(number=0, sort=BEGUN),))]) == ""


def test_a_figures_khmer_letters_are_outlines_and_its_others_stay_letters() -> None:
    drawn = bars(
        [
            Bar(label="ព្រំដែន", parts=(Part(number=3, sort=DONE),)),
            Bar(label="Border", parts=(Part(number=3, sort=DONE),)),
        ]
    )
    assert "ព្រំដែន" not in drawn
    assert "Border" in drawn
    assert "<path" in drawn
    assert outlined(drawn) == drawn


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_figure_of_the_annual_report_is_followed_by_its_table(language: str) -> None:
    blocks = annual(frame(whole(), Language(language)), PLAN.id).blocks
    after = [type(blocks[at + 1]).__name__ for at, one in enumerate(blocks) if isinstance(one, Picture)]
    assert after == ["Table"] * 4
    assert all(one.words for one in blocks if isinstance(one, Picture))
