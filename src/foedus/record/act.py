"""An act: the immutable text of a joint change, named by the hash of its bytes.

An act carries no signature; parties sign its hash in their own logs. Its items are the
things it sets (a plan, a line of it, an orientation): for each the act on which the
change builds, and the hash of the salted *leaf* in which the thing itself is written.
Leaves travel beside the act, so that one can be shown and the others kept back.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, frozen

from foedus.errors import ActError
from foedus.record import canonical, shape, tree

VERSION = 1
MOST_BYTES = 8 * 2**20
MOST_ITEMS = 20_000
MOST_PARTIES = 64


class ActKind(StrEnum):
    """What an act does."""

    CHARTER = "charter"
    ADOPT = "plan.adopt"
    AMEND = "amend"
    CLOSE = "plan.close"
    REKEY = "rekey"
    DISSOLVE = "dissolve"


@frozen
class ActItem:
    """One thing an act sets: its name, the act it builds on (None: it is new), its leaf's hash."""

    id: str
    base: str | None
    hash: str


@frozen
class Root:
    """A party's root as the charter names it: its public keys and how many of them must sign."""

    keys: tuple[str, ...]
    threshold: int


@frozen
class Leaf:
    """One item's content with its salt; `item` None means that the act strikes the item out."""

    salt: str
    item: Mapping[str, Any] | None
    data: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """The leaf's hash, as the act names it."""
        return tree.leaf_hash(self.data).hex()


@frozen
class Act:
    """An act, read from its bytes; the bytes are what counts, the rest is a view of them."""

    data: bytes = field(repr=False)
    hash: str
    kind: ActKind
    compact: str
    charter: str
    items: tuple[ActItem, ...]
    root: str
    voids: tuple[str, ...]
    texts: tuple[str, ...]
    """The documents that state it in words, by their SHA-256."""
    effective: str | None
    serves: tuple[str, ...]
    title: Mapping[str, str]
    parties: Mapping[str, Root]

    @cached_property
    def bases(self) -> Mapping[str, str | None]:
        """The act each item builds on, by item."""
        return {item.id: item.base for item in self.items}

    @property
    def grounds(self) -> frozenset[str]:
        """The acts it cannot stand without: its bases, and the charter it stands under."""
        bases = {base for base in self.bases.values() if base}
        return frozenset(bases | ({self.charter} if self.charter != self.hash else set()))

    @cached_property
    def contents(self) -> Mapping[str, str]:
        """The hash of what the act says of each item, by item."""
        return {item.id: item.hash for item in self.items}


def leaf(item: Mapping[str, Any] | None, *, salt: str) -> Leaf:
    """Write one item with its salt (32 hexadecimal digits of chance, fresh for each leaf)."""
    return Leaf(salt, item, canonical.encode({"item": item, "salt": salt}, what="leaf"))


def parse_leaf(data: bytes) -> Leaf:
    """Read a leaf.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: not a salted item.
    """
    value = canonical.decode(data, what="leaf")
    match value:
        case {"salt": salt, "item": None | dict() as item} if len(value) == 2 and shape.is_nonce(salt):
            return Leaf(salt, item, data)
    raise ActError(act="(leaf)", reason="a leaf is an item and its salt")


def compose(
    *,
    kind: ActKind,
    compact: str | None,
    charter: str | None,
    items: Sequence[tuple[str, str | None, Leaf]],
    nonce: str,
    title: Mapping[str, str],
    voids: Sequence[str] = (),
    effective: str | None = None,
    serves: Sequence[str] = (),
    parties: Mapping[str, Root] | None = None,
) -> Act:
    """Write an act.

    Args:
        kind: what the act does.
        compact: the hash of the compact's founding charter; None in that charter itself.
        charter: the hash of the charter whose parties must sign, which is the founding one; None in it.
        items: for each thing set, its name, the act it builds on, and its leaf.
        nonce: 32 hexadecimal digits of chance, so that two equal texts are two acts.
        title: what the act is called, by language.
        voids: the acts that become void when this one is full.
        effective: the day from which it applies; None: from the last signature.
        serves: the names of the orientations it serves.
        parties: in a charter, the parties and their roots.

    Raises:
        ActError: what is to be written is not a consistent act.
    """
    document: dict[str, Any] = {
        "v": VERSION,
        "kind": kind.value,
        "compact": compact,
        "charter": charter,
        "items": [{"id": name, "base": base, "hash": content.hash} for name, base, content in items],
        "root": tree.root([bytes.fromhex(content.hash) for _, _, content in items]).hex(),
        "voids": sorted(voids),
        "texts": [],
        "authentic": [],
        "effective": effective,
        "serves": list(serves),
        "title": dict(title),
        "nonce": nonce,
    }
    if parties is not None:
        document["parties"] = {
            code: {"root": list(root.keys), "threshold": root.threshold} for code, root in parties.items()
        }
    return parse(canonical.encode(document, what="act"))


