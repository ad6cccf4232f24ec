"""The proof of a forked log: two entries for one place convict their author, and nothing less does."""

from collections.abc import Callable

import orjson
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import EntryError, EvidenceError, FoedusError, ForeignCompactError, SignatureError
from foedus.record import act as acts_room
from foedus.record import canonical, evidence, log
from foedus.record.entry import EMPTY, Entry, EntryType
from foedus.record.evidence import Evidence, contradiction, gather, verify_evidence
from foedus.record.holding import Forked
from foedus.record.verdict import verdict
from tests.worlds import World, root_of, signing_key

THIEF = signing_key("a thief")


def forked(*, rotated: bool = False) -> tuple[World, Entry, Entry]:
    """A world in which Laos signed two reports for the next place of its log; both parties hold the first."""
    world = World(seed=f"forked {rotated}")
    if rotated:
        key = signing_key("the second op key")
        body = world.keys("LA", ops=(key,))
        world.put(world.next_entry("LA", EntryType.KEYS, body, key=key))
        world.ops["LA"] = key
    after, by = world.logs["LA"].head, world.by("LA")
    one, other = (
        world.next_entry("LA", EntryType.REPORT, {"item": "patrols", "count": count}, by=by, after=after)
        for count in (8, 2)
    )
    world.put(one)
    return world, one, other


def proof(world: World, one: Entry, other: Entry) -> Evidence:
    held = [line.envelope for line in world.entries["LA"]]
    return gather(world.charter, "LA", held, a=one.envelope, b=other.envelope)


WORLD, ONE, OTHER = forked()
PROOF = proof(WORLD, ONE, OTHER)
DATA = PROOF.to_bytes()
OPS = {party: {line.kid: bytes.fromhex(WORLD.ops[party].public)} for party, line in (("LA", ONE),)}


