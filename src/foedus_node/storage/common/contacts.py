"""Where the peers are reached, whose cards are kept, and how the last attempt at each went.

None of it is of the record: an officer says it, or the wire does. What a peer lacks stands in
no queue that could disagree with the record; it follows from what it last said it has.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from foedus.record.entry import EMPTY, Head
from foedus_node.home import Card
from foedus_node.storage.common import models, pages, peers

_FIRST_WAIT, _LONGEST_WAIT = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


@frozen
class Address:
    """Where a peer is reached: a node's address (`https://...`) or a folder that somebody carries over."""

    party: str
    compact: str
    """Empty: every compact that has no address of its own."""
    address: str
    way: str
    card: Card | None

    @property
    def is_folder(self) -> bool:
        """Whether bundles are laid into a folder and nothing is heard back."""
        return bool(self.address) and "://" not in self.address


@frozen
class Attempt:
    """How the last attempt at a peer went."""

    at: datetime.datetime
    failures: int = 0
    reason: str = ""
    sent: Mapping[str, Head] | None = field(default=None)

    @property
    def again(self) -> datetime.datetime | None:
        """When it is worth trying again, after failures: each wait is twice the one before, to an hour."""
        if not self.failures:
            return None
        return self.at + min(_FIRST_WAIT * (1 << min(self.failures - 1, 10)), _LONGEST_WAIT)


def lacked(compact: str, party: str) -> Mapping[str, int]:
    """How many entries of each log a peer lacks, by what it last said; where it lacks none, nothing."""
    _, heads = peers.heard(compact).get(party, (None, {}))
    ours = pages.heads(compact)
    short = {code: head.seq - heads.get(code, EMPTY).seq for code, head in ours.items()}
    return {code: count for code, count in short.items() if count > 0}


def keep_address(address: Address) -> None:
    """Keep where a peer is reached; a card that is known stays if no other is given."""
    known: dict[str, Any] = {"address": address.address, "way": address.way}
    if address.card:
        known["card"] = address.card.to_json()
    models.Peer.objects.update_or_create(party=address.party, compact=address.compact, defaults=known)


def keep_card(card: Card) -> None:
    """Keep another party's card, and the address that may be known already."""
    models.Peer.objects.update_or_create(party=card.party, compact="", defaults={"card": card.to_json()})


def forget_address(party: str, compact: str) -> bool:
    """Forget where a peer is reached; returns whether anything was known."""
    removed, _ = models.Peer.objects.filter(party=party, compact=compact).delete()
    return bool(removed)


def addresses() -> tuple[Address, ...]:
    """Every address that is kept, by party."""
    rows = models.Peer.objects.order_by("party", "compact")
    return tuple(Address(row.party, row.compact, row.address, row.way, _card(row)) for row in rows)


def address_of(party: str, compact: str) -> Address | None:
    """Where a party is reached in a compact, if it is known."""
    fitting = {one.compact: one for one in addresses() if one.party == party and one.address}
    return fitting.get(compact) or fitting.get("")


def card_of(party: str) -> Card | None:
    """The card that a party's ministry handed over, if it is kept."""
    return next((one.card for one in addresses() if one.party == party and one.card), None)


def attempt_at(compact: str, party: str) -> Attempt | None:
    """How the last attempt at a peer went."""
    row = models.Attempt.objects.filter(compact=compact, party=party).first()
    if row is None:
        return None
    sent = {name: Head(*head) for name, head in row.sent.items()} if row.sent else None
    return Attempt(row.at, row.failures, row.reason, sent)


def note_attempt(compact: str, party: str, attempt: Attempt) -> None:
    """Note how an attempt at a peer went."""
    sent = {name: [head.seq, head.hash] for name, head in attempt.sent.items()} if attempt.sent else None
    models.Attempt.objects.update_or_create(
        compact_id=compact,
        party=party,
        defaults={"at": attempt.at, "failures": attempt.failures, "reason": attempt.reason, "sent": sent},
    )


def _card(row: models.Peer) -> Card | None:
    return Card.of(row.card) if row.card else None
