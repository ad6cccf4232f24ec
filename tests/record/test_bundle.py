"""A bundle is verified whole, with nothing else at hand, or refused by name."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import (
    ActError,
    ContainerError,
    EntryError,
    FoedusError,
    ForeignCompactError,
    GapError,
    MissingActError,
    ProfileError,
    SignatureError,
    ThirdPartyError,
)
from foedus.record import act as acts_room
from foedus.record import canonical
from foedus.record.act import Act
from foedus.record.bundle import MANIFEST, SEAL, Bundle, Manifest
from foedus.record.container import ContainerWriter
from foedus.record.entry import EMPTY, EntryType, Head
from foedus.record.signature import SigningKey
from tests.worlds import World, bundle_of, signing_key, verified

DOCUMENT = b"Minutes, illustrative."


def cooperating() -> tuple[World, Act, Act]:
    """A founding, a plan of three lines signed by both, and an amendment of one line."""
    world = World()
    plan = world.all_sign(world.act({f"line-{number}": None for number in range(3)}))
    amendment = world.all_sign(world.act({"line-1": plan}))
    return world, plan, amendment


WORLD, PLAN, AMENDMENT = cooperating()
SMALL = WORLD.bundle()


def opened(data: bytes) -> Bundle:
    return Bundle(io.BytesIO(data))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(files: Mapping[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """A container in its one spelling around whatever members."""
    file = io.BytesIO()
    writer = ContainerWriter(file)
    for name, data in files.items() if isinstance(files, Mapping) else files:
        writer.add(name, [data])
    writer.close()
    return file.getvalue()


def altered(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The small bundle with one member changed, and the container around it made good."""
    return repacked({each: change(data) if each == name else data for each, data in members(SMALL).items()})


def with_manifest(**changes: Any) -> bytes:
    """The small bundle with another manifest, unsealed, so that the seal is not what refuses it."""
    said = canonical.encode(canonical.decode(members(SMALL)[MANIFEST]) | changes)
    return repacked({name: data for name, data in members(SMALL).items() if name != SEAL} | {MANIFEST: said})


def line_swapped(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([lines[1], lines[0], *lines[2:]])


# --- what it holds -----------------------------------------------------------------------


def test_a_complete_bundle_gives_what_its_makers_hold() -> None:
    held = verified(SMALL)
    assert (held.charter, held.heads) == (
        WORLD.charter,
        {party: log.head for party, log in WORLD.logs.items()},
    )
    assert (dict(held.acts), dict(held.leaves), dict(held.logs)) == (WORLD.acts, WORLD.leaves, WORLD.logs)
    assert held.settlement.in_force == {
        "compact": WORLD.compact,
        "line-0": PLAN.hash,
        "line-1": AMENDMENT.hash,
        "line-2": PLAN.hash,
    }
    assert list(held.breaches()) == []


def test_the_same_contents_give_the_same_bytes_in_whatever_order_they_come() -> None:
    contents = WORLD.contents()
    other = evolve(
        contents,
        logs=dict(reversed(list(contents.logs.items()))),
        acts=[*reversed(list(contents.acts)), *contents.acts],
        leaves=[*reversed(list(contents.leaves)), *contents.leaves],
    )
    assert bundle_of(WORLD.manifest(), other, link=WORLD.links[WORLD.parties[0]]) == SMALL


def test_the_manifest_reads_back_as_it_was_written() -> None:
    bundle = opened(SMALL)
    assert bundle.manifest == WORLD.manifest()
    assert bundle.is_complete


def test_a_bundle_carries_documents_that_entries_name() -> None:
    world = World()
    name = canonical.digest(DOCUMENT)
    body = {"sha256": name, "size": len(DOCUMENT), "mime": "text/plain"}
    world.put(world.next_entry("LA", EntryType.DOC, body))
    bundle = opened(world.bundle(blobs=[DOCUMENT]))
    assert bundle.blobs == (name,)
    assert b"".join(bundle.blob(name)) == DOCUMENT
    assert verified(world.bundle(blobs=[DOCUMENT])).heads["LA"].seq == 4


def test_a_bundle_without_one_of_its_lines_words_is_still_verified() -> None:
    kept = [data for data in WORLD.contents().leaves if b"line-2" not in data]
    held = verified(bundle_of(WORLD.manifest(), evolve(WORLD.contents(), leaves=kept)))
    assert [line.id for line in held.lines() if line.item is None] == ["line-2"]


def test_a_party_whose_log_has_not_begun_has_an_empty_one() -> None:
    world = World(begun=False)
    world.begin("VN")
    world.sign("VN", world.charter)
    assert verified(world.bundle()).heads["LA"] == Head(0, "0" * 64)


# --- every byte counts -------------------------------------------------------------------


@pytest.mark.slow
def test_every_single_changed_byte_is_refused() -> None:
    passed = []
    for place, value in enumerate(SMALL):
        for flip in (0x01, 0x20, 0x80, 0xFF):
            changed = SMALL[:place] + bytes([value ^ flip]) + SMALL[place + 1 :]
            try:
                verified(changed)
            except FoedusError:
                continue
            passed.append((place, flip))
    assert passed == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(members(SMALL)))
