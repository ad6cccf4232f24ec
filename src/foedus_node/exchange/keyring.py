"""Whose link key is whose: the keys in force at the end of each log as it is held here."""

from collections.abc import Mapping

from foedus_node.storage.common import ledger, projection


def links(compact: str, party: str) -> Mapping[str, bytes]:
    """The link keys in force of a party, by key id; none before its log has begun."""
    log = projection.logs(ledger.charter(compact))[party]
    return log.keys.links if log.keys else {}
