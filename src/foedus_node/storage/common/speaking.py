"""The growth of our own log: the one place where this node signs.

Every entry goes through `_append`: it is held to the rules that the others will hold it to,
an act to the cover rule, and is on the disk before anybody can read it from there.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen
from django.db import transaction

from foedus.phrase import phrase
from foedus.record import canonical, cover, entry
from foedus.record.act import Act, Leaf
from foedus.record.entry import By, Entry, EntryType
from foedus.record.holding import Holding
from foedus.record.log import Log
from foedus.record.signature import Signer, key_id
from foedus.terms import Party
from foedus_node.errors import (
    AlreadyReportedError,
    AlreadySaidError,
    AlreadyShownError,
    MandateError,
    QuarantineError,
    RecoveringError,
    StrangerError,
    UncertifiedKeyError,
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


def found_and_sign(
    charter: Act, leaves: Iterable[Leaf] = (), *, voice: Voice, statement: Mapping[str, Any]
) -> None:
    """Offer a compact: hold its charter, begin our log, sign; all of it or nothing.

    Args:
        charter: the compact's charter.
        leaves: its items.
        voice: in whose name.
        statement: our first keys, certified by our root for this compact.
    """
    with transaction.atomic():
        ledger.found(charter)
        ledger.keep_acts(charter.hash, (), leaves)
        open_log(charter.hash, voice, statement=statement)
        sign(charter.hash, charter.hash, voice)


def open_log(compact: str, voice: Voice, *, statement: Mapping[str, Any]) -> None:
    """Begin our own log: our keys, certified by our root, and the mandate of the office that signs."""
    with transaction.atomic():
        _append(ledger.holding(compact, items=()), voice, says=EntryType.KEYS, body=statement)
        give_mandate(compact, voice, office=voice.office, roles=("sign", "report"), start=voice.at[:10])


def renew(statements: Mapping[str, Mapping[str, Any]], voice: Voice) -> tuple[Entry, ...]:
    """Take other keys in all of these compacts, or in none.

    An alarm about our own log ends with it where the keys that raised it go out.

    Args:
        statements: by compact, the keys as our root certified them.
        voice: in whose name; its key is one of the new ones.

    Raises:
        EntryError: a statement does not follow on the one in our log, or too few of the root signed it.
        RecoveringError, QuarantineError, StrangerError: nothing may be written there.
    """
    with transaction.atomic():
        lines = []
        for compact, body in statements.items():
            lines.append(_append(ledger.holding(compact, items=()), voice, says=EntryType.KEYS, body=body))
            alarm = peers.alarm(compact)
            if alarm and not _names_one(body, alarm.kids):
                peers.lift_alarm(compact)
        return tuple(lines)


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
        return _append(ledger.holding(compact, items=()), voice, says=EntryType.MANDATE, body=body)


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
        held = ledger.holding(compact, items=())
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
        held = ledger.holding(compact, items=())
        for word in held.words_on(act):
            if word.party == voice.party:
                said = phrase("declined") if word.declined else phrase("signed")
                raise AlreadySaidError(party=voice.party, said=said, act=act[:12])
        return _append(held, voice, says=EntryType.DECLINE, body={"act": act, "reason": reason})


def report(compact: str, voice: Voice, body: Mapping[str, Any]) -> Entry:
    """Report on an item in our log; our signature alone suffices.

    Raises:
        AlreadyReportedError: our last report on it says exactly this.
    """
    return report_all(compact, voice, [body])[0]


def report_all(compact: str, voice: Voice, bodies: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Report on several items in our log, in their order; all of it or nothing.

    Raises:
        AlreadyReportedError: our last report on one of them says exactly this.
    """
    lines = []
    with transaction.atomic():
        held = ledger.holding(compact, items=())
        for body in bodies:
            last = ledger.last_report(compact, party=voice.party, item=body["item"])
            if last and canonical.encode(dict(last.body)) == canonical.encode(dict(body)):
                raise AlreadyReportedError(party=voice.party, item=body["item"], seq=last.seq)
            line = _append(held, voice, says=EntryType.REPORT, body=body)
            # A report changes nothing that is held but where our log ends.
            held = evolve(held, logs={**held.logs, voice.party: held.logs[voice.party].append(line)})
            lines.append(line)
    return tuple(lines)


def file(compact: str, voice: Voice, body: Mapping[str, Any]) -> Entry:
    """Name a document in our log; its bytes are kept elsewhere (`documents`)."""
    with transaction.atomic():
        return _append(ledger.holding(compact, items=()), voice, says=EntryType.DOC, body=body)


def denounce(compact: str, voice: Voice, *, effective: datetime.date) -> Entry:
    """Give notice of our withdrawal from the compact."""
    body = {"effective": effective.isoformat()}
    with transaction.atomic():
        return _append(ledger.holding(compact, items=()), voice, says=EntryType.DENOUNCE, body=body)


def show_evidence(compact: str, voice: Voice, body: Mapping[str, Any]) -> Entry:
    """Show the other parties, in our log, two entries that contradict each other.

    Raises:
        AlreadyShownError: our log shows these two already.
    """
    with transaction.atomic():
        held = ledger.holding(compact, items=())
        for told in held.told:
            if told.party == voice.party and told.type is EntryType.EVIDENCE and dict(told.body) == body:
                raise AlreadyShownError(party=voice.party, seq=told.seq)
        return _append(held, voice, says=EntryType.EVIDENCE, body=body)


def _append(held: Holding, voice: Voice, *, says: EntryType, body: Mapping[str, Any]) -> Entry:
    """Write one entry into our own log; it is durable once the outermost transaction commits.

    Args:
        held: the record as read in the same transaction, so that nothing came between.
        voice: in whose name.
        says: which type of entry it is.
        body: what it says.
    """
    compact = held.charter.hash
    ours = held.logs[voice.party]
    refuse_unsure(ours, body=body if says is EntryType.KEYS else None)
    if says is not EntryType.KEYS and ours.keys and key_id(voice.key.public) not in ours.keys.ops:
        raise UncertifiedKeyError(kid=key_id(voice.key.public)[:12])
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


def refuse_unsure(ours: Log, *, body: Mapping[str, Any] | None = None) -> None:
    """Refuse to say anything on a node that may have forgotten what it signed, or whose log others wrote in.

    Args:
        ours: our log.
        body: the keys that are to be taken, if that is what is said: it is the way out of the latter.

    Raises:
        RecoveringError, QuarantineError, StrangerError: as they say.
    """
    compact = ours.compact
    refuse_recovering(compact)
    proofs = peers.doubted(compact, ours)
    if proofs and (body is None or _names_one(body, {proof.kid for proof in proofs})):
        raise QuarantineError(party=ours.party, seq=proofs[0].seq)
    alarm = peers.alarm(compact)
    if alarm and (body is None or _names_one(body, alarm.kids)):
        raise StrangerError(places=alarm.places, kids=alarm.kids)


def refuse_recovering(compact: str) -> None:
    """Refuse to say anything while the node may have forgotten what it signed.

    Raises:
        RecoveringError: it may have.
    """
    if state := peers.recovering(compact):
        raise RecoveringError(awaited=state[0])


def _names_one(body: Mapping[str, Any], kids: Collection[str]) -> bool:
    """Whether a key statement names one of these keys as operational."""
    return any(key_id(public) in kids for public in body["ops"])
