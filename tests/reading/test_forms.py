"""Files of every form: their words come out whole; what is hostile is refused by its bytes, not its name."""

import email.policy
import io
import re
import time
import unicodedata
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
import typst
from docx import Document as WordFile
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from foedus.errors import FoedusError
from foedus.reading.errors import (
    BinaryDocumentError,
    DamagedDocumentError,
    EmptyDocumentError,
    EncodingError,
    HeavyDocumentError,
    LockedDocumentError,
    OtherFormError,
    OversizeDocumentError,
    PictureError,
)
from foedus.reading.received.document import LARGEST, Document
from foedus.reading.received.forms.opening import words_of
from foedus.reading.received.forms.telling import Form, form_of
from foedus.terms import Date

SAID = "Le général Anton Vell, ministre de la Défense, a reçu son homologue (texte illustratif)."

DATA = '<script type="application/ld+json">'

PAGE = (
    b"<!-- a --><!DOCTYPE html><meta charset=windows-1252><title>x</title><nav>Menu</nav>"
    b"<p>Le <b>g\xe9n\xe9ral</b> <i>Anton</i><br>Vell<script>no()</script></p><ul><li>un<li>deux</ul>"
)


def word(*paragraphs: str) -> bytes:
    file = WordFile()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    return saved(file)


def saved(file: object) -> bytes:
    into = io.BytesIO()
    file.save(into)  # type: ignore[attr-defined]  # a Word document
    return into.getvalue()


def letter(**parts: str) -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "desk@ministry.example"
    message["Subject"] = "Entretien de Strelsau, illustré"
    if "plain" in parts:
        message.set_content(parts["plain"])
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return message.as_bytes()


def pdf(text: str) -> bytes:
    return bytes(typst.compile(f"#set page(width: 12cm)\n{text}".encode(), format="pdf"))


def archive(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return into.getvalue()


@pytest.mark.parametrize(
    ("data", "form", "words"),
    [
        (SAID.encode(), Form.TEXT, SAID),
        (SAID.encode("utf-16"), Form.TEXT, SAID),
        (b"Le secr\xc3\xa9taire: deux mots.\n", Form.TEXT, "Le secrétaire: deux mots.\n"),
        (word("Titre", SAID), Form.WORD, f"Titre\n{SAID}\n"),
        (letter(plain=SAID), Form.LETTER, f"Entretien de Strelsau, illustré\n{SAID}"),
        (letter(html=f"<p>{SAID}</p>"), Form.LETTER, f"Entretien de Strelsau, illustré\n{SAID}"),
        (
            PAGE,
            Form.PAGE,
            "Le général Anton\nVell\nun\ndeux",
        ),
    ],
)
def test_the_words_of_a_file_come_out_whatever_form_it_has(data: bytes, form: Form, words: str) -> None:
    assert (form_of(data, name="x"), words_of(data, name="x")) == (form, words)


def test_a_pdfs_lines_are_sentences_again() -> None:
    words = words_of(pdf(f"{SAID} Elles sont convenues d’organiser un échange."), name="x")
    assert " ".join(words.split()) == f"{SAID} Elles sont convenues d’organiser un échange."
    assert "\n" not in words.strip()


def test_an_article_is_read_without_what_stands_around_it() -> None:
    page = f"<html><p>Autres nouvelles</p><article><p>{SAID}</p>{SAID * 2}</article></html>"
    words = words_of(page.encode(), name="x")
    assert words == f"{SAID}\n{SAID * 2}"


@pytest.mark.parametrize(
    "told",
    [
        '<meta property="article:published_time" content="2027-02-05T10:11:00+07:00">',
        '<meta itemprop="datePublished" content="2027-02-05">',
        '<meta name="pubdate" content=" 2027-02-05 10:11">',
        '<time itemprop="datePublished" datetime="2027-02-05T10:11"></time>',
        '<script type="application/ld+json">{"datePublished" : "2027-02-05T10:11Z"}</script>',
    ],
)
def test_the_day_that_a_page_tells_only_to_machines_is_the_day_it_bears(told: str) -> None:
    page = f"<html><head>{told}</head><article><p>{SAID}</p>{SAID * 2}</article></html>"
    assert document(page).published == Date(2027, 2, 5)
    seen = page.replace("<article>", "<article><p>Strelsau, le 4 février 2027</p>")
    assert document(seen).published == Date(2027, 2, 4)
    assert document(page.replace("2027-02-05", "today, noon")).published is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (
            '<meta name="date" content="2027-02-31"><meta name="pubdate" content="2027-02-05">',
            Date(2027, 2, 5),
        ),
        (
            '<meta name="date" content="2027-03-01"><meta name="pubdate" content="2027-02-05">',
            Date(2027, 2, 5),
        ),
        ('<meta name="date" content="1970-01-01T00:00">', None),
        (f'{DATA}"datePublished":"2027-02-05"</script>' * 2, Date(2027, 2, 5)),
        (
            f'{DATA}["datePublished":"2027-02-05","datePublished":"2026-02-05"]</script>',
            None,
        ),
        ('<div>Strelsau <time datetime="2027-02-05">vendredi</time></div>', Date(2027, 2, 5)),
        ('<nav><time datetime="2027-02-05">vendredi</time></nav>', None),
        (f'<p>{SAID} <time datetime="2027-02-05">vendredi</time></p>', None),
        ('<time datetime="2027-02-05">vendredi</time><time datetime="2027-02-04">jeudi</time>', None),
    ],
)
def test_a_page_bears_no_day_that_may_be_of_something_else(told: str, day: Date | None) -> None:
    page = f"<html><body>{told}<article><p>{SAID}</p>{SAID * 2}</article></body></html>"
    assert document(page).published == day


