"""The common record in the node's tables: what is held of a compact, and the growth of our own log.

Our log grows in one place, `say`: it is checked against the cover rule and is on the disk
before anybody can read it from there. Other parties' entries come in through `keep`,
verified by the caller. Nothing here reads a file or a clock.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.db import transaction
from django.db.models import Min

from foedus.record import act as act_room
from foedus.record import canonical, cover, entry, log
from foedus.record.act import Act, Leaf
from foedus.record.entry import By, Entry, EntryType, Head
from foedus.record.holding import Holding, Told, Word, word_of
from foedus.record.log import Log
from foedus.record.signature import SigningKey
from foedus.terms import Party
from foedus_node.errors import (
    AlreadyReportedError,
    AlreadySaidError,
    MandateError,
    QuarantineError,
    RecoveringError,
)
from foedus_node.storage.common import models

_REPORTING = (EntryType.REPORT, EntryType.DOC)


@frozen
class Voice:
    """In whose name this node speaks: the party, the office, the key that signs, the moment claimed."""

    party: Party
    office: str
    key: SigningKey
    at: str


@frozen
class Proof:
    """A party's two entries for one place of its log."""

    party: str
    seq: int
    held: bytes
    shown: bytes


def compacts() -> tuple[str, ...]:
    """The compacts this node is a party to, by hash, in the order in which it first heard of them."""
    by_first_entry = models.Compact.objects.annotate(first=Min("entry")).order_by("first")
    return tuple(by_first_entry.values_list("hash", flat=True))


def holding(compact: str) -> Holding:
    """Everything held of a compact; it was verified when it came in."""
    acts = {row.hash: act_room.parse(bytes(row.data)) for row in models.Act.objects.filter(compact=compact)}
    leaves = (act_room.parse_leaf(bytes(row.data)) for row in models.Leaf.objects.filter(compact=compact))
    charter = acts[compact]
    logs = {party: Log.opened(charter, party) for party in charter.parties}
    words: list[Word | Told | None] = []
    for line in _entries(compact):
        logs[line.party] = logs[line.party].follow(line)
        words.append(word_of(line))
    return Holding(
        charter=charter,
        logs=logs,
        acts=acts,
        leaves={leaf.hash: leaf for leaf in leaves},
        words=tuple(word for word in words if isinstance(word, Word)),
        told=tuple(word for word in words if isinstance(word, Told)),
    )


def envelopes(compact: str, *, party: str, after: int = 0) -> Iterator[bytes]:
    """A party's entries as received, in order, from the one after `after`."""
    rows = models.Entry.objects.filter(compact=compact, party=party, seq__gt=after).order_by("seq")
    for row in rows.iterator(chunk_size=500):
        yield bytes(row.envelope)


def hash_at(compact: str, *, party: str, seq: int) -> str | None:
    """The hash of a party's entry at a place of its log, if it is held."""
    return (
        models.Entry.objects.filter(compact=compact, party=party, seq=seq)
        .values_list("hash", flat=True)
        .first()
    )


def envelope_at(compact: str, *, party: str, seq: int) -> bytes:
    """A party's entry at a place of its log, as received."""
    return bytes(models.Entry.objects.get(compact=compact, party=party, seq=seq).envelope)


# --- our own log -----------------------------------------------------------------------------


def found(charter: Act) -> None:
    """Begin to hold a compact, from its charter."""
    models.Compact.objects.get_or_create(hash=charter.hash)
    keep_acts(charter.hash, [charter], ())


def found_and_sign(charter: Act, *, voice: Voice, root: act_room.Root, root_key: SigningKey) -> None:
    """Offer a compact: hold its charter, begin our log, sign; all of it or nothing."""
    with transaction.atomic():
        found(charter)
        open_log(charter.hash, voice, root=root, root_key=root_key)
        sign(charter.hash, charter.hash, voice)


def open_log(compact: str, voice: Voice, *, root: act_room.Root, root_key: SigningKey) -> None:
    """Begin our own log: our keys, certified by our root, and the mandate of the office that signs."""
    body = log.statement(version=1, root=root, ops=(voice.key.public,), next_commit=None)
    signed = log.sign_statement(body, compact=compact, party=voice.party, keys=(root_key,))
    with transaction.atomic():
        _append(holding(compact), voice, says=EntryType.KEYS, body=signed)
        give_mandate(compact, voice, office=voice.office, roles=("sign", "report"), start=voice.at[:10])


def give_mandate(
    compact: str,
    voice: Voice,
    *,
    office: str,
    roles: Sequence[str],
    start: str,
    end: str | None = None,
) -> Entry:
    """Give an office a mandate, or end it with a day in the past or present."""
    body = {"office": office, "roles": sorted(roles), "from": start, "to": end}
    with transaction.atomic():
        return _append(holding(compact), voice, says=EntryType.MANDATE, body=body)


def offer(compact: str, act: Act, *, leaves: Iterable[Leaf], voice: Voice) -> Entry:
    """Put an act of ours into the record and sign it, both or neither."""
    with transaction.atomic():
        keep_acts(compact, [act], leaves)
        return sign(compact, act.hash, voice)


