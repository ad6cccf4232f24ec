"""A map drawn by ourselves: where markers, places and lines stand on a sheet, and what lies beneath.

Degrees become units of the sheet by one scale, the longitudes narrowed as the middle of the map is
far from the equator. No line between markers is drawn: that would assert a border.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import frozen

from foedus.interchange.ground import Ground, Point, ground_of

WIDE = 900.0
_HIGHEST, _LOWEST = 1100.0, 360.0
_EDGE = 36.0


@frozen
class Sheet:
    """From degrees to units of the drawing."""

    west: float
    north: float
    scale: float
    narrow: float
    height: float
    left: float
    top: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Sheet":
        """The sheet that holds all of these points; the whole of it where there is one point alone."""
        found = list(points)
        east, west = max(one[0] for one in found), min(one[0] for one in found)
        north, south = max(one[1] for one in found), min(one[1] for one in found)
        narrow = math.cos(math.radians((north + south) / 2))
        wide, high = max((east - west) * narrow, 1e-3), max(north - south, 1e-3)
        scale = min((WIDE - 2 * _EDGE) / wide, (_HIGHEST - 2 * _EDGE) / high)
        height = max(high * scale + 2 * _EDGE, _LOWEST)
        left, top = (WIDE - wide * scale) / 2, (height - high * scale) / 2
        return cls(west, north, scale, narrow, height, left, top)

    def at(self, point: Point) -> tuple[int, int]:
        """Where a place stands."""
        x = self.left + (point[0] - self.west) * self.narrow * self.scale
        y = self.top + (self.north - point[1]) * self.scale
        return round(x), round(y)

    def path(self, points: Sequence[Point], *, closed: bool) -> str:
        """A line or an edge as SVG writes it."""
        spots = [self.at(point) for point in points]
        kept = [spot for at, spot in enumerate(spots) if at == 0 or spot != spots[at - 1]]
        moves = " ".join(f"{x},{y}" for x, y in kept)
        return f"M{moves}{'Z' if closed else ''}" if len(kept) > 1 else ""


@frozen
class Drawn:
    """What lies beneath: its edges and lines as SVG writes them."""

    areas: str
    lines: str


def beneath(ground: Ground, sheet: Sheet) -> Drawn:
    """The ministry's map on a sheet."""
    return Drawn(
        "".join(sheet.path(one, closed=True) for one in ground.areas),
        "".join(sheet.path(one, closed=False) for one in ground.lines),
    )


@lru_cache(maxsize=4)
def ground_from(number: int, data: bytes, name: str) -> Ground:
    """The map of a row, read once."""
    _ = number
    return ground_of(data, name=name)
