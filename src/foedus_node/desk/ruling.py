"""Deciding of an undertaking: what answers it, what does not, how it ended; held against what is known."""

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.undertaking import Undertaking
from foedus.followup.ruling import Ruling, Verdict
from foedus.followup.shelf import given
from foedus.phrase import phrase
from foedus.register import Register
from foedus.terms import Date, ItemId
from foedus_node import clock
from foedus_node.desk import sharing
from foedus_node.desk.errors import RulingError
from foedus_node.errors import UnknownNameError
from foedus_node.storage.private import rulings

_ANSWERING = (Activity, Engagement, Instrument)
"""What can carry an undertaking out."""


def rule(
    now: Register,
    name: str,
    verdict: Verdict,
    *,
    compact: str,
    item: str | None = None,
    note: str = "",
) -> Ruling:
    """Keep a decision on an undertaking.

    Args:
        now: the register of the day.
        name: the undertaking.
        verdict: what is decided.
        compact: in which compact.
        item: what answers it or does not; the later undertaking that restates it.
        note: why.

    Raises:
        UnknownNameError: the undertaking, or the item, is not known here.
        RulingError: the item cannot answer it, or its time is not over.
    """
    undertaking = undertaking_in(now, name)
    other = _item(now, item) if item is not None else None
    if other is not None:
        _refuse_absurd(undertaking, other, verdict)
    if verdict is Verdict.LAPSED and undertaking.due and undertaking.due.last >= now.on:
        reason = phrase("it is due by {due}, which is not over", due=undertaking.due)
        raise RulingError(undertaking=undertaking.id, reason=reason)
    ruling = Ruling(
        undertaking=undertaking.id,
        item=other.id if other else None,
        verdict=verdict,
        on=Date.on(now.on),
        note=note,
    )
    rulings.keep(ruling, compact=compact, at=clock.now())
    return ruling


def take_back(now: Register, name: str, *, compact: str) -> Ruling:
    """Take back the last decision on an undertaking.

    Raises:
        UnknownNameError: the undertaking is not known here.
        RulingError: nothing was decided of it.
    """
    undertaking = undertaking_in(now, name)
    sharing.settle_in(compact)
    taken = rulings.take_back(undertaking.id, compact=compact)
    if taken is None:
        raise RulingError(undertaking=undertaking.id, reason="nothing was decided that could be taken back")
    return taken


def undertaking_in(now: Register, name: str) -> Undertaking:
    """The undertaking of that name.

    Raises:
        UnknownNameError: there is none.
    """
    item = now.item(ItemId(name))
    if not isinstance(item, Undertaking):
        raise UnknownNameError(what="undertaking", name=name, where="`foedus followup` lists them.")
    return item


def _item(now: Register, name: str) -> Item:
    item = now.item(ItemId(name))
    if item is None:
        raise UnknownNameError(what="item", name=name, where="`foedus show` lists what there is.")
    return item


def _refuse_absurd(undertaking: Undertaking, other: Item, verdict: Verdict) -> None:
    reason = ""
    if other.id == undertaking.id:
        reason = phrase("it would answer itself")
    elif verdict is Verdict.RESTATED and not isinstance(other, Undertaking):
        reason = phrase("{id} is no undertaking, and only a later undertaking says it again", id=other.id)
    elif verdict in {Verdict.ANSWERS, Verdict.PARTLY} and isinstance(other, Undertaking):
        reason = phrase("{id} is itself only said; if it says the same again, restate it", id=other.id)
    elif verdict in {Verdict.ANSWERS, Verdict.PARTLY} and not isinstance(other, _ANSWERING):
        reason = phrase("{id} is neither an activity nor an occasion nor an instrument", id=other.id)
    elif isinstance(other, Undertaking) and verdict is Verdict.RESTATED:
        earlier, later = given(undertaking), given(other)
        if earlier and later and later.last < earlier.first:
            reason = phrase(
                "{id} was said before it ({later} < {earlier})", id=other.id, later=later, earlier=earlier
            )
    if reason:
        raise RulingError(undertaking=undertaking.id, reason=reason)
