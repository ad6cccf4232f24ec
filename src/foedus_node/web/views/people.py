"""People and offices: who is who on a day, one person, one office, who met whom, which entries are one.

Lists stand on the roster (`desk.roster`), never on the whole plan. That two entries are one person is
ours alone, rewrites nothing, and can be taken back.
"""

import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import frozen
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure, successor
from foedus.cooperation.sounds import sound_alike
from foedus.cooperation.spelling import folded
from foedus.errors import FoedusError
from foedus.register import Incumbent, Meeting, Register
from foedus.reporting.naming import named, person_words, rank_words
from foedus.terms import ItemId, Party
from foedus_node.desk import persons, roster
from foedus_node.desk.persons import Alike, Listed
from foedus_node.people.roles import Right
from foedus_node.web.desks import Desk, page
from foedus_node.web.refusing import told
from foedus_node.web.views.whole import Leaf, leaf, sees

A_PAGE: Final = 50
_FEW_PARTIES: Final = 4
_SHORT: Final = 12
"""How many of each party are listed where there are more parties than few, until one is chosen."""
_MEETINGS: Final = 50
_CANDIDATES: Final = 10
_PAIRS: Final = 50
_FEW_ENOUGH: Final = 800
"""How many people are all held against each other; where there are more, each one's page tells its own."""
_FIRST, _LAST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)


@frozen(kw_only=True)
class Row:
    """Somebody in a party's list, in words."""

    person: Person
    name: str
    rank: str
    offices: tuple[tuple[Office, str], ...]
    since: Any
    ours_alone: bool
    last: "Met | None"


@frozen(kw_only=True)
class Met:
    """An occasion on which somebody met others."""

    meeting: Meeting
    others: tuple[Person, ...]
    shown: bool
    """Whether the occasion itself is shown: to a unit, only its own activities are."""


@frozen(kw_only=True)
class Term:
    """A term of office in words, with who came next."""

    held: Incumbent
    rank: str
    after: Tenure | None
    successor: Item | None
    runs: bool


# --- who is who ---------------------------------------------------------------------------------


@page()
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is who on a day, party by party, in order of precedence; with whom of the others each last met."""
    on, wrong = _day(request, desk)
    now = roster.roster(desk.home, desk.compact, on=on, ours=desk.sees_ours)
    listed = {party: rows for party, rows in _listed(now, desk.parties).items() if rows}
    asked = Party(request.GET.get("party", ""))
    chosen = asked if asked in listed else ""
    find = request.GET.get("find", "").strip()[:200]
    lists = []
    for party, everybody in listed.items():
        if chosen in ("", party):
            fitting = tuple(one for one in everybody if _fits(now, one, find))
            size = A_PAGE if chosen or len(listed) <= _FEW_PARTIES else _SHORT
            part = leaf(fitting, size=size, after=request.GET.get("after", "") if chosen else "")
            lists.append((party, part))
    met, _ = roster.met(
        desk.home,
        desk.compact,
        [one.person.id for _, part in lists for one in part.rows],
        on=on,
        ours=desk.sees_ours,
    )
    context = {
        "on": on,
        "wrong": wrong,
        "party": chosen,
        "find": find,
        "parties": list(listed),
        "lists": [(party, _in_words(desk, now, part, met=met)) for party, part in lists],
    }
    return render(request, "people/people.html", context)


def _in_words(desk: Desk, now: Register, part: Leaf, *, met: Register) -> Leaf:
    rows = tuple(_row(desk, now, one, met=met) for one in part.rows)
    return Leaf(rows, part.after, part.many)


def _row(desk: Desk, now: Register, one: Listed, *, met: Register) -> Row:
    words, tenure = desk.words, one.place.tenure
    abroad = (meeting for meeting in met.meetings(one.person.id) if _others(now, meeting, one.person))
    last = next(abroad, None)
    return Row(
        person=one.person,
        name=person_words(one.person, words),
        rank=rank_words(tenure, words) if tenure else "",
        offices=tuple((held.office, named(held.office, words)) for held in one.held),
        since=tenure.since if tenure else None,
        ours_alone=now.is_ours_alone(one.person.id),
        last=_met(desk, now, last, person=one.person) if last else None,
    )


def _others(now: Register, meeting: Meeting, person: Person) -> tuple[Person, ...]:
    """Who else was there of other parties."""
    there = (now.item(name) for name in meeting.people)
    return tuple(one for one in there if isinstance(one, Person) and one.party != person.party)


def _met(desk: Desk, now: Register, meeting: Meeting, *, person: Person) -> Met:
    there = (now.item(name) for name in meeting.people if name != person.id)
    others = sorted(
        (one for one in there if isinstance(one, Person)), key=lambda one: one.party == person.party
    )
    return Met(meeting=meeting, others=tuple(others), shown=sees(desk, meeting.item))


def _fits(now: Register, one: Listed, find: str) -> bool:
    if not find:
        return True
    titles = (title for held in one.held for title in held.office.title.values())
    forms = now.spellings(one.person.id)
    text = folded(" ".join((*forms, *titles)))
    return all(part in text for part in folded(find).split()) or any(
        sound_alike(find, form) for form in forms
    )


def _day(request: HttpRequest, desk: Desk) -> tuple[datetime.date, str]:
    """The day that is asked for, and what is wrong with it as it was written."""
    written = request.GET.get("on", "").strip()
    if not written:
        return desk.on, ""
    try:
        on = datetime.date.fromisoformat(written)
    except ValueError:
        return desk.on, gettext("Write a day as 2026-10-21.")
    if not _FIRST <= on < _LAST:
        return desk.on, gettext("Choose a day between 1900 and 2199.")
    return on, ""


@lru_cache(maxsize=4)
def _listed(now: Register, parties: tuple[str, ...]) -> Mapping[Party, tuple[Listed, ...]]:
    return persons.listed(now, parties)


# --- one person ---------------------------------------------------------------------------------


@page()
def person(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One person: terms of office, spellings, whom they met when; who may be the same."""
    return _person(request, desk, name)


