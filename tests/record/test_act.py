"""An act is consistent with itself or refused, and its bytes are kept as they came."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import ActError, ProfileError
from foedus.record import act as acts_room
from foedus.record import canonical, tree
from foedus.record.act import Act, ActHead, ActItem, ActKind, OnItem, Root
from tests.worlds import World, chance

WORLD = World()
HASH = "ab" * 32
OTHER = "cd" * 32
Change = Callable[[dict[str, Any]], Any]


def amendment() -> dict[str, Any]:
    act = WORLD.act({"line-1": None, "line-2": WORLD.charter}, voids=[WORLD.act({"line-3": None})])
    document: dict[str, Any] = canonical.decode(act.data)
    return document


def charter() -> dict[str, Any]:
    document: dict[str, Any] = canonical.decode(WORLD.charter.data)
    return document


def with_rows(*rows: dict[str, Any]) -> dict[str, Any]:
    root = tree.root([tree.leaf_hash(canonical.encode(row)) for row in rows]).hex()
    return amendment() | {"items": list(rows), "root": root, "size": len(rows)}


def head_of(document: Any) -> bytes:
    """An act's text without its items."""
    if isinstance(document, dict):
        document = {name: value for name, value in document.items() if name != "items"}
    return canonical.encode(document)


def with_party(code: str, **root: Any) -> dict[str, Any]:
    return charter() | {"parties": charter()["parties"] | {code: root}}


