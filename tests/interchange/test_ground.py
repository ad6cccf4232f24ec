"""The map that a ministry lays beneath: every shape is taken, what is no map is refused with its reason."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.interchange.errors import NotAMapError
from foedus.interchange.ground import Ground, Place, ground_of


def ground(*geometries: Any, **said: Any) -> Ground:
    features = [{"type": "Feature", "properties": said, "geometry": one} for one in geometries]
    return ground_of(orjson.dumps({"type": "FeatureCollection", "features": features}), name="map.geojson")


def test_points_are_places_lines_run_and_areas_have_edges() -> None:
    edge = [[102, 17], [104, 17], [104, 19], [102, 17]]
    found = ground(
        {"type": "Point", "coordinates": [102.5, 17.9]},
        {"type": "LineString", "coordinates": [[102, 17], [103, 18], [104, 19]]},
        {"type": "Polygon", "coordinates": [edge]},
        {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "coordinates": [[edge]]}]},
        None,
        name="Vientiane",
    )
    corners = ((102.0, 17.0), (104.0, 17.0), (104.0, 19.0), (102.0, 17.0))
    assert found == Ground(
        lines=(((102.0, 17.0), (103.0, 18.0), (104.0, 19.0)),),
        areas=(corners, corners),
        places=(Place("Vientiane", (102.5, 17.9)),),
    )


def test_points_that_no_screen_tells_apart_are_told_once() -> None:
    crowd = [[100 + number / 100_000, 10] for number in range(5_000)]
    found = ground({"type": "LineString", "coordinates": [*crowd, [110, 10]]})
    assert len(found.lines[0]) < 20


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "it is no JSON"),
        (b"[]", "it is no object"),
        (b'{"type":"FeatureCollection","features":{}}', "its features are no list"),
        (b'{"type":"FeatureCollection","features":[]}', "it has no point, line or area"),
        (b'{"type":"Topology"}', "its shapes is of no sort that is known"),
        (b'{"type":"Point","coordinates":[200,10]}', "no place on the earth"),
        (b'{"type":"Point","coordinates":["1","2"]}', "no place on the earth"),
        (b'{"type":"Point","coordinates":[1,2],"crs":{"properties":{"name":"EPSG:3405"}}}', "another system"),
        (b'{"type":"LineString","coordinates":4}', "coordinates stand where none belong"),
        (b'{"type":"Point","coordinates":[1,2]' + b" " * (8 * 2**20) + b"}", "larger than 8 MiB"),
    ],
)
def test_what_is_no_map_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotAMapError) as refusal:
        ground_of(data, name="map.geojson")
    assert reason in refusal.value.reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(-200, 200) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "Elsewhere"]),
    JSON,
)
def test_whatever_a_file_says_it_is_taken_or_refused(kind: str, coordinates: Any) -> None:
    try:
        found = ground({"type": kind, "coordinates": coordinates, "geometries": coordinates})
    except NotAMapError:
        return
    assert all(abs(east) <= 180 and abs(north) <= 90 for east, north in found.points)
