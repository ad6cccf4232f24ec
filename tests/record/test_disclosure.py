"""One line of a signed act is proven to an outsider, and nothing of the others is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedus import errors
from foedus.errors import FoedusError
from foedus.record import act as acts_room
from foedus.record import canonical, log
from foedus.record.act import ActItem
from foedus.record.disclosure import MOST_BYTES, Disclosed, Disclosure, Proof, parse, verify_disclosure
from foedus.record.entry import By, EntryType
from foedus.record.entry import parse as parse_entry
from foedus.record.holding import Word
from tests.worlds import OFFICE, World, root_of, signing_key

CANARY = "kanarienvogel"


def visit(name: str) -> dict[str, Any]:
    return {"id": name, "title": {"en": "Illustrative visit", "vi": "Chuyến thăm minh họa"}}


def planned(*parties: str, seed: str = "world") -> World:
    """A world with a plan of three lines in force, the second of which is to be shown."""
    world = World(*parties, seed=seed)
    says = {"line-2": visit("line-2")}
    world.all_sign(world.act({"line-1": None, "line-2": None, "line-3": None}, says=says))
    return world


WORLD = planned()
OTHER = planned(seed="another world")
THREE = planned("KH", "LA", "VN")
SHOWN = WORLD.disclosure("line-2")
DATA = SHOWN.to_bytes()


def test_a_line_is_proven_with_nothing_but_the_file() -> None:
    assert verify_disclosure(DATA) == Disclosed(
        charter=acts_room.parse_head(WORLD.charter.head),
        act=acts_room.parse_head(SHOWN.act.data),
        row=ActItem("line-2", None, SHOWN.leaf.hash),
        index=1,
        item=visit("line-2"),
        words=tuple(
            Word(party, SHOWN.act.hash, line.seq, line.at, OFFICE)
            for party in WORLD.parties
            for line in WORLD.entries[party][-1:]
        ),
    )


def test_a_disclosure_reads_back_as_it_was_written() -> None:
    assert parse(DATA) == SHOWN
    assert SHOWN.to_bytes() == DATA


def test_the_verdict_says_what_is_proven_and_what_is_not() -> None:
    told = list(verify_disclosure(DATA).lines())
    assert told[0] == f"Compact “Illustrative compact” ({WORLD.compact[:12]}) of LA, VN"
    assert told[1] == f"Act {SHOWN.act.hash[:12]}  amend “Illustrative plan”"
    assert told[3:10] == [
        "Line line-2",
        "  {",
        '    "id": "line-2",',
        '    "title": {',
        '      "en": "Illustrative visit",',
        '      "vi": "Chuyến thăm minh họa"',
        "    }",
    ]
    assert told[-5:] == [
        (
            "Proven: LA, VN signed an act that holds this line, in these words, as line 2 of 3, "
            "under keys that their roots certified."
        ),
        "Not proven:",
        "  that the line is still in force: a later act may have changed, struck out or voided it.",
        "  that no key had been withdrawn, and that the offices held a mandate: the logs are not shown.",
        "  when it was signed: the days are the parties' own word.",
    ]


def test_a_program_reads_the_same_verdict() -> None:
    said = verify_disclosure(DATA).to_json()
    assert canonical.decode(canonical.encode(said)) == said
    assert (said["verified"], said["compact"], said["act"]["act"]) == (True, WORLD.compact, SHOWN.act.hash)
    assert said["line"] == {"id": "line-2", "index": 1, "base": None, "item": visit("line-2")}
    assert [word["party"] for word in said["signed"]] == ["LA", "VN"]
    assert len(said["does_not_prove"]) == 3


@given(st.integers(1, 40), st.data())
def test_any_line_of_an_act_of_any_size_is_proven(size: int, data: st.DataObject) -> None:
    world = World()
    world.all_sign(world.act({f"line-{number}": None for number in range(size)}))
    index = data.draw(st.integers(0, size - 1))
    found = verify_disclosure(world.disclosure(f"line-{index}").to_bytes())
    assert (found.row.id, found.index, found.act.size) == (f"line-{index}", index, size)


def test_a_line_of_three_parties_and_the_charters_own_are_proven() -> None:
    assert [word.party for word in verified(THREE.disclosure("line-1")).words] == ["KH", "LA", "VN"]
    found = verified(THREE.disclosure("compact"))
    assert (found.act, found.row.id) == (found.charter, "compact")


def test_what_was_struck_out_is_shown_as_struck_out() -> None:
    world = planned()
    act = next(act for act in world.acts.values() if "line-2" in act.bases)
    world.all_sign(world.act({"line-2": act}, says={"line-2": None}))
    found = verified(world.disclosure("line-2"))
    assert (found.item, found.row.base) == (None, act.hash)
    assert "  struck out by this act" in found.lines()


def test_a_line_is_shown_after_the_keys_and_the_root_have_changed() -> None:
    world = World()
    successor, fresh = signing_key("successor"), signing_key("fresh")
    commit = log.commitment(root_of(successor))
    body = world.keys("VN", ops=(world.ops["VN"],), next_commit=commit)
    world.put(world.next_entry("VN", EntryType.KEYS, body))
    body = world.keys("VN", ops=(fresh,), root=root_of(successor), signers=(*world.roots["VN"], successor))
    world.put(world.next_entry("VN", EntryType.KEYS, body, key=fresh))
    world.ops["VN"] = fresh
    world.all_sign(world.act({"line-1": None}))
    shown = world.disclosure("line-1")
    assert len(shown.proofs["VN"].keys) == 3
    assert verified(shown).row.id == "line-1"
    hidden = evolve(shown.proofs["VN"], keys=shown.proofs["VN"].keys[::2])
    assert refusal(with_proof(shown, "VN", hidden)) == (
        "EntryError",
        "Entry 5 of VN's log is refused: its keys are not the next version.",
    )


# --- what is hidden ------------------------------------------------------------------------


def test_nothing_of_other_lines_acts_or_reports_is_in_the_file() -> None:
    world = World()
    says = {
        "line-2": visit("line-2"),
        **{name: {"id": name, "title": {"en": CANARY}} for name in (f"{CANARY}-1", f"{CANARY}-3")},
    }
    earlier = world.all_sign(world.act({f"{CANARY}-1": None}, says=says))
    world.decline("LA", world.act({f"{CANARY}-4": None}), reason=CANARY)
    world.report("LA", f"{CANARY}-1", words=CANARY)
    act = world.all_sign(world.act({f"{CANARY}-1": earlier, "line-2": None, f"{CANARY}-3": None}, says=says))
    world.report("VN", f"{CANARY}-3", words=CANARY)
    data = world.disclosure("line-2").to_bytes()
    assert verify_disclosure(data).item == visit("line-2")
    hidden = {item.hash for item in act.items if item.id != "line-2"}
    hidden |= {leaf.salt for leaf in world.leaves.values() if leaf.hash != act.contents["line-2"]}
    hidden |= {name for name in world.acts if name not in (act.hash, world.compact)}
    held = b"\n".join(pieces(canonical.decode(data, deepest=33)))
    assert CANARY.encode() not in held.lower()
    assert {each for each in hidden if each.encode() in held} == set()


def pieces(value: Any) -> list[bytes]:
    """All that is in a disclosure, its envelopes opened."""
    found = [canonical.encode(value, deepest=33)]
    for proof in value["parties"].values():
        lines = [*proof["keys"], proof["charter"], proof["act"]]
        found += [canonical.encode(line) for line in lines]
        found += [parsed.sealed.payload for parsed in map(_entry, lines)]
    return found


def _entry(value: Any) -> Any:
    return parse_entry(canonical.encode(value))


# --- what is refused -----------------------------------------------------------------------


def verified(shown: Disclosure) -> Disclosed:
    return verify_disclosure(shown.to_bytes())


def refusal(shown: Disclosure | bytes) -> tuple[str, str]:
    """How a disclosure is refused: the refusal's class and its sentence."""
    with pytest.raises(FoedusError) as caught:
        verify_disclosure(shown if isinstance(shown, bytes) else shown.to_bytes())
    return type(caught.value).__name__, str(caught.value)