def sign(compact: str, act: str, voice: Voice) -> Entry:
    """Sign an act in our log, if the cover rule allows it.

    Raises:
        AlreadySaidError, CoverError, MissingActError, MandateError, RecoveringError, QuarantineError.
    """
    with transaction.atomic():
        held = holding(compact)
        signed = held.signed_by(voice.party)
        if act in signed:
            raise AlreadySaidError(party=voice.party, said="signed", act=act[:12])
        cover.refuse_uncovered(held.acts[act], party=voice.party, signed=signed, acts=held.acts)
        return _append(held, voice, says=EntryType.SIGN, body={"act": act})


def decline(compact: str, act: str, voice: Voice, *, reason: str | None) -> Entry:
    """Decline an act in our log.

    Raises:
        AlreadySaidError: we have signed or declined it.
    """
    with transaction.atomic():
        held = holding(compact)
        for word in held.words_on(act):
            if word.party == voice.party:
                said = "declined" if word.declined else "signed"
                raise AlreadySaidError(party=voice.party, said=said, act=act[:12])
        return _append(held, voice, says=EntryType.DECLINE, body={"act": act, "reason": reason})


def report(compact: str, voice: Voice, body: Mapping[str, Any]) -> Entry:
    """Report on an item in our log; our signature alone suffices.

    Raises:
        AlreadyReportedError: our last report on it says exactly this.
    """
    with transaction.atomic():
        held = holding(compact)
        ours = [one for one in held.told if one.party == voice.party and one.type is EntryType.REPORT]
        last = next((one for one in reversed(ours) if one.body.get("item") == body["item"]), None)
        if last and canonical.encode(dict(last.body)) == canonical.encode(dict(body)):
            raise AlreadyReportedError(party=voice.party, item=body["item"], seq=last.seq)
        return _append(held, voice, says=EntryType.REPORT, body=body)


def denounce(compact: str, voice: Voice, *, effective: datetime.date) -> Entry:
    """Give notice of our withdrawal from the compact."""
    body = {"effective": effective.isoformat()}
    with transaction.atomic():
        return _append(holding(compact), voice, says=EntryType.DENOUNCE, body=body)


def _append(held: Holding, voice: Voice, *, says: EntryType, body: Mapping[str, Any]) -> Entry:
    """Write one entry into our own log; it is durable once the outermost transaction commits.

    Args:
        held: the record as read in the same transaction, so that nothing came between.
        voice: in whose name.
        says: which type of entry it is.
        body: what it says.
    """
    compact = held.charter.hash
    _refuse_unsure(compact, voice.party)
    ours = held.logs[voice.party]
    line = entry.compose(
        compact=compact,
        party=voice.party,
        after=ours.head,
        at=voice.at,
        seen={party: other.head for party, other in held.logs.items() if party != voice.party},
        by=_by(ours, voice, says),
        says=says,
        body=body,
        key=voice.key,
    )
    ours.append(line)  # our own entry is held to the rules that the others will hold it to
    keep_entry(compact, line)
    return line


def _by(ours: Log, voice: Voice, says: EntryType) -> By | None:
    if says in (EntryType.KEYS, EntryType.MANDATE):
        return None
    role, day = "report" if says in _REPORTING else "sign", voice.at[:10]
    mandate = ours.mandate_for(voice.office, role=role, day=day)
    if mandate is None:
        raise MandateError(office=voice.office, role=role, day=day)
    return By(voice.office, mandate)


def _refuse_unsure(compact: str, party: Party) -> None:
    """A node that may have forgotten what it signed, or whose own log has two versions, says nothing."""
    awaited = models.Compact.objects.get(hash=compact).recovering
    if awaited is not None:
        raise RecoveringError(awaited=tuple(awaited["parties"]))
    proof = models.Fork.objects.filter(compact=compact, party=party).first()
    if proof:
        raise QuarantineError(party=party, seq=proof.seq)


# --- what comes in, verified by the caller ------------------------------------------------------


def keep_entry(compact: str, line: Entry) -> None:
    """Add a verified entry."""
    models.Entry.objects.create(
        compact_id=compact, party=line.party, seq=line.seq, hash=line.hash, envelope=line.envelope
    )


def keep_acts(compact: str, acts: Iterable[Act], leaves: Iterable[Leaf]) -> int:
    """Add acts and leaves, those held already left as they are; returns how many acts are new."""
    held = set(models.Act.objects.filter(compact=compact).values_list("hash", flat=True))
    fresh = [act for act in acts if act.hash not in held]
    models.Act.objects.bulk_create(
        [models.Act(hash=act.hash, compact_id=compact, data=act.data) for act in fresh]
    )
    models.Leaf.objects.bulk_create(
        [models.Leaf(hash=leaf.hash, compact_id=compact, data=leaf.data) for leaf in leaves],
        ignore_conflicts=True,
    )
    return len(fresh)


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


# --- peers and recovery ---------------------------------------------------------------------------


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


def _entries(compact: str) -> Iterator[Entry]:
    """Every entry held, each log in its order."""
    rows = models.Entry.objects.filter(compact=compact).order_by("party", "seq")
    for row in rows.iterator(chunk_size=500):
        yield entry.parse(bytes(row.envelope))


def keys_ever(compact: str, party: str) -> Mapping[str, bytes]:
    """Every operational key that a party's root ever certified in its log, by key id."""
    keys: dict[str, bytes] = {}
    charter = act_room.parse(bytes(models.Act.objects.get(hash=compact).data))
    state = Log.opened(charter, party)
    for envelope in envelopes(compact, party=party):
        state = state.follow(entry.parse(envelope))
        keys.update(state.keys.ops if state.keys else {})
    return keys
