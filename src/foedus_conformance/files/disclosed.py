"""Section 9: disclosed lines, proven and not."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from foedus.record import tree
from foedus_conformance.case import Catalogue, Expected, File, Verified, refused
from foedus_conformance.files.variants import OF_OTHER_KINDS, Values, each_field, list_like, wrong
from foedus_conformance.forge import Entry, Forge, Line, commitment, key, planned, root_of, said
from foedus_conformance.spelling import Change, as_it_is, at, flipped, instead, spelt, with_fields, without

ROOM = Catalogue(9)
UNPROVEN = refused("DisclosureError")
OTHER = "cd" * 32
SUFFIX = ".foedus-line"

LINE: dict[str, Values] = {
    "v": wrong(zero=0, two=2, as_text="1"),
    "index": wrong("number", negative=-1, as_text="1", another=0, beyond=3),
    "path": list_like(short=["ab"], a_number=[7], capitals=["AB" * 32], empty=[], too_long=["ab" * 32] * 65),
    "parties": wrong(),
}


def path_to(rows: Sequence[Any], index: int) -> list[str]:
    """The audit path of a row."""
    return [each.hex() for each in tree.audit_path([tree.leaf_hash(spelt(row)) for row in rows], index)]


def shown(forge: Forge, act: str, item: str) -> dict[str, Any]:
    """The disclosure of one item of an act, by whatever entries the logs have."""
    document, charter = forge.documents[act], forge.documents[forge.charter]
    index = next(place for place, row in enumerate(document["items"]) if row["id"] == item)
    row = document["items"][index]
    return {
        "v": 1,
        "charter": without("items")(charter),
        "act": without("items")(document),
        "row": row,
        "index": index,
        "path": path_to(document["items"], index),
        "leaf": json.loads(forge.leaves[row["hash"]]),
        "parties": {party: _proof(forge.logs[party], (forge.charter, act)) for party in forge.parties},
    }


def _proof(lines: Sequence[Line], names: tuple[str, str]) -> dict[str, Any]:
    """A party's part: its key statements before the later signature, and its signatures of both."""
    signed = {name: next(line for line in lines if _signs(line, name)) for name in names}
    last = max(line.seq for line in signed.values())
    keys = [json.loads(line.data) for line in lines if _payload(line)["type"] == "keys" and line.seq < last]
    return {
        "keys": keys,
        "charter": json.loads(signed[names[0]].data),
        "act": json.loads(signed[names[1]].data),
    }


def _payload(line: Line) -> Any:
    return json.loads(base64.b64decode(json.loads(line.data)["payload"]))


def _signs(line: Line, name: str) -> bool:
    payload = _payload(line)
    return bool(payload["type"] == "act.sign" and payload["body"]["act"] == name)


def line(change: Change = as_it_is, item: str = "line-2", *parties: str) -> bytes:
    """One of the three lines of a plan, with something done to its disclosure."""
    forge, plan = planned(*parties)
    return spelt(change(shown(forge, plan, item)))


def bad(name: str, make: Callable[[], bytes], expected: Expected = UNPROVEN) -> File:
    """A disclosure that must be refused."""
    return File(name, make, expected, SUFFIX)


def fine(name: str, make: Callable[[], bytes], **says: Any) -> File:
    """A disclosure that must be verified."""
    return File(name, make, Verified(says), SUFFIX)


