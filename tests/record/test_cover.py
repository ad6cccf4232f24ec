"""The cover rule: with it no universe forks, without any part of it some do, and breaches convict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import ActError, CoverError, DoubleEntryError, MissingActError
from foedus.record import act as acts_room
from foedus.record import cover, descent, standing
from foedus.record.act import Act, ActKind
from foedus.record.cover import Uncovered
from tests.worlds import World

PARTIES = ("VN", "LA")
WORLD = World(*PARTIES, begun=False)
LEAF = WORLD.leaf({"id": "line", "type": "line"})

Acts = Mapping[str, Act]
Rule = Callable[[Act, frozenset[str], Acts], bool]
Judge = Callable[[frozenset[str], Acts], Mapping[str, str]]

# --- the model: every universe of so many acts on so many items --------------------------


@cache
def composed(number: int, rows: tuple[tuple[str, str | None], ...], voids: tuple[str, ...]) -> Act | None:
    """An act of a universe; None where its own text would contradict itself."""
    try:
        return acts_room.compose(
            kind=ActKind.AMEND,
            compact=WORLD.compact,
            charter=WORLD.compact,
            items=[(item, base, LEAF) for item, base in rows],
            nonce=f"{number:032}",
            title={"en": "Act"},
            voids=voids,
        )
    except ActError:
        return None


def subsets(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(parts, size) for size in range(len(parts) + 1))


def universes(acts: int, *, items: int, before: tuple[Act, ...] = ()) -> Iterator[tuple[Act, ...]]:
    """Every universe: each act sets any items, on any earlier act of each, and voids any earlier acts."""
    if len(before) == acts:
        yield before
        return
    for chosen in subsets([f"line-{number}" for number in range(items)]):
        bases = [[None, *(act.hash for act in before if item in act.bases)] for item in chosen]
        for rows in product(*bases) if chosen else ():
            for voids in subsets([act.hash for act in before]):
                act = composed(len(before), tuple(zip(chosen, rows, strict=True)), voids)
                if act:
                    yield from universes(acts, items=items, before=(*before, act))


def reachable(universe: tuple[Act, ...], rule: Rule) -> set[frozenset[str]]:
    """Every set of acts that a party which keeps a rule may come to have signed."""
    acts = {act.hash: act for act in universe}
    found: set[frozenset[str]] = set()
    ahead = [frozenset[str]()]
    while ahead:
        signed = ahead.pop()
        if signed not in found:
            found.add(signed)
            ahead += [signed | {y} for y in acts.keys() - signed if rule(acts[y], signed, acts)]
    return found


def in_force(certificates: frozenset[str], acts: Acts) -> Mapping[str, str]:
    """What is in force by the real code, if every party signed these acts."""
    held = {WORLD.compact: WORLD.charter, **acts}
    signers = dict.fromkeys([WORLD.compact, *certificates], PARTIES)
    found = standing.settle(held, signers=signers).in_force
    return {item: act for item, act in found.items() if act != WORLD.compact}


def on_no_ground(certificates: frozenset[str], acts: Acts) -> Mapping[str, str]:
    """What would be in force for a reader who does not ask whether what an act builds on is in force."""
    held = {WORLD.compact: WORLD.charter, **acts}
    full = {WORLD.compact, *certificates}
    void = standing._void(held, full=full, heirs=descent.heirs(held))
    return standing._in_force(held, full - void.keys())


def forks(acts: int, *, items: int, rule: Rule, judge: Judge = in_force) -> int:
    """In how many universes some set of certificates puts two acts in force on one item."""
    count = 0
    for universe in universes(acts, items=items):
        held = {act.hash: act for act in universe}
        certificates = {
            frozenset(part) for signed in reachable(universe, rule) for part in subsets([*signed])
        }
        try:
            for each in certificates:
                judge(each, held)
        except DoubleEntryError:
            count += 1
    return count


# --- the rule, and its mutants ------------------------------------------------------------


def covered_by(act: Act, item: str, acts: Acts) -> frozenset[str]:
    """The act's ancestors on an item, and what it and they void."""
    base = act.bases[item]
    below = covered_by(acts[base], item, acts) | {base} if base else frozenset()
    return below | frozenset(act.voids)