def test_every_changed_byte_is_refused_even_where_the_checksum_was_made_good(name: str) -> None:
    data = members(SMALL)[name]
    passed = []
    for place, value in enumerate(data):
        changed = data[:place] + bytes([value ^ 0x01]) + data[place + 1 :]
        try:
            verified(altered(name, lambda _, changed=changed: changed))  # type: ignore[misc]  # mypy infers no default
        except FoedusError:
            continue
        passed.append(place)
    # Of the manifest nobody signs the moment it was made; whatever else differs contradicts the rest.
    moment = data.find(b'"at":"') if name == "MANIFEST.json" else len(data)
    assert [place for place in passed if not moment <= place < moment + 26] == []


@pytest.mark.slow
def test_every_truncation_is_refused() -> None:
    for length in range(len(SMALL)):
        with pytest.raises(ContainerError):
            verified(SMALL[:length])


@given(st.binary(min_size=1, max_size=30))
def test_appended_bytes_are_refused(more: bytes) -> None:
    with pytest.raises(ContainerError):
        verified(SMALL + more)


# --- its members -------------------------------------------------------------------------


def test_members_in_another_order_are_refused() -> None:
    files = list(members(SMALL).items())
    for place in range(len(files) - 1):
        swapped = [*files[:place], files[place + 1], files[place], *files[place + 2 :]]
        with pytest.raises(ContainerError):
            verified(repacked(swapped))


@pytest.mark.parametrize("name", sorted(set(members(SMALL)) - {SEAL}))
def test_a_missing_member_is_refused(name: str) -> None:
    with pytest.raises(ContainerError):
        verified(repacked({each: data for each, data in members(SMALL).items() if each != name}))


@pytest.mark.parametrize("name", sorted(members(SMALL)))
def test_a_member_that_is_there_twice_is_refused(name: str) -> None:
    files = list(members(SMALL).items())
    with pytest.raises(ContainerError):
        verified(repacked([*files, (name, members(SMALL)[name])]))


@pytest.mark.parametrize(
    "name", ["notes.txt", "logs/KH.ndjson", "../outside", "blobs/readme", "blobs/" + "0" * 64]
)
def test_a_member_more_is_refused(name: str) -> None:
    with pytest.raises(ContainerError):
        verified(repacked({**members(SMALL), name: b""}))


def test_a_document_that_no_entry_names_is_refused() -> None:
    with pytest.raises(ContainerError, match="it holds a document that nothing names"):
        verified(WORLD.bundle(blobs=[DOCUMENT]))


