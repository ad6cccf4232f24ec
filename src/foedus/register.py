"""The cooperation as it stands on a day: acts in force and each party's reports, folded.

What is common (in force, signed by all) and what is ours alone (accepted here,
seen by nobody else) are never mixed: every answer that gives both keeps them
apart or can be asked which is which. Nothing here verifies a signature or reads a
store; what comes in was verified.
"""

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property, reduce
from types import MappingProxyType
from typing import TypeVar

from attrs import evolve, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import GENERIC, kinds_among
from foedus.cooperation.office import Office, Person, Tenure, holder, offices_of
from foedus.cooperation.persons import Same, meant, named, refuse_chain, spelt, united
from foedus.cooperation.plan import Plan
from foedus.cooperation.progress import Account
from foedus.cooperation.report import Outcome, Report
from foedus.cooperation.undertaking import Undertaking
from foedus.terms import Date, ItemId, Party, Period

ItemType = TypeVar("ItemType", bound=Item)


@frozen
class InForce:
    """One item in force: its words, the act that put them there, and since when it stands."""

    item: Item
    act: str
    since: datetime.date


@frozen
class Incumbent:
    """Somebody in office: the person, the office, and the tenure that joins them."""

    person: Person
    office: Office
    tenure: Tenure


@frozen(kw_only=True)
class Meeting:
    """An occasion on which people met: an engagement held, or an activity carried out.

    Attributes:
        item: the engagement or the activity.
        when: when it took place.
        people: those who were there, as far as is known.
    """

    item: Engagement | Activity
    when: Period
    people: tuple[ItemId, ...]