def ancestry(act: Act, acts: Acts) -> frozenset[str]:
    """The act and all its ancestors, over all its items."""
    return frozenset({act.hash}).union(*(ancestry(acts[base], acts) for base in act.bases.values() if base))


def by_definition(act: Act, signed: frozenset[str], acts: Acts, *, without: str = "") -> bool:
    """The cover rule as it is defined, with one of its parts left out if asked."""
    struck = {victim for name in signed for victim in acts[name].voids}
    if without != "bases signed first" and not {base for base in act.bases.values() if base} <= signed:
        return False
    # To build on a dead act is to be dead oneself: the two parts of the model that say so are one here.
    if without != "nothing dead" and ancestry(act, acts) & (struck | set(act.voids)):
        return False
    return without == "all covered" or all(
        name in covered_by(act, item, acts)
        for item in act.bases
        for name in signed
        if item in acts[name].bases
    )


def as_coded(act: Act, signed: frozenset[str], acts: Acts) -> bool:
    """The rule as coded, for a party that signed the charter before anything else."""
    held = {WORLD.compact: WORLD.charter, **acts}
    return not list(cover.uncovered(act, signed={WORLD.compact, *signed}, acts=held))


def without(part: str) -> Rule:
    return lambda act, signed, acts: by_definition(act, signed, acts, without=part)


SIZES = [(4, 1), (3, 2), (2, 3)]


@pytest.mark.slow
@pytest.mark.parametrize(("acts", "items"), [*SIZES, (4, 2), (3, 3)])
def test_no_universe_forks_under_the_rule(acts: int, items: int) -> None:
    assert forks(acts, items=items, rule=as_coded) == 0


def test_universes_fork_without_the_cover_condition() -> None:
    assert forks(3, items=1, rule=without("all covered")) > 0
    assert forks(2, items=2, rule=without("all covered")) > 0


@pytest.mark.slow
@pytest.mark.parametrize(("acts", "items"), SIZES)
def test_the_rule_is_the_one_that_was_searched(acts: int, items: int) -> None:
    for universe in universes(acts, items=items):
        held = {act.hash: act for act in universe}
        for signed in reachable(universe, by_definition):
            for act in universe:
                if act.hash not in signed:
                    assert as_coded(act, signed, held) == by_definition(act, signed, held)


def test_universes_fork_for_a_party_that_forgets_a_signature() -> None:
    def forgetful(act: Act, signed: frozenset[str], acts: Acts) -> bool:
        return any(by_definition(act, signed - {forgotten}, acts) for forgotten in [*signed, ""])

    assert forks(3, items=1, rule=forgetful) > 0


def test_universes_fork_for_a_reader_who_asks_for_no_ground() -> None:
    assert forks(3, items=1, rule=as_coded, judge=on_no_ground) > 0


# --- the order of recording and releasing -------------------------------------------------


def rivals() -> Acts:
    """Two rivals, and the act that voids both."""
    first, second = (composed(number, (("line-1", None),), ()) for number in (1, 2))
    assert first
    assert second
    both = composed(3, (("line-1", None),), (first.hash, second.hash))
    assert both
    return {act.hash: act for act in (first, second, both)}


def releases(acts: Acts, *, recorded_first: bool) -> set[frozenset[str]]:
    """All that an honest party may ever have released of these acts.

    It keeps the rule, as coded, by what it has recorded. It may die at any moment: between
    recording and releasing, in whichever order it does them.
    """
    found: set[tuple[frozenset[str], frozenset[str]]] = set()
    ahead = [(frozenset[str](), frozenset[str]())]
    while ahead:
        recorded, released = ahead.pop()
        if (recorded, released) in found:
            continue
        found.add((recorded, released))
        for name in acts.keys() - recorded:
            if as_coded(acts[name], recorded, acts):
                halfway = (recorded | {name}, released) if recorded_first else (recorded, released | {name})
                ahead += [halfway, (recorded | {name}, released | {name})]
        if recorded_first:  # what is recorded may be released at any later time
            ahead += [(recorded, released | {name}) for name in recorded]
    return {released for _, released in found}


