"""Several articles in one file are several documents; one article, however it is laid out, stays one.

The texts are illustrative.
"""

import email.policy
import io
import re
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
import typst
from attrs import evolve
from docx import Document as WordFile
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reading.errors import UnknownLanguageError
from foedus.reading.facts import Reading
from foedus.reading.propose import read
from foedus.reading.received.articles import MOST, articles
from foedus.reading.received.document import Document
from foedus.reading.received.forms.opening import words_of
from foedus.terms import Date

SEEN = sorted((Path(__file__).parents[1] / "communiques").glob("*/seen/*.txt"))
RULE = "=" * 40

FR = (
    "Strelsau et Zenda ouvrent une ligne directe",
    (
        "STRELSAU, 12 mars 2026 (Agence illustrative) – Le ministre de la Défense, le général Anton Exemple, "
        "a reçu jeudi son homologue, Maria Muster. Ils sont convenus d’ouvrir une ligne directe en mai."
    ),
)
EN = (
    "Border guards to share a post at Kelva",
    (
        "HANOI, 14 March 2026 – The Commissioner of Border Guards, Major General Jan Sample, met his "
        "counterpart, Colonel Ana Ejemplo, on Saturday. They agreed to build a post at Kelva before December."
    ),
)
VI = (
    "Hai bên nhất trí tăng cường đào tạo",
    (
        "Hà Nội, 16/3/2026 - Thứ trưởng Bộ Quốc phòng Trần Văn Mẫu đã tiếp Đại sứ Lào Khăm Mẫu. Hai bên nhất "
        "trí mở thêm một lớp đào tạo sĩ quan cứu hộ trong năm nay, và giao các cơ quan chức năng chuẩn bị."
    ),
)
ALL = (FR, EN, VI)
HEADLINES = [headline for headline, _ in ALL]
DATES = ["2026-03-12", "2026-03-14", "2026-03-16"]
BODY = (
    "Les deux délégations ont passé en revue les activités de l’année et en ont dit la grande utilité. " * 3
)


def documents(data: bytes) -> list[Document]:
    return [*Document.each_in(words_of(data, name="review"), data=data, name="review")[0]]


def told(data: bytes) -> list[tuple[str, str]]:
    return [(one.headline, str(one.published)) for one in documents(data)]


def text(*parts: tuple[str, str], between: str) -> bytes:
    return between.join("\n\n".join(part) for part in parts).encode()


def word(add: str) -> bytes:
    file = WordFile()
    for number, (headline, words) in enumerate(ALL):
        if number and add == "page":
            file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if number and add == "border":
            border = file.add_paragraph()._p.get_or_add_pPr()
            edges = OxmlElement("w:pBdr")
            edges.append(OxmlElement("w:bottom"))
            border.append(edges)
        if number and add == "typed":
            file.add_paragraph("* * *")
        paragraph = file.add_paragraph(headline)
        if number and add == "before":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:pageBreakBefore"))
        file.add_paragraph(words)
    into = io.BytesIO()
    file.save(into)
    return into.getvalue()


def pdf() -> bytes:
    pages = "\n#pagebreak()\n".join(f"= {headline}\n\n{words}" for headline, words in ALL)
    return bytes(typst.compile(f"#set page(width: 30cm)\n{pages}".encode(), format="pdf"))


def page(before: str, between: str, after: str) -> bytes:
    items = between.join(f"{before}<h2>{headline}</h2><p>{words}</p>{after}" for headline, words in ALL)
    return f"<html><meta charset=utf-8><nav>Menu</nav><main>{items}</main></html>".encode()


def letter(*attached: tuple[str, str], body: str = "Voir les pièces jointes.") -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["Subject"] = "press@ministry.example", "Revue de presse"
    message.set_content(body)
    for headline, words in attached:
        inner = EmailMessage(policy=email.policy.SMTP)
        inner["From"], inner["Subject"] = "agency@example.org", headline
        inner.set_content(words)
        message.add_attachment(inner)
    return message.as_bytes()


