"""Recurring meetings, and visits between the parties, for those who ask about the whole.

Both look at everything, so what was found is kept for the registers asked about last.
"""

from functools import lru_cache
from itertools import combinations

from attrs import evolve, frozen

from foedus.followup import Ruling
from foedus.oversight import mechanisms, visits
from foedus.oversight.mechanisms import Series
from foedus.oversight.visits import Balance, Visits
from foedus.register import Register
from foedus.terms import Party
from foedus_node.storage.private import rulings

_KEPT = 2


@frozen(kw_only=True)
class Visiting:
    """Visits given and received.

    Attributes:
        found: the visits of the year, or all; every invitation outstanding.
        balances: between each two parties, ours first.
        years: the years in which there was any visit, the latest first.
    """

    found: Visits
    balances: tuple[Balance, ...]
    years: tuple[int, ...]


def series(now: Register, *, ours: bool = True) -> tuple[Series, ...]:
    """Every mechanism over its sessions, by name; our rulings count where what is ours is to be seen."""
    return _series(now, rulings.rulings() if ours else ())


def visiting(
    now: Register, *, parties: tuple[str, ...], year: int | None = None, ours: bool = True
) -> Visiting:
    """The visits between the parties, in a year or in all, with the balance between each two of them."""
    found = _visits(now, rulings.rulings() if ours else ())
    years = sorted({one.when.start.year for one in found.held}, reverse=True)
    shown = evolve(found, held=tuple(one for one in found.held if year in (None, one.when.start.year)))
    order = sorted(map(Party, parties), key=lambda party: (party != now.party, party))
    pairs = combinations(order, 2)
    balances = tuple(visits.balance(shown.held, party=one, other=other) for one, other in pairs)
    return Visiting(found=shown, balances=balances, years=tuple(years))


@lru_cache(maxsize=_KEPT)
def _series(now: Register, ruled: tuple[Ruling, ...]) -> tuple[Series, ...]:
    return mechanisms.mechanisms(now, rulings=ruled)


@lru_cache(maxsize=_KEPT)
def _visits(now: Register, ruled: tuple[Ruling, ...]) -> Visits:
    return visits.visits(now, rulings=ruled)
