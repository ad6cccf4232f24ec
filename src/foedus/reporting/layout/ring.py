"""The sign of the house: one arc for each party, in the order of the charter.

An arc is hollow while the signature is awaited, full when given, barred when
declined. The ring closes when all are given; a void act's ring is struck through; a
draft has no ring, only a dot. Above twelve parties a number stands in its place. The
drawing never stands alone: its state is written in words beside it, which is why it
is hidden from a screen reader.
"""

import math
from collections.abc import Sequence
from enum import StrEnum

SIZE = 16
_MIDDLE = SIZE / 2
_OUTER, _INNER = 7.0, 4.2
_GAP = math.radians(14)
_MOST = 12


class Arc(StrEnum):
    """What one party has done."""

    AWAITED = "awaited"
    SIGNED = "signed"
    DECLINED = "declined"


def ring(arcs: Sequence[Arc], *, void: bool = False, color: str = "currentColor") -> str:
    """Draw the ring as SVG, 16 units square.

    Args:
        arcs: what each party has done, in the order of the charter, clockwise from the top; none is a draft.
        void: whether the act no longer holds.
        color: any SVG colour; papers that know no current colour give one.
    """
    if not arcs:
        drawn = f'<circle cx="{_MIDDLE:g}" cy="{_MIDDLE:g}" r="2.4" fill="{color}"/>'
    elif len(arcs) > _MOST:
        drawn = _number(arcs, color)
    else:
        drawn = "".join(_arc(arcs, index, color) for index in range(len(arcs)))
    if void:
        drawn += _bar((1, SIZE - 1), (SIZE - 1, 1), color)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
        f' aria-hidden="true">{drawn}</svg>'
    )


def _arc(arcs: Sequence[Arc], index: int, color: str) -> str:
    share = 2 * math.pi / len(arcs)
    closed = all(arc is Arc.SIGNED for arc in arcs)
    gap = 0.0 if closed or len(arcs) == 1 else min(_GAP, share / 3)
    start, end = index * share + gap / 2, (index + 1) * share - gap / 2
    if len(arcs) == 1:
        end -= 1e-3  # an arc that ends where it starts is not drawn at all
    fill = color if arcs[index] is Arc.SIGNED else "none"
    drawn = f'<path d="{_sector(start, end)}" fill="{fill}" stroke="{color}" stroke-width="0.9"/>'
    if arcs[index] is Arc.DECLINED:
        middle = (start + end) / 2
        drawn += _bar(_point(_INNER - 1.6, middle), _point(_OUTER + 1, middle), color)
    return drawn


def _sector(start: float, end: float) -> str:
    large = int(end - start > math.pi)
    outer = (
        f"M{_written(_point(_OUTER, start))} A{_OUTER} {_OUTER} 0 {large} 1 {_written(_point(_OUTER, end))}"
    )
    inner = (
        f"L{_written(_point(_INNER, end))} A{_INNER} {_INNER} 0 {large} 0 {_written(_point(_INNER, start))}"
    )
    return f"{outer} {inner} Z"


def _number(arcs: Sequence[Arc], color: str) -> str:
    given = f"{sum(arc is Arc.SIGNED for arc in arcs)}/{len(arcs)}"
    middle = f"{_MIDDLE:g}"
    return (
        f'<circle cx="{middle}" cy="{middle}" r="{_OUTER}" fill="none" stroke="{color}" stroke-width="0.9"/>'
        f'<text x="{middle}" y="10" font-family="Libertinus Serif, Georgia, serif" font-size="5.4"'
        f' text-anchor="middle" fill="{color}">{given}</text>'
    )


def _bar(start: tuple[float, float], end: tuple[float, float], color: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{color}"'
        ' stroke-width="1.3" stroke-linecap="round"/>'
    )


def _point(radius: float, angle: float) -> tuple[float, float]:
    return _MIDDLE + radius * math.sin(angle), _MIDDLE - radius * math.cos(angle)


def _written(point: tuple[float, float]) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