@frozen(kw_only=True)
class Register:
    """A cooperation on a day, as one party sees it; made by `fold`.

    Attributes:
        party: whose register it is.
        on: the day.
        in_force: what all parties have signed, by name, in the order of the names.
        own: what is ours alone, likewise; never what is in force.
        reports: what each party reported on each item, oldest first.
        merged: the entries that are seen as another one, as they are, by the entry that stands for them.
    """

    party: Party
    on: datetime.date
    in_force: Mapping[ItemId, InForce] = field(hash=False)
    own: Mapping[ItemId, Item] = field(hash=False)
    reports: Mapping[ItemId, Mapping[Party, tuple[Report, ...]]] = field(hash=False)
    merged: Mapping[ItemId, tuple[Person, ...]] = field(factory=dict, hash=False)

    # --- items ---

    def item(self, name: ItemId) -> Item | None:
        """The item of that name, common or ours alone; None where there is none."""
        name = self._stands_for.get(name, name)
        common = self.in_force.get(name)
        return common.item if common else self.own.get(name)

    def as_all_see_it(self) -> "Register":
        """The register without anything that is ours alone: what may stand in a paper for all."""
        return evolve(self, own=MappingProxyType({}), merged=MappingProxyType({}))

    def is_ours_alone(self, name: ItemId) -> bool:
        """Whether an item is known to us only."""
        return name in self.own

    def common(self, cls: type[ItemType]) -> tuple[ItemType, ...]:
        """The items of a type that are in force, by name."""
        items = (one.item for one in self.in_force.values())
        return tuple(item for item in items if isinstance(item, cls))

    def ours_alone(self, cls: type[ItemType]) -> tuple[ItemType, ...]:
        """The items of a type that are ours alone, by name."""
        return tuple(item for item in self.own.values() if isinstance(item, cls))

    def known(self, cls: type[ItemType]) -> tuple[ItemType, ...]:
        """The items of a type, those in force first, then those of ours alone."""
        return self.common(cls) + self.ours_alone(cls)

    # --- kinds ---

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of activity by name: as agreed, else as ours, else the built-in ones."""
        return MappingProxyType(kinds_among((*self.ours_alone(Kind), *self.common(Kind))))

    def kind_of(self, activity: Activity) -> Kind:
        """An activity's kind; the generic one where nobody here knows it: another edition may know more."""
        return self.kinds.get(activity.kind, self.kinds[GENERIC])

    # --- what was reported ---

    def reports_on(self, name: ItemId, *, party: Party | None = None) -> tuple[Report, ...]:
        """The reports on an item, oldest first: of one party, or of all."""
        sides = self.reports.get(name, {})
        if party is not None:
            return sides.get(party, ())
        return tuple(sorted((report for side in sides.values() for report in side), key=_reported))

    def stage(self, activity: Activity, *, party: Party) -> str | None:
        """How far an activity has come by one side's word: the last stage it reported that the kind has."""
        kind = self.kind_of(activity)
        stages = [report.stage for report in self.reports_on(activity.id, party=party) if report.stage]
        return next((stage for stage in reversed(stages) if kind.stage(stage)), None)

    def account_of(self, activity: Activity) -> Account:
        """How far an activity has come by what all sides said of it."""
        return reduce(Account.after, self.reports_on(activity.id), Account())

    def outcome(self, name: ItemId, *, party: Party) -> Outcome | None:
        """The outcome of an item by one side's last word on it; None while it has said none."""
        outcomes = [report.outcome for report in self.reports_on(name, party=party) if report.outcome]
        return outcomes[-1] if outcomes else None

    def carried_out(self, activity: Activity) -> bool:
        """Whether some party's word says that an activity has taken place."""
        kind = self.kind_of(activity)
        stages = (self.stage(activity, party=party) for party in self.reports.get(activity.id, {}))
        return any(stage and kind.reaches(stage, goal=kind.carried_out) for stage in stages)

    def reported(self, name: ItemId, *, party: Party | None = None) -> Date | None:
        """When an item was last reported on, by one party or by any; None is silence."""
        reports = self.reports_on(name, party=party)
        return reports[-1].on if reports else None

    # --- the cascade, both ways ---

    def served_by(self, name: ItemId) -> tuple[Item, ...]:
        """What carries an item out, common things first: activities that serve it, plans under it."""
        return self._below.get(name, ())

    def serves(self, name: ItemId) -> tuple[Item, ...]:
        """What an item carries out, in the order it names them; names that nobody here knows are left out."""
        item = self.item(name)
        above = _carries_out(item) if item else ()
        return tuple(served for served in map(self.item, above) if served)

    @cached_property
    def _below(self) -> Mapping[ItemId, tuple[Item, ...]]:
        below: dict[ItemId, list[Item]] = {}
        for item in self.known(Item):
            for above in _carries_out(item):
                below.setdefault(above, []).append(item)
        return {above: tuple(items) for above, items in below.items()}

    # --- people ---

    def in_office(self) -> tuple[Incumbent, ...]:
        """Who holds which office on the day, by the office's name."""
        found = (self.incumbent(office.id) for office in self.known(Office))
        return tuple(sorted((one for one in found if one), key=lambda one: one.office.id))

    def incumbent(self, office: ItemId) -> Incumbent | None:
        """Who holds an office on the day; None where nobody is known to."""
        tenure = holder(self.known(Tenure), office=office, on=self.on)
        return self._joined(tenure) if tenure else None

    def offices_of(self, person: ItemId) -> tuple[Incumbent, ...]:
        """The offices a person holds on the day."""
        tenures = offices_of(self.known(Tenure), person=person, on=self.on)
        return tuple(one for one in map(self._joined, tenures) if one)

    def spellings(self, person: ItemId) -> tuple[str, ...]:
        """Every form in which a person's name is known, also those that only we know of."""
        known = self.item(person)
        if not isinstance(known, Person):
            return ()
        entries = (known, *self.merged.get(known.id, ()))
        return tuple(dict.fromkeys(form for one in entries for form in spelt(one)))

    def named(self, name: str) -> tuple[Person, ...]:
        """The people who bear a name, in any form we know."""
        entries = (*self.known(Person), *(one for others in self.merged.values() for one in others))
        people = (self.item(person.id) for person in named(entries, name))
        return tuple(dict.fromkeys(person for person in people if isinstance(person, Person)))

    def tenures(self, person: ItemId) -> tuple[Incumbent, ...]:
        """Every office that a person held or holds, the latest first, those of unknown beginning last."""
        found = [self._joined(tenure) for tenure in self.known(Tenure) if tenure.person == person]
        return tuple(sorted((one for one in found if one), key=_began, reverse=True))

    def meetings(self, person: ItemId, with_: ItemId | None = None) -> tuple[Meeting, ...]:
        """The occasions on which a person met others, or one other, the latest first.

        Engagements held and activities carried out, with a date, that are over by the register's day.
        """
        met = (one for one in self._meetings.get(person, ()) if with_ is None or with_ in one.people)
        return tuple(sorted(met, key=_latest))

    @cached_property
    def _meetings(self) -> Mapping[ItemId, tuple[Meeting, ...]]:
        held = [
            Meeting(item=one, when=one.when, people=one.principals)
            for one in self.known(Engagement)
            if one.status is Status.HELD and one.when
        ]
        held += [
            Meeting(item=one, when=one.when, people=_present(one))
            for one in self.known(Activity)
            if one.when and one.people and self.carried_out(one)
        ]
        met: dict[ItemId, list[Meeting]] = {}
        for meeting in held:
            if len(meeting.people) > 1 and meeting.when.end.last <= self.on:
                for person in meeting.people:
                    met.setdefault(person, []).append(meeting)
        return {person: tuple(meetings) for person, meetings in met.items()}

    @cached_property
    def _stands_for(self) -> Mapping[ItemId, ItemId]:
        return {one.id: kept for kept, others in self.merged.items() for one in others}

    def last_met(
        self,
        *,
        people: Iterable[ItemId] = (),
        parties: Iterable[Party] = (),
        mechanism: ItemId | None = None,
        before: datetime.date | None = None,
    ) -> Engagement | None:
        """The last occasion held at which all of them were: people as principals, parties as parties.

        With a mechanism, the last of its sessions.
        Only occasions with a date that are over by the register's day, or before `before` where it is given.
        """
        people, parties = set(people), set(parties)
        limit = before or self.on + datetime.timedelta(days=1)
        met = [
            occasion
            for occasion in self.known(Engagement)
            if occasion.status is Status.HELD
            and datetime.date.min < _ended(occasion) < limit
            and mechanism in (None, occasion.mechanism)
            and people <= set(occasion.principals)
            and parties <= set(occasion.parties)
        ]
        return max(met, key=lambda occasion: (_ended(occasion), occasion.id), default=None)

    def _joined(self, tenure: Tenure) -> Incumbent | None:
        person, office = self.item(tenure.person), self.item(tenure.office)
        if isinstance(person, Person) and isinstance(office, Office):
            return Incumbent(person, office, tenure)
        return None


