"""Markers and sectors of a border as GeoJSON (RFC 7946), in and out, and lines of a plan at their markers.

Coordinates pass as they are written, digit for digit: the record knows no fractions, and neither
does this module. A sector's line is not kept: what the parties agreed on is where it begins and
where it ends, and nothing here draws a border.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from attrs import field, frozen

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Marker, MarkerSort, Position, Sector
from foedus.cooperation.document import from_json, to_json
from foedus.cooperation.item import Item
from foedus.errors import DocumentError
from foedus.interchange.errors import BadFeaturesError, NotAMapError
from foedus.phrase import joined, phrase, phrase_of
from foedus.terms import ItemId, Language, Party, wording_in

MOST_BYTES: Final = 64 * 2**20
_MOST_FEATURES: Final = 100_000
_NAME = re.compile(r"[^a-z0-9]+")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,9})?")
_SHOWN: Final = ("id", "kind", "domain", "title", "when", "place")
_PIN: Final = "pin"
_SPEAKING: Final = ("id", "number", "name", "title")


class _Written(str):
    """A number as it is written in the file."""

    __slots__ = ()


class _FeatureError(ValueError):
    """One feature of which no item can be made."""


# --- in --------------------------------------------------------------------------------------


def border_items(data: bytes, *, name: str, parties: Sequence[Party]) -> tuple[Item, ...]:
    """Markers and sectors out of a GeoJSON file: a point is a marker, a line a sector.

    Args:
        data: the file.
        name: what it is called, for refusals.
        parties: between whom the border lies, where a feature does not say.

    Raises:
        NotAMapError: it is no GeoJSON, or not in WGS 84.
        BadFeaturesError: features of which nothing can be made; every one, by its index.
    """
    features = _features(data, name=name)
    reader = _Features(parties)
    # Markers first: a sector's ends are found among them, wherever they stand in the file.
    numbered = sorted(enumerate(features), key=lambda one: _shape(one[1]) not in ("Point", None))
    items: dict[int, Item] = {}
    faults: dict[int, str] = {}
    for index, feature in numbered:
        if _said_of(feature).get("type") == _PIN:
            continue  # what happened at a marker, as `map_of_border` writes it, is nothing agreed
        try:
            items[index] = reader.item(feature, index)
        except _FeatureError as error:
            faults[index] = phrase(
                "Feature {index}{called}: {error}",
                index=index,
                called=_called(feature),
                error=phrase_of(error),
            )
    if faults:
        raise BadFeaturesError(name=name, faults=tuple(faults[index] for index in sorted(faults)))
    if not items:
        raise NotAMapError(name=name, reason="it has no features")
    return tuple(items[index] for index in sorted(items))


def _features(data: bytes, *, name: str) -> list[Any]:
    try:
        read = json.loads(data, parse_float=_Written, parse_int=_Written, parse_constant=_Written)
    except (ValueError, RecursionError) as error:
        raise NotAMapError(name=name, reason=phrase("it is no JSON ({error})", error=error)) from None
    if not isinstance(read, dict) or read.get("type") not in ("FeatureCollection", "Feature"):
        raise NotAMapError(name=name, reason="it is neither a FeatureCollection nor a Feature")
    crs = str(read.get("crs") or "")
    if crs and not re.search(r"CRS84|EPSG:+4326", crs):
        raise NotAMapError(name=name, reason="its coordinates are in another system than WGS 84")
    features = read.get("features", []) if read["type"] == "FeatureCollection" else [read]
    if not isinstance(features, list) or len(features) > _MOST_FEATURES:
        raise NotAMapError(
            name=name,
            reason=phrase("its features are no list of at most {most:,}", most=_MOST_FEATURES),
        )
    return features


def _shape(feature: Any) -> str | None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return str(geometry.get("type")) if isinstance(geometry, dict) else None


def _said_of(feature: Any) -> Mapping[str, Any]:
    said = feature.get("properties") if isinstance(feature, dict) else None
    return said if isinstance(said, dict) else {}


def _called(feature: Any) -> str:
    names = map(_said_of(feature).get, _SPEAKING)
    found = next((str(name) for name in names if isinstance(name, str) and name), "")
    return f" ({found[:40]})" if found else ""


class _Features:
    """Features being made items, each held against those before it."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self._parties = parties
        self._names: dict[str, int] = {}
        self._markers: dict[str, ItemId] = {}
        self._at: dict[tuple[str, str], tuple[int, ItemId]] = {}

    def item(self, feature: Any, index: int) -> Item:
        """The marker or the sector that a feature is."""
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise _FeatureError(phrase("is no feature"))
        said = feature.get("properties") or {}
        if not isinstance(said, dict):
            raise _FeatureError(phrase("has properties that are no object"))
        shape = _shape(feature)
        geometry = feature.get("geometry") or {}
        if shape == "Point" or (shape is None and said.get("type") == "marker"):
            item = self._marker(said, geometry.get("coordinates"), index)
        elif shape in ("LineString", "MultiPoint") or (shape is None and said.get("type") == "sector"):
            item = self._sector(said, geometry.get("coordinates"))
        else:
            reason = f"is a {shape or 'feature without a place'}: a marker is a Point, a sector a LineString"
            raise _FeatureError(reason)
        first = self._names.setdefault(item.id, index)
        if first != index:
            raise _FeatureError(
                phrase("has the same name as feature {first} ({id})", first=first, id=item.id)
            )
        return item

    def _marker(self, said: Mapping[str, Any], coordinates: Any, index: int) -> Item:
        number = _text(said, "number", "name", "title")
        if not number:
            raise _FeatureError(phrase("has no number: give it a property called number"))
        position = None
        if coordinates is not None:
            longitude, latitude = _position(coordinates)
            position = {"longitude": longitude, "latitude": latitude}
        sort = said.get("sort", MarkerSort.MARKER)
        made = _made(
            {
                **_kept(said, Marker),
                "type": "marker",
                "id": said.get("id") or f"{sort}-{_slug(number)}",
                "number": number,
                "parties": said.get("parties") or list(self._parties),
                "position": position,
            }
        )
        if position:
            first, _ = self._at.setdefault((longitude, latitude), (index, made.id))
            if first != index:
                raise _FeatureError(phrase("stands at the very place of feature {first}", first=first))
        self._markers.setdefault(number, made.id)
        return made

    def _sector(self, said: Mapping[str, Any], coordinates: Any) -> Item:
        title = said.get("title") if isinstance(said.get("title"), dict) else None
        called = _text(said, "name", "title") or next(iter((title or {}).values()), "")
        if not called:
            raise _FeatureError(phrase("has no name: give it a property called name"))
        ends = [said.get("start"), said.get("end")]
        if isinstance(coordinates, list) and coordinates:
            points = [_position(one) for one in coordinates]
            if len(points) < 2:
                raise _FeatureError(phrase("is a line of fewer than two points"))
            ends = [
                named or self._marker_at(point, end)
                for named, point, end in zip(
                    ends, (points[0], points[-1]), (phrase("begins"), phrase("ends")), strict=True
                )
            ]
        start, end = (self._markers.get(str(one), one) for one in ends)
        return _made(
            {
                **_kept(said, Sector),
                "type": "sector",
                "id": said.get("id") or f"sector-{_slug(str(called))}",
                "title": title or {"en": called},
                "parties": said.get("parties") or list(self._parties),
                "start": start,
                "end": end,
            }
        )

    def _marker_at(self, point: tuple[str, str], end: str) -> ItemId:
        if point not in self._at:
            raise _FeatureError(
                phrase(
                    "{end} at {point}, where no marker of the file stands: give it the properties start and "
                    "end, with the markers' numbers",
                    end=end,
                    point=point,
                )
            )
        return self._at[point][1]


