"""The marks of one text, found by place and by sort.

Rules ask over and over for the marks of some sorts between two places. Each sort's marks
lie in a column of their own, so an answer costs two searches by halves and no walk over
the marks between. Nothing here knows what a sort means.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from attrs import field, frozen

from foedus.reading.lexicon import Mark

_start = itemgetter(0)


Column = tuple[Sequence[Mark], Sequence[int]]
"""Marks in the order of their places, and where they begin."""
_EMPTY: Column = (), ()


class _Columns(dict[tuple[str, ...], Column]):
    """The columns of sorts; of several sorts together, put together when first asked for."""

    def __missing__(self, sorts: tuple[str, ...]) -> Column:
        there = [self[sort,] for sort in sorts if (sort,) in self]
        if len(there) < 2:
            self[sorts] = alone = there[0] if there else _EMPTY
            return alone
        by_place = {mark[0]: mark for marks, _ in there for mark in marks}
        starts = sorted(by_place)
        self[sorts] = column = [by_place[start] for start in starts], starts
        return column


@frozen
class Marked:
    """Marks in the order of their places, none within another."""

    marks: Sequence[Mark]
    _columns: _Columns = field(init=False, eq=False, repr=False)

    @_columns.default
    def _by_sort(self) -> _Columns:
        found: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            for sort in mark[2]:
                found[sort].append(mark)
        columns = _Columns({(sort,): (marks, list(map(_start, marks))) for sort, marks in found.items()})
        columns[()] = self.marks, list(map(_start, self.marks))
        return columns

    def __iter__(self) -> Iterator[Mark]:
        """All marks, in order."""
        return iter(self.marks)

    def of(self, *sorts: str) -> Sequence[Mark]:
        """All marks of the given sorts."""
        return self._columns[sorts][0]

    def starts(self, *sorts: str) -> frozenset[int]:
        """Where the marks of the given sorts begin."""
        return frozenset(self._columns[sorts][1])

    def within(self, start: int, end: int, *sorts: str) -> Sequence[Mark]:
        """The marks that begin between two places, of the given sorts if any are given."""
        marks, starts = self._columns[sorts]
        low = bisect_left(starts, start)
        return marks[low : bisect_left(starts, end, low)]

    def first(self, start: int, end: int, *sorts: str) -> Mark | None:
        """The first of the marks that begin between two places; None without one."""
        marks, starts = self._columns[sorts]
        index = bisect_left(starts, start)
        return marks[index] if index < len(starts) and starts[index] < end else None

    def last(self, start: int, end: int, *sorts: str) -> Mark | None:
        """The last of the marks that begin between two places; None without one."""
        marks, starts = self._columns[sorts]
        index = bisect_left(starts, end) - 1
        return marks[index] if index >= 0 and starts[index] >= start else None

    def holds(self, start: int, end: int, *sorts: str) -> bool:
        """Whether any such mark begins between two places."""
        return self.first(start, end, *sorts) is not None
