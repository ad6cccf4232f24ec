"""The other parties' nodes: what each holds by its last word, where it is reached, how that last went."""

import datetime
from collections.abc import Mapping, Sequence

from attrs import frozen

from foedus.record.entry import EMPTY, Head
from foedus_node.storage.common import contacts, pages, peers
from foedus_node.storage.common.contacts import Address, Attempt


@frozen(kw_only=True)
class Reached:
    """Another party's node.

    Attributes:
        head: where its log ends, as we hold it.
        heard: when it last said what it holds; None: never.
        has: up to which entry of our own log it then held.
        lacks: how many entries of each log it lacks, by that word.
        at: where it is reached; None: nowhere that is known here.
        attempt: how the last attempt at it went; None: there was none.
    """

    party: str
    head: Head
    heard: datetime.datetime | None
    has: int
    lacks: Mapping[str, int]
    at: Address | None
    attempt: Attempt | None


def reached(compact: str, *, party: str, parties: Sequence[str]) -> tuple[Reached, ...]:
    """The nodes of the other parties to a compact, in the parties' order.

    Args:
        compact: the compact, by hash.
        party: our own.
        parties: all of them.
    """
    heard, heads = peers.heard(compact), pages.heads(compact)
    found = []
    for code in parties:
        if code == party:
            continue
        moment, told = heard.get(code, (None, {}))
        at = contacts.address_of(code, compact)
        found.append(
            Reached(
                party=code,
                head=heads.get(code, EMPTY),
                heard=moment,
                has=told.get(party, EMPTY).seq,
                lacks=dict(contacts.lacked(compact, code)),
                at=at,
                attempt=contacts.attempt_at(compact, code) if at else None,
            )
        )
    return tuple(found)