def parse(data: bytes) -> Act:
    """Read an act and check that its text is consistent with itself.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: a field is missing, of a wrong form, or contradicts another.
    """
    name = canonical.digest(data)
    if len(data) > MOST_BYTES:
        raise ActError(act=name, reason=f"longer than {MOST_BYTES} bytes")
    document = canonical.decode(data, what="act")
    fault = _fault(document)
    if fault:
        raise ActError(act=name, reason=fault)
    charter = document["kind"] == ActKind.CHARTER
    return Act(
        data=data,
        hash=name,
        kind=ActKind(document["kind"]),
        compact=document["compact"] or name,
        charter=name if charter else document["charter"],
        items=tuple(ActItem(row["id"], row["base"], row["hash"]) for row in document["items"]),
        root=document["root"],
        voids=tuple(document["voids"]),
        texts=tuple(row["sha256"] for row in document["texts"]),
        effective=document["effective"],
        serves=tuple(document["serves"]),
        title=document["title"],
        parties={
            code: Root(tuple(row["root"]), row["threshold"])
            for code, row in (document.get("parties") or {}).items()
        },
    )


def _fault(document: Any) -> str | None:
    """The first thing wrong with an act's text, or None."""
    if type(document) is not dict:
        return "it is no object"
    for name, test in _FIELDS.items():
        if name not in document:
            return f"its field {name} is missing"
        if not test(document[name]):
            return f"its field {name} has not the form it must have"
    rows = document["items"]
    if len({row["id"] for row in rows}) != len(rows):
        return "it names an item twice"
    if tree.root([bytes.fromhex(row["hash"]) for row in rows]).hex() != document["root"]:
        return "its root is not that of its items"
    if set(document["voids"]) & {row["base"] for row in rows}:
        return "it voids an act that it builds on"
    return _fault_of_charter(document)


def _fault_of_charter(document: Any) -> str | None:
    if document["kind"] != ActKind.CHARTER:
        if "parties" in document:
            return "only a charter names parties"
        if document["compact"] is None or document["charter"] is None:
            return "it belongs to no compact"
        # One charter for a compact: a second one, of some of its parties, could bind the others unasked.
        if document["charter"] != document["compact"]:
            return "it stands under another charter than its compact's"
        return None
    if document["compact"] is not None or document["charter"] is not None:
        return "a charter founds its compact"
    parties = document.get("parties")
    if (
        type(parties) is not dict
        or not 2 <= len(parties) <= MOST_PARTIES
        or not all(map(shape.is_party, parties))
    ):
        return "a charter names two parties or more"
    if not all(map(_is_root, parties.values())):
        return "a party's root is one public key or more and how many must sign"
    return None


def _is_root(value: Any) -> bool:
    match value:
        case {"root": keys, "threshold": threshold} if len(value) == 2:
            return (
                shape.is_list_of(keys, shape.is_hash, most=32)
                and len(set(keys)) == len(keys)
                and shape.is_count(threshold, 1)
                and threshold <= len(keys)
            )
    return False


def _is_row(value: Any) -> bool:
    match value:
        case {"id": name, "base": base, "hash": content} if len(value) == 3:
            return shape.is_item(name) and (base is None or shape.is_hash(base)) and shape.is_hash(content)
    return False


def _is_text_row(value: Any) -> bool:
    match value:
        case {"lang": lang, "sha256": content} if len(value) == 2:
            return shape.is_text(lang, 12) and shape.is_hash(content)
    return False


_FIELDS: Mapping[str, shape.Test] = {
    "v": lambda value: value == VERSION and type(value) is int,
    "kind": lambda value: value in list(ActKind),
    "compact": lambda value: value is None or shape.is_hash(value),
    "charter": lambda value: value is None or shape.is_hash(value),
    "items": lambda value: shape.is_list_of(value, _is_row, most=MOST_ITEMS),
    "root": shape.is_hash,
    "voids": lambda value: shape.is_list_of(value, shape.is_hash) and value == sorted(set(value)),
    "texts": lambda value: shape.is_list_of(value, _is_text_row, most=64),
    "authentic": lambda value: shape.is_list_of(value, shape.is_text, most=64),
    "effective": lambda value: value is None or shape.is_day(value),
    "serves": lambda value: shape.is_list_of(value, shape.is_item),
    "title": shape.is_wording,
    "nonce": shape.is_nonce,
}
