"""Sending and taking in bundles."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Annotated, BinaryIO, cast

from cyclopts import Parameter

from foedus import terms
from foedus.record.bundle import Bundle
from foedus.record.entry import Entry
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.record import filing
from foedus_node.errors import UnknownNameError, ValueRefusedError
from foedus_node.exchange import incoming, locking, outgoing
from foedus_node.exchange.incoming import Taken, Us
from foedus_node.exchange.outgoing import Sent
from foedus_node.files import opened, whole
from foedus_node.home import Home


def export(
    file: node.BundleFile,
    /,
    *,
    to: Annotated[str | None, Parameter(help="The party it is for: only what it lacks is sent.")] = None,
    everything: Annotated[bool, Parameter(name="--all", help="Send the whole record.")] = False,
    document: Annotated[
        list[str] | None, Parameter(help="A document to send besides, by the first digits of its hash.")
    ] = None,
    encrypt: Annotated[
        bool, Parameter(help="Lock it, so that nobody but the party it is for can read it.")
    ] = False,
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
    if encrypt and peer is None:
        raise ValueRefusedError(name="--encrypt", reason="it needs --to, the party that shall open it")
    links = locking.links_for(seat.compact, peer) if encrypt and peer else ()
    also = [filing.named(beginning, seat) for beginning in document or []]

    def write(path: Path) -> Sent:
        return outgoing.export(
            path,
            compact=seat.compact,
            sender=seat.home.party,
            link=seat.home.link,
            to=None if everything else peer,
            at=clock.moment(),
            also=also,
        )

    with seat.home.locked(), printing.busy("Writing the bundle"):
        sent = _locked(file, write, links=links) if links else write(file)
    _tell_sent(file, sent, locked_for=peer if encrypt else None, json=json)


def _tell_sent(file: Path, sent: Sent, *, locked_for: terms.Party | None, json: bool) -> None:
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
    locked = f", locked for {locked_for}" if locked_for else ""
    printing.say(f"Wrote {file}: entries {told}{carried}{locked}; {file.stat().st_size:,} bytes.")
    for name in sent.documents.left_out:
        printing.say(f"No room for document {name[:12]}: send it in another bundle, with --document.")


def take(file: node.BundleFile, /, *, json: node.Json = False) -> None:
    """Take in a bundle from another party: checked whole, taken in whole, or not at all.

    Example: foedus import from-vietnam.foedus
    """
    here = node.home()
    with here.locked(), opened(file) as stream, tempfile.TemporaryFile() as held:
        taken = incoming.take(Bundle(_plain(stream, here, held)), Us.of(here, clock.now()), watch=_watched)
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
                "witnessed": [
                    {"by": each.by, "party": each.fork.party, "seq": each.fork.seq}
                    for each in taken.witnessed
                ],
            }
        )
    else:
        printing.say(*_told(taken))
    if alarm := incoming.alarming(taken, here.party):
        raise alarm


def _locked(file: Path, write: Callable[[Path], Sent], *, links: tuple[bytes, ...]) -> Sent:
    """Write a bundle beside, and lock it into its file; what is open never lies under that name."""
    with tempfile.TemporaryDirectory() as folder:
        open_ = Path(folder) / "open.foedus"
        sent = write(open_)
        with open_.open("rb") as plain, whole(file) as locked:
            locking.lock(plain, locked, links=links)
    return sent


def _plain(stream: BinaryIO, here: Home, held: IO[bytes]) -> BinaryIO:
    """A bundle's bytes; those of a locked one are opened with this node's key."""
    if not locking.is_locked(stream):
        return stream
    with printing.busy("Opening the locked bundle"):
        plain = cast("BinaryIO", held)
        locking.unlock(stream, plain, link=here.link)
    return plain


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
        was = "was not written by this node" if taken.restored == 1 else "were not written by this node"
        lines.append(f"{forgotten} {was if taken.strange else 'had been forgotten here and came back'}.")
    lines += [
        f"ALARM: {each.by} shows that {each.fork} The proof is kept: see `foedus evidence {each.fork.party}`."
        for each in taken.witnessed
    ]
    lines += [
        f"{party}'s log is in quarantine; nothing new of it was taken in." for party in taken.quarantined
    ]
    return lines
