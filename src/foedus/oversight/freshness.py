"""How fresh and how complete everything in force is, so that what nobody touched stands out.

Only what somebody is awaited to touch can grow stale: lines, undertakings, targets, plans. An
office, a person, an instrument stands as it is. What is lacking is only what may be expected
by the day: a place shortly before, a stage once its usual day has passed. Recurring meetings
that are late, and whose turn they are, is the matter of `mechanisms`.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kept, Kind, Side
from foedus.cooperation.plan import Plan
from foedus.cooperation.progress import Account, due, lacking
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup import Ruling, follow_up
from foedus.oversight.progress import Progress, progress_of
from foedus.oversight.targets import aim_of
from foedus.register import InForce, Register
from foedus.terms import Date, ItemId, Party

SHORTLY: Final = datetime.timedelta(days=60)
"""How long before a line's first day its place and the units that carry it out may be expected."""


class Wanting(StrEnum):
    """What an entry lacks."""

    DATE = "date"
    HOST = "host"
    PLACE = "place"
    UNITS = "units"
    SENTENCE = "serves"
    FIELD = "field"
    STAGE = "stage"
    WORD = "word"
    ANSWER = "answer"
    LINES = "lines"


@frozen(kw_only=True)
class Lack:
    """One thing that an entry lacks by now.

    Attributes:
        name: the field, role or stage; empty for the others.
        party: the side whose word is awaited; None where any side's would do.
        since: the day by which it was to be there; None where no day was set.
    """

    what: Wanting
    name: str = ""
    party: Party | None = None
    since: datetime.date | None = None


@frozen(kw_only=True)
class Freshness:
    """How fresh and complete one item in force is.

    Attributes:
        act_since: since when its present words are in force.
        said: when each side last reported on it; None for a side that never did.
        touched: the last of these.
        days: how long ago that was.
        lacks: what is missing by now.
        awaited: whether anybody is still to touch it: False once all is said, and for what only stands.
    """

    item: Item
    act_since: datetime.date
    said: tuple[tuple[Party, Date | None], ...]
    touched: datetime.date
    days: int
    lacks: tuple[Lack, ...]
    awaited: bool


def freshness(register: Register, *, rulings: Iterable[Ruling] = ()) -> tuple[Freshness, ...]:
    """Everything in force with when it was last touched and what it lacks; by name.

    Args:
        register: the cooperation on a day.
        rulings: what we decided of undertakings; none of it for a common paper.
    """
    states = {one.undertaking.id: one.state for one in follow_up(register, rulings=rulings)}
    planned = frozenset(line.plan for line in register.common(Activity) if line.plan)
    return tuple(_of(register, one, states=states, planned=planned) for one in register.in_force.values())


def stale(register: Register, *, days: int, rulings: Iterable[Ruling] = ()) -> tuple[Freshness, ...]:
    """What is still to be touched and was not for so many days: the longest first, then the emptiest."""
    found = [one for one in freshness(register, rulings=rulings) if one.awaited and one.days >= days]
    return tuple(sorted(found, key=lambda one: (-one.days, -len(one.lacks), one.item.id)))


def _of(
    register: Register, one: InForce, *, states: Mapping[ItemId, State], planned: frozenset[ItemId]
) -> Freshness:
    item = one.item
    reported = register.reports.get(item.id, {})
    parties = item.participants if isinstance(item, Activity) else tuple(reported)
    sides = sorted({*parties, *reported})
    said = tuple((party, register.reported(item.id, party=party)) for party in sides)
    touched = max([one.since, *(min(on.last, register.on) for _, on in said if on)])
    lacks = tuple(_lacks(register, item, state=states.get(item.id), planned=planned))
    return Freshness(
        item=item,
        act_since=one.since,
        said=said,
        touched=touched,
        days=(register.on - touched).days,
        lacks=lacks,
        awaited=bool(lacks) or _to_come(register, item, state=states.get(item.id)),
    )


