"""Level 2, sections 4, 6 and 8: what a node takes in and refuses, and that it loses nothing by either."""

import io
import zipfile
from collections.abc import Callable

from attrs import evolve

from foedus.record.bundle import Bundle
from foedus_conformance.errors import BrokenRuleError
from foedus_conformance.forge import OFFICE, Entry, Forge, ended, mandate
from foedus_conformance.nodes.signing import amendment
from foedus_conformance.nodes.stage import ITEMS, PARTY, PEER, Repertoire, Stage, says
from foedus_conformance.spelling import at, packed, with_fields

ROOM = Repertoire()
CASES = ROOM.cases
REPORT = {"item": ITEMS[0], "note": {"en": "Illustrative."}}


def report(stage: Stage) -> None:
    """The peer reports once more."""
    stage.forge.put(PEER, Entry("report", {**REPORT, "on": f"2026-01-{10 + stage.minute % 20:02}"}))


@ROOM.case(8, "what is held already is passed over: the same bundle twice, or an older one, changes nothing")
def takes_nothing_twice(stage: Stage) -> None:
    old = stage.bundle()
    amendment(stage)
    new = stage.bundle()
    stage.take(new)
    before = stage.held()["record"]
    for name, data in {"the same again": new, "an older one": old, "the same once more": new}.items():
        stage.may("import", stage.file(data))
        stage.expect(f"the record after {name}", before, stage.held()["record"])


@ROOM.case(8, "bundles in whatever order give the same record")
def takes_in_any_order(stage: Stage) -> None:
    bundles = []
    for _ in range(3):
        amendment(stage)
        bundles.append(stage.bundle())
    found = []
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 2, 0))):
        other = stage.copied(stage.folder / f"order-{number}")
        for place in order:
            other.may("import", other.file(bundles[place]))
        found.append(other.held()["record"])
    stage.expect("the record after another order", found[0], found[1])
    stage.expect("the record after a third order", found[0], found[2])


@ROOM.case(
    8, "a bundle continues what is held; one that leaves entries out is refused, and taken once they came"
)
def takes_what_continues(stage: Stage) -> None:
    def held() -> dict[str, int]:
        return {party: head[0] for party, head in stage.forge.heads().items()}

    before = held()
    amendment(stage)
    first, between = stage.bundle(have=before), held()
    amendment(stage)
    second = stage.bundle(have=between)
    stage.must_not_take("an entry before it is missing", second)
    stage.take(first)
    stage.take(second)
    stage.expect("the peer's head", stage.forge.head(PEER), stage.status()["heads"][PEER])


