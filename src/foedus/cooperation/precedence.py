"""The order of people in a delegation list.

The head of the delegation stands first. Then come the higher level of the office, the office's
settled place among those of its level, the higher rank, the longer time in office, the name.
What is not known comes after what is known. The lists of two parties are two lists; which of
them stands first is the paper's matter.
"""

from collections.abc import Iterable

from attrs import frozen

from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.ranks import grade_of
from foedus.cooperation.spelling import folded
from foedus.terms import Level

HEADS = frozenset({"head", "head-of-delegation", "co-chair", "chair"})
"""The roles, of whatever kind of activity, whose holder heads the delegation."""

_LEVELS = {level: place for place, level in enumerate(Level)}
_LAST = 10**9


@frozen(kw_only=True)
class Attending:
    """Somebody in a delegation.

    Attributes:
        person: who.
        office: the office in which they come; None where none is known.
        tenure: the tenure by which they hold it, with their rank.
        role: the part they take, of the activity's kind; empty where they only attend.
    """

    person: Person
    office: Office | None = None
    tenure: Tenure | None = None
    role: str = ""


def in_precedence(people: Iterable[Attending]) -> tuple[Attending, ...]:
    """People in the order of a delegation list; the same whatever the order in which they come."""
    return tuple(sorted(people, key=_place))


def _place(one: Attending) -> tuple[int | str, ...]:
    office, tenure = one.office, one.tenure
    grade = grade_of(tenure.rank or tenure.rank_printed) if tenure else None
    return (
        0 if one.role in HEADS else 1,
        _LEVELS[office.level] if office and office.level else _LAST,
        office.place if office and office.place is not None else _LAST,
        grade if grade is not None else _LAST,
        tenure.since.first.toordinal() if tenure and tenure.since else _LAST,
        folded(one.person.name),
        # Only so that the order is one and the same where all that counts is equal.
        one.person.id,
        office.id if office else "",
        tenure.id if tenure else "",
        one.role,
    )
