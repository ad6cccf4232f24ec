"""What cannot be together, from the index alone: of lines as they stand, and of one at a proposed date."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus.oversight.clashes import Clash, Engaged, clashes_of
from foedus.terms import ItemId, Party, Period
from foedus_node.storage.index import models, shelf
from foedus_node.storage.index.shelf import Wanted

_MOST = 500
"""How many lines are looked at that share somebody with a line on its days."""


@frozen
class Found:
    """What a line cannot be together with.

    Attributes:
        clashes: each, in the order of the other lines' dates.
        lines: the other lines, by name.
        more: whether so many share its days that not all were looked at.
    """

    clashes: tuple[Clash, ...]
    lines: Mapping[str, models.Line]
    more: bool = False


def engaged(compact: str, lines: Iterable[models.Line]) -> tuple[Engaged, ...]:
    """Who is where for lines, by three questions however many lines they are."""
    lines = tuple(lines)
    who: dict[Any, set[ItemId]] = defaultdict(set)
    for line, name in models.Stay.objects.filter(line__in=lines).values_list("line", "who"):
        who[line].add(ItemId(name))
    after = shelf.coming_after(compact, [line.name for line in lines])
    return tuple(
        _engaged(line, who=who[line.pk], after=frozenset(map(ItemId, after.get(line.name, ()))))
        for line in lines
    )


def at_a_date(compact: str, name: str, *, when: Period | None, wanted: Wanted, **said: Any) -> Found | None:
    """What a line clashes with at a proposed date; None where the index knows no line of that name.

    Args:
        compact: the compact.
        name: the line.
        when: the proposed date; None for the one it has.
        wanted: which lines the person may see (`Wanted.within`, `Wanted.ours`).
        said: what is proposed beside the date, of `host` and `place`.
    """
    row = models.Line.objects.filter(compact=compact, name=name).select_related("item").first()
    if row is None:
        return None
    document = row.item.document
    people = {part["person"] for part in document.get("people", ()) if part.get("person")}
    who = frozenset(map(ItemId, {*people, *document.get("units", ())}))
    after = frozenset(map(ItemId, document.get("after", ())))
    line = evolve(_engaged(row, who=who, after=after), **said)
    line = evolve(line, when=when) if when else line
    others, more = _others(compact, line, wanted)
    named = {one.name: one for one in others}
    return Found(clashes_of(line, engaged(compact, others)), named, more)


def names(compact: str, items: Collection[str], called: Callable[[Item], str]) -> dict[Any, str]:
    """What persons and units are called; their own names where the index does not know them."""
    known = {row.name: called(from_json(row.document)) for row in shelf.items(compact, items)}
    return {name: known.get(name, name) for name in items}


def _others(compact: str, line: Engaged, wanted: Wanted) -> tuple[list[models.Line], bool]:
    """The lines that may clash with one: who shares its days, what must come before or after it."""
    shown = shelf.chosen(compact, Wanted(within=wanted.within, ours=wanted.ours), on=shelf.NEVER)
    around = shelf.coming_after(compact, [line.line], followers=True)
    order = {*line.after, *around.keys()}
    found = {row.name: row for row in shown.filter(name__in=order)} if order else {}
    if line.when is None or not line.who:
        return sorted(found.values(), key=_begins), False
    stays = shelf.stays_of(compact, line.who, first=line.when.start.first, last=line.when.end.last)
    rows = shown.filter(pk__in=stays.values("line")).exclude(name=line.line)
    near = list(rows.order_by("starts", "name")[: _MOST + 1])
    found |= {row.name: row for row in near[:_MOST]}
    return sorted(found.values(), key=_begins), len(near) > _MOST


def _engaged(line: models.Line, *, who: Collection[ItemId], after: frozenset[ItemId]) -> Engaged:
    return Engaged(
        line=ItemId(line.name),
        when=Period.parse(line.when) if line.when else None,
        host=Party(line.host) if line.host else None,
        place=line.place,
        who=frozenset(who),
        after=after,
    )


def _begins(line: models.Line) -> tuple[Any, str]:
    return (line.starts, line.name)
