"""What other parties show us in their logs: that somebody signed two entries for one place of a log."""

from collections.abc import Iterable

from attrs import frozen

from foedus.errors import ForkError
from foedus.record.entry import Entry
from foedus.record.evidence import contradiction
from foedus_node.storage.common import ledger


@frozen
class Witnessed:
    """A forked log that another party has shown us, the proof checked."""

    by: str
    fork: ForkError


def witnessed(compact: str, parties: Iterable[str], lines: Iterable[Entry]) -> tuple[Witnessed, ...]:
    """The forked logs that these `evidence` entries prove; what proves nothing is passed over.

    Args:
        compact: in which compact.
        parties: its parties.
        lines: the entries, verified.
    """
    lines = tuple(lines)
    if not lines:
        return ()
    keys = {party: ledger.keys_ever(compact, party)[0] for party in parties}
    found = []
    for line in lines:
        if both := contradiction(line.body, compact=compact, keys=keys):
            held, shown = both
            if ledger.hash_at(compact, party=held.party, seq=held.seq) == shown.hash:
                held, shown = shown, held
            fork = ForkError(party=held.party, seq=held.seq, held=held.envelope, shown=shown.envelope)
            found.append(Witnessed(line.party, fork))
    return tuple(found)
