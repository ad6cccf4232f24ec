"""Bringing up what the pages list; they have it done themselves."""

from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk import indexing


def lists(*, compact: node.Compact = None) -> None:
    """Bring up what the pages list and search, from the record and from what is ours.

    Example: foedus lists

    The pages have it done when it is needed; before they are served for the first time, or after a
    large bundle came in, this saves their first reader the wait.
    """
    seat = node.seat(compact)
    changed = indexing.bring_up(seat.home, seat.compact, on=clock.today())
    told = printing.counted(changed, "thing", "things")
    printing.say(f"{told} changed in the lists of compact {seat.compact[:12]}.")
