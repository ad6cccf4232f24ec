"""An act: the immutable text of a joint change, named by the hash of its head.

An act carries no signature; parties sign its name in their own logs. Its items are the
things it sets (a plan, a line of it, an orientation): for each a *row* that says on which
act the change builds, and the hash of the salted *leaf* in which the thing itself is
written. The *head* is the act without its rows, bound to them by the root of their tree.
Leaves travel beside the act, so that one can be shown with its row and the others kept back.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, frozen

from foedus.errors import ActError
from foedus.phrase import phrase
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

    @property
    def row(self) -> bytes:
        """What the act's tree is built of: the item's bytes as they stand in the act."""
        # Canonical JSON, written out: no part of it needs an escape, and a plan has many rows.
        base = f'"{self.base}"' if self.base else "null"
        return f'{{"base":{base},"hash":"{self.hash}","id":"{self.id}"}}'.encode()


@frozen
class Root:
    """A party's root as the charter names it: its public keys and how many of them must sign."""

    keys: tuple[str, ...]
    threshold: int


@frozen
class Leaf:
    """One item's content with its salt."""

    salt: str
    data: bytes = field(repr=False)

    @property
    def item(self) -> Mapping[str, Any] | None:
        """The content; None means that the act strikes the item out."""
        # Read when it is asked for: as values a hostile leaf takes thirty times the room of its bytes.
        item: Mapping[str, Any] | None = canonical.recall(self.data)["item"]
        return item

    @property
    def strikes_out(self) -> bool:
        """Whether the act strikes the item out."""
        return self.data.startswith(b'{"item":null,')

    @cached_property
    def hash(self) -> str:
        """The leaf's hash, as the act names it."""
        return tree.leaf_hash(self.data).hex()


@frozen
class ActHead:
    """An act's head: all that its parties signed, its rows only by their root and their number."""

    data: bytes = field(repr=False)
    hash: str
    kind: ActKind
    compact: str
    root: str
    size: int
    effective: str | None
    title: Mapping[str, str]
    parties: Mapping[str, Root]


@frozen
class Act:
    """An act, read from its bytes; the bytes are what counts, the rest is a view of them."""

    data: bytes = field(repr=False)
    head: bytes = field(repr=False)
    """The act without its items, whose hash is the act's name."""
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


@frozen(kw_only=True)
class OnItem:
    """What an act says of one item, and of itself.

    Attributes:
        act: its hash.
        base: the act that it builds on for this item.
    """

    act: str
    kind: ActKind
    title: Mapping[str, str] = field(hash=False)
    effective: str | None
    base: str | None


def leaf(item: Mapping[str, Any] | None, *, salt: str) -> Leaf:
    """Write one item with its salt (32 hexadecimal digits of chance, fresh for each leaf)."""
    return Leaf(salt, canonical.encode({"item": item, "salt": salt}, what="leaf"))


def parse_leaf(data: bytes) -> Leaf:
    """Read a leaf.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: not a salted item, or longer than a leaf may be.
    """
    if len(data) > MOST_BYTES:
        raise ActError(act="(leaf)", reason=phrase("longer than {most_bytes} bytes", most_bytes=MOST_BYTES))
    value = canonical.decode(data, what="leaf")
    match value:
        case {"salt": salt, "item": None | dict()} if len(value) == 2 and shape.is_nonce(salt):
            return Leaf(salt, data)
    raise ActError(act="(leaf)", reason="a leaf is an item and its salt")


