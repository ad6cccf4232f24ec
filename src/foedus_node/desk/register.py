"""The cooperation as it stands on a day, from the common record and from what is ours alone."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import from_json, report_from_json, to_json
from foedus.cooperation.item import Item
from foedus.cooperation.persons import Same
from foedus.cooperation.references import references
from foedus.cooperation.report import Report
from foedus.errors import DocumentError
from foedus.record.holding import Holding, Line, Told
from foedus.register import InForce, Register, fold
from foedus.terms import Party
from foedus_node.storage.common import ledger
from foedus_node.storage.private import own as kept
from foedus_node.storage.private import people


@frozen
class Unreadable:
    """Something in the record that nobody here can read as what it should be."""

    what: str
    reason: str


def register(
    held: Holding, *, party: Party, on: datetime.date, reports_on: Collection[str] | None = None
) -> Register:
    """What is in force, what each side reported, and what is ours alone, as of a day.

    Items and reports that cannot be read are left out; `unreadable` names them.

    Args:
        held: the record.
        party: whose register it is.
        on: the day.
        reports_on: the items whose reports are wanted, since reports are many; None: all.
    """
    in_force = [
        InForce(item=item, act=line.act, since=datetime.date.fromisoformat(line.since))
        for line in held.lines()
        if line.since <= on.isoformat() and isinstance(item := _item(line), Item)
    ]
    told = ledger.reports(held.charter.hash, items=reports_on)
    reports = readable(one for one in told if one.at[:10] <= on.isoformat())
    return fold(
        party=party,
        in_force=in_force,
        reports=reports,
        own=kept.own_items(held.charter.hash),
        on=on,
        same=people.same(held.charter.hash),
    )


def some(
    held: Holding,
    names: Collection[str],
    *,
    party: Party,
    on: datetime.date,
    reports_on: Collection[str],
    own: Iterable[Item] = (),
    same: Same | None = None,
) -> Register:
    """What is in force of a few things, with their kinds and the reports on them, as of a day.

    It is read from the record itself and rests on no index: what is signed is held against it.

    Args:
        held: the record; the words of things may be read as they are asked for.
        names: the things; those not in force, or not to be read, are left out.
        party: whose register it is.
        on: the day.
        reports_on: the things whose reports are wanted.
        own: what is ours alone and is to be there too; our own kinds are there in any case.
        same: which entries are another person's; None: nothing is said of it.
    """
    own = tuple(own)
    found = {one.item.id: one for one in map(partial(_in_force, held), names) if one and one.since <= on}
    lines = (item for item in (*(one.item for one in found.values()), *own) if isinstance(item, Activity))
    kinds = {f"kind-{line.kind}" for line in lines}
    people_named = _entries_in((*(one.item for one in found.values()), *own), same or {})
    beside = [one for one in map(partial(_in_force, held), {*kinds, *people_named} - found.keys()) if one]
    told = ledger.reports(held.charter.hash, items=reports_on)
    beside_them = kept.own_among({*kinds, *people_named}, compact=held.charter.hash)
    ours = {item.id: item for item in (*beside_them.values(), *own)}
    return fold(
        party=party,
        in_force=[*found.values(), *beside],
        reports=readable(one for one in told if one.at[:10] <= on.isoformat()),
        own=ours.values(),
        on=on,
        same=same,
    )


def _entries_in(items: Iterable[Item], same: Same) -> set[str]:
    """The entries that items name and that stand for another or are another, with those others."""
    if not same:
        return set()
    named = {name for item in items for _, name in references(item)} & same.keys()
    return {*named, *(same[name] for name in named)}


def _in_force(held: Holding, name: str) -> InForce | None:
    """A thing that can be read, and its act, where one is in force on it."""
    act = held.settlement.in_force.get(name)
    leaf = held.leaf_of(act, name) if act else None
    if act is None or leaf is None:
        return None
    item = _item(Line(name, leaf, act, ""))
    since = datetime.date.fromisoformat(held.since(act) or str(datetime.date.max))
    return InForce(item=item, act=act, since=since) if isinstance(item, Item) else None


def common_items(held: Holding, *, noun: str | None = None) -> Iterator[Item]:
    """What is agreed and can be read, whenever it applies from: all of it, or the items of one noun."""
    for line in held.lines():
        if noun and not (isinstance(line.item, Mapping) and line.item.get("type") == noun):
            continue
        if isinstance(item := _item(line), Item):
            yield item


def unreadable(held: Holding) -> tuple[Unreadable, ...]:
    """The items in force and the reports that cannot be read."""
    found = [bad for line in held.lines() if isinstance(bad := _item(line), Unreadable)]
    found += [
        Unreadable(f"Entry {seq} of {party}'s log is a report that", reason)
        for party, seq, reason in ledger.unreadable(held.charter.hash)
    ]
    return tuple(found)


def body_of(report: Report) -> dict[str, object]:
    """A report as its entry says it; whose it is, the log says."""
    return {name: value for name, value in to_json(report).items() if name != "party"}


def _item(line: Line) -> Item | Unreadable | None:
    """What a line says; None where its words are withheld."""
    try:
        return from_json(line.item) if line.item is not None else None
    except DocumentError as error:
        # Another edition of this program may have signed for us what this one cannot read.
        return Unreadable(f"The item {line.id} in force", str(error))


def readable(told: Iterable[Told]) -> Iterator[Report]:
    """The reports among what the parties told that can be read as one."""
    for one in told:
        # A peer may write what it likes into its own log; `unreadable` shows it.
        with suppress(DocumentError):
            yield report_from_json({**one.body, "party": one.party})
