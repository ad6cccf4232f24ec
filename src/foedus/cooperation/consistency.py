"""Whether items hold together with those among which they stand, before anybody is asked to sign them.

An item's own faults are its own matter (`item`). Here stands what takes two: a host who is no
party, a person in two places, dates before the office began, a circle in what must come first,
details that are not of their kind. Every fault is found at once, each at its place.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.border import Sector
from foedus.cooperation.details import faults_of_details, faults_of_unknown
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kept, Kind
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Tenure
from foedus.cooperation.plan import Plan
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import Fault
from foedus.terms import ItemId, Party, Period

ItemType = TypeVar("ItemType", bound=Item)


@frozen(kw_only=True)
class Surroundings:
    """Among what items stand.

    Attributes:
        items: every item known, by name, with the changed ones as they shall be.
        parties: the parties of the compact.
        kinds: the kinds of activity, by name.
    """

    items: Mapping[ItemId, Item]
    parties: Collection[Party]
    kinds: Mapping[str, Kind]

    def of(self, cls: type[ItemType]) -> Iterator[ItemType]:
        """The items of a type."""
        return (item for item in self.items.values() if isinstance(item, cls))


def faults_among(changed: Iterable[Item], around: Surroundings) -> tuple[Fault, ...]:
    """Everything in changed items that does not hold together with what stands around them.

    Args:
        changed: the items that are new or say something new.
        around: what stands around, the changed items among it.

    Returns:
        The faults, at paths that begin with the item's name: `visit-2026.host`.
    """
    found: list[Fault] = []
    elsewhere, sessions = _Elsewhere(around), _Sessions(around)
    for item in changed:
        checks: list[Callable[[Any, Surroundings], Iterator[Fault]]] = [_parties, _circles]
        if isinstance(item, Activity):
            checks += [_kind, _order, _holders, elsewhere.faults, sessions.faults]
        if isinstance(item, Instrument):
            checks += [_signatories]
        for check in checks:
            found += (Fault(f"{item.id}.{one.path}", one.reason) for one in check(item, around))
    return tuple(dict.fromkeys(found))


# --- parties ---------------------------------------------------------------------------------

_PARTY_FIELDS: Mapping[type[Item], tuple[str, ...]] = {
    Activity: ("host", "participants"),
    Mechanism: ("parties", "rotation"),
    Plan: ("parties",),
    Sector: ("parties",),
}


def _parties(item: Item, around: Surroundings) -> Iterator[Fault]:
    for name in _PARTY_FIELDS.get(type(item), ()):
        said = getattr(item, name)
        named = said if isinstance(said, tuple) else (said,)
        if others := [code for code in named if code is not None and code not in around.parties]:
            ours = ", ".join(sorted(around.parties))
            yield Fault(name, f"{', '.join(others)} is no party to this compact (its parties: {ours})")


# --- kinds: details, roles, milestones -------------------------------------------------------


def _kind(item: Activity, around: Surroundings) -> Iterator[Fault]:
    kind = around.kinds.get(item.kind)
    if kind is None:
        yield Fault("kind", f"{item.kind} is no kind of activity (there are: {', '.join(around.kinds)})")
        return
    yield from faults_of_details(item.details, kind, kept=Kept.AGREED, at="details")
    yield from faults_of_unknown(item.extra, kind)
    for at, one in enumerate(item.people):
        role = kind.role(one.role)
        if role is None:
            known = ", ".join(role.name for role in kind.roles) or "none"
            yield Fault(
                f"people[{at}].role", f"{one.role} is no role of the kind {kind.name} (roles: {known})"
            )
        elif role.kept is Kept.OURS and one.person is not None:
            reason = "names a person whom the kind keeps out of the common record; say how many instead"
            yield Fault(f"people[{at}].person", reason)
    for at, milestone in enumerate(item.milestones):
        if kind.stage(milestone.stage) is None:
            stages = ", ".join(stage.name for stage in kind.stages)
            yield Fault(f"milestones[{at}].stage", f"{milestone.stage} is none of its stages ({stages})")


# --- what must come before what --------------------------------------------------------------


def _order(item: Activity, around: Surroundings) -> Iterator[Fault]:
    for at, name in enumerate(item.after):
        before = around.items.get(name)
        if not isinstance(before, Activity):
            if before is not None:
                yield Fault(f"after[{at}]", f"{name} is no activity")
        elif before.when and item.when and item.when.end.last < before.when.start.first:
            yield Fault("when", f"lies before {name} ({item.when} < {before.when}), which must come first")
    kind = around.kinds.get(item.kind)
    stages = [stage.name for stage in kind.stages] if kind else []
    dated = sorted(
        (one for one in item.milestones if one.stage in stages), key=lambda one: stages.index(one.stage)
    )
    for earlier, later in pairwise(dated):
        if later.when.end.last < earlier.when.start.first:
            reason = f"{later.stage} is set before {earlier.stage} ({later.when} < {earlier.when})"
            yield Fault("milestones", reason)


_ABOVE: Mapping[type[Item], tuple[str, ...]] = {
    Activity: ("after",),
    Instrument: ("parent", "amends"),
    Plan: ("succeeds",),
    Office: ("under",),
    Undertaking: ("restates",),
}


def _circles(item: Item, around: Surroundings) -> Iterator[Fault]:
    for name in _ABOVE.get(type(item), ()):
        if circle := _circle(item, name, around):
            yield Fault(name, f"goes in a circle: {' → '.join(circle)}")


def _circle(item: Item, name: str, around: Surroundings) -> tuple[ItemId, ...]:
    """The way by which a field leads from an item back to it; empty where it does not."""
    came_from: dict[ItemId, ItemId] = {}
    ahead = [item.id]
    while ahead:
        here = ahead.pop()
        for above in _named(around.items.get(here), name, type(item)):
            if above == item.id:
                way = [item.id]
                while here != item.id:
                    way.append(here)
                    here = came_from[here]
                return (item.id, *reversed(way)) if len(way) > 1 else (item.id, item.id)
            if above not in came_from:
                came_from[above] = here
                ahead.append(above)
    return ()


def _named(item: Item | None, name: str, cls: type[Item]) -> tuple[ItemId, ...]:
    if not isinstance(item, cls):
        return ()
    said = getattr(item, name)
    return said if isinstance(said, tuple) else (said,) if said is not None else ()


# --- people: in office, in one place ---------------------------------------------------------


def _holders(item: Activity, around: Surroundings) -> Iterator[Fault]:
    if item.when is None:
        return
    for at, one in enumerate(item.people):
        if one.person and one.office and (reason := _not_in_office(one, item.when, around)):
            yield Fault(f"people[{at}].office", reason)


def _not_in_office(one: Participant, when: Period, around: Surroundings) -> str:
    tenures = [
        tenure for tenure in around.of(Tenure) if (tenure.person, tenure.office) == (one.person, one.office)
    ]
    if not tenures:
        return f"no tenure says that {one.person} holds {one.office}"
    if any(tenure.may_run(when) for tenure in tenures):
        return ""
    terms = ", ".join(f"{tenure.since or '…'} to {tenure.until or '…'}" for tenure in tenures)
    return f"{one.person} does not hold {one.office} in {when} (but from {terms})"


def _signatories(item: Instrument, around: Surroundings) -> Iterator[Fault]:
    if item.signed is None:
        return
    when = Period(item.signed, item.signed)
    for at, person in enumerate(item.signatories):
        tenures = [one for one in around.of(Tenure) if one.person == person]
        if tenures and not any(tenure.may_run(when) for tenure in tenures):
            begins = min((str(one.since) for one in tenures if one.since), default="")
            reason = f"{person} held no office on {item.signed} (first known: {begins or 'later'})"
            yield Fault(f"signatories[{at}]", reason)


class _Sessions:
    """Which activities are which session of which mechanism; looked up, since a plan may have thousands."""

    def __init__(self, around: Surroundings) -> None:
        self._numbered: dict[tuple[ItemId, int], list[ItemId]] = {}
        for item in around.of(Activity):
            if item.mechanism is not None and item.session is not None:
                self._numbered.setdefault((item.mechanism, item.session), []).append(item.id)

    def faults(self, item: Activity, _: Surroundings) -> Iterator[Fault]:
        """The other activities that are the same session."""
        if item.mechanism is None or item.session is None:
            return
        for other in self._numbered.get((item.mechanism, item.session), ()):
            if other != item.id:
                yield Fault("session", f"{item.session} of {item.mechanism} is {other} already")


class _Elsewhere:
    """Where each person is on which days; looked up only for those who are named."""

    def __init__(self, around: Surroundings) -> None:
        self._stays: dict[ItemId, list[Activity]] = {}
        for item in around.of(Activity):
            if _is_dated(item):
                for one in item.people:
                    if one.person:
                        self._stays.setdefault(one.person, []).append(item)

    def faults(self, item: Activity, _: Surroundings) -> Iterator[Fault]:
        """The people of an activity who are elsewhere on its days."""
        if not _is_dated(item):
            return
        for at, one in enumerate(item.people):
            for other in self._stays.get(one.person, ()) if one.person else ():
                if other.id != item.id and _overlap(item, other) and _apart(item, other):
                    where = f"{other.id}, {other.place or other.host}, {other.when}"
                    yield Fault(f"people[{at}].person", f"{one.person} is elsewhere on these days ({where})")


def _is_dated(item: Activity) -> bool:
    """Whether its days are known: a month is no day on which somebody is somewhere."""
    return item.when is not None and item.when.start.day is not None and item.when.end.day is not None


def _overlap(one: Activity, other: Activity) -> bool:
    if one.when is None or other.when is None:
        return False
    return one.when.start.first <= other.when.end.last and other.when.start.first <= one.when.end.last


def _apart(one: Activity, other: Activity) -> bool:
    """Whether two activities are surely in different places: another host, or other places both known."""
    if one.host and other.host and one.host != other.host:
        return True
    return bool(one.place and other.place) and one.place.casefold() != other.place.casefold()