@ROOM.case("a proven line tells the act, the item, its place, its words and who signed")
def proven() -> Iterator[File]:
    forge, plan = planned()
    for place, item in enumerate(("line-1", "line-2", "line-3")):
        yield fine(
            item,
            partial(line, as_it_is, item),
            compact=forge.charter,
            act=plan,
            item=item,
            index=place,
            words=said(item),
            signed=["LA", "VN"],
        )
    three, plan = planned("KH", "LA", "VN")
    by_three = ["KH", "LA", "VN"]
    yield fine("of-three-parties", lambda: line(as_it_is, "line-1", *by_three), act=plan, signed=by_three)

    def of_the_charter() -> bytes:
        return spelt(shown(forge, forge.charter, "compact"))

    yield fine("of-the-charter", of_the_charter, act=forge.charter, item="compact", index=0)
    assert three.charter != forge.charter  # noqa: S101 (another compact, or the case would say nothing)

    def struck_out() -> bytes:
        struck, base = planned()
        act = struck.all_sign(struck.act({"line-1": base}, says={"line-1": None}))
        return spelt(shown(struck, act, "line-1"))

    yield fine("struck-out", struck_out, item="line-1", words=None)

    def without_a_name() -> bytes:
        nameless = Forge()
        words = {"words": "Any (illustrative)."}
        act = nameless.all_sign(nameless.act({"line-1": None}, says={"line-1": words}))
        return spelt(shown(nameless, act, "line-1"))

    yield fine("without-a-name", without_a_name, item="line-1", words={"words": "Any (illustrative)."})


