"""The cascade, both ways: from any item up to the sentence it serves, and from it down to results or silence.

A line hangs from what it says it serves; one that says nothing hangs from its plan. What
stands in several places is told whole in the first and only named in the others, so that
a cycle in what was written ends here. Nothing here judges how well a thing was done.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import Self

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.orientation import Orientation
from foedus.cooperation.plan import Plan
from foedus.cooperation.report import Outcome
from foedus.cooperation.source import Source
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup import Ruling, follow_up
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, ItemId, Party, Wording

_UNANSWERED = frozenset({State.OPEN, State.LAPSED})


class Silence(StrEnum):
    """Where the cascade stops without a result."""

    UNSERVED = "nothing-serves-it"
    UNREPORTED = "nobody-reported"


@frozen(kw_only=True)
class LastWord:
    """What one side last said of an item.

    Attributes:
        stage: the last stage it reported; `outcome` likewise; None where it never said one.
        on: when it last said anything.
        note: the note of its last report.
    """

    party: Party
    stage: str | None
    outcome: Outcome | None
    on: Date
    note: Wording


@frozen(kw_only=True)
class Rung:
    """One item of a cascade.

    Attributes:
        depth: how many steps from the item that was asked for.
        under: the item one step nearer to it; None for that item itself.
        sentence: the words that state it, where a source does.
        words: each side's last word on it, by party.
        progress: how far an activity has come; None for everything else.
        state: how far an undertaking has come; None for everything else.
        silence: where nothing serves it, or nobody reported though its time is over.
        again: whether it stands above already, with what follows from it.
        ours_alone: whether it is known to us only.
    """

    item: Item
    depth: int = 0
    under: ItemId | None = None
    sentence: Source | None = None
    words: tuple[LastWord, ...] = ()
    progress: Progress | None = None
    state: State | None = None
    silence: Silence | None = None
    again: bool = False
    ours_alone: bool = False


@frozen(kw_only=True)
class Cascade:
    """The whole of a cooperation from its sentences down.

    Attributes:
        trees: from each orientation down, by name; each begins with its orientation.
        elsewhere: likewise from each undertaking that serves nothing known, and from each
            instrument and plan that serves nothing and is itself served.
        unserving: lines with no sentence anywhere above them, by name.
    """

    trees: tuple[tuple[Rung, ...], ...]
    elsewhere: tuple[tuple[Rung, ...], ...]
    unserving: tuple[Activity, ...]


def cascade(register: Register, *, rulings: Iterable[Ruling] = ()) -> Cascade:
    """Everything from the leaders' words down, and the lines that serve no words at all.

    Args:
        register: the cooperation on a day.
        rulings: what we decided of undertakings; none of it for a common paper.
    """
    below = _below(register)
    down = partial(_tree, view=_View.of(register, rulings), beyond=below)
    orientations = sorted(register.known(Orientation), key=lambda one: one.id)
    others = (*register.known(Undertaking), *register.known(Instrument), *register.known(Plan))
    tops = sorted((one for one in others if not above(register, one)), key=lambda one: one.id)
    served = [one for one in tops if isinstance(one, Undertaking) or below(one)]
    return Cascade(
        trees=tuple(down(one) for one in orientations),
        elsewhere=tuple(down(one) for one in served),
        unserving=_unserving(register),
    )


def descent(register: Register, name: ItemId, *, rulings: Iterable[Ruling] = ()) -> tuple[Rung, ...]:
    """From an item down to results or to silence: the item first, each thing before what serves it.

    Empty where the register knows no item of that name.
    """
    item = register.item(name)
    if item is None:
        return ()
    return _tree(item, view=_View.of(register, rulings), beyond=_below(register))


def ascent(register: Register, name: ItemId, *, rulings: Iterable[Ruling] = ()) -> tuple[Rung, ...]:
    """From an item up to every sentence it serves: the item first, each thing before what it serves.

    Empty where the register knows no item of that name.
    """
    item = register.item(name)
    if item is None:
        return ()
    return _tree(item, view=_View.of(register, rulings), beyond=partial(above, register))


def above(register: Register, item: Item) -> tuple[Item, ...]:
    """What an item serves, one step up: a line that names nothing known serves its plan, as a target does."""
    if served := register.serves(item.id):
        return served
    plan = register.item(item.plan) if isinstance(item, Activity | Target) and item.plan else None
    return (plan,) if plan else ()


def _below(register: Register) -> Callable[[Item], tuple[Item, ...]]:
    """What hangs from each item, one step down, by the date it is meant for and its name."""
    hanging: dict[ItemId, list[Item]] = {}
    for item in register.known(Item):
        for served in dict.fromkeys(one.id for one in above(register, item)):
            hanging.setdefault(served, []).append(item)
    sorted_ones = {name: tuple(sorted(items, key=_place)) for name, items in hanging.items()}
    return lambda item: sorted_ones.get(item.id, ())


def _place(item: Item) -> tuple[int, str, str]:
    """Undertakings and instruments before lines, lines by date."""
    if isinstance(item, Activity):
        return (2, str(item.when or "~"), item.id)
    return (0 if isinstance(item, Undertaking) else 1, "", item.id)


@frozen
class _View:
    """The register, with what is looked up for every rung."""

    register: Register
    states: Mapping[ItemId, State]
    planned: frozenset[ItemId]

    @classmethod
    def of(cls, register: Register, rulings: Iterable[Ruling]) -> Self:
        states = {one.undertaking.id: one.state for one in follow_up(register, rulings=rulings)}
        planned = frozenset(line.plan for line in register.known(Activity) if line.plan)
        return cls(register, states, planned)

    def rung(self, item: Item, *, depth: int, under: ItemId | None, again: bool) -> Rung:
        return Rung(
            item=item,
            depth=depth,
            under=under,
            sentence=getattr(item, "source", None),
            words=_words(self.register, item),
            progress=progress_of(self.register, item) if isinstance(item, Activity) else None,
            state=self.states.get(item.id),
            silence=self._silence(item),
            again=again,
            ours_alone=self.register.is_ours_alone(item.id),
        )

    def _silence(self, item: Item) -> Silence | None:
        if self.register.reports.get(item.id):
            return None
        if isinstance(item, Activity):
            over = item.when is not None and item.when.end.last < self.register.on
            return Silence.UNREPORTED if over else None
        if not isinstance(item, Orientation | Undertaking | Instrument | Plan):
            return None
        answered = isinstance(item, Undertaking) and self.states[item.id] not in _UNANSWERED
        served = item.id in self.planned or self.register.served_by(item.id)
        return None if answered or served else Silence.UNSERVED


def _tree(item: Item, *, view: _View, beyond: Callable[[Item], tuple[Item, ...]]) -> tuple[Rung, ...]:
    rungs: list[Rung] = []
    told: set[ItemId] = set()
    waiting: list[tuple[Item, int, ItemId | None]] = [(item, 0, None)]
    while waiting:  # a stack and no recursion: others write the chains, and may write long ones
        one, depth, under = waiting.pop()
        rungs.append(view.rung(one, depth=depth, under=under, again=one.id in told))
        if one.id not in told:
            told.add(one.id)
            waiting += [(further, depth + 1, one.id) for further in reversed(beyond(one))]
    return tuple(rungs)


def _words(register: Register, item: Item) -> tuple[LastWord, ...]:
    return tuple(_last_word(register, item, party) for party in sorted(register.reports.get(item.id, {})))


def _last_word(register: Register, item: Item, party: Party) -> LastWord:
    said = register.reports_on(item.id, party=party)
    if isinstance(item, Activity):
        stage = register.stage(item, party=party)
    else:
        stage = next((one.stage for one in reversed(said) if one.stage), None)
    return LastWord(
        party=party,
        stage=stage,
        outcome=register.outcome(item.id, party=party),
        on=said[-1].on,
        note=said[-1].note,
    )


def _unserving(register: Register) -> tuple[Activity, ...]:
    """Lines from which no way up leads to an orientation, or to anything that a source states."""
    below = _below(register)
    founded: set[ItemId] = set()
    waiting: list[Item] = [one for one in register.known(Item) if _states_why(one)]
    while waiting:
        one = waiting.pop()
        if one.id not in founded:
            founded.add(one.id)
            waiting += below(one)
    lines = (line for line in register.known(Activity) if line.id not in founded)
    return tuple(sorted(lines, key=lambda line: line.id))


def _states_why(item: Item) -> bool:
    if isinstance(item, Orientation):
        return True
    return isinstance(item, Undertaking | Instrument) and item.source is not None