@pytest.mark.parametrize(
    "data",
    [
        *(
            pytest.param(text(*ALL, between=between), id=repr(between))
            for between in (
                f"\n\n{RULE}\n\n",
                f"\n{'-' * 72}\n",
                "\n\n* * *\n\n",
                "\n\n***\n\n",
                "\n\n---\n\n",
                "\n\n_____\n\n",
                "\n\n⁂\n\n",
                "\n\n-----o0o-----\n\n",
                "\n\n• • •\n\n",
                "\n\f",
                "\n\f\n",
                "\n\n\n",
                "\n\n",
                f"\n\n{RULE}\n{RULE}\n\n",
            )
        ),
        pytest.param(text(*ALL, between="\n\n* * *\n\n").replace(b"\n", b"\r\n"), id="lines of a network"),
        *(
            pytest.param(word(how), id=f"word, {how}")
            for how in ("page", "border", "typed", "before", "bare")
        ),
        pytest.param(pdf(), id="pdf"),
        pytest.param(page("<article>", "", "</article>"), id="articles of a page"),
        pytest.param(page("<div>", "<hr>", "</div>"), id="lines across a page"),
        pytest.param(page("<div>", "", "</div>"), id="headlines of a page"),
        pytest.param(letter(*ALL), id="letters in a letter"),
    ],
)
def test_several_articles_in_a_file_are_several_documents(data: bytes) -> None:
    assert told(data) == list(zip(HEADLINES, DATES, strict=True))


def test_each_has_the_files_hash_its_number_and_its_place_in_the_file() -> None:
    data = text(*ALL, between="\n\n* * *\n\n")
    whole = data.decode()
    found = documents(data)
    assert {one.sha256 for one in found} == {documents(data)[0].sha256}
    assert [(one.part, one.parts, one.language) for one in found] == [
        (1, 3, "fr"),
        (2, 3, "en"),
        (3, 3, "vi"),
    ]
    assert [one.text for one in found] == [whole[one.start : one.start + len(one.text)] for one in found]
    assert [one.stem for one in found] == [f"{found[0].sha256}-{number}" for number in (1, 2, 3)]


def test_the_places_are_those_of_the_words_without_the_marks_of_a_form() -> None:
    words = words_of(word("page"), name="x")
    whole = Document.from_file(words, data=b"x", name="x").text
    found, _ = Document.each_in(words, data=b"x", name="x")
    assert "\x1c" in words
    assert "\x1c" not in whole
    assert [one.text for one in found] == [whole[one.start : one.start + len(one.text)] for one in found]


def test_the_title_of_a_press_review_is_left_out_and_lends_its_date() -> None:
    undated = [(headline, BODY) for headline in HEADLINES[:2]]
    data = text(("REVUE DE PRESSE", "Strelsau, le 17 mars 2026"), *undated, between=f"\n\n{RULE}\n\n")
    assert told(data) == [(HEADLINES[0], "2026-03-17"), (HEADLINES[1], "2026-03-17")]


def test_a_rule_that_parts_dated_articles_parts_those_without_a_date_too() -> None:
    data = text(FR, ("Une école de plus à Zenda", BODY), EN, between="\n\n* * *\n\n")
    assert [one.headline for one in documents(data)] == [
        HEADLINES[0],
        "Une école de plus à Zenda",
        HEADLINES[1],
    ]


def test_articles_under_titles_between_rules_keep_them() -> None:
    data = "".join(f"{RULE}\n{headline}\n{RULE}\n\n{words}\n\n" for headline, words in ALL).encode()
    assert told(data) == list(zip(HEADLINES, DATES, strict=True))


