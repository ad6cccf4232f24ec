"""What an act makes of each thing, article by article, in the words of a language.

The paper of an act sets it in type and a page shows it; both say the same. What things are
compared with, the act's own bases or what is in force, is the caller's to choose.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import field, frozen

from foedus.cooperation.kinds import GENERIC, builtin
from foedus.cooperation.template import Template
from foedus.record import shape
from foedus.record.changes import Change, Sort
from foedus.reporting.dates import period_words
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words
from foedus.terms import Domain, Party, Period, Wording, wording_in

_PARTIES = ("by", "host", "on", "participants", "parties", "party", "rotation")
_TIMES = ("due", "ends", "given", "in_force", "period", "signed", "since", "until", "when")
_NAMES = ("title", "text", "gist", "name")
"""Where an item says what it is called, the first that is there."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_TOLD_APART = ("id", "type", "when", "place", "host")


@frozen(kw_only=True)
class Amended:
    """One field that the act changes: what was in force, what shall be."""

    label: str
    before: str
    after: str


@frozen(kw_only=True)
class Row:
    """One thing that the act sets.

    Attributes:
        also: its title in the other languages in which the act gives it.
        facts: whatever else the act says of it.
        sort: new, changed, struck or kept, against the act it builds on.
    """

    item: str
    title: str
    also: tuple[str, ...]
    when: str
    where: str
    host: str
    facts: tuple[Fact, ...]
    sort: Sort
    sort_words: str
    amended: tuple[Amended, ...]


@frozen(kw_only=True)
class Group:
    """Things of one kind: the lines of a domain, or what else the act sets."""

    heading: str
    rows: tuple[Row, ...]


@frozen
class Speech:
    """The words and the template with which things are told.

    Attributes:
        titles: what the things are called that others name; one that is not here stands by its name.
    """

    words: Words
    template: Template
    titles: Mapping[str, str] = field(factory=dict, hash=False)

    def title(self, wording: Mapping[Any, str]) -> str:
        """Words in the language of the words."""
        return wording_in(cast("Wording", wording), self.words.language)

    def also(self, wording: Mapping[Any, str]) -> tuple[str, ...]:
        """The same in its other languages."""
        first = self.title(wording)
        return tuple(dict.fromkeys(said for _, said in sorted(wording.items()) if said != first))

    def called(self, said: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        """What an item is called, and the same in its other languages; its name where it has no title."""
        for name in _NAMES:
            value = said.get(name)
            if _is_wording(value):
                return self.title(cast("Mapping[str, str]", value)), self.also(
                    cast("Mapping[str, str]", value)
                )
            if shape.is_text(value):
                return str(value), ()
        return str(said.get("id", "")), ()

    def label(self, name: str) -> str:
        """What a field is called."""
        return self.words.one_of("field", name).replace("_", " ")

    def value(self, name: str, value: Any, *, of: str = "") -> str:
        """A field's value in words; what cannot be read as its field should be stands there as it is."""
        match value:
            case None:
                return self.words.say("nothing")
            case bool():
                return str(value).lower()
            case dict() if _is_wording(value):
                return " / ".join([self.title(value), *self.also(value)])
            case dict():
                parts = (f"{self.label(part)}: {self.value(part, inner)}" for part, inner in value.items())
                return "; ".join(parts)
            case list() if name in _PARTIES and value and all(map(shape.is_party, value)):
                return self.words.parties(map(Party, value))
            case list():
                return ", ".join(self.value(name, part, of=of) for part in value)
            case str():
                return self._text(name, value, of=of)
        return str(value)

    def _text(self, name: str, value: str, *, of: str) -> str:
        if name in _PARTIES and shape.is_party(value):
            return self.words.party(Party(value))
        if name in _TIMES:
            return self._time(value)
        if name == "domain":
            return self.title(self.template.title_of(Domain(value)))
        if name == "level":
            return self.words.one_of("levels", value)
        if name == "kind" and of == "activity":
            return self.title(builtin().get(value, builtin()[GENERIC]).title)
        return self.titles.get(value, value)

    def _time(self, value: str) -> str:
        try:
            return period_words(Period.parse(value), self.words)
        except ValueError:
            return value


def _is_wording(value: Any) -> bool:
    return shape.is_wording(value) and all(map(_TAG.fullmatch, value))


def in_order(rows: Iterable[Change], template: Template) -> list[Change]:
    """Changes in the order in which `lines` and `others` tell them, so that they can be told page by page."""
    order = {str(domain): place for place, domain in enumerate(template.domains)}

    def place(row: Change) -> tuple[bool, int, str, str, str]:
        said = _said(row)
        if said.get("type") != "activity":
            return (True, 0, "", "", "")
        domain = str(said.get("domain", ""))
        return (False, order.get(domain, len(order)), domain, str(said.get("when") or "~"), row.item)

    return sorted(rows, key=place)


def lines(rows: Iterable[Change], speech: Speech) -> Iterator[Group]:
    """The activities by domain, in the template's order, its own domains first; within one by date."""
    order = {str(domain): place for place, domain in enumerate(speech.template.domains)}
    rows = tuple(rows)
    found = [row for row in rows if _said(row).get("type") == "activity"]
    # Whose line it is goes without saying where the act sets one plan and nothing but its lines.
    plans = {_said(row).get("plan") for row in found}
    plan = ("plan",) if len(plans) == 1 and plans <= {row.item for row in rows} else ()
    domains = sorted(
        {str(_said(row).get("domain", "")) for row in found},
        key=lambda name: (order.get(name, len(order)), name),
    )
    for domain in domains:
        here = [row for row in found if str(_said(row).get("domain", "")) == domain]
        here.sort(key=lambda row: (str(_said(row).get("when") or "~"), row.item))
        heading = speech.title(speech.template.title_of(Domain(domain)))
        yield Group(heading=heading, rows=tuple(_row(row, speech, but=("domain", *plan)) for row in here))


def others(rows: Iterable[Change], speech: Speech) -> Iterator[Group]:
    """What is no activity, by its type, in the order of the act."""
    found = [row for row in rows if _said(row).get("type") != "activity"]
    for noun in dict.fromkeys(str(_said(row).get("type", "")) for row in found):
        here = tuple(_row(row, speech) for row in found if str(_said(row).get("type", "")) == noun)
        yield Group(heading=speech.words.one_of("noun", noun), rows=here)


def _said(row: Change) -> Mapping[str, Any]:
    """What an act says of a thing; what was said of it before, where it strikes it out."""
    return row.after or row.before or {}


def _row(row: Change, speech: Speech, *, but: Sequence[str] = ()) -> Row:
    said = _said(row)
    noun = str(said.get("type", ""))
    title, also = speech.called(said) if said else (row.item, ())
    shown = next((name for name in _NAMES if said.get(name)), "")
    return Row(
        item=row.item,
        title=title,
        also=also,
        when=speech.value("when", said["when"]) if said.get("when") else "",
        where=speech.value("place", said.get("place", "")),
        host=speech.value("host", said.get("host", "")),
        facts=tuple(
            Fact(label=speech.label(name), value=speech.value(name, said[name], of=noun))
            for name in said
            if name not in (*_TOLD_APART, *but, shown)
        ),
        sort=row.sort,
        sort_words=speech.words.one_of("sort", row.sort),
        amended=tuple(
            Amended(
                label=speech.label(name),
                before=speech.value(name, before, of=noun),
                after=speech.value(name, after, of=noun),
            )
            for name, before, after in (row.fields if row.sort is Sort.CHANGED else ())
        ),
    )
