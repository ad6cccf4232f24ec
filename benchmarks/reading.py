"""Characters read a second, against spaCy's `fr_core_news_md`: `python -m benchmarks.reading`.

Both read the same French communiqués, those of `tests/communiques`, on one core and in
one run: Foedus from the bytes to the proposals, spaCy from the text to its named
entities. They do not find the same things: spaCy finds names of people and places and no
dates, offices, instruments or undertakings. spaCy and its model come with the dependency
group `benchmark` (`pip install --group benchmark`); without the model this says so and
compares with spaCy's tokeniser alone, which is labelled as such.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from foedus.reading.propose import read
from foedus.reading.received.document import Document

CLAIM = 10
MODEL = "fr_core_news_md"
TEXTS = Path(__file__).parent.parent / "tests" / "communiques" / "fr"


def rate(work: Callable[[str], object], texts: list[str], *, seconds: float) -> float:
    """Characters a second of processor time, reading the texts again and again for so long."""
    work(texts[0])
    start = time.process_time()
    characters = 0
    while (taken := time.process_time() - start) < seconds:
        for text in texts:
            work(text)
            characters += len(text)
    return characters / taken


def other() -> tuple[str, Callable[[str], object]]:
    """What to compare with, and its name: the model, or the bare tokeniser where the model is missing."""
    if spacy.util.is_package(MODEL):
        return MODEL, spacy.load(MODEL)
    print(f"{MODEL} is not installed: comparing with spaCy's blank French pipeline, a tokeniser only.")
    return 'spacy.blank("fr")', spacy.blank("fr")


def main() -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each reads")
    seconds = parser.parse_args().seconds
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*/*.txt"))]
    name, model = other()
    ours = rate(lambda text: read(Document.from_text(text, name="communiqué")), texts, seconds=seconds)
    theirs = rate(model, texts, seconds=seconds)
    print(f"Foedus, bytes to proposals: {ours:,.0f} characters a second")
    print(f"{name}: {theirs:,.0f} characters a second")
    print(f"ratio: {ours / theirs:.1f} (claimed: at least {CLAIM})")
    if name == MODEL:
        assert ours / theirs >= CLAIM


if __name__ == "__main__":
    # One core each: spaCy's matrix library would take them all.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
