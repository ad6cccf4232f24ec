"""What is in force follows from a set of acts and signatures alone, and only from all of them."""

from collections.abc import Mapping, Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import DoubleEntryError, MissingActError, ThirdPartyError
from foedus.record import standing
from foedus.record.act import Act
from foedus.record.standing import Settlement, Standing, State, settle
from tests.record.test_cover import UNIVERSES, ancestry, covered_by
from tests.worlds import World

VN, LA, KH = "VN", "LA", "KH"
BOTH = (VN, LA)


def settled(
    world: World, *signed: tuple[Act, Sequence[str]], declined: Sequence[tuple[Act, Sequence[str]]] = ()
) -> Settlement:
    """What follows if these parties signed, and these declined; the charter is signed by all."""
    return settle(
        world.acts,
        signers={act.hash: parties for act, parties in [(world.charter, BOTH), *signed]},
        decliners={act.hash: parties for act, parties in declined},
    )


def states(settlement: Settlement, *acts: Act, party: str = VN) -> list[State]:
    return [settlement.state(act.hash, party=party) for act in acts]


# --- one act ------------------------------------------------------------------------------


def test_a_third_partys_signature_is_refused_by_name() -> None:
    with pytest.raises(ThirdPartyError) as refusal:
        standing.standing(parties=[VN, LA], signers=[VN, KH])
    assert str(refusal.value) == "Signed by KH, but the parties to this record are LA, VN."


def test_a_third_partys_refusal_is_refused_too() -> None:
    with pytest.raises(ThirdPartyError):
        standing.standing([VN, LA], [VN], [KH])


def test_who_signed_and_later_declined_has_signed() -> None:
    assert standing.standing([VN, LA], [VN], [VN, LA]) == Standing(
        signed=frozenset({VN}), awaited=frozenset({LA}), declined=frozenset({LA})
    )


def test_an_act_is_full_only_when_every_party_has_signed() -> None:
    parties = [VN, LA, KH]
    fullness = [standing.standing(parties, parties[:number]).full for number in range(4)]
    assert fullness == [False, False, False, True]


# --- what is in force ---------------------------------------------------------------------


def test_an_officer_sees_one_of_five_states() -> None:
    world = World()
    draft, offered, full, declined = (world.act({f"line-{number}": None}) for number in range(4))
    void = world.act({"line-4": None})
    ender = world.act({"line-4": None}, voids=[void])
    found = settled(
        world,
        (draft, [LA]),
        (offered, [VN]),
        (full, BOTH),
        (declined, [VN]),
        (ender, BOTH),
        declined=[(declined, [LA])],
    )
    assert states(found, draft, offered, full, declined, void) == [
        State.DRAFT, State.OFFERED, State.IN_FORCE, State.DECLINED, State.VOID,
    ]  # fmt: skip
    assert found.void == {void.hash: ender.hash}
    assert found.in_force == {"compact": world.compact, "line-2": full.hash, "line-4": ender.hash}


def test_an_amendment_replaces_its_line_and_leaves_the_others() -> None:
    world = World()
    plan = world.act({"line-1": None, "line-2": None})
    amendment = world.act({"line-1": plan})
    found = settled(world, (plan, BOTH), (amendment, BOTH))
    assert found.in_force == {"compact": world.compact, "line-1": amendment.hash, "line-2": plan.hash}
    assert states(found, plan, amendment) == [State.IN_FORCE, State.IN_FORCE]


def test_a_third_act_that_voids_two_rivals_ends_their_dispute() -> None:
    world = World()
    plan = world.act({"line-1": None})
    first, second = world.act({"line-1": plan}), world.act({"line-1": plan})
    end = world.act({"line-1": plan}, voids=[first, second])
    found = settled(world, (plan, BOTH), (first, [VN]), (second, [LA]), (end, BOTH))
    assert found.void == {first.hash: end.hash, second.hash: end.hash}
    assert found.in_force["line-1"] == end.hash


def test_a_void_act_stays_void_when_the_last_signature_arrives_late() -> None:
    world = World()
    first = world.act({"line-1": None})
    end = world.act({"line-1": None}, voids=[first])
    found = settled(world, (first, BOTH), (end, BOTH))
    assert states(found, first, end) == [State.VOID, State.IN_FORCE]
    assert found.in_force["line-1"] == end.hash


def test_what_builds_on_a_void_act_is_void_however_far() -> None:
    world = World()
    first = world.act({"line-1": None})
    heir = world.act({"line-1": first, "line-2": None})
    grandchild = world.act({"line-2": heir})
    end = world.act({}, voids=[first])
    found = settled(world, (first, BOTH), (heir, BOTH), (grandchild, BOTH), (end, BOTH))
    assert found.void == dict.fromkeys([first.hash, heir.hash, grandchild.hash], end.hash)
    assert found.in_force == {"compact": world.compact}


