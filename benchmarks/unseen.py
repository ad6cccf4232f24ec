"""How communiqués are read that no rule was ever tuned on: `python -m benchmarks.unseen`.

The texts under `tests/communiques/*/unseen` were annotated before the reader saw them. This prints how
many of their facts are found and how many of those found are right, by language and by kind, how many
proposals one click would take and how many of these are right, and what is found in texts that state no
fact; beside each figure that of the texts that the rules are tuned on. It prints no fact, no text and no
name of one: whoever tunes rules does not look here, and the tests say nothing of these texts.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.sureness import KINDS, ONE_CLICK
from tests.reading.marking import Tally, judged

TEXTS = Path(__file__).parent.parent / "tests" / "communiques"
LANGUAGES = ("fr", "en", "vi")
HALVES = ("seen", "unseen")
ALL_KINDS, COMMITMENTS, PRECISION = 0.85, 0.80, 0.98
"""What is claimed of texts never seen: F1 of all facts, of undertakings; the precision of one click."""


@frozen
class Measured:
    """What came of one half of a language's texts.

    Attributes:
        kinds: by kind of fact, how many were right, expected and found.
        one_click: the proposals that one click would take: how many are right, of how many.
        proposed: how many proposals there are that count.
        without: the texts that state no fact: in how many something is found, of how many.
    """

    kinds: Mapping[str, Tally]
    one_click: tuple[int, int]
    proposed: int
    without: tuple[int, int]

    @property
    def all(self) -> Tally:
        """All kinds together."""
        return sum(self.kinds.values(), Tally())


def measured(language: str, half: str) -> Measured:
    """Read one half of a language's texts, and mark what is found."""
    kinds: dict[str, Tally] = defaultdict(Tally)
    taken: list[bool] = []
    proposed = empty = wrong = 0
    for path in sorted((TEXTS / language / half).glob("*.txt")):
        document = Document.from_bytes(path.read_bytes(), name=path.stem)
        reading = read(document)
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        verdicts = judged(gold, reading.scheme(), text=document.text)
        for kind, each in verdicts.items():
            wanted = sum(kind == "people" or not fact.get("optional") for fact in gold[kind])
            kinds[kind] += Tally(each.count(True), wanted, len(each) - each.count(None))
        told = [verdict for kind in KINDS for verdict in verdicts[kind]]
        counting = [(f, right) for f, right in zip(reading.facts, told, strict=True) if right is not None]
        proposed += len(counting)
        taken += [right for fact, right in counting if fact.confidence >= ONE_CLICK]
        if not any(gold[kind] for kind in KINDS):
            empty, wrong = empty + 1, wrong + bool(reading.facts)
    return Measured(dict(kinds), (sum(taken), len(taken)), proposed, (wrong, empty))


def told(language: str, halves: Mapping[str, Measured]) -> Iterator[str]:
    """The figures of one language, a line each, the half never seen beside the other."""
    seen, unseen = halves["seen"], halves["unseen"]
    yield f"{language}, all facts: {unseen.all}; tuned on: F1 {seen.all.f1:.3f}"
    for kind in KINDS:
        yield f"  {kind}: {unseen.kinds[kind]}; tuned on: F1 {seen.kinds[kind].f1:.3f}"
    for name, half in (("never seen", unseen), ("tuned on", seen)):
        right, taken = half.one_click
        precision = right / taken if taken else 1.0
        yield f"  one click, {name}: takes {taken} of {half.proposed} proposals, precision {precision:.3f}"
    wrong, empty = unseen.without
    yield f"  texts without a fact: something is found in {wrong} of {empty}"


def main() -> None:
    """Print the figures of each language, and whether what is claimed is met."""
    parser = argparse.ArgumentParser(description="How communiqués that no rule was tuned on are read.")
    parser.add_argument("languages", nargs="*", default=LANGUAGES, help="fr, en, vi; all if none is named")
    met = []
    for language in parser.parse_args().languages:
        halves = {half: measured(language, half) for half in HALVES}
        print(*told(language, halves), sep="\n")
        unseen = halves["unseen"]
        right, taken = unseen.one_click
        met += [
            unseen.all.f1 >= ALL_KINDS,
            unseen.kinds["commitments"].f1 >= COMMITMENTS,
            right >= PRECISION * taken,
        ]
    print(
        f"claimed of texts never seen: F1 {ALL_KINDS}, of undertakings {COMMITMENTS}, one click {PRECISION}: "
        f"{sum(met)} of {len(met)} met"
    )


if __name__ == "__main__":
    main()
