"""Whether items hold together with those among which they stand, before anybody is asked to sign them.

An item's own faults are its own matter (`item`). Here stands what takes two: a host who is no
party, a person in two places, dates before the office began, a circle in what must come first,
details that are not of their kind. Every fault is found at once, each at its place.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, TypeVar

from attrs import frozen

from foedus.cooperation.activity import Activity, Participant
from foedus.cooperation.border import Marker, Sector
from foedus.cooperation.details import faults_of_details, faults_of_unknown
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Column, FieldType, Kept, Kind
from foedus.cooperation.mechanism import Mechanism
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.plan import Plan
from foedus.cooperation.presence import apart, comes_too_early, is_dated, overlap
from foedus.cooperation.references import references
from foedus.cooperation.target import Target
from foedus.cooperation.undertaking import Undertaking
from foedus.errors import Fault
from foedus.phrase import phrase
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

    # What every changed item is held against is sorted out once: a spreadsheet may change thousands.

    @cached_property
    def tenures(self) -> Mapping[ItemId, list[Tenure]]:
        """The tenures, by the person."""
        found: dict[ItemId, list[Tenure]] = defaultdict(list)
        for one in self.of(Tenure):
            found[one.person].append(one)
        return found

    @cached_property
    def sessions(self) -> Mapping[tuple[ItemId | None, int | None], list[Activity]]:
        """The activities that are sessions, by the mechanism and the number."""
        found: dict[tuple[ItemId | None, int | None], list[Activity]] = defaultdict(list)
        for one in self.of(Activity):
            if one.mechanism is not None and one.session is not None:
                found[one.mechanism, one.session].append(one)
        return found

    @cached_property
    def followers(self) -> Mapping[ItemId, list[Activity]]:
        """The activities that an activity must come before."""
        found: dict[ItemId, list[Activity]] = defaultdict(list)
        for one in self.of(Activity):
            for name in one.after:
                found[name].append(one)
        return found

    @cached_property
    def stays(self) -> Mapping[ItemId, list[Activity]]:
        """The activities whose days are known, by the people who take part."""
        found: dict[ItemId, list[Activity]] = defaultdict(list)
        for one in self.of(Activity):
            if is_dated(one):
                for name in dict.fromkeys(part.person for part in one.people if part.person):
                    found[name].append(one)
        return found


def faults_among(changed: Iterable[Item], around: Surroundings) -> tuple[Fault, ...]:
    """Everything in changed items that does not hold together with what stands around them.

    Args:
        changed: the items that are new or say something new.
        around: what stands around, the changed items among it.

    Returns:
        The faults, at paths that begin with the item's name: `visit-2026.host`.
    """
    found: list[Fault] = []
    for item in changed:
        checks: list[Callable[[Any, Surroundings], Iterator[Fault]]] = [_parties, _nouns, _circles]
        if isinstance(item, Activity):
            checks += [_plan, _kind, _order, _milestones, _holders, _elsewhere, _numbered_twice]
        if isinstance(item, Instrument):
            checks += [_signatories]
        for check in checks:
            found += (Fault(f"{item.id}.{one.path}", one.reason) for one in check(item, around))
    return tuple(dict.fromkeys(found))


# --- parties ---------------------------------------------------------------------------------

_PARTY_FIELDS: Mapping[type[Item], tuple[str, ...]] = {
    Activity: ("host", "participants"),
    Marker: ("parties",),
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
            yield Fault(
                name,
                phrase(
                    "{others} is no party to this compact (its parties: {ours})", others=others, ours=ours
                ),
            )


# --- what is named is of the right noun --------------------------------------------------------

_NOUNS: Final[Mapping[type[Item], Mapping[str, tuple[type[Item], ...]]]] = {
    Activity: {
        "plan": (Plan,),
        "mechanism": (Mechanism,),
        "after": (Activity,),
        "units": (Office,),
        "people.person": (Person,),
        "people.office": (Office,),
    },
    Engagement: {"principals": (Person,), "mechanism": (Mechanism,)},
    Instrument: {
        "signatories": (Person,),
        "amends": (Instrument,),
        "occasion": (Activity, Engagement),
    },
    Marker: {"sector": (Sector,)},
    Office: {"under": (Office,)},
    Plan: {"succeeds": (Plan,)},
    Sector: {"start": (Marker,), "end": (Marker,), "units": (Office,)},
    Target: {"plan": (Plan,)},
    Tenure: {"person": (Person,), "office": (Office,)},
    Undertaking: {
        "mechanism": (Mechanism,),
        "occasion": (Activity, Engagement),
        "restates": (Undertaking,),
    },
}
"""What a field names, where that is of few nouns; a name that nobody knows is the draft's matter."""