def _position(coordinates: Any) -> tuple[str, str]:
    """Longitude and latitude as they are written."""
    if not isinstance(coordinates, list) or len(coordinates) not in (2, 3):
        raise _FeatureError(phrase("has no longitude and latitude"))
    if not all(isinstance(one, _Written) for one in coordinates):
        raise _FeatureError(
            phrase(
                "has coordinates that are no numbers ({value})", value=", ".join(map(str, coordinates))[:40]
            )
        )
    longitude, latitude = (str(one) for one in coordinates[:2])
    for one in (longitude, latitude):
        if not _DEGREES.fullmatch(one):
            reason = phrase(
                "has the coordinate {degrees}: write degrees with a point and at most nine digits after it",
                degrees=one[:24],
            )
            raise _FeatureError(reason)
    if abs(float(latitude)) > 90 >= abs(float(longitude)):
        raise _FeatureError(
            phrase(
                "has the latitude {latitude}: it seems that latitude and longitude are swapped, and GeoJSON "
                "writes the longitude first",
                latitude=latitude,
            )
        )
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        raise _FeatureError(
            phrase("lies beyond the earth ({longitude}, {latitude})", longitude=longitude, latitude=latitude)
        )
    return longitude, latitude


def _text(said: Mapping[str, Any], *names: str) -> str:
    found = (said.get(name) for name in names)
    return next((str(one).strip() for one in found if isinstance(one, str) and one.strip()), "")


