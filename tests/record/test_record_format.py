"""The page on the format is exact: its example, its limits, and a second verifier written from it alone."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from foedus import errors
from foedus.errors import FoedusError
from foedus.record import act as acts_room
from foedus.record import bundle, canonical, container, disclosure, entry, keyfile, signature
from foedus.record.act import Act, ActItem
from foedus.record.disclosure import verify_disclosure
from foedus.record.entry import EntryType
from tests.record import second_line_verifier, second_verifier
from tests.record.test_bundle import SMALL, members, repacked
from tests.record.test_disclosure import DATA as LINE
from tests.record.test_disclosure import REFUSED
from tests.worlds import World, verified

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "record-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:text|json)\n(.*?)\n```", PAGE, re.DOTALL)
REFUSALS = PAGE[PAGE.index("## 10.") : PAGE.index("## 11.")]


def test_the_example_is_what_the_page_says() -> None:
    public, kid, leaf, leaf_hash, row, root, envelope, hash_ = BLOCKS
    key = signature.SigningKey(b"\x01" * 32)
    assert (key.public, signature.key_id(key.public)) == (public, kid)
    assert acts_room.parse_leaf(leaf.encode()).hash == leaf_hash
    item = ActItem("line-1", None, leaf_hash)
    assert (item.row.decode(), acts_room.root_of([item])) == (row, root)
    line = entry.parse(envelope.encode())
    assert (line.hash, line.seq, line.type) == (hash_, 2, EntryType.MANDATE)
    assert signature.seal(line.sealed.payload, key) == envelope.encode()
    assert second_verifier.leaf(leaf.encode())[0] == leaf_hash
    assert second_verifier.entry(envelope.encode())[1] == line.sealed.payload
    assert base64.b64decode(json.loads(envelope)["payload"]) == line.sealed.payload


def test_every_limit_of_the_code_stands_on_the_page() -> None:
    limits = {
        acts_room.MOST_BYTES, acts_room.MOST_ITEMS, acts_room.MOST_PARTIES, entry.MOST_BYTES,
        disclosure.MOST_BYTES, disclosure.DEEPEST, bundle.MOST_MANIFEST, bundle.MOST_BLOB,
        container.MOST_MEMBERS, container.LONGEST_NAME,
        canonical.DEEPEST, keyfile.MOST_MEMORY, keyfile.MOST_OPS,
    }  # fmt: skip
    said = {int(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,]*[0-9]", PAGE)}
    assert limits - said == set()
    assert "2^31 + 2^28" in PAGE
    assert container.LARGEST == 2**31


def test_every_refusal_the_page_names_is_one_and_every_type_and_kind_is_named() -> None:
    named = re.findall(r"^\| `(\w+)`", REFUSALS, re.MULTILINE)
    assert all(issubclass(getattr(errors, name), FoedusError) for name in named)
    words = {*EntryType, *acts_room.ActKind, signature.ENTRY, signature.KEYS}
    assert {word for word in words if f"`{word}`" not in PAGE} == set()


# --- the second verifier -----------------------------------------------------------------


def ours(data: bytes) -> Mapping[str, str] | None:
    """What is in force by our verifier; None: refused."""
    try:
        return verified(data).settlement.in_force
    except FoedusError:
        return None


def theirs(data: bytes) -> Mapping[str, str] | None:
    """What is in force by the verifier written from the page; None: refused."""
    try:
        return second_verifier.verified(data)
    except Exception:  # whatever it raises is its way to refuse
        return None


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world in which two or three parties do anything they can sign, also against the rule."""
    world = World(*draw(st.sampled_from([("LA", "VN"), ("KH", "LA", "VN")])), begun=False)
    for party in world.parties:
        world.begin(party)
        if draw(st.integers(0, 9)) < 9:
            world.sign(party, world.charter)
    for _ in range(draw(st.integers(0, 6))):
        party = draw(st.sampled_from(world.parties))
        act = draw(st.sampled_from(list(world.acts.values())))
        match draw(
            st.sampled_from(["offer", "agree", "agree", "sign", "sign", "decline", "keys", "mandate"])
        ):
            case "offer":
                world.sign(party, drafted(draw, world))
            case "agree":
                world.all_sign(drafted(draw, world))
            case "sign":
                world.sign(party, act)
            case "decline":
                world.decline(party, act)
            case "keys":
                body = world.keys(party, ops=(world.ops[party],))
                world.put(world.next_entry(party, EntryType.KEYS, body))
            case "mandate":
                world.mandates[party] = world.put(world.mandate(party)).seq
    return world


def drafted(draw: st.DrawFn, world: World) -> Act:
    """An act that builds on any acts, and voids any others."""
    acts = list(world.acts.values())
    names = draw(st.lists(st.sampled_from(["line-1", "line-2"]), unique=True, max_size=2))
    bases = {name: draw(st.sampled_from([None, *acts])) for name in names}
    others = [act for act in acts if act not in bases.values()]
    voids = (
        draw(st.lists(st.sampled_from(others), unique_by=lambda act: act.hash, max_size=2)) if others else []
    )
    return world.act(bases, voids=voids)


@given(worlds())
def test_a_verifier_written_from_the_page_alone_reaches_our_verdict(world: World) -> None:
    data = world.bundle()
    assert theirs(data) == ours(data)


@given(worlds(), st.data())
def test_it_refuses_what_we_refuse(world: World, data: st.DataObject) -> None:
    files = members(world.bundle())
    name = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, max(len(files[name]) - 1, 0)))
    more = data.draw(st.binary(max_size=3))
    files[name] = files[name][:place] + more + files[name][place + data.draw(st.integers(0, 3)) :]
    changed = repacked(files)
    assert theirs(changed) == ours(changed)


@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_it_refuses_every_changed_byte_too(place: int, flip: int) -> None:
    changed = SMALL[:place] + bytes([SMALL[place] ^ flip]) + SMALL[place + 1 :]
    assert theirs(changed) is None
    assert theirs(SMALL) == ours(SMALL)


# --- the disclosed line --------------------------------------------------------------------


def our_line(data: bytes) -> tuple[str, str, Any] | None:
    """The act, the item and its words by our verifier; None: refused."""
    try:
        found = verify_disclosure(data)
    except FoedusError:
        return None
    return found.act.hash, found.row.id, found.item


def their_line(data: bytes) -> tuple[str, str, Any] | None:
    """The same by the verifier written from the page."""
    try:
        return second_line_verifier.disclosed(data)
    except Exception:  # whatever it raises is its way to refuse
        return None


@given(worlds())
def test_both_verifiers_read_every_line_that_can_be_disclosed(world: World) -> None:
    held = ours(world.bundle()) or {}
    for item in held:
        data = world.disclosure(item).to_bytes()
        assert their_line(data) == our_line(data) is not None


@given(st.integers(0, len(LINE) - 1), st.integers(0, 3), st.binary(max_size=3))
def test_both_verifiers_refuse_a_line_that_was_altered(place: int, length: int, more: bytes) -> None:
    changed = LINE[:place] + more + LINE[place + length :]
    assert their_line(changed) == our_line(changed)


@given(st.sampled_from(sorted(REFUSED)))
def test_both_verifiers_refuse_what_does_not_go_together(case: str) -> None:
    data = REFUSED[case][0]().to_bytes()
    assert their_line(data) is None
    assert our_line(data) is None
