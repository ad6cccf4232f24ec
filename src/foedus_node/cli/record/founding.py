"""Founding a node, giving mandates, recovering after a restore."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from foedus import terms
from foedus.record import shape
from foedus.record.act import Root
from foedus_node import clock, databases, home
from foedus_node.cli import node, printing
from foedus_node.cli.record.keys import official_root
from foedus_node.desk import recovering
from foedus_node.errors import DatabaseUsedError, UnknownNameError, ValueRefusedError
from foedus_node.keys.chest import Roots
from foedus_node.storage.common import speaking

_CARRY_AWAY = (
    "Carry keys/root.key and keys/next-root.key away, each to a safe of its own: "
    "either one speaks for the party."
)
_AWAY = "The root's keys stay with the officials; whatever needs them is written down for them to sign."


def init(
    *,
    party: Annotated[str, Parameter(help="The party's code: VN, LA, ASEAN.")],
    ministry: Annotated[str, Parameter(help="The ministry's name, as it stands on papers.")] = "",
    office: Annotated[str, Parameter(help="The office that signs for it.")] = "minister of defence",
    language: Annotated[str, Parameter(help="The language in which this node speaks: en or fr.")] = "en",
    root: Annotated[
        list[Path] | None,
        Parameter(help="The public part of each official of the root; a root key is made here if not given."),
    ] = None,
    threshold: Annotated[
        int | None, Parameter(name="--root-threshold", help="How many of them must sign; all if not given.")
    ] = None,
    following: Annotated[
        list[Path] | None, Parameter(name="--next", help="The same of the next root, to be committed.")
    ] = None,
    next_threshold: Annotated[int | None, Parameter(help="How many of the next root must sign.")] = None,
) -> None:
    """Found a node: its folder, its keys, its two databases.

    Example: foedus --node vn init --party VN --ministry "Ministry of Defence" --language fr

    Example: foedus --node vn init --party VN --root a.public --root b.public --next c.public

    The passphrase locks the keys. It is asked for, or taken from FOEDUS_PASSPHRASE_FILE.
    The card it writes is what another party needs; read its fingerprint to them over the telephone.
    """
    folder = Path(os.environ["FOEDUS_NODE"])
    code = node.taken("--party", party, terms.party)
    tongue = node.taken("--language", language, terms.language)
    speaker = _office(office)
    home.refuse_founded(folder)
    _refuse_used_databases(folder)
    roots = _roots(
        official_root("--root", root, threshold), official_root("--next", following, next_threshold)
    )
    card = home.found(folder, party=code, ministry=ministry or code, roots=roots)
    for database in ("default", "private"):
        call_command("migrate", database=database, verbosity=0)
    home.name(folder, party=code, ministry=ministry or code, office=speaker, language=tongue)
    printing.say(
        f"Founded {code}'s node in {folder}.",
        f"Its card for the other parties: {code}.card.json, fingerprint {card.fingerprint}",
        _CARRY_AWAY if roots is None else _AWAY,
    )
    if roots and roots.following is None:
        printing.say(
            "No next root is named: if the root is lost, so are the compacts. `foedus keys rotate --next`."
        )


def _roots(root: Root | None, following: Root | None) -> Roots | None:
    """The roots of several officials; None if a root key of each shall be made in the folder."""
    if root is None and following is not None:
        raise ValueRefusedError(name="--next", reason="it goes with --root, which names the root in force")
    return Roots(root, following) if root else None


def _refuse_used_databases(folder: Path) -> None:
    """Refuse to write new keys beside a record that was made with others."""
    absent = databases.missing(folder)
    for database, name in (("default", "common"), ("private", "private")):
        if databases.file_of(folder, name).name in absent:
            continue  # to look into it would make it
        held = connections[database].introspection.table_names()
        for model in apps.get_models():
            table = model._meta.db_table
            if table in held and model._base_manager.using(database).exists():
                raise DatabaseUsedError(database=name)


def mandate(
    office: Annotated[str, Parameter(help="The office.")],
    /,
    *,
    role: Annotated[list[str] | None, Parameter(help="sign, report, or both (the default).")] = None,
    since: Annotated[str | None, Parameter(help="The first day; today if not given.")] = None,
    until: Annotated[str | None, Parameter(help="The last day; none if not given.")] = None,
    compact: node.Compact = None,
) -> None:
    """Give an office a mandate to speak in the party's log, or end one with --until.

    Example: foedus mandate "chief of the general staff" --role report

    A new mandate of the same office replaces the one before: so a new minister, or the end of a term,
    needs no joint act.
    """
    seat = node.seat(compact)
    roles = role or ["sign", "report"]
    for given in roles:
        if given not in ("sign", "report"):
            raise UnknownNameError(what="role", name=given, where="The roles are sign and report.")
    start = node.day("--since", since) if since else clock.today()
    end = node.day("--until", until) if until else None
    if end and end < start:
        raise ValueRefusedError(name="--until", reason=f"{end} lies before the first day, {start}")
    with seat.home.locked():
        speaking.give_mandate(
            seat.compact,
            node.voice(seat.home),
            office=_office(office),
            roles=roles,
            start=start.isoformat(),
            end=end.isoformat() if end else None,
        )
    ending = f" until {end}" if end else ""
    printing.say(f"The {office} may {' and '.join(sorted(roles))} from {start}{ending}.")


def recover(
    *,
    head: Annotated[str | None, Parameter(help="Our log's head as printed in minutes: NUMBER:HASH.")] = None,
    compact: node.Compact = None,
) -> None:
    """Say that this node was restored from a backup: it signs nothing until its peers were heard.

    Example: foedus recover
    Example: foedus recover --head 12:9f86d081884c7d65

    A node restored from an old copy may have forgotten what it signed, and could sign a rival. Its
    peers hold its own log: import a bundle that each of them makes now. If a peer cannot be heard,
    the head printed in the minutes of the last meeting, once our log has reached it, overrides.
    """
    seat = node.seat(compact)
    if head is None:
        others = recovering.begin(seat.home, seat.compact)
        printing.say(
            f"Recovering: nothing is signed until a bundle made now has come from {', '.join(others)}.",
            f"Our log here ends at {seat.held.heads[seat.home.party]}.",
        )
        return
    ours = recovering.by_head(seat.home, seat.compact, head)
    printing.say(f"Recovered: our log ends at the printed head {ours}. The node signs again.")


def _office(title: str) -> str:
    """An office as a mandate can name it."""
    if not title.strip() or not shape.is_text(title, 200):
        raise ValueRefusedError(name="the office", reason="it needs a title, of 200 characters at most")
    return title.strip()
