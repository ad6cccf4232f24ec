"""Writing the index and reading it: things by name, lines by what is asked of them, words by search.

What a row says was worked out by `foedus_node.desk.indexing`; nothing here knows of acts or reports.
Every answer is bounded: a page of so many rows, and the place at which the next one begins.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen
from django.db import connections, transaction
from django.db.models import Count, FilteredRelation, Max, Q, QuerySet

from foedus.terms import ItemId, Party
from foedus_node.storage.index import models, searching
from foedus_node.storage.index.searching import Sought

NEVER = datetime.date.max
"""Where a line without a date stands: after all others."""
LONG = datetime.timedelta(days=7)
"""How much later the last day of a long line is than its first: too long for each day of a calendar."""
OPEN: Mapping[str, Any] = {"is_open__in": (True,)}
"""Whether a line is open, so written that SQLite finds it by an index: a bare column it reads through."""
_AT_ONCE = 500


@frozen(kw_only=True)
class Row:
    """What the index keeps of one thing: its own columns, and its line's where it is an activity."""

    name: ItemId
    digest: str
    item: Mapping[str, Any]
    line: Mapping[str, Any] | None = None
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@frozen(kw_only=True)
class Mark:
    """How far an index has come."""

    entry: int
    ours: str
    day: datetime.date
    edition: str


def mark(compact: str) -> Mark | None:
    """How far a compact's index has come; None where it was never made."""
    rows = models.Mark.objects.filter(pk=compact).values_list("entry", "ours", "day", "edition")
    return next(
        (Mark(entry=entry, ours=ours, day=day, edition=edition) for entry, ours, day, edition in rows), None
    )


def put(compact: str, rows: Iterable[Row], *, mark: Mark, about: Collection[str] | None) -> int:
    """Put rows into a compact's index; gives how many were new or changed.

    Args:
        compact: whose index it is.
        rows: the things as they stand now.
        mark: what they were made from.
        about: the things that were looked at, so that those of them that have no row go out; None: all.
    """
    with transaction.atomic(using="private"):
        here = models.Item.objects.filter(compact=compact)
        here = here if about is None else here.filter(name__in=about)
        known = dict(here.values_list("name", "digest"))
        changed = [row for row in rows if known.pop(row.name, None) != row.digest]
        gone = [*(row.name for row in changed), *known]
        had_lines = models.Line.objects.filter(compact=compact, name__in=gone[:_AT_ONCE]).exists()
        for at in range(0, len(gone), _AT_ONCE):
            models.Item.objects.filter(compact=compact, name__in=gone[at : at + _AT_ONCE]).delete()
        for at in range(0, len(changed), _AT_ONCE):
            _insert(compact, changed[at : at + _AT_ONCE])
        how_far: dict[str, Any] = {
            "entry": mark.entry,
            "ours": mark.ours,
            "day": mark.day,
            "edition": mark.edition,
        }
        if len(gone) > _AT_ONCE or had_lines or any(row.line for row in changed):
            how_far["facets"] = _facets(compact)
        models.Mark.objects.update_or_create(compact=compact, defaults=how_far)
    if len(gone) > _AT_ONCE:
        take_stock()
    return len(gone)


def take_stock() -> None:
    """Let the database see how its rows lie, or it takes a compact's rows for few and reads them all."""
    with connections["private"].cursor() as cursor:
        if connections["private"].vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")


def facets(compact: str) -> Mapping[str, Sequence[str]]:
    """What there is to filter a compact's lines by: the values of each field, in their order."""
    return models.Mark.objects.filter(pk=compact).values_list("facets", flat=True).first() or {}


def _facets(compact: str) -> dict[str, list[str]]:
    lines = models.Line.objects.filter(compact=compact)
    found = {
        name: sorted(value for value in lines.values_list(name, flat=True).distinct() if value)
        for name in ("plan", "domain", "kind", "host", "stage")
    }
    units = models.Unit.objects.filter(compact=compact).values_list("unit", flat=True)
    return {**found, "unit": sorted(units.distinct())}


