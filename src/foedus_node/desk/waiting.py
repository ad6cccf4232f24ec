"""What waits on a day: lines that are due or late, undertakings of ours without an answer, the next meeting.

All of it from the index, some of each: a day's page costs the same however long the plan is. Whether
an undertaking is carried out is `foedus.followup`'s to say; here it is only whether nothing was done yet.
"""

import datetime
from collections.abc import Sequence

from attrs import evolve, frozen
from django.db.models import QuerySet

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.cooperation.mechanism import Mechanism, Session
from foedus.cooperation.undertaking import Undertaking
from foedus.oversight.visits import COUNTED
from foedus.terms import Party
from foedus_node.storage.common import ledger
from foedus_node.storage.index import first_lines, models, shelf
from foedus_node.storage.index.shelf import Wanted
from foedus_node.storage.private.rulings import rulings

AHEAD = datetime.timedelta(days=30)
"""How far ahead a line is called due."""
_UNDERTAKINGS_AHEAD = datetime.timedelta(days=90)
_LOOKED_THROUGH = 300
_MEETINGS = (*sorted(COUNTED), "border-exchange", "conclusion")
"""The kinds of line for which one prepares a brief."""
_ANSWERING = ("activity", "engagement", "instrument", "undertaking")


@frozen
class Next:
    """The next meeting: a line of the plan, or the coming session of a mechanism that has no line yet."""

    line: models.Line | None = None
    mechanism: Mechanism | None = None
    session: Session | None = None


def due(compact: str, wanted: Wanted, *, on: datetime.date, most: int) -> tuple[models.Line, ...]:
    """The open lines that begin or end within the days ahead, the earliest first.

    Args:
        compact: the compact.
        wanted: whose lines are asked for; its dates do not matter.
        on: the day.
        most: how many at most.
    """
    rows = shelf.chosen(compact, evolve(wanted, first=None, last=None), on=on).filter(**shelf.OPEN)
    until = on + AHEAD
    begins = rows.filter(starts__gte=on, starts__lte=until).order_by("starts", "name")
    ends = rows.filter(starts__lt=on, ends__gte=on, ends__lte=until).order_by("ends", "pk")
    return tuple(sorted((*ends[:most], *begins[:most]), key=_by_time)[:most])


def late(compact: str, wanted: Wanted, *, on: datetime.date) -> "QuerySet[models.Line]":
    """The lines whose days are over and of which nobody said that they took place, the latest first."""
    return shelf.chosen(compact, evolve(wanted, late=True), on=on).order_by("-ends", "-pk")


def next_meeting(compact: str, wanted: Wanted, *, on: datetime.date) -> Next | None:
    """The next meeting for which one prepares; None where none is known.

    Args:
        compact: the compact.
        wanted: whose lines are asked for.
        on: the day.
    """
    rows = shelf.chosen(compact, wanted, on=on).filter(**shelf.OPEN, starts__gte=on, starts__lt=shelf.NEVER)
    # The first of each kind: of all kinds together the database would put every coming line in order.
    coming_lines = first_lines.of_each([rows.filter(kind=kind) for kind in _MEETINGS], most=1)
    line = next(iter(coming_lines), None)
    if line is not None or wanted.within is not None:
        return Next(line=line) if line else None
    coming = []
    for row in shelf.items_of(compact, ("mechanism",)):
        one = from_json(row.document)
        if isinstance(one, Mechanism) and (wanted.ours or not row.ours_alone):
            session = one.next_session(on)
            if session.when is not None:
                coming.append((session.when.start.first, one.id, one, session))
    if not coming:
        return None
    _, _, mechanism, session = min(coming, key=lambda one: one[:2])
    return Next(mechanism=mechanism, session=session)


def unanswered(
    compact: str, party: Party, *, on: datetime.date, ours: bool, most: int
) -> tuple[Undertaking, ...]:
    """The undertakings on a party that are due soon or overdue, and for which nothing was done yet.

    Nothing was decided of them here, nothing serves them, and the party has reported nothing on them.

    Args:
        compact: the compact.
        party: who must act.
        on: the day.
        ours: whether those that we alone know of count.
        most: how many at most.
    """
    until = on + _UNDERTAKINGS_AHEAD
    rows = shelf.items_due(compact, "undertaking", until=until, ours=ours, most=_LOOKED_THROUGH)
    found = [item for item in (from_json(row.document) for row in rows) if isinstance(item, Undertaking)]
    open_ones = [one for one in found if party in (one.on or one.by) and one.due and one.due.last <= until]
    names = [one.id for one in open_ones]
    done: set[str] = {ruling.undertaking for ruling in rulings(compact)} if ours else set()
    done |= {name for row in _naming(compact, names, ours=ours) for name in _answered(row)}
    done |= {told.body["item"] for told in ledger.reports(compact, items=names) if told.party == party}
    return tuple(one for one in sorted(open_ones, key=_by_due) if one.id not in done)[:most]


def _naming(compact: str, names: Sequence[str], *, ours: bool) -> list[models.Item]:
    found = shelf.naming(compact, names, nouns=_ANSWERING)
    return [row for row in found if ours or not row.ours_alone]


def _answered(row: models.Item) -> tuple[str, ...]:
    item = from_json(row.document)
    match item:
        case Undertaking():
            return (item.restates,) if item.restates else ()
        case Activity():
            return item.serves
        case _:
            return tuple(getattr(item, "serves", ()))


def _by_time(line: models.Line) -> tuple[datetime.date, str]:
    return (line.starts, line.name)


def _by_due(one: Undertaking) -> tuple[datetime.date, str]:
    return (one.due.last if one.due else datetime.date.max, one.id)
