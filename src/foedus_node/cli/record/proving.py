"""The proof that a party's log has two versions: shown to an officer, handed on, told to the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus import terms
from foedus.record import entry
from foedus.record.evidence import gather, said, verify_evidence
from foedus.record.verdict import plain
from foedus_node import files
from foedus_node.cli import node, printing
from foedus_node.desk.alarms import shown_body
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import ledger, peers, speaking
from foedus_node.storage.common.peers import Proof


def evidence(
    party: Annotated[str | None, Parameter(help="Whose; all there is, if not given.")] = None,
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="Write the proof to this file, FILE.foedus-proof, for anybody to check.")
    ] = None,
    tell: Annotated[bool, Parameter(help="Put it into our own log, for the other parties.")] = False,
    office: node.Office = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the two entries that a party signed for one place of its log, what it means and what to do.

    Example: foedus evidence LA --out LA.foedus-proof

    The file holds the two entries, the party's keys and the head of the charter: nothing else of the record.
    """
    seat = node.seat(compact)
    proofs = _asked(party, seat)
    if json:
        printing.data([_plain(proof) for proof in proofs])
    elif out is None and not tell:
        shown = [line for proof in proofs for line in _told(proof, seat)]
        printing.say(*(shown or ["No log here has two versions."]))
    for proof in proofs if tell else ():
        with seat.home.locked():
            speaking.show_evidence(seat.compact, node.voice(seat.home, office), shown_body(proof))
        printing.say(
            f"Our log now shows the two entries {proof.seq} of {proof.party}. Send it to the other parties."
        )
    if out is not None:
        _write(out, proofs, seat)


def _asked(party: str | None, seat: node.Seat) -> tuple[Proof, ...]:
    code = node.taken("the party", party, terms.party) if party else None
    return tuple(proof for proof in peers.forks(seat.compact) if code in (None, proof.party))


def _write(file: Path, proofs: tuple[Proof, ...], seat: node.Seat) -> None:
    if len(proofs) != 1:
        known = ", ".join(sorted({proof.party for proof in proofs})) or "none"
        where = f"Name the one party whose proof is meant; there is: {known}."
        raise UnknownNameError(what="single proof", name="so", where=where)
    (proof,) = proofs
    held = ledger.envelopes(seat.compact, party=proof.party)
    made = gather(seat.held.charter, proof.party, held, a=proof.held, b=proof.shown)
    data = made.to_bytes()
    verify_evidence(data)  # what others would refuse must not leave the house
    files.write(file, data)
    printing.say(
        f"Wrote {file}: two entries {proof.seq} of {proof.party}'s log; {len(data):,} bytes. "
        "Anybody can check it with `foedus verify`."
    )


def _told(proof: Proof, seat: node.Seat) -> Iterator[str]:
    us = seat.home.party
    whose = "our own log" if proof.party == us else f"{proof.party}'s log"
    yield f"Place {proof.seq} of {whose} has two entries, each truly signed:"
    for kept, envelope in (("kept", proof.held), ("refused", proof.shown)):
        line = entry.parse(envelope)
        yield f"  {kept}: {line.type} of {line.at}, key {line.kid[:12]}, {line.hash[:16]}"
        yield f"    {plain(said(line))}"
    if peers.doubted_at(seat.compact, seat.held.logs[proof.party]) is None:
        yield "Settled: the key that signed the refused one has been withdrawn."
        return
    if proof.party == us:
        yield "It means that a copy of this node, or of its key, was used elsewhere. This node signs"
        yield "nothing more. Find the copy, withdraw the key with `foedus keys rotate`, tell the others."
        return
    yield "It means that two histories were written with one key: by the ministry, by somebody who has a copy"
    yield "of its node or key, or after a backup was restored in silence. What was in force stays in force;"
    yield f"nothing new of {whose} is taken in."
    yield f"Put the proof to {proof.party}: `foedus evidence {proof.party} --out {proof.party}.foedus-proof`."
    if len(seat.held.parties) > 2:
        yield f"Let the others know: `foedus evidence {proof.party} --tell`."


def _plain(proof: Proof) -> dict[str, Any]:
    def entry_of(envelope: bytes) -> dict[str, Any]:
        line = entry.parse(envelope)
        return {
            "hash": line.hash,
            "at": line.at,
            "kid": line.kid,
            "type": line.type.value,
            "body": dict(line.body),
        }

    return {
        "party": proof.party,
        "seq": proof.seq,
        "held": entry_of(proof.held),
        "shown": entry_of(proof.shown),
    }
