"""Level 2, section 7: what a node signs, what it never signs, and that nothing of it is lost."""

import time

from foedus_conformance.errors import BrokenRuleError
from foedus_conformance.nodes.stage import ITEMS, PARTY, PEER, Repertoire, Stage, orientation, says
from foedus_conformance.spelling import spelt

ROOM = Repertoire()
CASES = ROOM.cases
FIRST, SECOND, THIRD = ITEMS
KILLED_AT = (0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
"""Parts of the time that a command takes, at which it is killed."""


def amendment(stage: Stage, *items: str, base: str | None = None, voids: tuple[str, ...] = ()) -> str:
    """An act of the peer's that amends items of the plan, signed by it."""
    names = items or (FIRST,)
    act = stage.forge.act(
        dict.fromkeys(names, base or stage.plan),
        voids=voids,
        says=says(*names, words="Amended (illustrative)."),
    )
    stage.forge.sign(PEER, act)
    return act


@ROOM.case(6, "an act is in force once the node has signed what the peer offered, and its record proves it")
def signs_an_offer(stage: Stage) -> None:
    act = amendment(stage)
    stage.take(stage.bundle())
    stage.expect_state(act, "draft")
    stage.sign(act)
    stage.expect_state(act, "in-force")
    held = stage.record()
    stage.expect("the signers", {PEER, PARTY}, set(held.settlement.standings[act].signed))
    stage.expect("the act in force", act, held.settlement.in_force[FIRST])


@ROOM.case(7, "of two rivals it signs one, and the other never; an act that voids both it signs")
def signs_no_rival(stage: Stage) -> None:
    one, other = amendment(stage), amendment(stage)
    stage.take(stage.bundle())
    stage.sign(one)
    stage.must_not_sign("it signed a rival before", other)
    both = amendment(stage, voids=tuple(sorted((one, other))))
    stage.take(stage.bundle())
    stage.sign(both)
    stage.expect("breaches of its own", [], [row for row in stage.status()["breaches"] if row[0] == PARTY])
    stage.expect("the act in force", both, stage.record().settlement.in_force[FIRST])


@ROOM.case(7, "a rival on one item of several is a rival")
def signs_no_rival_in_part(stage: Stage) -> None:
    one, other = amendment(stage, SECOND), amendment(stage, FIRST, SECOND, THIRD)
    stage.take(stage.bundle())
    stage.sign(one)
    stage.must_not_sign("one of its items has a rival", other)


@ROOM.case(7, "it signs nothing that builds on what it has not signed, or on what its base does not set")
def signs_nothing_without_its_base(stage: Stage) -> None:
    base = amendment(stage)
    heir = amendment(stage, base=base)
    silent = amendment(stage, THIRD, base=base)
    stage.take(stage.bundle())
    stage.must_not_sign("its base is not signed", heir)
    stage.sign(base)
    stage.must_not_sign("its base says nothing of its item", silent)
    stage.sign(heir)


@ROOM.case(7, "it does not set anew what is there already")
def signs_nothing_new_that_is_there(stage: Stage) -> None:
    act = stage.forge.act({FIRST: None}, says=says(FIRST))
    stage.forge.sign(PEER, act)
    stage.take(stage.bundle())
    stage.must_not_sign("the plan sets that item, and it does not build on it", act)


@ROOM.case(7, "it signs nothing that it has voided, nor what stands on it")
def signs_nothing_void(stage: Stage) -> None:
    act = amendment(stage)
    heir = amendment(stage, base=act)
    ending = stage.forge.act(voids=[act])
    stage.forge.sign(PEER, ending)
    stage.take(stage.bundle())
    stage.sign(ending)
    stage.must_not_sign("it is void", act)
    stage.must_not_sign("what it stands on is void", heir)


@ROOM.case(7, "it signs no act that voids what the act itself stands on")
def signs_nothing_that_voids_its_ground(stage: Stage) -> None:
    act = stage.forge.act({"orientation-9": None}, voids=[stage.forge.charter], says=says("orientation-9"))
    stage.forge.sign(PEER, act)
    stage.take(stage.bundle())
    stage.must_not_sign("it voids its charter", act)


@ROOM.case(7, "the charter is signed first")
def signs_the_charter_first(stage: Stage) -> None:
    stage.node = stage.unused
    forge = stage.forge
    forge.logs[PARTY].clear()
    stage.take(stage.bundle())
    stage.may("sign", forge.compact, stage.plan)
    stage.expect("what it signed before the charter", (), stage.record().signed_by(PARTY))
    stage.sign(forge.charter)
    stage.sign(stage.plan)
    stage.expect_state(stage.plan, "in-force")


@ROOM.case(7, "what was signed is not signed again as something new, and what is not there not at all")
def signs_once(stage: Stage) -> None:
    before = len(stage.record().signed_by(PARTY))
    stage.may("sign", stage.forge.compact, stage.plan)
    stage.expect("how often it signed", before, len(set(stage.record().signed_by(PARTY))))
    stage.must_refuse("there is no such act", "sign", stage.forge.compact, "cd" * 32)


@ROOM.case(6, "to decline takes nothing out of force, and the record says who declined")
def declines(stage: Stage) -> None:
    act = amendment(stage)
    stage.take(stage.bundle())
    stage.must("decline", stage.forge.compact, act)
    stage.expect_state(act, "declined")
    held = stage.record()
    stage.expect("who declined", {PARTY}, set(held.settlement.standings[act].declined))
    stage.expect("the act in force", stage.plan, held.settlement.in_force[FIRST])


@ROOM.case(
    7,
    "what it offers, others can verify; of two offers on one item the second is refused",
)
def offers(stage: Stage) -> None:
    words = orientation(FIRST, "Amended by its own officers (illustrative).")
    file = stage.file(spelt([words]), ".json")
    act = str(stage.must("offer", stage.forge.compact, file).get("act"))
    stage.expect_state(act, "offered")
    held = stage.record()
    leaf = held.leaf_of(act, FIRST)
    stage.expect("what the act says", words, dict(leaf.item) if leaf and leaf.item else None)
    stage.expect("what it builds on", stage.plan, held.acts[act].bases[FIRST])
    other = stage.file(spelt([orientation(FIRST, "Amended otherwise (illustrative).")]), ".json")
    stage.must_refuse("an offer on that item is open", "offer", stage.forge.compact, other)


@ROOM.case(
    7,
    "killed at any moment, a node loses no signature that it gave, and gives none twice",
)
def killed_while_signing(stage: Stage) -> None:
    acts = [amendment(stage)]
    for _ in KILLED_AT:
        acts.append(amendment(stage, base=acts[-1]))
    stage.take(stage.bundle())
    began = time.monotonic()
    stage.sign(acts[0])
    takes = time.monotonic() - began
    for part, act in zip(KILLED_AT, acts[1:], strict=True):
        before = stage.record().signed_by(PARTY)
        stage.minute += 1
        words = (stage.forge.compact, act)
        stage.implementation.interrupted("sign", stage.node, *words, at=stage.now(), after=part * takes)
        after = stage.record().signed_by(PARTY)
        if after not in (before, (*before, act)):
            found = f"{len(after)} signatures, of which {len(set(after))} differ"
            raise BrokenRuleError(expected=f"the {len(before)} signatures it had, or one more", found=found)
        if act not in after:
            stage.sign(act)
    stage.expect("each act once", len(acts) + 2, len(set(stage.record().signed_by(PARTY))))
    stage.expect_state(acts[-1], "in-force")
