"""Keeping the index in step with the record and with what is ours alone.

A page asks `is_current`, two small questions, and has the index brought up where it is not. The few
things that may have changed since (`touched`) are worked out alone; where they are many, or on another
day, all is folded and compared with what is there, so that only what changed is written.
"""

import datetime
import hashlib
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from typing import Any

import orjson
from attrs import evolve, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.document import to_json
from foedus.cooperation.item import Item
from foedus.cooperation.presence import is_dated
from foedus.cooperation.progress import next_stage
from foedus.cooperation.references import references
from foedus.interchange.ics import Revision
from foedus.oversight.clashes import people_and_units
from foedus.oversight.progress import Progress, progress_of
from foedus.register import InForce, Register
from foedus.terms import ItemId
from foedus_node.desk.finding import words_of
from foedus_node.desk.planning import revisions, speaking
from foedus_node.desk.register import register, some
from foedus_node.desk.touched import touched
from foedus_node.home import Home
from foedus_node.storage.common import ledger
from foedus_node.storage.index import shelf
from foedus_node.storage.index.shelf import NEVER, Mark, Row
from foedus_node.storage.private import changes, own, people

_EDITION = f"{version('foedus')} by sound"
"""What an index is made by; another one is made anew."""
_FEW = 200
"""How many things are worked out one by one while somebody waits."""
_LITTLE = 5000
"""Items in acts, of a compact whose whole is folded while somebody waits: a second or two."""


def is_current(mark: Mark | None, *, known: tuple[int, int], on: datetime.date) -> bool:
    """Whether the index with this mark tells how things stand on a day, for a node that knows so much."""
    row, ours = known
    if mark is None:
        return False
    return evolve(mark, ours=mark.ours.partition("~")[0]) == Mark(
        entry=row, ours=str(ours), day=on, edition=_EDITION
    )


def is_soon_done(compact: str, *, on: datetime.date) -> bool:
    """Whether somebody can wait until the index is brought up: little came in, or there is little in all."""
    if ledger.contents(compact) <= _LITTLE:
        return True
    about = touched(compact, before=shelf.mark(compact), now=_mark(compact, on))
    return about is not None and len(about) <= _FEW


def bring_up(home: Home, compact: str, *, on: datetime.date) -> int:
    """Bring a compact's index up to what is known; gives how many things changed."""
    now, before = _mark(compact, on), shelf.mark(compact)
    if before == now:
        return 0
    about = touched(compact, before=before, now=now)
    return _all(home, compact, mark=now) if about is None else _some(home, compact, about, mark=now)


def _mark(compact: str, on: datetime.date) -> Mark:
    same = hashlib.sha256(orjson.dumps(sorted(people.same(compact).items()))).hexdigest()[:16]
    ours = f"{changes.number(compact)}~{same}"
    return Mark(entry=ledger.last_row(compact), ours=ours, day=on, edition=_EDITION)


def _some(home: Home, compact: str, names: frozenset[ItemId], *, mark: Mark) -> int:
    same = people.same(compact)
    # Who stands for somebody is told by all their entries.
    entries = {name for pair in same.items() if not names.isdisjoint(pair) for name in pair} | names
    held = ledger.settled(compact, items=entries)
    now = some(
        held,
        entries,
        party=home.party,
        on=mark.day,
        reports_on=names,
        own=own.own_among(entries, compact=compact).values(),
        same=same,
    )
    in_force = held.settlement.in_force
    speaks = speaking(held)
    spoken_of = ((str(name), speaks[name]) for name in names if name in speaks)
    offered = {name: act for name, act in spoken_of if in_force.get(name) != act}
    lines = [name for name in names if name in now.in_force and isinstance(now.in_force[name].item, Activity)]
    spoken = _Spoken(offered=offered, revisions=revisions(held, lines))
    return shelf.put(compact, _rows(now, spoken, only=names), mark=mark, about=names)


def _all(home: Home, compact: str, *, mark: Mark) -> int:
    held = ledger.holding(compact)
    now = register(held, party=home.party, on=mark.day)
    in_force = held.settlement.in_force
    offered = {item: act for item, act in speaking(held).items() if in_force.get(item) != act}
    lines = [name for name, one in now.in_force.items() if isinstance(one.item, Activity)]
    spoken = _Spoken(offered=offered, revisions=revisions(held, lines))
    return shelf.put(compact, _rows(now, spoken), mark=mark, about=None)


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
        "words": words_of(item, spellings=now.spellings(item.id)),
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