def test_a_document_that_an_act_names_may_be_there() -> None:
    world = World()
    document = canonical.decode(world.act({}).data)
    world.acts.popitem()
    text = {"lang": "en", "sha256": canonical.digest(DOCUMENT)}
    act = world.keep(acts_room.parse(canonical.encode(document | {"texts": [text]})))
    world.sign("LA", act)
    assert verified(world.bundle(blobs=[DOCUMENT])).acts[act.hash].texts == (text["sha256"],)


def test_a_document_under_another_documents_name_is_refused() -> None:
    name = canonical.digest(DOCUMENT)
    with pytest.raises(ContainerError, match="is another document"):
        verified(repacked({**members(SMALL), f"blobs/{name}": b"Other minutes."}))


def test_documents_out_of_order_are_refused() -> None:
    blobs = sorted((canonical.digest(data), data) for data in (b"1", b"2"))
    files = [*members(SMALL).items(), *((f"blobs/{name}", data) for name, data in reversed(blobs))]
    with pytest.raises(ContainerError, match="not named by their hashes, in order"):
        verified(repacked(files))


@pytest.mark.parametrize("name", ["acts.ndjson", "leaves.ndjson"])
def test_lines_out_of_order_are_refused(name: str) -> None:
    with pytest.raises(ContainerError, match="are not in order"):
        verified(altered(name, line_swapped))


@pytest.mark.parametrize("name", ["acts.ndjson", "leaves.ndjson"])
def test_a_line_twice_is_refused(name: str) -> None:
    with pytest.raises(ContainerError, match="are not in order"):
        verified(altered(name, lambda data: data.splitlines(keepends=True)[0] + data))


@pytest.mark.parametrize("name", sorted(members(SMALL))[1:])
def test_an_empty_line_is_refused(name: str) -> None:
    with pytest.raises(ProfileError):
        verified(altered(name, lambda data: data + b"\n"))


# --- its logs ----------------------------------------------------------------------------


def test_entries_that_changed_places_are_refused() -> None:
    with pytest.raises(GapError):
        verified(altered("logs/VN.ndjson", line_swapped))


def test_an_entry_twice_is_refused() -> None:
    with pytest.raises(EntryError, match="its place in the log is taken"):
        verified(altered("logs/VN.ndjson", lambda data: data + data.splitlines(keepends=True)[-1]))


def test_a_log_cut_short_is_refused() -> None:
    with pytest.raises(ContainerError, match="VN's log does not end where the manifest says"):
        verified(altered("logs/VN.ndjson", lambda data: b"".join(data.splitlines(keepends=True)[:-1])))


def test_a_log_under_another_partys_name_is_refused() -> None:
    lao, vietnamese = (members(SMALL)[f"logs/{party}.ndjson"] for party in ("LA", "VN"))
    swapped = members(SMALL) | {"logs/LA.ndjson": vietnamese, "logs/VN.ndjson": lao}
    with pytest.raises(EntryError, match="it is from VN's log"):
        verified(repacked(swapped))


def test_an_entry_signed_by_nobody_is_refused() -> None:
    forged = World()
    forged.ops["LA"] = forged.ops["VN"]
    with pytest.raises(EntryError, match="is not among LA's keys"):
        forged.sign("LA", forged.act({"line-1": None}))


