"""A node that was restored from a backup: it signs nothing until its peers were heard.

It may have forgotten what it signed, and could sign a rival. Its peers hold its own log; where
one cannot be heard, the head printed in the minutes of the last meeting overrides.
"""

from django.db import transaction

from foedus.record import shape
from foedus.record.entry import Head
from foedus_node import clock
from foedus_node.errors import HeadError, UnknownNameError
from foedus_node.home import Home
from foedus_node.storage.common import ledger, pages, peers


def begin(here: Home, compact: str) -> tuple[str, ...]:
    """Let the node sign nothing in a compact until the other parties were heard; gives whom it awaits.

    What came back of our own log and was not written here is thereby said to be of a restore.
    """
    others = tuple(party for party in ledger.charter(compact).parties if party != here.party)
    with here.locked(), transaction.atomic():
        peers.lift_alarm(compact)
        peers.set_recovering(compact, others, since=clock.moment())
    return others


def by_head(here: Home, compact: str, printed: str) -> Head:
    """End the recovery by the head that the minutes of a meeting print, once our log has reached it.

    Args:
        here: the node.
        compact: the compact, by hash.
        printed: the head, `12:9f86d081884c7d65`.

    Raises:
        UnknownNameError: it is not written so.
        HeadError: our log does not end there.
    """
    number, _, digits = printed.partition(":")
    if not _is_number(number) or len(digits) < 16 or not shape.is_hash(digits.ljust(64, "0")):
        raise UnknownNameError(what="head", name=printed, where="A head is written 12:9f86d081884c7d65.")
    with here.locked():
        ours = pages.heads(compact)[here.party]
        held = ledger.hash_at(compact, party=here.party, seq=int(number))
        if held is None or not held.startswith(digits) or int(number) != ours.seq:
            raise HeadError(here=str(ours), printed=printed)
        peers.set_recovering(compact, (), since="")
    return ours


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12
