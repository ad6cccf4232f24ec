"""What we note of an item for ourselves, held against its kind before it is kept."""

from collections.abc import Mapping
from typing import Any

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import faults_of_details, typed
from foedus.cooperation.kind import Kept
from foedus.errors import DocumentError, Fault
from foedus.phrase import phrase
from foedus.register import Register
from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.desk import sharing
from foedus_node.errors import UnknownNameError
from foedus_node.storage.private import notes


def words(item: str, said: str, now: Register, *, compact: str) -> None:
    """Keep an officer's words on an item, in a compact.

    Raises:
        UnknownNameError: there is no such item.
    """
    _refuse_unknown(item, now)
    notes.add(item, said, compact=compact, at=clock.now())


def fields(item: str, said: Mapping[str, Any], now: Register, *, compact: str) -> dict[str, Any]:
    """Keep what fields hold that the item's kind keeps ours; returns them as they are kept.

    Raises:
        UnknownNameError: there is no such item.
        DocumentError: a field is not among those kept ours, or what it shall hold is not of its type.
    """
    _refuse_unknown(item, now)
    known = now.item(ItemId(item))
    if not isinstance(known, Activity):
        reason = phrase("is no activity, so there are words to note and no fields")
        raise DocumentError(what="note", faults=(Fault(item, reason),))
    kind = now.kind_of(known)
    held = typed(said, kind)
    if faults := tuple(faults_of_details(held, kind, kept=Kept.OURS, at=item)):
        raise DocumentError(what="note", faults=faults)
    notes.put(item, held, compact=compact, at=clock.now())
    return held


def drop(item: str, named: str, *, compact: str) -> None:
    """Drop a note: words by their number, a field by its name.

    Raises:
        UnknownNameError: nothing of ours on the item is called so.
    """
    numbered = named.isascii() and named.isdigit() and len(named) <= 12
    what: dict[str, Any] = {"number": int(named)} if numbered else {"field": named}
    sharing.settle_in(compact)
    gone = notes.drop(item, compact=compact, **what)
    if not gone:
        # A refusal may end up in somebody's log, so it names nothing that is ours alone.
        raise UnknownNameError(
            what=phrase("note on {item}", item=item),
            name=named,
            where=phrase("`foedus note {item}` lists them.", item=item),
        )


def _refuse_unknown(item: str, now: Register) -> None:
    if now.item(ItemId(item)) is None:
        raise UnknownNameError(what="item", name=item, where="`foedus show` lists what there is.")
