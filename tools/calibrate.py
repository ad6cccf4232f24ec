"""Measures how sure the reader may be, on the texts that its rules are tuned on: writes `sure.toml`.

For each kind of fact and each sign it may bear, the weight by which proposals with that sign were
right more or less often than without (a logistic regression, its weights drawn towards nought so
that a sign seen a few times says little). The threshold of the one-click set is the lowest at which
98 of 100 are right, each text weighed by what all others taught; that share is told once more with
thresholds found without the text. The texts never seen are not read.

    python -m tools.calibrate

Some stories show how sure it is: `pytest --rewrite-stories -k "tutorial or name" tests/test_stories.py`.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from attrs import frozen

from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.sureness import BASE, KINDS, ONE_CLICK, Sureness, Worth, kind_of, signs
from tests.reading.marking import judged

HOUSE = Path(__file__).parent.parent
TEXTS = sorted((HOUSE / "tests" / "communiques").glob("*/seen/*.txt"))
TABLE = HOUSE / "src" / "foedus" / "reading" / "sure.toml"
_SWEEPS, _AGAIN, _STILL = 200, 20, 0.001
"""How often weights are moved at most, and where one text is left out; and a move that is none."""
_ENOUGH = 50
"""So many must have been taken for a share of them to say something: one wrong is two of a hundred."""
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


@frozen
class Checked:
    """A case with the logarithm of odds by what all texts but its own taught."""

    text: int
    case: Case
    odds: float


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
    """The worths of one kind's signs."""
    bearing = _bearing(known)
    weights = _fitted(known, bearing, start=dict.fromkeys(bearing, 0.0), sweeps=_SWEEPS)
    return {
        sign: Worth(
            sum(known[i].right for i in bearing[sign]), len(bearing[sign]), round(weights[sign], 2) + 0.0
        )
        for sign in (BASE, *sorted(bearing.keys() - {BASE}))
    }


def _bearing(known: Sequence[Case]) -> Mapping[str, Sequence[int]]:
    """Which cases bear each sign; the row for all of them first."""
    bearing: dict[str, list[int]] = {BASE: list(range(len(known)))}
    for index, case in enumerate(known):
        for sign in case.signs:
            bearing.setdefault(sign, []).append(index)
    return bearing


def _fitted(
    known: Sequence[Case], bearing: Mapping[str, Sequence[int]], *, start: Mapping[str, float], sweeps: int
) -> dict[str, float]:
    """Weights that fit known cases: one after another is moved to where it fits best, until none moves."""
    weights = {sign: start[sign] for sign in bearing}
    odds = [sum(weights[sign] for sign in (BASE, *case.signs)) for case in known]
    for _ in range(sweeps):
        widest = 0.0
        for sign, borne in bearing.items():
            drawn = _DRAWN / 100 if sign == BASE else _DRAWN
            chances = [1 / (1 + math.exp(-odds[index])) for index in borne]
            pull = (
                sum(known[i].right - p for i, p in zip(borne, chances, strict=True)) - drawn * weights[sign]
            )
            step = pull / (sum(p * (1 - p) for p in chances) + drawn)
            weights[sign] += step
            widest = max(widest, abs(step))
            for index in borne:
                odds[index] += step
        if widest < _STILL:
            break
    return weights


def checked(texts: Sequence[Sequence[Case]]) -> list[Checked]:
    """Each case with how sure one is of it who learnt from all the other texts."""
    told: list[Checked] = []
    for kind in KINDS:
        by_text = [[case for case in text if case.kind == kind] for text in texts]
        known = [case for text in by_text for case in text]
        start = _fitted(known, bearing := _bearing(known), start=dict.fromkeys(bearing, 0.0), sweeps=_SWEEPS)
        for number, own in enumerate(by_text):
            if own:
                others = [case for i, text in enumerate(by_text) if i != number for case in text]
                weights = _fitted(others, _bearing(others), start=start, sweeps=_AGAIN)
                told += [
                    Checked(number, case, sum(weights.get(sign, 0.0) for sign in (BASE, *case.signs)))
                    for case in own
                ]
    return told


def thresholds(told: Sequence[Checked]) -> dict[str, float]:
    """By kind, the lowest odds from which on 98 of 100 are right; a kind with too few such has none."""
    found: dict[str, float] = {}
    for kind in KINDS:
        own = [(one.odds, one.case.right) for one in told if one.case.kind == kind and one.odds >= _SURE]
        taken = right = 0
        for odds, alike in groupby(sorted(own, reverse=True), key=lambda pair: pair[0]):
            verdicts = [is_right for _, is_right in alike]
            taken, right = taken + len(verdicts), right + sum(verdicts)
            if taken >= _ENOUGH and right >= ONE_CLICK * taken:
                found[kind] = math.floor(1000 * odds) / 1000
    return found


def taken_elsewhere(told: Sequence[Checked]) -> list[bool]:
    """Whether each proposal that one click takes is right, the threshold found without its text too."""
    right: list[bool] = []
    for text in {one.text for one in told}:
        found = thresholds([one for one in told if one.text != text])
        own = (one for one in told if one.text == text)
        right += [one.case.right for one in own if one.odds >= found.get(one.case.kind, math.inf)]
    return right


def written(known: Sequence[Case], *, one_click: Mapping[str, float]) -> str:
    """The table as TOML."""
    lines = [_HEAD, "[one_click]", *(f"{kind} = {odds}" for kind, odds in one_click.items())]
    for kind, worths in taught(known).items():
        lines += ["", f"[{kind}]"]
        for sign, of in worths.items():
            lines.append(f'"{sign}" = {{ right = {of.right}, found = {of.found}, weight = {of.weight} }}')
    return "\n".join(lines) + "\n"


def _told(checked: Sequence[Checked], *, one_click: Mapping[str, float]) -> Iterator[str]:
    """How it came out: the one-click set, and what was said beside what was so."""
    table = Sureness(worths={}, one_click=one_click)
    told = [(table.chance(one.case.kind, one.odds), one.case) for one in checked]
    for kind in KINDS:
        own = [(sure, case.right) for sure, case in told if case.kind == kind]
        taken = [right for sure, right in own if sure >= ONE_CLICK]
        yield f"{kind}: one click takes {len(taken)} of {len(own)} proposed, {sum(taken)} of them right"
    every = sum(one.case.right for one in checked)
    for words, taken in (
        ("all kinds", [case.right for sure, case in told if sure >= ONE_CLICK]),
        ("all kinds, its threshold found elsewhere", taken_elsewhere(checked)),
    ):
        share = sum(taken) / len(taken) if taken else 1.0
        yield f"{words}: {len(taken)} taken, precision {share:.4f}, {sum(taken) / every:.3f} of what is right"
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
