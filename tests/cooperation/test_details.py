"""What details say, held against the fields of their kind: what fits is taken, what does not is named."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.details import faults_of_details, typed
from foedus.cooperation.kind import Column, Field, FieldType, Kept, Kind
from foedus.cooperation.kinds import builtin

words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)).map(datetime.date.isoformat)
names = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
PLAIN: Mapping[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: words,
    FieldType.DATE: days | days.map(lambda day: day[:7]),
    FieldType.PERIOD: st.tuples(days, days).map(lambda two: "/".join(sorted(two))),
    FieldType.WORDING: st.dictionaries(st.sampled_from(["en", "fr", "vi", "lo", "km"]), words, min_size=1),
    FieldType.PARTY: st.sampled_from(["VN", "LA", "KH", "ASEAN"]),
    FieldType.ITEM: names,
}
FIELDS = [(kind, one) for kind in builtin().values() for one in kind.fields]
COLUMNS = [(kind, one, column) for kind, one in FIELDS for column in one.columns]


def plain(one: Column) -> st.SearchStrategy[Any]:
    """Values of a column's type."""
    if one.type is FieldType.CHOICE:
        return st.sampled_from([choice.name for choice in one.choices])
    if one.type is FieldType.NUMBER:
        return st.integers(one.least, 10**9 if one.most is None else one.most)
    return PLAIN[one.type]


def values(one: Column) -> st.SearchStrategy[Any]:
    """What a column, or a field, may hold."""
    if isinstance(one, Field) and one.type is FieldType.ROWS:
        required = {column.name: values(column) for column in one.columns if column.required}
        optional = {column.name: values(column) for column in one.columns if not column.required}
        return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=3)
    return st.lists(plain(one), max_size=3) if one.many else plain(one)


def faults(kind: Kind, one: Field, value: Any) -> list[str]:
    return [fault.path for fault in faults_of_details({one.name: value}, kind, kept=one.kept, at="x.details")]


@given(st.sampled_from(FIELDS), st.data())
def test_what_a_field_asks_for_is_taken(of: tuple[Kind, Field], data: st.DataObject) -> None:
    kind, one = of
    assert faults(kind, one, data.draw(values(one))) == []


@given(st.sampled_from(FIELDS), st.sampled_from([None, True, 3.5, b"", {"x": {}}, [[]], ["", ""]]))
def test_what_no_field_holds_is_named_at_its_place(of: tuple[Kind, Field], value: Any) -> None:
    kind, one = of
    found = faults(kind, one, value)
    assert found
    assert all(path.startswith(f"x.details.{one.name}") for path in found)


@given(st.sampled_from(COLUMNS), st.data())
def test_a_wrong_cell_is_named_by_row_and_column(of: tuple[Kind, Field, Column], data: st.DataObject) -> None:
    kind, one, column = of
    rows = data.draw(values(one).filter(bool))
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = {**rows[at], column.name: None}
    assert faults(kind, one, rows) == [f"x.details.{one.name}[{at}].{column.name}"]


@given(st.sampled_from([of for of in COLUMNS if of[2].required]), st.data())
def test_a_cell_that_a_row_cannot_do_without_is_missed(
    of: tuple[Kind, Field, Column], data: st.DataObject
) -> None:
    kind, one, column = of
    row = data.draw(values(one).filter(bool))[0]
    del row[column.name]
    assert faults(kind, one, [row]) == [f"x.details.{one.name}[0].{column.name}"]


@pytest.mark.parametrize("rating", [0, 6, -1, "6"])
def test_a_rating_beyond_its_bounds_is_refused(rating: Any) -> None:
    kind = builtin()["training"]
    (fault,) = faults_of_details({"quality": rating}, kind, kept=Kept.REPORTED, at="details")
    assert str(fault) == f"details.quality: should be a whole number from 1 to 5, not {rating!r}"


@given(st.sampled_from(FIELDS), st.data())
def test_what_is_typed_becomes_what_the_field_holds(of: tuple[Kind, Field], data: st.DataObject) -> None:
    kind, one = of
    value = data.draw(values(one))
    if isinstance(value, list) and (one.type is FieldType.ROWS or not value):
        return
    if isinstance(value, dict):
        return
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    assert typed({one.name: text}, kind) == {one.name: value}
    assert typed({one.name: value}, kind) == {one.name: value}