def _insert(compact: str, rows: Sequence[Row]) -> None:
    items = models.Item.objects.bulk_create(
        models.Item(compact=compact, name=row.name, digest=row.digest, **row.item) for row in rows
    )
    lines = [
        models.Line(item=item, compact=compact, name=row.name, **row.line)
        for item, row in zip(items, rows, strict=True)
        if row.line is not None
    ]
    models.Line.objects.bulk_create(lines)
    by_name = {row.name: row for row in rows}
    models.Unit.objects.bulk_create(
        models.Unit(line=line, compact=compact, unit=unit, starts=line.starts)
        for line in lines
        for unit in by_name[ItemId(line.name)].units
    )
    models.Stay.objects.bulk_create(
        models.Stay(line=line, who=who, starts=line.starts, ends=line.ends)
        for line in lines
        if line.by_day
        for who in {*by_name[ItemId(line.name)].units, *by_name[ItemId(line.name)].people}
    )
    models.Link.objects.bulk_create(
        models.Link(item=item, compact=compact, to=to)
        for item, row in zip(items, rows, strict=True)
        for to in row.links
    )


# --- things by name -----------------------------------------------------------------------------


def items(compact: str, names: Collection[str]) -> tuple[models.Item, ...]:
    """The things of these names, in the order of the names; those that there are."""
    if not names:
        return ()
    return tuple(models.Item.objects.filter(compact=compact, name__in=names).order_by("name"))


def with_line(compact: str, name: str) -> models.Item | None:
    """The thing of that name, and its line where it is an activity; None where there is none."""
    return next(iter(models.Item.objects.filter(compact=compact, name=name).select_related("line")), None)


def things(
    compact: str, noun: str, *, size: int, after: str = "", ours: bool = False
) -> tuple[tuple[models.Item, ...], str | None]:
    """Some things of a noun by name, and the name after which the next page begins; None at the end."""
    rows = models.Item.objects.filter(compact=compact, noun=noun, name__gt=after)
    if not ours:
        rows = rows.filter(ours_alone=False)
    found = tuple(rows.order_by("name")[: size + 1])
    return found[:size], found[size - 1].name if len(found) > size else None


def naming_some(
    compact: str, names: Collection[str], *, nouns: Collection[str], most: int, ours: bool = False
) -> tuple[models.Item, ...]:
    """As `naming`, so many at most, and what is ours alone only if it is asked for."""
    linked = models.Link.objects.filter(compact=compact, to__in=names).values("item")
    rows = models.Item.objects.filter(pk__in=linked, noun__in=nouns)
    if not ours:
        rows = rows.filter(ours_alone=False)
    return tuple(rows.order_by("noun", "name")[:most])


def lines_naming(rows: QuerySet[models.Line], compact: str, name: str) -> QuerySet[models.Line]:
    """Those of some lines that name a thing."""
    return rows.filter(pk__in=models.Link.objects.filter(compact=compact, to=name).values("item"))


def items_of(compact: str, nouns: Collection[str]) -> tuple[models.Item, ...]:
    """All things of some nouns: only for those of which a cooperation has few, kinds and plans."""
    return tuple(models.Item.objects.filter(compact=compact, noun__in=nouns).order_by("noun", "name"))


def edition_of(compact: str, nouns: Collection[str]) -> tuple[int, int]:
    """Two numbers that are others once anything of some nouns was changed, added or taken out."""
    rows = models.Item.objects.filter(compact=compact, noun__in=nouns)
    found = rows.aggregate(many=Count("pk"), last=Max("pk"))
    return (found["many"], found["last"] or 0)


def naming(compact: str, names: Collection[str], *, nouns: Collection[str]) -> tuple[models.Item, ...]:
    """The things of some nouns that name one of these."""
    if not names:
        return ()
    # The links first, which are few; asked at once, a database may go through all things of the nouns.
    links = models.Link.objects.filter(compact=compact, to__in=names).values_list("item", flat=True)
    linked = set(links)
    found = models.Item.objects.filter(pk__in=linked).order_by("noun", "name") if linked else ()
    return tuple(item for item in found if item.noun in nouns)


