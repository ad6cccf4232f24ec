"""What the other parties entered into the record, told one sentence an entry."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import field, frozen
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json
from foedus.record.entry import Entry, EntryType
from foedus.reporting.dates import period_words
from foedus.reporting.naming import named
from foedus.terms import Period, wording_in
from foedus_node.storage.common import ledger
from foedus_node.storage.common.ledger import Entered
from foedus_node.storage.index import models, shelf
from foedus_node.web.desks import Desk
from foedus_node.web.standing import act_title

_OF_A_UNIT = 300
"""The entries that are looked through for those that speak of a unit's lines."""


@frozen
class News:
    """One entry of another party, told.

    Attributes:
        row: the entry's row here.
        address: of what it speaks of; empty where that has no page.
        at: when it was entered, as the entry claims it.
    """

    row: int
    told: str
    address: str
    at: str


@frozen
class _Known:
    """The things and acts that entries speak of."""

    desk: Desk
    items: Mapping[str, models.Item] = field(factory=dict)

    def title(self, name: str) -> str:
        row = self.items.get(name)
        return named(from_json(row.document), self.desk.words) if row else name

    def act(self, name: str) -> str:
        titles = _titles(self.desk.compact, name)
        return act_title(self.desk, titles) if titles else name[:12]


def news(desk: Desk, *, after: int, before: int | None, most: int) -> tuple[News, ...]:
    """What the other parties entered, the latest first.

    Args:
        desk: at which it is looked at; a unit is told of its own lines only.
        after: only what came after this row.
        before: only what came before this one; None: from the last on.
        most: how many at most.
    """
    us = desk.home.party
    many = most if desk.units is None else _OF_A_UNIT
    found = ledger.entered(desk.compact, but=us, before=before, after=after, most=many)
    if desk.units is not None:
        found = _of_units(desk, found)[:most]
    about = {name for one in found if (name := one.entry.body.get("item"))}
    known = _Known(desk, {row.name: row for row in shelf.items(desk.compact, about)})
    return tuple(
        News(one.row, _told(known, one.entry), _address(known, one.entry), one.entry.at) for one in found
    )


def _of_units(desk: Desk, found: Sequence[Entered]) -> tuple[Entered, ...]:
    names = {str(one.entry.body.get("item")) for one in found if one.entry.type is EntryType.REPORT}
    theirs = shelf.lines_of(desk.compact, names, desk.units or ())
    return tuple(
        one for one in found if one.entry.type is EntryType.REPORT and one.entry.body.get("item") in theirs
    )


def _told(known: _Known, line: Entry) -> str:
    desk, body = known.desk, line.body
    said = {"party": desk.words.party(line.party), "act": known.act(line.act) if line.act else ""}  # type: ignore[arg-type]  # a code from the record
    match line.type:
        case EntryType.SIGN:
            return _("%(party)s signed %(act)s.") % said
        case EntryType.DECLINE if body["reason"]:
            return _("%(party)s declined %(act)s: %(reason)s") % {**said, "reason": body["reason"]}
        case EntryType.DECLINE:
            return _("%(party)s declined %(act)s.") % said
        case EntryType.REPORT:
            return _reported(known, line)
        case EntryType.DOC:
            return _("%(party)s filed a document.") % said
        case EntryType.DENOUNCE:
            day = period_words(Period.parse(body["effective"]), desk.words)
            return _("%(party)s gave notice: it withdraws on %(day)s.") % {**said, "day": day}
        case EntryType.EVIDENCE:
            return _("%(party)s shows two entries of one log that contradict each other.") % said
        case _:
            return _("%(party)s made an entry.") % said


def _reported(known: _Known, line: Entry) -> str:
    item, stage = str(line.body["item"]), line.body.get("stage")
    said = {"party": known.desk.words.party(line.party), "item": known.title(item)}  # type: ignore[arg-type]  # a code from the record
    if not isinstance(stage, str):
        return _("%(party)s reported on %(item)s.") % said
    return _("%(party)s reported on %(item)s: %(stage)s.") % {**said, "stage": _stage(known, item, stage)}


def _stage(known: _Known, item: str, stage: str) -> str:
    row = known.items.get(item)
    about = from_json(row.document) if row else None
    if isinstance(about, Activity):
        kind = known.desk.kinds.get(about.kind)
        found = next((one for one in kind.stages if one.name == stage), None) if kind else None
        return wording_in(found.title, known.desk.language) if found else stage
    return known.desk.words.one_of("state", stage)


@lru_cache(maxsize=500)
def _titles(compact: str, act: str) -> Mapping[str, str]:
    """An act's title; an entry that speaks of an act comes with it."""
    found = ledger.act_named(compact, act)
    return found.title if found else {}


def _address(known: _Known, line: Entry) -> str:
    short = known.desk.short
    if line.act:
        return reverse("act", args=[short, line.act[:12]])
    row = known.items.get(str(line.body.get("item")))
    return page_of(short, row.noun, row.name) if row else ""


def page_of(short: str, noun: str, name: str) -> str:
    """The address of a thing's own page; empty where things of its noun have none."""
    if noun == "plan":
        return f"{reverse('plan', args=[short])}?plan={name}"
    if noun not in _PAGES:
        return ""
    try:
        return reverse(noun, args=[short, name])
    except NoReverseMatch:
        return ""


_PAGES: Iterable[str] = frozenset({"activity", "person", "office", "undertaking", "mechanism"})