def test_what_builds_on_an_act_that_is_not_held_is_not_in_force() -> None:
    world = World()
    first = world.act({"line-1": None})
    heir = world.act({"line-1": first})
    del world.acts[first.hash]
    found = settled(world, (heir, BOTH))
    assert found.in_force == {"compact": world.compact}
    assert states(found, heir) == [State.OFFERED]


def test_an_act_signed_by_all_is_not_in_force_while_its_ground_is_not() -> None:
    world = World()
    first = world.act({"line-1": None})
    heir = world.act({"line-1": first})
    found = settled(world, (first, [LA]), (heir, BOTH))
    assert states(found, first, heir) == [State.DRAFT, State.OFFERED]
    assert "line-1" not in found.in_force


def test_two_acts_in_force_on_one_item_convict_all_parties() -> None:
    world = World()
    first, second = world.act({"line-1": None}), world.act({"line-1": None})
    with pytest.raises(DoubleEntryError) as refusal:
        settled(world, (first, BOTH), (second, BOTH))
    names = ", ".join(sorted(act.hash[:12] for act in (first, second)))
    assert str(refusal.value) == f"Item line-1 has more than one act in force: {names}."


def test_one_partys_rivals_alone_put_nothing_in_force_twice() -> None:
    world = World()
    first, second = world.act({"line-1": None}), world.act({"line-1": None})
    found = settled(world, (first, BOTH), (second, [LA]))
    assert found.in_force["line-1"] == first.hash


def test_an_act_whose_charter_is_not_held_is_refused() -> None:
    world = World()
    world.act({"line-1": None})
    del world.acts[world.compact]
    with pytest.raises(MissingActError) as refusal:
        settle(world.acts, signers={})
    assert str(refusal.value) == (
        f"Act {world.compact[:12]} is signed or built upon, but its text is not here."
    )


def test_an_act_under_what_is_no_charter_asks_for_nobodys_signature_and_is_refused() -> None:
    world = World()
    plan = world.act({"line-1": None})
    stray = world.keep(evolve(world.act({"line-2": None}), charter=plan.hash))
    with pytest.raises(MissingActError):
        settled(world, (plan, BOTH), (stray, ()))


# --- a function of a set ------------------------------------------------------------------


@given(st.sampled_from(UNIVERSES), st.data())
def test_the_order_of_arrival_changes_nothing(universe: tuple[Act, ...], data: st.DataObject) -> None:
    world = World(begun=False)
    acts = {world.compact: world.charter, **{act.hash: act for act in universe}}
    signers = {name: data.draw(st.sets(st.sampled_from(BOTH))) for name in acts}
    order = data.draw(st.permutations(sorted(acts)))

    def verdict(names: Sequence[str]) -> Settlement | str:
        try:
            return settle(
                {name: acts[name] for name in names},
                signers={name: sorted(signers[name]) for name in names},
            )
        except DoubleEntryError as error:
            return str(error)

    assert verdict(order) == verdict(list(acts))


@given(st.sampled_from(UNIVERSES), st.data())
def test_what_is_in_force_is_what_the_definition_says(universe: tuple[Act, ...], data: st.DataObject) -> None:
    world = World(begun=False)
    acts = {act.hash: act for act in universe}
    full = data.draw(st.sets(st.sampled_from(sorted(acts))))
    struck = {victim for name in full for victim in acts[name].voids}
    live = {name for name in full if ancestry(acts[name], acts) <= full - struck}
    last = {
        item: [
            name
            for name in live
            if item in acts[name].bases
            and not any(name in below(acts[other], item, acts) for other in live if item in acts[other].bases)
        ]
        for item in ("line-0", "line-1")
    }
    signers = dict.fromkeys([world.compact, *full], BOTH)
    if any(len(names) > 1 for names in last.values()):
        with pytest.raises(DoubleEntryError):
            settle({world.compact: world.charter, **acts}, signers=signers)
    else:
        found = settle({world.compact: world.charter, **acts}, signers=signers)
        expected = {item: names[0] for item, names in last.items() if names}
        assert found.in_force == {"compact": world.compact, **expected}
        assert found.void.keys() == {name for name in acts if ancestry(acts[name], acts) & struck}


def below(act: Act, item: str, acts: Mapping[str, Act]) -> frozenset[str]:
    """The act's ancestors on an item."""
    without_voids = {name: evolve(each, voids=()) for name, each in acts.items()}
    return covered_by(without_voids[act.hash], item, without_voids)
