"""The sign of the house."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reporting.layout.ring import Arc, ring

SVG = "{http://www.w3.org/2000/svg}"
A, S, D = Arc.AWAITED, Arc.SIGNED, Arc.DECLINED


def drawn(arcs: list[Arc], *, void: bool = False) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(ring(arcs, void=void)))  # noqa: S314 (our own drawing)


def kinds(arcs: list[Arc], *, void: bool = False) -> list[tuple[str, str | None]]:
    return [(element.tag.removeprefix(SVG), element.get("fill")) for element in drawn(arcs, void=void)]


@pytest.mark.parametrize(
    ("arcs", "expected"),
    [
        ([], [("circle", "currentColor")]),
        ([S, A], [("path", "currentColor"), ("path", "none")]),
        ([S, S], [("path", "currentColor"), ("path", "currentColor")]),
        ([S, D], [("path", "currentColor"), ("path", "none"), ("line", None)]),
        ([A] * 12, [("path", "none")] * 12),
        ([S] * 13, [("circle", "none"), ("text", "currentColor")]),
    ],
    ids=["a draft's dot", "one of two", "both", "one declined", "twelve", "thirteen: a number"],
)
def test_each_arc_is_full_hollow_or_barred(arcs: list[Arc], expected: list[tuple[str, str | None]]) -> None:
    assert kinds(arcs) == expected


def test_a_void_acts_ring_is_struck_through() -> None:
    assert kinds([S, S], void=True) == [*kinds([S, S]), ("line", None)]


def test_above_twelve_parties_a_number_says_how_many_have_signed() -> None:
    assert drawn([S] * 9 + [A] * 5)[1].text == "9/14"


def test_the_words_stand_beside_it_so_a_screen_reader_passes_it_by() -> None:
    assert 'aria-hidden="true"' in ring([S, S])


@given(st.lists(st.sampled_from([A, S]), min_size=2, max_size=12))
def test_the_ring_closes_when_all_have_signed_and_only_then(arcs: list[Arc]) -> None:
    numbers = [
        [float(number) for number in re.findall(r"-?\d+\.\d+", element.get("d") or "")]
        for element in drawn(arcs)
    ]
    starts, ends = [tuple(arc[0:2]) for arc in numbers], [tuple(arc[4:6]) for arc in numbers]
    joined = [
        end == start
        for end, start in pairwise([end for pair in zip(starts, ends, strict=True) for end in pair])
    ]
    assert all(joined[1::2]) == all(arc is S for arc in arcs)
