"""A log grows by one writer's entries, each in its place, under the keys and mandates of that place."""

from collections.abc import Sequence
from typing import Any

import pytest

from foedus.errors import EntryError, ForeignCompactError, GapError, SignatureError, ThirdPartyError
from foedus.record import entry, signature
from foedus.record.act import Root
from foedus.record.entry import EMPTY, By, Entry, EntryType, Head
from foedus.record.log import Keys, Log, Mandate, commitment
from foedus.record.signature import SigningKey
from tests.worlds import OFFICE, World, root_of, signing_key

HASH = "ab" * 32
SIGN = {"act": HASH}
DOC = {"sha256": HASH, "size": 1, "mime": "text/plain"}
FIRST_OP, SECOND_OP = signing_key("op", 1), signing_key("op", 2)
OFFICIALS = tuple(signing_key("official", number) for number in range(3))
SUCCESSORS = tuple(signing_key("successor", number) for number in range(2))


def refused(world: World, line: Entry, reason: str) -> None:
    with pytest.raises(EntryError) as refusal:
        world.logs[line.party].append(line)
    assert str(refusal.value) == f"Entry {line.seq} of {line.party}'s log is refused: {reason}."


def new_keys(world: World, *, key: SigningKey = FIRST_OP, **said: Any) -> Entry:
    return world.next_entry("VN", EntryType.KEYS, world.keys("VN", ops=(FIRST_OP,), **said), key=key)


def guarded(threshold: int = 2) -> World:
    """A world in which Vietnam's root is three officials, of whom so many must sign."""
    world = World(begun=False)
    world.logs["VN"] = Log(
        compact=world.compact,
        party="VN",
        charter_root=root_of(*OFFICIALS, threshold=threshold),
        others=frozenset({"LA"}),
    )
    return world


def first_keys(world: World, signers: Sequence[SigningKey], **said: Any) -> Entry:
    return new_keys(world, root=root_of(*OFFICIALS, threshold=2), signers=signers, **said)


def under_commitment() -> World:
    """A world in which Vietnam's officials have named their successors in advance."""
    world = guarded()
    commit = commitment(root_of(*SUCCESSORS))
    world.put(first_keys(world, OFFICIALS[:2], next_commit=commit))
    world.ops["VN"] = FIRST_OP
    return world


# --- places ------------------------------------------------------------------------------


def test_a_log_is_its_last_entrys_head_and_what_follows_from_the_entries() -> None:
    world = World()
    line = world.entries["VN"][-1]
    assert world.logs["VN"] == Log(
        compact=world.compact,
        party="VN",
        charter_root=root_of(*world.roots["VN"]),
        others=frozenset({"LA"}),
        head=Head(3, line.hash),
        keys=Keys(
            version=1,
            root=root_of(*world.roots["VN"]),
            ops={signature.key_id(world.ops["VN"].public): bytes.fromhex(world.ops["VN"].public)},
            links={signature.key_id(world.links["VN"].public): bytes.fromhex(world.links["VN"].public)},
            next_commit=None,
        ),
        mandates={2: Mandate(OFFICE, frozenset({"sign", "report"}), "2026-01-01", None)},
        seen=line.seen,
        at=line.at,
    )


def test_no_log_is_opened_for_who_is_no_party() -> None:
    with pytest.raises(ThirdPartyError) as refusal:
        Log.opened(World().charter, "KH")
    assert str(refusal.value) == "Signed by KH, but the parties to this record are LA, VN."


def test_an_entry_of_another_compact_is_refused() -> None:
    here, there = World(), World(seed="elsewhere")
    line = there.next_entry("VN", EntryType.DOC, DOC)
    with pytest.raises(ForeignCompactError) as refusal:
        here.logs["VN"].append(line)
    assert str(refusal.value) == (
        f"The entry 4 of VN belongs to compact {there.compact[:12]}, not to {here.compact[:12]}."
    )


def test_an_entry_of_another_partys_log_is_refused() -> None:
    world = World()
    with pytest.raises(EntryError, match="it is from LA's log"):
        world.logs["VN"].append(world.next_entry("LA", EntryType.DOC, DOC))


