"""How the lines in force stand in the record: which act speaks of each now, and how often it was changed."""

import datetime
from collections.abc import Iterable, Mapping

from foedus.interchange.ics import Revision
from foedus.record.holding import Holding
from foedus.terms import ItemId


def speaking(held: Holding) -> Mapping[str, str]:
    """The act that speaks of each item: an offer that is still open, else the act in force."""
    settled = held.settlement
    said = dict(settled.in_force)
    for name, standing in settled.standings.items():
        if standing.signed and not standing.full and name not in settled.void:
            said |= dict.fromkeys(held.acts[name].bases, name)
    return said


def revisions(held: Holding, items: Iterable[ItemId]) -> Mapping[ItemId, Revision]:
    """How often acts in force changed each item, and when the last of them was signed by all."""
    return {item: _revision(held, item) for item in items}


def _revision(held: Holding, item: ItemId) -> Revision:
    act = last = held.settlement.in_force[item]
    number = 0
    while before := held.acts[act].bases.get(item):
        act, number = before, number + 1
    signed = max(word.at for word in held.words_on(last) if not word.declined)
    return Revision(number, datetime.datetime.fromisoformat(signed))
