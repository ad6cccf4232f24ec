"""What a joint change makes of each thing, as a page shows it: article by article, so many a page.

An act and a draft of ours are shown alike. Who is confined to some units is shown their
activities and told how many other things the change speaks of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from foedus.cooperation.document import from_json
from foedus.cooperation.template import defence
from foedus.record.changes import Change
from foedus.reporting.acts.articles import Group, Row, Speech, in_order, lines, others
from foedus.reporting.naming import named
from foedus_node.storage.index import shelf
from foedus_node.web.desks import Desk

ROWS_A_PAGE = 100
_NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_NAMES_AT_MOST = 500


@frozen
class Articles:
    """Some of what a change makes of things.

    Attributes:
        lines: activities, by domain; `others` everything else, by what it is.
        sorts: how many things are new, changed, struck out, kept, withheld: of all.
        overtaken: the names of things that were changed in force since the change was written.
        many: how many there are; `first` the place of the first shown, from 1; `next` that of the next page.
        hidden: how many this person is not shown.
    """

    lines: tuple[Group, ...]
    others: tuple[Group, ...]
    sorts: Mapping[str, int]
    overtaken: frozenset[str]
    many: int
    first: int
    next: int | None
    before: int | None
    hidden: int

    @property
    def last(self) -> int:
        """The place of the last shown."""
        return min(self.first + ROWS_A_PAGE - 1, self.many)


def articles(desk: Desk, changes: Sequence[Change], *, first: int = 1) -> Articles:
    """One page of what a change makes of things.

    Args:
        desk: at which it is looked at.
        changes: what it makes of each.
        first: the place of the first on the page, from 1.
    """
    template = defence()
    seen = [row for row in changes if _is_seen(desk, row)]
    at = max(first - 1, 0) if first <= len(seen) else 0
    rows = in_order(seen, template)[at : at + ROWS_A_PAGE]
    speech = Speech(desk.words, template, _titles(desk, rows, of=changes))
    return Articles(
        lines=tuple(lines(rows, speech)),
        others=tuple(_called(group, rows, speech) for group in others(rows, speech)),
        sorts=Counter(row.sort.value for row in seen),
        overtaken=frozenset(row.item for row in rows if row.overtaken),
        many=len(seen),
        first=at + 1,
        next=at + ROWS_A_PAGE + 1 if at + ROWS_A_PAGE < len(seen) else None,
        before=max(at - ROWS_A_PAGE, 0) + 1 if at else None,
        hidden=len(changes) - len(seen),
    )


def _called(group: Group, rows: Iterable[Change], speech: Speech) -> Group:
    """Terms of office by who holds which office: they have no title of their own."""
    said = {row.item: row.after or row.before or {} for row in rows}

    def title(row: Row) -> str:
        joined = [speech.titles.get(str(said[row.item].get(name)), "") for name in ("person", "office")]
        return " · ".join(part for part in joined if part) or row.title

    is_tenure = all(said[row.item].get("type") == "tenure" for row in group.rows)
    return (
        evolve(group, rows=tuple(evolve(row, title=title(row)) for row in group.rows)) if is_tenure else group
    )


def _is_seen(desk: Desk, row: Change) -> bool:
    if desk.units is None:
        return True
    said = [document for document in (row.before, row.after) if document]
    return any(not desk.units.isdisjoint(document.get("units") or ()) for document in said)


def _titles(desk: Desk, rows: Iterable[Change], *, of: Iterable[Change]) -> Mapping[str, str]:
    """What the things are called that these rows name, as far as this person may know of them."""
    names = sorted({name for row in rows for each in (row.before, row.after) for name in _names(each)})
    found = shelf.items(desk.compact, names[:_NAMES_AT_MOST])
    known = {
        row.name: named(from_json(row.document), desk.words)
        for row in found
        if desk.sees_ours or not row.ours_alone
    }
    speech = Speech(desk.words, defence())
    new = {row.item: speech.called(row.after)[0] for row in of if row.after and row.item in names}
    return new | known


def _names(value: Any) -> Iterator[str]:
    match value:
        case str() if _NAME.fullmatch(value):
            yield value
        case Mapping():
            for inner in value.values():
                yield from _names(inner)
        case list() | tuple():
            for inner in value:
                yield from _names(inner)
        case _:
            pass