def certificates_fork(*, recorded_first: bool) -> bool:
    """Whether two such parties, and a third that signs anything, may put two acts in force on one item."""
    acts = rivals()
    out = releases(acts, recorded_first=recorded_first)
    for one, other in product(out, out):
        for held in subsets(sorted(one & other)):
            try:
                in_force(frozenset(held), acts)
            except DoubleEntryError:
                return True
    return False


def test_no_moment_of_dying_forks_where_a_signature_is_recorded_before_it_is_released() -> None:
    assert not certificates_fork(recorded_first=True)


def test_some_moment_of_dying_forks_where_a_signature_is_released_before_it_is_recorded() -> None:
    assert certificates_fork(recorded_first=False)


# --- the rule in plain cases --------------------------------------------------------------


class Signing:
    """Acts of Vietnam's drafting, and the verdict on signing one."""

    def __init__(self) -> None:
        self.world = World()
        self.signed: list[Act] = [self.world.charter]

    def act(self, items: Mapping[str, Act | None], *, voids: Sequence[Act] = ()) -> Act:
        return self.world.act(items, voids=voids)

    def sign(self, act: Act) -> None:
        self.signed.append(act)

    def verdict(self, act: Act) -> list[Uncovered]:
        signed = [each.hash for each in self.signed]
        return list(cover.uncovered(act, signed=signed, acts=self.world.acts))

    def refusal(self, act: Act) -> CoverError:
        with pytest.raises(CoverError) as refusal:
            cover.refuse_uncovered(
                act, party="VN", signed=[each.hash for each in self.signed], acts=self.world.acts
            )
        return refusal.value


def test_an_amendment_of_what_was_signed_may_be_signed() -> None:
    past = Signing()
    past.sign(plan := past.act({"line-1": None, "line-2": None}))
    assert past.verdict(past.act({"line-1": plan})) == []


def test_nothing_is_signed_before_the_charter_it_stands_under() -> None:
    past = Signing()
    past.signed.clear()
    plan = past.act({"line-1": None})
    charter = past.world.charter.hash
    reason = f"its charter, act {charter[:12]}, was not signed first"
    assert past.verdict(plan) == [Uncovered("", charter, reason)]


def test_a_rival_of_what_was_signed_is_refused_by_name() -> None:
    past = Signing()
    past.sign(plan := past.act({"line-1": None}))
    past.sign(first := past.act({"line-1": plan}))
    rival = past.act({"line-1": plan})
    refusal = past.refusal(rival)
    assert str(refusal) == (
        f"VN cannot sign act {rival.hash[:12]}: "
        f"act {first.hash[:12]} was signed before on the same item (line-1)."
    )
    assert refusal.advice == (
        "Sign first what it stands on; or draft an act that voids by name what stands in the way "
        "(`foedus draft void`)."
    )


def test_an_act_that_voids_both_rivals_may_be_signed() -> None:
    past = Signing()
    past.sign(plan := past.act({"line-1": None}))
    past.sign(first := past.act({"line-1": plan}))
    second = past.act({"line-1": plan})
    assert past.verdict(past.act({"line-1": plan}, voids=[first, second])) == []


def test_voiding_one_of_two_signed_rivals_is_not_enough() -> None:
    past = Signing()
    past.sign(first := past.act({"line-1": None}))
    past.sign(second := past.act({"line-1": None}))
    assert [each.act for each in past.verdict(past.act({"line-1": None}, voids=[first]))] == [second.hash]


def test_what_an_ancestor_voided_need_not_be_voided_again() -> None:
    past = Signing()
    past.sign(first := past.act({"line-1": None}))
    past.sign(second := past.act({"line-1": None}, voids=[first]))
    past.sign(third := past.act({"line-1": second}))
    assert past.verdict(past.act({"line-1": third})) == []


