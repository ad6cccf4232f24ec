"""Keeping the index in step with the record and with what is ours alone.

A page asks `is_current`, two small questions, and has the index brought up where it is not. What
came in since as reports alone is worked out for the items they speak of; anything else is folded
whole and compared with what is there, so that only what changed is written.
"""

import datetime
import hashlib
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from typing import Any

import orjson
from attrs import frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.cooperation.item import Item
from foedus.cooperation.office import Person
from foedus.cooperation.presence import is_dated
from foedus.cooperation.progress import next_stage
from foedus.cooperation.references import references
from foedus.cooperation.spelling import folded
from foedus.interchange.ics import Revision
from foedus.oversight.clashes import people_and_units
from foedus.oversight.progress import Progress, progress_of
from foedus.record.entry import EntryType
from foedus.register import InForce, Register
from foedus.terms import ItemId
from foedus_node.desk.parts import around
from foedus_node.desk.planning import revisions, speaking
from foedus_node.desk.register import register
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.index.shelf import NEVER, Mark, Row
from foedus_node.storage.private import changes

_EDITION = version("foedus")
_FEW = 200
"""Items reported on since the last look, that are worked out one by one."""
_LITTLE = 5000
"""Items in acts, of a compact whose whole is folded while somebody waits: a second or two."""
_PLAIN = (EntryType.REPORT, EntryType.DOC, EntryType.MANDATE, EntryType.KEYS)
"""Entries that put nothing in force."""


def is_current(mark: Mark | None, *, known: tuple[int, int], on: datetime.date) -> bool:
    """Whether the index with this mark tells how things stand on a day, for a node that knows so much."""
    row, ours = known
    return mark == Mark(entry=row, ours=str(ours), day=on, edition=_EDITION)


def is_soon_done(compact: str, *, on: datetime.date) -> bool:
    """Whether somebody can wait until the index is brought up: little came in, or there is little in all."""
    return _reported_since(_mark(compact, on), shelf.mark(compact), compact) is not None or (
        ledger.contents(compact) <= _LITTLE
    )


def bring_up(home: Home, compact: str, *, on: datetime.date) -> int:
    """Bring a compact's index up to what is known; gives how many things changed."""
    now, before = _mark(compact, on), shelf.mark(compact)
    if before == now:
        return 0
    about = _reported_since(now, before, compact)
    return _all(home, compact, mark=now) if about is None else _some(home, compact, about, mark=now)


def _reported_since(now: Mark, before: Mark | None, compact: str) -> Collection[ItemId] | None:
    """The few items on which there are new reports, and there is nothing else new; None where there is."""
    if before is None or (before.ours, before.day, before.edition) != (now.ours, now.day, now.edition):
        return None
    since = ledger.since_row(compact, before.entry)
    about = {ItemId(item) for kind, item in since if kind == EntryType.REPORT.value}
    return about if len(about) <= _FEW and all(kind in _PLAIN for kind, _ in since) else None


def _mark(compact: str, on: datetime.date) -> Mark:
    return Mark(entry=ledger.last_row(compact), ours=str(changes.number()), day=on, edition=_EDITION)


def _some(home: Home, compact: str, names: Collection[ItemId], *, mark: Mark) -> int:
    now = around(home.party, compact, names, on=mark.day)
    # No report puts anything in force: what the record says of these lines is as it was.
    before = {row.name: row.line for row in shelf.items(compact, names) if row.noun == "activity"}
    spoken = _Spoken(
        offered={name: line.offered for name, line in before.items()},
        revisions={
            ItemId(name): Revision(line.revision, datetime.datetime.fromisoformat(line.signed))
            for name, line in before.items()
            if line.signed
        },
    )
    rows = [row for row in _rows(now, spoken, only=names) if row.name in names]
    return shelf.put(compact, rows, mark=mark, all_of_it=False)


def _all(home: Home, compact: str, *, mark: Mark) -> int:
    held = ledger.holding(compact)
    now = register(held, party=home.party, on=mark.day)
    in_force = held.settlement.in_force
    offered = {item: act for item, act in speaking(held).items() if in_force.get(item) != act}
    lines = [name for name, one in now.in_force.items() if isinstance(one.item, Activity)]
    spoken = _Spoken(offered=offered, revisions=revisions(held, lines))
    return shelf.put(compact, _rows(now, spoken), mark=mark, all_of_it=True)


