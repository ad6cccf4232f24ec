"""Meetings: mechanisms with their sessions, whose turn it is and what is late; visits given and received.

Everything here is worked out from the record and from what was read (`foedus.oversight`); a unit is
shown the lines of its own activities, and the rest by its numbers alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.followup import FollowUp
from foedus.oversight.mechanisms import Decision, Series, Sitting
from foedus.oversight.visits import Invitation, Visit
from foedus.register import Register
from foedus.reporting.dates import period_words
from foedus.terms import ItemId, wording_in
from foedus_node.desk import following, gathering
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.whole import leaf, register_of, seen, sees

A_PAGE: Final = 50
_ANSWERS: Final = 4
_DECIDED: Final = 50
"""How many of a session's decisions a page shows."""


@frozen(kw_only=True)
class Next:
    """The session that comes next, in words."""

    session: str
    when: str
    host: str
    place: str


@frozen(kw_only=True)
class Row:
    """A mechanism in the list.

    Attributes:
        last: the last session of which anybody says that it was held.
        next: the next one; `late`, whether it should have been by now.
        others: whether other parties meet in it than those of the compact.
    """

    series: Series
    title: str
    last: Sitting | None
    next: Next
    late: bool
    others: bool


@frozen(kw_only=True)
class Decided:
    """What a session decided, as a page shows it.

    Attributes:
        answers: what is settled to answer it; `proposed`, how much waits to be decided.
    """

    item: Item
    state: str
    answers: tuple[Item, ...]
    proposed: int = 0


@frozen(kw_only=True)
class Session:
    """One session as a page shows it."""

    sitting: Sitting
    number: str
    session: str
    stands: str
    told_by: tuple[Item, ...]
    decided: tuple[Decided, ...]
    more: int


@frozen(kw_only=True)
class Told:
    """A visit with what tells of it."""

    visit: Visit
    told_by: tuple[Item, ...]


@frozen(kw_only=True)
class Open:
    """An invitation outstanding with what tells of it, what is planned, and what may have taken it up."""

    invitation: Invitation
    told_by: tuple[Item, ...]
    lines: tuple[Item, ...]
    perhaps: tuple[Item, ...]


# --- mechanisms ---------------------------------------------------------------------------------


@page()
def meetings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every mechanism: its last session, the next one, and whose turn it is."""
    found = gathering.series(register_of(desk), compact=desk.compact, ours=desk.sees_ours)
    rows = tuple(_row(desk, one) for one in sorted(found, key=_soonest))
    shown = leaf(rows, size=A_PAGE, after=request.GET.get("after", ""))
    return render(request, "meetings/meetings.html", {"leaf": shown})


@page()
def mechanism(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One mechanism: its sessions with what each decided, the latest first."""
    now = register_of(desk)
    found = gathering.series(now, compact=desk.compact, ours=desk.sees_ours)
    one = next((one for one in found if one.mechanism.id == name), None)
    if one is None:
        raise Http404
    sessions = leaf(one.sessions[::-1], size=A_PAGE, after=request.GET.get("after", ""))
    follow = {
        each.undertaking.id: each
        for each in following.followed(now, compact=desk.compact, ours=desk.sees_ours)
    }
    context = {
        "row": _row(desk, one),
        "sessions": [_session(desk, now, sitting, follow=follow) for sitting in sessions.rows],
        "after": sessions.after,
        "missing": [_gap(desk, first, last) for first, last in one.missing],
        "unnumbered": seen(desk, now, one.unnumbered[:A_PAGE]),
    }
    return render(request, "meetings/mechanism.html", context)


def _soonest(one: Series) -> tuple[bool, bool, str, str]:
    """Late ones first, then by when they meet next; those of which nothing is known last."""
    when = str(one.next.when or "")
    return (not one.late, not when, when, one.mechanism.id)