@ROOM.case("a line of a plan of any size is proven by the path that its place needs")
def sizes() -> Iterator[File]:
    def of(size: int, index: int, change: Change = as_it_is) -> bytes:
        forge = Forge()
        act = forge.all_sign(forge.act({f"line-{number}": None for number in range(size)}))
        return spelt(change(shown(forge, act, f"line-{index}")))

    for size in (1, 2, 3, 4, 5, 7, 8, 9):
        for index in {0, size // 2, size - 1}:
            yield fine(f"{index}-of-{size}", partial(of, size, index), index=index)
    longer, shorter = at("path", lambda path: [*path, OTHER]), at("path", lambda path: path[:-1])
    for size, index in ((1, 0), (4, 1), (5, 4), (9, 8)):
        yield bad(f"longer-{index}-of-{size}", partial(of, size, index, longer))
        if size > 1:
            yield bad(f"shorter-{index}-of-{size}", partial(of, size, index, shorter))
    turned = at("path", lambda path: path[::-1])
    yield bad("path-turned", lambda: of(5, 1, turned))
    yield bad("another-place", lambda: of(5, 1, with_fields(index=0)))
    yield bad("place-of-a-larger-tree", lambda: of(4, 1, with_fields(index=5)))


@ROOM.case("a disclosure has exactly eight fields, each of its form")
def line_fields() -> Iterator[File]:
    for file in each_field(LINE, line, UNPROVEN):
        yield bad(file.name, file.make)
    anything = refused("DisclosureError", "ProfileError", "ActError", "EntryError")
    for field in ("charter", "act", "row", "leaf"):
        yield bad(f"{field}-missing", partial(line, without(field)))
        for name, value in OF_OTHER_KINDS.items():
            change = with_fields(**{field: value})
            yield bad(f"{field}-{name}", partial(line, change), anything)
    yield bad("one-more", lambda: line(with_fields(more=1)))
    yield bad("line-feed-after", lambda: line() + b"\n", refused("ProfileError"))
    yield bad("a-space", lambda: line().replace(b":", b": ", 1), refused("ProfileError"))
    yield bad("cut-short", lambda: line()[:-1], refused("ProfileError"))
    for name, value in {"empty": {}, "list": []}.items():
        first = refused("DisclosureError", "ProfileError", "ContainerError")
        yield bad(f"an-{name}", partial(spelt, value), first)


@ROOM.case("each party's part has exactly three fields, each of its form")
def proof_fields() -> Iterator[File]:
    anything = refused("DisclosureError", "ProfileError", "EntryError")
    for field in ("keys", "charter", "act"):
        inside = at("parties.VN", without(field))
        yield bad(f"{field}-missing", partial(line, inside))
        for name, value in OF_OTHER_KINDS.items():
            change = at(f"parties.VN.{field}", instead(value))
            yield bad(f"{field}-{name}", partial(line, change), anything)
    yield bad("one-more", lambda: line(at("parties.VN", with_fields(more=1))))


@ROOM.case("head, row and leaf are those that go together")
def other_parts() -> Iterator[File]:
    def swapped(field: str, name: str) -> Change:
        forge, plan = planned()
        other = shown(forge, plan, name)
        return with_fields(**{field: other[field]})

    any_unproven = refused("DisclosureError", "ActError")
    for field in ("row", "index", "path", "leaf"):
        yield bad(f"{field}-of-another-line", partial(line, swapped(field, "line-1")), any_unproven)
    for path, name in {
        "leaf.item.title.en": "other-words",
        "leaf.salt": "other-salt",
        "row.base": "other-base",
        "act.nonce": "other-nonce",
        "act.title.en": "other-title",
        "charter.nonce": "other-charter",
        "act.size": "other-size",
        "act.root": "other-root",
    }.items():
        value: Any = {
            "act.size": 4,
            "leaf.salt": "ab" * 16,
            "act.nonce": "ab" * 16,
            "charter.nonce": "ab" * 16,
        }
        change = at(path, instead(value.get(path, OTHER)))
        yield bad(name, partial(line, change), refused("DisclosureError", "ForeignCompactError"))

    def of_another_compact() -> bytes:
        forge, plan = planned()
        other, _ = planned(seed="another record")
        return spelt(
            {**shown(forge, plan, "line-1"), "charter": without("items")(other.documents[other.charter])}
        )

    yield bad("charter-of-another-compact", of_another_compact, refused("ForeignCompactError"))
    yield bad(
        "plan-for-charter", lambda: line(lambda d: {**d, "charter": d["act"]}), refused("DisclosureError")
    )
    with_items = at("act", with_fields(items=[]))
    yield bad("a-head-with-items", lambda: line(with_items), refused("ActError"))

    def named_otherwise() -> bytes:
        forge = Forge()
        act = forge.all_sign(forge.act({"line-1": None}, says={"line-1": said("line-2")}))
        return spelt(shown(forge, act, "line-1"))

    yield bad("a-leaf-of-another-name", named_otherwise, refused("ActError"))


@ROOM.case("every party of the charter, and nobody else, shows its signatures of charter and act")
def who_is_shown() -> Iterator[File]:
    yield bad("one-left-out", lambda: line(at("parties", without("LA"))))
    yield bad("nobody", lambda: line(with_fields(parties={})))
    third = refused("ThirdPartyError")
    yield bad(
        "a-third", lambda: line(lambda d: {**d, "parties": {**d["parties"], "KH": d["parties"]["LA"]}}), third
    )
    anothers = at("parties", lambda proofs: dict.fromkeys(proofs, proofs["VN"]))
    yield bad("anothers-entries", lambda: line(anothers), refused("EntryError"))
    twice = at("parties.VN", lambda proof: {**proof, "act": proof["charter"]})
    yield bad("charter-for-act", lambda: line(twice))
    turned = at("parties.VN", lambda proof: {**proof, "act": proof["charter"], "charter": proof["act"]})
    yield bad("charter-and-act-swapped", lambda: line(turned))
    keys = at("parties.VN", lambda proof: {**proof, "act": proof["keys"][0]})
    yield bad("keys-for-act", lambda: line(keys))

    def declined() -> bytes:
        forge, plan = planned()
        document = shown(forge, plan, "line-1")
        forge.decline("VN", plan)
        document["parties"]["VN"]["act"] = json.loads(forge.logs["VN"][-1].data)
        return spelt(document)

    yield bad("declined", declined)
    foreign = refused("ForeignCompactError")

    def from_another_compact() -> bytes:
        forge, plan = planned()
        other, _ = planned(seed="another record")
        document = shown(forge, plan, "line-1")
        entry = other.put("VN", Entry("act.sign", {"act": plan}))
        document["parties"]["VN"]["act"] = json.loads(entry.data)
        return spelt(document)

    yield bad("from-a-log-of-another-compact", from_another_compact, foreign)
    flipped = at("parties.VN.act.signatures.0.sig", lambda sig: ("B" if sig[0] == "A" else "A") + sig[1:])
    yield bad("a-signature-broken", lambda: line(flipped), refused("SignatureError"))
    flipped_keys = at(
        "parties.VN.keys.0.signatures.0.sig", lambda sig: ("B" if sig[0] == "A" else "A") + sig[1:]
    )
    yield bad("a-statements-signature-broken", lambda: line(flipped_keys), refused("SignatureError"))


def renewed() -> tuple[Forge, str, dict[str, Any]]:
    """A record in which Viet Nam renewed its root and its key before it signed a plan."""
    forge = Forge()
    old, new = forge.roots["VN"][0], key("next root")
    forge.put("VN", Entry("keys", forge.keys("VN", commit=commitment(root_of(new)))))
    fresh = forge.key("next key")
    body = forge.keys("VN", ops=[fresh], root=root_of(new), signers=(old, new))
    forge.put("VN", Entry("keys", body, signer=fresh))
    forge.ops["VN"] = fresh
    plan = forge.all_sign(forge.act({"line-1": None}))
    return forge, plan, shown(forge, plan, "line-1")


@ROOM.case("the key statements lead from the charter's root to the key that signed, in their order")
def statements_shown() -> Iterator[File]:
    def made(change: Callable[[list[Any]], list[Any]]) -> Callable[[], bytes]:
        return lambda: spelt(at("parties.VN.keys", change)(renewed()[2]))

    anything = refused("DisclosureError", "EntryError")
    yield fine("all-three", made(as_it_is), item="line-1")
    yield bad("without-the-first", made(lambda keys: keys[1:]), anything)
    yield bad("without-the-second", made(lambda keys: [keys[0], keys[2]]), anything)
    yield bad("without-the-last", made(lambda keys: keys[:2]), anything)
    yield bad("none", made(lambda _: []), anything)
    yield bad("turned", made(lambda keys: keys[::-1]), anything)
    yield bad("one-twice", made(lambda keys: [*keys, keys[-1]]), anything)

    def with_later_keys(*, spoken: bool) -> bytes:
        """A statement after both signatures is shown as well."""
        forge, plan = planned()
        document = shown(forge, plan, "line-1")
        entry = forge.put("VN", Entry("keys", forge.keys("VN")))
        document["parties"]["VN"]["keys"].append(json.loads(entry.data))
        return spelt(document) if spoken else spelt(shown(forge, plan, "line-1"))

    yield bad("one-after-both-signatures", lambda: with_later_keys(spoken=True), anything)
    yield fine("later-keys-not-shown", lambda: with_later_keys(spoken=False))

    def not_keys() -> bytes:
        forge, plan = planned()
        document = shown(forge, plan, "line-1")
        document["parties"]["VN"]["keys"].append(json.loads(forge.logs["VN"][1].data))
        return spelt(document)

    yield bad("a-mandate-among-them", not_keys)


@ROOM.case("what it does not prove is not asked: mandates, and keys withdrawn between")
def what_is_not_asked() -> Iterator[File]:
    def without_mandate() -> bytes:
        forge = Forge()
        plan = forge.act({"line-1": None})
        nobody = {"office": "Nobody (illustrative)", "mandate": 99, "person": None}
        for party in forge.parties:
            forge.sign(party, plan, by=nobody)
        return spelt(shown(forge, plan, "line-1"))

    yield fine("without-a-mandate", without_mandate)

    def gap() -> bytes:
        forge = Forge()
        forge.put("VN", Entry("report", {"item": "line-1"}))
        plan = forge.all_sign(forge.act({"line-1": None}))
        return spelt(shown(forge, plan, "line-1"))

    yield fine("entries-between-not-shown", gap)


@ROOM.case("every byte of a disclosed line counts")
def every_byte_of_a_line() -> Iterator[File]:
    data = line()
    anything = refused(
        "DisclosureError", "ProfileError", "ActError", "EntryError", "SignatureError", "ForeignCompactError",
        "ThirdPartyError", "ContainerError",
        "EvidenceError",
    )  # fmt: skip
    for place in range(0, len(data), 3):
        yield bad(f"{place:05}", partial(flipped, data, place, place // 3 % 8), anything)
