"""Marks a reading against what a careful reader found: pairs facts, counts hits, misses and inventions.

A stricter cousin of the annotation scheme's own scorer, for communiqués that stand in
this repository. A fact found answers a fact expected when both are of one class and its
evidence lies where the expected words stand; a person, when the names are the same.
Facts marked optional count neither way.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

Written = Mapping[str, Any]

_CLASSES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "state-visit": "visit",
        "official-visit": "visit",
        "talks": "encounter",
        "courtesy-call": "encounter",
        "meeting": "encounter",
        "dialogue": "encounter",
    },
    "status": {"held": "past", "under-way": "past", "planned": "future", "invited": "future"},
    "force": {
        "agreed": "bound",
        "pledged": "bound",
        "planned": "bound",
        "instructed": "bound",
        "proposed": "asked",
        "urged": "asked",
        "requested": "asked",
    },
}
_KEYS = {
    "engagements": ("kind", "status"),
    "instruments": ("kind",),
    "commitments": ("force",),
    "assessments": ("polarity",),
}


@frozen
class Tally:
    """How many facts were found rightly, how many there are, how many were found at all."""

    right: int = 0
    expected: int = 0
    found: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.expected + other.expected, self.found + other.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing found."""
        total = self.expected + self.found
        return 2 * self.right / total if total else 1.0

    def __str__(self) -> str:
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.expected if self.expected else 1.0
        return f"F1 {self.f1:.3f} (precision {precision:.3f}, recall {recall:.3f}, {self.expected} facts)"


def marked(expected: Written, found: Written, *, text: str) -> Tally:
    """Compare one reading with one answer, both in the scheme's form."""
    verdicts = judged(expected, found, text=text)
    total = Tally()
    for kind, each in verdicts.items():
        wanted = sum(kind == "people" or not fact.get("optional") for fact in expected[kind])
        total += Tally(right=each.count(True), expected=wanted, found=len(each) - each.count(None))
    return total


def judged(expected: Written, found: Written, *, text: str) -> dict[str, list[bool | None]]:
    """Whether each fact found is right, by kind, in the order found; None where it counts neither way."""
    facts = {kind: _facts(kind, expected[kind], found[kind], text=text) for kind in _KEYS}
    return {"people": _people(expected["people"], found["people"])} | facts


def _people(expected: Sequence[Written], found: Sequence[Written]) -> list[bool | None]:
    names = [person["name"] for person in expected]
    verdicts: list[bool | None] = []
    for person in found:
        verdicts.append(person["name"] in names)
        if verdicts[-1]:
            names.remove(person["name"])
    return verdicts


def _facts(
    kind: str, expected: Sequence[Written], found: Sequence[Written], *, text: str
) -> list[bool | None]:
    verdicts: list[bool | None] = [False] * len(found)
    left = list(range(len(found)))
    for fact in sorted(expected, key=lambda fact: bool(fact.get("optional"))):
        fits = [index for index in left if _answers(kind, fact, found[index], text=text)]
        if not fits:
            continue
        best = max(fits, key=lambda index: _overlap(_place(fact, text), found[index]["evidence"]))
        left.remove(best)
        verdicts[best] = None if fact.get("optional") else True
    return verdicts


def _answers(kind: str, expected: Written, found: Written, *, text: str) -> bool:
    for key in _KEYS[kind]:
        classes = _CLASSES.get(key, {})
        if classes.get(expected[key], expected[key]) != classes.get(found[key], found[key]):
            return False
    place = _place(expected, text)
    if kind == "commitments" and expected["domain"] != found["domain"]:
        return 2 * _overlap(place, found["evidence"]) >= place[1] - place[0]
    return _overlap(_sentence(place, text), found["evidence"]) > 0


def _place(fact: Written, text: str) -> tuple[int, int]:
    found = re.search(r"\s+".join(re.escape(word) for word in fact["anchor"].split()), text)
    assert found, f"the anchor {fact['anchor']!r} does not stand in the text"
    return found.span()


def _sentence(place: tuple[int, int], text: str) -> tuple[int, int]:
    ends = [m.end() for m in re.finditer(r"(?<=[.!?…;])\s+|\n+", text)]
    return max([0, *(e for e in ends if e <= place[0])]), min([len(text), *(e for e in ends if e > place[1])])


def _overlap(place: tuple[int, int], evidence: Written) -> int:
    return max(0, min(place[1], int(evidence["end"])) - max(place[0], int(evidence["start"])))
