"""Telling an officer why the reader proposes what it proposes: `foedus read --explain`.

For each proposal its sentence with the words marked, the rule, how sure that is and by what
signs, and the words of the lexicon that made it. Nothing is kept.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foedus.reading import sureness
from foedus.reading.experience import Experience
from foedus.reading.explaining import Explanation
from foedus.reading.who.people import Gazetteer
from foedus_node.cli import printing
from foedus_node.desk.receiving import Received

_TELLING = 0.3
"""The least weight of a sign that is told; one below hardly moves how sure the reader is."""
_HUNDRED = 100


class Explained:
    """Readings told with their reasons, and kept nowhere."""

    def __init__(
        self,
        known: Gazetteer | None,
        experience: Experience,
        *,
        rejected: Callable[[Explanation], datetime.date | None],
        said: Callable[[Any], str],
    ) -> None:
        """With what is known where it reads, when the like was rejected, and how a fact is put in a line."""
        self.known, self.experience, self.rejected, self.said = known, experience, rejected, said

    def has(self, _: Received) -> bool:
        """Whether it was read before; nothing is kept here."""
        return False

    def take(self, one: Received, path: Path) -> list[Any]:
        """The reasons for all that is proposed from one file, as plain values."""
        scheme = one.reading.scheme()
        plain = [fact for kind in sureness.KINDS for fact in scheme[kind]]
        text = one.document.text
        rows = [
            {"source": path.name, **_plain(why, said, text=text, rejected=self.rejected(why))}
            for why, said in zip(one.explained(), plain, strict=True)
        ]
        return sorted(rows, key=lambda row: row["rejected_before"] is not None)

    def tell(self, shown: list[Any]) -> None:
        """Say them, a paragraph each."""
        if not shown:
            printing.say("Nothing is proposed.")
        for number, row in enumerate(shown, start=1):
            if number > 1:
                printing.say("")
            printing.say(f"{number}  {self.said(row)}", *_lines(row))


def _plain(
    why: Explanation, said: dict[str, Any], *, text: str, rejected: datetime.date | None
) -> dict[str, Any]:
    evidence = why.fact.evidence
    words = text[evidence.start : evidence.end].strip()
    marked = f"{text[why.start : evidence.start]}[{words}]{text[evidence.end : why.end]}"
    return {
        "kind": why.kind,
        "fact": said,
        "one_click": rejected is None and why.fact.confidence >= sureness.ONE_CLICK,
        "rejected_before": rejected.isoformat() if rejected else None,
        "sentence": " ".join(marked.split()),
        "known": [
            {"words": one.words, "start": one.start, "end": one.end, "sort": one.sort, "value": one.value}
            for one in why.known
        ],
        "signs": [
            {"sign": sign, "right": worth.right, "found": worth.found, "weight": worth.weight}
            for sign, worth in why.signs.items()
        ],
        "by_texts": why.by_texts,
        "here": [
            {"sign": sign, "taken": worth.right, "decided": worth.found, "weight": worth.weight}
            for sign, worth in why.here.items()
        ],
    }


def _lines(row: dict[str, Any]) -> list[str]:
    known = dict.fromkeys(_word(one) for one in row["known"])
    before = row["rejected_before"]
    return [
        f"   Said in:  {row['sentence']}",
        f"   Made by:  {'; '.join(known) or 'a name that we know'}",
        f"   Rule:     {row['fact']['rule']}",
        f"   Sure:     {_sure(row)}",
        *([f"   Here:     {_here(row)}"] if row["here"] else ()),
        *([f"   Rejected before on {before}, in the same words."] if before else ()),
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


def _here(row: dict[str, Any]) -> str:
    """What was decided here of others that bear these signs, and what that makes of what our texts say."""
    alike = next(one for one in row["here"] if one["sign"] == sureness.BASE)
    told = [f"{alike['taken']} of {alike['decided']} of its kind were taken"]
    moving = [one for one in row["here"] if one["sign"] != sureness.BASE]
    told += [f"{one['sign']} ({one['taken']} of {one['decided']} taken)" for one in moving]
    texts, now = round(_HUNDRED * row["by_texts"]), round(_HUNDRED * row["fact"]["confidence"])
    return "; ".join((*told, f"which makes {now} of {texts}" if now != texts else "which changes nothing"))


def _sign(one: dict[str, Any]) -> str:
    return f"{one['sign']} ({one['right']} of {one['found']} right)"
