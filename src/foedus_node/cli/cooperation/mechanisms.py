"""Recurring meetings: their sessions, what each decided, the next one and whose turn it is."""

from typing import Annotated, Any

from cyclopts import Parameter

from foedus.oversight.mechanisms import Decision, Series, Sitting, Stands
from foedus.terms import Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import saying
from foedus_node.desk import gathering
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError

_HOW = {
    Stands.HELD: "held",
    Stands.ARRANGED: "arranged",
    Stands.UNDATED: "no date yet",
    Stands.UNCONFIRMED: "its day is past, and nobody says that it was held",
    Stands.CANCELLED: "cancelled",
}


def mechanisms(
    name: Annotated[str | None, Parameter(help="A mechanism; all of them, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the recurring meetings: each session with its host and what it decided, and the next one.

    Example: foedus mechanisms mechanism-defence-policy-dialogue-la-vn

    A session that is late, a number left out and a host out of turn are named.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = [one for one in gathering.series(now, compact=seat.compact) if name in (None, one.mechanism.id)]
    if name is not None and not found:
        raise UnknownNameError(what="mechanism", name=name, where="`foedus mechanisms` lists them.")
    if json:
        printing.data([_plain(one) for one in found])
        return
    if not found:
        printing.say("No mechanism is on record.")
    for one in found:
        printing.say(*_told(one, seat.home.language))


def _told(one: Series, language: Language) -> list[str]:
    mechanism = one.mechanism
    rotation = f" · hosts in turn: {', '.join(mechanism.rotation)}" if mechanism.rotation else ""
    rhythm = f" · every {mechanism.every_months} months" if mechanism.every_months else ""
    alone = " · ours alone" if one.ours_alone else ""
    lines = [f"{mechanism.id} · {saying.title(mechanism, language)}{rotation}{rhythm}{alone}"]
    for session in one.sessions:
        lines.append(f"  {_session(session)}")
        lines += [f"    {_decision(decision, language)}" for decision in session.decided]
    lines += [f"  ! missing: {_gap(first, last)}" for first, last in one.missing]
    if one.unnumbered:
        lines.append(f"  told without a number: {', '.join(one.unnumbered)}")
    return [*lines, f"  {_next(one)}"]


def _session(one: Sitting) -> str:
    host = f"host {one.host}" if one.host else ""
    turn = f"OUT OF TURN: it was {one.turn}'s" if one.out_of_turn else ""
    parts = (saying.period(one.when), one.place, host, _HOW[one.stands], turn)
    return " · ".join([saying.ordinal(one.number), *filter(None, parts)])


def _decision(one: Decision, language: Language) -> str:
    stands = str(one.state).replace("-", " ") if one.state else one.item.noun()
    answers = f" · {', '.join(one.answers)}" if one.answers else ""
    return f"decided {one.item.id} · {saying.title(one.item, language)} · {stands}{answers}"


def _gap(first: int, last: int) -> str:
    if first == last:
        return f"the {saying.ordinal(first)}"
    return f"the {saying.ordinal(first)} to the {saying.ordinal(last)}"


def _next(one: Series) -> str:
    when = saying.period(one.next.when)
    rhythm = ", by the rhythm of the sessions" if one.by_rhythm else ""
    host = f"host {one.next.host}" if one.next.host else "host not known"
    late = " · LATE: no date is set" if one.late else ""
    place = f" · {one.next.place}" if one.next.place else ""
    return f"next: {saying.ordinal(one.next.number)} · {when}{rhythm}{place} · {host}{late}"


def _plain(one: Series) -> dict[str, Any]:
    return {
        "mechanism": one.mechanism.id,
        "title": dict(one.mechanism.title),
        "ours_alone": one.ours_alone,
        "rotation": list(one.mechanism.rotation),
        "sessions": [
            {
                "number": session.number,
                "stands": session.stands,
                "when": str(session.when) if session.when else None,
                "place": session.place,
                "host": session.host,
                "turn": session.turn,
                "out_of_turn": session.out_of_turn,
                "told_by": list(session.told_by),
                "decided": [
                    {"item": decision.item.id, "state": decision.state, "answers": list(decision.answers)}
                    for decision in session.decided
                ],
            }
            for session in one.sessions
        ],
        "missing": [list(gap) for gap in one.missing],
        "unnumbered": list(one.unnumbered),
        "next": {
            "number": one.next.number,
            "when": str(one.next.when) if one.next.when else None,
            "by_rhythm": one.by_rhythm,
            "host": one.next.host,
            "late": one.late,
        },
    }