def test_a_signature_moved_from_another_entry_is_refused() -> None:
    def moved(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        good, other = (line.split(b'"sig":"')[1] for line in lines[-2:])
        return b"".join([*lines[:-1], lines[-1].replace(other, good)])

    with pytest.raises(SignatureError):
        verified(altered("logs/LA.ndjson", moved))


def test_a_continuing_bundle_is_not_verified_alone() -> None:
    data = WORLD.bundle(have={"LA": 3, "VN": 4})
    assert not opened(data).is_complete
    with pytest.raises(GapError) as refusal:
        verified(data)
    assert str(refusal.value) == "LA's log goes on at entry 4, but entries 1 to 3 are missing here."


# --- its acts ----------------------------------------------------------------------------


def without_act(act: Act) -> bytes:
    kept = [data for data in WORLD.contents().acts if data != act.data]
    named = {row.hash for each in WORLD.acts.values() if each is not act for row in each.items}
    leaves = [leaf.data for leaf in WORLD.leaves.values() if leaf.hash in named]
    return bundle_of(WORLD.manifest(), evolve(WORLD.contents(), acts=kept, leaves=leaves))


def test_a_bundle_without_its_founding_charter_is_refused() -> None:
    with pytest.raises(MissingActError) as refusal:
        verified(without_act(WORLD.charter))
    assert str(refusal.value) == (
        f"Act {WORLD.compact[:12]} is signed or built upon, but its text is not here."
    )


@pytest.mark.parametrize("act", [PLAN, AMENDMENT], ids=["the plan", "the amendment"])
def test_a_bundle_without_an_act_that_was_signed_is_refused(act: Act) -> None:
    with pytest.raises(MissingActError):
        verified(without_act(act))


def test_an_act_of_another_compact_is_refused() -> None:
    stranger = World(seed="elsewhere").act({"line-1": None})
    acts = [*WORLD.contents().acts, stranger.data]
    with pytest.raises(ForeignCompactError) as refusal:
        verified(bundle_of(WORLD.manifest(), evolve(WORLD.contents(), acts=acts)))
    assert str(refusal.value) == (
        f"The act {stranger.hash[:12]} belongs to compact {stranger.compact[:12]}, "
        f"not to {WORLD.compact[:12]}."
    )


def test_an_act_that_nobody_spoke_of_is_refused() -> None:
    world, plan, _ = cooperating()
    slipped = world.act({"line-1": plan})
    with pytest.raises(
        ContainerError, match=f"it holds an act that no party spoke of \\({slipped.hash[:12]}\\)"
    ):
        verified(world.bundle())


def test_an_act_that_a_signed_act_voids_or_builds_on_may_be_there() -> None:
    world, plan, _ = cooperating()
    rival = world.act({"line-2": plan})
    ground = world.act({"line-9": None})
    world.sign("LA", world.act({"line-9": ground}, voids=[rival]))
    assert {rival.hash, ground.hash} <= verified(world.bundle()).acts.keys()


def test_an_act_that_was_only_declined_may_be_there() -> None:
    world, plan, _ = cooperating()
    declined = world.act({"line-2": plan})
    world.decline("LA", declined)
    assert declined.hash in verified(world.bundle()).acts


def test_a_leaf_that_no_act_names_is_refused() -> None:
    world, _, _ = cooperating()
    stray = world.leaf({"id": "line-7"})
    with pytest.raises(ContainerError, match=f"it holds an item that no act names \\({stray.hash[:12]}\\)"):
        verified(world.bundle())


def test_a_leaf_that_calls_itself_another_item_than_its_act_does_is_refused() -> None:
    world, _, _ = cooperating()
    act = world.act({"line-7": None}, says={"line-7": {"id": "line-1", "type": "line"}})
    world.sign("LA", act)
    with pytest.raises(ActError) as refusal:
        verified(world.bundle())
    assert str(refusal.value) == (
        f"Act {act.hash[:12]} is malformed: what it says of line-7 calls itself line-1."
    )


def test_a_leaf_that_says_nothing_of_its_name_goes_by_its_acts() -> None:
    world, _, _ = cooperating()
    world.sign("LA", world.act({"line-7": None}, says={"line-7": {"type": "line"}}))
    assert verified(world.bundle()).heads["LA"].seq == 6


# --- its manifest ------------------------------------------------------------------------


def test_a_manifest_of_another_compact_is_refused() -> None:
    with pytest.raises(ActError, match="it founds no compact"):
        verified(with_manifest(compact=PLAN.hash))


def test_a_party_that_the_charter_does_not_name_is_refused() -> None:
    manifest = WORLD.manifest()
    heads = {**manifest.heads, "KH": Head(0, "0" * 64)}
    more = evolve(manifest, heads=heads, have={**manifest.have, "KH": 0})
    contents = evolve(WORLD.contents(), logs={**WORLD.contents().logs, "KH": []})
    with pytest.raises(ThirdPartyError) as refusal:
        verified(bundle_of(more, contents))
    assert str(refusal.value) == "Signed by KH, but the parties to this record are LA, VN."


def test_a_partys_log_that_is_not_there_is_missed_by_name() -> None:
    manifest = WORLD.manifest()
    less = evolve(manifest, to=(), heads={"LA": manifest.heads["LA"]}, have={"LA": 0})
    contents = evolve(WORLD.contents(), logs={"LA": WORLD.contents().logs["LA"]})
    with pytest.raises(ContainerError) as refusal:
        verified(bundle_of(less, contents))
    assert str(refusal.value) == "The file is not an intact Foedus bundle: the log of VN is not in it."


FIELDS = sorted(canonical.decode(WORLD.manifest().to_bytes()))


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "value", [None, True, -1, 2, "", "VN2", [[]], [{}], ["KH"], {}, {"VN": []}], ids=repr
)
def test_no_value_in_a_manifest_is_more_than_a_refusal(name: str, value: Any) -> None:
    with pytest.raises(FoedusError):
        opened(with_manifest(**{name: value}))