def test_what_another_items_chain_voided_covers_nothing_here() -> None:
    past = Signing()
    past.sign(first := past.act({"line-1": None, "line-2": None}))
    past.sign(second := past.act({"line-2": None}, voids=[first]))
    verdict = past.verdict(past.act({"line-1": None, "line-2": second}))
    assert [(each.item, each.act) for each in verdict] == [("line-1", first.hash)]


def test_other_items_never_stand_in_the_way() -> None:
    past = Signing()
    past.sign(past.act({"line-1": None}))
    assert past.verdict(past.act({"line-2": None})) == []


def test_nothing_is_built_on_what_was_not_signed_first() -> None:
    past = Signing()
    plan = past.act({"line-1": None})
    assert past.verdict(past.act({"line-1": plan})) == [
        Uncovered(
            "line-1", plan.hash, f"it builds on act {plan.hash[:12]} (line-1), which was not signed first"
        )
    ]


def test_nothing_is_built_on_an_act_that_says_nothing_of_the_item() -> None:
    past = Signing()
    past.sign(plan := past.act({"line-1": None}))
    assert past.verdict(past.act({"line-2": plan})) == [
        Uncovered("line-2", plan.hash, f"it builds on act {plan.hash[:12]}, which says nothing of line-2")
    ]


VOIDED = "an act signed before, or itself, voids it or what it builds on"


def test_nothing_is_signed_that_was_voided_before_and_nothing_on_it() -> None:
    past = Signing()
    past.sign(first := past.act({"line-1": None}))
    heir = past.act({"line-1": first})
    past.sign(past.act({"line-1": None}, voids=[first]))
    assert VOIDED in [each.reason for each in past.verdict(heir)]
    assert VOIDED in [each.reason for each in past.verdict(past.act({"line-1": heir}))]


def test_nothing_is_signed_that_voids_its_own_ground() -> None:
    past = Signing()
    past.sign(first := past.act({"line-1": None}))
    past.sign(second := past.act({"line-1": first}))
    act = past.act({"line-1": second}, voids=[first])
    assert past.verdict(act) == [Uncovered("", act.hash, VOIDED)]


def test_a_signature_given_before_on_a_text_not_held_is_not_guessed_at() -> None:
    past = Signing()
    with pytest.raises(MissingActError):
        list(cover.uncovered(past.act({"line-1": None}), signed=["ab" * 32], acts=past.world.acts))


# --- breaches -----------------------------------------------------------------------------


def test_a_party_that_signs_rivals_is_convicted_by_its_own_log() -> None:
    world = World()
    plan = world.all_sign(world.act({"line-1": None}))
    first, second = world.act({"line-1": plan}), world.act({"line-1": plan})
    for act in (first, second, second):
        world.sign("VN", act)
    world.sign("LA", second)
    reason = f"act {first.hash[:12]} was signed before on the same item (line-1)"
    assert list(world.holding().breaches()) == [
        ("VN", second.hash, Uncovered("line-1", first.hash, reason)),
    ]


def test_a_party_that_builds_on_what_says_nothing_of_it_is_convicted_and_bars_nobody_from_the_verdict() -> (
    None
):
    world = World()
    plan = world.all_sign(world.act({"line-1": None}))
    astray = world.act({"line-2": plan})
    world.sign("LA", astray)
    assert [(party, act) for party, act, _ in world.holding().breaches()] == [("LA", astray.hash)]


UNIVERSES = [universe for size in [(4, 1), (3, 2)] for universe in universes(size[0], items=size[1])]


@given(st.sampled_from(UNIVERSES), st.data())
def test_the_walk_over_a_log_finds_what_the_rule_finds_act_by_act(
    universe: tuple[Act, ...], data: st.DataObject
) -> None:
    acts = {act.hash: act for act in universe}
    log = data.draw(st.lists(st.sampled_from(sorted(acts)), max_size=6))
    found, before = [], list[str]()
    for name in dict.fromkeys(log):
        if list(cover.uncovered(acts[name], signed=before, acts=acts)):
            found.append(name)
        before.append(name)
    assert [name for name, _ in cover.breaches(log, acts)] == found