FIELD = "its field {} has not the form it must have"
AMENDMENT = amendment()
REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([], "it is no object"),
    "another version": (AMENDMENT | {"v": 2}, FIELD.format("v")),
    "a version that only looks like 1": (AMENDMENT | {"v": True}, FIELD.format("v")),
    "another kind": (AMENDMENT | {"kind": "annex"}, FIELD.format("kind")),
    "a kind that is a list": (AMENDMENT | {"kind": []}, FIELD.format("kind")),
    "a compact that is no hash": (AMENDMENT | {"compact": "VN-LA"}, FIELD.format("compact")),
    "a hash in capitals": (AMENDMENT | {"compact": HASH.upper()}, FIELD.format("compact")),
    "no compact": (AMENDMENT | {"compact": None}, "it belongs to no compact"),
    "no charter": (AMENDMENT | {"charter": None}, "it belongs to no compact"),
    "another charter": (AMENDMENT | {"charter": HASH}, "it stands under another charter than its compact's"),
    "items that are no list": (AMENDMENT | {"items": {}}, FIELD.format("items")),
    "an item without its base": (AMENDMENT | {"items": [{"id": "a", "hash": HASH}]}, FIELD.format("items")),
    "an item with more": (
        AMENDMENT | {"items": [{"id": "a", "base": None, "hash": HASH, "more": 1}]},
        FIELD.format("items"),
    ),
    "an item of another name": (
        with_rows({"id": "Line 1", "base": None, "hash": HASH}),
        FIELD.format("items"),
    ),
    "an item twice": (
        with_rows({"id": "a", "base": None, "hash": HASH}, {"id": "a", "base": None, "hash": OTHER}),
        "it names an item twice",
    ),
    "another root": (AMENDMENT | {"root": HASH}, "its root is not that of its items"),
    "an item left out": (
        AMENDMENT | {"items": AMENDMENT["items"][:1]},
        "its size is not the number of its items",
    ),
    "an item left out, and its number mended": (
        AMENDMENT | {"items": AMENDMENT["items"][:1], "size": 1},
        "its root is not that of its items",
    ),
    "an item that builds on another act": (
        AMENDMENT | {"items": [AMENDMENT["items"][0] | {"base": HASH}, AMENDMENT["items"][1]]},
        "its root is not that of its items",
    ),
    "an item of another name in its place": (
        AMENDMENT | {"items": [AMENDMENT["items"][0] | {"id": "line-9"}, AMENDMENT["items"][1]]},
        "its root is not that of its items",
    ),
    "another size": (AMENDMENT | {"size": 3}, "its size is not the number of its items"),
    "a size that only looks like a number": (
        with_rows(*AMENDMENT["items"][:1]) | {"size": True},
        FIELD.format("size"),
    ),
    "its items in another order": (
        AMENDMENT | {"items": AMENDMENT["items"][::-1]},
        "its root is not that of its items",
    ),
    "voids out of order": (AMENDMENT | {"voids": [OTHER, HASH]}, FIELD.format("voids")),
    "voids one twice": (AMENDMENT | {"voids": [HASH, HASH]}, FIELD.format("voids")),
    "voids what it builds on": (
        with_rows({"id": "a", "base": HASH, "hash": OTHER}) | {"voids": [HASH]},
        "it voids an act that it builds on",
    ),
    "texts of another form": (AMENDMENT | {"texts": [{"lang": "en"}]}, FIELD.format("texts")),
    "authentic of another form": (AMENDMENT | {"authentic": [1]}, FIELD.format("authentic")),
    "a day that does not exist": (AMENDMENT | {"effective": "2026-02-30"}, FIELD.format("effective")),
    "serves of another form": (AMENDMENT | {"serves": ["Not an item"]}, FIELD.format("serves")),
    "no title": (AMENDMENT | {"title": {}}, FIELD.format("title")),
    "an empty title": (AMENDMENT | {"title": {"en": ""}}, FIELD.format("title")),
    "a title too long": (AMENDMENT | {"title": {"en": "a" * 2001}}, FIELD.format("title")),
    "a nonce of another length": (AMENDMENT | {"nonce": "00"}, FIELD.format("nonce")),
    "parties outside a charter": (
        AMENDMENT | {"parties": charter()["parties"]},
        "only a charter names parties",
    ),
    "a charter inside a compact": (charter() | {"compact": HASH}, "a charter founds its compact"),
    "a charter under another": (charter() | {"charter": HASH}, "a charter founds its compact"),
    "a charter without parties": (
        {name: value for name, value in charter().items() if name != "parties"},
        "a charter names two parties or more",
    ),
    "a charter of one party": (
        charter() | {"parties": {"VN": charter()["parties"]["VN"]}},
        "a charter names two parties or more",
    ),
    "a charter of sixty-five": (
        charter() | {"parties": {f"P{number:02}": charter()["parties"]["VN"] for number in range(65)}},
        "a charter names two parties or more",
    ),
    "a party's code of another form": (
        with_party("Laos", root=[HASH], threshold=1),
        "a charter names two parties or more",
    ),
    **{
        f"a root with {what}": (
            with_party("KH", **root),
            "a party's root is one public key or more and how many must sign",
        )
        for what, root in {
            "no key": {"root": [], "threshold": 1},
            "one key twice": {"root": [HASH, HASH], "threshold": 1},
            "a key too short": {"root": ["ab"], "threshold": 1},
            "too high a threshold": {"root": [HASH], "threshold": 2},
            "no threshold": {"root": [HASH], "threshold": 0},
            "a threshold that only looks like 1": {"root": [HASH], "threshold": True},
            "more": {"root": [HASH], "threshold": 1, "more": 1},
        }.items()
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_inconsistent_act_is_refused_with_its_reason(case: str) -> None:
    document, reason = REFUSED[case]
    data = canonical.encode(document)
    with pytest.raises(ActError) as refusal:
        acts_room.parse(data)
    assert str(refusal.value) == f"Act {canonical.digest(head_of(document))} is malformed: {reason}."


@pytest.mark.parametrize("name", sorted(set(AMENDMENT)))
def test_an_act_without_one_of_its_fields_is_refused(name: str) -> None:
    with pytest.raises(ActError, match=f"its field {name} is missing"):
        acts_room.parse(canonical.encode({key: value for key, value in AMENDMENT.items() if key != name}))


@pytest.mark.parametrize("name", sorted(set(AMENDMENT)))
@pytest.mark.parametrize("value", [None, True, -1, "", "text", [], [[]], [{}], {}, {"a": {}}], ids=repr)
def test_no_value_of_any_field_is_more_than_a_refusal(name: str, value: Any) -> None:
    try:
        acts_room.parse(canonical.encode(AMENDMENT | {name: value}))
    except ActError:
        return
    assert (name, value) in [
        ("items", []),
        ("voids", []),
        ("texts", []),
        ("authentic", []),
        ("serves", []),
    ] or (name == "effective" and value is None)


def test_an_act_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ActError, match="longer than 8388608 bytes"):
        acts_room.parse(b" " * (acts_room.MOST_BYTES + 1))


def test_an_act_in_another_spelling_is_refused() -> None:
    with pytest.raises(ProfileError, match="The act is not in the record's form"):
        acts_room.parse(canonical.encode(AMENDMENT) + b"\n")


def test_unknown_fields_survive_because_the_bytes_are_kept() -> None:
    data = canonical.encode(AMENDMENT | {"seal": {"number": 7}})
    act = acts_room.parse(data)
    assert act.data == data
    assert act.head == head_of(canonical.decode(data))
    assert act.hash == canonical.digest(act.head)