def _kept(said: Mapping[str, Any], cls: type[Item]) -> dict[str, Any]:
    """The properties that are fields of the item, and no others: a map program adds many of its own."""
    names = {"sort", "sector", "set_up"} if cls is Marker else {"units"}
    return {name: value for name, value in said.items() if name in names and value is not None}


def _slug(words: str) -> str:
    plain = words.casefold().replace("đ", "d").encode("ascii", "ignore").decode()
    return _NAME.sub("-", plain).strip("-")[:48] or orjson.dumps(words).hex()[:16]


def _made(document: dict[str, Any]) -> Item:
    try:
        return from_json(_plain({name: part for name, part in document.items() if part is not None}))
    except DocumentError as error:
        raise _FeatureError(
            joined((joined((one.path[2:], one.reason), " ") for one in error.faults), "; ")
        ) from None


def _plain(value: Any) -> Any:
    """A value without the marks of how its numbers were written."""
    match value:
        case _Written():
            return str(value)
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case _:
            return value


# --- out -------------------------------------------------------------------------------------


@frozen
class Pin:
    """Something that happened, or is known, at a marker: what it is, as properties of a feature."""

    marker: ItemId
    properties: Mapping[str, Any] = field(hash=False)


@frozen
class Map:
    """A GeoJSON file, and the items that have no place on it."""

    data: bytes
    placeless: tuple[ItemId, ...]


def map_of_border(
    sectors: Iterable[Sector],
    markers: Iterable[Marker],
    *,
    beside: Callable[[ItemId], Mapping[str, Any]] = lambda _: {},
    pins: Iterable[Pin] = (),
) -> Map:
    """Sectors, markers and what is known at them as GeoJSON; `border_items` reads it back.

    Args:
        sectors: the sectors; each is shown by its two ends.
        markers: the markers.
        beside: further properties of an item, for people who look at the map.
        pins: what happened at markers.
    """
    markers = tuple(markers)
    places = {marker.id: marker.position for marker in markers if marker.position}
    features = [_feature(marker, [places.get(marker.id)], beside(marker.id)) for marker in markers]
    placeless = [marker.id for marker in markers if marker.id not in places]
    for sector in sectors:
        ends = [places.get(end) if end else None for end in (sector.start, sector.end)]
        features.append(_feature(sector, ends if all(ends) else [None], beside(sector.id)))
        placeless += [] if all(ends) else [sector.id]
    features += [
        _collected([places[pin.marker]], {**pin.properties, "type": _PIN, "marker": pin.marker})
        for pin in pins
        if pin.marker in places
    ]
    return Map(_collection(features), tuple(placeless))