def items_due(
    compact: str, noun: str, *, until: datetime.date, ours: bool, most: int
) -> tuple[models.Item, ...]:
    """Things of a noun whose words name a time by which they are due, the latest of them first.

    Args:
        compact: the compact.
        noun: which noun.
        until: only what may be due by this day.
        ours: whether what is ours alone is asked for too.
        most: how many at most.
    """
    rows = models.Item.objects.filter(compact=compact, noun=noun, document__due__lte=until.isoformat())
    if not ours:
        rows = rows.filter(ours_alone=False)
    return tuple(rows.order_by("-document__due", "name")[:most])


def lines_of(compact: str, names: Collection[str], units: Collection[str]) -> frozenset[str]:
    """Those of these lines that some units carry out."""
    rows = models.Unit.objects.filter(compact=compact, unit__in=units, line__name__in=names)
    return frozenset(rows.values_list("line__name", flat=True))


# --- lines --------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Wanted:
    """Which lines are asked for; what is empty does not matter.

    Attributes:
        stage: the stage that comes next.
        unit: an office or unit that carries them out.
        late: only those whose days are over and of which nobody said that they took place.
        stale: only open ones that nobody touched for so many days.
        search: words, each of which stands in the line, without case and accents.
        within: only those of these units, for somebody who sees no others.
        ours: whether lines that are ours alone are shown too.
    """

    plan: str = ""
    domain: str = ""
    kind: str = ""
    host: Party | str = ""
    stage: str = ""
    unit: str = ""
    late: bool = False
    stale: int | None = None
    search: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    within: frozenset[str] | None = None
    ours: bool = False


@frozen
class Page:
    """Some lines, and the place after which the next page begins; None where there are no more."""

    lines: tuple[models.Line, ...] = field(factory=tuple)
    after: str | None = None


