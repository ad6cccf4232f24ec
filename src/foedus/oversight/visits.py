"""Visits given and received between the parties, by level and year; invitations that nobody has taken up.

What counts: lines of the kinds in `COUNTED` that name their host, once they are carried out,
each guest for itself, private visits and transit left out; and visits that a source says were
held, where the principals it names are all of one side, so that it is known who travelled. A
course, a patrol, an exercise moves units and is no visit. Two tellings of one visit are counted
once: same host, same guest, dates that overlap and no two different levels. What has no date or
no direction is listed, never counted.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.source import Source
from foedus.cooperation.undertaking import State, Undertaking
from foedus.followup import FollowUp, Ruling, follow_up
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, Force, ItemId, Level, Party, Period

COUNTED: Final = frozenset({"visit", "talks", "dialogue", "ministers-meeting"})
"""The kinds of line that bring a delegation to its host."""

VISITING: Final = frozenset({"state-visit", "official-visit", "working-visit", "visit"})
"""The kinds of engagement at which one side travels to the other."""

_NO_EXCHANGE: Final = frozenset({"private", "transit"})
"""The titles of a visit under which nobody is received."""

INVITED: Final = "invitation"
"""The stage at which a host has invited; `ANSWERED`, that at which the guest has accepted."""

ANSWERED: Final = "acceptance"

_SETTLED = frozenset({State.CARRIED_OUT, State.RESTATED, State.DECLINED})
_LEVELS: Final = tuple(Level)


@frozen(kw_only=True)
class Visit:
    """One visit that took place.

    Attributes:
        host: who received; `guest` who came.
        level: None where no source and no line says.
        told_by: the lines and occasions that tell of it.
    """

    host: Party
    guest: Party
    level: Level | None
    when: Period
    told_by: tuple[ItemId, ...]


@frozen(kw_only=True)
class Invitation:
    """An invitation that nobody has taken up or declined.

    Attributes:
        by: who invites; `to` whom.
        since: when it was given; None where no source says.
        days: how long ago; None likewise.
        told_by: the undertaking, line or occasion that states it, and others that state the same.
        lines: the lines that serve it and have not begun.
        perhaps: what else may have taken it up, though nobody says so, the likeliest first.
    """

    by: tuple[Party, ...]
    to: tuple[Party, ...]
    since: Date | None
    days: int | None
    told_by: tuple[ItemId, ...]
    lines: tuple[ItemId, ...] = ()
    perhaps: tuple[ItemId, ...] = ()


@frozen(kw_only=True)
class Visits:
    """The visits of a cooperation.

    Attributes:
        held: by date, then by names.
        unplaced: occasions of which it is not known when they were, or who visited whom.
        invitations: outstanding, the oldest first.
    """

    held: tuple[Visit, ...]
    unplaced: tuple[ItemId, ...]
    invitations: tuple[Invitation, ...]


@frozen(kw_only=True)
class Tally:
    """The visits between two parties at one level.

    Attributes:
        level: None for those of no known level.
        given: visits of the first to the second; `received`, of the second to the first.
        last_given: when the last of them was; `last_received` likewise.
    """

    level: Level | None
    given: int
    received: int
    last_given: Period | None
    last_received: Period | None


@frozen(kw_only=True)
class Balance:
    """The visits between two parties, as the first of them counts.

    Attributes:
        levels: those at which there was a visit, the highest first.
        years: each year in which there was one, with the visits given and received in it.
    """

    party: Party
    other: Party
    levels: tuple[Tally, ...]
    years: tuple[tuple[int, int, int], ...]

    @property
    def given(self) -> int:
        """Visits of the first to the second."""
        return sum(tally.given for tally in self.levels)

    @property
    def received(self) -> int:
        """Visits of the second to the first."""
        return sum(tally.received for tally in self.levels)


def visits(
    register: Register,
    *,
    rulings: Iterable[Ruling] = (),
    lines: Iterable[Visit] | None = None,
    followed: Iterable[FollowUp] | None = None,
) -> Visits:
    """The visits held, and the invitations that stand open, as far as lines, reports and sources tell.

    Args:
        register: the cooperation on a day.
        rulings: what we decided of undertakings; none of it for a common paper.
        lines: the visits of which lines tell (`told_of`), where the register does not have all lines.
        followed: the undertakings, where they were followed already, with those rulings.
    """
    followed = follow_up(register, rulings=rulings) if followed is None else followed
    found = [*(_of_lines(register) if lines is None else lines)]
    unplaced: list[ItemId] = []
    levels = _Levels.of(register)
    for occasion in register.known(Engagement):
        if occasion.kind in VISITING and occasion.status is Status.HELD:
            visit = _of_occasion(register, occasion, levels)
            if visit:
                found.append(visit)
            else:
                unplaced.append(occasion.id)
    return Visits(
        held=_each_once(found), unplaced=tuple(sorted(unplaced)), invitations=_outstanding(register, followed)
    )


def balance(held: Iterable[Visit], *, party: Party, other: Party, year: int | None = None) -> Balance:
    """The visits between two parties, as the first counts them: in a year, or in all."""
    between = [one for one in held if {one.host, one.guest} == {party, other}]
    between = [one for one in between if year in (None, one.when.start.year)]
    levels = [*_LEVELS, None]
    years = sorted({one.when.start.year for one in between})
    return Balance(
        party=party,
        other=other,
        levels=tuple(
            _tally([one for one in between if one.level is level], level=level, party=party)
            for level in levels
            if any(one.level is level for one in between)
        ),
        years=tuple(
            (
                each,
                sum(one.guest == party for one in between if one.when.start.year == each),
                sum(one.host == party for one in between if one.when.start.year == each),
            )
            for each in years
        ),
    )


def _tally(between: list[Visit], *, level: Level | None, party: Party) -> Tally:
    given = [one.when for one in between if one.guest == party]
    received = [one.when for one in between if one.host == party]
    return Tally(
        level=level,
        given=len(given),
        received=len(received),
        last_given=max(given, key=_start, default=None),
        last_received=max(received, key=_start, default=None),
    )


def _start(when: Period) -> tuple[datetime.date, datetime.date]:
    return (when.start.first, when.end.last)


# --- what was held ---


def told_of(register: Register, line: Activity, *, reported: Date | None) -> Iterator[Visit]:
    """The visits of which a line tells that was carried out: one of each guest, where it counts as one.

    Args:
        register: where the offices stand that its people hold.
        line: the line.
        reported: when it was last reported on; it stands for the date where none was agreed.
    """
    if line.kind not in COUNTED or line.host is None or line.details.get("visit_title") in _NO_EXCHANGE:
        return
    when = line.when or (Period(reported, reported) if reported else None)
    for guest in line.participants:
        if when and guest != line.host:
            level = line.level or _level_of_people(register, line, guest)
            yield Visit(host=line.host, guest=guest, level=level, when=when, told_by=(line.id,))


def _of_lines(register: Register) -> Iterator[Visit]:
    for line in register.known(Activity):
        if line.kind in COUNTED and progress_of(register, line) is Progress.CARRIED_OUT:
            yield from told_of(register, line, reported=register.reported(line.id))


def _level_of_people(register: Register, line: Activity, guest: Party) -> Level | None:
    offices = (register.item(one.office) for one in line.people if one.office and one.party == guest)
    return _highest(office.level for office in offices if isinstance(office, Office))


def _of_occasion(register: Register, occasion: Engagement, levels: "_Levels") -> Visit | None:
    people = [one for one in map(register.item, occasion.principals) if isinstance(one, Person)]
    guests = {one.party for one in people}
    hosts = set(occasion.parties) - guests
    if occasion.when is None or len(guests) != 1 or len(hosts) != 1:
        return None
    return Visit(
        host=hosts.pop(),
        guest=guests.pop(),
        level=levels.highest(people, on=occasion.when.start.first),
        when=occasion.when,
        told_by=(occasion.id,),
    )


@frozen
class _Levels:
    """At which level each person's offices are, by tenure."""

    tenures: Mapping[ItemId, tuple[Tenure, ...]]
    offices: Mapping[ItemId, Office]

    @classmethod
    def of(cls, register: Register) -> "_Levels":
        tenures: dict[ItemId, list[Tenure]] = defaultdict(list)
        for tenure in register.known(Tenure):
            tenures[tenure.person].append(tenure)
        offices = {office.id: office for office in register.known(Office)}
        return cls({name: tuple(held) for name, held in tenures.items()}, offices)

    def highest(self, people: Iterable[Person], *, on: datetime.date) -> Level | None:
        held = [one for person in people for one in self.tenures.get(person.id, ()) if one.covers(on)]
        return _highest(self.offices[one.office].level for one in held if one.office in self.offices)