@pytest.mark.parametrize("name", FIELDS)
def test_a_manifest_without_one_of_its_fields_is_refused(name: str) -> None:
    document = canonical.decode(members(SMALL)["MANIFEST.json"])
    del document[name]
    with pytest.raises(ContainerError, match="its manifest is not as it must be"):
        opened(altered("MANIFEST.json", lambda _: canonical.encode(document)))


def test_a_manifest_with_more_is_refused() -> None:
    with pytest.raises(ContainerError, match="its manifest is not as it must be"):
        opened(with_manifest(note="Read this first."))


def test_a_manifest_too_large_is_refused_unread() -> None:
    with pytest.raises(ContainerError, match="larger than 65536 bytes"):
        opened(altered("MANIFEST.json", lambda data: data + b" " * 2**16))


def test_a_manifest_says_what_is_sent_and_the_rest_is_checked_against_it() -> None:
    assert opened(SMALL).manifest == Manifest(
        compact=WORLD.compact,
        sender="LA",
        to=("VN",),
        have={"LA": 0, "VN": 0},
        heads={party: log.head for party, log in WORLD.logs.items()},
        at=WORLD.manifest().at,
    )


# --- the seal ----------------------------------------------------------------------------


SENDER = WORLD.parties[0]


@pytest.mark.parametrize("link", [signing_key("another's"), WORLD.ops[SENDER], WORLD.links[WORLD.parties[1]]])
def test_a_manifest_sealed_by_another_key_than_a_link_of_its_senders_is_refused(link: SigningKey) -> None:
    with pytest.raises(ContainerError, match=f"not sealed by {SENDER}'s node"):
        verified(bundle_of(WORLD.manifest(), WORLD.contents(), link=link))


def test_the_seal_of_another_manifest_is_refused() -> None:
    later = evolve(WORLD.manifest(), at="2026-12-31T00:00:00Z")
    other = bundle_of(later, WORLD.contents(), link=WORLD.links[SENDER])
    files = members(SMALL) | {SEAL: members(other)[SEAL]}
    with pytest.raises(ContainerError):
        verified(repacked(files))


def test_a_bundle_whose_sender_has_no_keys_yet_cannot_be_sealed() -> None:
    world = World(begun=False)
    assert verified(world.bundle()).heads == {"LA": EMPTY, "VN": EMPTY}
    with pytest.raises(ContainerError):
        verified(bundle_of(world.manifest(), world.contents(), link=world.links[world.parties[0]]))


def test_an_unsealed_bundle_claims_nothing_and_verifies() -> None:
    bare = bundle_of(WORLD.manifest(), WORLD.contents())
    assert opened(bare).refuse_forged({}) is None
    assert verified(bare).heads == WORLD.holding().heads