def parse_row(data: bytes) -> ActItem:
    """Read a row of an act's items.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: not a row.
    """
    value = canonical.decode(data, what="row")
    if not _is_row(value):
        raise ActError(act="(row)", reason="a row is an item, what it builds on and its leaf's hash")
    return ActItem(value["id"], value["base"], value["hash"])


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
    rows = [ActItem(name, base, content.hash) for name, base, content in items]
    document: dict[str, Any] = {
        "v": VERSION,
        "kind": kind.value,
        "compact": compact,
        "charter": charter,
        "items": [{"id": row.id, "base": row.base, "hash": row.hash} for row in rows],
        "root": root_of(rows),
        "size": len(rows),
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


def root_of(items: Iterable[ActItem]) -> str:
    """The root of the tree over the rows of an act's items, in its order."""
    return tree.root([tree.leaf_hash(item.row) for item in items]).hex()


def parse(data: bytes) -> Act:
    """Read an act and check that its text is consistent with itself.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: a field is missing, of a wrong form, or contradicts another.
    """
    document = _document(data)
    head = _head(document)
    name = canonical.digest(head)
    fault = _fault_of_head(document) or _fault_of_items(document) or _fault_of_charter(document)
    if fault:
        raise ActError(act=name, reason=fault)
    items = tuple(ActItem(row["id"], row["base"], row["hash"]) for row in document["items"])
    if root_of(items) != document["root"]:
        raise ActError(act=name, reason="its root is not that of its items")
    return Act(
        data=data,
        head=head,
        hash=name,
        kind=ActKind(document["kind"]),
        compact=document["compact"] or name,
        charter=document["charter"] or name,
        items=items,
        root=document["root"],
        voids=tuple(document["voids"]),
        texts=tuple(row["sha256"] for row in document["texts"]),
        effective=document["effective"],
        serves=tuple(document["serves"]),
        title=document["title"],
        parties=_parties(document),
    )


def recall_on(data: bytes, *, name: str, item: str) -> OnItem:
    """Read once more what an act says of one item, of bytes that `parse` has let pass.

    Args:
        data: the act.
        name: its hash.
        item: the item.
    """
    document = canonical.recall(data)
    return OnItem(
        act=name,
        kind=ActKind(document["kind"]),
        title=document["title"],
        effective=document["effective"],
        base=next((row["base"] for row in document["items"] if row["id"] == item), None),
    )


def parse_head(data: bytes) -> ActHead:
    """Read an act's head, where its items are kept back.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: a field is missing, of a wrong form, or contradicts another; or items are there.
    """
    document = _document(data)
    name = canonical.digest(data)
    fault = _fault_of_head(document) or _fault_of_charter(document)
    if not fault and "items" in document:
        fault = phrase("a head has no items")
    if fault:
        raise ActError(act=name, reason=fault)
    return ActHead(
        data=data,
        hash=name,
        kind=ActKind(document["kind"]),
        compact=document["compact"] or name,
        root=document["root"],
        size=document["size"],
        effective=document["effective"],
        title=document["title"],
        parties=_parties(document),
    )


def name_of(data: bytes) -> str:
    """The name of an act, from its bytes alone; whether it is consistent is not checked.

    Raises:
        ProfileError: not in the record's JSON profile.
        ActError: longer than an act may be.
    """
    return canonical.digest(_head(_document(data)))


def _document(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise ActError(
            act=canonical.digest(data), reason=phrase("longer than {most_bytes} bytes", most_bytes=MOST_BYTES)
        )
    return canonical.decode(data, what="act")


def _head(document: Any) -> bytes:
    if type(document) is dict:
        document = {name: value for name, value in document.items() if name != "items"}
    return canonical.encode(document, what="act")


def _parties(document: Any) -> Mapping[str, Root]:
    return {
        code: Root(tuple(row["root"]), row["threshold"])
        for code, row in (document.get("parties") or {}).items()
    }


def _fault_of_head(document: Any) -> str | None:
    """The first thing wrong with an act's text, its items left aside, or None."""
    return shape.fault(document, _FIELDS)


def _fault_of_items(document: Any) -> str | None:
    if "items" not in document:
        return phrase("its field items is missing")
    rows = document["items"]
    if not shape.is_list_of(rows, _is_row, most=MOST_ITEMS):
        return phrase("its field items has not the form it must have")
    if len({row["id"] for row in rows}) != len(rows):
        return phrase("it names an item twice")
    if len(rows) != document["size"]:
        return phrase("its size is not the number of its items")
    if set(document["voids"]) & {row["base"] for row in rows}:
        return phrase("it voids an act that it builds on")
    return None


def _fault_of_charter(document: Any) -> str | None:
    if document["kind"] != ActKind.CHARTER:
        if "parties" in document:
            return phrase("only a charter names parties")
        if document["compact"] is None or document["charter"] is None:
            return phrase("it belongs to no compact")
        # One charter for a compact: a second one, of some of its parties, could bind the others unasked.
        if document["charter"] != document["compact"]:
            return phrase("it stands under another charter than its compact's")
        return None
    if document["compact"] is not None or document["charter"] is not None:
        return phrase("a charter founds its compact")
    parties = document.get("parties")
    if (
        type(parties) is not dict
        or not 2 <= len(parties) <= MOST_PARTIES
        or not all(map(shape.is_party, parties))
    ):
        return phrase("a charter names two parties or more")
    if not all(map(_is_root, parties.values())):
        return phrase("a party's root is one public key or more and how many must sign")
    return None


def _is_root(value: Any) -> bool:
    match value:
        case {"root": keys, "threshold": threshold} if len(value) == 2:
            return shape.is_root(keys, threshold)
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
    "root": shape.is_hash,
    "size": lambda value: shape.is_count(value) and value <= MOST_ITEMS,
    "voids": lambda value: shape.is_list_of(value, shape.is_hash) and value == sorted(set(value)),
    "texts": lambda value: shape.is_list_of(value, _is_text_row, most=64),
    "authentic": lambda value: shape.is_list_of(value, shape.is_text, most=64),
    "effective": lambda value: value is None or shape.is_day(value),
    "serves": lambda value: shape.is_list_of(value, shape.is_item),
    "title": shape.is_wording,
    "nonce": shape.is_nonce,
}
