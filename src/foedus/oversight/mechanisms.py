"""Meetings that recur: each session and what it decided, the next one, whose turn it is, what is late.

What a mechanism lists itself goes before what lines of the plan and occasions tell of its
sessions. A session counts as held when the mechanism lists it with a date that is over,
when a source says so, or when a side reported its line carried out; a line whose day has
passed in silence is unconfirmed, and takes no part in what comes next.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.assessment import Assessment
from foedus.cooperation.engagement import Engagement, Status
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.report import Outcome
from foedus.cooperation.undertaking import State
from foedus.followup import FollowUp, Ruling, follow_up
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import ItemId, Party, Period

_DONE = frozenset({Outcome.MET, Outcome.EXCEEDED})


class Stands(StrEnum):
    """How a session stands."""

    HELD = "held"
    ARRANGED = "arranged"
    UNDATED = "undated"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


@frozen(kw_only=True)
class Decision:
    """What a session decided, and what became of it.

    Attributes:
        item: the undertaking, the instrument or the assessment.
        state: how far an undertaking has come; None for the others.
        answers: what answers it so far, by name, the strongest first.
    """

    item: Item
    state: State | None = None
    answers: tuple[ItemId, ...] = ()


@frozen(kw_only=True)
class Sitting:
    """One session of a mechanism, held or not.

    Attributes:
        turn: whose turn to host it was, by the rotation and the host before; None where not known.
        told_by: the lines and occasions that name it.
        decided: what it decided, by name.
    """

    number: int
    stands: Stands
    when: Period | None = None
    place: str = ""
    host: Party | None = None
    turn: Party | None = None
    told_by: tuple[ItemId, ...] = ()
    decided: tuple[Decision, ...] = ()

    @property
    def out_of_turn(self) -> bool:
        """Whether somebody else hosted than the rotation says."""
        return self.turn is not None and self.host is not None and self.host != self.turn


@frozen(kw_only=True)
class Series:
    """A mechanism over its sessions.

    Attributes:
        sessions: those that anything names, by number.
        missing: the numbers left out between them, each gap by its first and its last.
        next: the next session; its date is the rhythm's where `by_rhythm`.
        late: whether it should have been by now, and no date is set.
        unnumbered: lines and occasions of it that no number places.
    """

    mechanism: Mechanism
    sessions: tuple[Sitting, ...] = ()
    missing: tuple[tuple[int, int], ...] = ()
    next: Session
    by_rhythm: bool
    late: bool
    unnumbered: tuple[ItemId, ...] = ()
    ours_alone: bool = False

    @property
    def out_of_turn(self) -> tuple[int, ...]:
        """The sessions hosted by somebody whose turn it was not."""
        return tuple(one.number for one in self.sessions if one.out_of_turn)


def mechanisms(
    register: Register, *, rulings: Iterable[Ruling] = (), followed: Iterable[FollowUp] | None = None
) -> tuple[Series, ...]:
    """Every mechanism over its sessions, by name.

    Args:
        register: the cooperation on a day.
        rulings: what we decided of undertakings; none of it for a common paper.
        followed: the undertakings, where they were followed already, with those rulings.
    """
    followed = follow_up(register, rulings=rulings) if followed is None else followed
    told, decisions = _Told.by(register), _decisions(register, followed)
    known = sorted(register.known(Mechanism), key=lambda one: one.id)
    return tuple(_series(register, one, told=told[one.id], decisions=decisions) for one in known)


def informed(register: Register, mechanism: Mechanism) -> Mechanism:
    """The mechanism with the sessions, dates, places and hosts that lines and occasions tell of it."""
    return _informed(register, mechanism, _Told.by(register)[mechanism.id])


@frozen
class _Told:
    """What names a mechanism: lines of the plan and occasions."""

    lines: tuple[Activity, ...]
    occasions: tuple[Engagement, ...]

    @classmethod
    def by(cls, register: Register) -> Mapping[ItemId, "_Told"]:
        lines: dict[ItemId, list[Activity]] = defaultdict(list)
        occasions: dict[ItemId, list[Engagement]] = defaultdict(list)
        for line in register.known(Activity):
            if line.mechanism:
                lines[line.mechanism].append(line)
        for occasion in register.known(Engagement):
            if occasion.mechanism:
                occasions[occasion.mechanism].append(occasion)
        found = {name: cls(tuple(lines[name]), tuple(occasions[name])) for name in {*lines, *occasions}}
        return defaultdict(lambda: cls((), ()), found)

    @property
    def all(self) -> tuple[Activity | Engagement, ...]:
        return (*self.lines, *self.occasions)


def _informed(register: Register, mechanism: Mechanism, told: _Told) -> Mechanism:
    sessions = {session.number: session for session in mechanism.sessions}
    for one in sorted(told.all, key=lambda one: not _held(register, [one])):  # what was held tells the day
        if one.session is None or not _certain(register, one):
            continue
        session = sessions.get(one.session) or Session(number=one.session)
        if one.session in sessions or one.when is not None:
            sessions[one.session] = _completed(session, one, mechanism=mechanism, register=register)
    return evolve(mechanism, sessions=tuple(sessions[number] for number in sorted(sessions)))


def _completed(
    session: Session, one: Activity | Engagement, *, mechanism: Mechanism, register: Register
) -> Session:
    host = one.host if isinstance(one, Activity) and one.host in mechanism.parties else None
    return evolve(
        session,
        when=_narrowed(_narrower(session.when, one.when), one, register),
        place=session.place or one.place,
        host=session.host or host,
    )


def _narrower(known: Period | None, told: Period | None) -> Period | None:
    """What is known of a time, or a part of it that is told: a month becomes a day, never another day."""
    if known is None or told is None:
        return known or told
    within = known.start.first <= told.start.first and told.end.last <= known.end.last
    return told if within else known


def _narrowed(when: Period | None, one: Activity | Engagement, register: Register) -> Period | None:
    """A time that is not over though its line was carried out becomes the day of which that is reported."""
    over = when is not None and when.end.last < register.on
    if over or isinstance(one, Engagement) or progress_of(register, one) is not Progress.CARRIED_OUT:
        return when
    kind = register.kind_of(one)
    said = (
        report.on
        for report in register.reports_on(one.id)
        if report.outcome in _DONE or kind.reaches(report.stage or "", goal=kind.carried_out)
    )
    day = next(said, None)
    return Period(day, day) if day else when


def _certain(register: Register, one: Activity | Engagement) -> bool:
    """Whether what names a session may be counted on: it was held, or its time is not over."""
    over = one.when is not None and one.when.end.last < register.on
    if isinstance(one, Activity):
        return not over or progress_of(register, one) is Progress.CARRIED_OUT
    return one.status is Status.HELD or (one.status is not Status.CANCELLED and not over)


def _series(
    register: Register,
    mechanism: Mechanism,
    *,
    told: _Told,
    decisions: Mapping[ItemId, tuple[Decision, ...]],
) -> Series:
    known = _informed(register, mechanism, told)
    listed = {session.number: session for session in known.sessions}
    naming: dict[int, list[Activity | Engagement]] = {number: [] for number in listed}
    for one in told.all:
        if one.session is not None:
            naming.setdefault(one.session, []).append(one)
    sessions: list[Sitting] = []
    last: Sitting | None = None
    for number in sorted(naming):
        session = listed.get(number) or _completed(
            Session(number=number), naming[number][0], mechanism=mechanism, register=register
        )
        decided = [one for name in naming[number] for one in decisions.get(name.id, ())]
        sessions.append(
            Sitting(
                number=number,
                stands=_stands(register, listed.get(number), naming[number]),
                when=session.when,
                place=session.place,
                host=session.host,
                turn=_turn(mechanism, last, number),
                told_by=tuple(one.id for one in naming[number]),
                decided=tuple(sorted(decided, key=lambda one: one.item.id)),
            )
        )
        last = _hosted(mechanism, sessions[-1:], before=number + 1) or last
    following, by_rhythm = _next(register, known, sessions)
    return Series(
        mechanism=mechanism,
        sessions=tuple(sessions),
        missing=tuple((one + 1, other - 1) for one, other in pairwise(sorted(naming)) if other > one + 1),
        next=following,
        by_rhythm=by_rhythm,
        late=following.when is not None and following.when.end.last < register.on,
        unnumbered=tuple(sorted(one.id for one in told.all if one.session is None)),
        ours_alone=register.is_ours_alone(mechanism.id),
    )


def _next(register: Register, known: Mechanism, sessions: Sequence[Sitting]) -> tuple[Session, bool]:
    """The next session, its host by the rotation if none is named; and whether its date is the rhythm's."""
    following = known.next_session(register.on)
    by_rhythm = following not in known.sessions and following.when is not None
    if following.when is None:
        over = tuple(one for one in known.sessions if one.number < following.number)
        due = evolve(known, sessions=over).next_session(register.on).when
        following, by_rhythm = evolve(following, when=due), due is not None
    if following.host is None:
        last = _hosted(known, sessions, before=following.number)
        following = evolve(following, host=_turn(known, last, following.number))
    return following, by_rhythm