def fold(
    *,
    party: Party,
    in_force: Iterable[InForce],
    reports: Iterable[Report],
    own: Iterable[Item],
    on: datetime.date,
    same: Same | None = None,
) -> Register:
    """Fold what is in force, what was reported and what is ours alone into the register of a day.

    Args:
        party: whose register it is.
        in_force: items in force, each name once; those in force only after the day are left out.
        reports: every party's reports in the order of their logs; those of later days are left out.
        own: items accepted here and not agreed; one whose name is in force gives way to the common text.
        on: the day.
        same: which entries are another person's, as we found; every reference is then to that other one.

    Raises:
        SamePersonError: what is said of entries goes in a chain or a circle.
    """
    common = {one.item.id: one for one in sorted(in_force, key=lambda one: one.item.id) if one.since <= on}
    own = tuple(own)
    private = {item.id: item for item in sorted(own, key=lambda item: item.id) if item.id not in common}
    merged = _merge(common, private, same or {})
    for item in sorted(own, key=lambda item: item.id):
        # Our own entry of somebody in the common record gives way, but the spellings that we met stay known.
        if isinstance(item, Person) and item.id in common:
            merged[item.id] = (*merged.get(item.id, ()), item)
    sides: dict[ItemId, dict[Party, list[Report]]] = {}
    for report in reports:
        if report.on.first <= on:
            sides.setdefault(report.item, {}).setdefault(report.party, []).append(report)
    folded = {
        name: MappingProxyType({side: tuple(sorted(said, key=_reported)) for side, said in by_party.items()})
        for name, by_party in sides.items()
    }
    return Register(
        party=party,
        on=on,
        in_force=MappingProxyType(common),
        own=MappingProxyType(private),
        reports=MappingProxyType(folded),
        merged=MappingProxyType(merged),
    )


def _merge(
    common: dict[ItemId, InForce], private: dict[ItemId, Item], same: Same
) -> dict[ItemId, tuple[Person, ...]]:
    """See entries as the one that stands for them, in both; returns those that are then left out."""
    refuse_chain(same)

    def person(name: ItemId) -> Person | None:
        item = common[name].item if name in common else private.get(name)
        return item if isinstance(item, Person) else None

    # A word may speak of entries that this compact does not hold; there the other stands alone.
    known = {name: other for name, other in same.items() if person(name) and person(other)}
    if not known:
        return {}
    merged: dict[ItemId, tuple[Person, ...]] = {}
    for kept in sorted(set(known.values())):
        names = sorted(name for name, other in known.items() if other == kept)
        merged[kept] = tuple(one for one in map(person, names) if one)
        # What all have signed is never added to from what only we know.
        speaking = [one for one in merged[kept] if kept not in common or one.id in common]
        if whole := person(kept):
            whole = united(whole, speaking)
            if kept in common:
                common[kept] = evolve(common[kept], item=whole)
            else:
                private[kept] = whole
    for name in known:
        common.pop(name, None)
        private.pop(name, None)
    common |= {name: evolve(one, item=meant(one.item, known)) for name, one in common.items()}
    private |= {name: meant(item, known) for name, item in private.items()}
    return merged


def _present(activity: Activity) -> tuple[ItemId, ...]:
    return tuple(dict.fromkeys(one.person for one in activity.people if one.person))


def _began(one: Incumbent) -> tuple[datetime.date, str]:
    since = one.tenure.since
    return (since.first if since else datetime.date.min, one.tenure.id)


def _latest(meeting: Meeting) -> tuple[int, str]:
    return (-meeting.when.end.last.toordinal(), meeting.item.id)


def _ended(occasion: Engagement) -> datetime.date:
    return occasion.when.end.last if occasion.when else datetime.date.min


def _reported(report: Report) -> Date:
    return report.on


def _carries_out(item: Item) -> tuple[ItemId, ...]:
    match item:
        case Activity() | Undertaking():
            return item.serves
        case Plan() | Instrument():
            return tuple(dict.fromkeys((*([item.parent] if item.parent else ()), *item.serves)))
        case _:
            return ()
