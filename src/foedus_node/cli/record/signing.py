"""Looking at what changes, offering, signing, declining, giving notice."""

from collections.abc import Mapping
from typing import Annotated, Any

from cyclopts import Parameter

from foedus import terms
from foedus.record.act import Act, Root
from foedus.record.changes import Change, Sort, changes
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation.looking import in_force
from foedus_node.desk import drafting, signing
from foedus_node.desk.acts import ordered, waiting
from foedus_node.errors import WhichActError
from foedus_node.home import Card

_SIGNS = {Sort.NEW: "+", Sort.CHANGED: "~", Sort.STRUCK: "-", Sort.KEPT: "=", Sort.WITHHELD: "?"}

ActName = Annotated[
    str | None,
    Parameter(help="The act, by the first digits of its hash; the one that waits, if there is only one."),
]


def diff(
    name: Annotated[
        str | None,
        Parameter(help="A draft, or an act by the first digits of its hash; else the one that waits."),
    ] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show what a draft or an act changes against what is in force, item by item.

    Example: foedus diff amendment-1
    """
    found = drafting.called(name) if name else None
    if found and not found.compact:
        parties = sorted(found.parties or {})
        sentence = f"Founds a compact of {', '.join(parties)}: nothing is in force yet."
        printing.data([]) if json else printing.say(sentence)
        return
    seat = node.seat(found.compact if found else compact)
    act = None if found else _wanted(name, seat)
    rows = drafting.changes(found, seat.held) if found else changes(act, seat.held) if act else ()
    if json:
        printing.data([_plain(row) for row in rows])
        return
    if act and act.parties:
        printing.say(
            *(f"+ party {card.party}, fingerprint {card.fingerprint}" for card in _cards(act.parties))
        )
    printing.say(*_told(rows, seat))
    voids = found.voids if found else act.voids if act else ()
    place = {known: number for number, (known, _) in enumerate(ordered(seat.held))}
    for voided in sorted(voids, key=lambda one: (place.get(one, len(place)), one)):
        printing.say(f"void: act {voided[:12]} · {_act_title(seat, voided)}")


def offer(
    name: Annotated[str, Parameter(help="The draft.")],
    /,
    *,
    office: node.Office = None,
    json: node.Json = False,
) -> None:
    """Make a draft an act, sign it, and put it into the record; then export it to the other parties.

    Example: foedus offer plan-2026

    From this moment it may come into force elsewhere without further word from us.
    """
    here = node.home()
    with here.locked():
        wanted = drafting.wanted(name)
        voice = node.voice(here, office)
        act = signing.offer(here, wanted, voice)
    if json:
        printing.data({"act": act.hash, "compact": act.compact})
        return
    printing.say(
        f"Offered: act {act.hash[:12]}, {printing.words(act.title, here.language)}.",
        "We have signed; it may be in force as soon as the others sign. Send it with `foedus export`.",
    )


def sign(act: ActName = None, /, *, office: node.Office = None, compact: node.Compact = None) -> None:
    """Sign an act that another party offered. Look first, with `foedus diff ACT`.

    Example: foedus sign 3fa9c1
    """
    with node.home().locked():
        seat = node.seat(compact)
        wanted = _wanted(act, seat)
        signing.refuse_unready(seat.home, wanted, seat.held)
        signing.sign(seat.home, wanted, seat.held, voice=node.voice(seat.home, office))
    after = node.seat(seat.compact).held
    title = printing.words(wanted.title, seat.home.language)
    standing = after.settlement.standings[wanted.hash]
    ring = printing.ring(after.parties, standing)
    if standing.full:
        printing.say(f"{ring} Signed: {title} is {in_force(after, wanted.hash)}.")
    else:
        printing.say(f"{ring} Signed: {title}. Awaited: {', '.join(sorted(standing.awaited))}.")
    printing.say("Send it with `foedus export`.")


def decline(
    act: ActName = None,
    /,
    *,
    reason: Annotated[str | None, Parameter(help="The reason, as the other parties will read it.")] = None,
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """Decline an act. What is in force stays in force.

    Example: foedus decline 3fa9c1 --reason "The exercise clashes with the new year."
    """
    seat = node.seat(compact)
    wanted = _wanted(act, seat)
    with seat.home.locked():
        signing.decline(seat.compact, wanted.hash, node.voice(seat.home, office), reason=reason)
    printing.say(
        f"Declined: {printing.words(wanted.title, seat.home.language)}. Send it with `foedus export`."
    )


def denounce(
    *,
    effective: Annotated[str, Parameter(help="The day on which the withdrawal takes effect.")],
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """Give notice, in our own log, that we withdraw from the compact.

    Example: foedus denounce --effective 2027-06-30
    """
    seat = node.seat(compact)
    day = node.day("--effective", effective)
    with seat.home.locked():
        signing.denounce(seat.compact, node.voice(seat.home, office), effective=day)
    printing.say(f"Notice given: we withdraw on {day}. Send it with `foedus export`.")


def _wanted(name: str | None, seat: node.Seat) -> Act:
    """The act that is named, or the only one that waits for our word."""
    if name is not None:
        return node.act_named(name, seat.held)
    awaited = waiting(seat.held, seat.home.party)
    if len(awaited) != 1:
        several = f"{', '.join(one[:12] for one in awaited)} wait"
        raise WhichActError(waiting=several if awaited else "none waits")
    return seat.held.acts[awaited[0]]


def _cards(parties: Mapping[str, Root]) -> list[Card]:
    return [Card(terms.Party(code), "", root) for code, root in parties.items()]


def _told(rows: tuple[Change, ...], seat: node.Seat) -> list[str]:
    lines = []
    for row in rows:
        title = printing.called(row.after or row.before or {}, seat.home.language)
        lines.append(f"{_SIGNS[row.sort]} {row.item} · {title}")
        if row.overtaken:
            lines.append("    it builds on words that are no longer in force")
        if row.sort is Sort.CHANGED:
            lines += [
                f"    {field}: {_shown(before)} → {_shown(after)}" for field, before, after in row.fields
            ]
    return lines


def _shown(value: Any) -> str:
    return "(none)" if value is None else printing.shown(value)


def _act_title(seat: node.Seat, name: str) -> str:
    act = seat.held.acts.get(name)
    return printing.words(act.title, seat.home.language) if act else "(not held)"


def _plain(row: Change) -> dict[str, Any]:
    return {
        "item": row.item,
        "change": row.sort.value,
        "overtaken": row.overtaken,
        "before": row.before,
        "after": row.after,
    }
