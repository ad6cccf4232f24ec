"""Reporting on one's own part."""

from typing import Annotated

from cyclopts import Parameter

from foedus.cooperation.activity import Activity
from foedus.cooperation.report import Outcome, Report, check_stage
from foedus.terms import Date, ItemId
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.desk.register import body_of, register
from foedus_node.errors import UnknownNameError
from foedus_node.storage.common import speaking


def report(
    item: Annotated[str, Parameter(help="The item in force reported on.")],
    /,
    *,
    stage: Annotated[str | None, Parameter(help="The stage reached, of the activity's kind.")] = None,
    outcome: Annotated[str | None, Parameter(help="met, missed or exceeded.")] = None,
    on: Annotated[str | None, Parameter(help="The day of what is reported; today if not given.")] = None,
    note: Annotated[str | None, Parameter(help="A few words; the other parties will read them.")] = None,
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """Report on our own part of an activity. Our signature alone suffices; the others receive it.

    Example: foedus report activity-7k3fqm --stage talks --on 2026-03-12 --note "Held in Vientiane."
    """
    seat = node.seat(compact)
    language = seat.home.language
    now = register(seat.held, party=seat.home.party, on=clock.today(), reports_on=())
    force = now.in_force.get(ItemId(item))
    if force is None:
        raise UnknownNameError(what="item in force", name=item, where="`foedus show` lists what is in force.")
    said = Report(
        party=seat.home.party,
        item=ItemId(item),
        stage=stage,
        outcome=node.taken("--outcome", outcome, _outcome) if outcome else None,
        on=node.taken("--on", on, Date.parse) if on else Date.on(clock.today()),
        note={language: note} if note else {},
    )
    if isinstance(force.item, Activity):
        check_stage(said, force.item)
    with seat.home.locked():
        speaking.report(seat.compact, node.voice(seat.home, office), body_of(said))
    parts = " · ".join(filter(None, (said.stage, said.outcome, note)))
    printing.say(f"Reported on {item}, {said.on}: {parts}", "Send it with `foedus export`.")


def _outcome(text: str) -> Outcome:
    if text not in list(Outcome):
        raise ValueError(f"{text!r} is none of {', '.join(Outcome)}")
    return Outcome(text)