def test_a_gap_is_named_with_what_is_missing() -> None:
    world = World()
    line = world.next_entry("VN", EntryType.DOC, DOC, after=Head(6, HASH))
    with pytest.raises(GapError) as refusal:
        world.logs["VN"].append(line)
    assert str(refusal.value) == "VN's log goes on at entry 7, but entries 4 to 6 are missing here."
    assert refusal.value.advice == (
        "Ask for a bundle that starts at entry 4 (`foedus export --all` gives the whole log)."
    )


def test_a_second_entry_for_a_place_is_refused() -> None:
    world = World()
    head = world.logs["VN"].head
    world.put(world.next_entry("VN", EntryType.DOC, DOC))
    refused(world, world.next_entry("VN", EntryType.DOC, DOC, after=head), "its place in the log is taken")


def test_an_entry_is_not_taken_in_twice() -> None:
    world = World()
    refused(world, world.put(world.next_entry("VN", EntryType.DOC, DOC)), "its place in the log is taken")


def test_an_entry_that_follows_on_another_is_refused() -> None:
    world = World()
    refused(
        world,
        world.next_entry("VN", EntryType.DOC, DOC, after=Head(3, HASH)),
        "it does not follow on entry 3",
    )


def test_a_refused_entry_leaves_the_log_as_it_was() -> None:
    world = World()
    before = world.logs["VN"]
    with pytest.raises(EntryError):
        before.append(world.next_entry("VN", EntryType.DOC, DOC, after=Head(3, HASH)))
    assert before == World().logs["VN"]


# --- signatures and keys -----------------------------------------------------------------


def test_an_entry_whose_signature_is_another_entrys_is_refused() -> None:
    world = World()
    first, second = (world.next_entry("VN", EntryType.DOC, DOC | {"size": size}) for size in (1, 2))
    one, other = (line.envelope.decode().split('"sig":"')[1].split('"')[0] for line in (first, second))
    mixed = entry.parse(first.envelope.replace(one.encode(), other.encode()))
    with pytest.raises(SignatureError) as refusal:
        world.logs["VN"].append(mixed)
    assert str(refusal.value) == "The signature on entry 4 of VN's log is not valid."


def test_a_log_that_does_not_begin_with_keys_is_refused() -> None:
    world = World(begun=False)
    refused(world, world.next_entry("VN", EntryType.DOC, DOC), "a log begins with its party's keys")


def test_an_entry_under_a_key_that_is_not_the_partys_is_refused() -> None:
    world = World()
    line = world.next_entry("VN", EntryType.DOC, DOC, key=world.ops["LA"])
    refused(world, line, f"the key {line.kid[:12]} is not among VN's keys at that place")


def test_a_revoked_key_is_cut_off_at_its_place_and_not_before() -> None:
    world = World()
    revoked, world.ops["VN"] = world.ops["VN"], FIRST_OP
    before = world.put(world.next_entry("VN", EntryType.DOC, DOC, key=revoked))
    world.put(new_keys(world))
    refused(
        world,
        world.next_entry("VN", EntryType.DOC, DOC, key=revoked),
        f"the key {before.kid[:12]} is not among VN's keys at that place",
    )
    assert world.put(world.next_entry("VN", EntryType.DOC, DOC)).seq == 6
    assert world.holding().heads["VN"].seq == 6


def test_new_keys_are_signed_by_one_of_themselves() -> None:
    world = World()
    line = new_keys(world, key=world.ops["VN"])
    refused(world, line, f"the key {line.kid[:12]} is not among VN's keys at that place")


@pytest.mark.parametrize("version", [1, 3])
def test_keys_of_another_than_the_next_version_are_refused(version: int) -> None:
    world = World()
    refused(world, new_keys(world, version=version), "its keys are not the next version")


@pytest.mark.parametrize(
    "signers",
    [(), OFFICIALS[:1], (OFFICIALS[0], OFFICIALS[0]), (OFFICIALS[0], SECOND_OP), SUCCESSORS],
    ids=["nobody", "one", "one twice", "one and a stranger", "strangers"],
)
def test_keys_signed_by_too_few_of_the_root_are_refused(signers: Sequence[SigningKey]) -> None:
    world = guarded()
    refused(world, first_keys(world, signers), "its keys are not signed by enough of the party's root")


@pytest.mark.parametrize("signers", [OFFICIALS[:2], OFFICIALS[1:], OFFICIALS, OFFICIALS[::-1]])
def test_keys_signed_by_enough_of_the_root_are_taken(signers: Sequence[SigningKey]) -> None:
    world = guarded()
    assert world.put(first_keys(world, signers)).seq == 1