def altered(stage: Stage, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A bundle of the peer's with one member changed in a good container, its manifest as it was."""
    dated, link = with_fields(at=stage.now()), stage.forge.links[PEER]
    members = stage.forge.members(link=link, sender=PEER, manifest=dated)
    return packed((each, change(data) if each == name else data) for each, data in members)


@ROOM.case(8, "a refused bundle leaves nothing behind, also where all but its last line is right")
def refuses_whole(stage: Stage) -> None:
    act = stage.forge.acts[amendment(stage)] + b"\n"
    report(stage)
    log = f"logs/{PEER}.ndjson"

    def last_broken(data: bytes) -> bytes:
        return data[:-40] + (b"A" if data[-40:-39] != b"A" else b"B") + data[-39:]

    for why, data in {
        "its last signature is broken": altered(stage, log, last_broken),
        "a leaf is another": altered(
            stage, "leaves.ndjson", lambda data: data.replace(b"Amended", b"Amends ", 1)
        ),
        "an act is another": altered(
            stage, "acts.ndjson", lambda data: data.replace(b'"size":1', b'"size":2', 1)
        ),
        "an act is missing": altered(stage, "acts.ndjson", lambda data: data.replace(act, b"")),
        "its last line is missing": altered(stage, log, lambda data: ended(data.splitlines()[:-1])),
        "it is cut short": stage.bundle()[:-100],
        "a byte stands after it": stage.bundle() + b"\0",
        "it is nothing": b"",
    }.items():
        stage.must_not_take(why, data)
    stage.take(stage.bundle())


@ROOM.case(4, "an entry that may not stand in the peer's log is refused, and with it the bundle")
def refuses_wrong_entries(stage: Stage) -> None:
    stranger = stage.forge.key("stranger")
    wrong: dict[str, Callable[[Forge], Entry]] = {
        "under a stranger's key": lambda _: Entry("report", REPORT, signer=stranger),
        "under a link key": lambda forge: Entry("report", REPORT, signer=forge.links[PEER]),
        "under a mandate that is not there": lambda _: Entry(
            "report", REPORT, by={"office": OFFICE, "mandate": 99, "person": None}
        ),
        "of an office that never had one": lambda _: Entry(
            "report", REPORT, by={"office": "Nobody (illustrative)", "mandate": 2, "person": None}
        ),
        "that has seen a third's log": lambda _: Entry("report", REPORT, seen={"KH": [1, "cd" * 32]}),
        "after another entry": lambda forge: Entry("report", REPORT, after=[forge.head(PEER)[0], "cd" * 32]),
        "two places on": lambda forge: Entry("report", REPORT, after=[forge.head(PEER)[0] + 1, "cd" * 32]),
        "of keys that the root never signed": lambda forge: Entry(
            "keys", forge.keys(PEER, signers=(stranger,))
        ),
        "of another compact": lambda _: Entry(
            "report",
            REPORT,
            wrong=evolve(Entry("report", REPORT).wrong, payload=with_fields(compact="cd" * 32)),
        ),
    }
    for why, make in wrong.items():
        forge = stage.copied(stage.folder / f"forge-{len(why)}").forge
        mine, stage.forge = stage.forge, forge
        forge.put(PEER, make(forge))
        stage.must_not_take(f"it has an entry {why}", stage.bundle())
        stage.forge = mine


@ROOM.case(5, "a key that was revoked, and a mandate that was ended, count for nothing from there on")
def refuses_what_was_withdrawn(stage: Stage) -> None:
    forge = stage.forge
    old, new = forge.ops[PEER], forge.key("new key")
    forge.put(PEER, Entry("keys", forge.keys(PEER, ops=[new]), signer=new))
    stage.take(stage.bundle())
    forge.put(PEER, Entry("report", REPORT, signer=old))
    stage.must_not_take("its last entry is under a revoked key", stage.bundle())
    forge.logs[PEER].pop()
    forge.ops[PEER] = new
    by = forge.by(PEER)
    forge.put(PEER, Entry("mandate", mandate(roles=[])))
    stage.take(stage.bundle())
    forge.put(PEER, Entry("report", REPORT, by=by))
    stage.must_not_take("its last entry is under a mandate that was ended", stage.bundle())


@ROOM.case(8, "acts and leaves that nobody spoke of, or that are another compact's, are refused")
def refuses_stray_acts(stage: Stage) -> None:
    other = Forge(seed="another")
    forge = stage.forge
    unspoken = forge.act({"orientation-9": None}, says=says("orientation-9"))
    stage.must_not_take("no party spoke of one of its acts", stage.bundle())
    del forge.acts[unspoken]
    forge.leaves.popitem()
    forge.acts[other.charter] = other.acts[other.charter]
    stage.must_not_take("one of its acts is another compact's", stage.bundle())
    del forge.acts[other.charter]
    stray = forge.leaf({"id": "orientation-9"})
    stage.must_not_take("no act names one of its leaves", stage.bundle())
    del forge.leaves[stray]
    stage.take(stage.bundle())


@ROOM.case(6, "a third party neither signs nor has a log")
def refuses_a_third_party(stage: Stage) -> None:
    forge = stage.forge
    forge.logs["KH"] = []
    stage.must_not_take("it has a log of a third party", stage.bundle())
    del forge.logs["KH"]


def another_compact(stage: Stage, *parties: str, ours: bool) -> Forge:
    """A compact of the peer's with others, in which our root is or is not the node's own."""
    roots = {PARTY: stage.forge.roots[PARTY]} if ours else {}
    forge = Forge(*parties, seed="another compact", roots=roots, begun=False, items={})
    forge.begin(PEER)
    forge.sign(PEER, forge.charter)
    return forge


@ROOM.case(
    8, "a compact of others is none of the node's business, nor one that names another root for its party"
)
def refuses_compacts_of_others(stage: Stage) -> None:
    others = another_compact(stage, "KH", PEER, ours=False)
    stage.must_not_take("its party is no party there", others.bundle(sender=PEER))
    forged = another_compact(stage, PARTY, PEER, ours=False)
    stage.must_not_take("it names another root for its party", forged.bundle(sender=PEER))


@ROOM.case(8, "two compacts on one node: no byte of the one in the other's bundle")
def keeps_compacts_apart(stage: Stage) -> None:
    three = another_compact(stage, "KH", PEER, PARTY, ours=True)
    secret = three.act({"orientation-9": None}, says=says("orientation-9", words="Of three (illustrative)."))
    three.sign(PEER, secret)
    stage.take(three.bundle(sender=PEER))
    for act in (three.charter, secret):
        stage.must("sign", three.compact, act)
    theirs, ours = stage.export(compact=three.compact), stage.export()
    for what, mine, other in (("the two's", ours, theirs), ("the three's", theirs, ours)):
        shared = _parts(mine) & _parts(other)
        stage.expect(
            f"parts of another compact in {what} bundle", [], sorted(each[:80].decode() for each in shared)
        )
    stage.expect("what the two say of it", None, stage.status()["acts"].get(secret))
    stage.must_refuse("that act is another compact's", "sign", stage.forge.compact, secret)


def _parts(bundle: bytes) -> set[bytes]:
    """Every envelope, act and leaf in a bundle."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".ndjson")]
        return {line for name in names for line in archive.read(name).splitlines()}


@ROOM.case(
    4, "two entries at one place of a log: both are kept as proof, what was held stands, nothing new is taken"
)
def keeps_the_proof_of_a_fork(stage: Stage) -> None:
    forge = stage.forge
    report(stage)
    stage.take(stage.bundle())
    before = stage.held()
    place = forge.head(PEER)[0]
    forge.logs[PEER].pop()
    forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-31"}))
    stage.may("import", stage.file(stage.bundle()))
    stage.expect("the forks it knows", [[PEER, place]], stage.status()["forks"])
    stage.expect("the record", before["record"], stage.held()["record"])
    stage.expect_state(stage.plan, "in-force")
    report(stage)
    stage.may("import", stage.file(stage.bundle()))
    stage.expect("the record after more of that log", before["record"], stage.held()["record"])
    stage.expect("the forks it still knows", [[PEER, place]], stage.status()["forks"])


def show_another_version(stage: Stage) -> int:
    """Let the peer show another entry in place of its last; returns the place. Its log stays as it was."""
    lines = stage.forge.logs[PEER]
    held = lines.pop()
    stage.forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-31"}))
    stage.may("import", stage.file(stage.bundle()))
    lines[-1] = held
    return held.seq


def renew_keys(stage: Stage) -> None:
    """The peer's root withdraws its key and certifies another, and the peer reports under that."""
    forge = stage.forge
    fresh = forge.key("fresh key")
    forge.put(PEER, Entry("keys", forge.keys(PEER, ops=[fresh]), signer=fresh))
    forge.ops[PEER] = fresh
    report(stage)


@ROOM.case(4, "a forked log is taken again from where its root withdraws the key of the other version")
def takes_a_log_again_without_the_key(stage: Stage) -> None:
    report(stage)
    stage.take(stage.bundle())
    place = show_another_version(stage)
    stage.expect("the forks it knows", [[PEER, place]], stage.status()["forks"])
    renew_keys(stage)
    stage.take(stage.bundle())
    stage.expect("the peer's head", stage.forge.head(PEER), stage.status()["heads"][PEER])


@ROOM.case(4, "another version under a key that was withdrawn before proves nothing more, and stops nothing")
def takes_no_notice_of_a_withdrawn_key(stage: Stage) -> None:
    forge = stage.forge
    old = forge.ops[PEER]
    report(stage)
    renew_keys(stage)
    stage.take(stage.bundle())
    before = stage.held()["record"]
    lines = list(forge.logs[PEER])
    del forge.logs[PEER][-3:]
    forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-31"}, signer=old))
    stage.may("import", stage.file(stage.bundle()))
    stage.expect("the record", before, stage.held()["record"])
    forge.logs[PEER] = lines
    report(stage)
    stage.take(stage.bundle())
    stage.expect("the peer's head", forge.head(PEER), stage.status()["heads"][PEER])


@ROOM.case(4, "the proof of a fork is kept even where the bundle that shows it is refused")
def keeps_the_proof_in_a_bad_bundle(stage: Stage) -> None:
    forge = stage.forge
    report(stage)
    stage.take(stage.bundle())
    place = forge.head(PEER)[0]
    forge.logs[PEER].pop()
    forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-31"}))
    forge.leaf({"id": "orientation-9"})
    stage.may("import", stage.file(stage.bundle(manifest=at(f"heads.{PEER}", lambda _: [place, "cd" * 32]))))
    forge.leaves.popitem()
    stage.may("import", stage.file(stage.bundle()))
    stage.expect("the forks it knows", [[PEER, place]], stage.status()["forks"])


@ROOM.case(4, "an entry that is not truly signed proves no fork")
def keeps_no_false_proof(stage: Stage) -> None:
    forge = stage.forge
    report(stage)
    stage.take(stage.bundle())
    forge.logs[PEER].pop()
    other = forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-31"}))
    broken = other.data.replace(b'"sig":"', b'"sig":"AAAA', 1).replace(b'=="}]}', b'"}]}')
    forge.logs[PEER][-1] = evolve(other, data=broken)
    stage.must_not_take("the other entry is not signed", stage.bundle())
    stage.expect("the forks it knows", [], stage.status()["forks"])
    stranger = forge.key("stranger")
    forge.logs[PEER].pop()
    forge.put(PEER, Entry("report", {**REPORT, "on": "2026-01-30"}, signer=stranger))
    stage.must_not_take("the other entry is a stranger's", stage.bundle())
    stage.expect("the forks it knows now", [], stage.status()["forks"])


@ROOM.case(7, "a peer that signs rivals is named; its log is taken all the same, and nothing of ours falls")
def names_a_peers_breach(stage: Stage) -> None:
    one, other = amendment(stage), amendment(stage)
    stage.take(stage.bundle())
    stage.expect("the breaches it names", [[PEER, other]], stage.status()["breaches"])
    stage.expect_state(stage.plan, "in-force")
    stage.sign(one)
    stage.expect_state(one, "in-force")


@ROOM.case(6, "what the node has not signed is not in force, whatever the other signs")
def nothing_without_its_word(stage: Stage) -> None:
    base = amendment(stage)
    acts = [base, amendment(stage, base=base), stage.forge.act(kind="dissolve", voids=[stage.forge.charter])]
    stage.forge.sign(PEER, acts[-1])
    stage.take(stage.bundle())
    for act in acts:
        stage.expect_state(act, "draft")
    stage.expect_state(stage.plan, "in-force")
    held = stage.record()
    stage.expect("the act in force", stage.plan, held.settlement.in_force[ITEMS[0]])


@ROOM.case(8, "what the node sends is whole: the peer lacks nothing to follow it")
def sends_what_is_lacking(stage: Stage) -> None:
    forge = stage.forge
    act = amendment(stage)
    stage.take(stage.bundle())
    known = {party: head[0] for party, head in forge.heads().items()}
    stage.sign(act)
    data = stage.export(PEER)
    bundle = Bundle(io.BytesIO(data))
    if any(have > known[party] for party, have in bundle.manifest.have.items()):
        raise BrokenRuleError(
            expected=f"a bundle that starts at or before {known}", found=str(bundle.manifest.have)
        )
    lines = list(bundle.entries(PARTY))
    stage.expect("the last entry", (act, known[PARTY] + 1), (lines[-1].act, lines[-1].seq))
    first = bundle.manifest.have[PARTY] + 1
    stage.expect("their places", list(range(first, first + len(lines))), [line.seq for line in lines])


@ROOM.case(8, "a bundle the node makes is sealed by its own link")
def seals_what_it_sends(stage: Stage) -> None:
    bundle = Bundle(io.BytesIO(stage.export()))
    held = stage.record()
    keys = held.logs[PARTY].keys
    stage.expect("what seals it", "a link", "a link" if bundle.is_sealed else "nothing")
    if not (keys and keys.links):
        raise BrokenRuleError(expected="link keys in its log", found="none")