@pytest.mark.parametrize("rotated", [False, True])
def test_two_entries_for_one_place_convict_their_author_to_whoever_holds_nothing_else(
    rotated: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    world, one, other = forked(rotated=rotated)
    shown = verify_evidence(proof(world, one, other).to_bytes())
    assert (shown.party, shown.seq, {shown.a.hash, shown.b.hash}) == ("LA", one.seq, {one.hash, other.hash})
    assert shown.charter == acts_room.parse_head(world.charter.head)


def test_the_proof_is_the_same_whichever_of_the_two_came_first() -> None:
    assert proof(WORLD, OTHER, ONE).to_bytes() == DATA


def test_the_two_envelopes_have_fewer_than_four_kilobytes() -> None:
    assert len(ONE.envelope) + len(OTHER.envelope) < 4096


def test_a_person_reads_who_did_what_and_what_is_not_proven() -> None:
    lines = list(verify_evidence(DATA).lines())
    assert lines[2] == f"LA signed two different entries at place {ONE.seq} of its log:"
    assert {line.split("report: ")[1] for line in lines[3:5]} == {
        '{"count":8,"item":"patrols"}',
        '{"count":2,"item":"patrols"}',
    }
    assert lines[-1] == f"Not proven: {evidence.NOT_PROVEN}."


@given(at=st.integers(0, len(DATA) - 1), change=st.integers(1, 255))
def test_a_proof_with_any_byte_changed_is_refused(at: int, change: int) -> None:
    altered = DATA[:at] + bytes([DATA[at] ^ change]) + DATA[at + 1 :]
    with pytest.raises(FoedusError):
        verify_evidence(altered)


@pytest.mark.parametrize("cut", [0, 1, 6, len(DATA) // 2, len(DATA) - 1])
def test_a_proof_that_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(FoedusError):
        verify_evidence(DATA[:cut])


def another_place(world: World) -> Entry:
    return world.next_entry("LA", EntryType.REPORT, {"item": "patrols"}, by=world.by("LA"))


def by_a_thief(world: World) -> Entry:
    after = world.entries["LA"][-2].head
    said = {"item": "patrols", "count": 3}
    return world.next_entry("LA", EntryType.REPORT, said, by=world.by("LA"), after=after, key=THIEF)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        (lambda _: ONE, EvidenceError),
        (another_place, EvidenceError),
        (by_a_thief, EvidenceError),
        (lambda world: world.entries["VN"][-1], EvidenceError),
        (lambda _: World(seed="elsewhere").entries["LA"][-1], ForeignCompactError),
    ],
)
def test_what_is_no_contradiction_of_one_party_proves_nothing(
    other: Callable[[World], Entry], refusal: type[FoedusError]
) -> None:
    line = other(WORLD)
    a, b = sorted((ONE, line), key=lambda each: each.hash)
    with pytest.raises(refusal):
        verify_evidence(evolve(PROOF, a=a, b=b).to_bytes())
    body = {"kind": "fork", "a": ONE.envelope.decode(), "b": line.envelope.decode()}
    assert contradiction(body, compact=WORLD.compact, keys=OPS) is None


def test_the_two_in_the_other_order_are_refused() -> None:
    with pytest.raises(EvidenceError):
        verify_evidence(evolve(PROOF, a=PROOF.b, b=PROOF.a).to_bytes())


def test_keys_that_the_partys_root_did_not_certify_prove_nothing() -> None:
    stolen = World(seed="forked False")
    mine = signing_key("my own root")
    body = log.statement(version=1, root=root_of(mine), ops=(THIEF.public,), links=(), next_commit=None)
    said = log.sign_statement(body, compact=stolen.compact, party="LA", keys=(mine,))
    first = World(seed="forked False", begun=False)
    keys = first.next_entry("LA", EntryType.KEYS, said, key=THIEF)
    with pytest.raises(EntryError):
        verify_evidence(evolve(PROOF, keys=(keys,)).to_bytes())


def test_a_proof_without_the_partys_keys_is_refused() -> None:
    with pytest.raises(EvidenceError):
        verify_evidence(evolve(PROOF, keys=()).to_bytes())


def test_a_key_statement_signed_by_another_key_than_its_own_is_refused() -> None:
    forged = WORLD.next_entry("LA", EntryType.KEYS, dict(PROOF.keys[0].body), after=EMPTY, key=THIEF, seen={})
    with pytest.raises((EntryError, SignatureError)):
        verify_evidence(evolve(PROOF, keys=(forged,)).to_bytes())


def test_two_key_statements_for_one_place_convict_too() -> None:
    world = World(seed="two statements")
    after = world.logs["LA"].head
    keys = [signing_key(f"new {number}") for number in range(2)]
    one, other = (
        world.next_entry("LA", EntryType.KEYS, world.keys("LA", ops=(key,)), after=after, key=key)
        for key in keys
    )
    shown = verify_evidence(proof(world, one, other).to_bytes())
    assert {shown.a.hash, shown.b.hash} == {one.hash, other.hash}


@pytest.mark.parametrize("field", ["charter", "party", "keys", "a", "b", "v", "kind"])
def test_a_proof_that_lacks_a_part_is_refused(field: str) -> None:
    document = orjson.loads(DATA)
    del document[field]
    with pytest.raises(FoedusError):
        verify_evidence(canonical.encode(document, deepest=evidence.DEEPEST))


def test_what_a_log_shows_as_evidence_is_checked_with_the_partys_keys() -> None:
    body = {"kind": "fork", "a": ONE.envelope.decode(), "b": OTHER.envelope.decode()}
    assert contradiction(body, compact=WORLD.compact, keys=OPS) == (ONE, OTHER)
    assert contradiction(body, compact=WORLD.compact, keys={}) is None
    assert contradiction(body | {"kind": "rumour"}, compact=WORLD.compact, keys=OPS) is None
    assert contradiction(body | {"b": "no envelope"}, compact=WORLD.compact, keys=OPS) is None
    assert contradiction(body, compact=PROOF.a.hash, keys=OPS) is None


def test_a_verdict_tells_whose_log_has_two_versions_and_who_shows_it() -> None:
    world, one, other = forked()
    body = {"kind": "fork", "a": one.envelope.decode(), "b": other.envelope.decode()}
    nothing = {**body, "b": "no envelope"}
    for each in (nothing, body):
        said = world.next_entry("VN", EntryType.EVIDENCE, each, by=world.by("VN"))
        world.put(said)
    held = world.holding()
    assert held.forked == (Forked("LA", one.seq, by="VN", shown=said.seq),)
    told = verdict(held)
    assert told.to_json()["forked"] == [{"party": "LA", "seq": one.seq, "by": "VN", "shown": said.seq}]
    sentence = (
        f"  LA signed two different entries at place {one.seq} of its log: entry {said.seq} of VN's log"
    )
    assert [line for line in told.lines() if line.startswith(sentence)] == [f"{sentence} shows both."]


def test_evidence_counts_under_a_key_that_was_withdrawn_since() -> None:
    world, one, other = forked()
    key = signing_key("the key after")
    world.put(world.next_entry("LA", EntryType.KEYS, world.keys("LA", ops=(key,)), key=key))
    body = {"kind": "fork", "a": one.envelope.decode(), "b": other.envelope.decode()}
    world.put(world.next_entry("VN", EntryType.EVIDENCE, body, by=world.by("VN")))
    assert [each.party for each in world.holding().forked] == ["LA"]