def with_proof(shown: Disclosure, party: str, proof: Proof) -> Disclosure:
    return evolve(shown, proofs={**shown.proofs, party: proof})


def test_every_changed_byte_is_refused() -> None:
    for place in range(len(DATA)):
        with pytest.raises(FoedusError):
            verify_disclosure(DATA[:place] + bytes([DATA[place] ^ 1]) + DATA[place + 1 :])


@given(st.integers(0, len(DATA) - 1), st.integers(0, 3), st.binary(max_size=3))
def test_every_piece_cut_out_or_put_in_is_refused(place: int, length: int, more: bytes) -> None:
    changed = DATA[:place] + more + DATA[place + length :]
    if changed != DATA:
        with pytest.raises(FoedusError):
            verify_disclosure(changed)


@given(st.data())
def test_no_value_anywhere_in_it_is_more_than_a_refusal(data: st.DataObject) -> None:
    document = canonical.decode(DATA)
    here: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        below = here[key]
        if not below or not isinstance(below, dict | list) or data.draw(st.booleans()):
            break
        here = below
    here[key] = data.draw(
        st.sampled_from([None, True, -1, 0, 2**40, "", "text", "ab" * 32, [], [[]], [{}], {}, {"a": {}}])
    )
    if here[key] != below or type(here[key]) is not type(below):
        refusal(canonical.encode(document))


