"""How the other parties' nodes are reached, for the status: what each lacks, how the last attempt went."""

from typing import Any

from foedus_node.cli import node
from foedus_node.storage.common import contacts, peers
from foedus_node.storage.common.contacts import Address, Attempt


def reached(seat: node.Seat) -> list[str]:
    """A line for each party whose node is reached somewhere, and one for what last went wrong there."""
    lines = []
    for at, attempt in _known(seat):
        short = contacts.lacked(seat.compact, at.party)
        counts = ", ".join(f"{party} {count}" for party, count in sorted(short.items()))
        lacks = f"it lacks entries that we hold: {counts}" if short else "it has all that we hold"
        lines.append(f"{at.party} is reached at {at.address}; by its last word {lacks}.")
        if attempt and attempt.again:
            lines.append(f"  Not reached on {attempt.at:%-d %B %Y %H:%M UTC}: {attempt.reason}")
            times = "once" if attempt.failures == 1 else f"{attempt.failures} times in a row"
            lines.append(f"  Failed {times}; next from {attempt.again:%H:%M UTC} on.")
    return lines


def plain(seat: node.Seat) -> list[dict[str, Any]]:
    """The same as data, for every other party."""
    heard = peers.heard(seat.compact)
    known = {at.party: (at, attempt) for at, attempt in _known(seat)}
    found = []
    for party in seat.held.parties:
        if party == seat.home.party:
            continue
        at, attempt = known.get(party, (None, None))
        found.append(
            {
                "party": party,
                "heard": f"{heard[party][0]:%Y-%m-%dT%H:%M:%SZ}" if party in heard else None,
                "lacks": dict(contacts.lacked(seat.compact, party)),
                "address": at.address if at else None,
                "failures": attempt.failures if attempt else 0,
                "error": attempt.reason or None if attempt else None,
            }
        )
    return found


def _known(seat: node.Seat) -> list[tuple[Address, Attempt | None]]:
    others = (party for party in seat.held.parties if party != seat.home.party)
    found = (contacts.address_of(party, seat.compact) for party in others)
    return [(at, contacts.attempt_at(seat.compact, at.party)) for at in found if at]