@frozen(kw_only=True)
class _Spoken:
    """What acts say of lines beside their words: who offers a change, and how often they were changed."""

    offered: Mapping[str, str]
    revisions: Mapping[ItemId, Revision]


def _rows(now: Register, spoken: _Spoken, *, only: Collection[str] | None = None) -> Iterator[Row]:
    for name, one in now.in_force.items():
        if only is None or name in only:
            yield _row(now, one.item, spoken=spoken, in_force=one)
    for name, item in now.own.items():
        if only is None or name in only:
            yield _row(now, item, spoken=spoken, in_force=None)


def _row(now: Register, item: Item, *, spoken: _Spoken, in_force: InForce | None) -> Row:
    columns = {
        "noun": item.noun(),
        "ours_alone": in_force is None,
        "act": in_force.act if in_force else "",
        "since": in_force.since if in_force else None,
        "document": to_json(item),
        "words": _words(now, item),
    }
    line: dict[str, Any] | None = None
    units: tuple[ItemId, ...] = ()
    present: tuple[ItemId, ...] = ()
    if isinstance(item, Activity):
        line = _line(now, item, spoken=spoken, in_force=in_force)
        units, present = item.units, people_and_units(item)
    links = tuple(sorted({name for _, name in references(item, kinds=now.kinds)}))
    said = orjson.dumps([columns, line, units, present, links], option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(said).hexdigest()[:32]
    return Row(name=item.id, digest=digest, item=columns, line=line, units=units, people=present, links=links)


def _line(now: Register, line: Activity, *, spoken: _Spoken, in_force: InForce | None) -> dict[str, Any]:
    progress = progress_of(now, line)
    ahead = next_stage(now.kind_of(line), now.account_of(line))
    reported = now.reported(line.id)
    agreed = in_force.since if in_force else now.on
    is_open = progress not in (Progress.CARRIED_OUT, Progress.MISSED)
    is_late = progress is Progress.LATE
    revision = spoken.revisions.get(line.id)
    return {
        "ours_alone": in_force is None,
        "plan": line.plan or "",
        "kind": line.kind,
        "domain": line.domain,
        "host": line.host or "",
        "participants": list(line.participants),
        "level": line.level or "",
        "title": dict(line.title),
        "place": line.place[:255],
        "when": str(line.when or ""),
        "starts": line.when.start.first if line.when else NEVER,
        "ends": line.when.end.last if line.when else NEVER,
        "stage": ahead.name if ahead else "",
        "progress": (Progress.UNDER_WAY if reported else Progress.TO_COME) if is_late else progress,
        "is_open": is_open,
        "touched": max(agreed, min(reported.last, now.on)) if reported else agreed,
        "reported": str(reported or ""),
        "offered": spoken.offered.get(line.id, ""),
        "by_day": is_dated(line),
        "is_long": line.when is not None and line.when.end.last - line.when.start.first >= shelf.LONG,
        "serves_nothing": not line.serves,
        "revision": revision.number if revision else 0,
        "signed": f"{revision.at:%Y-%m-%dT%H:%M:%SZ}" if revision else "",
    }


def _words(now: Register, item: Item) -> str:
    """What a thing is found by: name, wordings, places and numbers; a person in every spelling."""
    said = [item.id, *_texts(to_json(item))]
    if isinstance(item, Person):
        said += now.spellings(item.id)
    return folded(" ".join(said))


_UNSAID = frozenset(
    {"type", "id", "plan", "kind", "domain", "mechanism", "serves", "units", "sources", "people"}
)
"""Fields whose words are codes or other things' names."""


def _texts(value: Any, *, name: str = "") -> Iterator[str]:
    match value:
        case str() if name not in _UNSAID:
            yield value
        case Mapping():
            for key, part in value.items():
                if key not in _UNSAID:
                    yield from _texts(part, name=key)
        case list() | tuple():
            for part in value:
                yield from _texts(part, name=name)
        case _:
            pass
