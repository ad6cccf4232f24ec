"""One exchange with one peer: take what it has, give what it lacks, say how it went.

What it lacks is read from the heads that it last showed, so there is no queue that could
disagree with the record: whatever stops an exchange, the next one begins from what is.
"""

import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from foedus.errors import FoedusError
from foedus.record.bundle import Manifest
from foedus.record.entry import Head
from foedus.record.signature import key_id
from foedus.terms import Party
from foedus_node import clock
from foedus_node.exchange import incoming, keyring, outgoing
from foedus_node.exchange.arriving import waiting
from foedus_node.exchange.asking import GapAnswer, Line
from foedus_node.exchange.incoming import Taken, Us, Watch
from foedus_node.exchange.pulling import Pull
from foedus_node.exchange.refusals import TurnedAwayError, UnbegunError, UnsafeLineError
from foedus_node.home import Home
from foedus_node.storage.common import contacts, documents, ledger, pages
from foedus_node.storage.common.contacts import Address, Attempt, lacked

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@frozen
class Exchanged:
    """How an exchange with one peer in one compact went."""

    compact: str
    party: str
    address: str
    came: tuple[Taken, ...] = ()
    went: Mapping[str, int] = field(factory=dict)
    """How many entries were sent, by whose log they are of."""
    is_complete: bool = True
    """Whether the peer said that it now holds all that we hold; a folder says nothing."""
    refusal: FoedusError | None = None
    again: datetime.datetime | None = None
    """When it is tried next, if it failed."""


def exchange(here: Home, compact: str, at: Address, *, watch: Watch = incoming.unwatched) -> Exchanged:
    """Exchange with one peer in one compact; what goes wrong is told, and noted for the next attempt.

    Args:
        here: our node.
        compact: the compact, by hash.
        at: where the peer is reached.
        watch: what new entries pass on their way.
    """
    before = contacts.attempt_at(compact, at.party) or Attempt(clock.now())
    done = Exchanged(compact, at.party, at.address)
    try:
        done, sent = (
            _laid(here, done, at, before=before)
            if at.is_folder
            else _met(here, done, at, before=before, watch=watch)
        )
        after = Attempt(clock.now(), sent=sent)
    except FoedusError as error:
        after = Attempt(clock.now(), before.failures + 1, str(error), before.sent)
        done = evolve(done, refusal=error, is_complete=False, again=after.again)
    with waiting(here):
        contacts.note_attempt(compact, at.party, after)
    return done


def fetched(here: Home, compact: str, at: Address) -> Exchanged:
    """Fetch back what a peer holds of a compact that this node lost; nothing is sent.

    Raises:
        FoedusError: the peer cannot be reached, or what it says does not hold.
    """
    with line_to(here, compact, at) as line:
        came = Pull(line, here, us(here)).all()
    return Exchanged(compact, at.party, at.address, came, is_complete=not lacked(compact, at.party))


_Ended = tuple[Exchanged, Mapping[str, Head] | None]
"""How it went, and the heads of what was sent where nobody could say that it came."""


def _met(here: Home, done: Exchanged, at: Address, *, before: Attempt, watch: Watch) -> _Ended:
    """Exchange with a peer's node."""
    if not keyring.links(done.compact, here.party):
        raise UnbegunError(party=at.party)
    came: tuple[Taken, ...] = ()
    with line_to(here, done.compact, at) as line:
        try:
            came = _pulled(here, line, at, watch=watch)
        except TurnedAwayError:
            if at.way == "pull":
                raise
            return _introduced(here, done, line, before=before)
        done = evolve(done, came=came)
        if at.way == "pull":
            return done, None
        if not line.links:
            return _introduced(here, done, line, before=before)
        done = evolve(done, went=_pushed(here, line))
    return evolve(done, is_complete=not lacked(done.compact, at.party)), None


