"""Telling an officer why the reader proposes what it proposes: `foedus read --explain`.

For each proposal its sentence with the words marked, the rule, how sure that is and by what
signs, and the words of the lexicon that made it. Nothing is kept.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from foedus.reading import sureness
from foedus.reading.explaining import Explanation, explained
from foedus.reading.people import Gazetteer
from foedus_node.cli import printing
from foedus_node.desk.receiving import Received

_TELLING = 0.3
"""The least weight of a sign that is told; one below hardly moves how sure the reader is."""
_HUNDRED = 100


class Explained:
    """Readings told with their reasons, and kept nowhere."""

    def __init__(self, known: Gazetteer | None, *, said: Callable[[Any], str]) -> None:
        """With the people who are known, and how a fact is put in a line."""
        self.known, self.said = known, said

    def has(self, _: Received) -> bool:
        """Whether it was read before; nothing is kept here."""
        return False

    def take(self, one: Received, path: Path) -> list[Any]:
        """The reasons for all that is proposed from one file, as plain values."""
        scheme = one.reading.scheme()
        plain = [fact for kind in sureness.KINDS for fact in scheme[kind]]
        reasons = explained(one.document, one.reading, people=self.known)
        text = one.document.text
        return [
            {"source": path.name, **_plain(why, said, text=text)}
            for why, said in zip(reasons, plain, strict=True)
        ]

    def tell(self, shown: list[Any]) -> None:
        """Say them, a paragraph each."""
        if not shown:
            printing.say("Nothing is proposed.")
        for number, row in enumerate(shown, start=1):
            if number > 1:
                printing.say("")
            printing.say(f"{number}  {self.said(row)}", *_lines(row))


def _plain(why: Explanation, said: dict[str, Any], *, text: str) -> dict[str, Any]:
    evidence = why.fact.evidence
    words = text[evidence.start : evidence.end].strip()
    marked = f"{text[why.start : evidence.start]}[{words}]{text[evidence.end : why.end]}"
    return {
        "kind": why.kind,
        "fact": said,
        "one_click": why.fact.confidence >= sureness.one_click(),
        "sentence": " ".join(marked.split()),
        "known": [
            {"words": one.words, "start": one.start, "end": one.end, "sort": one.sort, "value": one.value}
            for one in why.known
        ],
        "signs": [
            {"sign": sign, "right": worth.right, "found": worth.found, "weight": worth.weight}
            for sign, worth in why.signs.items()
        ],
    }


def _lines(row: dict[str, Any]) -> list[str]:
    known = dict.fromkeys(_word(one) for one in row["known"])
    return [
        f"   Said in:  {row['sentence']}",
        f"   Made by:  {'; '.join(known) or 'a name that we know'}",
        f"   Rule:     {row['fact']['rule']}",
        f"   Sure:     {_sure(row)}",
    ]


def _word(one: dict[str, Any]) -> str:
    meaning = f"{one['sort']}: {one['value']}" if one["value"] else one["sort"]
    return f"“{one['words']}” ({meaning})"


def _sure(row: dict[str, Any]) -> str:
    """How sure, whether one click will do, and the signs that move it up and down."""
    percent = round(_HUNDRED * row["fact"]["confidence"])
    enough = "one click will do" if row["one_click"] else "wants a look"
    told = [f"{percent} of 100 such are right; {enough}"]
    for label, sign in (("for it", 1), ("against it", -1)):
        moving = [_sign(one) for one in row["signs"] if sign * one["weight"] >= _TELLING]
        if moving:
            told.append(f"{label}: {', '.join(moving)}")
    return "; ".join(told)


def _sign(one: dict[str, Any]) -> str:
    return f"{one['sign']} ({one['right']} of {one['found']} right)"
