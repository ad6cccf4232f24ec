"""Exchanging with other nodes: who is reached where, one exchange now, one after another, and being asked."""

import os
import signal
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from cyclopts import App, Parameter

from foedus import terms
from foedus_node import refused
from foedus_node.cli import node, printing
from foedus_node.errors import NoCompactError, UnknownNameError, ValueRefusedError
from foedus_node.exchange import syncing
from foedus_node.exchange.refusals import NoPeerError
from foedus_node.exchange.syncing import Exchanged
from foedus_node.home import Card, Home
from foedus_node.storage.common import contacts, ledger
from foedus_node.storage.common.contacts import Address

peer = App(
    name="peer",
    help="Say where the other parties' nodes are reached.",
    help_format="plaintext",
)

PartyName = Annotated[str, Parameter(help="The party's code.")]
_LONGEST_WAIT = 3600


@peer.command
def add(
    party: PartyName,
    address: Annotated[
        str | None,
        Parameter(help="Its node's address, https://..., or a folder that is carried over to it."),
    ] = None,
    /,
    *,
    card: Annotated[
        Path | None, Parameter(help="Its card; a compact that it founds may then come over the wire.")
    ] = None,
    push_only: Annotated[bool, Parameter(help="Send to it, and ask it for nothing.")] = False,
    pull_only: Annotated[bool, Parameter(help="Ask it, and send it nothing.")] = False,
    compact: node.Compact = None,
) -> None:
    """Say where a party's node is reached, and keep its card.

    Example: foedus peer add LA https://foedus.example.la --card LA.card.json

    Compare the card's fingerprint with the party over the telephone first.
    """
    here = node.home()
    code = node.taken("PARTY", party, terms.party)
    if code == here.party:
        raise ValueRefusedError(name="PARTY", reason=f"{code} is this node's own")
    if push_only and pull_only:
        raise ValueRefusedError(name="--push-only", reason="with --pull-only nothing would be left to do")
    if address is None and card is None:
        raise ValueRefusedError(name="ADDRESS", reason="neither an address nor a card is given")
    known = Card.read(card) if card else None
    if known and known.party != code:
        raise ValueRefusedError(name="--card", reason=f"it is {known.party}'s card")
    with here.locked():
        if known:
            contacts.keep_card(known)
        if address is not None:
            way = "push" if push_only else "pull" if pull_only else "both"
            within = _compact(compact) if compact else ""
            contacts.keep_address(Address(code, within, reachable(address), way, None))
    if known:
        printing.say(f"{code}'s card is kept: {known.ministry}, fingerprint {known.fingerprint}")
    if address is not None:
        printing.say(f"{code} is reached at {reachable(address)}. Exchange with it by `foedus sync {code}`.")


@peer.command(name="list")
def listed(*, json: node.Json = False) -> None:
    """List where the other parties' nodes are reached.

    Example: foedus peer list
    """
    known = contacts.addresses()
    if json:
        printing.data(
            [
                {
                    "party": one.party,
                    "address": one.address or None,
                    "way": one.way,
                    "compact": one.compact or None,
                    "card": one.card.fingerprint if one.card else None,
                }
                for one in known
            ]
        )
        return
    if not known:
        printing.say("No other node is known here. Name one with `foedus peer add PARTY ADDRESS`.")
        return
    printing.table(
        ("Party", "Reached at", "", "Compact", "Card"),
        [
            (
                one.party,
                one.address or "nowhere",
                {"push": "push only", "pull": "pull only"}.get(one.way, ""),
                one.compact[:12] or "all",
                one.card.fingerprint[:11] + "…" if one.card else "none",
            )
            for one in known
        ],
        wrap=("Reached at",),
    )


@peer.command
def remove(party: PartyName, /, *, compact: node.Compact = None) -> None:
    """Forget where a party's node is reached, and its card; the record stays.

    Example: foedus peer remove LA
    """
    code = node.taken("PARTY", party, terms.party)
    with node.home().locked():
        if not contacts.forget_address(code, _compact(compact) if compact else ""):
            raise UnknownNameError(what="peer", name=code, where="`foedus peer list` lists them.")
    printing.say(f"{code} is reached nowhere from here any more.")


def sync(
    party: Annotated[
        str | None, Parameter(help="The party; all whose address is known, if not given.")
    ] = None,
    /,
    *,
    keep_on: Annotated[bool, Parameter(help="Go on and on, until stopped.")] = False,
    every: Annotated[int, Parameter(help="With --keep-on: the minutes between two exchanges.")] = 5,
    compact: node.Compact = None,
    json: node.Json = False,
) -> int:
    """Exchange with the other parties' nodes: take in what they have, send them what they lack.

    Example: foedus sync LA

    It exits with 1 if one could not be reached or refused. This command runs without the private database.
    """
    here = node.home()
    code = node.taken("PARTY", party, terms.party) if party else None
    if not 1 <= every <= 24 * 60:
        raise ValueRefusedError(name="--every", reason=f"{every} is no number of minutes from 1 to 1440")
    if keep_on:
        _keep_on(here, code, compact, every=every)
        return 0
    done = [_exchanged(here, name, at) for name, at in _wanted(here, code, compact)]
    if json:
        printing.data([_plain(one) for one in done])
    else:
        for one in done:
            tell(one)
    return 1 if any(one.refusal for one in done) else 0


