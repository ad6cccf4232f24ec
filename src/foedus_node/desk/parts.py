"""Registers of a part of the cooperation, from the index alone, so that a page costs what it shows.

The whole of a cooperation is folded by commands, which look at it once. Pages are asked again and
again: they are made from a few things and what those name (`around`), or from everything that was
said with the lines that bear on it (`spoken`), never from all lines. As the index stands, so do these.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from attrs import frozen
from django.db.models import QuerySet

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.cooperation.kind import Kind
from foedus.cooperation.kinds import kinds_among
from foedus.cooperation.office import Person, Tenure
from foedus.cooperation.references import references
from foedus.cooperation.undertaking import Undertaking
from foedus.followup.acts import asked
from foedus.followup.shelf import given
from foedus.oversight.progress import Progress
from foedus.oversight.visits import ANSWERED, INVITED
from foedus.record.holding import Told
from foedus.register import InForce, Register, fold
from foedus.terms import ItemId, Party
from foedus_node.desk.register import readable
from foedus_node.storage.common import ledger
from foedus_node.storage.index import first_lines, models, shelf
from foedus_node.storage.index.shelf import Mark
from foedus_node.storage.private import people

ALWAYS = ("kind",)
"""What every register of a few things holds too, since little is told without it."""
_SPOKEN = (
    "assessment",
    "engagement",
    "instrument",
    "kind",
    "mechanism",
    "office",
    "orientation",
    "person",
    "plan",
    "tenure",
    "undertaking",
)
"""All that is not a line, a marker, a sector or a target."""
_SAYING = ("assessment", "engagement", "instrument", "undertaking")
_UNREPORTED = frozenset({"kind", "office", "person", "tenure"})
_BELOW = 4
"""How many lines that carry out an instrument are looked at."""
_DONE = 2000
"""Up to how many lines that were carried out are all looked at as possible answers."""
_NEXT = 48
"""Beyond that, how many of a domain or a kind, the next after the word and the next about its due time."""
_ARMS = 100
_WINDOWS = 2000
_AT_ONCE = 500
_PARSED = 20_000

_parsed: dict[str, Item] = {}
"""Things by the digest of their row, so that what did not change is not read again."""


def around(
    party: Party,
    compact: str,
    names: Collection[str],
    *,
    on: datetime.date,
    steps: int = 2,
    known: Iterable[models.Item] | None = None,
) -> Register:
    """The register of a few things and of what they name, for a page that shows no more.

    Args:
        party: whose register it is.
        compact: the compact.
        names: the things.
        on: the day.
        steps: how far what they name is followed.
        known: things that were read already, all kinds among them; None: none was.
    """
    found = {row.name: row for row in (shelf.items_of(compact, ALWAYS) if known is None else known)}
    items = {name: from_json(row.document) for name, row in found.items()}

    def read(rows: Iterable[models.Item]) -> None:
        for row in rows:
            found[row.name], items[row.name] = row, from_json(row.document)

    ahead = set(names)
    for _ in range(steps + 1):
        read(shelf.items(compact, ahead - found.keys()))
        ahead = {name for one in ahead & items.keys() for _, name in references(items[one])}
        if not ahead:
            break
        same = people.same(compact)
        ahead = {same.get(ItemId(name), ItemId(name)) for name in ahead}
    persons = [name for name, item in items.items() if isinstance(item, Person)]
    read(shelf.naming(compact, persons, nouns=(Tenure.noun(),)))
    offices = {item.office for item in items.values() if isinstance(item, Tenure)}
    read(shelf.items(compact, offices - found.keys()))
    told = ledger.reports(compact, items=[*names])
    return _folded({name: (items[name], row) for name, row in found.items()}, party=party, told=told, on=on)


def spoken(
    party: Party, compact: str, *, on: datetime.date, mark: Mark | None, ruled: Collection[str] = ()
) -> Register:
    """The register of everything that was said, and of the lines that bear on it.

    Undertakings, mechanisms, instruments, occasions, people and what else is no line are all of them
    there. Of the lines there are those that carry out an undertaking or belong to a mechanism, those
    that anything said names, those that invite, and those done that may answer an undertaking: all
    of the latter up to `_DONE` of them, and then of each domain and each kind the next after the word.

    Args:
        party: whose register it is.
        compact: the compact.
        on: the day.
        mark: how far the index has come: what was made is kept until it has come further.
        ruled: things that we decided of, which are to be there too.
    """
    return _spoken(_Asked(party, compact, on, mark, frozenset(ruled)))


@frozen
class _Asked:
    """What a register is made of and from: other values, another register."""

    party: Party
    compact: str
    on: datetime.date
    mark: Mark | None
    ruled: frozenset[str]


@lru_cache(maxsize=2)
def _spoken(wanted: _Asked) -> Register:
    compact = wanted.compact
    things = models.Item.objects.filter(compact=compact)
    known = read(things.filter(noun__in=_SPOKEN))
    said = [item for item, _ in known.values() if isinstance(item, Undertaking)]
    told = [*_reports(compact, [name for name, (item, _) in known.items() if item.noun() not in _UNREPORTED])]
    named = {str(name) for one in told for name in one.body.get("items") or ()} | wanted.ruled
    kinds = kinds_among(item for item, _ in known.values() if isinstance(item, Kind))
    lines = {*_lines_named(compact), *_lines_below(compact, known), *_lines_inviting(compact, kinds)}
    lines |= _lines_done(compact, said)
    beside = _read_named(compact, {*lines, *named} - known.keys())
    told += _reports(compact, list(beside))
    return _folded({**known, **beside}, party=wanted.party, told=told, on=wanted.on)


# --- which lines bear on what was said ----------------------------------------------------------


def _lines_named(compact: str) -> Iterable[str]:
    """The lines that name an undertaking or a mechanism, and whatever something said names."""
    things = models.Item.objects.filter(compact=compact)
    links = models.Link.objects.filter(compact=compact)
    heads = things.filter(noun__in=("undertaking", "mechanism")).values("name")
    naming = things.filter(noun="activity", pk__in=links.filter(to__in=heads).values("item"))
    saying = things.filter(noun__in=_SAYING).values("pk")
    named = things.filter(name__in=links.filter(item__in=saying).values("to")).exclude(noun__in=_SPOKEN)
    return (*naming.values_list("name", flat=True), *named.values_list("name", flat=True))


def _lines_below(compact: str, known: Mapping[str, tuple[Item, models.Item]]) -> Iterable[str]:
    """Of the lines that carry out each instrument, the first few."""
    for name, (item, _) in known.items():
        if item.noun() == "instrument":
            links = models.Link.objects.filter(compact=compact, to=name).values("item")
            rows = models.Item.objects.filter(noun="activity", pk__in=links)
            yield from rows.order_by("ours_alone", "name").values_list("name", flat=True)[:_BELOW]


def _lines_inviting(compact: str, kinds: Mapping[str, Kind]) -> Iterable[str]:
    """The open lines that were reported on and may stand as an invitation."""
    inviting = [name for name, kind in kinds.items() if kind.stage(INVITED) and kind.stage(ANSWERED)]
    rows = models.Line.objects.filter(compact=compact, kind__in=inviting, **shelf.OPEN)
    return rows.exclude(reported="").values_list("name", flat=True)


def _lines_done(compact: str, said: Collection[Undertaking]) -> set[str]:
    """The lines carried out that may answer what was said."""
    done = carried_out(compact).exclude(when="")
    few = list(done.values_list("name", flat=True)[: _DONE + 1])
    if len(few) <= _DONE or not said:
        return set(few[:_DONE]) if said else set()
    parts = []
    for field, value, since in sorted(_windows(said), key=str, reverse=True)[:_WINDOWS]:
        parts.append(done.filter(**{field: value, "starts__gt": since}))
    return {
        line.name
        for at in range(0, len(parts), _ARMS)
        for line in first_lines.of_each(parts[at : at + _ARMS], most=_NEXT)
    }


def _windows(said: Iterable[Undertaking]) -> set[tuple[str, str, datetime.date]]:
    """Where lines are looked for that may answer undertakings: of a domain or a kind, after which day."""
    found = set()
    for one in said:
        when = given(one)
        if when is None:
            continue
        kinds = asked(one.gist, force=one.force).activities
        for since in {when.last, max(one.due.first, when.last) if one.due else when.last}:
            found |= {("domain", str(one.domain), since), *(("kind", kind, since) for kind in kinds)}
    return found


def carried_out(compact: str) -> "QuerySet[models.Line]":
    """The lines that were carried out, by what any side reported."""
    done = {"is_open": False, "progress": Progress.CARRIED_OUT.value}
    return models.Line.objects.filter(compact=compact, **done)


# --- reading and folding ------------------------------------------------------------------------


def read(rows: "QuerySet[models.Item]") -> dict[str, tuple[Item, models.Item]]:
    """Things with their rows, by name; what was read before is not read again."""
    heads = list(rows.order_by("name").defer("document", "words"))
    if len(_parsed) > _PARSED:
        _parsed.clear()
    found = {row.digest: item for row in heads if (item := _parsed.get(row.digest))}
    missing = [row.pk for row in heads if row.digest not in found]
    for at in range(0, len(missing), _AT_ONCE):
        some = models.Item.objects.filter(pk__in=missing[at : at + _AT_ONCE])
        for digest, document in some.values_list("digest", "document"):
            found[digest] = _parsed[digest] = from_json(document)
    return {row.name: (found[row.digest], row) for row in heads if row.digest in found}


def _read_named(compact: str, names: Collection[str]) -> dict[str, tuple[Item, models.Item]]:
    wanted = sorted(names)
    found: dict[str, tuple[Item, models.Item]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        found |= read(models.Item.objects.filter(compact=compact, name__in=wanted[at : at + _AT_ONCE]))
    return found


def _reports(compact: str, names: list[str]) -> Iterable[Told]:
    for at in range(0, len(names), _AT_ONCE):
        yield from ledger.reports(compact, items=names[at : at + _AT_ONCE])


def _folded(
    known: Mapping[str, tuple[Item, models.Item]], *, party: Party, told: Iterable[Told], on: datetime.date
) -> Register:
    # Who is whom was settled when the index was made: entries that stand for others are one there.
    return fold(
        party=party,
        in_force=[
            InForce(item=item, act=row.act, since=row.since)
            for item, row in known.values()
            if not row.ours_alone and row.since is not None
        ],
        reports=readable(one for one in told if one.at[:10] <= on.isoformat()),
        own=[item for item, row in known.values() if row.ours_alone],
        on=on,
    )
