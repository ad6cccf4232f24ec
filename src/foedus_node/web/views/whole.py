"""What pages stand on that look at all that was said: its register, as far as somebody may see it.

Of the lines of plans those are there that bear on what was said (`desk.parts`). Who does not see what
is ours alone is shown the register as all see it. Who is confined to some units is shown no activity of
others, whatever page speaks of it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Item
from foedus.register import Register
from foedus.terms import ItemId
from foedus_node.desk import parts
from foedus_node.storage.private import readings
from foedus_node.storage.private.rulings import rulings
from foedus_node.web.desks import Desk


def register_of(desk: Desk) -> Register:
    """What was said and the lines that bear on it, without what is ours alone for those who do not see it."""
    ruled = frozenset(one.item for one in rulings(desk.compact) if one.item)
    now = parts.spoken(desk.home.party, desk.compact, on=desk.on, mark=desk.listed, ruled=ruled)
    return now if desk.sees_ours else common(now)


def sees(desk: Desk, item: Item | None) -> bool:
    """Whether somebody is shown a thing: of activities, a unit only its own."""
    if item is None:
        return False
    return desk.units is None or not isinstance(item, Activity) or not desk.units.isdisjoint(item.units)


def seen(desk: Desk, now: Register, names: Iterable[str]) -> tuple[Item, ...]:
    """The things of these names that somebody is shown, in their order."""
    found = (now.item(ItemId(name)) for name in names)
    return tuple(item for item in found if item is not None and sees(desk, item))


def opened(desk: Desk, items: Iterable[Item]) -> frozenset[str]:
    """The documents that state these things and can be opened in the reading room."""
    sources = (getattr(item, "source", None) for item in items)
    if not desk.sees_ours:
        return frozenset()
    return readings.held_among((one.document for one in sources if one), compact=desk.compact)


@frozen
class Leaf:
    """One page of a list of which everything is at hand.

    Attributes:
        rows: what stands on it.
        after: where the next page begins, as the address says it; empty where this is the last.
        many: how many there are in all.
    """

    rows: tuple[Any, ...]
    after: str
    many: int


def leaf(rows: tuple[Any, ...], *, size: int, after: str) -> Leaf:
    """The page of a list that begins where an address says; from the beginning where it says nothing."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    following = start + size
    return Leaf(rows[start:following], str(following) if following < len(rows) else "", len(rows))


@lru_cache(maxsize=2)
def common(register: Register) -> Register:
    """A register as all see it, made once."""
    return register.as_all_see_it()
