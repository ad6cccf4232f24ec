"""Search everywhere: things of the cooperation, acts, and (for those who see what is ours) documents read.

Some of each sort stands on one page; of one sort there is the whole, page by page. Who is
confined to some units is shown no activity of others.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.document import from_json
from foedus.cooperation.spelling import folded
from foedus.reporting.dates import period_words
from foedus.reporting.naming import named
from foedus.terms import Party, Period
from foedus_node.storage.index import models, shelf
from foedus_node.storage.private import papers, readings
from foedus_node.web.desks import Desk, page
from foedus_node.web.news import page_of
from foedus_node.web.standing import acts_of
from foedus_node.web.views.acts import Row, row_of

SOME = 6
"""How many of each sort stand on the page of all."""
FOUND_A_PAGE = 30
_LONGEST = 200
_MOST_WORDS = 8
_AROUND = 90
_WORD = re.compile(r"\S+")

NOUNS: Final[Mapping[str, Any]] = {
    "activity": _("Lines of plans"),
    "person": _("People"),
    "office": _("Offices"),
    "undertaking": _("Undertakings"),
    "orientation": _("Orientations"),
    "mechanism": _("Mechanisms"),
    "engagement": _("Occasions"),
    "instrument": _("Instruments"),
    "plan": _("Plans"),
    "assessment": _("Assessments"),
}


@frozen
class Found:
    """One thing that says the words.

    Attributes:
        address: of its own page; empty where it has none.
        beneath: when, where, of which party: what tells it from others of its name.
    """

    title: str
    address: str
    beneath: str
    ours_alone: bool


@frozen
class Group:
    """Some things of one sort, and whether there are more."""

    noun: str
    title: Any
    rows: tuple[Found, ...]
    more: bool


@frozen
class Read:
    """A document that says the words, with the place in it where the first of them stands."""

    stem: str
    headline: str
    words: str
    published: str


@page()
def search(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What says all of the words."""
    asked = request.GET.get("q", "")[:_LONGEST].replace("\0", " ").strip()
    parts = folded(asked).split()[:_MOST_WORDS]
    context: dict[str, Any] = {"asked": asked, "of": ""}
    if not parts:
        return render(request, "search/search.html", context)
    ours = desk.sees_ours
    rows = shelf.saying(desk.compact, " ".join(parts), ours=ours, within=desk.units)
    if (noun := request.GET.get("of", "")) in NOUNS:
        return render(
            request,
            "search/search.html",
            context | _of(desk, rows, noun, after=request.GET.get("after", "")[:64]),
        )
    groups = [_group(desk, rows, noun) for noun in NOUNS]
    context |= {
        "groups": [group for group in groups if group.rows],
        "acts": _acts(desk, parts),
        "documents": _documents(desk, parts) if ours else (),
    }
    context["nothing"] = not (context["groups"] or context["acts"] or context["documents"])
    return render(request, "search/search.html", context)


def _of(desk: Desk, rows: "QuerySet[models.Item]", noun: str, *, after: str) -> dict[str, Any]:
    """One sort, page by page."""
    found = list(rows.filter(noun=noun, name__gt=after).order_by("name")[: FOUND_A_PAGE + 1])
    shown = found[:FOUND_A_PAGE]
    group = Group(noun, NOUNS[noun], tuple(_found(desk, row) for row in shown), more=False)
    return {
        "of": noun,
        "groups": [group] if shown else [],
        "after": shown[-1].name if len(found) > FOUND_A_PAGE else None,
        "nothing": not shown,
    }


def _group(desk: Desk, rows: "QuerySet[models.Item]", noun: str) -> Group:
    found = list(rows.filter(noun=noun).order_by("name")[: SOME + 1])
    shown = tuple(_found(desk, row) for row in found[:SOME])
    return Group(noun, NOUNS[noun], shown, more=len(found) > SOME)


def _found(desk: Desk, row: models.Item) -> Found:
    said = row.document
    when, party = said.get("when") or said.get("period") or said.get("due"), said.get("party")
    beneath = (
        period_words(Period.parse(when), desk.words) if when else "",
        said.get("place", ""),
        desk.words.party(Party(party)) if party else "",
    )
    return Found(
        title=named(from_json(said), desk.words),
        address=page_of(desk.short, row.noun, row.name),
        beneath=" · ".join(part for part in beneath if part),
        ours_alone=row.ours_alone,
    )


def _acts(desk: Desk, parts: Sequence[str]) -> list[Row]:
    known = acts_of(desk)
    fitting = [
        one
        for one in reversed(tuple(known.values()))
        if all(part in folded(f"{' '.join(one.title.values())} {one.act}") for part in parts)
    ]
    return [row_of(desk, one, known) for one in fitting[:SOME]]


def _documents(desk: Desk, parts: Sequence[str]) -> tuple[Read, ...]:
    return tuple(
        Read(
            papers.stem(row.sha256, row.part),
            row.headline or row.name,
            _around(row.text, parts),
            row.published,
        )
        for row in readings.saying(desk.compact, parts, most=SOME)
    )


def _around(text: str, parts: Sequence[str]) -> str:
    """The words of a document around the first of those asked for; empty where only its name says them."""
    place = _place(text, parts)
    if place is None:
        return ""
    start, end = max(place - _AROUND, 0), place + _AROUND
    if start:
        start = text.find(" ", start, place) + 1 or start
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _place(text: str, parts: Sequence[str]) -> int | None:
    """Where the first word that says a part stands; within it, where it writes the part just so, the part."""
    for word in _WORD.finditer(text):
        said = folded(word.group())
        for part in parts:
            if part in said:
                return word.start() + max(word.group().casefold().find(part), 0)
    return None
