"""Marks found by place and sort: always what a walk over all of them would find."""

from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.lexicon import Mark
from foedus.reading.lexicon.marked import Marked

SORTS = ("party", "rank", "speech")


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    starts = sorted(draw(st.sets(st.integers(0, 40), max_size=15)))
    senses = st.dictionaries(st.sampled_from(SORTS), st.integers(), min_size=1)
    return [Mark(start, start + 1, draw(senses)) for start in starts]


@given(marks(), st.integers(-5, 45), st.integers(-5, 45), st.sets(st.sampled_from((*SORTS, "never"))))
def test_what_lies_between_two_places_is_what_a_walk_finds(
    found: list[Mark], start: int, end: int, wanted: set[str]
) -> None:
    marked, sorts = Marked(found), tuple(wanted)
    walked = [m for m in found if not sorts or not wanted.isdisjoint(m.senses)]
    between = [m for m in walked if start <= m.start < end]
    assert list(marked.of(*sorts)) == walked
    assert marked.starts(*sorts) == {m.start for m in walked}
    assert list(marked.within(start, end, *sorts)) == between
    assert marked.first(start, end, *sorts) == next(iter(between), None)
    assert marked.last(start, end, *sorts) == next(reversed(between), None)
    assert marked.holds(start, end, *sorts) == bool(between)