def _row(desk: Desk, one: Series) -> Row:
    held = [sitting for sitting in one.sessions if sitting.stands == "held"]
    words, coming = desk.words, one.next
    when = period_words(coming.when, words) if coming.when else ""
    if when and one.by_rhythm:
        when = words.say("rhythm", date=when)
    return Row(
        series=one,
        title=wording_in(one.mechanism.title, desk.language),
        last=held[-1] if held else None,
        next=Next(
            session=words.say("session-number", ordinal=words.ordinal(coming.number)),
            when=when or words.say("not-set"),
            host=words.party(coming.host) if coming.host else "",
            place=coming.place,
        ),
        late=one.late,
        others=set(one.mechanism.parties) != set(desk.parties),
    )


def _session(desk: Desk, now: Register, sitting: Sitting, *, follow: Mapping[ItemId, FollowUp]) -> Session:
    shown = [one for one in sitting.decided if sees(desk, one.item)]
    number = desk.words.ordinal(sitting.number)
    return Session(
        sitting=sitting,
        number=number,
        session=desk.words.say("session-number", ordinal=number),
        stands=desk.words.one_of("sitting", sitting.stands),
        told_by=seen(desk, now, sitting.told_by),
        decided=tuple(_decided(desk, now, one, follow=follow) for one in shown[:_DECIDED]),
        more=max(0, len(shown) - _DECIDED),
    )


def _decided(desk: Desk, now: Register, one: Decision, *, follow: Mapping[ItemId, FollowUp]) -> Decided:
    followed = follow.get(one.item.id)
    if followed is None:
        return Decided(item=one.item, state="", answers=seen(desk, now, one.answers[:_ANSWERS]))
    linked = [answer.item for answer in followed.answers if answer.linked]
    return Decided(
        item=one.item,
        state=desk.words.one_of("state", followed.state),
        answers=tuple(item for item in linked if sees(desk, item))[:_ANSWERS],
        proposed=len(followed.proposals),
    )


def _gap(desk: Desk, first: int, last: int) -> tuple[str, str]:
    words = desk.words
    ends = (words.say("session-number", ordinal=words.ordinal(number)) for number in (first, last))
    return (next(ends), next(ends) if last != first else "")


# --- visits -------------------------------------------------------------------------------------


@page()
def visits(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The balance of visits between each two parties, the visits, and the invitations that stand open."""
    now = register_of(desk)
    year = _year(request.GET.get("year", ""))
    lines = gathering.of_lines(now, desk.compact, mark=desk.listed, ours=desk.sees_ours)
    visiting = gathering.visiting(
        now, compact=desk.compact, parties=desk.parties, year=year, ours=desk.sees_ours, lines=lines
    )
    held = leaf(visiting.found.held[::-1], size=A_PAGE, after=request.GET.get("after", ""))
    rows = shelf.items(desk.compact, {name for one in held.rows for name in one.told_by})
    telling = {row.name: from_json(row.document) for row in rows}
    context = {
        "year": year,
        "years": visiting.years,
        "balances": visiting.balances,
        "held": [Told(visit=one, told_by=tuple(_telling(desk, telling, one))) for one in held.rows],
        "many": held.many,
        "after": held.after,
        "unplaced": seen(desk, now, visiting.found.unplaced[:A_PAGE]),
        "invitations": list(_open(desk, now, visiting.found.invitations[:A_PAGE])),
        "more_invitations": max(0, len(visiting.found.invitations) - A_PAGE),
    }
    return render(request, "meetings/visits.html", context)


def _telling(desk: Desk, items: Mapping[str, Item], visit: Visit) -> Iterable[Item]:
    """The lines and occasions that tell of a visit, those that somebody is shown."""
    found = (items.get(name) for name in visit.told_by)
    return (item for item in found if item is not None and sees(desk, item))


def _year(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) == len("2026") else None


def _open(desk: Desk, now: Register, invitations: Iterable[Invitation]) -> Iterable[Any]:
    for one in invitations:
        yield Open(
            invitation=one,
            told_by=seen(desk, now, one.told_by),
            lines=seen(desk, now, one.lines),
            perhaps=seen(desk, now, one.perhaps[:3]),
        )