def test_articles_of_a_press_review_begin_with_their_source_and_day() -> None:
    sources = ("Le Quotidien – 12 mars 2026", "The Daily, 14 March 2026", "Nhật báo Mẫu, ngày 16/3/2026")
    texts = [re.split("[–-] ", words, maxsplit=1)[1] for _, words in ALL]
    data = "\n\n".join(map("{}\n{}\n\n{}".format, sources, HEADLINES, texts))
    assert [(one.published, one.headline) for one in documents(data.encode())] == [
        (Date.parse(day), headline) for day, headline in zip(DATES, HEADLINES, strict=True)
    ]


def test_articles_under_underlined_headlines_are_told_by_their_place_and_day() -> None:
    data = "\n\n".join(f"{headline}\n{'=' * len(headline)}\n{words}" for headline, words in ALL).encode()
    assert told(data) == list(zip(HEADLINES, DATES, strict=True))


HEAD_FR, HEAD_EN = "\n\n".join(FR), "\n\n".join(EN)
RUNNING = "Ministère de la Défense, service de presse"
ONE = {
    "subtitles": f"{HEAD_FR}\n\nUne frontière apaisée\n\n{BODY}\n\nDes échanges plus nombreux\n\n{BODY}",
    "subtitles beneath ornaments": f"{HEAD_FR}\n\n***\n\nUne frontière apaisée\n\n{BODY}\n\n***\n\n{BODY}",
    "short headings between long rules": f"{HEAD_FR}\n\n{RULE}\n\nFORMATION\n\n{BODY}",
    "numbered sections between long rules": f"{HEAD_FR}\n\n{RULE}\n\n2. Les coopérations\n\n{BODY}",
    "pages that go on": f"{HEAD_FR}\n\f{BODY}\n\f{BODY}",
    "pages with running heads": "\f".join(f"{RUNNING}\n\n{FR[1]}" for _ in range(3)),
    "one article over and over": "\n".join(f"{number}. {HEAD_FR}" for number in range(9)),
    "a dateline in every paragraph": f"{HEAD_EN}\n{EN[1]}\n\n{EN[1]}",
    "a programme of days": (
        f"{HEAD_FR}\n\nLundi 20 avril 2026\n9 h 00 : honneurs militaires\n\n"
        f"Mardi 21 avril 2026\n9 h 15 : entretien en tête à tête\n\nMercredi 22 avril 2026\n{BODY}"
    ),
    "a chronicle": (
        f"{HEAD_EN}\n\nThe first of the meetings\n12 March 2024\n{BODY}\n\n"
        f"The second of the meetings\nOn 14 March 2025, {BODY}"
    ),
    "underlined titles": f"{FR[0]}\n{'=' * len(FR[0])}\n\n{FR[1]}\n\nUne frontière apaisée\n{'-' * 21}\n",
    "notes and contacts": (
        f"{HEAD_EN}\n\n{RULE}\n\nNotes to editors\n\n{BODY}\n\n{RULE}\n\n"
        f"For more information write to the press office. {BODY}"
    ),
    "a title over a rule": f"MINISTÈRE DE LA DÉFENSE\nService de presse\n{RULE}\n{HEAD_FR}\n{RULE}\nStrelsau",
    "an annex": f"{HEAD_FR}\n\f\nAnnexe 1 : participants\n\nStrelsau, le 12 mars 2026\n\n{BODY}",
    "a signature": f"{HEAD_FR}\n\nPour le ministère de la Défense\nFait à Strelsau, le 12 mars 2026",
    "a table": f"{HEAD_FR}\n\nPays   Places\n{'-' * 23}\nZenda  12\nKelva  3\n{'-' * 23}",
    "a subtitle beneath the day": f"{EN[0]}\n\nHANOI, 14 March 2026\n\nA second headline\n\n{EN[1]}\n{BODY}",
    "a letter signed": f"{HEAD_FR}\n\n--\nBureau de presse\nTél. 00 00",
    "who sends it and when": f"{EN[0]}\n\n{BODY}\n\nFrom: A ministry\nPublished: 12 March 2026\n\n{BODY}",
}


