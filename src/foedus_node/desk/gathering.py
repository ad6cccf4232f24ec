"""Recurring meetings, and visits between the parties, for those who ask about the whole.

Both look at much, so what was found is kept for the registers asked about last.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

from attrs import evolve, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.followup import Ruling
from foedus.oversight import mechanisms, visits
from foedus.oversight.mechanisms import Series
from foedus.oversight.visits import COUNTED, Balance, Visit, Visits
from foedus.register import Register
from foedus.terms import Date, Party
from foedus_node.desk import parts
from foedus_node.desk.following import with_rulings
from foedus_node.storage.index import models, shelf
from foedus_node.storage.index.shelf import Mark
from foedus_node.storage.private import rulings

_KEPT = 4
_AT_ONCE = 500
_MOST_LINES = 200_000

_visits_of: dict[tuple[str, object], tuple[Visit, ...]] = {}
"""What each line tells, by the digest of its row and the state of the offices that its people hold."""


@frozen
class OfLines:
    """The visits of which all lines of a compact tell, gathered from the index.

    Attributes:
        edition: what they were gathered from: other values, other visits.
        visits: of each line that was carried out, those of one line together.
    """

    edition: tuple[object, ...]
    visits: tuple[Visit, ...] = field(eq=False)


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


def series(now: Register, *, compact: str, ours: bool = True) -> tuple[Series, ...]:
    """Every mechanism over its sessions, by name; our rulings count where what is ours is to be seen."""
    return _series(now, rulings.rulings(compact) if ours else ())


def visiting(
    now: Register,
    *,
    compact: str,
    parties: tuple[str, ...],
    year: int | None = None,
    ours: bool = True,
    lines: OfLines | None = None,
) -> Visiting:
    """The visits between the parties, in a year or in all, with the balance between each two of them.

    Args:
        now: the register of the day.
        compact: whose register it is.
        parties: the parties.
        year: only the visits of this year; None: all.
        ours: whether our rulings count.
        lines: what lines tell, for a register that does not have all of them (`desk.parts`).
    """
    found = _visits(now, rulings.rulings(compact) if ours else (), lines)
    years = sorted({one.when.start.year for one in found.held}, reverse=True)
    shown = evolve(found, held=tuple(one for one in found.held if year in (None, one.when.start.year)))
    order = sorted(map(Party, parties), key=lambda party: (party != now.party, party))
    pairs = combinations(order, 2)
    balances = tuple(visits.balance(shown.held, party=one, other=other) for one, other in pairs)
    return Visiting(found=shown, balances=balances, years=tuple(years))


def of_lines(now: Register, compact: str, *, mark: Mark | None, ours: bool) -> OfLines:
    """The visits of which the lines of a compact tell.

    Args:
        now: where the offices stand that people hold.
        compact: the compact.
        mark: how far its index has come.
        ours: whether lines that are ours alone count.
    """
    return _of_lines((compact, mark, ours, shelf.edition_of(compact, ("office",))), now)


@lru_cache(maxsize=_KEPT)
def _of_lines(edition: tuple[Any, ...], now: Register) -> OfLines:
    compact, _, ours, offices = edition
    rows = parts.carried_out(compact).filter(kind__in=COUNTED).exclude(host="")
    if not ours:
        rows = rows.filter(ours_alone=False)
    heads = list(rows.order_by("name").values_list("pk", "item__digest"))
    if len(_visits_of) > _MOST_LINES:
        _visits_of.clear()
    missing = [pk for pk, digest in heads if (digest, offices) not in _visits_of]
    fresh = dict(_told(missing, now))
    _visits_of.update({(digest, offices): told for digest, told in fresh.items()})
    found = (fresh.get(digest) or _visits_of.get((digest, offices), ()) for _, digest in heads)
    return OfLines(edition, tuple(visit for told in found for visit in told))


def _told(lines: list[int], now: Register) -> Iterator[tuple[str, tuple[Visit, ...]]]:
    """What some lines tell, by the digest of their row."""
    for at in range(0, len(lines), _AT_ONCE):
        rows = models.Line.objects.filter(pk__in=lines[at : at + _AT_ONCE])
        for digest, document, said in rows.values_list("item__digest", "item__document", "reported"):
            line, reported = from_json(document), Date.parse(said) if said else None
            assert isinstance(line, Activity)  # noqa: S101 (only activities are lines)
            yield digest, tuple(visits.told_of(now, line, reported=reported))


@lru_cache(maxsize=_KEPT)
def _series(now: Register, ruled: tuple[Ruling, ...]) -> tuple[Series, ...]:
    return mechanisms.mechanisms(now, followed=with_rulings(now, ruled))


@lru_cache(maxsize=_KEPT)
def _visits(now: Register, ruled: tuple[Ruling, ...], lines: OfLines | None) -> Visits:
    told = lines.visits if lines else None
    return visits.visits(now, lines=told, followed=with_rulings(now, ruled))