@pytest.mark.parametrize("elsewhere", ["another party", "another compact"])
def test_keys_signed_for_elsewhere_are_refused(elsewhere: str) -> None:
    world = World(begun=False)
    root = world.roots["VN"]
    there = World(seed="elsewhere") if elsewhere == "another compact" else world
    party = "LA" if elsewhere == "another party" else "VN"
    body = there.keys(party, ops=(FIRST_OP,), root=root_of(*root), signers=root, version=1)
    line = world.next_entry("VN", EntryType.KEYS, body, key=FIRST_OP)
    refused(world, line, "its keys are not signed by enough of the party's root")


@pytest.mark.parametrize("changed", [{"ops": [SECOND_OP.public]}, {"next_commit": HASH}])
def test_a_key_statement_changed_after_its_root_signed_is_refused(changed: dict[str, Any]) -> None:
    world = World(begun=False)
    body = world.keys("VN", ops=(SECOND_OP, FIRST_OP)) | changed
    line = world.next_entry("VN", EntryType.KEYS, body, key=SECOND_OP)
    refused(world, line, "its keys are not signed by enough of the party's root")


# --- the root itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "signers", [SUCCESSORS, (*OFFICIALS[:2], *SUCCESSORS)], ids=["alone", "and by the old"]
)
def test_a_root_committed_in_advance_follows_signed_by_itself(signers: Sequence[SigningKey]) -> None:
    world = under_commitment()
    world.put(new_keys(world, root=root_of(*SUCCESSORS), signers=signers))
    keys = world.logs["VN"].keys
    assert keys is not None
    assert (keys.version, keys.root, keys.next_commit) == (2, root_of(*SUCCESSORS), None)
    world.put(new_keys(world, signers=SUCCESSORS))
    refused(
        world, new_keys(world, signers=OFFICIALS), "its keys are not signed by enough of the party's root"
    )


def test_the_root_in_force_may_commit_to_another_next_one_and_the_first_is_next_no_more() -> None:
    world = under_commitment()
    world.put(new_keys(world, signers=OFFICIALS[:2], next_commit=commitment(root_of(*SUCCESSORS[::-1]))))
    refused(
        world,
        new_keys(world, root=root_of(*SUCCESSORS), signers=SUCCESSORS),
        "its root is neither the one before it nor the one committed in advance",
    )
    assert world.put(new_keys(world, root=root_of(*SUCCESSORS[::-1]), signers=SUCCESSORS)).seq == 3


@pytest.mark.parametrize(
    "root",
    [root_of(*SUCCESSORS[::-1]), root_of(*SUCCESSORS, threshold=1), root_of(*OFFICIALS, threshold=1)],
    ids=["in another order", "of another threshold", "of the old officials"],
)
def test_a_root_that_was_not_committed_is_refused(root: Root) -> None:
    world = under_commitment()
    line = new_keys(world, root=root, signers=(*OFFICIALS, *SUCCESSORS))
    refused(world, line, "its root is neither the one before it nor the one committed in advance")


@pytest.mark.parametrize(
    "signers", [(*OFFICIALS, SUCCESSORS[0]), OFFICIALS, ()], ids=["the old and one", "the old", "nobody"]
)
def test_a_committed_root_that_did_not_sign_itself_is_refused(signers: Sequence[SigningKey]) -> None:
    world = under_commitment()
    line = new_keys(world, root=root_of(*SUCCESSORS), signers=signers)
    refused(world, line, "its keys are not signed by enough of the party's root")


def test_without_a_commitment_a_root_cannot_change() -> None:
    world = World()
    line = new_keys(world, root=root_of(*SUCCESSORS), signers=(*world.roots["VN"], *SUCCESSORS))
    refused(world, line, "its root is neither the one before it nor the one committed in advance")


# --- mandates ----------------------------------------------------------------------------


def test_an_office_without_a_mandate_is_refused() -> None:
    world = World()
    line = world.next_entry("VN", EntryType.SIGN, SIGN, by=By("Minister", 2))
    refused(world, line, "the Minister has no mandate there to sign")


def test_an_office_that_names_another_entry_than_its_mandate_is_refused() -> None:
    world = World()
    line = world.next_entry("VN", EntryType.SIGN, SIGN, by=By(OFFICE, 1))
    refused(world, line, f"the {OFFICE} has no mandate there to sign")