def chosen(
    compact: str, wanted: Wanted, *, on: datetime.date, sought: Sought | None = None
) -> QuerySet[models.Line]:
    """The lines that are asked for, in no order; to be read page by page (`page`) or in bounds.

    Args:
        compact: the compact.
        wanted: which lines.
        on: the day.
        sought: the words that are searched for, where they were looked up already.
    """
    rows = models.Line.objects.filter(compact=compact)
    for name in ("plan", "domain", "kind", "host", "stage"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if not wanted.ours:
        rows = rows.filter(ours_alone=False)
    if wanted.unit:
        rows = rows.filter(
            pk__in=models.Unit.objects.filter(compact=compact, unit=wanted.unit).values("line")
        )
    if wanted.within is not None:
        seen = models.Unit.objects.filter(compact=compact, unit__in=wanted.within)
        rows = rows.filter(pk__in=seen.values("line"))
    rows = rows.filter(**_in_time(wanted, on=on))
    if wanted.search:
        rows = rows.filter(searching.saying(sought or searching.sought(wanted.search), of="item__"))
    return rows


def _in_time(wanted: Wanted, *, on: datetime.date) -> Mapping[str, Any]:
    asked: dict[str, Any] = {}
    if wanted.late:
        asked |= {**OPEN, "ends__lt": on}
    if wanted.stale is not None:
        asked |= {**OPEN, "touched__lte": on - datetime.timedelta(days=wanted.stale)}
    if wanted.first:
        asked["ends__gte"] = wanted.first
    if wanted.last:
        asked["starts__lte"] = wanted.last
    return asked


def page(rows: QuerySet[models.Line], *, size: int, after: str = "") -> Page:
    """One page of lines, the earliest first, those without a date last.

    Args:
        rows: the lines that are asked for.
        size: how many a page has.
        after: where the page before ended (`Page.after`); empty: from the beginning.
    """
    if after:
        day, _, name = after.partition("~")
        try:
            since = datetime.date.fromisoformat(day)
        except ValueError:
            since, name = datetime.date.min, ""
        # Written out, so that the database can begin at the place instead of counting up to it.
        rows = rows.filter(starts__gte=since).exclude(starts=since, name__lte=name)
    found = tuple(rows.order_by("starts", "name")[: size + 1])
    if len(found) <= size:
        return Page(found)
    last = found[size - 1]
    return Page(found[:size], f"{last.starts.isoformat()}~{last.name}")


def in_order(rows: QuerySet[models.Line]) -> Iterator[models.Line]:
    """Lines with their items, the earliest first, however many: read as they are taken."""
    return rows.select_related("item").order_by("starts", "name").iterator(chunk_size=_AT_ONCE)


def stays_of(
    compact: str, who: Collection[str], *, first: datetime.date, last: datetime.date
) -> QuerySet[models.Stay]:
    """Where persons and units are from one day to another."""
    among = models.Stay.objects.filter(who__in=who, starts__lte=last, ends__gte=first)
    return among.filter(line__compact=compact).select_related("line")


def coming_after(
    compact: str, names: Collection[str], *, followers: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """What lines say must come before them, by line; those that say nothing are left out.

    Args:
        compact: the compact.
        names: the lines.
        followers: whether the lines are wanted that name one of these, instead of these themselves.
    """
    rows = models.Item.objects.filter(compact=compact, noun="activity")
    if followers:
        rows = rows.filter(pk__in=models.Link.objects.filter(compact=compact, to__in=names).values("item"))
    else:
        rows = rows.filter(name__in=names)
    said = rows.values_list("name", "document__after")
    found = {name: tuple(after) for name, after in said if after}
    if followers:
        return {name: after for name, after in found.items() if not set(names).isdisjoint(after)}
    return found


def keep_events(texts: Mapping[int, str], *, language: str) -> None:
    """Keep what lines, by their rows, say in a calendar in a language."""
    models.Event.objects.bulk_create(
        (models.Event(line_id=line, language=language, text=text) for line, text in texts.items()),
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )


def events(rows: QuerySet[models.Line], language: str) -> list[tuple[int, str | None]]:
    """What lines say in a calendar in a language, the earliest line first; None where it was not kept."""
    in_it = FilteredRelation("events", condition=Q(events__language=language))
    kept = rows.annotate(kept=in_it).order_by("starts", "name")
    return list(kept.values_list("pk", "kept__text"))


def count(rows: QuerySet[Any], *, most: int = 1000) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than were counted."""
    # By a column of every index, so that no row of the table need be read to be counted.
    found = rows.order_by().values("starts" if rows.model is models.Line else "pk")[: most + 1].count()
    return min(found, most), found > most


def count_chosen(
    compact: str, wanted: Wanted, *, on: datetime.date, sought: Sought | None = None, most: int = 1000
) -> tuple[int, bool]:
    """As `count`, of the lines that are asked for so (`chosen`)."""
    if sought and sought.is_common and (some := searching.some_saying(sought, most=2 * most)):
        # Where enough of the first ones are asked for, the others need not be read through.
        found = count(chosen(compact, evolve(wanted, search=""), on=on).filter(some), most=most)
        if found[1]:
            return found
    return count(chosen(compact, wanted, on=on, sought=sought), most=most)


# --- words --------------------------------------------------------------------------------------


def search(compact: str, words: str, *, most: int, nouns: Collection[str] = ()) -> tuple[models.Item, ...]:
    """Some things that say all of these words, what is ours alone among them."""
    rows = saying(compact, words, ours=True)
    if nouns:
        rows = rows.filter(noun__in=nouns)
    return tuple(rows.order_by("pk")[:most])


def saying(
    compact: str, words: str, *, ours: bool, within: frozenset[str] | None = None
) -> QuerySet[models.Item]:
    """Things that say all of these words, in no order; to be read in bounds.

    Args:
        compact: the compact.
        words: the words, without case and accents.
        ours: whether things that are ours alone are asked for too.
        within: only the activities of these units, for somebody who sees no others.
    """
    rows = models.Item.objects.filter(searching.saying(searching.sought(words)), compact=compact)
    if not ours:
        rows = rows.filter(ours_alone=False)
    if within is not None:
        theirs = models.Unit.objects.filter(compact=compact, unit__in=within)
        rows = rows.filter(~Q(noun="activity") | Q(pk__in=theirs.values("line")))
    return rows