LA, VN = SHOWN.proofs["LA"], SHOWN.proofs["VN"]
STRANGER = signing_key("a stranger")


def signed_by(key: Any, **changed: Any) -> Any:
    """VN's signature of the act as another key would write it, or with another body."""
    line = VN.act
    return WORLD.next_entry(
        "VN",
        changed.get("says", EntryType.SIGN),
        changed.get("body", {"act": SHOWN.act.hash}),
        by=By(OFFICE, 2),
        after=evolve(WORLD.entries["VN"][-2].head, **changed.get("after", {})),
        at=line.at,
        key=key,
    )


def forged_keys() -> Any:
    """VN's first keys as somebody would write them who has not its root."""
    world = World(begun=False)
    body = world.keys("VN", ops=(STRANGER,), signers=(STRANGER,))
    return world.next_entry("VN", EntryType.KEYS, body, key=STRANGER, seen={})


REFUSED: dict[str, tuple[Callable[[], Disclosure], tuple[str, str]]] = {
    "the path of another line": (
        lambda: evolve(SHOWN, path=WORLD.disclosure("line-1").path),
        (
            "DisclosureError",
            "The disclosed line is not proven: its audit path does not lead to the act's root.",
        ),
    ),
    "a path too short": (
        lambda: evolve(SHOWN, path=SHOWN.path[:1]),
        ("DisclosureError", "The disclosed line is not proven: the audit path is too short."),
    ),
    "a path too long": (
        lambda: evolve(SHOWN, path=(*SHOWN.path, SHOWN.path[0])),
        ("DisclosureError", "The disclosed line is not proven: the audit path is too long."),
    ),
    "another place": (
        lambda: evolve(SHOWN, index=0),
        (
            "DisclosureError",
            "The disclosed line is not proven: its audit path does not lead to the act's root.",
        ),
    ),
    "a place that is not in the act": (
        lambda: evolve(SHOWN, index=3),
        ("DisclosureError", "The disclosed line is not proven: a tree of 3 has no leaf at 3."),
    ),
    "another line's words": (
        lambda: evolve(SHOWN, leaf=WORLD.disclosure("line-1").leaf),
        ("DisclosureError", "The disclosed line is not proven: what it says is not what the act has there."),
    ),
    "another name for the line": (
        lambda: evolve(SHOWN, row=evolve(SHOWN.row, id="line-1")),
        (
            "ActError",
            f"Act {SHOWN.act.hash[:12]} is malformed: what it says of line-1 calls itself line-2.",
        ),
    ),
    "another base": (
        lambda: evolve(SHOWN, row=evolve(SHOWN.row, base=WORLD.compact)),
        (
            "DisclosureError",
            "The disclosed line is not proven: its audit path does not lead to the act's root.",
        ),
    ),
    "an act of another compact": (
        lambda: evolve(OTHER.disclosure("line-2"), charter=SHOWN.charter),
        (
            "ForeignCompactError",
            (
                f"The act {OTHER.disclosure('line-2').act.hash[:12]} belongs to "
                f"compact {OTHER.compact[:12]}, not to {WORLD.compact[:12]}."
            ),
        ),
    ),
    "an act in the charter's place": (
        lambda: evolve(SHOWN, charter=SHOWN.act),
        ("DisclosureError", "The disclosed line is not proven: what it shows as the charter is none."),
    ),
    "a party that did not sign": (
        lambda: evolve(SHOWN, proofs={"VN": VN}),
        ("DisclosureError", "The disclosed line is not proven: no signature of LA is shown."),
    ),
    "somebody who is no party": (
        lambda: with_proof(SHOWN, "KH", VN),
        ("ThirdPartyError", "Signed by KH, but the parties to this record are LA, VN."),
    ),
    "another party's entries": (
        lambda: with_proof(SHOWN, "LA", VN),
        ("EntryError", "Entry 1 of LA's log is refused: it is from VN's log."),
    ),
    "another party's signature": (
        lambda: with_proof(SHOWN, "LA", evolve(LA, act=VN.act)),
        ("EntryError", "Entry 4 of LA's log is refused: it is from VN's log."),
    ),
    "a signature of another act": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, act=VN.charter)),
        (
            "DisclosureError",
            (
                "The disclosed line is not proven: VN signs something else in it than act "
                f"{SHOWN.act.hash[:12]}."
            ),
        ),
    ),
    "a refusal in the signature's place": (
        lambda: with_proof(
            SHOWN,
            "VN",
            evolve(
                VN,
                act=signed_by(
                    WORLD.ops["VN"],
                    says=EntryType.DECLINE,
                    body={"act": SHOWN.act.hash, "reason": None},
                ),
            ),
        ),
        (
            "DisclosureError",
            (
                "The disclosed line is not proven: VN signs something else in it than act "
                f"{SHOWN.act.hash[:12]}."
            ),
        ),
    ),
    "a key that is not under the root": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, act=signed_by(STRANGER))),
        (
            "EntryError",
            (
                f"Entry 4 of VN's log is refused: the key {signed_by(STRANGER).kid[:12]} "
                "is not among VN's keys at that place."
            ),
        ),
    ),
    "keys that the root has not signed": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, keys=(forged_keys(),))),
        (
            "EntryError",
            "Entry 1 of VN's log is refused: its keys are not signed by enough of the party's root.",
        ),
    ),
    "no keys": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, keys=())),
        (
            "DisclosureError",
            "The disclosed line is not proven: its key statements do not come before the signatures.",
        ),
    ),
    "keys twice": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, keys=VN.keys * 2)),
        ("EntryError", "Entry 1 of VN's log is refused: it does not go together with the others shown."),
    ),
    "something else among the keys": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, keys=(*VN.keys, WORLD.entries["VN"][1]))),
        (
            "DisclosureError",
            "The disclosed line is not proven: what it shows as VN's keys is something else.",
        ),
    ),
    "a log that does not begin with its keys": (
        lambda: with_proof(SHOWN, "VN", evolve(VN, charter=WORLD.entries["VN"][1])),
        (
            "DisclosureError",
            f"The disclosed line is not proven: VN signs something else in it than act {WORLD.compact[:12]}.",
        ),
    ),
    "two entries that do not follow on each other": (
        lambda: with_proof(
            SHOWN, "VN", evolve(VN, act=signed_by(WORLD.ops["VN"], after={"hash": "ab" * 32}))
        ),
        ("EntryError", "Entry 4 of VN's log is refused: it does not go together with the others shown."),
    ),
    "a signature of another compact's charter": (
        lambda: with_proof(SHOWN, "VN", OTHER.disclosure("line-2").proofs["VN"]),
        (
            "DisclosureError",
            f"The disclosed line is not proven: VN signs something else in it than act {WORLD.compact[:12]}.",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_go_together_is_refused_by_name(case: str) -> None:
    change, expected = REFUSED[case]
    assert refusal(change()) == expected


def test_a_signature_that_is_not_the_keys_is_refused() -> None:
    document = canonical.decode(DATA)
    document["parties"]["VN"]["act"]["signatures"][0]["sig"] = document["parties"]["VN"]["charter"][
        "signatures"
    ][0]["sig"]
    assert refusal(canonical.encode(document)) == (
        "SignatureError",
        "The signature on entry 4 of VN's log is not valid.",
    )


@pytest.mark.parametrize("part", sorted(canonical.decode(DATA)))
def test_without_one_of_its_parts_or_with_another_it_is_refused(part: str) -> None:
    document = canonical.decode(DATA)
    more = document | {f"{part}-2": document[part]}
    less = {name: value for name, value in document.items() if name != part}
    for changed in (more, less):
        assert refusal(canonical.encode(changed)) == (
            "DisclosureError",
            "The disclosed line is not proven: it has not the parts it must have.",
        )


def test_a_file_too_long_is_refused_before_it_is_read() -> None:
    assert refusal(b"{" * (MOST_BYTES + 1))[0] == "ProfileError"


def test_what_is_not_in_force_or_withheld_cannot_be_disclosed() -> None:
    with pytest.raises(errors.NoDisclosureError, match="line-9 cannot be disclosed: it is not in force"):
        WORLD.disclosure("line-9")
    world = planned()
    world.leaves = {name: leaf for name, leaf in world.leaves.items() if leaf.hash != SHOWN.leaf.hash}
    with pytest.raises(errors.NoDisclosureError, match="line-2 cannot be disclosed: its words are withheld"):
        world.disclosure("line-2")


def test_a_line_as_deep_as_the_profile_allows_is_shown() -> None:
    deep: Any = 1
    for _ in range(canonical.DEEPEST - 2):
        deep = [deep]
    world = World()
    world.all_sign(world.act({"line-1": None}, says={"line-1": {"deep": deep}}))
    assert verified(world.disclosure("line-1")).item == {"deep": deep}
