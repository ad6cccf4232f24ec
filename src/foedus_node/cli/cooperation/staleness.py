"""What nobody touched: how long ago anybody said anything, and what is lacking by now."""

import datetime
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.oversight.freshness import Freshness, Lack, Wanting
from foedus.oversight.freshness import stale as all_stale
from foedus.terms import Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import saying
from foedus_node.desk.register import register
from foedus_node.errors import ValueRefusedError
from foedus_node.storage.private.rulings import rulings

_LACKING = {
    Wanting.DATE: "no date",
    Wanting.HOST: "no host",
    Wanting.PLACE: "no place",
    Wanting.UNITS: "no unit to carry it out",
    Wanting.SENTENCE: "serves nothing",
    Wanting.ANSWER: "nothing answers it",
    Wanting.LINES: "no lines",
}
_SHOWN = 40


def stale(
    *,
    days: Annotated[int, Parameter(help="Untouched for at least so many days; 0 shows all.")] = 90,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show what nobody touched, the longest first: when each side last said anything, and what is lacking.

    Example: foedus stale --days 60

    Only what is still awaited is shown: what is done and complete never grows stale.
    """
    if days < 0:
        raise ValueRefusedError(name="--days", reason=f"{days} is not a number from 0")
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = all_stale(now, days=days, rulings=rulings(seat.compact))
    if json:
        printing.data([_plain(one) for one in found])
        return
    if not found:
        printing.say(f"Nothing that is awaited was left untouched for {days} days.")
        return
    for one in found[:_SHOWN]:
        printing.say(*_told(one, on=now.on, language=seat.home.language))
    if len(found) > _SHOWN:
        printing.say(f"... and {len(found) - _SHOWN} more: `foedus stale --json` lists them all.")


def _told(one: Freshness, *, on: datetime.date, language: Language) -> list[str]:
    said = [f"{party} {_ago(last.last, on) if last else 'never'}" for party, last in one.said]
    since = f" · said by {', '.join(said)}" if said else ""
    head = f"{one.item.id} · {saying.title(one.item, language)}"
    told = [
        head,
        f"  nothing since {_ago(one.touched, on)}, {printing.counted(one.days, 'day', 'days')}{since}",
    ]
    if one.lacks:
        told.append(f"  lacks: {'; '.join(map(_lack, one.lacks))}")
    return told


def _ago(day: datetime.date, on: datetime.date) -> str:
    """A day as one says it: the month within the year, with the year otherwise."""
    if day.year == on.year:
        return f"{day:%B}" if day.month != on.month else f"{day.day} {day:%B}"
    return f"{day:%B %Y}"


def _lack(one: Lack) -> str:
    by = f", due {one.since}" if one.since else ""
    match one.what:
        case Wanting.STAGE:
            return f"stage {one.name}{by}"
        case Wanting.FIELD:
            return f"{one.name}{f' by {one.party}' if one.party else ''}"
        case Wanting.WORD:
            return f"{one.party}'s word{by}"
        case _:
            return f"{_LACKING[one.what]}{by}"


def _plain(one: Freshness) -> dict[str, Any]:
    return {
        "item": one.item.id,
        "type": one.item.noun(),
        "act_since": str(one.act_since),
        "said": {party: saying.written(last) for party, last in one.said},
        "touched": str(one.touched),
        "days": one.days,
        "lacks": [
            {
                "what": lack.what,
                "name": lack.name,
                "party": lack.party,
                "since": str(lack.since) if lack.since else None,
            }
            for lack in one.lacks
        ],
    }
