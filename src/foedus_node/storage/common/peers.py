"""What this node knows of its peers, and through them: when they were heard, whose log has two versions.

Also whom a recovering node awaits, and what came back of our own log that this node did not write.
"""

import datetime
from collections.abc import Mapping, Sequence

from attrs import frozen

from foedus.phrase import phrase
from foedus.record import entry
from foedus.record.entry import Head
from foedus.record.log import Log
from foedus_node.storage.common import ledger, models


@frozen
class Proof:
    """A party's two entries for one place of its log."""

    party: str
    seq: int
    held: bytes
    shown: bytes

    @property
    def kid(self) -> str:
        """The key that signed the version that came second, by name."""
        return entry.parse(self.shown).kid


def note_heard(
    compact: str,
    *,
    party: str,
    heads: Mapping[str, Head],
    moment: datetime.datetime,
    at: datetime.datetime,
) -> None:
    """Note that a peer was heard and what it then held; what it said before its last word changes nothing.

    Args:
        compact: in which compact.
        party: the peer.
        heads: the heads that it held.
        moment: when it said so.
        at: when we heard it.
    """
    last = models.Heard.objects.filter(compact=compact, party=party).first()
    if last is None or moment >= last.moment:
        told = {name: [head.seq, head.hash] for name, head in heads.items()}
        models.Heard.objects.update_or_create(
            compact_id=compact, party=party, defaults={"heads": told, "moment": moment, "at": at}
        )


def heard(compact: str) -> Mapping[str, tuple[datetime.datetime, Mapping[str, Head]]]:
    """When each peer was last heard and what it then held."""
    return {
        row.party: (row.at, {name: Head(*head) for name, head in row.heads.items()})
        for row in models.Heard.objects.filter(compact=compact).order_by("party")
    }


def recovering(compact: str) -> tuple[tuple[str, ...], str] | None:
    """The parties a recovering node must still hear, and since when it recovers; None if it does not."""
    state = models.Compact.objects.get(hash=compact).recovering
    return (tuple(state["parties"]), state["since"]) if state is not None else None


def set_recovering(compact: str, parties: Sequence[str], *, since: str) -> None:
    """Let the node sign nothing until it has heard from these parties; from none: it has recovered."""
    state = {"parties": list(parties), "since": since} if parties else None
    models.Compact.objects.filter(hash=compact).update(recovering=state)


def keep_fork(compact: str, proof: Proof, *, noticed: datetime.datetime) -> None:
    """Keep the proof that a party's log has two versions; from then on nothing new of it is taken."""
    models.Fork.objects.get_or_create(
        compact_id=compact,
        party=proof.party,
        seq=proof.seq,
        kid=proof.kid,
        defaults={"held": proof.held, "shown": proof.shown, "noticed": noticed},
    )


def forks(compact: str) -> tuple[Proof, ...]:
    """The proofs kept of logs with two versions, by party."""
    rows = models.Fork.objects.filter(compact=compact).order_by("party", "seq")
    return tuple(Proof(row.party, row.seq, bytes(row.held), bytes(row.shown)) for row in rows)


def doubted(compact: str, log: Log) -> tuple[Proof, ...]:
    """The proofs that a party's log has two versions, those left out that its root has settled.

    One is settled once the root has withdrawn the key that signed the second version: that one then shows
    what was done with the key, by whoever had it.
    """
    proofs = [proof for proof in forks(compact) if proof.party == log.party]
    if not proofs:
        return ()
    ever, _ = ledger.keys_ever(compact, log.party)
    now = log.keys.ops if log.keys else {}
    # A key that only the other version names was never withdrawn here: there the root has two versions too.
    return tuple(proof for proof in proofs if proof.kid in now or proof.kid not in ever)


def doubted_at(compact: str, log: Log) -> int | None:
    """The first place at which a party's log has two versions and has not settled it, if there is one."""
    return next((proof.seq for proof in doubted(compact, log)), None)


# --- our own log ----------------------------------------------------------------------------


@frozen
class Alarm:
    """Entries of our own log that came back to us and that this node did not write."""

    first: int
    last: int
    kids: tuple[str, ...]
    """The keys that signed them, by name."""

    @property
    def places(self) -> str:
        """Where they stand in our log, in words."""
        if self.first == self.last:
            return phrase("entry {first}", first=self.first)
        return phrase("entries {first} to {last}", first=self.first, last=self.last)


def alarm(compact: str) -> Alarm | None:
    """The alarm that stands, if one does: nothing is signed with these keys."""
    row = models.Alarm.objects.filter(compact=compact).first()
    return Alarm(row.first, row.last, tuple(row.kids)) if row else None


def raise_alarm(compact: str, strange: Sequence[tuple[int, str]], *, noticed: datetime.datetime) -> None:
    """Note that entries of our own log, by their places and the keys that signed, were not written here."""
    before = alarm(compact)
    places = [seq for seq, _ in strange] + ([before.first, before.last] if before else [])
    kids = {kid for _, kid in strange}.union(before.kids if before else ())
    models.Alarm.objects.update_or_create(
        compact_id=compact,
        defaults={
            "first": min(places),
            "last": max(places),
            "kids": sorted(kids),
            "noticed": noticed,
        },
    )


def lift_alarm(compact: str) -> None:
    """The officers have said what it was: a restore, or a theft after which the root took other keys."""
    models.Alarm.objects.filter(compact=compact).delete()
