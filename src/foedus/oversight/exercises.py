"""Exercises: their planning conferences, their events, who took part, what was observed, what is mended.

The corrective actions of an exercise are the undertakings given at it, followed like any other
undertaking. What each side observed is kept apart; nothing here says who performed well.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.details import rows
from foedus.cooperation.kind import Kind
from foedus.cooperation.progress import due, next_stage
from foedus.cooperation.template import Template
from foedus.cooperation.undertaking import State
from foedus.followup import FollowUp, follow_up
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, ItemId, Party

CONFERENCES: Final = ("concept", "initial-planning", "main-planning", "final-planning")
"""The stages at which an exercise is planned, in their order."""

_EVENTS: Final = "events"
"""The field that makes a kind of activity one of exercises."""

ENDED: Final = frozenset({State.CARRIED_OUT, State.RESTATED, State.DECLINED, State.LAPSED})
"""The states after which nothing more is expected of an undertaking, where a side reports them."""


class Holding(StrEnum):
    """Whether a conference was held in its time."""

    HELD = "held"
    HELD_LATE = "held-late"
    LATE = "late"
    TO_COME = "to-come"


@frozen(kw_only=True)
class Conference:
    """One planning conference.

    Attributes:
        due: by when it is to be held: as agreed, else at the usual time; None where neither is known.
        place: as agreed; empty where it is not.
        held: on which day, as it was first reported; None also where it was reported beside a later stage.
    """

    stage: str
    holding: Holding
    due: datetime.date | None
    place: str
    held: Date | None


@frozen(kw_only=True)
class Event:
    """One event of the master scenario events list.

    Attributes:
        objectives: the numbers of the objectives that it tests.
    """

    number: int
    time: str = ""
    inject: str = ""
    sender: str = ""
    receiver: str = ""
    expected: str = ""
    objectives: tuple[int, ...] = ()


@frozen(kw_only=True)
class Strength:
    """How many of a party's people take part: as agreed, and as it reported."""

    party: Party
    agreed: int | None
    reported: int | None


@frozen(kw_only=True)
class Observation:
    """What one side observed at the review, of one capability."""

    capability: str
    party: Party
    observation: str
    rating: str = ""


@frozen(kw_only=True)
class Exercise:
    """One exercise as it stands.

    Attributes:
        reached: the last stage that any side reported done, in the kind's order.
        next: the stage that comes next; None once all are done.
        objectives: their words, by number.
        events: in the order of their numbers.
        untested: the numbers of the objectives that no event tests.
        aimless: the numbers of the events that test no objective there is.
        repeated: the numbers that more than one event has.
        observations: by capability, then by side.
        actions: the corrective actions, each with how far it has come.
    """

    activity: Activity
    ours_alone: bool
    progress: Progress
    reached: str | None
    next: str | None
    conferences: tuple[Conference, ...]
    objectives: Mapping[int, str] = field(hash=False)
    events: tuple[Event, ...]
    untested: tuple[int, ...]
    aimless: tuple[int, ...]
    repeated: tuple[int, ...]
    strength: tuple[Strength, ...]
    observations: tuple[Observation, ...]
    actions: tuple[FollowUp, ...]


def exercises(register: Register, *, template: Template | None = None) -> tuple[Exercise, ...]:
    """The exercises, in the order of their days; those without any last.

    Args:
        register: the cooperation on a day.
        template: which occasions belong to which domain; the built-in one of defence where none is given.
    """
    lines = [one for one in register.known(Activity) if is_exercise(register.kind_of(one))]
    followed = follow_up(register, template=template) if lines else ()
    found = [_exercise(register, activity, followed) for activity in lines]
    return tuple(sorted(found, key=_in_time))


def is_exercise(kind: Kind) -> bool:
    """Whether a kind of activity is one of exercises: it has a list of events."""
    return kind.field(_EVENTS) is not None


def corrective_actions(
    register: Register, occasion: ItemId, *, template: Template | None = None
) -> tuple[FollowUp, ...]:
    """What was undertaken at an occasion, each with how far it has come, the soonest due first.

    Args:
        register: the cooperation on a day, with the reports on what was undertaken and what serves it.
        occasion: the activity or engagement at which it was undertaken.
        template: as of `exercises`.
    """
    return _given_at(occasion, follow_up(register, template=template))


def is_closed(action: FollowUp) -> bool:
    """Whether a corrective action has come to its end: carried out, declined, said anew or given up.

    One whose time has passed in silence is late and not closed: a side must say that it lapsed.
    """
    if action.state in {State.OPEN, State.LAPSED}:
        return any(word.stage == State.LAPSED for word in action.words)
    return action.state in ENDED


