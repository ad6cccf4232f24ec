"""What is not as it should be in a compact's record.

Two versions of a log, words against earlier words, entries of ours that this node did not write,
a node that recovers, parties that withdraw. It tells the facts; what they mean and what to do is for the
commands and pages to say.
"""

from typing import Any

from attrs import frozen

from foedus.record import entry, evidence
from foedus.record.entry import Entry, EntryType
from foedus.record.holding import Holding
from foedus_node.storage.common import ledger, peers
from foedus_node.storage.common.peers import Alarm, Proof


@frozen
class Fork:
    """Two entries that a party signed for one place of its log."""

    proof: Proof
    is_settled: bool
    """Whether its root has withdrawn the key that signed the second one."""


@frozen
class Breach:
    """An act that a party signed against its own earlier word."""

    party: str
    act: str
    reason: str


@frozen
class Notice:
    """A party that withdraws."""

    party: str
    at: str
    effective: str


@frozen
class Strange:
    """Entries of our own log that came back to us and that this node did not write."""

    alarm: Alarm
    entries: tuple[Entry, ...]


@frozen(kw_only=True)
class Alarms:
    """All of it, for one compact."""

    forks: tuple[Fork, ...]
    breaches: tuple[Breach, ...]
    notices: tuple[Notice, ...]
    strange: Strange | None
    awaited: tuple[str, ...]
    """The parties that a recovering node must still hear; none where it does not recover."""

    @property
    def many(self) -> int:
        """How many things ask for somebody's attention."""
        forks = sum(not fork.is_settled for fork in self.forks)
        return forks + len(self.breaches) + bool(self.strange) + bool(self.awaited)

    def __bool__(self) -> bool:
        return bool(self.many or self.forks or self.notices)


def alarms(compact: str, held: Holding, *, party: str) -> Alarms:
    """What is not as it should be in a compact.

    Args:
        compact: the compact, by hash.
        held: its record.
        party: our own.
    """
    state = peers.recovering(compact)
    return Alarms(
        forks=tuple(
            Fork(proof, proof not in peers.doubted(compact, held.logs[proof.party]))
            for proof in peers.forks(compact)
        ),
        breaches=tuple(Breach(code, act, obstacle.reason) for code, act, obstacle in held.breaches()),
        notices=tuple(
            Notice(told.party, told.at, str(told.body["effective"]))
            for told in held.told
            if told.type is EntryType.DENOUNCE
        ),
        strange=_strange(compact, party),
        awaited=state[0] if state else (),
    )


def shown_body(proof: Proof) -> dict[str, Any]:
    """What our log says where it shows the other parties that a party's log has two versions."""
    return {"kind": evidence.FORK, "a": proof.held.decode(), "b": proof.shown.decode()}


def _strange(compact: str, party: str) -> Strange | None:
    alarm = peers.alarm(compact)
    if alarm is None:
        return None
    lines = (entry.parse(one) for one in ledger.envelopes(compact, party=party, after=alarm.first - 1))
    return Strange(alarm, tuple(line for line in lines if line.seq <= alarm.last))
