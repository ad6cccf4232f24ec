"""Markers and sectors on a map: taken digit for digit, read back as written, refused feature by feature."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.activity import Activity
from foedus.cooperation.border import Marker, MarkerSort, Position, Sector
from foedus.errors import FoedusError
from foedus.interchange.errors import BadFeaturesError, NotAMapError
from foedus.interchange.geojson import Pin, border_items, map_of_border, map_of_plan
from foedus.terms import Date, Domain, ItemId, Language, Party

EN, LA, VN = Language("en"), Party("LA"), Party("VN")
PARTIES = (LA, VN)


def marker(number: str, longitude: str, latitude: str, **more: Any) -> Marker:
    at = Position(longitude=longitude, latitude=latitude)
    return Marker(id=ItemId(f"marker-{number}"), number=number, parties=PARTIES, position=at, **more)


FIRST = marker("600", "106.5870", "16.62100")
LAST = marker("601", "-0.100000001", "-16", sector=ItemId("sector-a"), set_up=Date(2012))
STAKE = Marker(id=ItemId("stake-601-2"), number="601/2", sort=MarkerSort.STAKE, parties=PARTIES)
SECTOR = Sector(id=ItemId("sector-a"), title={EN: "A"}, parties=PARTIES, start=FIRST.id, end=LAST.id)
OPEN = Sector(
    id=ItemId("sector-b"), title={EN: "B", Language("vi"): "Đoạn B"}, parties=PARTIES, start=STAKE.id
)


def read(data: bytes | str) -> tuple[Any, ...]:
    return border_items(data.encode() if isinstance(data, str) else data, name="map.geojson", parties=PARTIES)


def features(*given: tuple[dict[str, Any], str, str]) -> str:
    """A file of features: properties, type of geometry, coordinates as they are written."""
    told = (
        f'{{"type": "Feature", "properties": {json.dumps(said)}, '
        f'"geometry": {{"type": "{shape}", "coordinates": {coordinates}}}}}'
        for said, shape, coordinates in given
    )
    return f'{{"type": "FeatureCollection", "features": [{", ".join(told)}]}}'


def test_points_are_markers_and_a_line_is_a_sector_from_marker_to_marker() -> None:
    data = features(
        (
            {"name": "A", "colour": "red"},
            "LineString",
            "[[106.5870, 16.62100], [106, 16], [-0.100000001, -16]]",
        ),
        ({"number": "600"}, "Point", "[106.5870, 16.62100]"),
        ({"number": "601", "sector": "sector-a", "set_up": "2012"}, "Point", "[-0.100000001, -16, 812.5]"),
    )
    assert read(data) == (SECTOR, FIRST, LAST)


def test_what_is_written_is_read_back_the_same() -> None:
    items = (FIRST, LAST, STAKE, SECTOR, OPEN)
    drawn = map_of_border(
        (SECTOR, OPEN), (FIRST, LAST, STAKE), beside=lambda _: {"condition": {"VN": "moved"}}
    )
    assert read(drawn.data) == items
    assert drawn.placeless == (STAKE.id, OPEN.id)
    pinned = map_of_border((), (FIRST,), pins=[Pin(FIRST.id, {"finding": "smuggling"}), Pin(STAKE.id, {})])
    assert read(pinned.data) == (FIRST,)
    assert [one["properties"].get("finding") for one in json.loads(pinned.data)["features"]] == [
        None,
        "smuggling",
    ]


@given(
    longitude=st.decimals(-180, 180, places=9).map(lambda number: f"{number:.9f}"),
    latitude=st.decimals(-90, 90, places=4).map(lambda number: f"{number:.4f}"),
)
def test_coordinates_pass_digit_for_digit(longitude: str, latitude: str) -> None:
    at = marker("7", longitude, latitude)
    drawn = map_of_border((), (at,)).data
    assert f"[{longitude},{latitude}]".encode() in drawn
    assert read(drawn) == (at,)


def test_every_bad_feature_is_named_by_its_index_and_nothing_is_taken() -> None:
    point, line = "Point", "LineString"
    data = features(
        ({"number": "1"}, point, "[16.6, 106.5]"),
        ({}, point, "[106.5, 16.6]"),
        ({"number": "3"}, point, '["106.5", 16.6]'),
        ({"number": "4"}, point, "[1e2, 16.6]"),
        ({"number": "5"}, point, "[206.5, 16.6]"),
        ({"number": "6"}, "Polygon", "[[[1, 2], [3, 4]]]"),
        ({"number": "7"}, point, "[7, 7]"),
        ({"number": "7"}, point, "[7, 8]"),
        ({"number": "9"}, point, "[7, 7]"),
        ({"name": "A"}, line, "[[7, 7], [8, 9]]"),
        ({"name": "B"}, line, "[[7, 7]]"),
        ({"number": "12", "sort": "stone"}, point, "[12, 12]"),
        ({"number": "13"}, point, "[NaN, 12]"),
    )
    with pytest.raises(BadFeaturesError) as refusal:
        read(data)
    swapped = "has the latitude 106.5: it seems that latitude and longitude are swapped, and GeoJSON"
    ends = "give it the properties start and end, with the markers' numbers"
    form = "write degrees with a point and at most nine digits after it"
    assert refusal.value.faults == (
        f"Feature 0 (1): {swapped} writes the longitude first",
        "Feature 1: has no number: give it a property called number",
        "Feature 2 (3): has coordinates that are no numbers (106.5, 16.6)",
        f"Feature 3 (4): has the coordinate 1e2: {form}",
        "Feature 4 (5): lies beyond the earth (206.5, 16.6)",
        "Feature 5 (6): is a Polygon: a marker is a Point, a sector a LineString",
        "Feature 7 (7): has the same name as feature 6 (marker-7)",
        "Feature 8 (9): stands at the very place of feature 6",
        f"Feature 9 (A): ends at 8, 9, where no marker of the file stands: {ends}",
        "Feature 10 (B): is a line of fewer than two points",
        "Feature 11 (12): sort 'stone' is none of marker, stake",
        f"Feature 12 (13): has the coordinate NaN: {form}",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "it is neither a FeatureCollection nor a Feature"),
        ('{"type": "FeatureCollection", "features": []}', "it has no features"),
        ('{"type": "FeatureCollection", "features": 3}', "its features are no list"),
        ('{"type": "Feature", "crs": {"properties": {"name": "EPSG:3405"}}}', "another system than WGS 84"),
    ],
    ids=["empty", "deep", "list", "none", "number", "crs"],
)
def test_a_file_that_is_no_map_is_refused(data: str, reason: str) -> None:
    with pytest.raises(NotAMapError) as refusal:
        read(data)
    assert reason in str(refusal.value)


NAMES = st.sampled_from(["type", "geometry", "properties", "coordinates", "number"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(-200, 200) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(made=st.lists(JSON, max_size=4))
def test_any_features_are_taken_or_refused(made: list[Any]) -> None:
    data = json.dumps({"type": "FeatureCollection", "features": made})
    try:
        assert read(data)
    except FoedusError:
        return


def patrol(name: str, **more: Any) -> Activity:
    about: dict[str, Any] = {
        "kind": "border-patrol",
        "domain": Domain("border"),
        "title": {EN: name},
        "participants": PARTIES,
    }
    return Activity(id=ItemId(name), **about, **more)


def test_lines_of_a_plan_stand_at_the_markers_that_they_name() -> None:
    lines = [
        patrol("by-sector", details={"sector": "sector-a"}),
        patrol("by-marker", details={"start_marker": "marker-600"}),
        patrol("by-place", place="a"),
        patrol("nowhere", place="Hanoi", details={"sector": "sector-b"}),
    ]
    drawn = map_of_plan(lines, sectors=(SECTOR, OPEN), markers=(FIRST, LAST, STAKE), tongue=EN)
    found = {one["properties"]["id"]: one["geometry"] for one in json.loads(drawn.data)["features"]}
    both = {"type": "MultiPoint", "coordinates": [[106.587, 16.621], [-0.100000001, -16]]}
    assert found == {
        "by-sector": both,
        "by-marker": {"type": "Point", "coordinates": [106.587, 16.621]},
        "by-place": both,
    }
    assert drawn.placeless == (ItemId("nowhere"),)
