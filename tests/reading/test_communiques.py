"""The communiqués of this repository that the rules are tuned on; of the others nothing is measured here.

How those that the rules never saw are read, `python -m benchmarks.unseen` tells, so that nobody tunes by it
who only runs the tests.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from foedus.reading.facts import Reading
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from tests.reading.marking import Tally, marked

ROOM = Path(__file__).parents[1] / "communiques"
ALL = sorted(ROOM.glob("??/*/*.txt"))
EMPTY = [path for path in ALL if path.stem.startswith(("rien-", "none-")) and path.parent.name == "seen"]
FLOORS = {"fr": 0.875, "en": 0.885, "vi": 0.905}
"""The F1 below which no change may bring the reading of the texts that the rules are tuned on."""
LONGEST_EVIDENCE = 600


def reading_of(path: Path) -> tuple[Document, Reading]:
    document = Document.from_bytes(path.read_bytes(), name=path.stem)
    return document, read(document)


def tally_of(paths: Iterable[Path]) -> Tally:
    total = Tally()
    for path in paths:
        document, reading = reading_of(path)
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        total += marked(expected, reading.scheme(), text=document.text)
    return total


@pytest.mark.parametrize("language", FLOORS)
def test_the_communiques_it_was_tuned_on_are_read_well(
    language: str, record_property: Callable[[str, object], None]
) -> None:
    tally = tally_of(sorted((ROOM / language / "seen").glob("*.txt")))
    record_property("says", f"{language}, communiqués seen: {tally}")
    assert tally.f1 >= FLOORS[language]


def test_texts_that_state_no_fact_give_hardly_any(record_property: Callable[[str, object], None]) -> None:
    stated = {path.stem: len(reading_of(path)[1].facts) for path in EMPTY}
    wrong = sum(1 for found in stated.values() if found)
    record_property("says", f"{len(EMPTY)} texts without a fact: something is found in {wrong}")
    assert wrong <= len(EMPTY) // 4, stated


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_fact_has_its_words_in_the_text(path: Path) -> None:
    document, reading = reading_of(path)
    lengths = [(fact.evidence.start, fact.evidence.end) for fact in reading.facts]
    assert all(0 <= start < end <= len(document.text) for start, end in lengths)
    assert max((end - start for start, end in lengths), default=0) <= LONGEST_EVIDENCE
    stated = [(document.text[f.evidence.start : f.evidence.end], f.gist) for f in reading.commitments]
    assert [words for words, gist in stated if not words.endswith(gist)] == []