def _stands(register: Register, session: Session | None, naming: Sequence[Activity | Engagement]) -> Stands:
    if session is not None:
        if session.when is None:
            return Stands.UNDATED
        over = session.when.end.last < register.on
        return Stands.HELD if over or _held(register, naming) else Stands.ARRANGED
    if any(isinstance(one, Engagement) and one.status is Status.CANCELLED for one in naming):
        return Stands.CANCELLED
    if any(one.when for one in naming):
        return Stands.UNCONFIRMED
    return Stands.UNDATED


def _held(register: Register, naming: Sequence[Activity | Engagement]) -> bool:
    return any(
        progress_of(register, one) is Progress.CARRIED_OUT
        if isinstance(one, Activity)
        else one.status is Status.HELD
        for one in naming
    )


def _turn(mechanism: Mechanism, last: Sitting | None, number: int) -> Party | None:
    """Whose turn it is, counted on from the last session whose host is in the rotation."""
    places = mechanism.rotation
    if last is None or last.host is None:
        return places[0] if places and number == 1 else None
    return places[(places.index(last.host) + number - last.number) % len(places)]


def _hosted(mechanism: Mechanism, sessions: Iterable[Sitting], *, before: int) -> Sitting | None:
    """The last session before a number from whose host the turns are counted."""
    counted = (
        one
        for one in sessions
        if one.number < before and one.host in mechanism.rotation and one.stands is not Stands.CANCELLED
    )
    return max(counted, key=lambda one: one.number, default=None)


