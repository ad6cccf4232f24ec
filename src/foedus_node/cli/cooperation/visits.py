"""Visits given and received, and the invitations that stand open."""

from collections.abc import Iterable
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.oversight.visits import Balance, Invitation, Visits
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import saying
from foedus_node.desk import gathering
from foedus_node.desk.register import register


def visits(
    *,
    year: Annotated[int | None, Parameter(help="Only the visits of this year.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the balance of visits between each pair of parties, by level, and the invitations outstanding.

    Example: foedus visits --year 2026

    Counted are visits, talks, dialogues and ministers' meetings that were carried out, and visits that a
    source says were held; what a line and a source both tell of is counted once.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    visiting = gathering.visiting(now, compact=seat.compact, parties=seat.held.parties, year=year)
    found, balances = visiting.found, visiting.balances
    if json:
        printing.data(_plain(found, balances))
        return
    for one in balances:
        _tell(one)
    if found.unplaced:
        unplaced = ", ".join(found.unplaced)
        printing.say(f"Not counted, for want of a date or of who visited whom: {unplaced}.", "")
    printing.say("Invitations outstanding:" if found.invitations else "No invitation is outstanding.")
    printing.say(*(f"  {_invitation(one)}" for one in found.invitations))


def _tell(one: Balance) -> None:
    there, back = f"{one.party} to {one.other}", f"{one.other} to {one.party}"
    if not one.levels:
        printing.say(f"Between {one.party} and {one.other}: no visit on record.", "")
        return
    rows: list[tuple[object, ...]] = [
        (
            tally.level or "level not known",
            tally.given,
            tally.received,
            tally.last_given or "never",
            tally.last_received or "never",
        )
        for tally in one.levels
    ]
    rows += [(year, given, received, "", "") for year, given, received in one.years]
    printing.table(("Level", there, back, "last there", "last back"), rows)
    printing.say("", f"Balance: {_balance(one)}", "")


def _balance(one: Balance) -> str:
    if one.given == one.received:
        return f"even, {one.given} each way."
    ahead, behind = (one.party, one.other) if one.given > one.received else (one.other, one.party)
    more, fewer = max(one.given, one.received), min(one.given, one.received)
    times = printing.counted(more, "time", "times")
    return (
        f"{ahead} visited {behind} {times}, {behind} visited {ahead} {fewer}: {behind} owes {more - fewer}."
    )


def _invitation(one: Invitation) -> str:
    who = f"{', '.join(one.by)} invited {', '.join(one.to)}" if one.by else f"between {', '.join(one.to)}"
    age = f"{printing.counted(one.days, 'day', 'days')} ago, {one.since}" if one.days else "today"
    age = age if one.since else "undated"
    planned = f" · planned as {', '.join(one.lines)}" if one.lines else ""
    perhaps = f" · perhaps taken up by {', '.join(one.perhaps)}" if one.perhaps else ""
    return f"{who} · {age} · {', '.join(one.told_by)}{planned}{perhaps}"


def _plain(found: Visits, balances: Iterable[Balance]) -> dict[str, Any]:
    return {
        "balances": [
            {
                "party": one.party,
                "other": one.other,
                "given": one.given,
                "received": one.received,
                "levels": [
                    {
                        "level": tally.level,
                        "given": tally.given,
                        "received": tally.received,
                        "last_given": saying.written(tally.last_given),
                        "last_received": saying.written(tally.last_received),
                    }
                    for tally in one.levels
                ],
                "years": [
                    {"year": year, "given": given, "received": received}
                    for year, given, received in one.years
                ],
            }
            for one in balances
        ],
        "held": [
            {
                "host": one.host,
                "guest": one.guest,
                "level": one.level,
                "when": str(one.when),
                "told_by": list(one.told_by),
            }
            for one in found.held
        ],
        "not_counted": list(found.unplaced),
        "invitations": [
            {
                "by": list(one.by),
                "to": list(one.to),
                "since": saying.written(one.since),
                "days": one.days,
                "told_by": list(one.told_by),
                "lines": list(one.lines),
                "perhaps": list(one.perhaps),
            }
            for one in found.invitations
        ],
    }
