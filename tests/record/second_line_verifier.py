"""A second verifier of disclosed lines, written from section 9 of `docs/reference/record-format.md`.

Like `second_verifier`, whose other sections it uses, it shares no code with ours but libsodium.
"""

import hashlib
from typing import Any

from tests.record.second_verifier import (
    ENTRY,
    HASH,
    Chain,
    act_head,
    act_name,
    depth_and_numbers,
    entry,
    exactly,
    hash_of_leaf,
    key_id,
    leaf,
    like,
    many,
    must,
    pae,
    read,
    row_of,
    sha,
    signed,
    whole,
    write,
)


def root_by_path(node: bytes, place: int, size: int, path: list[bytes]) -> bytes:
    """The root over `size` rows, of which the one at `place` has this hash; all of the path is used."""
    if size == 1:
        must(place == 0 and not path)
        return node
    half = 1
    while half * 2 < size:
        half *= 2
    must(path)
    if place < half:
        left, right = root_by_path(node, place, half, path[:-1]), path[-1]
    else:
        left, right = path[-1], root_by_path(node, place - half, size - half, path[:-1])
    return hashlib.sha256(b"\x01" + left + right).digest()


def disclosed(data: bytes) -> tuple[str, str, Any]:
    """The act, the item's name and what the act says of it, by one disclosed line.

    Raises:
        Exception: of whatever kind: the line is refused.
    """
    must(len(data) <= 2**25)
    d = read(data, levels=33)
    must(exactly(d, "v", "charter", "act", "row", "index", "path", "leaf", "parties"))
    must(whole(d["v"]) and d["v"] == 1 and whole(d["index"]) and many(d["path"], like(HASH), 64))
    charter, of, row = act_head(d["charter"]), act_head(d["act"]), row_of(d["row"])
    must(all(len(write(each)) <= 2**23 and depth_and_numbers(each) for each in (charter, of)))
    names = {"charter": act_name(charter), "act": act_name(of)}
    must(charter["kind"] == "charter" and (of["compact"] or names["act"]) == names["charter"])
    content, item = leaf(write(d["leaf"]))
    must(content == row["hash"] and item.get("id", row["id"]) == row["id"])
    path = [bytes.fromhex(each) for each in d["path"]]
    must(0 <= d["index"] < of["size"])
    must(root_by_path(hash_of_leaf(write(row)), d["index"], of["size"], path).hex() == of["root"])
    must(set(d["parties"]) == set(charter["parties"]))
    for party, shown in d["parties"].items():
        must(exactly(shown, "keys", "charter", "act") and isinstance(shown["keys"], list) and shown["keys"])
        keys = [entry(write(each)) for each in shown["keys"]]
        must(all(e["type"] == "keys" for e, _, _ in keys))
        signatures = {what: entry(write(shown[what])) for what in names}
        for what, (e, _, _) in signatures.items():
            must(e["type"] == "act.sign" and e["body"]["act"] == names[what])
        must([e["seq"] for e, _, _ in keys] == sorted({e["seq"] for e, _, _ in keys}))
        must(keys[-1][0]["seq"] < max(e["seq"] for e, _, _ in signatures.values()))
        shown_once = {payload: (e, payload, signed) for e, payload, signed in (*keys, *signatures.values())}
        go_together(names["charter"], party, charter["parties"], [*shown_once.values()])
    return names["act"], row["id"], d["leaf"]["item"]


def go_together(compact: str, party: str, parties: Any, shown: list[tuple[Any, bytes, bytes]]) -> None:
    chain = Chain(compact, party, parties)
    must(min(e["seq"] for e, _, _ in shown) == 1)
    for e, payload, signature in sorted(shown, key=lambda each: each[0]["seq"]):
        must((e["compact"], e["party"]) == (compact, party))
        must(e["seq"] > chain.head[0] and (e["seq"] > chain.head[0] + 1 or e["prev"] == chain.head[1]))
        if e["type"] == "keys":
            chain.certify(e["body"])
        public = next(key for key in chain.statement["ops"] if key_id(key) == e["kid"])
        must(signed(pae(ENTRY, payload), signature, public))
        chain.head = [e["seq"], sha(payload)]
