"""How the other parties' nodes are reached, for the status: what each lacks, how the last attempt went."""

from typing import Any

from foedus_node.cli import node
from foedus_node.desk.reaching import Reached
from foedus_node.desk.reaching import reached as nodes


def reached(seat: node.Seat) -> list[str]:
    """A line for each party whose node is reached somewhere, and one for what last went wrong there."""
    lines = []
    for one in _others(seat):
        if one.at is None:
            continue
        counts = ", ".join(f"{party} {count}" for party, count in sorted(one.lacks.items()))
        lacks = f"it lacks entries that we hold: {counts}" if one.lacks else "it has all that we hold"
        lines.append(f"{one.party} is reached at {one.at.address}; by its last word {lacks}.")
        attempt = one.attempt
        if attempt and attempt.again:
            lines.append(f"  Not reached on {attempt.at:%-d %B %Y %H:%M UTC}: {attempt.reason}")
            times = "once" if attempt.failures == 1 else f"{attempt.failures} times in a row"
            lines.append(f"  Failed {times}; next from {attempt.again:%H:%M UTC} on.")
    return lines


def plain(seat: node.Seat) -> list[dict[str, Any]]:
    """The same as data, for every other party."""
    return [
        {
            "party": one.party,
            "heard": f"{one.heard:%Y-%m-%dT%H:%M:%SZ}" if one.heard else None,
            "lacks": dict(one.lacks),
            "address": one.at.address if one.at else None,
            "failures": one.attempt.failures if one.attempt else 0,
            "error": one.attempt.reason or None if one.attempt else None,
        }
        for one in _others(seat)
    ]


def _others(seat: node.Seat) -> tuple[Reached, ...]:
    return nodes(seat.compact, party=seat.home.party, parties=tuple(seat.held.parties))
