"""What a node needs before its pages are served: the tables of its people, and an index that is not old."""

from foedus_node import clock
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf, words
from foedus_node.storage.upgrading import bring_up_to_date
from foedus_node.web import freshening


def prepare(here: Home) -> None:
    """Make the tables that are missing, and have every compact's index brought up.

    Raises:
        BusyError: tables are missing, and another process writes on the node.
    """
    bring_up_to_date(here)
    words.make_quick()
    # What a new edition made, an index above all, the database knows nothing of until it has looked.
    shelf.take_stock()
    for compact in ledger.compacts():
        freshening.freshen(here, compact, on=clock.today())
