"""The cascade: from each orientation to what carries it out, to lines of the plan, and to results.

Where nothing follows there is silence, and it is shown. A few orientations a page, a few lines under
each instrument: the table has the others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import frozen
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foedus.cooperation.document import from_json
from foedus.cooperation.item import Item
from foedus_node.storage.index import first_lines, models, shelf
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.plan.filters import Asked, asked, surroundings

ORIENTATIONS_A_PAGE = 8
LINES_EACH = 8
_MOST_INSTRUMENTS = 200
_BETWEEN = ("instrument", "plan", "undertaking")
_TOPS = ("orientation", "undertaking", "instrument", "plan")
"""Where trees begin, in the order of the pages; the latter only where they stand under nothing."""
_STEPS = 3


@frozen(kw_only=True)
class Group:
    """What hangs from an orientation by one instrument.

    Attributes:
        by: the instrument, plan or undertaking; None for lines that serve the orientation themselves.
        ours_alone: whether it is known to us only.
        lines: its lines that are asked for, the earliest first.
        further: whether there are more.
    """

    by: Item | None
    noun: str
    ours_alone: bool
    lines: tuple[models.Line, ...]
    further: bool

    @property
    def rows(self) -> int:
        """The rows it takes; silence takes one."""
        return max(len(self.lines), 1) + self.further


@frozen(kw_only=True)
class Tree:
    """One orientation, or something under none, and what follows from it."""

    top: Item
    noun: str
    ours_alone: bool
    groups: tuple[Group, ...]

    @property
    def rows(self) -> int:
        """The rows it takes."""
        return sum(group.rows for group in self.groups) or 1


@page()
def cascade(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Some orientations by name, and what follows from each; after them what stands under none."""
    chosen = asked(request, desk)
    after = request.GET.get("after", "")
    found, following = _tops(desk, after)
    unserving: Sequence[models.Line] = ()
    if following is None:
        nothing = chosen.lines.filter(serves_nothing=True).order_by("starts", "name")
        unserving = list(nothing[: LINES_EACH * 2 + 1])
    narrowed = any(name not in ("after", "plan") and value for name, value in request.GET.items())
    return render(
        request,
        "plan/cascade.html",
        {
            **surroundings(chosen),
            "trees": _trees(chosen, found),
            "after": following,
            "unserving": unserving[: LINES_EACH * 2],
            "more_unserving": len(unserving) > LINES_EACH * 2,
            "narrowed": narrowed or chosen.plan is not None,
            "empty": not found and following is None and not after,
        },
    )


def _tops(desk: Desk, after: str) -> tuple[list[models.Item], str | None]:
    """The things a page begins from, and where the next page begins: `undertaking~undertaking-2026-1`."""
    noun, _, name = after.partition("~")
    at = _TOPS.index(noun) if noun in _TOPS else 0
    found, following = shelf.things(
        desk.compact, _TOPS[at], size=ORIENTATIONS_A_PAGE, after=name, ours=desk.sees_ours
    )
    if following is not None:
        further: str | None = f"{_TOPS[at]}~{following}"
    else:
        further = f"{_TOPS[at + 1]}~" if at + 1 < len(_TOPS) else None
    return [row for row in found if row.noun == "orientation" or not _above(row)], further


def _trees(chosen: Asked, tops: Sequence[models.Item]) -> list[Tree]:
    desk = chosen.desk
    between = _between(desk, [row.name for row in tops])
    above = {row.name: _above(row) for row in between}
    names = [row.name for row in (*tops, *between)]
    lines = _lines(chosen, names, {row.name for row in (*tops, *between) if row.noun == "plan"})
    trees = []
    for row in tops:
        under = [one for one in between if _leads_to(one.name, row.name, above)]
        groups = _groups(under, row, lines)
        if groups or row.noun in ("orientation", "undertaking"):
            top = from_json(row.document)
            trees.append(Tree(top=top, noun=row.noun, ours_alone=row.ours_alone, groups=tuple(groups)))
    return trees


def _groups(
    under: Sequence[models.Item], top: models.Item, lines: Mapping[str, Sequence[models.Line]]
) -> list[Group]:
    """A line that serves the top itself stands under its plan, where the plan serves it, too."""
    plans = {one.name for one in under if one.noun == "plan"}
    direct: dict[str, list[models.Line]] = defaultdict(list)
    for line in lines.get(top.name, ()):
        direct[line.plan if line.plan in plans else ""].append(line)
    groups = [_group(None, direct[""])] if direct[""] else []
    for one in under:
        named_here = {line.name: line for line in (*direct[one.name], *lines.get(one.name, ()))}
        groups.append(_group(one, sorted(named_here.values(), key=lambda line: (line.starts, line.name))))
    return groups


def _between(desk: Desk, names: Collection[str]) -> list[models.Item]:
    """The instruments, plans and undertakings that serve one of these, directly or by one another."""
    found: dict[str, models.Item] = {}
    asked_for: set[str] = set(names)
    for _ in range(_STEPS):
        rows = shelf.naming_some(
            desk.compact, asked_for, nouns=_BETWEEN, most=_MOST_INSTRUMENTS, ours=desk.sees_ours
        )
        fresh = {row.name: row for row in rows if row.name not in found and asked_for & set(_above(row))}
        if not fresh or len(found) > _MOST_INSTRUMENTS:
            break
        found |= fresh
        asked_for = set(fresh)
    return list(found.values())


def _above(row: models.Item) -> tuple[str, ...]:
    """What a thing says it carries out."""
    said = [*row.document.get("serves", ())]
    return tuple([*said, row.document["parent"]] if row.document.get("parent") else said)


def _leads_to(name: str, top: str, above: Mapping[str, Iterable[str]]) -> bool:
    ahead, seen = [name], {name}
    while ahead:
        for one in above.get(ahead.pop(), ()):
            if one == top:
                return True
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return False


def _lines(chosen: Asked, names: Sequence[str], plans: Collection[str]) -> dict[str, list[models.Line]]:
    """The lines that carry out each thing, the first few; of a plan those that name nothing else."""
    rows, compact = chosen.lines, chosen.desk.compact
    parts = [
        rows.filter(plan=name, serves_nothing=True)
        if name in plans
        else shelf.lines_naming(rows, compact, name)
        for name in names
    ]
    found: dict[str, list[models.Line]] = defaultdict(list)
    lines = first_lines.of_each(parts, most=LINES_EACH + 1)
    documents = {row.name: row.document for row in shelf.items(compact, [line.name for line in lines])}
    wanted = set(names)
    for line in lines:
        served = wanted.intersection(documents[line.name].get("serves", ()))
        if line.serves_nothing and line.plan in plans:
            served = {line.plan}
        for name in served:
            found[name].append(line)
    return found


def _group(row: models.Item | None, lines: Sequence[models.Line]) -> Group:
    return Group(
        by=from_json(row.document) if row else None,
        noun=row.noun if row else "",
        ours_alone=bool(row and row.ours_alone),
        lines=tuple(lines[:LINES_EACH]),
        further=len(lines) > LINES_EACH,
    )
