"""Sending and taking in bundles."""

from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter

from foedus import terms
from foedus.record.bundle import Bundle
from foedus.record.entry import Entry
from foedus_node import clock
from foedus_node.cli import filing, node, printing
from foedus_node.errors import TwinError, UnknownNameError
from foedus_node.exchange import incoming, outgoing
from foedus_node.exchange.incoming import Taken, Us
from foedus_node.files import opened


def export(
    file: node.BundleFile,
    /,
    *,
    to: Annotated[str | None, Parameter(help="The party it is for: only what it lacks is sent.")] = None,
    everything: Annotated[bool, Parameter(name="--all", help="Send the whole record.")] = False,
    document: Annotated[
        list[str] | None, Parameter(help="A document to send besides, by the first digits of its hash.")
    ] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Write a bundle: what the peer lacks, or the whole record for anybody to verify.

    Example: foedus export to-laos.foedus --to LA

    Only the common record is in it. This command runs without the private database.
    """
    seat = node.seat(compact)
    peer = node.taken("--to", to, terms.party) if to else None
    if peer and (peer not in seat.held.parties or peer == seat.home.party):
        others = ", ".join(party for party in seat.held.parties if party != seat.home.party)
        raise UnknownNameError(what="other party", name=peer, where=f"The others are {others}.")
    also = [filing.named(beginning, seat) for beginning in document or []]
    with seat.home.locked(), printing.busy("Writing the bundle"):
        sent = outgoing.export(
            file,
            compact=seat.compact,
            sender=seat.home.party,
            link=seat.home.link,
            to=None if everything else peer,
            at=clock.moment(),
            also=also,
        )
    made = sent.manifest
    fresh = {party: made.heads[party].seq - made.have[party] for party in made.heads}
    if json:
        printing.data(
            {
                "file": str(file),
                "compact": made.compact,
                "entries": fresh,
                "documents": list(sent.documents.sent),
                "complete": not any(made.have.values()),
            }
        )
        return
    told = ", ".join(f"{party} {count}" for party, count in fresh.items())
    many = len(sent.documents.sent)
    carried = f", {printing.counted(many, 'document', 'documents')}" if many else ""
    printing.say(f"Wrote {file}: entries {told}{carried}; {file.stat().st_size:,} bytes.")
    for name in sent.documents.left_out:
        printing.say(f"No room for document {name[:12]}: send it in another bundle, with --document.")


def take(file: node.BundleFile, /, *, json: node.Json = False) -> None:
    """Take in a bundle from another party: checked whole, taken in whole, or not at all.

    Example: foedus import from-vietnam.foedus
    """
    here = node.home()
    with here.locked(), opened(file) as stream:
        us = Us(here.party, here.root, here.card.name, clock.now())
        taken = incoming.take(Bundle(stream), us, watch=_watched)
    if json:
        printing.data(
            {
                "compact": taken.compact,
                "from": taken.sender,
                "entries": dict(taken.entries),
                "acts": list(taken.acts),
                "documents": list(taken.documents),
                "restored": taken.restored,
                "quarantined": list(taken.quarantined),
            }
        )
    else:
        printing.say(*_told(taken))
    for fork in taken.forks:
        raise TwinError(seq=fork.seq) if fork.party == here.party else fork


def _watched(entries: Iterator[Entry], party: str, count: int) -> Iterator[Entry]:
    return printing.follow(entries, total=count, title=f"{party}'s log")


def _told(taken: Taken) -> list[str]:
    lines = []
    if taken.founded:
        lines.append(f"A new compact, offered by {taken.sender}: {taken.compact[:12]}.")
    many = len(taken.documents)
    brought = [printing.counted(many, "document", "documents")] if many else []
    if taken.entries:
        fresh = [
            printing.counted(count, f"new entry of {party}", f"new entries of {party}")
            for party, count in taken.entries.items()
        ]
        acts = [printing.counted(len(taken.acts), "new act", "new acts")] if taken.acts else []
        lines.append(f"Taken in from {taken.sender}: {', '.join([*fresh, *acts, *brought])}.")
    elif brought:
        lines.append(f"Taken in from {taken.sender}: {brought[0]}.")
    elif not taken.forks and not taken.quarantined:
        lines.append(f"Nothing new from {taken.sender}: all of it was held already.")
    if taken.restored:
        forgotten = printing.counted(taken.restored, "entry of our own log", "entries of our own log")
        lines.append(f"{forgotten} had been forgotten here and came back.")
    lines += [
        f"{party}'s log is in quarantine; nothing new of it was taken in." for party in taken.quarantined
    ]
    return lines