@page(Right.DRAFT, methods=("POST",))
def merge(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Say that an entry is the same person as another, which stands for both from then on."""
    other = request.POST.get("other", "").strip()[:200]
    now = roster.roster(desk.home, desk.compact, on=desk.on, ours=True)
    try:
        with desk.home.locked():
            one, two = persons.merge(now, name, other, compact=desk.compact)
    except FoedusError as error:
        return _person(request, desk, name, refusal=error, typed=other)
    desk.note("person merged", one.id)
    address = reverse("person", args=[desk.short, two.id])
    return HttpResponseRedirect(f"{address}?merged={one.id}", status=303)


@page(Right.DRAFT, methods=("POST",))
def part(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Take back that an entry is another person's."""
    entry = request.POST.get("entry", "")
    try:
        with desk.home.locked():
            persons.part(entry, compact=desk.compact)
    except FoedusError as error:
        return _person(request, desk, name, refusal=error)
    desk.note("person parted", entry)
    return HttpResponseRedirect(reverse("person", args=[desk.short, entry]), status=303)


def _person(
    request: HttpRequest, desk: Desk, name: str, *, refusal: FoedusError | None = None, typed: str = ""
) -> HttpResponse:
    now = roster.roster(desk.home, desk.compact, on=desk.on, ours=desk.sees_ours)
    one = now.item(ItemId(name))
    if not isinstance(one, Person):
        raise Http404
    met, more = roster.met(desk.home, desk.compact, [one.id], on=desk.on, ours=desk.sees_ours)
    with_ = now.item(ItemId(request.GET.get("with", "")))
    meetings = met.meetings(one.id, with_=with_.id if isinstance(with_, Person) else None)
    rows = leaf(meetings, size=_MEETINGS, after=request.GET.get("after", ""))
    stands_for = roster.standing_for(now, one.id, compact=desk.compact) if desk.sees_ours else {}
    spelt = now.spellings(one.id)
    if desk.sees_ours:
        spelt = roster.spellings(now, one.id, compact=desk.compact, stands_for=stands_for)
    context = {
        "one": one,
        "name": person_words(one, desk.words),
        "ours_alone": now.is_ours_alone(one.id),
        "terms": _terms(desk, now, one),
        "spellings": [form for form in spelt if form != one.name],
        "stands_for": [(name, entry.name if entry else name) for name, entry in stands_for.items()],
        "with": with_ if isinstance(with_, Person) else None,
        "met_with": _met_with(now, met, one),
        "meetings": [_met(desk, now, meeting, person=one) for meeting in rows.rows],
        "after": rows.after,
        "more": more,
        "alike": _other_entries(persons.alike_to(now, one), one) if desk.drafts else (),
        "refusal": told(refusal) if refusal else None,
        "typed": typed,
    }
    return render(request, "people/person.html", context, status=422 if refusal else 200)


def _terms(desk: Desk, now: Register, one: Person) -> list[Term]:
    tenures = now.known(Tenure)
    return [_term(desk, now, held, tenures=tenures) for held in _once(now.tenures(one.id))]


def _once(terms: Iterable[Incumbent]) -> list[Incumbent]:
    """Terms of office in their order, each once: what a source told and what was agreed may be the same."""
    found: dict[tuple[Any, ...], Incumbent] = {}
    for held in terms:
        term = held.tenure
        found.setdefault((held.person.id, held.office.id, term.rank, term.since, term.until), held)
    return list(found.values())


def _term(desk: Desk, now: Register, held: Incumbent, *, tenures: Iterable[Tenure]) -> Term:
    after = successor(tenures, held.tenure)
    incumbent = now.incumbent(held.office.id)
    return Term(
        held=held,
        rank=rank_words(held.tenure, desk.words),
        after=after,
        successor=now.item(after.person) if after else None,
        runs=incumbent is not None and incumbent.person.id == held.person.id and held.tenure.covers(now.on),
    )


def _met_with(now: Register, met: Register, one: Person) -> list[tuple[Person, Meeting, int]]:
    """Whom somebody met: each with the last time and how often, the last met first."""
    last: dict[ItemId, Meeting] = {}
    often: dict[ItemId, int] = {}
    for meeting in met.meetings(one.id):
        for name in meeting.people:
            last.setdefault(name, meeting)
            often[name] = often.get(name, 0) + 1
    known = ((now.item(name), name) for name in last if name != one.id)
    found = [(item, last[name], often[name]) for item, name in known if isinstance(item, Person)]
    return [each for each in found if each[0].party != one.party][:_MEETINGS]


def _other_entries(pairs: Iterable[Alike], one: Person) -> list[tuple[Person, Alike]]:
    return [(pair.other if pair.person.id == one.id else pair.person, pair) for pair in pairs][:_PAIRS]


# --- which entries are one person ---------------------------------------------------------------


@page(Right.SEE_OURS)
def alike(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Entries that may be one person, for an officer to say whether they are."""
    now = roster.roster(desk.home, desk.compact, on=desk.on, ours=True)
    many = len(now.known(Person))
    pairs = _alike(now) if many <= _FEW_ENOUGH else ()
    context = {"pairs": pairs[:_PAIRS], "more": max(0, len(pairs) - _PAIRS), "many": many > _FEW_ENOUGH}
    return render(request, "people/alike.html", context)


@lru_cache(maxsize=2)
def _alike(now: Register) -> tuple[Alike, ...]:
    return persons.alike(now)


# --- who met whom -------------------------------------------------------------------------------


@page()
def met(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Two people, by name in any spelling: when they met, the latest first."""
    now = roster.roster(desk.home, desk.compact, on=desk.on, ours=desk.sees_ours)
    asked = [request.GET.get(which, "").strip()[:200] for which in ("one", "other")]
    found = [_named(now, name) if name else () for name in asked]
    meetings: list[Met] = []
    clear = [each[0] for each in found if len(each) == 1]
    if len(clear) == len(found):
        known, _more = roster.met(desk.home, desk.compact, [clear[0].id], on=desk.on, ours=desk.sees_ours)
        both = known.meetings(clear[0].id, with_=clear[1].id)[:_MEETINGS]
        meetings = [_met(desk, now, meeting, person=clear[0]) for meeting in both]
    context = {
        "asked": asked,
        "fields": list(zip(("one", "other"), asked, found, strict=True)),
        "clear": clear if len(clear) == len(found) else (),
        "meetings": meetings,
    }
    return render(request, "people/met.html", context)


def _named(now: Register, name: str) -> tuple[Person, ...]:
    """The people a name may mean: those who bear it whole, else of whose names it is a part, or the sound."""
    item = now.item(ItemId(name))
    if isinstance(item, Person):
        return (item,)
    if whole := now.named(name):
        return whole
    parts = folded(name).split()
    fitting = [one for one in now.known(Person) if _bears(now, one, parts)]
    return tuple(fitting or persons.sounding(now, name))[:_CANDIDATES]


def _bears(now: Register, one: Person, parts: Iterable[str]) -> bool:
    text = folded(" ".join(now.spellings(one.id)))
    return all(part in text for part in parts)


# --- one office ---------------------------------------------------------------------------------


@page()
def office(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One office: who holds it, who held it before, what stands under it."""
    now = roster.roster(desk.home, desk.compact, on=desk.on, ours=desk.sees_ours)
    one = now.item(ItemId(name))
    if not isinstance(one, Office):
        raise Http404
    tenures = [tenure for tenure in now.known(Tenure) if tenure.office == one.id]
    terms = [held for tenure in tenures for held in now.tenures(tenure.person) if held.tenure.id == tenure.id]
    terms.sort(key=lambda held: (held.tenure.since is not None, str(held.tenure.since or "")), reverse=True)
    below = tuple(each for each in now.known(Office) if each.under == one.id)
    context = {
        "one": one,
        "ours_alone": now.is_ours_alone(one.id),
        "incumbent": now.incumbent(one.id),
        "terms": [_term(desk, now, held, tenures=tenures) for held in _once(terms)[:A_PAGE]],
        "under": now.item(one.under) if one.under else None,
        "below": below[:A_PAGE],
        "more": max(0, len(below) - A_PAGE),
    }
    return render(request, "people/office.html", context)
