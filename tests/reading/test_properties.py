"""What holds of any text whatever: an answer, in bounded time, with its words inside the text."""

import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.facts import Reading
from foedus.reading.lexicon import lexicon
from foedus.reading.lexicon.folding import fold
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.terms import Language

FRENCH = Language("fr")
ROOM = Path(__file__).parents[1] / "communiques" / "fr"
SENTENCES = [
    sentence
    for path in sorted(ROOM.glob("seen/*.txt"))
    for sentence in path.read_text(encoding="utf-8").replace("\n", " ").split(". ")
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
SHUFFLED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=80).map(" ".join)
GLUED = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map(". ".join)
ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=400)


def reading_of(text: str) -> tuple[Document, Reading]:
    document = Document.from_text(f"a {text}", name="any", language=FRENCH)
    return document, read(document)


@given(st.one_of(ANYTHING.filter(str.isprintable), SHUFFLED, GLUED))
def test_any_text_gives_facts_whose_words_stand_in_it(text: str) -> None:
    document, reading = reading_of(text)
    spans = [(fact.evidence.start, fact.evidence.end) for fact in reading.facts]
    assert [span for span in spans if not 0 <= span[0] < span[1] <= len(document.text)] == []
    assert [span for span in spans if span[1] - span[0] > 600] == []
    assert all(0 < fact.confidence <= 1 for fact in reading.facts)
    said = (*(f.about for f in reading.assessments), *(f.gist for f in reading.commitments))
    assert [words for words in said if not words.strip() or words not in document.text] == []


def test_what_is_judged_is_told_where_it_stands_before_its_judgement() -> None:
    text = "Les deux parties se sont réunies. La coopération n’a pas encore tenu ses promesses."
    (judged,) = reading_of(text)[1].assessments
    assert judged.about == "La coopération"


def test_what_two_people_agree_between_themselves_is_no_undertaking_of_a_party() -> None:
    text = (
        "Entre M. Anton Vell, bailleur, et Mme Rosa Lind, locataire, il a été convenu ce qui suit : "
        "le bailleur s’engage à réparer la toiture. Les parties conviennent d’un loyer."
    )
    assert reading_of(text)[1].commitments == ()


def test_a_line_of_a_menu_is_no_paper() -> None:
    menu = "Actualités\nLe ministre de la Défense\nVisites officielles\nAccords signés\nFrance\nLaos\n"
    assert reading_of(menu)[1].instruments == ()


@given(GLUED)
def test_reading_twice_gives_the_same_and_changes_nothing(text: str) -> None:
    document, first = reading_of(text)
    before = (document.text, document.sha256)
    assert read(document) == first
    assert (document.text, document.sha256) == before
    assert json.loads(json.dumps(first.scheme())) == json.loads(json.dumps(first.scheme()))


@given(ANYTHING)
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(GLUED)
def test_every_mark_stands_in_order_and_on_whole_words(text: str) -> None:
    folded = fold(text)
    marks = lexicon(FRENCH).words.marks(folded)
    assert [m.start for m in marks] == sorted(m.start for m in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    assert all(not folded[m.end : m.end + 1].isalnum() for m in marks)


@pytest.mark.parametrize(
    "piece",
    [
        "et ",
        "le ministre ",
        "ministre de la Défense et ",
        "a convenu de ",
        "Phan ",
        ", ",
        "M. ",
        "5 ",
        "(",
        "1er au ",
        "a reçu ",
        "Comité mixte (CM) ",
        "ont signé un accord, ",
        "\n- organiser un échange ;",
        "Le ministre, s’il parle. ",
        "Le même jour, en mai. ",
    ],
)
def test_no_repetition_makes_it_slower_than_its_length(piece: str) -> None:
    assert growth(lambda times: piece * times) < 40


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre {} Vell a reçu M. Vell.\n",
        "Le ministre de la Défense du Laos, M. {}, a reçu le ministre de la Défense.\n",
        "Les deux parties ont convenu de former {}. \n",
        "Ils ont convenu des points suivants :\n- former {0}.\n- ouvrir {0}.\n",
        "La France et le Laos ont signé un accord sur {}.\n",
        "\nLA FRANCE ET LE LAOS VONT FORMER {}\n",
        "\nLa France a reçu {} du Laos\n",
    ],
)
def test_no_number_of_different_things_makes_it_slower_than_its_length(sentence: str) -> None:
    assert growth(lambda times: "".join(sentence.format(name(n)) for n in range(times // 8))) < 40


def name(number: int) -> str:
    """A name like no other number's."""
    return "".join("abelimnorst"[int(digit)] for digit in str(number + 10)).capitalize()


def growth(text: Callable[[int], str]) -> float:
    """How many times longer a text of ten times the length takes."""

    def seconds(times: int) -> float:
        document = Document.from_text(f"La France {text(times)}", name="long", language=FRENCH)
        start = time.process_time()
        read(document)
        return time.process_time() - start

    seconds(100)
    return seconds(8_000) / max(seconds(800), 0.02)