_INDEX: Final = re.compile(r"\[\d+\]")


def _nouns(item: Item, around: Surroundings) -> Iterator[Fault]:
    expected = {name: [cls.noun() for cls in of] for name, of in _NOUNS.get(type(item), {}).items()}
    if isinstance(item, Activity) and (kind := around.kinds.get(item.kind)):
        expected |= {f"details.{name}": [of] for name, of in _of(kind.fields)}
        rows = (one for one in kind.fields if one.type is FieldType.ROWS)
        expected |= {f"details.{one.name}.{name}": [of] for one in rows for name, of in _of(one.columns)}
    for path, name in references(item, kinds=around.kinds):
        nouns, named = expected.get(_INDEX.sub("", path)), around.items.get(name)
        if nouns and named is not None and named.noun() not in nouns:
            yield Fault(
                path,
                phrase(
                    "names {name}, which is of the noun {noun}, not {nouns}",
                    name=name,
                    noun=named.noun(),
                    nouns=" or ".join(nouns),
                ),
            )


def _of(columns: Iterable[Column]) -> Iterator[tuple[str, str]]:
    return ((one.name, one.of) for one in columns if one.type is FieldType.ITEM and one.of)


# --- kinds: details, roles, milestones -------------------------------------------------------


def _plan(item: Activity, around: Surroundings) -> Iterator[Fault]:
    plan = around.items.get(item.plan) if item.plan else None
    if isinstance(plan, Plan) and plan.closed is not None:
        yield Fault(
            "plan",
            phrase(
                "{id} is closed since {closed}: take the plan that follows it", id=plan.id, closed=plan.closed
            ),
        )


def _kind(item: Activity, around: Surroundings) -> Iterator[Fault]:
    kind = around.kinds.get(item.kind)
    if kind is None:
        yield Fault(
            "kind",
            phrase("{kind} is no kind of activity (there are: {kinds})", kind=item.kind, kinds=around.kinds),
        )
        return
    yield from faults_of_details(item.details, kind, kept=Kept.AGREED, at="details")
    yield from faults_of_unknown(item.extra, kind)
    for at, one in enumerate(item.people):
        role = kind.role(one.role)
        if role is None:
            known = ", ".join(role.name for role in kind.roles) or "none"
            yield Fault(
                f"people[{at}].role",
                phrase(
                    "{role} is no role of the kind {name} (roles: {known})",
                    role=one.role,
                    name=kind.name,
                    known=known,
                ),
            )
        elif role.kept is Kept.OURS and one.person is not None:
            reason = phrase(
                "names a person whom the kind keeps out of the common record; say how many instead"
            )
            yield Fault(f"people[{at}].person", reason)
    for at, milestone in enumerate(item.milestones):
        if kind.stage(milestone.stage) is None:
            stages = ", ".join(stage.name for stage in kind.stages)
            yield Fault(
                f"milestones[{at}].stage",
                phrase("{stage} is none of its stages ({stages})", stage=milestone.stage, stages=stages),
            )


# --- what must come before what --------------------------------------------------------------


def _order(item: Activity, around: Surroundings) -> Iterator[Fault]:
    for name in item.after:
        before = around.items.get(name)
        if isinstance(before, Activity) and comes_too_early(item, before):
            yield Fault(
                "when",
                phrase(
                    "lies before {name} ({when} < {first}), which must come first",
                    name=name,
                    when=item.when,
                    first=before.when,
                ),
            )
    for follower in around.followers.get(item.id, ()):
        if follower.id != item.id and comes_too_early(follower, item):
            reason = phrase(
                "lies after {id} ({when} > {then}), which must come later",
                id=follower.id,
                when=item.when,
                then=follower.when,
            )
            yield Fault("when", reason)


def _milestones(item: Activity, around: Surroundings) -> Iterator[Fault]:
    kind = around.kinds.get(item.kind)
    stages = [stage.name for stage in kind.stages] if kind else []
    dated = sorted(
        (one for one in item.milestones if one.stage in stages), key=lambda one: stages.index(one.stage)
    )
    for at, later in enumerate(dated):
        # Held against the one before it that surely begins last: what lies between may bear only a year.
        earlier = max(dated[:at], key=lambda one: one.when.start.first, default=later)
        if later.when.end.last < earlier.when.start.first:
            reason = phrase(
                "{stage} is set before {before} ({when} < {then})",
                stage=later.stage,
                before=earlier.stage,
                when=later.when,
                then=earlier.when,
            )
            yield Fault("milestones", reason)


