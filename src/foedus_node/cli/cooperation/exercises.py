"""Exercises: conferences, events, review; and the corrective actions drafted from a review."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from attrs import asdict
from cyclopts import Parameter

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.errors import DocumentError, Fault
from foedus.followup import FollowUp
from foedus.oversight.exercises import Conference, Exercise
from foedus.oversight.exercises import exercises as all_exercises
from foedus.terms import Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation.drafting import open_draft
from foedus_node.cli.settings import list_of
from foedus_node.desk import drafting
from foedus_node.desk.register import common_items, register
from foedus_node.errors import UnknownNameError

"""Bytes of the longest improvement plan that is read."""


def exercises(
    name: Annotated[str | None, Parameter(help="An exercise; all of them, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show the exercises: planning conferences, events, who took part, observations, corrective actions.

    Example: foedus exercises rescue-2025

    Corrective actions are drafted with `foedus draft actions` and followed until each is closed.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    found = [one for one in all_exercises(now) if name in (None, one.activity.id)]
    if name is not None and not found:
        raise UnknownNameError(what="exercise", name=name, where="`foedus exercises` lists them.")
    if json:
        printing.data([_plain(one) for one in found])
    elif not found:
        printing.say("There is no exercise in any plan yet.")
    elif name is None:
        printing.table(
            ("Exercise", "When", "", "Reached", "Next", "Actions"),
            [
                (
                    one.activity.id,
                    one.activity.when,
                    one.progress,
                    one.reached or "nothing",
                    one.next or "nothing",
                    _counted(one.actions),
                )
                for one in found
            ],
            wrap=("Exercise",),
        )
    else:
        printing.say(*(line for one in found for line in _told(one, seat.home.language)))


def actions(
    exercise: Annotated[str, Parameter(help="The exercise, or other activity, that was reviewed.")],
    /,
    *,
    sheet: Annotated[Path, Parameter(name="--from", help="The improvement plan: a JSON list of actions.")],
    name: Annotated[str, Parameter(name="--draft", help="The draft to put them in.")],
) -> None:
    """Draft the corrective actions of a review; in force, they are followed until each is closed.

    Example: foedus draft actions rescue-2025 --from actions.json --draft improvement

    An action says what is to be done (`gist`), who is to do it (`on`) and by when (`due`); `id` names
    it, `domain` and `force` may be left out. All are put in or, if one is wrong, none.
    """
    wanted, held = open_draft(name)
    reviewed = next((item for item in common_items(held) if item.id == exercise), None)
    if not isinstance(reviewed, Activity):
        raise UnknownNameError(what="activity in force", name=exercise, where="See `foedus exercises`.")
    home = node.home()
    made = _actions(sheet, reviewed, home.language)
    with home.locked():
        drafting.put(wanted, made, held)
    printing.say(f"{printing.counted(len(made), 'action is', 'actions are')} in {wanted.name}.")


def _actions(path: Path, reviewed: Activity, language: Language) -> list[Item]:
    said = list_of(path, what="actions")
    made: list[Item] = []
    faults: list[Fault] = []
    for index, one in enumerate(said):
        if not isinstance(one, dict):
            faults.append(Fault(f"$[{index}]", "should be an object"))
            continue
        gist = one.get("gist")
        document = {
            "force": "agreed",
            "by": list(reviewed.participants),
            "domain": reviewed.domain,
            **one,
            "type": "undertaking",
            "id": one.get("id") or drafting.fresh_name("action"),
            "gist": {language: gist} if isinstance(gist, str) else gist or {},
            "occasion": reviewed.id,
        }
        try:
            made.append(from_json(document))
        except DocumentError as error:
            faults += [Fault(f"$[{index}]{fault.path[1:]}", fault.reason) for fault in error.faults]
    if faults:
        raise DocumentError(what=f"list in {path}", faults=tuple(faults))
    return made


def _counted(actions: tuple[FollowUp, ...]) -> str:
    states = [one.state.value for one in actions]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states)) or "none"


def _told(one: Exercise, language: Language) -> Iterator[str]:
    line = one.activity
    alone = " · ours alone" if one.ours_alone else ""
    yield f"{line.id} · {printing.words(line.title, language)}{alone}"
    where = ", ".join(part for part in (line.place, str(line.when or ""), f"host {line.host}") if part)
    yield f"  {where}"
    yield f"  {one.progress}; reached: {one.reached or 'nothing'}; next: {one.next or 'nothing'}"
    yield from (f"  {_conference(known)}" for known in one.conferences)
    for strength in one.strength:
        told = "not reported" if strength.reported is None else f"{strength.reported} reported"
        agreed = "none agreed" if strength.agreed is None else f"{strength.agreed} agreed"
        yield f"  {strength.party} takes part: {agreed}, {told}"
    for number, words in sorted(one.objectives.items()):
        tested = ", ".join(str(event.number) for event in one.events if number in event.objectives)
        yield f"  objective {number}: {words} ({f'tested by {tested}' if tested else 'no event tests it'})"
    for event in one.events:
        way = " → ".join(filter(None, (event.sender, event.receiver)))
        told = " · ".join(filter(None, (event.time, way, event.inject)))
        yield f"  event {event.number}: {told}" + (f"; expected: {event.expected}" if event.expected else "")
    for said in one.observations:
        rating = f" ({said.rating})" if said.rating else ""
        yield f"  {said.capability}, {said.party}: {said.observation}{rating}"
    for action in one.actions:
        yield f"  action {_action(action, language)}"
    yield from (f"  ! {fault}" for fault in _faults(one))


def _conference(known: Conference) -> str:
    day = f", due {known.due}" if known.due else ""
    held = f" {known.held}" if known.held else ""
    place = f", {known.place}" if known.place else ""
    return f"{known.stage}: {known.holding.replace('-', ' ')}{held}{place}{day if not known.held else ''}"


def _action(action: FollowUp, language: Language) -> str:
    said = action.undertaking
    who = f"{', '.join(said.on)}, " if said.on else ""
    gist = printing.shortened(printing.words(said.gist, language), 60)
    return f"{said.id} · {gist} ({who}due {said.due or 'at no set time'}): {action.state}"


def _faults(one: Exercise) -> Iterator[str]:
    parts = {
        "no event tests the objective": one.untested,
        "tests no objective: event": one.aimless,
        "more than one event has the number": one.repeated,
    }
    yield from (f"{what} {', '.join(map(str, numbers))}" for what, numbers in parts.items() if numbers)


def _plain(one: Exercise) -> dict[str, Any]:
    return {
        "exercise": one.activity.id,
        "ours_alone": one.ours_alone,
        "when": str(one.activity.when) if one.activity.when else None,
        "progress": one.progress.value,
        "reached": one.reached,
        "next": one.next,
        "conferences": [
            {
                "stage": known.stage,
                "holding": known.holding.value,
                "due": str(known.due) if known.due else None,
                "place": known.place,
                "held": str(known.held) if known.held else None,
            }
            for known in one.conferences
        ],
        "objectives": {str(number): words for number, words in one.objectives.items()},
        "events": [asdict(event) for event in one.events],
        "untested": list(one.untested),
        "aimless": list(one.aimless),
        "repeated": list(one.repeated),
        "strength": [asdict(strength) for strength in one.strength],
        "observations": [asdict(said) for said in one.observations],
        "actions": [
            {
                "undertaking": action.undertaking.id,
                "on": list(action.undertaking.on),
                "due": str(action.undertaking.due) if action.undertaking.due else None,
                "state": action.state.value,
            }
            for action in one.actions
        ],
    }
