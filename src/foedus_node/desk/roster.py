"""People and offices for pages: from the index alone, so that a great plan does not slow them down.

The roster of a compact is a register of its people, offices and terms of office and of nothing else.
Whom somebody met is asked for a few people at a time, of the latest occasions that name them.
"""

import datetime
from collections.abc import Collection, Mapping
from functools import lru_cache

from attrs import evolve

from foedus.cooperation.document import from_json
from foedus.cooperation.office import Person
from foedus.cooperation.persons import spelt
from foedus.register import InForce, Register, fold
from foedus.terms import ItemId, Party
from foedus_node.desk import parts
from foedus_node.home import Home
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private import own, people

_NOUNS = ("office", "person", "tenure")
_OCCASIONS = ("activity", "engagement")
MOST_OCCASIONS = 300
"""How many occasions are looked at, the latest, when it is asked who met whom."""


def roster(home: Home, compact: str, *, on: datetime.date, ours: bool) -> Register:
    """The people, offices and terms of office known today, as they stand on a day.

    Args:
        home: the node.
        compact: the compact.
        on: the day.
        ours: whether what is ours alone is among them.
    """
    found = _roster(home.party, compact, shelf.edition_of(compact, _NOUNS))
    return evolve(found if ours else found.as_all_see_it(), on=on)


def met(
    home: Home, compact: str, names: Collection[str], *, on: datetime.date, ours: bool
) -> tuple[Register, bool]:
    """A register in which some people's latest meetings stand; and whether there were more occasions."""
    rows = shelf.naming(compact, names, nouns=_OCCASIONS)
    dated = sorted((row for row in rows if _begins(row, on)), key=_latest, reverse=True)
    looked_at = [row.name for row in dated[:MOST_OCCASIONS]]
    found = parts.around(home.party, compact, [*names, *looked_at], on=on, steps=1)
    return found if ours else found.as_all_see_it(), len(dated) > MOST_OCCASIONS


def standing_for(now: Register, person: ItemId, *, compact: str) -> Mapping[ItemId, Person | None]:
    """The entries for which a person stands; None for one that all have signed: its words are not at hand."""
    same = people.same(compact)
    names = sorted(one for one, other in same.items() if other == person and now.item(one) is None)
    ours = own.own_among(names, compact=compact)
    return {name: item if isinstance(item := ours.get(name), Person) else None for name in names}


def spellings(
    now: Register, person: ItemId, *, compact: str, stands_for: Mapping[ItemId, Person | None]
) -> tuple[str, ...]:
    """Every form in which a person's name is known, those that only our own entries have last."""
    ours = (own.own_item(person, compact=compact), *stands_for.values())
    forms = (form for one in ours if isinstance(one, Person) for form in spelt(one))
    return tuple(dict.fromkeys((*now.spellings(person), *forms)))


@lru_cache(maxsize=2)
def _roster(party: Party, compact: str, edition: tuple[int, int]) -> Register:
    _ = edition  # what it was made from: other numbers, another roster
    rows = shelf.items_of(compact, _NOUNS)
    return fold(
        party=party,
        in_force=[
            InForce(item=from_json(row.document), act=row.act, since=row.since)
            for row in rows
            if not row.ours_alone and row.since is not None
        ],
        reports=(),
        own=[from_json(row.document) for row in rows if row.ours_alone],
        # The index holds what stands today; of which day a list is, its reader says.
        on=datetime.date.max,
    )


def _begins(row: models.Item, on: datetime.date) -> bool:
    when = row.document.get("when")
    return isinstance(when, str) and when[:10] <= on.isoformat()


def _latest(row: models.Item) -> tuple[str, str]:
    return (str(row.document["when"]), row.name)
