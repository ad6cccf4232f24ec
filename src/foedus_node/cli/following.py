"""What was said against what was done: each undertaking with what answers it so far."""

from typing import Annotated, Any

from cyclopts import Parameter

from foedus.followup import Answer, FollowUp, State, follow_up
from foedus.terms import Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk.register import register


def followup(
    *,
    state: Annotated[State | None, Parameter(help="Only those in this state.")] = None,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show each undertaking with the sentence that states it and what answers it so far.

    Example: foedus followup --state open

    A line of the plan that serves an undertaking answers it, as far as its reports say; a meeting or
    an instrument that only matches is offered as a possible answer, marked "perhaps".
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    followed = [one for one in follow_up(now) if state in (None, one.state)]
    if json:
        printing.data([_plain(one) for one in followed])
        return
    if not followed:
        printing.say("No undertaking is on record." if state is None else f"No undertaking is {state}.")
    for one in followed:
        printing.say(*_told(one, seat.home.language))


def _told(one: FollowUp, language: Language) -> list[str]:
    said = one.undertaking
    alone = " · ours alone" if one.ours_alone else ""
    gist = printing.shortened(printing.words(said.gist, language), 80)
    lines = [f"{said.id} · {gist}", f"  {one.state}{alone}"]
    if said.source:
        lines.append(f"  « {' '.join(said.source.words.split())} »")
        lines.append(f"    {said.source.title}, {said.source.published or 'undated'}")
    return [*lines, *(f"  {_answer(answer, language)}" for answer in one.answers)]


def _answer(answer: Answer, language: Language) -> str:
    wording = getattr(answer.item, "title", None)
    title = printing.words(wording, language) if wording else str(getattr(answer.item, "kind", ""))
    sure = "served by" if answer.linked else "perhaps answered by"
    when = f", {answer.on}" if answer.on else ", nothing reported"
    return f"{sure} {answer.item.id} · {title}{when} ({', '.join(answer.why)})"


def _plain(one: FollowUp) -> dict[str, Any]:
    return {
        "undertaking": one.undertaking.id,
        "gist": dict(one.undertaking.gist),
        "state": one.state.value,
        "ours_alone": one.ours_alone,
        "answers": [
            {
                "item": answer.item.id,
                "linked": answer.linked,
                "why": [reason.value for reason in answer.why],
                "on": str(answer.on) if answer.on else None,
            }
            for answer in one.answers
        ],
    }
