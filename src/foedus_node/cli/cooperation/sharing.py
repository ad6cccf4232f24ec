"""What is ours alone between the compacts of one node: letting another compact know it."""

from typing import Annotated

from cyclopts import App, Parameter

from foedus_node.cli import node, printing
from foedus_node.desk import sharing
from foedus_node.storage.private import belonging

ours = App(
    name="ours",
    help="Let another compact of this node know what is ours alone; nothing of it leaves the node.",
    help_format="plaintext",
)

To = Annotated[
    str, Parameter(name="--with", help="The compact that shall know it too, by the first digits of its hash.")
]


@ours.command
def share(
    name: Annotated[str, Parameter(help="A thing of ours.")], /, *, to: To, compact: node.Compact = None
) -> None:
    """Let another compact know a thing of ours and what it names; each has its own copy from then on.

    Example: foedus ours share person-to-lam --with 3fa9c1

    What is noted of it and what was decided of it stays where it is.
    """
    source, target = node.place(compact), node.seat(to)
    with target.home.locked():
        fresh = sharing.share(name, source=source.compact, to=target.compact)
    known = f"compact {target.compact[:12]}"
    printing.say(f"Known in {known} too: {', '.join(fresh)}." if fresh else f"Known in {known} already.")


@ours.command
def document(
    document: Annotated[str, Parameter(help="A document that was read, by the first digits of its hash.")],
    /,
    *,
    to: To,
    compact: node.Compact = None,
) -> None:
    """Let another compact have a document that was read; there, all that is proposed from it is open.

    Example: foedus ours document 8c2f11aa --with 3fa9c1
    """
    source, target = node.place(compact), node.seat(to)
    with target.home.locked():
        is_new = sharing.share_document(document, source=source.compact, to=target.compact)
    known = f"compact {target.compact[:12]}"
    printing.say(f"It is in the reading room of {known} too." if is_new else f"Known in {known} already.")


@ours.command
def adopt(*, compact: node.Compact = None) -> None:
    """Let everything that is the node's be one compact's: the others of the node know it no more.

    Example: foedus ours adopt --compact 3fa9c1

    The node's is what was made without naming a compact where there was none, or more than one.
    """
    seat = node.seat(compact)
    with seat.home.locked():
        belonging.adopt(seat.compact)
    printing.say(f"What was the node's belongs to compact {seat.compact[:12]} now.")