def _highest(levels: Iterable[Level | None]) -> Level | None:
    known = [level for level in levels if level]
    return min(known, key=_LEVELS.index, default=None)


def _each_once(found: Iterable[Visit]) -> tuple[Visit, ...]:
    """The visits with the tellings of one put together; the more precise date stands."""
    kept: list[Visit] = []
    open_ones: dict[tuple[Party, Party], list[int]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (_start(one.when), one.told_by)):
        ways = open_ones[one.host, one.guest]
        ways[:] = [at for at in ways if kept[at].when.end.last >= one.when.start.first]
        same = next(
            (at for at in ways if None in (one.level, kept[at].level) or one.level is kept[at].level), None
        )
        if same is None:
            ways.append(len(kept))
            kept.append(one)
        else:
            kept[same] = _together(kept[same], one)
    return tuple(sorted(kept, key=lambda one: (_start(one.when), one.host, one.guest, one.told_by)))


def _together(first: Visit, second: Visit) -> Visit:
    precise = min((first.when, second.when), key=lambda when: when.end.last - when.start.first)
    return evolve(
        first, level=first.level or second.level, when=precise, told_by=(*first.told_by, *second.told_by)
    )


# --- what stands open ---


def _outstanding(register: Register, followed: Iterable[FollowUp]) -> tuple[Invitation, ...]:
    spoken = [one for one in followed if _is_open(register, one)]
    found = {one.undertaking.id: _of_undertaking(register, one) for one in spoken}
    stating = {_stated(one.undertaking.source, one.undertaking): one.undertaking.id for one in spoken}
    for occasion in register.known(Engagement):
        over = occasion.when is not None and occasion.when.end.last < register.on
        if occasion.status is not Status.INVITED or over:
            continue
        same = stating.get(_stated(occasion.source, occasion)) if occasion.source else None
        if same:
            found[same] = evolve(found[same], told_by=(*found[same].told_by, occasion.id))
        else:
            found[occasion.id] = _of_invited(register, occasion)
    for line in register.known(Activity):
        if invitation := _of_line(register, line):
            found[line.id] = invitation
    return tuple(sorted(found.values(), key=lambda one: (one.days is None, -(one.days or 0), one.told_by)))


