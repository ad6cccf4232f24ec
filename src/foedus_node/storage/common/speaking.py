"""The growth of our own log: the one place where this node signs.

Every entry goes through `_append`: it is held to the rules that the others will hold it to,
an act to the cover rule, and is on the disk before anybody can read it from there.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.db import transaction

from foedus.record import act as act_room
from foedus.record import canonical, cover, entry, log
from foedus.record.act import Act, Leaf
from foedus.record.entry import By, Entry, EntryType
from foedus.record.holding import Holding
from foedus.record.log import Log
from foedus.record.signature import Signer
from foedus.terms import Party
from foedus_node.errors import (
    AlreadyReportedError,
    AlreadySaidError,
    MandateError,
    QuarantineError,
    RecoveringError,
)
from foedus_node.storage.common import ledger, peers

_REPORTING = (EntryType.REPORT, EntryType.DOC)


@frozen
class Voice:
    """In whose name this node speaks: the party, the office, the key that signs, the moment claimed."""

    party: Party
    office: str
    key: Signer
    at: str


def found_and_sign(charter: Act, *, voice: Voice, link: str, root: act_room.Root, root_key: Signer) -> None:
    """Offer a compact: hold its charter, begin our log, sign; all of it or nothing."""
    with transaction.atomic():
        ledger.found(charter)
        open_log(charter.hash, voice, link=link, root=root, root_key=root_key)
        sign(charter.hash, charter.hash, voice)


def open_log(compact: str, voice: Voice, *, link: str, root: act_room.Root, root_key: Signer) -> None:
    """Begin our own log: our keys, certified by our root, and the mandate of the office that signs."""
    ops, links = (voice.key.public,), (link,)
    body = log.statement(version=1, root=root, ops=ops, links=links, next_commit=None)
    signed = log.sign_statement(body, compact=compact, party=voice.party, keys=(root_key,))
    with transaction.atomic():
        _append(ledger.holding(compact), voice, says=EntryType.KEYS, body=signed)
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
        return _append(ledger.holding(compact), voice, says=EntryType.MANDATE, body=body)


def offer(compact: str, act: Act, *, leaves: Iterable[Leaf], voice: Voice) -> Entry:
    """Put an act of ours into the record and sign it, both or neither."""
    with transaction.atomic():
        ledger.keep_acts(compact, [act], leaves)
        return sign(compact, act.hash, voice)


def sign(compact: str, act: str, voice: Voice) -> Entry:
    """Sign an act in our log, if the cover rule allows it.

    Raises:
        AlreadySaidError, CoverError, MissingActError, MandateError, RecoveringError, QuarantineError.
    """
    with transaction.atomic():
        held = ledger.holding(compact)
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
        held = ledger.holding(compact)
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
        held = ledger.holding(compact)
        last = ledger.last_report(compact, party=voice.party, item=body["item"])
        if last and canonical.encode(dict(last.body)) == canonical.encode(dict(body)):
            raise AlreadyReportedError(party=voice.party, item=body["item"], seq=last.seq)
        return _append(held, voice, says=EntryType.REPORT, body=body)


def file(compact: str, voice: Voice, body: Mapping[str, Any]) -> Entry:
    """Name a document in our log; its bytes are kept elsewhere (`documents`)."""
    with transaction.atomic():
        return _append(ledger.holding(compact), voice, says=EntryType.DOC, body=body)


def denounce(compact: str, voice: Voice, *, effective: datetime.date) -> Entry:
    """Give notice of our withdrawal from the compact."""
    body = {"effective": effective.isoformat()}
    with transaction.atomic():
        return _append(ledger.holding(compact), voice, says=EntryType.DENOUNCE, body=body)


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
    after = ours.append(line)  # our own entry is held to the rules that the others will hold it to
    ledger.keep_entries([line], after)
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
    if state := peers.recovering(compact):
        raise RecoveringError(awaited=state[0])
    if seq := peers.forked_at(compact, party):
        raise QuarantineError(party=party, seq=seq)
