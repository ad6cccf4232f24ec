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


@frozen
class Marked:
    """Marks in the order of their places, none within another."""

    marks: Sequence[Mark]
    _columns: dict[tuple[str, ...], tuple[Sequence[Mark], Sequence[int]]] = field(
        init=False, eq=False, repr=False
    )

    @_columns.default
    def _by_sort(self) -> dict[tuple[str, ...], tuple[Sequence[Mark], Sequence[int]]]:
        sorted_out: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            for sort in mark[2]:
                sorted_out[sort].append(mark)
        found: dict[tuple[str, ...], Sequence[Mark]] = {(): self.marks}
        found |= {(sort,): marks for sort, marks in sorted_out.items()}
        return {sorts: (marks, list(map(_start, marks))) for sorts, marks in found.items()}

    def __iter__(self) -> Iterator[Mark]:
        """All marks, in order."""
        return iter(self.marks)

    def of(self, *sorts: str) -> Sequence[Mark]:
        """All marks of the given sorts."""
        return self._column(sorts)[0]

    def starts(self, *sorts: str) -> frozenset[int]:
        """Where the marks of the given sorts begin."""
        return frozenset(self._column(sorts)[1])

    def _column(self, sorts: tuple[str, ...]) -> tuple[Sequence[Mark], Sequence[int]]:
        """The marks of any of these sorts, and where they begin; put together once, when first asked for."""
        column = self._columns.get(sorts)
        if column is None:
            parts = (self._columns[(sort,)][0] for sort in sorts if (sort,) in self._columns)
            by_place = {mark[0]: mark for marks in parts for mark in marks}
            starts = sorted(by_place)
            column = self._columns[sorts] = [by_place[start] for start in starts], starts
        return column

    def within(self, start: int, end: int, *sorts: str) -> Sequence[Mark]:
        """The marks that begin between two places, of the given sorts if any are given."""
        marks, starts = self._column(sorts)
        low = bisect_left(starts, start)
        return marks[low : bisect_left(starts, end, low)]

    def first(self, start: int, end: int, *sorts: str) -> Mark | None:
        """The first of the marks that begin between two places; None without one."""
        marks, starts = self._column(sorts)
        index = bisect_left(starts, start)
        return marks[index] if index < len(starts) and starts[index] < end else None

    def last(self, start: int, end: int, *sorts: str) -> Mark | None:
        """The last of the marks that begin between two places; None without one."""
        marks, starts = self._column(sorts)
        index = bisect_left(starts, end) - 1
        return marks[index] if index >= 0 and starts[index] >= start else None

    def holds(self, start: int, end: int, *sorts: str) -> bool:
        """Whether any such mark begins between two places."""
        return self.first(start, end, *sorts) is not None
