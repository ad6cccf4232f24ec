"""One leaf of a document's text, cut where what is proposed from it begins and ends.

Words that several proposals share belong to the shortest of them, as far as a click goes. Nothing
here knows of a page or a database.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import frozen

LETTERS = 20_000
"""The letters of a leaf; a communiqué has about three thousand."""


@frozen(kw_only=True)
class Span:
    """The words that state one proposal."""

    number: int
    start: int
    end: int


@frozen(kw_only=True)
class Piece:
    """A run of letters that belongs to the same proposals.

    Attributes:
        text: the letters, as they stand.
        of: the proposals whose words it is part of, the shortest first.
        begins: the proposals whose words begin with it.
    """

    text: str
    of: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def leaves(text: str) -> tuple[tuple[int, int], ...]:
    """The leaves of a text, each cut at a line's end or, where lines are long, at a blank."""
    found = []
    start = 0
    while len(text) - start > LETTERS:
        stop = start + LETTERS
        cut = max(text.rfind("\n", start + LETTERS // 2, stop), -1)
        if cut < 0:
            cut = text.rfind(" ", start + LETTERS // 2, stop)
        end = cut + 1 if cut > 0 else stop
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return tuple(found)


def leaf_at(all_leaves: Sequence[tuple[int, int]], place: int) -> int:
    """The number of the leaf, from 1, on which a place lies."""
    return max(1, bisect_right([start for start, _ in all_leaves], place))


def pieces(text: str, *, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text between two places, cut into pieces.

    Args:
        text: the whole text.
        start: where the leaf begins.
        end: where it ends.
        spans: the words of what is proposed; what reaches beyond the leaf is cut at its edge.
    """
    within = [span for span in spans if span.start < end and span.end > start and span.end > span.start]
    opening: dict[int, list[Span]] = {}
    closing: dict[int, list[Span]] = {}
    for span in within:
        opening.setdefault(max(span.start, start), []).append(span)
        closing.setdefault(min(span.end, end), []).append(span)
    edges = sorted({start, end, *opening, *closing})
    found, active = [], dict[int, Span]()
    for left, right in pairwise(edges):
        for span in closing.get(left, ()):
            active.pop(span.number, None)
        for span in opening.get(left, ()):
            active[span.number] = span
        shortest = sorted(active.values(), key=lambda span: (span.end - span.start, span.number))
        begins = tuple(span.number for span in opening.get(left, ()))
        found.append(Piece(text=text[left:right], of=tuple(span.number for span in shortest), begins=begins))
    return tuple(found)
