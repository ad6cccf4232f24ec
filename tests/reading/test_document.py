"""From bytes to a document: what is refused, with what sentence, and the date a document bears."""

import hashlib
import unicodedata

import pytest

from foedus.errors import FoedusError
from foedus.reading.errors import (
    BinaryDocumentError,
    EmptyDocumentError,
    EncodingError,
    OversizeDocumentError,
    UnknownLanguageError,
)
from foedus.reading.received.document import LARGEST, Document
from foedus.terms import Date, Language

LEAD = "Le ministre de la Défense a reçu son homologue et les deux parties ont parlé de coopération."


def test_a_document_keeps_the_hash_of_the_bytes_and_composes_the_text() -> None:
    data = unicodedata.normalize("NFD", LEAD).encode()
    document = Document.from_bytes(data, name="lead")
    assert document == Document(
        name="lead",
        text=LEAD,
        sha256=hashlib.sha256(data).hexdigest(),
        language=Language("fr"),
        published=None,
    )


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert Document.from_bytes(b"\xef\xbb\xbf" + LEAD.encode(), name="lead").text == LEAD


@pytest.mark.parametrize(
    ("data", "refusal", "sentence"),
    [
        ("Le général".encode("latin-1"), EncodingError, "x is not UTF-8: the byte at 4 fits no character."),
        (b"", EmptyDocumentError, "x holds no words."),
        (b" \n\t 12 -- 34 \n", EmptyDocumentError, "x holds no words."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BinaryDocumentError, "x is not a text file."),
        ("Un rapport".encode("utf-16"), BinaryDocumentError, "x is not a text file."),
        (b"a\x01b\x02c\x03", BinaryDocumentError, "x is not a text file."),
        (
            b"a" * (LARGEST + 1),
            OversizeDocumentError,
            "x is too large to be a communiqué: 20 MB, and the limit is 20 MB.",
        ),
        (
            "Die beiden Minister sprachen gestern über die Zusammenarbeit der Streitkräfte.".encode(),
            UnknownLanguageError,
            "x seems to be written in a language that cannot be read yet (de).",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    data: bytes, refusal: type[FoedusError], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        Document.from_bytes(data, name="x")
    assert str(refused.value) == sentence
    assert refused.value.advice


def test_fifty_megabytes_are_refused_before_they_are_decoded() -> None:
    with pytest.raises(OversizeDocumentError):
        Document.from_bytes(b"\xff" * 50_000_000, name="huge")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(EncodingError):
        Document.from_text("Le ministre \ud800", name="half")


def test_a_language_named_by_the_sender_is_believed() -> None:
    assert Document.from_text("Coopération", name="short", language=Language("fr")).language == "fr"


@pytest.mark.parametrize(
    ("head", "borne"),
    [
        (" date 2026-02-05 Vers une coopération", Date(2026, 2, 5)),
        (" date 2024-10 Le plan annuel", Date(2024, 10)),
        ("Rabat, le 14 mai 2025 – La commission", Date(2025, 5, 14)),
        ("KUALA LUMPUR, 7 octobre 2025 – L'exercice", Date(2025, 10, 7)),
        ("Un titre sans date\n08/02/2016\n\nLa commission", Date(2016, 2, 8)),
        ("Publié le vendredi 3 janvier 2025\nLes deux parties", Date(2025, 1, 3)),
        ("Le ministre a reçu le 5 mars 2026 son homologue", None),
        ("Le plan de 2026 a été signé", None),
    ],
)
def test_the_date_line_gives_the_date_a_document_bears(head: str, borne: Date | None) -> None:
    document = Document.from_text(f"{head}. {LEAD}", name="x", language=Language("fr"))
    assert document.published == borne


def test_the_last_line_may_be_the_date_line() -> None:
    body = "\n".join([LEAD] * 12)
    document = Document.from_text(f"{body}\nFait à Niamey, le 12 février 2025", name="x")
    assert document.published == Date(2025, 2, 12)


@pytest.mark.parametrize("stamp", ["2027/02/03 16:24 KST", "2027-02-03", "3/2/2027", "Séoul, 3 février 2027"])
def test_what_a_document_calls_itself_is_no_stamp_of_a_day(stamp: str) -> None:
    text = f"{stamp}\nLes deux armées formeront des chirurgiens\n\nLe ministre a reçu son homologue."
    assert Document.from_text(text, name="x").headline == "Les deux armées formeront des chirurgiens"
