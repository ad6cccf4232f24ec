"""The map that a ministry lays beneath its markers: lines, areas and places out of its own GeoJSON file.

It is drawn as it is given. Nothing here knows a border, and nothing of it becomes part of the record:
what parties agree on are markers (`geojson`).
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from attrs import field, frozen

from foedus.interchange.errors import NotAMapError
from foedus.phrase import phrase

MOST_BYTES: Final = 8 * 2**20
_MOST_POINTS: Final = 400_000
_MOST_SHAPES: Final = 20_000
_MOST_PLACES: Final = 2_000
_DEEPEST: Final = 4
_POINTS: Final[Mapping[str, int]] = {"Point": 0, "MultiPoint": 1}
_LINES: Final[Mapping[str, int]] = {"LineString": 0, "MultiLineString": 1}
_AREAS: Final[Mapping[str, int]] = {"Polygon": 1, "MultiPolygon": 2}
"""How many lists deep a shape's points, lines or edges lie."""
_FINEST: Final = 2_000
"""Parts into which the larger side of the map is cut: finer than a screen shows."""

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""


@frozen
class Place:
    """A place with a name."""

    name: str
    at: Point


@frozen(kw_only=True)
class Ground:
    """What is drawn beneath.

    Attributes:
        lines: lines, as they run.
        areas: areas, by their edges; a hole is an edge of its own.
        places: points with names.
    """

    lines: tuple[tuple[Point, ...], ...] = field(factory=tuple)
    areas: tuple[tuple[Point, ...], ...] = field(factory=tuple)
    places: tuple[Place, ...] = field(factory=tuple)

    @property
    def points(self) -> Iterator[Point]:
        """Every point of it."""
        for shape in (*self.lines, *self.areas):
            yield from shape
        for place in self.places:
            yield place.at


def ground_of(data: bytes, *, name: str) -> Ground:
    """The map in a GeoJSON file, as coarse as a screen may show it.

    Args:
        data: the file.
        name: what it is called, for refusals.

    Raises:
        NotAMapError: it is no GeoJSON in WGS 84, it says nothing that can be drawn, or too much.
    """
    if len(data) > MOST_BYTES:
        raise NotAMapError(
            name=name, reason=phrase("it is larger than {most_bytes} MiB", most_bytes=MOST_BYTES // 2**20)
        )
    try:
        read = orjson.loads(data)
    except ValueError as error:
        raise NotAMapError(name=name, reason=phrase("it is no JSON ({error})", error=error)) from None
    collector = _Collector(name)
    for feature in collector.features(read):
        collector.take(feature)
    found = collector.ground()
    if not any(True for _ in found.points):
        raise NotAMapError(name=name, reason="it has no point, line or area")
    return found


class _Collector:
    """Shapes as they are found, and how many points they have."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[list[Point]] = []
        self._areas: list[list[Point]] = []
        self._places: list[Place] = []
        self._left = _MOST_POINTS

    def features(self, read: Any) -> list[Any]:
        if not isinstance(read, dict):
            raise self._refusal(phrase("it is no object"))
        if read.get("crs") and not any(one in str(read["crs"]) for one in ("CRS84", "4326")):
            raise self._refusal(phrase("its coordinates are in another system than WGS 84"))
        features = read.get("features") if read.get("type") == "FeatureCollection" else [read]
        if not isinstance(features, list) or len(features) > _MOST_SHAPES:
            raise self._refusal(phrase("its features are no list of at most {most:,}", most=_MOST_SHAPES))
        return features

    def take(self, feature: Any) -> None:
        if not isinstance(feature, Mapping):
            raise self._refusal(phrase("one of its features is no object"))
        geometry = feature.get("geometry") if feature.get("type") == "Feature" else feature
        said = feature.get("properties")
        words = said if isinstance(said, Mapping) else {}
        named = next((str(words[key]) for key in ("name", "title", "number") if words.get(key)), "")
        self._shape(geometry, named, depth=0)

    def _shape(self, geometry: Any, named: str, *, depth: int) -> None:
        if geometry is None:
            return
        if not isinstance(geometry, Mapping) or depth > _DEEPEST:
            raise self._refusal(phrase("one of its shapes is no geometry"))
        kind, at = str(geometry.get("type")), geometry.get("coordinates")
        if kind == "GeometryCollection":
            for one in self._listed(geometry.get("geometries")):
                self._shape(one, named, depth=depth + 1)
        elif kind in _POINTS:
            points = self._flat(at, _POINTS[kind])
            self._places += [Place(named[:80], self._point(one)) for one in points]
        elif kind in _LINES:
            self._lines += [self._row(one) for one in self._flat(at, _LINES[kind])]
        elif kind in _AREAS:
            self._areas += [self._row(one) for one in self._flat(at, _AREAS[kind])]
        else:
            raise self._refusal(
                phrase("one of its shapes is of no sort that is known ({kind})", kind=kind[:40])
            )
        if len(self._places) > _MOST_PLACES or len(self._lines) + len(self._areas) > _MOST_SHAPES:
            raise self._refusal(
                phrase(
                    "it has more than {most_places:,} places or {most_shapes:,} shapes",
                    most_places=_MOST_PLACES,
                    most_shapes=_MOST_SHAPES,
                )
            )

    def _listed(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self._refusal(phrase("coordinates stand where none belong"))
        return value

    def _flat(self, value: Any, depth: int) -> list[Any]:
        """What lies so many lists deep."""
        found = [value]
        for _ in range(depth):
            found = [part for one in found for part in self._listed(one)]
        return found

    def _row(self, value: Any) -> list[Point]:
        return [self._point(one) for one in self._listed(value)]

    def _point(self, value: Any) -> Point:
        self._left -= 1
        if self._left < 0:
            raise self._refusal(
                phrase(
                    "it has more than {most_points:,} points: simplify it in the map program",
                    most_points=_MOST_POINTS,
                )
            )
        match value:
            case [int() | float() as east, int() | float() as north, *_]:
                if abs(east) <= 180 and abs(north) <= 90:
                    return (float(east), float(north))
        raise self._refusal(
            phrase("it has a coordinate that is no place on the earth ({value})", value=str(value)[:40])
        )

    def ground(self) -> Ground:
        """What was found, points that no screen tells apart told once."""
        points = [point for shape in (*self._lines, *self._areas) for point in shape]
        points += [place.at for place in self._places]
        if not points:
            return Ground()
        wide = max(point[0] for point in points) - min(point[0] for point in points)
        high = max(point[1] for point in points) - min(point[1] for point in points)
        step = max(wide, high) / _FINEST or 1.0
        return Ground(
            lines=tuple(shape for one in self._lines if len(shape := _coarse(one, step)) > 1),
            areas=tuple(shape for one in self._areas if len(shape := _coarse(one, step)) > 2),
            places=tuple(self._places),
        )

    def _refusal(self, reason: str) -> NotAMapError:
        return NotAMapError(name=self._name, reason=reason)


def _coarse(points: list[Point], step: float) -> tuple[Point, ...]:
    """A shape without points that fall together with the one before them."""
    kept: list[Point] = []
    last: tuple[int, int] | None = None
    for point in points:
        cell = (math.floor(point[0] / step), math.floor(point[1] / step))
        if cell != last:
            kept.append(point)
            last = cell
    return tuple(kept)