def _stated(source: Source | None, one: Undertaking | Engagement) -> tuple[str, frozenset[Party]]:
    """The document and the parties by which an invitation told twice is known as one."""
    parties = (*one.by, *one.on) if isinstance(one, Undertaking) else one.parties
    return (source.document if source else "", frozenset(parties))


def _is_open(register: Register, followed: FollowUp) -> bool:
    """Whether a spoken invitation stands: nothing settled it, and no line that serves it tells the rest."""
    if followed.undertaking.force is not Force.INVITED or followed.state in _SETTLED:
        return False
    lines = [answer.item for answer in followed.answers if answer.linked]
    return not any(isinstance(line, Activity) and register.account_of(line).done for line in lines)


def _of_undertaking(register: Register, followed: FollowUp) -> Invitation:
    one = followed.undertaking
    since = one.source.published if one.source else _end_of(register, one.occasion)
    return Invitation(
        by=one.by,
        to=one.on,
        since=since,
        days=_age(register, since),
        told_by=(one.id,),
        lines=tuple(answer.item.id for answer in followed.answers if answer.linked),
        perhaps=tuple(answer.item.id for answer in followed.answers if not answer.linked),
    )


def _end_of(register: Register, occasion: ItemId | None) -> Date | None:
    given_at = register.item(occasion) if occasion else None
    return given_at.when.end if isinstance(given_at, Activity | Engagement) and given_at.when else None


def _of_invited(register: Register, occasion: Engagement) -> Invitation:
    """An occasion that was invited to; a source seldom says by whom, so that all its parties are named."""
    since = occasion.source.published if occasion.source else None
    return Invitation(
        by=(), to=occasion.parties, since=since, days=_age(register, since), told_by=(occasion.id,)
    )


def _of_line(register: Register, line: Activity) -> Invitation | None:
    kind, done = register.kind_of(line), register.account_of(line).done
    if line.host is None or INVITED not in done or kind.stage(ANSWERED) is None:
        return None
    if any(kind.reaches(stage, goal=ANSWERED) for stage in done):
        return None
    if progress_of(register, line) in (Progress.CARRIED_OUT, Progress.MISSED):
        return None
    said = [one.on for one in register.reports_on(line.id) if INVITED in (one.stage, *one.also)]
    return Invitation(
        by=(line.host,),
        to=tuple(party for party in line.participants if party != line.host),
        since=said[0],
        days=_age(register, said[0]),
        told_by=(line.id,),
    )


def _age(register: Register, since: Date | None) -> int | None:
    return (register.on - since.first).days if since else None