@pytest.mark.parametrize("name", ONE)
def test_one_article_stays_one_however_it_is_laid_out(name: str) -> None:
    assert [one.text for one in articles(ONE[name])] == [ONE[name]]


@pytest.mark.parametrize("path", SEEN, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_every_communique_is_one_article(path: Path) -> None:
    assert len(articles(path.read_text(encoding="utf-8"))) == 1


def test_a_page_with_one_article_among_teasers_is_one() -> None:
    teaser = f"<article><a href=x><h3>{EN[0]}</h3>{EN[1]}</a></article>"
    comment = f"<article><p>{EN[1]}</p></article>"
    article = f"<article><h1>{FR[0]}</h1><p>{FR[1]}</p>{BODY}{comment}</article>"
    page = f"<html><meta charset=utf-8>{article}{teaser * 3}"
    aside = f"<aside><article>{EN[1] * 3}</article></aside>"
    assert [one.headline for one in documents(f"{page}{aside}".encode())] == [FR[0]]


def test_a_letter_with_one_letter_in_it_is_one_document_with_the_words_of_both() -> None:
    (found,) = documents(letter(FR))
    assert found.text.startswith("Revue de presse\nVoir les pièces jointes.")
    assert FR[1][:60] in found.text


def test_an_article_in_a_language_that_is_not_read_is_told_and_the_others_are_taken() -> None:
    german = (
        "Zwei Minister sprachen lange miteinander",
        "BERLIN, 12 March 2026 – " + "Sie sprachen lange. " * 20,
    )
    data = text(FR, german, EN, between=f"\n\n{RULE}\n\n")
    found, refused = Document.each_in(data.decode(), data=data, name="review")
    assert [(one.headline, one.part, one.parts) for one in found] == [(FR[0], 1, 3), (EN[0], 3, 3)]
    assert [type(one) for one in refused] == [UnknownLanguageError]


def test_a_text_that_seems_to_have_more_articles_than_any_file_is_one() -> None:
    many = f"\n\n{RULE}\n\n".join("\n\n".join(FR) for _ in range(MOST + 1))
    assert len(articles(many)) == 1


@cache
def reading_of(text: str) -> Reading:
    return read(Document.from_text(text, name="x"))


def is_dated(path: Path) -> bool:
    """Whether a text begins with a headline, a place and a day, so that a short rule parts it from others."""
    return len(articles("\n\n* * *\n\n".join((HEAD_FR, path.read_text("utf-8").strip())))) > 1


DATED = [path for path in SEEN if is_dated(path)]
LONG = [RULE, "-" * 72, "_" * 30, f"{RULE}\n{RULE}"]
SHORT = ["\n\n***\n\n", "\n\n* * *\n\n", "\n\n---\n\n", "\n\f", "\n\n#####\n\n"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SEEN), min_size=2, max_size=5), st.sampled_from(LONG))
def test_texts_joined_by_a_long_rule_are_read_as_each_alone(paths: list[Path], rule: str) -> None:
    assert_read_alike(paths, f"\n\n{rule}\n\n")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(DATED), min_size=2, max_size=4, unique=True), st.sampled_from(SHORT))
def test_dated_texts_joined_by_anything_are_read_as_each_alone(paths: list[Path], between: str) -> None:
    assert_read_alike(paths, between)


def test_most_texts_begin_with_a_headline_a_place_and_a_day(
    record_property: Callable[[str, object], None],
) -> None:
    record_property("says", f"parted by a short rule or a form feed: {len(DATED)} of {len(SEEN)} texts")
    assert len(DATED) > len(SEEN) // 2


def assert_read_alike(paths: list[Path], between: str) -> None:
    texts = [path.read_text(encoding="utf-8").strip() for path in paths]
    joined = between.join(texts)
    found, _ = Document.each_in(joined, data=joined.encode(), name="x")
    assert [one.text for one in found] == texts
    assert [evolve(read(one), document="x") for one in found] == [reading_of(one) for one in texts]
