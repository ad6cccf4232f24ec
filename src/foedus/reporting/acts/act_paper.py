"""What stands on the paper of an act, in the words of its language, before anything is laid out.

The paper is what ministers sign by hand or by certificate. It says everything that the act
says, and nothing that does not follow from the act, from the acts it builds on and from
the ministries' names: so two parties who hold the record make the same paper, and whoever
holds it later can make it again and compare.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import frozen
from babel import Locale

from foedus.cooperation.kinds import GENERIC, builtin
from foedus.cooperation.template import Template, defence
from foedus.errors import NoPaperError
from foedus.record import canonical, shape
from foedus.record.act import Act, Root
from foedus.record.changes import Change, Sort, change, document
from foedus.record.holding import Holding
from foedus.reporting.dates import day_words, period_words
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words, words
from foedus.terms import Date, Domain, Language, Party, Period, Wording, wording_in

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


@frozen(kw_only=True)
class Signatory:
    """A party that must sign, and its ministry as the paper's maker names it."""

    party: Party
    name: str
    ministry: str


@frozen(kw_only=True)
class ActPaper:
    """The paper of one act.

    Attributes:
        compact: the cooperation, as the page head names it; `compact_hash` its name in the record.
        lines: activities by domain, by date; `others` everything else the act sets.
        amends: whether it changes or strikes out anything, so that this must be shown of every row.
        voids: the acts that become void by it.
        texts: which other texts it names and which languages are authentic, a sentence each.
    """

    language: Language
    compact: str
    compact_hash: str
    act: str
    kind: str
    title: str
    also: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    facts: tuple[Fact, ...]
    lines: tuple[Group, ...]
    others: tuple[Group, ...]
    amends: bool
    voids: tuple[str, ...]
    texts: tuple[str, ...]


def act_paper(
    act: Act,
    held: Holding,
    *,
    language: Language,
    ministries: Mapping[Party, str] | None = None,
    template: Template | None = None,
) -> ActPaper:
    """Write the paper of an act.

    Args:
        act: the act; held, with its leaves.
        held: its compact's record, for the words that the act changes.
        language: `en` or `fr`.
        ministries: what each party's ministry is called, where it is known.
        template: the domains and their titles; the built-in ones of defence where nothing is given.

    Raises:
        NoPaperError: words of the act, or words that it changes, are withheld.
        NoWordingError: papers are not written in that language yet.
    """
    desk = _Desk(words(language, whole=True), template or defence())
    rows = tuple(_change(act, held, row.id) for row in act.items)
    return ActPaper(
        language=language,
        compact=desk.title(held.charter.title),
        compact_hash=act.compact,
        act=act.hash,
        kind=desk.words.one_of("act", act.kind),
        title=desk.title(act.title),
        also=desk.also(act.title),
        signatories=tuple(
            Signatory(
                party=Party(code),
                name=desk.words.party(Party(code)),
                ministry=(ministries or {}).get(Party(code), ""),
            )
            for code in held.acts[act.charter].parties
        ),
        facts=tuple(_facts(act, held, rows, desk=desk)),
        lines=tuple(_lines(rows, desk)),
        others=(*_roots(act, desk), *_others(rows, desk)),
        amends=any(row.sort is not Sort.NEW for row in rows),
        voids=tuple(_voided(name, held, desk) for name in act.voids),
        texts=tuple(_texts(act, desk.words)),
    )


def _change(act: Act, held: Holding, item: str) -> Change:
    """What the act makes of an item, against the act it builds on: the same whenever it is asked."""
    leaf, base = held.leaf_of(act.hash, item), act.bases[item]
    if leaf is None or (base and held.leaf_of(base, item) is None):
        raise NoPaperError(act=act.hash[:12], item=item)
    return change(item, before=document(held, base, item), after=leaf.item)


@frozen
class _Desk:
    """The words and the template a paper is written with."""

    words: Words
    template: Template

    def title(self, wording: Mapping[Any, str]) -> str:
        return wording_in(cast("Wording", wording), self.words.language)

    def also(self, wording: Mapping[Any, str]) -> tuple[str, ...]:
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
        return value

    def _time(self, value: str) -> str:
        try:
            return period_words(Period.parse(value), self.words)
        except ValueError:
            return value


def _is_wording(value: Any) -> bool:
    return shape.is_wording(value) and all(map(_TAG.fullmatch, value))


