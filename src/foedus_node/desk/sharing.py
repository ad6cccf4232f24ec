"""Letting another compact of the node know what one compact knows: always an officer's act.

Things are taken over as copies, with what they name, so that they say there all that they say here;
what was decided of them, and what is noted of them, is not. Who calls has made sure that the officer
may draft in both compacts, and holds the node's lock.
"""

from collections import deque
from collections.abc import Iterator, Mapping

from foedus.cooperation.item import Item
from foedus.cooperation.kinds import kinds_among
from foedus.cooperation.office import Person, Tenure
from foedus.cooperation.references import references
from foedus.terms import ItemId
from foedus_node import clock
from foedus_node.desk.register import common_items
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import ledger
from foedus_node.storage.private import belonging, own, papers, readings, sharing
from foedus_node.storage.private.papers import Proposal


def share(name: str, *, source: str, to: str) -> tuple[str, ...]:
    """Let a compact know a thing of ours, and what it names; gives the names of what is new there.

    A person brings along the offices that they are said to hold. What the other compact knows under a
    name already, of its own or agreed, stays as it is.

    Args:
        name: the thing, of ours alone.
        source: the compact in which it is known; empty: the node.
        to: the compact that shall know it too.

    Raises:
        UnknownNameError: it is not known there as a thing of ours.
    """
    ours = {item.id: item for item in own.own_items(source)}
    if name not in ours:
        raise _unknown("thing of ours", name)
    agreed = {item.id for item in common_items(ledger.holding(to))}
    items = [item for item in _with_what_it_names(ItemId(name), ours) if item.id not in agreed]
    return sharing.copy_items(items, compact=to, at=clock.now())


def share_document(document: str, *, source: str, to: str) -> bool:
    """Let a compact know a document, all that is proposed from it open; whether it is new there.

    Raises:
        UnknownNameError: no document that is known in the source has this name.
    """
    held = readings.held(document, compact=source)
    if held is None:
        raise _unknown("document", document)
    return readings.held(held.stem, compact=to) is None and sharing.copy_document(
        held, compact=to, as_settled=False
    )


def settle_in(compact: str) -> None:
    """Let what is the node's be the compact's before it is changed there, where the node has no other."""
    if ledger.compacts() == (compact,):
        belonging.adopt(compact)


def proposal_in(compact: str, proposal: Proposal) -> Proposal:
    """A proposal as a compact may settle it: out of its own copy of the document.

    Each compact decides for itself what becomes of a document of the node's, so the first decision in
    it takes the document over.

    Raises:
        UnknownNameError: the compact does not know it.
    """
    if proposal.compact == compact:
        return proposal
    if proposal.compact != belonging.NODE:
        raise _unknown("proposal", str(proposal.number))
    settle_in(compact)
    held = readings.held(proposal.stem, compact=compact)
    if held and held.compact == belonging.NODE:
        sharing.copy_document(held, compact=compact, as_settled=True)
    found = papers.proposals(compact, numbers=[proposal.number])
    if not found:  # it stands in a copy, under a number of its own
        number = sharing.counterpart(proposal, compact=compact)
        found = papers.proposals(compact, numbers=[] if number is None else [number])
    if not found:
        raise _unknown("proposal", str(proposal.number))
    return found[0]


def _unknown(what: str, name: str) -> UnknownNameError:
    return UnknownNameError(what=what, name=name, where="`foedus show` lists what is ours.")


def _with_what_it_names(name: ItemId, ours: Mapping[ItemId, Item]) -> Iterator[Item]:
    kinds = kinds_among(ours.values())
    seen, ahead = {name}, deque([name])
    while ahead:
        item = ours[ahead.popleft()]
        yield item
        named = {other for _, other in references(item, kinds=kinds)}
        if isinstance(item, Person):
            named |= {one.id for one in ours.values() if isinstance(one, Tenure) and one.person == item.id}
        fresh = sorted(named & ours.keys() - seen)
        seen.update(fresh)
        ahead.extend(fresh)