def _pulled(here: Home, line: Line, at: Address, *, watch: Watch) -> tuple[Taken, ...]:
    """Take in what the peer has; from one to which we only push, no more than what it says it has."""
    if at.way != "push":
        return Pull(line, here, us(here), watch).all()
    heads = line.heads()
    if line.is_proven:
        with waiting(here):
            incoming.note_heard(heads.manifest, us(here), is_fresh=True)
    return ()


def line_to(here: Home, compact: str, at: Address) -> Line:
    """A line to a peer's node; its keys are those of its log, before that has begun its card's."""
    links: Mapping[str, bytes] = {}
    if pages.is_held(compact):
        card = contacts.card_of(at.party)
        links = keyring.links(compact, at.party)
        if not links and card and card.link and card.root == ledger.charter(compact).parties[at.party]:
            links = {key_id(card.link): bytes.fromhex(card.link)}
    return Line(at.address, compact, here.party, at.party, here.link, links)


def us(here: Home) -> Us:
    """Who takes in what comes, at the present moment."""
    return Us.of(here, clock.now())


def _pushed(here: Home, line: Line) -> Mapping[str, int]:
    """Send what the peer lacks by its own heads; where it lacks more than it said, from there."""
    if not lacked(line.compact, line.receiver):
        return {}
    try:
        return _posted(here, line)
    except GapAnswer as gap:
        with waiting(here):
            incoming.note_heard(gap.heads.manifest, us(here), is_fresh=True)
        return _posted(here, line)


def _introduced(here: Home, done: Exchanged, line: Line, *, before: Attempt) -> _Ended:
    """Send a bundle to a node that does not know us, or cannot prove yet who it is; once for each state."""
    ours = pages.heads(done.compact)
    if before.sent == ours and line.is_proven is False:
        return evolve(done, is_complete=False), ours
    if not line.links and not _is_safe(line.address):
        raise UnsafeLineError(party=line.receiver, address=line.address)
    went = _posted(here, line, carries_documents=False)
    if documents.sizes(line.compact):
        _posted(here, line, everything=True)
    is_complete = bool(line.links) and not lacked(done.compact, line.receiver)
    return evolve(done, went=went, is_complete=is_complete), None if line.links else ours


def _posted(
    here: Home, line: Line, *, carries_documents: bool = True, everything: bool = False
) -> Mapping[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sent.foedus"
        sent = outgoing.export(
            file,
            compact=line.compact,
            sender=here.party,
            link=here.link,
            to=None if everything else Party(line.receiver),
            at=clock.moment(),
            carries_documents=carries_documents,
        )
        with file.open("rb") as stream:
            heads = line.post(stream)
    if line.is_proven:
        with waiting(here):
            incoming.note_heard(heads.manifest, us(here), is_fresh=True)
    return _counts(sent.manifest)


def _counts(made: Manifest) -> Mapping[str, int]:
    fresh = {party: made.heads[party].seq - made.have[party] for party in made.heads}
    return {party: count for party, count in fresh.items() if count}


def _is_safe(address: str) -> bool:
    """Whether nobody on the way can read or answer in the peer's place."""
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    return scheme == "https" or host.rpartition(":")[0].strip("[]") in _LOOPBACK


def _laid(here: Home, done: Exchanged, at: Address, *, before: Attempt) -> _Ended:
    """Lay a bundle into a folder that is carried over one way, if there is something new since the last.

    Each holds all that the peer lacks by its last word, so that one that is lost is made good by the next.
    """
    ours = pages.heads(done.compact)
    if before.sent == ours or not lacked(done.compact, at.party):
        return evolve(done, is_complete=not lacked(done.compact, at.party)), ours
    name = f"{here.party}-{done.compact[:12]}-{clock.now():%Y%m%dT%H%M%SZ}.foedus"
    sent = outgoing.export(
        Path(at.address) / name,
        compact=done.compact,
        sender=here.party,
        link=here.link,
        to=Party(at.party),
        at=clock.moment(),
    )
    return evolve(done, went=_counts(sent.manifest), is_complete=False), sent.manifest.heads
