"""What a node needs before its pages are served: the tables of its people, and words found quickly."""

from foedus_node.home import Home
from foedus_node.people import sent
from foedus_node.storage.index import words
from foedus_node.storage.upgrading import bring_up_to_date


def prepare(here: Home) -> None:
    """Make the tables that are missing.

    Raises:
        BusyError: tables are missing, and another process writes on the node.
    """
    bring_up_to_date(here)
    sent.forget_unfinished()
    words.make_quick()
