"""Measures how sure the reader may be, on the texts that its rules are tuned on: writes `sure.toml`.

For each kind of fact and each sign it may bear, the weight by which proposals with that sign were
right more or less often than without (a logistic regression, its weights drawn towards nought so
that a sign seen a few times says little). The threshold of the one-click set is the lowest at which
98 of 100 are right, each text weighed by what the others taught. The texts never seen are not read.

    python -m tools.calibrate

Some stories show how sure it is: `pytest --rewrite-stories -k "tutorial or name" tests/test_stories.py`.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.sureness import BASE, KINDS, ONE_CLICK, Sureness, Worth, kind_of, signs
from tests.reading.marking import judged

HOUSE = Path(__file__).parent.parent
TEXTS = sorted((HOUSE / "tests" / "communiques").glob("*/seen/*.txt"))
TABLE = HOUSE / "src" / "foedus" / "reading" / "sure.toml"
_FOLDS, _SWEEPS = 10, 200
_ENOUGH = 20
"""So many must have been taken for a share of them to say something."""
_SURE = math.log(0.97 / 0.03)
"""Odds below which one click is not offered, though all that bore them were right in our own texts."""
_DRAWN = 1.0
"""How strongly weights are drawn towards nought: as by that many proposals, half of them right."""
_HEAD = """\
# How often the reader's proposals are right, by the signs that they bear: written by
# `python -m tools.calibrate` from the texts under tests/communiques/*/seen, never by hand.
# `right` of `found` proposals with the sign were right; `weight` is what it adds to the logarithm of odds.
"""


@frozen
class Case:
    """One proposal of a text: its kind, its signs, and whether it was right."""

    kind: str
    signs: tuple[str, ...]
    right: bool


def cases(path: Path) -> Iterator[Case]:
    """The proposals from one text; those that count neither way are left out."""
    document = Document.from_bytes(path.read_bytes(), name=path.stem)
    reading = read(document)
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    verdicts = judged(gold, reading.scheme(), text=document.text)
    in_order = [verdict for each in verdicts.values() for verdict in each]
    for right, (fact, said) in zip(in_order, signs(reading, document), strict=True):
        if right is not None:
            yield Case(kind_of(fact), said, right)


def taught(known: Sequence[Case]) -> dict[str, dict[str, Worth]]:
    """What each sign of each kind is worth, by known cases."""
    return {kind: _worths([case for case in known if case.kind == kind]) for kind in KINDS}


def _worths(known: Sequence[Case]) -> dict[str, Worth]:
    """The worths of one kind's signs: one weight after another is moved to where it fits best, many times."""
    bearing: dict[str, list[int]] = defaultdict(list)
    bearing[BASE] = list(range(len(known)))
    for index, case in enumerate(known):
        for sign in case.signs:
            bearing[sign].append(index)
    weights = dict.fromkeys(bearing, 0.0)
    odds = [0.0] * len(known)
    for _ in range(_SWEEPS):
        for sign, borne in bearing.items():
            drawn = _DRAWN / 100 if sign == BASE else _DRAWN
            chances = [1 / (1 + math.exp(-odds[index])) for index in borne]
            pull = (
                sum(known[i].right - p for i, p in zip(borne, chances, strict=True)) - drawn * weights[sign]
            )
            step = pull / (sum(p * (1 - p) for p in chances) + drawn)
            weights[sign] += step
            for index in borne:
                odds[index] += step
    return {
        sign: Worth(
            sum(known[i].right for i in bearing[sign]), len(bearing[sign]), round(weights[sign], 2) + 0.0
        )
        for sign in (BASE, *sorted(bearing.keys() - {BASE}))
    }


def checked(texts: Sequence[Sequence[Case]]) -> list[tuple[float, Case]]:
    """Each case with how sure one is of it who learnt from the other texts."""
    told: list[tuple[float, Case]] = []
    for fold in range(_FOLDS):
        others = [case for i, text in enumerate(texts) if i % _FOLDS != fold for case in text]
        table = Sureness(worths=taught(others), one_click={})
        own = [case for text in texts[fold::_FOLDS] for case in text]
        told += [(table.odds(case.kind, case.signs), case) for case in own]
    return told


def thresholds(told: Sequence[tuple[float, Case]]) -> dict[str, float]:
    """By kind, the lowest odds from which on 98 of 100 are right; a kind with too few such has none."""
    found: dict[str, float] = {}
    for kind in KINDS:
        surest = sorted(((odds, case.right) for odds, case in told if case.kind == kind), reverse=True)
        right = 0
        for taken, (odds, is_right) in enumerate(surest, 1):
            right += is_right
            if odds < _SURE:
                break
            if taken >= _ENOUGH and right >= ONE_CLICK * taken:
                found[kind] = round(odds, 3)
    return found


def written(known: Sequence[Case], *, one_click: Mapping[str, float]) -> str:
    """The table as TOML."""
    lines = [_HEAD, "[one_click]", *(f"{kind} = {odds}" for kind, odds in one_click.items())]
    for kind, worths in taught(known).items():
        lines += ["", f"[{kind}]"]
        for sign, of in worths.items():
            lines.append(f'"{sign}" = {{ right = {of.right}, found = {of.found}, weight = {of.weight} }}')
    return "\n".join(lines) + "\n"


def _told(by_odds: Sequence[tuple[float, Case]], *, one_click: Mapping[str, float]) -> Iterator[str]:
    """How it came out: the one-click set, and what was said beside what was so."""
    table = Sureness(worths={}, one_click=one_click)
    told = [(table.chance(case.kind, odds), case) for odds, case in by_odds]
    for kind in KINDS:
        own = [(sure, case.right) for sure, case in told if case.kind == kind]
        taken = [right for sure, right in own if sure >= ONE_CLICK]
        yield f"{kind}: one click takes {len(taken)} of {len(own)} proposed, {sum(taken)} of them right"
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.0)):
        between = [(sure, case.right) for sure, case in told if low <= sure < high]
        if between:
            said = sum(sure for sure, _ in between) / len(between)
            so = sum(right for _, right in between) / len(between)
            yield f"{low:.2f} to {high:.2f}: {len(between)} proposals, said {said:.2f}, right {so:.2f}"


def main() -> None:
    """Measure, write the table, and say how it came out."""
    texts = [list(cases(path)) for path in TEXTS]
    told = checked(texts)
    one_click = thresholds(told)
    TABLE.write_text(
        written([case for text in texts for case in text], one_click=one_click), encoding="utf-8"
    )
    print(*_told(told, one_click=one_click), sep="\n")


if __name__ == "__main__":
    main()