def map_of_plan(
    activities: Iterable[Activity],
    *,
    sectors: Sequence[Sector],
    markers: Sequence[Marker],
    tongue: Language,
) -> Map:
    """Lines of a plan at the markers that they name: by marker, by sector, or by their place.

    Args:
        activities: the lines.
        sectors: the sectors known.
        markers: the markers known.
        tongue: the language preferred for titles.
    """
    gazetteer = Gazetteer(sectors, markers)
    features, placeless = [], []
    for one in activities:
        if places := gazetteer.places(one):
            features.append(_line_at(one, places, tongue))
        else:
            placeless.append(one.id)
    return Map(_collection(features), tuple(placeless))


def map_lines(activities: Iterable[Activity], *, gazetteer: "Gazetteer", tongue: Language) -> Iterator[bytes]:
    """The same map, feature by feature as the lines come; those without a place are left out."""
    yield b'{"type":"FeatureCollection","features":['
    comma = b""
    for one in activities:
        if places := gazetteer.places(one):
            yield comma + orjson.dumps(_line_at(one, places, tongue))
            comma = b",\n"
    yield b"]}\n"


def _line_at(one: Activity, places: Sequence[Position], tongue: Language) -> dict[str, Any]:
    said = {**to_json(one), "title": wording_in(one.title, tongue)}
    kept: dict[str, Any] = {name: part for name, part in said.items() if name in _SHOWN}
    return _collected(places, kept)


class Gazetteer:
    """Where lines take place, as far as the register of markers and sectors tells."""

    def __init__(self, sectors: Iterable[Sector], markers: Iterable[Marker]) -> None:
        """Take the sectors and markers that are known."""
        sectors, markers = tuple(sectors), tuple(markers)
        self._places = {str(marker.id): marker.position for marker in markers if marker.position}
        self._ends = {str(sector.id): (sector.start, sector.end) for sector in sectors}
        self._called: dict[str, tuple[ItemId | None, ...]] = {
            marker.number.casefold(): (marker.id,) for marker in markers
        }
        for sector in sectors:
            self._called |= {title.casefold(): self._ends[sector.id] for title in sector.title.values()}

    def places(self, activity: Activity) -> list[Position]:
        """The positions of the markers that a line names; none where it names none with a position."""
        said = activity.details
        named: list[Any] = [said.get(name) for name in ("start_marker", "end_marker", "marker")]
        if not any(named):
            named = [*self._ends.get(str(said.get("sector")), ())]
        if not any(named):
            named = [*self._called.get(activity.place.casefold(), ())]
        return [self._places[one] for one in dict.fromkeys(map(str, named)) if one in self._places]


def _feature(item: Item, places: Sequence[Position | None], beside: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: part for name, part in to_json(item).items() if name != "position"}
    return _collected([place for place in places if place], {**said, **beside})


def _collected(places: Sequence[Position], properties: Mapping[str, Any]) -> dict[str, Any]:
    points = [f"[{place.longitude},{place.latitude}]" for place in places]
    if not points:
        return {"type": "Feature", "geometry": None, "properties": dict(properties)}
    # Never a line: what lies between two markers is not for this module to draw.
    shape = "Point" if len(points) == 1 else "MultiPoint"
    written = points[0] if shape == "Point" else f"[{','.join(points)}]"
    # The digits stand as they were agreed; a fraction of the machine's would change them.
    geometry = {"type": shape, "coordinates": orjson.Fragment(written)}
    return {"type": "Feature", "geometry": geometry, "properties": dict(properties)}


def _collection(features: Iterable[Mapping[str, Any]]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": list(features)}, option=orjson.OPT_INDENT_2)
