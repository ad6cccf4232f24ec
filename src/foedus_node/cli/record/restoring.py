"""Making a destroyed node again: its keys came back from the safe, its record comes from its peers."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from django.core.management import call_command

from foedus import terms
from foedus.record import shape
from foedus_node import clock, databases, home
from foedus_node.cli import node, printing
from foedus_node.cli.record import connecting
from foedus_node.errors import ValueRefusedError
from foedus_node.exchange import restoring, syncing
from foedus_node.exchange.refusals import RestoreError
from foedus_node.home import Card, Home
from foedus_node.storage import backup
from foedus_node.storage.common import contacts, ledger, pages, peers
from foedus_node.storage.common.contacts import Address


def restore(
    file: Annotated[
        Path | None, Parameter(help="A backup (`foedus backup`), into a folder that is empty.")
    ] = None,
    /,
    *,
    source: Annotated[
        list[str] | None, Parameter(name="--from", help="PARTY=ADDRESS of another party's node.")
    ] = None,
    compact: Annotated[str | None, Parameter(help="The compact, all 64 digits of its hash.")] = None,
    office: Annotated[
        str, Parameter(help="The office that signs, if foedus.toml is gone.")
    ] = "minister of defence",
    end: Annotated[bool, Parameter(help="Say that every compact of this node is back.")] = False,
) -> None:
    """Make a destroyed node again: from a backup, or from its keys out of what the other parties hold.

    Example: foedus --node vn restore vn-2026-06-01.foedus-backup
    Example: foedus restore --from LA=https://foedus.example.la --compact HASH

    Without a backup bring back the folder `keys` and the card, and nothing else; do it for each compact,
    then say `foedus restore --end`. Either way nothing is signed until every other party was heard.
    """
    if file is not None:
        if source or compact or end:
            raise ValueRefusedError(
                name="FILE", reason="a backup holds every compact; no more is said with it"
            )
        _from_backup(file)
        return
    wanted = [_source(one) for one in source or []]
    if wanted and (compact is None or not shape.is_hash(compact)):
        raise ValueRefusedError(name="--compact", reason="all 64 digits of its hash are needed")
    here = _standing(Path(os.environ["FOEDUS_NODE"]), office)
    if end:
        with here.locked():
            restoring.end(here.path)
        printing.say("This node is whole again. `foedus status` tells what it still awaits.")
        return
    for at in wanted:
        with here.locked():
            contacts.keep_address(at)
    for at in wanted:
        with printing.busy(f"Asking {at.party}"):
            done = syncing.fetched(here, str(compact), at)
        connecting.tell(done)
    _tell(here)


def _from_backup(file: Path) -> None:
    """Lay the node out, and let it recover from this moment on."""
    made = backup.unpack(file, Path(os.environ["FOEDUS_NODE"]))
    here = node.home()
    printing.say(f"{made.party}'s node stands again as it was on {made.at}.")
    with here.locked():
        for known in ledger.compacts():
            others = tuple(party for party in ledger.charter(known).parties if party != here.party)
            peers.lift_alarm(known)
            peers.set_recovering(known, others, since=clock.moment())
    _tell(here)


def _tell(here: Home) -> None:
    for known in ledger.compacts():
        state, ours = peers.recovering(known), pages.heads(known)[here.party]
        awaited = f"nothing is signed until {', '.join(state[0])} was heard" if state else "it signs again"
        printing.say(f"Compact {known[:12]}: our log ends at {ours}; {awaited}.")
    if not ledger.compacts():
        printing.say(
            "The node stands again and holds nothing yet.",
            "Name --from and --compact, or import a bundle that another party makes now.",
        )


def _source(text: str) -> Address:
    party, equals, address = text.partition("=")
    if not equals or "://" not in address:
        raise ValueRefusedError(name="--from", reason=f"{text!r} is not PARTY=ADDRESS, as in LA=https://...")
    return Address(node.taken("--from", party, terms.party), "", connecting.reachable(address), "both", None)


def _standing(folder: Path, office: str) -> Home:
    """The node, with empty databases if it had none; it is marked before they are made.

    Raises:
        RestoreError: there are no keys or no card, or a database that was not made so.
    """
    absent = databases.missing(folder)
    if restoring.is_under_way(folder):
        if not absent and (folder / "foedus.toml").is_file():
            return Home.at(folder)
    elif len(absent) < len(databases.NAMES):
        raise RestoreError(folder=str(folder), reason="it has a database")
    cards = sorted(folder.glob("*.card.json"))
    if len(cards) != 1 or not (folder / "keys" / "link.key").is_file():
        raise RestoreError(folder=str(folder), reason="it needs its keys, and its own card alone")
    card = Card.read(cards[0])
    restoring.begin(folder)
    for database in ("default", "private"):
        call_command("migrate", database=database, verbosity=0)
    if not (folder / "foedus.toml").is_file():
        language = terms.Language("en")
        home.name(folder, party=card.party, ministry=card.ministry, office=office, language=language)
    return Home.at(folder)
