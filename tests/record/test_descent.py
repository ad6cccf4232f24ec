"""Heirs are found once, and with an act falls all that builds on it."""

from hypothesis import given
from hypothesis import strategies as st

from foedus.record import descent
from foedus.record.act import Act
from tests.record.test_cover import UNIVERSES, ancestry
from tests.worlds import World


def test_an_acts_heirs_are_those_that_build_on_it_on_any_item() -> None:
    world = World(begun=False)
    first = world.act({"line-1": None, "line-2": None})
    second = world.act({"line-1": first, "line-2": first})
    third = world.act({"line-1": second, "line-2": first})
    assert descent.heirs(world.acts) == {
        world.charter.hash: [first.hash, second.hash, third.hash],
        first.hash: [second.hash, third.hash],
        second.hash: [third.hash],
    }


@given(st.sampled_from(UNIVERSES), st.data())
def test_with_an_act_falls_whatever_has_it_among_its_ancestors(
    universe: tuple[Act, ...], data: st.DataObject
) -> None:
    acts = {act.hash: act for act in universe}
    heirs = descent.heirs(acts)
    first, second = (data.draw(st.sets(st.sampled_from(sorted(acts)))) for _ in range(2))
    fallen: set[str] = set()
    descent.fell(fallen, first, heirs)
    before = set(fallen)
    new = descent.fell(fallen, second, heirs)
    assert fallen == {name for name in acts if ancestry(acts[name], acts) & (first | second)}
    assert new == fallen - before


def test_a_deep_chain_falls_without_recursion() -> None:
    world = World(begun=False)
    first = last = world.act({"line-1": None})
    for _ in range(3000):
        last = world.act({"line-1": last})
    assert len(descent.fell(set(), [first.hash], descent.heirs(world.acts))) == 3001
