"""Holding the reader against what officers decided here."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from foedus_node.cli import node, printing
from foedus_node.desk import reading_again as again
from foedus_node.desk.lessons import Report
from foedus_node.storage.private import lessons as kept
from foedus_node.storage.private import papers
from foedus_node.storage.private.lessons import Verdict, Worse

_HEADS: Mapping[str, str] = {
    Verdict.ACCEPTED: "Accepted, found",
    Verdict.MENDED: "Mended, right now",
    Verdict.REJECTED: "Rejected, proposed no more",
}
_KINDS: Mapping[str, str] = {
    "people": "people",
    "engagements": "engagements",
    "instruments": "instruments",
    "commitments": "undertakings",
    "assessments": "assessments",
}
_BECAME: Mapping[str, str] = {
    Verdict.ACCEPTED: "was accepted, and is not found any more",
    Verdict.MENDED: "was mended, and is not as mended any more",
    Verdict.REJECTED: "was rejected, and is proposed again",
}


def lessons(*, compact: node.Compact = None, json: node.Json = False) -> int:
    """Read again all that was accepted, mended or rejected here, and tell where the reader disagrees.

    Example: foedus lessons

    Every decision is a case: what was accepted is to be found, what was mended is to be found as mended,
    what was rejected is to be proposed no more. Run it after a new edition of Foedus was installed: what
    the last reading agreed with and this one does not has become worse; it is named, and the exit code then
    is 1. What came out is kept for the next time. Nothing of it leaves the node.
    """
    place = node.place(compact)
    follow = partial(printing.follow, total=kept.many_texts(place.compact), title="Reading")
    report = again.read_again(place.compact, home=place.home, follow=follow)
    if json:
        printing.data(_plain(report))
    elif not report.sums:
        printing.say("Nothing was decided yet: `foedus accept` takes or rejects what is proposed.")
    else:
        _tell(report)
    return 1 if report.became_worse else 0


def _tell(report: Report) -> None:
    counts = {(one.kind, one.verdict): f"{one.hold:,} of {one.decided:,}" for one in report.sums}
    rows = [
        (_KINDS[kind], *(counts.get((kind, verdict), "") for verdict in _HEADS))
        for kind in papers.KINDS
        if any((kind, verdict) in counts for verdict in _HEADS)
    ]
    printing.table(("Kind", *_HEADS.values()), rows)
    since = f" since {report.before[0].date()} (Foedus {report.before[1]})" if report.before else ""
    printing.say("")
    if not report.became_worse:
        printing.say(f"Nothing became worse{since}.")
        return
    printing.say(f"{printing.counted(report.became_worse, 'case', 'cases')} became worse{since}:")
    printing.say(*(f"  {_became(one)}" for one in report.worse))
    if rest := report.became_worse - len(report.worse):
        printing.say(f"  ... and {rest} more.")


def _became(one: Worse) -> str:
    words = printing.shortened(one.words, 80)
    return f"{one.headline}: “{words}” {_BECAME[one.case.verdict]}."


def _plain(report: Report) -> dict[str, Any]:
    return {
        "read_at": report.read_at.isoformat() if report.read_at else None,
        "edition": report.edition,
        "before": {"at": report.before[0].isoformat(), "edition": report.before[1]}
        if report.before
        else None,
        "kinds": [
            {
                "kind": one.kind,
                "verdict": one.verdict,
                "decided": one.decided,
                "agrees": one.hold,
                "worse": one.worse,
            }
            for one in report.sums
        ],
        "worse": [
            {
                "proposal": one.case.number,
                "kind": one.case.kind,
                "verdict": one.case.verdict,
                "document": one.document,
                "words": one.words,
            }
            for one in report.worse
        ],
    }