def test_an_act_reads_back_as_it_was_written() -> None:
    leaves = [WORLD.leaf({"id": name}) for name in ("line-1", "line-2")]
    act = acts_room.compose(
        kind=ActKind.ADOPT,
        compact=HASH,
        charter=HASH,
        items=[("line-1", None, leaves[0]), ("line-2", OTHER, leaves[1])],
        nonce="00" * 16,
        title={"en": "Plan", "fr": "Plan"},
        voids=["ff" * 32, "ee" * 32],
        effective="2026-01-01",
        serves=["orientation-1"],
    )
    assert act == Act(
        data=act.data,
        head=head_of(canonical.decode(act.data)),
        hash=canonical.digest(act.head),
        kind=ActKind.ADOPT,
        compact=HASH,
        charter=HASH,
        items=(ActItem("line-1", None, leaves[0].hash), ActItem("line-2", OTHER, leaves[1].hash)),
        root=with_rows(
            {"id": "line-1", "base": None, "hash": leaves[0].hash},
            {"id": "line-2", "base": OTHER, "hash": leaves[1].hash},
        )["root"],
        voids=("ee" * 32, "ff" * 32),
        texts=(),
        effective="2026-01-01",
        serves=("orientation-1",),
        title={"en": "Plan", "fr": "Plan"},
        parties={},
    )
    assert act.bases == {"line-1": None, "line-2": OTHER}


ACT = acts_room.parse(canonical.encode(AMENDMENT))


def test_a_head_says_what_its_act_says_but_of_its_rows_only_the_number_and_the_root() -> None:
    for act in (ACT, WORLD.charter):
        assert acts_room.parse_head(act.head) == ActHead(
            data=act.head,
            hash=act.hash,
            kind=act.kind,
            compact=act.compact,
            root=act.root,
            size=len(act.items),
            effective=act.effective,
            title=act.title,
            parties=act.parties,
        )
        assert acts_room.name_of(act.data) == act.hash


def test_what_an_act_says_of_one_item_is_what_its_whole_says_of_it() -> None:
    for act in (ACT, WORLD.charter):
        for item in (*act.bases, "nothing-of-it"):
            assert acts_room.recall_on(act.data, name=act.hash, item=item) == OnItem(
                act=act.hash,
                kind=act.kind,
                title=act.title,
                effective=act.effective,
                base=act.bases.get(item),
            )


def test_a_head_with_items_is_an_act_and_no_head() -> None:
    with pytest.raises(ActError, match="a head has no items"):
        acts_room.parse_head(ACT.data)


@pytest.mark.parametrize("name", sorted(set(AMENDMENT) - {"items"}))
@pytest.mark.parametrize("value", [True, -1, "text", [[]], {"a": {}}], ids=repr)
def test_a_head_is_held_to_the_same_forms(name: str, value: Any) -> None:
    with pytest.raises(ActError):
        acts_room.parse_head(head_of(AMENDMENT | {name: value}))


@given(st.integers(0, len(ACT.data) - 1), st.integers(1, 255))
def test_an_act_with_one_byte_changed_is_refused_or_has_another_name(place: int, flip: int) -> None:
    data = bytearray(ACT.data)
    data[place] ^= flip
    with contextlib.suppress(ActError, ProfileError):
        assert acts_room.parse(bytes(data)).hash != ACT.hash


def test_a_row_stands_in_the_act_byte_for_byte() -> None:
    assert b'"items":[' + b",".join(item.row for item in ACT.items) + b"]" in ACT.data
    assert [item.base is None for item in ACT.items] == [True, False]


def test_a_charter_founds_the_compact_of_its_own_name() -> None:
    act = acts_room.parse(WORLD.charter.data)
    assert (act.compact, act.charter) == (act.hash, act.hash)
    assert act.parties == {party: Root((WORLD.roots[party][0].public,), 1) for party in ("VN", "LA")}


@given(
    st.dictionaries(st.sampled_from(["id", "title", "host", "due"]), st.text(max_size=9) | st.integers(0, 9))
)
def test_a_leaf_reads_back_as_it_was_written(item: dict[str, Any]) -> None:
    leaf = acts_room.leaf(item, salt="00" * 16)
    assert acts_room.parse_leaf(leaf.data) == leaf
    assert leaf.hash == tree.leaf_hash(leaf.data).hex()


def test_the_salt_hides_what_a_leaf_says() -> None:
    salts = [chance(number).hex()[:32] for number in range(2)]
    first, second = (acts_room.leaf({"id": "line-1"}, salt=salt) for salt in salts)
    assert first.item == second.item
    assert first.hash != second.hash


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"item": {}}, {"salt": "00" * 16}, {"item": [], "salt": "00" * 16},
     {"item": {}, "salt": "00"}, {"item": {}, "salt": None}, {"item": {}, "salt": "00" * 16, "more": 1}],
    ids=repr,
)  # fmt: skip
def test_what_is_no_salted_item_is_no_leaf(value: Any) -> None:
    with pytest.raises(ActError, match="a leaf is an item and its salt"):
        acts_room.parse_leaf(canonical.encode(value))