@pytest.mark.parametrize("tag", ["article", "main", "a href=x"])
def test_elements_within_one_another_are_read_once(tag: str) -> None:
    words = SAID * 20_000
    page = f"<html><article>{f'<{tag}><div>' * 100}{words}</article><article>{SAID * 3}</article></html>"
    start = time.process_time()
    assert words_of(page.encode(), name="x").count(SAID) >= 20_000
    plain = f"<html><article>{words}</article><article>{SAID * 3}</article></html>"
    took, start = time.process_time() - start, time.process_time()
    words_of(plain.encode(), name="x")
    assert took < 10 * max(time.process_time() - start, 0.05)


def document(page: str) -> Document:
    data = page.encode()
    return Document.from_file(words_of(data, name="x"), data=data, name="x")


def test_what_was_struck_out_of_a_word_file_is_not_said_and_what_was_put_in_is() -> None:
    file = WordFile()
    paragraph = file.add_paragraph("La session aura lieu en ")
    for tag, text in (("w:del", "mai"), ("w:ins", "juin")):
        change = OxmlElement(tag)
        change.append(paragraph.add_run(text)._r)
        paragraph._p.append(change)
    paragraph.add_run(" 2027.")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lieu", "Strelsau"
    assert words_of(saved(file), name="x").split("\n")[:3] == [
        "La session aura lieu en juin 2027.",
        "Lieu",
        "Strelsau",
    ]


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SAID))))
    writer.encrypt("words", algorithm="AES-256")
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyDocumentError),
        (b" \n", EmptyDocumentError),
        (b"a" * (LARGEST + 1), OversizeDocumentError),
        ("Le général".encode("latin-1"), EncodingError),
        (b"ab\0cd", BinaryDocumentError),
        (b"{\\rtf1 Le texte}", OtherFormError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old file", OtherFormError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LockedDocumentError),
        (b"\x89PNG\r\n\x1a\n", PictureError),
        (archive(xl__workbook_xml=b""), OtherFormError),
        (archive(notes=b"text"), OtherFormError),
        (archive(word__document_xml=b"<a"), DamagedDocumentError),
        (archive(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), DamagedDocumentError),
        (archive(word__document_xml=b" " * (65 * 2**20)), HeavyDocumentError),
        (word(SAID)[:-200], DamagedDocumentError),
        (b"%PDF-1.7\nnothing", DamagedDocumentError),
        (pdf(SAID)[:2000], DamagedDocumentError),
        (pdf("#rect(width: 2cm)"), PictureError),
        (locked(), LockedDocumentError),
    ],
)
def test_what_cannot_be_read_is_refused_by_what_it_is(data: bytes, refusal: type[FoedusError]) -> None:
    with pytest.raises(refusal):
        words_of(data, name="report.txt")


TEXTS = sorted((Path(__file__).parents[1] / "communiques").glob("*/seen/*.txt"))
TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_old_windows_wrote(text: str, language: str) -> bytes:
    """A text in the encoding of its language; in Vietnamese each vowel comes with its hat, then the tone."""
    if language != "vi":
        return text.encode("cp1252")
    letters = (unicodedata.normalize("NFD", letter) for letter in text)
    parted = ((re.sub(f"[{TONES}]", "", one), re.sub(f"[^{TONES}]", "", one)) for one in letters)
    return "".join(unicodedata.normalize("NFC", base) + tone for base, tone in parted).encode("cp1258")


def test_old_files_that_name_no_encoding_are_read_rightly_or_refused() -> None:
    outcomes: list[bool | None] = []
    for path in TEXTS:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        try:
            data = as_old_windows_wrote(text, path.parts[-3])
        except UnicodeEncodeError:  # a letter that those encodings lack, as in a Lao name
            continue
        if data.isascii():
            continue
        try:
            outcomes.append(words_of(data, name=path.name) == text)
        except EncodingError:
            outcomes.append(None)
    assert False not in outcomes
    assert outcomes.count(True) > 20 * outcomes.count(None)


def test_a_damaged_text_in_utf_8_is_not_taken_for_an_old_one() -> None:
    text = next(path for path in TEXTS if path.parts[-3] == "fr").read_text(encoding="utf-8")
    data = text.encode()
    with pytest.raises(EncodingError):
        words_of(data[:200] + b"\xe9 " + data[200:], name="damaged.txt")


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"From: a\nTo: b\n\n"]),
)
def test_whatever_comes_in_is_read_or_refused_with_advice(data: bytes, head: bytes) -> None:
    assert tried(head + data)


@pytest.mark.parametrize("piece", [b"<!--", b"<a ", b"<!", b"<article>", b"&#", b"<div>", b"</p>"])
def test_a_page_made_to_be_slow_comes_to_an_end(piece: bytes) -> None:
    assert tried(b"<html>" + piece * 300_000)


def tried(data: bytes) -> bool:
    """Whether a file was read, or refused with what to do."""
    try:
        words_of(data, name="x")
    except FoedusError as refusal:
        return bool(refusal.advice)
    return True
