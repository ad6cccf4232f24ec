"""Level 2: a node that came back from a backup, or has a twin, must sign nothing against what it signed."""

import shutil

from foedus_conformance.forge import Entry
from foedus_conformance.nodes.exchange import report
from foedus_conformance.nodes.signing import amendment
from foedus_conformance.nodes.stage import PARTY, PEER, Repertoire, Stage
from foedus_conformance.spelling import with_fields

ROOM = Repertoire()
CASES = ROOM.cases


def restored(stage: Stage, *acts: str) -> tuple[bytes, str]:
    """The node signs an act, is heard, and then comes back from a backup made before.

    Returns:
        A bundle that the peer made before, and the head that the node's log had.
    """
    stage.take(stage.bundle())
    backup = stage.folder / "backup"
    shutil.copytree(stage.node, backup)
    before = stage.bundle()
    stage.sign(acts[0])
    stage.hear()
    number, hash_ = stage.forge.head(PARTY)
    shutil.rmtree(stage.node)
    shutil.copytree(backup, stage.node)
    return before, f"{number}:{hash_}"


def expect_silent(stage: Stage, why: str, act: str) -> None:
    """A node that recovers signs nothing."""
    stage.expect("whom it awaits", [PEER], stage.status()["recovering"])
    stage.must_not_sign(why, act)


@ROOM.case(8, "a node that recovers signs nothing until its peer's own node, now, has returned its log")
def recovers_from_its_peer(stage: Stage) -> None:
    signed, rival, third = amendment(stage), amendment(stage), amendment(stage, "orientation-2")
    old, _ = restored(stage, signed)
    stage.must("recover", stage.forge.compact)
    expect_silent(stage, "it recovers", rival)
    stage.may("import", stage.file(old))
    expect_silent(stage, "what came was made before it was restored", rival)
    stage.may("import", stage.file(stage.bundle(sealed=False, have={PARTY: 0})))
    expect_silent(stage, "what came is not sealed by the peer's node", third)
    stage.take(stage.bundle())
    stage.expect("whom it awaits", None, stage.status()["recovering"])
    stage.expect("its own head", stage.forge.head(PARTY), stage.status()["heads"][PARTY])
    stage.must_not_sign("it had signed its rival before it was restored", rival)
    stage.sign(third)
    stage.hear()


@ROOM.case(8, "a bundle sealed by another key than the peer's link does not end recovery")
def recovers_from_no_forger(stage: Stage) -> None:
    signed, rival = amendment(stage), amendment(stage)
    restored(stage, signed)
    stage.must("recover", stage.forge.compact)
    right = stage.forge.links[PEER]
    for key in (stage.forge.key("stranger"), stage.forge.ops[PEER]):
        stage.forge.links[PEER] = key
        stage.may("import", stage.file(stage.bundle()))
        expect_silent(stage, "what came was sealed by another", rival)
    stage.forge.links[PEER] = right
    stage.take(stage.bundle())
    stage.expect("whom it awaits", None, stage.status()["recovering"])


@ROOM.case(8, "an officer overrides with the head of its log as printed; with another he does not")
def recovers_by_a_printed_head(stage: Stage) -> None:
    signed, rival = amendment(stage), amendment(stage)
    _, head = restored(stage, signed)
    stage.must("recover", stage.forge.compact)
    stage.must_refuse("its log here ends earlier", "recover", stage.forge.compact, head)
    number, hash_ = stage.status()["heads"][PARTY]
    other = f"{number}:{'cd' * 32}"
    stage.must_refuse("its log here has another entry there", "recover", stage.forge.compact, other)
    expect_silent(stage, "no right head was shown", rival)
    stage.must("recover", stage.forge.compact, f"{number}:{hash_}")
    stage.expect("whom it awaits", None, stage.status()["recovering"])


@ROOM.case(
    4, "a node whose own log comes back otherwise has a twin: it keeps both entries and signs nothing more"
)
def finds_its_twin(stage: Stage) -> None:
    one, other, third = amendment(stage), amendment(stage, "orientation-2"), amendment(stage, "orientation-3")
    stage.take(stage.bundle())
    twin = stage.copied(stage.folder / "twin")
    stage.sign(one)
    twin.minute += 7
    twin.sign(other)
    stage.forge.heard(twin.export(), PARTY)
    place = stage.forge.head(PARTY)[0]
    stage.may("import", stage.file(stage.bundle()))
    stage.expect("the forks it knows", [[PARTY, place]], stage.status()["forks"])
    stage.must_not_sign("its own log has two versions", third)


@ROOM.case(8, "a node that lost all but its keys has its record back from its peer, and signs no rival of it")
def returns_from_nothing(stage: Stage) -> None:
    signed, rival = amendment(stage), amendment(stage)
    stage.take(stage.bundle())
    stage.sign(signed)
    stage.hear()
    before = stage.record()
    stage.node = stage.unused
    stage.take(stage.bundle())
    stage.expect("its own head", stage.forge.head(PARTY), stage.status()["heads"][PARTY])
    stage.expect("what it signed", before.signed_by(PARTY), stage.record().signed_by(PARTY))
    stage.must_not_sign("it had signed its rival", rival)


@ROOM.case(8, "a moment that a manifest claims makes nothing of an older record: the log's place counts")
def believes_no_manifest_about_a_log(stage: Stage) -> None:
    short = stage.bundle()
    report(stage)
    stage.take(stage.bundle())
    before = stage.held()["record"]
    late = with_fields(at="2026-02-02T00:00:00Z")
    kept = stage.forge.logs[PEER].pop()
    stage.may("import", stage.file(stage.bundle(manifest=late)))
    stage.may("import", stage.file(short))
    stage.expect("the record", before, stage.held()["record"])
    stage.forge.logs[PEER].append(kept)
    stage.forge.put(PEER, Entry("report", {"item": "orientation-1", "on": "2026-01-30"}))
    stage.take(stage.bundle())
