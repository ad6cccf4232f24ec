"""What we send: a compact's record, or the part of it that a peer has not yet."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from attrs import frozen

from foedus.record import bundle
from foedus.record.act import Act
from foedus.record.entry import EMPTY, Head
from foedus.record.holding import Holding
from foedus.record.signature import Signer
from foedus.terms import Party
from foedus_node import files
from foedus_node.storage.common import documents, ledger, peers


@frozen
class Sent:
    """What was written: the bundle's manifest, and which documents are in it or had no room."""

    manifest: bundle.Manifest
    documents: documents.Chosen


def export(
    path: Path,
    *,
    compact: str,
    sender: Party,
    link: Signer,
    to: Party | None,
    at: str,
    also: Collection[str] = (),
    carries_documents: bool = True,
) -> Sent:
    """Write a bundle to a file, whole or not at all.

    Args:
        path: the file; one that stands there is replaced once the new one is complete.
        compact: the compact, by hash.
        sender: who we are.
        link: the key that vouches for what this node sends.
        to: the peer it is for, so that only what it lacks is sent; None: everything, for anybody.
        at: the moment of making.
        also: documents to send besides those of the entries sent, by their SHA-256.
        carries_documents: whether documents go with it at all.

    Raises:
        DocumentAbsentError: one of `also` is not here.
        FileError, OSError: the file cannot be written.
    """
    held = ledger.holding(compact)
    have = _had_by(to, held)
    manifest = bundle.Manifest(
        compact=compact,
        sender=sender,
        to=(to,) if to else (),
        have=have,
        heads=held.heads,
        at=at,
    )
    acts = [held.acts[name] for name in _acts_since(held, have)]
    chosen = documents.Chosen((), ())
    if carries_documents:
        chosen = documents.chosen(held, manifest.have, also=also)
    contents = bundle.Contents(
        logs={party: ledger.envelopes(compact, party=party, after=have[party]) for party in held.parties},
        acts=[act.data for act in acts],
        leaves=[held.leaves[row.hash].data for act in acts for row in act.items if row.hash in held.leaves],
        blobs={name: documents.pieces(held, name) for name in chosen.sent},
    )
    with files.whole(path) as file:
        bundle.write(file, manifest, contents, link=link if held.logs[sender].keys else None)
    return Sent(manifest, chosen)


def _had_by(peer: Party | None, held: Holding) -> Mapping[str, int]:
    """Up to which entry of each log a peer may be taken to hold it as we do; 0 where it was never heard."""
    compact = held.charter.hash
    _, heads = peers.heard(compact).get(peer or "", (None, {}))
    forked = {proof.party: proof.seq for proof in reversed(peers.forks(compact))}
    shared = {party: _shared(heads.get(party, EMPTY), held, party) for party in held.parties}
    # Of a log that was forked a peer may hold the other version: from the fork on it is sent ours, the proof.
    return {party: min(seq, forked.get(party, seq + 1) - 1) for party, seq in shared.items()}


def _shared(head: Head, held: Holding, party: str) -> int:
    """Up to which entry of a log a peer with this head shares it with us.

    A peer whose head is another than ours at that place was shown another version: it is sent
    ours from the first entry on, for where the two part is the proof.
    """
    last = held.heads[party]
    if head == last or head.seq > last.seq:
        return last.seq
    ours = ledger.hash_at(held.charter.hash, party=party, seq=head.seq)
    return head.seq if ours == head.hash else 0


def _acts_since(held: Holding, have: Mapping[str, int]) -> Iterable[str]:
    """The acts that the entries to be sent speak of, with all that these build on, void or stand under."""
    if not any(have.values()):
        return held.acts
    spoken = {word.act for word in held.words if word.seq > have[word.party]}
    known = {word.act for word in held.words if word.seq <= have[word.party]}
    wanted: set[str] = set()
    ahead = sorted(spoken - known)
    while ahead:
        name = ahead.pop()
        if name not in wanted and name not in known and name in held.acts:
            wanted.add(name)
            ahead += sorted(_named_in(held.acts[name]))
    return sorted(wanted)


def _named_in(act: Act) -> set[str]:
    return {act.charter, *act.voids, *(base for base in act.bases.values() if base)}