def _decisions(register: Register, followed: Iterable[FollowUp]) -> Mapping[ItemId, tuple[Decision, ...]]:
    """What was decided, by the line or occasion at which it was.

    That is what names it as its occasion. An undertaking that names none, and an instrument
    signed on its days, belong to the last session held of those that their document tells of.
    """
    found: dict[ItemId, list[Decision]] = defaultdict(list)
    telling = _telling(register)
    for each in followed:
        one = each.undertaking
        occasion = one.occasion or (telling.get(one.source.document) if one.source else None)
        if occasion:
            answers = tuple(answer.item.id for answer in each.answers)
            found[occasion].append(Decision(item=one, state=each.state, answers=answers))
    for instrument in register.known(Instrument):
        occasion = instrument.occasion or _signed_at(register, instrument, telling)
        if occasion:
            below = tuple(one.id for one in register.served_by(instrument.id))
            found[occasion].append(Decision(item=instrument, answers=below))
    for assessment in register.known(Assessment):
        if assessment.occasion:
            found[assessment.occasion].append(Decision(item=assessment))
    return {name: tuple(decided) for name, decided in found.items()}


def _telling(register: Register) -> Mapping[str, ItemId]:
    """The last numbered session held that each document tells of, by the document's hash."""
    told: dict[str, Engagement] = {}
    for one in register.known(Engagement):
        if one.source and one.mechanism and one.session is not None and one.status is Status.HELD:
            before = told.get(one.source.document)
            if before is None or (str(one.when or ""), one.id) > (str(before.when or ""), before.id):
                told[one.source.document] = one
    return {document: one.id for document, one in told.items()}


def _signed_at(register: Register, instrument: Instrument, telling: Mapping[str, ItemId]) -> ItemId | None:
    name = telling.get(instrument.source.document) if instrument.source else None
    session = register.item(name) if name else None
    if not (isinstance(session, Engagement) and session.when and instrument.signed):
        return None
    within = session.when.start.first <= instrument.signed.first <= session.when.end.last
    return name if within else None