def _facts(act: Act, held: Holding, rows: Iterable[Change], *, desk: _Desk) -> Iterator[Fact]:
    names = [desk.words.party(Party(code)) for code in held.acts[act.charter].parties]
    yield Fact(label=desk.words.say("parties"), value=", ".join(names))
    effective = act.effective and day_words(Date.parse(act.effective).first, desk.words)
    yield Fact(label=desk.words.say("effective"), value=effective or desk.words.say("on-last-signature"))
    said = {row.item: row.after for row in rows if row.after}
    for plan in (item for item in said.values() if item.get("type") == "plan" and "period" in item):
        yield Fact(label=desk.label("period"), value=desk.value("period", plan["period"]))
    if act.serves:
        served = (desk.called(said[name])[0] if name in said else name for name in act.serves)
        yield Fact(label=desk.label("serves"), value="; ".join(served))


def _lines(rows: Iterable[Change], desk: _Desk) -> Iterator[Group]:
    """The activities by domain, in the template's order, its own domains first; within one by date."""
    order = {str(domain): place for place, domain in enumerate(desk.template.domains)}
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
        heading = desk.title(desk.template.title_of(Domain(domain)))
        yield Group(heading=heading, rows=tuple(_row(row, desk, but=("domain", *plan)) for row in here))


def _others(rows: Iterable[Change], desk: _Desk) -> Iterator[Group]:
    """What is no activity, by its type, in the order of the act."""
    found = [row for row in rows if _said(row).get("type") != "activity"]
    for noun in dict.fromkeys(str(_said(row).get("type", "")) for row in found):
        here = tuple(_row(row, desk) for row in found if str(_said(row).get("type", "")) == noun)
        yield Group(heading=desk.words.one_of("noun", noun), rows=here)


def _roots(act: Act, desk: _Desk) -> Iterator[Group]:
    """Whose signature stands for each party: what a charter says beside its items."""
    if act.parties:
        rows = (
            Row(
                item=code,
                title=desk.words.party(Party(code)),
                also=(),
                when="",
                where="",
                host="",
                facts=(Fact(label=_must_sign(root, desk), value=", ".join(root.keys)),),
                sort=Sort.NEW,
                sort_words=desk.words.one_of("sort", Sort.NEW),
                amended=(),
            )
            for code, root in act.parties.items()
        )
        yield Group(heading=desk.words.say("roots"), rows=tuple(rows))


def _must_sign(root: Root, desk: _Desk) -> str:
    return desk.words.say("must-sign", count=root.threshold, all=len(root.keys))


def _said(row: Change) -> Mapping[str, Any]:
    return row.after or row.before or {}


def _row(row: Change, desk: _Desk, *, but: Sequence[str] = ()) -> Row:
    said = _said(row)
    noun = str(said.get("type", ""))
    title, also = desk.called(said)
    shown = next((name for name in _NAMES if said.get(name)), "")
    return Row(
        item=row.item,
        title=title,
        also=also,
        when=desk.value("when", said["when"]) if said.get("when") else "",
        where=desk.value("place", said.get("place", "")),
        host=desk.value("host", said.get("host", "")),
        facts=tuple(
            Fact(label=desk.label(name), value=desk.value(name, said[name], of=noun))
            for name in said
            if name not in (*_TOLD_APART, *but, shown)
        ),
        sort=row.sort,
        sort_words=desk.words.one_of("sort", row.sort),
        amended=tuple(
            Amended(
                label=desk.label(name),
                before=desk.value(name, before, of=noun),
                after=desk.value(name, after, of=noun),
            )
            for name, before, after in (row.fields if row.sort is Sort.CHANGED else ())
        ),
    )


def _voided(name: str, held: Holding, desk: _Desk) -> str:
    act = held.acts.get(name)
    return f"{desk.title(act.title)} ({name})" if act else name


def _texts(act: Act, spoken: Words) -> Iterator[str]:
    stated = canonical.decode(act.data, what="act")
    for row in stated["texts"]:
        yield spoken.say("text-named", language=_language(row["lang"], spoken), document=row["sha256"])
    if stated["authentic"]:
        tongues = [_language(tag, spoken) for tag in stated["authentic"]]
        yield spoken.say("authentic", languages=", ".join(tongues))
    if not stated["texts"]:
        yield spoken.say("no-texts")


def _language(tag: str, spoken: Words) -> str:
    return str(Locale.parse(spoken.language).languages.get(tag, tag))
