"""What a node needs before its pages are served: the tables of its people, and an index that is not old."""

from django.core.management import call_command

from foedus_node import clock
from foedus_node.desk import indexing
from foedus_node.home import Home
from foedus_node.storage.common import ledger


def prepare(here: Home) -> None:
    """Make the tables that are missing, and bring every compact's index up.

    Raises:
        BusyError: tables are missing, and another process writes on the node.
    """
    with here.locked():
        call_command("migrate", database="private", verbosity=0)
    for compact in ledger.compacts():
        indexing.bring_up(here, compact, on=clock.today())
