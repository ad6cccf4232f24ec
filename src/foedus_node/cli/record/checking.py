"""Checking a bundle or a disclosed line with no node at all."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.verifying import checked
from foedus_node.cli import printing
from foedus_node.files import opened, read

_LARGEST_CERTIFICATE = 2**20


def verify(
    file: Annotated[Path, Parameter(help="FILE.foedus, FILE.foedus-line, or the paper, FILE.pdf.")],
    /,
    *,
    record: Annotated[Path | None, Parameter(help="The bundle to hold a paper against.")] = None,
    trust: Annotated[
        list[Path] | None, Parameter(help="A certificate, PEM or DER, to judge the signers of papers by.")
    ] = None,
    json: Annotated[bool, Parameter(name="--json", help="Print the data as JSON.")] = False,
) -> None:
    """Check a whole bundle, one disclosed line or a signed paper, with nothing but the file.

    Example: foedus verify plan.foedus
    Example: foedus verify plan.pdf --record all.foedus --trust ministry.pem

    It needs no node; `python -m foedus verify FILE` does the same on a machine without one.
    """
    roots = [read(given, most=_LARGEST_CERTIFICATE) for given in trust or []]
    with ExitStack() as stack:
        stream = stack.enter_context(opened(file))
        watched = stack.enter_context(printing.watched(stream, title="Verifying"))
        held = stack.enter_context(opened(record)) if record else None
        found = checked(watched, record=held, trust=roots)
    if json:
        printing.data(found.to_json())
    else:
        printing.say(*found.lines())
