"""Checking a bundle or a disclosed line with no node at all."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.record.checking import checked
from foedus_node.cli import printing
from foedus_node.files import opened


def verify(
    file: Annotated[Path, Parameter(help="The bundle, FILE.foedus, or the line, FILE.foedus-line.")],
    /,
    *,
    json: Annotated[bool, Parameter(name="--json", help="Print the data as JSON.")] = False,
) -> None:
    """Check a whole bundle, or one disclosed line, with nothing but the file: every signature, every hash.

    Example: foedus verify plan.foedus

    It needs no node; `python -m foedus verify FILE` does the same on a machine without one.
    """
    with opened(file) as stream, printing.watched(stream, title="Verifying") as watched:
        found = checked(watched)
    if json:
        printing.data(found.to_json())
    else:
        printing.say(*found.lines())
