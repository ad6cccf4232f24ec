"""What this node knows of its peers: when they were heard, whose log has two versions, who is awaited."""

import datetime
from collections.abc import Mapping, Sequence

from attrs import frozen

from foedus.record.entry import Head
from foedus_node.storage.common import models


@frozen
class Proof:
    """A party's two entries for one place of its log."""

    party: str
    seq: int
    held: bytes
    shown: bytes


def note_heard(compact: str, *, party: str, heads: Mapping[str, Head], at: datetime.datetime) -> None:
    """Note that a peer was heard and what it then held."""
    models.Heard.objects.update_or_create(
        compact_id=compact,
        party=party,
        defaults={"heads": {name: [head.seq, head.hash] for name, head in heads.items()}, "at": at},
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
        defaults={"held": proof.held, "shown": proof.shown, "noticed": noticed},
    )


def forks(compact: str) -> tuple[Proof, ...]:
    """The proofs kept of logs with two versions, by party."""
    rows = models.Fork.objects.filter(compact=compact).order_by("party", "seq")
    return tuple(Proof(row.party, row.seq, bytes(row.held), bytes(row.shown)) for row in rows)


def forked_at(compact: str, party: str) -> int | None:
    """The first place at which a party's log has two versions, if it has."""
    rows = models.Fork.objects.filter(compact=compact, party=party).order_by("seq")
    return rows.values_list("seq", flat=True).first()
