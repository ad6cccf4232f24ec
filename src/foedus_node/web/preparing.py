"""What a node needs before its pages are served: what is missing is made, what was left is put in order."""

from foedus_node.home import Home
from foedus_node.people import sent
from foedus_node.storage.index import words
from foedus_node.storage.upgrading import bring_up_to_date
from foedus_node.web import work


def prepare(here: Home) -> None:
    """Make the tables that are missing, and put in order what was left when the pages were served last.

    Raises:
        BusyError: tables are missing, and another process writes on the node.
    """
    bring_up_to_date(here)
    sent.forget_unfinished()
    work.set_backups_apart(here)
    words.make_quick()