def _exercise(register: Register, activity: Activity, followed: Iterable[FollowUp]) -> Exercise:
    kind, account = register.kind_of(activity), register.account_of(activity)
    ahead = next_stage(kind, account)
    done = [stage.name for stage in kind.stages if stage.name in account.done]
    objectives = {
        number: str(row.get("objective", ""))
        for row in rows(activity.details, "objectives")
        if (number := _number(row.get("number"))) is not None
    }
    events = _events(activity)
    numbers = [event.number for event in events]
    return Exercise(
        activity=activity,
        ours_alone=register.is_ours_alone(activity.id),
        progress=progress_of(register, activity),
        reached=done[-1] if done else None,
        next=ahead.name if ahead else None,
        conferences=tuple(_conferences(register, activity, kind)),
        objectives=objectives,
        events=events,
        untested=tuple(sorted(set(objectives).difference(*(event.objectives for event in events)))),
        aimless=tuple(event.number for event in events if not set(event.objectives) & set(objectives)),
        repeated=tuple(sorted({number for number in numbers if numbers.count(number) > 1})),
        strength=_strength(activity, account.sides),
        observations=_observations(account.sides),
        actions=_given_at(activity.id, followed),
    )


def _given_at(occasion: ItemId, followed: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    given = (one for one in followed if one.undertaking.occasion == occasion)
    return tuple(sorted(given, key=_by_due))


def _by_due(one: FollowUp) -> tuple[int, str]:
    when = one.undertaking.due
    return (when.last if when else datetime.date.max).toordinal(), one.undertaking.id


def _in_time(one: Exercise) -> tuple[int, str]:
    when = one.activity.when
    return (when.start.first if when else datetime.date.max).toordinal(), one.activity.id


# --- conferences -----------------------------------------------------------------------------


def _conferences(register: Register, activity: Activity, kind: Kind) -> Iterator[Conference]:
    reports = register.reports_on(activity.id)
    places = {one.stage: one.place for one in activity.milestones}
    beside = {name for one in reports for name in one.also} - {one.stage for one in reports}
    for stage in map(kind.stage, CONFERENCES):
        if stage:
            day = due(stage, activity)
            held = min((one.on for one in reports if one.stage == stage.name), default=None)
            yield Conference(
                stage=stage.name,
                holding=_holding(day, held, register.on) if stage.name not in beside else Holding.HELD,
                due=day,
                place=places.get(stage.name, ""),
                held=held,
            )


def _holding(day: datetime.date | None, held: Date | None, on: datetime.date) -> Holding:
    if held:
        return Holding.HELD_LATE if day and day < held.first else Holding.HELD
    return Holding.LATE if day and day < on else Holding.TO_COME


# --- what the details say ---------------------------------------------------------------------


def _events(activity: Activity) -> tuple[Event, ...]:
    texts = ("time", "inject", "sender", "receiver", "expected")
    found = [
        Event(
            number=number,
            objectives=_numbers(row.get("objective")),
            **{name: str(row.get(name, "")) for name in texts},
        )
        for row in rows(activity.details, _EVENTS)
        if (number := _number(row.get("number"))) is not None
    ]
    return tuple(sorted(found, key=lambda event: event.number))


def _number(said: Any) -> int | None:
    if type(said) is int:
        return said
    return int(said) if isinstance(said, str) and said.isascii() and said.isdigit() else None


def _numbers(said: Any) -> tuple[int, ...]:
    """One number or several: `2`, `"2"`, `"2, 3"`, `[2, 3]`."""
    parts = said if isinstance(said, list) else said.split(",") if isinstance(said, str) else [said]
    found = (_number(part.strip() if isinstance(part, str) else part) for part in parts)
    return tuple(number for number in found if number is not None)


def _strength(activity: Activity, sides: Mapping[Party, Mapping[str, Any]]) -> tuple[Strength, ...]:
    agreed = {str(row.get("party")): _number(row.get("count")) for row in rows(activity.details, "strength")}
    return tuple(
        Strength(
            party=party,
            agreed=agreed.get(party),
            reported=_number(sides.get(party, {}).get("participants")),
        )
        for party in activity.participants
    )


def _observations(sides: Mapping[Party, Mapping[str, Any]]) -> tuple[Observation, ...]:
    found = [
        Observation(
            capability=str(row.get("capability", "")),
            party=party,
            observation=str(row.get("observation", "")),
            rating=str(row.get("rating", "")),
        )
        for party, said in sides.items()
        for row in rows(said, "observations")
    ]
    return tuple(sorted(found, key=lambda one: (one.capability, one.party)))