# --- what one exchange is, and how it is told -----------------------------------------------------


def _wanted(here: Home, code: str | None, compact: str | None) -> list[tuple[str, Address]]:
    """Every compact with every other party that is reached somewhere, if no other was named."""
    names = [_compact(compact)] if compact else list(ledger.compacts())
    if not names:
        raise NoCompactError
    wanted = []
    for name in names:
        others = [party for party in ledger.charter(name).parties if party != here.party]
        found = ((party, contacts.address_of(party, name)) for party in others if code in (None, party))
        wanted += [(name, address) for _, address in found if address]
    if not wanted:
        raise NoPeerError(party=code or "any other party")
    return wanted


def _exchanged(here: Home, compact: str, at: Address) -> Exchanged:
    with printing.busy(f"Exchanging with {at.party}"):
        return syncing.exchange(here, compact, at)


def _keep_on(here: Home, code: str | None, compact: str | None, *, every: int) -> None:
    """Exchange again and again; who fails is tried again after a while that grows, to an hour."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    due: dict[tuple[str, str], float] = {}
    while not stopped.is_set():
        for name, at in _wanted(here, code, compact):
            if stopped.is_set() or due.get((name, at.party), 0) > time.monotonic():
                continue
            done = _exchanged(here, name, at)
            if done.refusal or done.came or done.went:
                tell(done)
            wait = every * 60 if done.again is None else _wait(name, at.party)
            due[name, at.party] = time.monotonic() + wait
        stopped.wait(max(min(due.values()) - time.monotonic(), 1))
    printing.say("Stopped; what was taken in is kept.")


def _wait(compact: str, party: str) -> float:
    last = contacts.attempt_at(compact, party)
    return (last.again - last.at).total_seconds() if last and last.again else _LONGEST_WAIT


def tell(done: Exchanged) -> None:
    """Say how an exchange went."""
    where = f"{done.party}, compact {done.compact[:12]}"
    came: dict[str, int] = {}
    for taken in done.came:
        for party, count in taken.entries.items():
            came[party] = came.get(party, 0) + count
    acts = sum(len(taken.acts) for taken in done.came)
    parts = [f"came {_counts(came)}" if came else "nothing new came"]
    parts += [printing.counted(acts, "act", "acts")] if acts else []
    parts.append(f"went {_counts(done.went)}" if done.went else "nothing had to go")
    if done.refusal is None:
        ending = "Both hold the same." if done.is_complete else "What it has taken in is not known yet."
        printing.say(f"{where}: {', '.join(parts)}. {ending}")
    for taken in done.came:
        if taken.restored:
            told = printing.counted(taken.restored, "entry of our own log", "entries of our own log")
            printing.say(f"  {told} had been forgotten here and came back.")
        for party in taken.quarantined:
            printing.say(f"  {party}'s log is in quarantine; nothing new of it was taken in.")
    if done.refusal is not None:
        printing.refuse(f"{where}: {done.refusal}", hint=done.refusal.advice)
        if done.again:
            printing.say(f"  `foedus sync --keep-on` tries again at {done.again:%H:%M UTC}.")


def _counts(entries: Mapping[str, int]) -> str:
    return ", ".join(f"{party} {count}" for party, count in sorted(entries.items()))


def _plain(done: Exchanged) -> dict[str, Any]:
    return {
        "compact": done.compact,
        "party": done.party,
        "address": done.address,
        "came": [dict(taken.entries) for taken in done.came],
        "went": dict(done.went),
        "complete": done.is_complete,
        "refusal": str(done.refusal) if done.refusal else None,
        **_for_a_page(done),
        "again": f"{done.again:%Y-%m-%dT%H:%M:%SZ}" if done.again else None,
    }


def _for_a_page(done: Exchanged) -> dict[str, Any]:
    """The refusal with its facts, where a page began this and says it in its reader's language."""
    if done.refusal is None or refused.VARIABLE not in os.environ:
        return {}
    return {"refused": refused.packed(done.refusal)}


def _compact(beginning: str) -> str:
    return node.one_of(beginning, ledger.compacts(), what="compact")


def reachable(address: str) -> str:
    """A node's address without its last slash, or a folder by its whole name."""
    if "://" not in address:
        folder = Path(address).resolve()
        if not folder.is_dir():
            raise ValueRefusedError(name="ADDRESS", reason=f"{folder} is no folder, and no https:// address")
        return str(folder)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueRefusedError(
            name="ADDRESS", reason=f"{address!r} is no address such as https://foedus.example"
        )
    return address.rstrip("/")
