"""The communiqués of this repository: those the rules were tuned on, and those they never saw."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.reading import Document, Reading, read
from tests.reading.marking import Tally, marked

ROOM = Path(__file__).parents[1] / "communiques" / "fr"
ALL = sorted(ROOM.glob("*/*.txt"))
EMPTY = [path for path in ALL if path.stem.startswith("rien-")]
LONGEST_EVIDENCE = 600


def reading_of(path: Path) -> tuple[Document, Reading]:
    document = Document.from_bytes(path.read_bytes(), name=path.stem)
    return document, read(document)


def tally_of(half: str) -> Tally:
    total = Tally()
    for path in sorted((ROOM / half).glob("*.txt")):
        document, reading = reading_of(path)
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        total += marked(expected, reading.scheme(), text=document.text)
    return total


def test_the_communiques_it_was_tuned_on_are_read_well(
    record_property: Callable[[str, object], None],
) -> None:
    tally = tally_of("seen")
    record_property("says", f"communiqués seen: {tally}")
    assert tally.f1 >= 0.85


def test_the_communiques_it_never_saw_are_reported_as_they_are(
    record_property: Callable[[str, object], None],
) -> None:
    tally = tally_of("unseen")
    record_property("says", f"communiqués unseen: {tally}")
    assert tally.expected > 0


@pytest.mark.parametrize("path", EMPTY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sport_weather_and_praise_state_nothing_to_be_done(path: Path) -> None:
    _, reading = reading_of(path)
    assert (reading.people, reading.instruments, reading.commitments, reading.assessments) == ((), (), (), ())


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_fact_has_its_words_in_the_text(path: Path) -> None:
    document, reading = reading_of(path)
    lengths = [(fact.evidence.start, fact.evidence.end) for fact in reading.facts]
    assert all(0 <= start < end <= len(document.text) for start, end in lengths)
    assert max((end - start for start, end in lengths), default=0) <= LONGEST_EVIDENCE
    gists = [(fact.gist, fact.evidence) for fact in reading.commitments]
    assert gists == [(document.text[e.start : e.end], e) for _, e in gists]
