"""What a proposal says, and what accepting it would change, in words of the page's language."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.document import from_json
from foedus.cooperation.ranks import ranks
from foedus.reporting.dates import period_words
from foedus.reporting.naming import named
from foedus.terms import Language, Party, Period, wording_in
from foedus_node.desk.settling import Change
from foedus_node.desk.stories import Given
from foedus_node.storage.index import shelf
from foedus_node.storage.private.papers import Proposal
from foedus_node.web.desks import Desk
from foedus_node.web.templatetags import house
from foedus_node.web.views.reading.mending import state_words

SORTS = {
    "people": _("Person"),
    "engagements": _("Occasion"),
    "instruments": _("Instrument"),
    "commitments": _("Undertaking"),
    "assessments": _("Assessment"),
}
"""What each sort of proposal is called."""

THINGS = {
    "person": _("Person"),
    "office": _("Office"),
    "tenure": _("Term of office"),
    "engagement": _("Occasion"),
    "mechanism": _("Mechanism"),
    "instrument": _("Instrument"),
    "undertaking": _("Undertaking"),
    "orientation": _("Orientation"),
    "assessment": _("Assessment"),
}
"""What each noun of the register is called."""

_FIELDS = {
    "about": _("what is judged"),
    "by": _("said by"),
    "domain": _("domain"),
    "due": _("due"),
    "force": _("how it was said"),
    "gist": _("what is to be done"),
    "given": _("given on"),
    "kind": _("what it is"),
    "level": _("level"),
    "mechanism": _("mechanism"),
    "name": _("name"),
    "office": _("office"),
    "on": _("to be done by"),
    "parties": _("between"),
    "party": _("of"),
    "person": _("person"),
    "place": _("place"),
    "polarity": _("which way"),
    "principals": _("who was there"),
    "rank": _("rank"),
    "rank_printed": _("rank as printed"),
    "session": _("number of the session"),
    "sessions": _("sessions"),
    "spellings": _("further spellings"),
    "status": _("state"),
    "text": _("words"),
    "title": _("title"),
    "when": _("when"),
    "year": _("year"),
}
_UNTOLD = ("source", "names")
_PARTIES = ("parties", "by", "on", "party")
_DATES = ("when", "due", "given")
_THINGS = ("person", "office", "mechanism", "principals")


@frozen
class Row:
    """A proposal as the list beside the text shows it."""

    proposal: Proposal
    sort: str
    said: tuple[str, ...]
    rejected_before: datetime.date | None = None
    """When its like was rejected, of the same rule and in the same words; None: never, or it is settled."""
    given: Given | None = None
    """What another document of the story gave already, and was accepted; None: nothing, or it is settled."""


@frozen
class Changed:
    """One thing that accepting would add or change: what it is, its name, each field now and then."""

    sort: str
    name: str
    is_new: bool
    in_force: bool
    fields: tuple[tuple[str, str, str], ...]


def row(
    proposal: Proposal,
    desk: Desk,
    *,
    rejected_before: datetime.date | None = None,
    given: Given | None = None,
) -> Row:
    """A proposal in words."""
    parts = _SAID[proposal.kind](proposal.fact, desk)
    said = tuple(part for part in parts if part)
    waits = proposal.state == "open"
    return Row(proposal, str(SORTS[proposal.kind]), said, rejected_before, given if waits else None)


def changed(changes: Iterable[Change], desk: Desk) -> tuple[Changed, ...]:
    """What would change, in words; things by their names, with one question to the index for all."""
    changes = tuple(changes)
    asked = {
        name
        for change in changes
        for field, _now, then in change.fields
        if field in _THINGS
        for name in (then if isinstance(then, list) else [then])
        if name
    }
    names = {
        item.name: named(from_json(item.document), desk.words) for item in shelf.items(desk.compact, asked)
    }
    names |= {change.after.id: named(change.after, desk.words) for change in changes}
    words = _Words(desk, names)
    return tuple(
        Changed(
            sort=str(THINGS.get(change.after.noun(), change.after.noun())),
            # A term of office has no name of its own.
            name="" if change.after.noun() == "tenure" else names[change.after.id],
            is_new=change.before is None,
            in_force=change.in_force,
            fields=tuple(
                (str(_FIELDS.get(field, field)), words.of(field, now), words.of(field, then))
                for field, now, then in change.fields
                # Of what all have signed only a further spelling is known to us beside it.
                if field not in _UNTOLD and (field == "spellings" or not change.in_force)
            ),
        )
        for change in changes
    )


def _person(fact: Mapping[str, Any], desk: Desk) -> list[str]:
    offices = [office_words(one, desk) for one in (fact.get("office") or "").split("; ") if one]
    return [
        fact.get("name") or "",
        rank_words(fact.get("rank"), desk),
        *offices,
        _parties(fact.get("party"), desk),
    ]


def _engagement(fact: Mapping[str, Any], desk: Desk) -> list[str]:
    when = _when(fact.get("start"), fact.get("end"), desk)
    return [
        desk.words.one_of("engagement", fact["kind"]),
        state_words(fact["status"]),
        when,
        fact.get("place") or "",
        _parties(fact.get("parties"), desk),
    ]


def _instrument(fact: Mapping[str, Any], desk: Desk) -> list[str]:
    year = fact.get("year")
    kind = desk.words.one_of("instrument", fact["kind"])
    return [kind, state_words(fact["status"]), str(year or ""), _parties(fact.get("parties"), desk)]


def _commitment(fact: Mapping[str, Any], desk: Desk) -> list[str]:
    return [
        fact["gist"],
        desk.words.one_of("force", fact["force"]),
        _parties(fact.get("by"), desk),
        house.domain(fact.get("domain") or ""),
        _when(fact.get("due"), None, desk),
    ]


def _assessment(fact: Mapping[str, Any], desk: Desk) -> list[str]:
    polarity = desk.words.one_of("polarity", fact["polarity"])
    return [fact["about"], polarity, _parties(fact.get("by"), desk)]


_SAID = {
    "people": _person,
    "engagements": _engagement,
    "instruments": _instrument,
    "commitments": _commitment,
    "assessments": _assessment,
}


@frozen
class _Words:
    """What fields of an item hold, in words."""

    desk: Desk
    names: Mapping[str, str]

    def of(self, field: str, value: Any) -> str:
        """The words for what one field holds; empty for nothing."""
        if value in (None, "", [], {}):
            return ""
        if field in _PARTIES:
            return _parties(value, self.desk)
        if field in _THINGS:
            return ", ".join(self.names.get(one, one) for one in _list(value))
        if field in _DATES:
            return period_words(Period.parse(value), self.desk.words)
        if field in _BY_FIELD:
            return _BY_FIELD[field](value, self.desk)
        if isinstance(value, Mapping):
            return wording_in({Language(tag): said for tag, said in value.items()}, self.desk.language)
        return ", ".join(map(str, _list(value)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kind(value: str, desk: Desk) -> str:
    """An occasion's kind or an instrument's; their words are told apart by which of them knows it."""
    known = (desk.words.table.get(f"{topic}.{value}") for topic in ("engagement", "instrument"))
    return next((words for words in known if words), value)


def _sessions(value: Any, desk: Desk) -> str:
    _unused = desk
    return ", ".join(str(one.get("number", "")) for one in value)


def _parties(codes: Any, desk: Desk) -> str:
    listed = [codes] if isinstance(codes, str) else [*(codes or ())]
    return desk.words.parties(map(Party, listed)) if listed else ""


def rank_words(name: str | None, desk: Desk) -> str:
    """A rank by its name."""
    rank = ranks().get(name or "")
    return wording_in(rank.title, desk.language) if rank else name or ""


def office_words(title: str, desk: Desk) -> str:
    """An office by its English title; one that is not known in the page's language stays as it is."""
    return desk.words.table.get(f"office.{title.lower().replace(' ', '-')}", title)


def date_words(date: str, desk: Desk) -> str:
    """A date, or what was written for one."""
    return _when(date, None, desk)


def field_words(field: str, value: str, desk: Desk) -> str:
    """What one field of a fact says; a field without words of its own says its value."""
    if field in ("start", "end", "due"):
        return date_words(value, desk)
    if field == "office":
        return ", ".join(office_words(one, desk) for one in value.split("; "))
    return _BY_FIELD[field](value, desk) if field in ("rank", "status", "force") else value


def _when(start: str | None, end: str | None, desk: Desk) -> str:
    if not start:
        return ""
    try:
        period = Period.parse(f"{start}/{end}" if end and end != start else start)
    except ValueError:
        return start
    return period_words(period, desk.words)


_BY_FIELD: Mapping[str, Callable[[Any, Desk], str]] = {
    "force": lambda value, desk: desk.words.one_of("force", value),
    "polarity": lambda value, desk: desk.words.one_of("polarity", value),
    "level": lambda value, desk: desk.words.one_of("levels", value),
    "status": lambda value, _desk: state_words(value),
    "domain": lambda value, _desk: house.domain(value),
    "rank": rank_words,
    "kind": _kind,
    "sessions": _sessions,
}
