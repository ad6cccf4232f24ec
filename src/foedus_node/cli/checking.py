"""Checking a bundle with no node at all."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.record.bundle import Bundle
from foedus.record.bundle import verify as verified
from foedus.record.verdict import verdict
from foedus_node.cli import printing
from foedus_node.files import opened


def verify(
    file: Annotated[Path, Parameter(help="The bundle, FILE.foedus.")],
    /,
    *,
    json: Annotated[bool, Parameter(name="--json", help="Print the data as JSON.")] = False,
) -> None:
    """Check a whole bundle with nothing but the file: every signature, every hash, what is in force.

    Example: foedus verify plan.foedus

    It needs no node; `python -m foedus verify FILE` does the same on a machine without one.
    """
    with opened(file) as stream, printing.watched(stream, title="Verifying") as watched:
        found = verdict(verified(Bundle(watched)))
    if json:
        printing.data(found.to_json())
    else:
        printing.say(*found.lines())