_ABOVE: Mapping[type[Item], tuple[str, ...]] = {
    Activity: ("after",),
    Instrument: ("amends",),
    Plan: ("succeeds",),
    Office: ("under",),
    Undertaking: ("restates",),
}


_SERVING: Final = ("parent", "serves")
"""The fields by which things of any noun carry out what is above them."""


def _circles(item: Item, around: Surroundings) -> Iterator[Fault]:
    for name in _ABOVE.get(type(item), ()):
        if circle := _circle(item, (name,), around, among=type(item)):
            yield Fault(name, phrase("goes in a circle: {circle}", circle=" → ".join(circle)))
    if circle := _circle(item, _SERVING, around, among=Item):
        yield Fault("serves", phrase("goes in a circle: {circle}", circle=" → ".join(circle)))


def _circle(
    item: Item, names: tuple[str, ...], around: Surroundings, *, among: type[Item]
) -> tuple[ItemId, ...]:
    """The way by which fields lead from an item back to it; empty where they do not."""
    came_from: dict[ItemId, ItemId] = {}
    ahead = [item.id]
    while ahead:
        here = ahead.pop()
        for above in _named(around.items.get(here), names, among):
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


def _named(item: Item | None, names: tuple[str, ...], among: type[Item]) -> Iterator[ItemId]:
    if isinstance(item, among):
        for name in names:
            said = getattr(item, name, None)
            yield from said if isinstance(said, tuple) else (said,) if said is not None else ()


# --- people: in office, in one place ---------------------------------------------------------


def _holders(item: Activity, around: Surroundings) -> Iterator[Fault]:
    if item.when is None:
        return
    for at, one in enumerate(item.people):
        if one.person and one.office and (reason := _not_in_office(one, item.when, around)):
            yield Fault(f"people[{at}].office", reason)


def _not_in_office(one: Participant, when: Period, around: Surroundings) -> str:
    held = around.tenures.get(one.person, ()) if one.person else ()
    tenures = [tenure for tenure in held if tenure.office == one.office]
    if not tenures:
        return phrase("no tenure says that {person} holds {office}", person=one.person, office=one.office)
    if any(tenure.may_run(when) for tenure in tenures):
        return ""
    terms = [phrase("{since} to {until}", since=one.since or "…", until=one.until or "…") for one in tenures]
    return phrase(
        "{person} does not hold {office} in {when} (but from {terms})",
        person=one.person,
        office=one.office,
        when=when,
        terms=terms,
    )


def _signatories(item: Instrument, around: Surroundings) -> Iterator[Fault]:
    if item.signed is None:
        return
    when = Period(item.signed, item.signed)
    for at, person in enumerate(item.signatories):
        tenures = around.tenures.get(person, ())
        if tenures and not any(tenure.may_run(when) for tenure in tenures):
            begins = min((str(one.since) for one in tenures if one.since), default="")
            reason = phrase(
                "{person} held no office on {signed} (first known: {begins})",
                person=person,
                signed=item.signed,
                begins=begins or "later",
            )
            yield Fault(f"signatories[{at}]", reason)


def _numbered_twice(item: Activity, around: Surroundings) -> Iterator[Fault]:
    for other in around.sessions.get((item.mechanism, item.session), ()):
        if other.id != item.id:
            yield Fault(
                "session",
                phrase(
                    "{session} of {mechanism} is {id} already",
                    session=item.session,
                    mechanism=item.mechanism,
                    id=other.id,
                ),
            )


def _elsewhere(item: Activity, around: Surroundings) -> Iterator[Fault]:
    """The people of an activity who are elsewhere on its days."""
    if not is_dated(item):
        return
    for at, one in enumerate(item.people):
        for other in around.stays.get(one.person, ()) if one.person else ():
            if other.id != item.id and overlap(item, other) and apart(item, other):
                where = f"{other.id}, {other.place or other.host}, {other.when}"
                yield Fault(
                    f"people[{at}].person",
                    phrase("{person} is elsewhere on these days ({where})", person=one.person, where=where),
                )