@pytest.mark.parametrize(
    ("roles", "kind", "body", "role"),
    [
        (("report",), EntryType.SIGN, SIGN, "sign"),
        (("report",), EntryType.DECLINE, SIGN | {"reason": None}, "sign"),
        (("report",), EntryType.DENOUNCE, {"effective": "2026-12-31"}, "sign"),
        (("sign",), EntryType.REPORT, {"item": "line-1"}, "report"),
        (("sign",), EntryType.DOC, DOC, "report"),
    ],
)
def test_an_office_with_another_role_is_refused(
    *, roles: Sequence[str], kind: EntryType, body: dict[str, Any], role: str
) -> None:
    world = World()
    seat = world.put(world.mandate("VN", office="Border Command", roles=roles)).seq
    line = world.next_entry("VN", kind, body, by=By("Border Command", seat))
    refused(world, line, f"the Border Command has no mandate there to {role}")


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_mandate_holds_from_its_first_day_to_its_last(day: str, *, holds: bool) -> None:
    world = World()
    seat = world.put(world.mandate("VN", office="Minister", start="2026-03-01", end="2026-06-30")).seq
    line = world.next_entry("VN", EntryType.SIGN, SIGN, by=By("Minister", seat), at=f"{day}T23:59:59Z")
    if holds:
        assert world.put(line).seq == seat + 1
    else:
        refused(world, line, "the Minister has no mandate there to sign")


def test_a_new_mandate_takes_the_place_of_the_old() -> None:
    world = World()
    old = world.by("VN")
    new = world.put(world.mandate("VN", roles=("sign",))).seq
    refused(
        world,
        world.next_entry("VN", EntryType.SIGN, SIGN, by=old),
        f"the {OFFICE} has no mandate there to sign",
    )
    assert world.put(world.next_entry("VN", EntryType.SIGN, SIGN, by=By(OFFICE, new))).seq == 5
    assert world.logs["VN"].mandate_for(OFFICE, role="report", day="2026-06-01") is None


def test_an_ended_mandate_does_not_revive_the_one_before() -> None:
    world = World()
    seat = world.put(world.mandate("VN", roles=())).seq
    for mandate in (seat, world.mandates["VN"]):
        line = world.next_entry("VN", EntryType.SIGN, SIGN, by=By(OFFICE, mandate))
        refused(world, line, f"the {OFFICE} has no mandate there to sign")


def test_one_offices_mandate_leaves_anothers_alone() -> None:
    world = World()
    world.put(world.mandate("VN", office="Minister", roles=()))
    assert world.logs["VN"].mandate_for(OFFICE, role="sign", day="2026-06-01") == 2


# --- what was seen of the others ---------------------------------------------------------


@pytest.mark.parametrize("head", [Head(2, HASH), Head(3, HASH), EMPTY], ids=str)
def test_a_sight_that_goes_back_or_changes_is_refused(head: Head) -> None:
    world = World()
    world.put(world.next_entry("VN", EntryType.DOC, DOC))
    refused(
        world,
        world.next_entry("VN", EntryType.DOC, DOC, seen={"LA": head}),
        "what it has seen of LA's log went back or changed",
    )


def test_a_sight_that_stays_or_goes_on_is_taken_and_silence_forgets_nothing() -> None:
    world = World()
    world.put(world.next_entry("VN", EntryType.DOC, DOC))
    world.put(world.next_entry("VN", EntryType.DOC, DOC))
    world.put(world.next_entry("VN", EntryType.DOC, DOC, seen={}))
    assert world.logs["VN"].seen == {"LA": world.logs["LA"].head}
    world.put(world.next_entry("VN", EntryType.DOC, DOC, seen={"LA": Head(9, HASH)}))
    assert world.logs["VN"].seen == {"LA": Head(9, HASH)}


def test_a_sight_of_who_is_no_party_is_refused() -> None:
    world = World()
    refused(
        world,
        world.next_entry("VN", EntryType.DOC, DOC, seen={"KH": Head(1, HASH)}),
        "it has seen a log of KH, who is no party",
    )


def test_a_log_recalled_without_its_signatures_is_the_log_that_was_verified() -> None:
    world = World()
    world.all_sign(world.act({"line-1": None}))
    recalled = Log.opened(world.charter, "VN")
    for line in world.entries["VN"]:
        recalled = recalled.follow(line)
    assert recalled == world.logs["VN"]
