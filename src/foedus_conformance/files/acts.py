"""Section 3: acts, their rows, their leaves, the charter, each with one thing wrong."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from foedus_conformance.case import Catalogue, File, refused
from foedus_conformance.files.variants import (
    DAY_LIKE,
    HASH_LIKE,
    ITEM_LIKE,
    NONCE_LIKE,
    PARTY_LIKE,
    Values,
    each_field,
    good,
    list_like,
    wrong,
)
from foedus_conformance.forge import Forge, chance, key, planned, root_of, said, tree_root
from foedus_conformance.spelling import ZEROS, Change, as_it_is, at, instead, with_fields, without

ROOM = Catalogue(3)
MALFORMED = refused("ActError")
OTHER = "cd" * 32

ACT: dict[str, Values] = {
    "v": wrong(zero=0, two=2, as_text="1"),
    "kind": wrong(unknown="plan.change", capitals="AMEND"),
    "compact": {**wrong(), **HASH_LIKE},
    "charter": {**wrong(), **HASH_LIKE, "another": OTHER},
    "items": wrong("list", none=[]),
    "root": {**wrong(), **HASH_LIKE, "another": OTHER},
    "size": wrong("number", more=4, fewer=2, negative=-1, as_text="3"),
    "voids": list_like(
        not_a_hash=["ab"], unordered=["cd" * 32, "ab" * 32], twice=["ab" * 32, "ab" * 32], a_number=[7]
    ),
    "texts": list_like(
        lang_missing=[{"sha256": OTHER}],
        hash_missing=[{"lang": "en"}],
        more=[{"lang": "en", "sha256": OTHER, "x": 1}],
        lang_empty=[{"lang": "", "sha256": OTHER}],
        lang_long=[{"lang": "e" * 13, "sha256": OTHER}],
        hash_short=[{"lang": "en", "sha256": "cd"}],
    ),
    "authentic": list_like(empty_text=[""], long_text=["e" * 2001], a_number=[7]),
    "effective": {**wrong("null"), **DAY_LIKE},
    "serves": list_like(**{name: [value] for name, value in ITEM_LIKE.items()}, a_number=[7]),
    "title": wrong(
        no_language={"": "Plan"},
        long_language={"e" * 13: "Plan"},
        no_words={"en": ""},
        long={"en": "e" * 2001},
    ),
    "nonce": {**wrong(), **NONCE_LIKE},
}
ROW: dict[str, Values] = {
    "id": {**wrong("text"), **ITEM_LIKE},
    "base": {**wrong("null"), **HASH_LIKE},
    "hash": {**wrong(), **HASH_LIKE},
}
LEAF: dict[str, Values] = {
    "item": wrong("null", "object"),
    "salt": {**wrong(), **NONCE_LIKE},
}


def with_plan(change: Change) -> bytes:
    """A record with a plan to which something was done before it was signed."""
    forge = Forge()
    rows = dict.fromkeys(("line-1", "line-2", "line-3"))
    forge.all_sign(forge.act(rows, kind="plan.adopt", change=change))
    return forge.bundle()


def with_rows(change: Change) -> bytes:
    """A record with a plan to whose rows something was done before its root was taken."""
    forge = Forge()
    forge.all_sign(forge.act(dict.fromkeys(("line-1", "line-2")), rows=change))
    return forge.bundle()


def with_charter(change: Change, *parties: str) -> bytes:
    """A record whose charter is not as it should be."""
    return Forge(*parties, charter=change).bundle()


def with_leaf(change: Change, item: Any = ...) -> bytes:
    """A record with a plan one of whose leaves is not as it should be."""
    forge = Forge()
    item = said("line-1") if item is ... else item

    def rows(given: list[Any]) -> list[Any]:
        forge.leaves.clear()
        return [{**given[0], "hash": forge.leaf(item, change)}]

    forge.all_sign(forge.act({"line-1": None}, rows=rows))
    return forge.bundle()


@ROOM.case("an act has the fields of the table, each of its form")
def act_fields() -> Iterator[File]:
    yield from each_field(ACT, with_plan, MALFORMED)


@ROOM.case("a field that the table does not name may be in an act, and counts by being hashed")
def act_with_another_field() -> Iterator[File]:
    yield good("named", lambda: with_plan(with_fields(more={"any": ["thing"]})))


@ROOM.case("a row has exactly three fields, each of its form")
def row_fields() -> Iterator[File]:
    yield from each_field(ROW, with_rows, MALFORMED, inside="0")
    yield File("one-more", lambda: with_rows(at("0", with_fields(more=1))), MALFORMED)
    yield File("no-object", lambda: with_rows(at("0", lambda _: "line-1")), MALFORMED)
    yield File("no-item-twice", lambda: with_rows(at("1", with_fields(id="line-1"))), MALFORMED)


@ROOM.case("root and size are those of the rows, in their order")
def act_tree() -> Iterator[File]:
    def swapped(act: Any) -> Any:
        return {**act, "items": act["items"][::-1]}

    def with_root_over(count: int) -> Change:
        return lambda act: {**act, "root": tree_root(act["items"][:count])}

    yield File("rows-swapped", lambda: with_plan(swapped), MALFORMED)
    yield File("root-of-two", lambda: with_plan(with_root_over(2)), MALFORMED)
    yield File("root-of-none", lambda: with_plan(with_root_over(0)), MALFORMED)
    yield File("size-of-two", lambda: with_plan(with_fields(size=2)), MALFORMED)
    for count in range(9):
        rows = {f"line-{number}": None for number in range(count)}
        yield good(f"of-{count}", partial(_signed, rows))


def _signed(rows: dict[str, None]) -> bytes:
    forge = Forge()
    forge.all_sign(forge.act(rows))
    return forge.bundle()


@ROOM.case("an act voids no act that one of its items builds on")
def act_that_voids_its_base() -> Iterator[File]:
    def made() -> bytes:
        forge, plan = planned()
        forge.all_sign(forge.act({"line-1": plan}, voids=[plan]))
        return forge.bundle()

    yield File("refused", made, MALFORMED)


@ROOM.case("only a charter names parties, and it names no compact and no charter")
def charter_alone() -> Iterator[File]:
    parties = {"LA": root_of(key("one")), "VN": root_of(key("two"))}
    yield File("plan-with-parties", lambda: with_plan(with_fields(parties=parties)), MALFORMED)
    yield File("plan-without-compact", lambda: with_plan(with_fields(compact=None, charter=None)), MALFORMED)
    yield File("charter-without-parties", lambda: with_charter(without("parties")), MALFORMED)
    yield File("charter-of-a-compact", lambda: with_charter(with_fields(compact=OTHER)), refused("ActError"))
    yield File("charter-under-a-charter", lambda: with_charter(with_fields(charter=OTHER)), MALFORMED)
    yield File(
        "another-kind-in-its-place",
        lambda: with_charter(with_fields(kind="amend")),
        refused("ActError", "MissingActError"),
    )


@ROOM.case("a party in a charter has a root: 1 to 32 different keys, and 1 to all of them must sign")
def charter_roots() -> Iterator[File]:
    good_key, more = key("one").public, key("two").public
    roots: Values = {
        **wrong(),
        "no-key": {"root": [], "threshold": 1},
        "key-twice": {"root": [good_key, good_key], "threshold": 1},
        "no-threshold": {"root": [good_key]},
        "threshold-0": {"root": [good_key], "threshold": 0},
        "threshold-above": {"root": [good_key, more], "threshold": 3},
        "threshold-true": {"root": [good_key], "threshold": True},
        "short-key": {"root": [good_key[:-1]], "threshold": 1},
        "one-more": {"root": [good_key], "threshold": 1, "more": 1},
    }
    for name, value in roots.items():
        change = at("parties.VN", instead(value))
        yield File(name, partial(with_charter, change), MALFORMED)
    for name, value in wrong("object").items():
        yield File(f"parties-{name}", partial(with_charter, with_fields(parties=value)), MALFORMED)
    one = at("parties", without("LA"))
    yield File(
        "one-party", lambda: with_charter(one), refused("ActError", "ContainerError", "ThirdPartyError")
    )


@ROOM.case("a party's code has the form of the table")
def party_codes() -> Iterator[File]:
    for code in ("ABC", "ASEAN", "A-1", "V" * 16):
        yield good(f"good-{code.lower()}", partial(with_charter, as_it_is, "LA", code))
    for name, code in PARTY_LIKE.items():
        yield File(
            name,
            partial(with_charter, as_it_is, "LA", code),
            refused("ActError", "ContainerError", "ProfileError"),
        )


@ROOM.case("a leaf is an item, or nothing, and its salt")
def leaf_fields() -> Iterator[File]:
    yield from each_field(LEAF, with_leaf, MALFORMED)
    yield File("one-more", lambda: with_leaf(with_fields(more=1)), MALFORMED)
    yield good("struck-out", lambda: with_leaf(as_it_is, None))
    yield good("an-item-without-a-name", lambda: with_leaf(as_it_is, {"words": "Any."}))
    yield good("an-item-of-nothing", lambda: with_leaf(as_it_is, {}))


@ROOM.case("a leaf whose item has a name has the row's")
def leaf_of_another_name() -> Iterator[File]:
    yield File("another", lambda: with_leaf(as_it_is, said("line-2")), MALFORMED)
    for name, value in wrong("text").items():
        yield File(f"a-{name}", partial(with_leaf, as_it_is, {"id": value}), MALFORMED)


@ROOM.case("each kind of act is accepted")
def kinds() -> Iterator[File]:
    for kind in ("plan.adopt", "amend", "plan.close", "rekey", "dissolve"):
        yield good(kind.replace(".", "-"), partial(with_plan, with_fields(kind=kind)))


@ROOM.case("texts, authentic languages, orientations and a day may be named")
def optional_fields() -> Iterator[File]:
    texts = [{"lang": "en", "sha256": OTHER}, {"lang": "vi", "sha256": OTHER}]
    filled = with_fields(
        texts=texts,
        authentic=["en", "vi"],
        serves=["orientation-1"],
        effective="2028-02-29",
        title={"lo": "ແຜນ"},
    )
    yield good("filled", lambda: with_plan(filled))
    yield good("first-day", lambda: with_plan(with_fields(effective="0001-01-01")))
    yield good("last-day", lambda: with_plan(with_fields(effective="9999-12-31")))
    unknown = sorted([ZEROS, chance("nobody's act").hex()])
    yield good("voids-what-is-not-there", lambda: with_plan(with_fields(voids=unknown)))
