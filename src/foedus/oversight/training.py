"""Courses: how many were offered a place, sent, arrived, graduated and were posted, and what is lacking.

Only numbers are common; who the persons are stays with the side that sends them, so what is told
here of persons is how many of them we hold. What the two sides say is kept apart: a number is that
of the side whose matter it is, and where another says otherwise, that is named and not mended.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from attrs import evolve, field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.kind import Kind, Side
from foedus.cooperation.progress import Account, due, excesses, next_stage
from foedus.oversight.progress import Progress, progress_of
from foedus.register import Register
from foedus.terms import Date, ItemId, Party

NUMBERS: Final = ("nominated", "accepted", "arrived", "graduated", "failed", "posted")
"""The fields of a course that count persons, in their order; the first makes a kind one of courses."""

_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


class Lack(StrEnum):
    """What a course lacks, or what does not agree."""

    NOMINATIONS_AWAITED = "nominations-awaited"
    PLACES_UNUSED = "places-unused"
    PLACES_EXCEEDED = "places-exceeded"
    UNACCOUNTED = "unaccounted"
    UNPOSTED = "unposted"
    UNRATED = "unrated"
    RATED_APART = "rated-apart"
    SIDES_DIFFER = "sides-differ"
    TOO_MANY = "too-many"
    PERSONS_DIFFER = "persons-differ"


@frozen(kw_only=True)
class Gap:
    """One thing that a course lacks, or that does not agree.

    Attributes:
        count: how many places or persons; of ratings, how far they lie apart.
        since: the day by which it should have been there.
        parties: who is to say it; empty where it is nobody's alone.
        what: the numbers that do not agree, as they were said.
    """

    lack: Lack
    count: int | None = None
    since: Date | None = None
    parties: tuple[Party, ...] = ()
    what: tuple[str, ...] = ()


@frozen(kw_only=True)
class Course:
    """One course.

    Attributes:
        reached: the last stage that any side reported done, in the kind's order.
        next: the stage that comes next; None once all are done.
        places: the places agreed.
        numbers: how many persons, by field, by the word of the side whose matter it is.
        said: the same by each side's own word.
        quality: what each side that rated it gave it, 1 to 5.
        persons: how many persons we hold for it; ours alone. None where we hold none.
    """

    activity: Activity
    ours_alone: bool
    progress: Progress
    reached: str | None
    next: str | None
    places: int | None
    numbers: Mapping[str, int] = field(hash=False)
    said: Mapping[Party, Mapping[str, int]] = field(hash=False)
    quality: Mapping[Party, int] = field(hash=False)
    persons: int | None
    gaps: tuple[Gap, ...]

    @property
    def institution(self) -> str:
        """Where it is taught; empty where that is not agreed."""
        return str(self.activity.details.get("institution", ""))

    @property
    def year(self) -> str:
        """The year in which it begins; empty where that is not agreed."""
        return str(self.activity.when.start.year) if self.activity.when else ""


@frozen(kw_only=True)
class Total:
    """The numbers of several courses together.

    Attributes:
        by: what they have in common: `institution`, `domain` or `year`.
        name: which one; empty for the courses of which it is not known.
        numbers: as of a course; a course of which nothing was said counts for nothing.
    """

    by: str
    name: str
    courses: int
    places: int
    numbers: Mapping[str, int] = field(hash=False)


def courses(
    register: Register, *, plan: ItemId | None = None, persons: Mapping[ItemId, int] = _NONE
) -> tuple[Course, ...]:
    """The courses, in the order of their days; those without any last.

    Args:
        register: the cooperation on a day.
        plan: only the lines of this plan.
        persons: how many persons we hold for each course, by its name.
    """
    found = [
        course(register, activity, persons=persons.get(activity.id))
        for activity in register.known(Activity)
        if is_course(register.kind_of(activity)) and plan in (None, activity.plan)
    ]
    return tuple(sorted(found, key=lambda one: (one.activity.when is None, _day(one), one.activity.id)))


def is_course(kind: Kind) -> bool:
    """Whether a kind of activity is one of courses: it counts who was nominated."""
    return kind.field(NUMBERS[0]) is not None


def course(register: Register, activity: Activity, *, persons: int | None = None) -> Course:
    """One course as it stands.

    Args:
        register: the cooperation on a day.
        activity: the line; of a kind of courses.
        persons: how many persons we hold for it.
    """
    kind, account = register.kind_of(activity), register.account_of(activity)
    ahead = next_stage(kind, account)
    done = [stage.name for stage in kind.stages if stage.name in account.done]
    said = {
        party: {name: words[name] for name in NUMBERS if type(words.get(name)) is int}
        for party, words in sorted(account.sides.items())
    }
    numbers = {
        name: number
        for name in NUMBERS
        if (number := _number(name, kind=kind, said=said, host=activity.host)) is not None
    }
    quality = {party: rating for party, words in sorted(account.sides.items()) if (rating := _rating(words))}
    places = activity.details.get("places")
    known = Course(
        activity=activity,
        ours_alone=register.is_ours_alone(activity.id),
        progress=progress_of(register, activity),
        reached=done[-1] if done else None,
        next=ahead.name if ahead else None,
        places=places if type(places) is int else None,
        numbers=numbers,
        said=said,
        quality=quality,
        persons=persons,
        gaps=(),
    )
    return evolve(known, gaps=tuple(_gaps(known, register, kind=kind, account=account)))


def totals(found: Iterable[Course]) -> tuple[Total, ...]:
    """The numbers of courses added up by institution, by domain and by year, each in the order of names."""
    found = tuple(found)
    by: Mapping[str, Mapping[int, str]] = {
        "institution": {at: one.institution for at, one in enumerate(found)},
        "domain": {at: one.activity.domain for at, one in enumerate(found)},
        "year": {at: one.year for at, one in enumerate(found)},
    }
    return tuple(
        _total([found[at] for at, named in names.items() if named == name], by=what, name=name)
        for what, names in by.items()
        for name in sorted(set(names.values()))
    )


def _total(together: Iterable[Course], *, by: str, name: str) -> Total:
    together = tuple(together)
    return Total(
        by=by,
        name=name,
        courses=len(together),
        places=sum(one.places or 0 for one in together),
        numbers={
            number: sum(one.numbers[number] for one in together if number in one.numbers)
            for number in NUMBERS
            if any(number in one.numbers for one in together)
        },
    )


# --- whose word counts -----------------------------------------------------------------------


def _number(
    name: str, *, kind: Kind, said: Mapping[Party, Mapping[str, int]], host: Party | None
) -> int | None:
    """A number by the word of those whose matter it is, added up over the guests."""
    words = {party: numbers[name] for party, numbers in said.items() if name in numbers}
    whose = _whose(name, kind=kind, words=words, host=host)
    return sum(words[party] for party in whose) if whose else None


def _whose(name: str, *, kind: Kind, words: Mapping[Party, int], host: Party | None) -> tuple[Party, ...]:
    """Those whose word on a number counts: the host or the guests, as the kind says, else who says most."""
    known = kind.field(name)
    side = known.by if known else Side.ANY
    guests = tuple(party for party in words if party != host)
    if side is Side.HOST and host in words:
        return (host,) if host else ()
    if side is Side.GUEST and guests:
        return guests
    most = max(words, key=lambda party: words[party], default=None)
    return (most,) if most else ()


def _rating(words: Mapping[str, Any]) -> int | None:
    said = str(words.get("quality", ""))
    return int(said) if said in ("1", "2", "3", "4", "5") else None


# --- what is lacking -------------------------------------------------------------------------


def _gaps(one: Course, register: Register, *, kind: Kind, account: Account) -> Iterator[Gap]:
    guests = tuple(party for party in one.activity.participants if party != one.activity.host)
    awaited = _overdue("nominations", one, register)
    if awaited and "nominations" not in account.done and NUMBERS[0] not in one.numbers:
        yield Gap(lack=Lack.NOMINATIONS_AWAITED, since=awaited, parties=guests)
    yield from _of_numbers(one, account)
    if _overdue("posting", one, register) or "posting" in account.done:
        unposted = one.numbers.get("graduated", 0) - one.numbers.get("posted", 0)
        if unposted > 0:
            yield Gap(lack=Lack.UNPOSTED, count=unposted, parties=guests)
    rateable = kind.stage("quality")
    if rateable and "graduation" in account.done:
        since = due(rateable, one.activity)
        silent = tuple(party for party in one.activity.participants if party not in one.quality)
        if silent and (since is None or since < register.on or "quality" in account.done):
            yield Gap(lack=Lack.UNRATED, since=Date.on(since) if since else None, parties=silent)
    if len(set(one.quality.values())) > 1:
        apart = max(one.quality.values()) - min(one.quality.values())
        what = tuple(f"{party} {rating}" for party, rating in one.quality.items())
        yield Gap(lack=Lack.RATED_APART, count=apart, parties=tuple(one.quality), what=what)
    yield from _of_words(one, kind)
    ours = one.said.get(register.party, {}).get(NUMBERS[0], one.numbers.get(NUMBERS[0]))
    if one.persons is not None and ours is not None and one.persons != ours:
        what = (f"{NUMBERS[0]} {ours}", f"persons {one.persons}")
        yield Gap(lack=Lack.PERSONS_DIFFER, count=abs(one.persons - ours), what=what)


def _overdue(stage: str, one: Course, register: Register) -> Date | None:
    """The day by which a stage should have been done, if it is past."""
    known = register.kind_of(one.activity).stage(stage)
    day = due(known, one.activity) if known else None
    return Date.on(day) if day and day < register.on else None


def _of_numbers(one: Course, account: Account) -> Iterator[Gap]:
    numbers = one.numbers
    used = numbers.get("arrived", numbers.get("accepted"))
    if one.places is not None and used is not None and account.done & {"acceptance", "arrival"}:
        if used < one.places:
            yield Gap(lack=Lack.PLACES_UNUSED, count=one.places - used)
        elif used > one.places:
            yield Gap(lack=Lack.PLACES_EXCEEDED, count=used - one.places)
    if "graduation" in account.done and "arrived" in numbers:
        left = numbers["arrived"] - numbers.get("graduated", 0) - numbers.get("failed", 0)
        if left > 0:
            yield Gap(lack=Lack.UNACCOUNTED, count=left)


def _of_words(one: Course, kind: Kind) -> Iterator[Gap]:
    """Where the sides say different numbers, and where numbers of different sides exceed each other."""
    for name, number in one.numbers.items():
        words = {party: numbers[name] for party, numbers in one.said.items() if name in numbers}
        whose = _whose(name, kind=kind, words=words, host=one.activity.host)
        if any(said != number for party, said in words.items() if party not in whose):
            what = tuple(f"{party} {said}" for party, said in words.items())
            yield Gap(lack=Lack.SIDES_DIFFER, parties=tuple(words), what=(name, *what))
    for excess in excesses(kind, one.numbers):
        yield Gap(lack=Lack.TOO_MANY, what=(*excess.parts, excess.whole))


def _day(one: Course) -> tuple[int, int]:
    when = one.activity.when
    return (when.start.first.toordinal(), when.end.last.toordinal()) if when else (0, 0)
