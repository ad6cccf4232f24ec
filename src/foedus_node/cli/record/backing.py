"""Backing a node up into one file."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.files import whole
from foedus_node.storage import backup as copies
from foedus_node.storage.common import ledger


def backup(
    file: Annotated[Path, Parameter(help="The file to write, FILE.foedus-backup.")],
    /,
    *,
    json: node.Json = False,
) -> None:
    """Back this node up into one file: both databases, the keys, the name. It goes on being served meanwhile.

    Example: foedus backup vn-2026-06-01.foedus-backup

    What is ours alone is in it: keep it as you keep the keys. `foedus restore FILE` makes a node of it,
    which signs nothing until the other parties were heard.
    """
    here = node.home()
    others = {
        compact: [party for party in ledger.charter(compact).parties if party != here.party]
        for compact in ledger.compacts()
    }
    with printing.busy("Copying"), whole(file, mode=0o600) as data:
        made = copies.back_up(here, data, at=clock.now(), others=others)
    size = file.stat().st_size
    if json:
        printing.data({"file": str(file), "bytes": size, "at": made.at, "members": dict(made.members)})
        return
    printing.say(
        f"Wrote {file}: {here.party}'s node of {made.at}, {len(made.members)} files, {size:,} bytes.",
        "What is ours alone is in it: keep it as you keep the keys.",
    )