def _to_come(register: Register, item: Item, *, state: State | None) -> bool:
    """Whether more is to be said of a complete entry."""
    match item:
        case Activity():
            return progress_of(register, item) not in (Progress.CARRIED_OUT, Progress.MISSED)
        case Undertaking():
            return state in (State.OPEN, State.BEING_CARRIED_OUT, State.PARTLY)
        case Target():
            by = aim_of(register, item).due
            return by is None or by >= register.on
        case _:
            return False


def _lacks(
    register: Register, item: Item, *, state: State | None, planned: frozenset[ItemId]
) -> Iterator[Lack]:
    match item:
        case Activity():
            yield from _of_line(register, item)
        case Undertaking():
            yield from _of_undertaking(register, item, state=state)
        case Target():
            aim = aim_of(register, item)
            if aim.due is not None and aim.due < register.on:
                yield from (Lack(what=Wanting.WORD, party=party, since=aim.due) for party in aim.silent)
        case Plan() if item.id not in planned:
            yield Lack(what=Wanting.LINES, since=item.period.start.first)
        case _:
            pass


def _of_undertaking(register: Register, item: Undertaking, *, state: State | None) -> Iterator[Lack]:
    if state is State.LAPSED:
        yield Lack(what=Wanting.ANSWER, since=item.due.last if item.due else None)
    elif state is State.OPEN and not register.served_by(item.id):
        yield Lack(what=Wanting.ANSWER)


# --- lines ---


def _of_line(register: Register, line: Activity) -> Iterator[Lack]:
    progress = progress_of(register, line)
    if progress is Progress.MISSED:
        return
    kind, account = register.kind_of(line), register.account_of(line)
    yield from _of_its_words(register, line, kind=kind, progress=progress)
    yield from _of_its_stages(register, line, kind=kind, account=account, progress=progress)
    if progress is Progress.CARRIED_OUT:
        yield from _of_its_reports(register, line, kind=kind, account=account)


def _of_its_words(register: Register, line: Activity, *, kind: Kind, progress: Progress) -> Iterator[Lack]:
    near = line.when is not None and line.when.start.first - SHORTLY <= register.on
    wanted = {
        Wanting.DATE: line.when is None,
        Wanting.HOST: line.host is None,
        Wanting.PLACE: near and not line.place,
        Wanting.UNITS: near and progress is not Progress.CARRIED_OUT and not line.units,
        Wanting.SENTENCE: not line.serves,
    }
    yield from (Lack(what=what) for what, is_lacking in wanted.items() if is_lacking)
    for field in kind.fields_kept(Kept.AGREED):
        if field.required and field.name not in line.details:
            yield Lack(what=Wanting.FIELD, name=field.name)


def _of_its_stages(
    register: Register, line: Activity, *, kind: Kind, account: Account, progress: Progress
) -> Iterator[Lack]:
    """Stages past their day, and what stages that were reported done still need."""
    for stage in kind.stages:
        if stage.name in account.done:
            for name in lacking(stage, line, kind=kind, account=account):
                yield Lack(what=Wanting.FIELD, name=name)
            continue
        by = due(stage, line)
        if by is None and stage.name == kind.carried_out and line.when:
            by = line.when.end.last
        reported = stage.name == kind.carried_out and progress is Progress.CARRIED_OUT
        if by is not None and by < register.on and not stage.optional and not reported:
            yield Lack(what=Wanting.STAGE, name=stage.name, since=by)


def _of_its_reports(register: Register, line: Activity, *, kind: Kind, account: Account) -> Iterator[Lack]:
    """What each side should have said of a line that was carried out."""
    silent = [party for party in line.participants if not register.reports_on(line.id, party=party)]
    yield from (Lack(what=Wanting.WORD, party=party) for party in silent)
    for field in kind.fields_kept(Kept.REPORTED):
        if not field.required:
            continue
        if field.by is Side.EACH:
            said = (party for party in line.participants if field.name not in account.sides.get(party, {}))
            for party in said:
                yield Lack(what=Wanting.FIELD, name=field.name, party=party)
        elif field.name not in account.reported:
            yield Lack(what=Wanting.FIELD, name=field.name)
