"""Showing one line of the record to an outsider, the others kept back."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.record import disclosure
from foedus_node import files
from foedus_node.cli import node, printing
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import ledger


def disclose(
    item: Annotated[str, Parameter(help="The item in force, by its name.")],
    file: Annotated[Path, Parameter(help="The file to write, FILE.foedus-line.")],
    /,
    *,
    compact: node.Compact = None,
) -> None:
    """Write one item in force with the proof that all parties signed it, for anybody to verify.

    Example: foedus disclose visit visit.foedus-line

    No other line is in the file; the title of its act, the orientations that this act serves and the
    offices that signed are. This command runs without the private database.
    """
    seat = node.seat(compact)
    if item not in seat.held.settlement.in_force:
        raise UnknownNameError(what="item in force", name=item, where="`foedus show` lists what there is.")
    logs = {party: ledger.envelopes(seat.compact, party=party) for party in seat.held.parties}
    data = disclosure.disclose(seat.held, item, logs).to_bytes()
    # What others would refuse must not leave the house.
    shown = disclosure.verify_disclosure(data)
    files.write(file, data)
    printing.say(
        f"Wrote {file}: {item}, line {shown.index + 1} of {shown.act.size} in act {shown.act.hash[:12]}, "
        f"signed by {', '.join(word.party for word in shown.words)}; {len(data):,} bytes.",
        "It does not prove that the line is still in force: `foedus verify` tells whoever reads it.",
    )
