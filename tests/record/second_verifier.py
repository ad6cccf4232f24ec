"""A second verifier of complete bundles, written from `docs/reference/record-format.md` and nothing else.

It shares no code with ours but libsodium, and says yes (what is in force) or no. Where the
two differ, the page is wrong or the code is.
"""

import base64
import datetime
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import nacl.bindings
from nacl.exceptions import CryptoError

HASH, NONCE = r"[0-9a-f]{64}", r"[0-9a-f]{32}"
PARTY, ITEM = r"[A-Z]{2}|[A-Z][A-Z0-9-]{2,15}", r"[a-z0-9]+(-[a-z0-9]+)*"
ZEROS = "0" * 64
KINDS = {"charter", "plan.adopt", "amend", "plan.close", "rekey", "dissolve"}
ENTRY, KEYS, MANIFEST = (f"application/vnd.foedus.{kind}+json" for kind in ("entry", "keys", "manifest"))
ROLES = {"report": "report", "doc": "report"}


def must(condition: object) -> None:
    if not condition:
        raise ValueError


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- section 1 ---------------------------------------------------------------------------


def read(data: bytes, levels: int = 32) -> Any:
    value = json.loads(data.decode("utf-8"))
    must(data == write(value))
    must(depth_and_numbers(value, 32 - levels))
    return value


def write(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def depth_and_numbers(value: Any, level: int = 0) -> bool:
    if level > 32 or isinstance(value, float):
        return False
    if isinstance(value, dict):
        return all(key.isascii() and depth_and_numbers(part, level + 1) for key, part in value.items())
    if isinstance(value, list):
        return all(depth_and_numbers(part, level + 1) for part in value)
    return not isinstance(value, int) or abs(value) < 2**53


def like(form: str, longest: int = 2**30) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, str) and len(value) <= longest and re.fullmatch(form, value) is not None
    )


def text(longest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and 1 <= len(value) <= longest


def whole(value: Any, least: int = 0) -> bool:
    return type(value) is int and value >= least


def day(value: Any) -> bool:
    if not like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")(value):
        return False
    try:
        datetime.date(*map(int, value.split("-")))
    except ValueError:
        return False
    return True


def moment(value: Any) -> bool:
    return like(r"[-0-9]{10}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z")(value) and day(value[:10])


def head(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and whole(value[0]) and like(HASH)(value[1])


def many(value: Any, test: Callable[[Any], bool], most: int = 100_000) -> bool:
    return isinstance(value, list) and len(value) <= most and all(map(test, value))


def exactly(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and set(value) == set(names)


def wording(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(text(12)(k) and text(2000)(v) for k, v in value.items())
    )


# --- sections 2 and 3 ----------------------------------------------------------------------


def pae(kind: str, payload: bytes) -> bytes:
    return f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload


def key_id(public: str) -> str:
    return sha(bytes.fromhex(public))[:32]


def signed(message: bytes, signature: bytes, public: str) -> bool:
    try:
        nacl.bindings.crypto_sign_open(signature + message, bytes.fromhex(public))
    except CryptoError:
        return False
    return len(signature) == 64


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def hash_of_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def act_name(head: Any) -> str:
    return sha(write({field: value for field, value in head.items() if field != "items"}))


def act(data: bytes) -> Any:
    must(len(data) <= 2**23)
    a = read(data)
    must(many(a["items"], row_of, 20_000))
    must(len({row["id"] for row in a["items"]}) == len(a["items"]))
    must(a["size"] == len(a["items"]))
    must(a["root"] == root([hash_of_leaf(write(row)) for row in a["items"]]).hex())
    must(not set(a["voids"]) & {row["base"] for row in a["items"]})
    must(act_head({name: value for name, value in a.items() if name != "items"}))
    return a


def row_of(row: Any) -> Any:
    must(exactly(row, "id", "base", "hash") and like(ITEM, 64)(row["id"]) and like(HASH)(row["hash"]))
    must(row["base"] is None or like(HASH)(row["base"]))
    return row


def act_head(a: Any) -> Any:
    must(
        isinstance(a, dict)
        and "items" not in a
        and whole(a["v"])
        and a["v"] == 1
        and isinstance(a["kind"], str)
        and a["kind"] in KINDS
    )
    charter = a["kind"] == "charter"
    must(a["compact"] == a["charter"] and (a["compact"] is None if charter else like(HASH)(a["compact"])))
    must(whole(a["size"]) and a["size"] <= 20_000 and like(HASH)(a["root"]))
    must(many(a["voids"], like(HASH)) and a["voids"] == sorted(set(a["voids"])))
    must(many(a["texts"], lambda row: exactly(row, "lang", "sha256"), 64))
    must(all(text(12)(row["lang"]) and like(HASH)(row["sha256"]) for row in a["texts"]))
    must(many(a["authentic"], text(2000), 64) and (a["effective"] is None or day(a["effective"])))
    must(many(a["serves"], like(ITEM, 64)) and wording(a["title"]) and like(NONCE)(a["nonce"]))
    must(charter == ("parties" in a))
    if charter:
        must(isinstance(a["parties"], dict) and 2 <= len(a["parties"]) <= 64)
        for party, keys in a["parties"].items():
            must(
                like(PARTY)(party)
                and exactly(keys, "root", "threshold")
                and roots(keys["root"], keys["threshold"])
            )
    return a


def roots(keys: Any, threshold: Any) -> bool:
    return (
        many(keys, like(HASH), 32)
        and len(set(keys)) == len(keys)
        and whole(threshold, 1)
        and threshold <= len(keys)
    )


def leaf(data: bytes) -> tuple[str, Any]:
    must(len(data) <= 2**23)
    value = read(data)
    must(exactly(value, "item", "salt") and like(NONCE)(value["salt"]))
    must(value["item"] is None or isinstance(value["item"], dict))
    return hash_of_leaf(data).hex(), value["item"] or {}


# --- sections 4 and 5 ----------------------------------------------------------------------

BODIES: Mapping[str, Callable[[Any], bool]] = {
    "act.sign": lambda b: exactly(b, "act") and like(HASH)(b["act"]),
    "act.decline": lambda b: (
        exactly(b, "act", "reason")
        and like(HASH)(b["act"])
        and (b["reason"] is None or text(2000)(b["reason"]))
    ),
    "report": lambda b: like(ITEM, 64)(b.get("item")),
    "doc": lambda b: (
        exactly(b, "sha256", "size", "mime")
        and like(HASH)(b["sha256"])
        and whole(b["size"])
        and text(100)(b["mime"])
    ),
    "keys": lambda b: (
        exactly(b, "version", "root", "root_threshold", "ops", "links", "next_commit", "signatures")
        and whole(b["version"], 1)
        and roots(b["root"], b["root_threshold"])
        and many(b["ops"], like(HASH), 64)
        and many(b["links"], like(HASH), 64)
        and not set(b["ops"]) & set(b["links"])
        and (b["next_commit"] is None or like(HASH)(b["next_commit"]))
        and many(b["signatures"], lambda row: exactly(row, "kid", "sig"), 64)
        and all(like(NONCE)(row["kid"]) and like(r"[0-9a-f]{128}")(row["sig"]) for row in b["signatures"])
    ),
    "mandate": lambda b: (
        exactly(b, "office", "roles", "from", "to")
        and text(200)(b["office"])
        and many(b["roles"], like("sign|report"), 2)
        and day(b["from"])
        and (b["to"] is None or (day(b["to"]) and b["to"] >= b["from"]))
    ),
    "notice.denounce": lambda b: exactly(b, "effective") and day(b["effective"]),
    "evidence": lambda b: exactly(b, "kind", "a", "b") and all(map(text(100_000), b.values())),
}


def envelope_of(data: bytes, kind: str) -> tuple[bytes, bytes, str]:
    must(len(data) <= 2**18)
    envelope = read(data)
    must(exactly(envelope, "payload", "payloadType", "signatures") and envelope["payloadType"] == kind)
    must(many(envelope["signatures"], lambda row: exactly(row, "keyid", "sig"), 1) and envelope["signatures"])
    payload, signature = (
        base64.b64decode(part.encode(), validate=True)
        for part in (envelope["payload"], envelope["signatures"][0]["sig"])
    )
    must(base64.b64encode(payload).decode() == envelope["payload"])
    must(base64.b64encode(signature).decode() == envelope["signatures"][0]["sig"])
    return payload, signature, envelope["signatures"][0]["keyid"]


def entry(line: bytes) -> tuple[Any, bytes, bytes]:
    payload, signature, keyid = envelope_of(line, ENTRY)
    e = read(payload)
    must(
        isinstance(e, dict)
        and whole(e["v"])
        and e["v"] == 1
        and like(HASH)(e["compact"])
        and like(PARTY)(e["party"])
    )
    must(whole(e["seq"], 1) and like(HASH)(e["prev"]) and moment(e["at"]) and like(NONCE)(e["kid"]))
    must(e["kid"] == keyid and isinstance(e["seen"], dict) and len(e["seen"]) <= 64)
    must(all(like(PARTY)(party) and head(seen) for party, seen in e["seen"].items()))
    must(isinstance(e["type"], str) and isinstance(e["body"], dict) and BODIES[e["type"]](e["body"]))
    must(e["by"] is not None or e["type"] not in ("act.sign", "act.decline", "report", "notice.denounce"))
    if e["by"] is not None:
        must(exactly(e["by"], "office", "mandate", "person") and text(200)(e["by"]["office"]))
        must(whole(e["by"]["mandate"], 1) and (e["by"]["person"] is None or text(200)(e["by"]["person"])))
    return e, payload, signature


class Chain:
    """One party's log as far as it was read."""

    def __init__(self, compact: str, party: str, parties: Mapping[str, Any]) -> None:
        self.compact, self.party, self.parties = compact, party, parties
        self.head: list[Any] = [0, ZEROS]
        self.statement: Any = None
        self.mandates: dict[str, tuple[int, Any]] = {}
        self.seen = {other: [0, ZEROS] for other in parties if other != party}
        self.said: list[Any] = []

    def follow(self, line: bytes) -> None:
        e, payload, signature = entry(line)
        must((e["compact"], e["party"]) == (self.compact, self.party))
        must([e["seq"] - 1, e["prev"]] == self.head)
        if e["type"] == "keys":
            self.certify(e["body"])
        must(self.statement)
        public = next(key for key in self.statement["ops"] if key_id(key) == e["kid"])
        if e["by"] is not None:
            place, mandate = self.mandates[e["by"]["office"]]
            must(place == e["by"]["mandate"] and ROLES.get(e["type"], "sign") in mandate["roles"])
            must(mandate["from"] <= e["at"][:10] <= (mandate["to"] or "9999-12-31"))
        for other, seen in e["seen"].items():
            must(seen[0] > self.seen[other][0] or seen == self.seen[other])
        must(signed(pae(ENTRY, payload), signature, public))
        if e["type"] == "mandate":
            self.mandates[e["body"]["office"]] = e["seq"], e["body"]
        self.seen |= e["seen"]
        self.head = [e["seq"], sha(payload)]
        self.said.append(e)

    def certify(self, body: Any) -> None:
        message = {name: value for name, value in body.items() if name != "signatures"}
        message |= {"compact": self.compact, "party": self.party}
        old, new = self.statement or {}, {"root": body["root"], "threshold": body["root_threshold"]}
        before = old.get("now", self.parties[self.party])
        must(body["version"] == old.get("version", 0) + 1)
        must(new == before or old.get("next_commit") == sha(write(new)))
        valid = {
            public
            for public in new["root"]
            for row in body["signatures"]
            if row["kid"] == key_id(public)
            and signed(pae(KEYS, write(message)), bytes.fromhex(row["sig"]), public)
        }
        must(len(valid) >= new["threshold"])
        self.statement = {**body, "now": new}


# --- section 6 -----------------------------------------------------------------------------


def in_force(acts: Mapping[str, Any], full: set[str]) -> dict[str, str]:
    grounds = {
        name: {each["charter"], *(row["base"] for row in each["items"])} - {None}
        for name, each in acts.items()
    }
    void = {victim for name in full for victim in acts[name]["voids"]}
    live = full - void
    while fallen := {name for name in live if not grounds[name] <= live}:
        live -= fallen
    found: dict[str, str] = {}
    built_on = {(row["id"], row["base"]) for heir in live for row in acts[heir]["items"]}
    for name in live:
        for row in acts[name]["items"]:
            if (row["id"], name) not in built_on:
                must(row["id"] not in found)
                found[row["id"]] = name
    return found


# --- section 8 -----------------------------------------------------------------------------


def members(data: bytes) -> dict[str, bytes]:
    must(len(data) <= 2**31 + 2**28)
    found: dict[str, bytes] = {}
    headers, rows, at = [], [], 0
    while data[at : at + 4] == b"PK\x03\x04":
        size, length = (
            struct.unpack("<I", data[at + 22 : at + 26])[0],
            struct.unpack("<H", data[at + 26 : at + 28])[0],
        )
        name = data[at + 30 : at + 30 + length]
        content = data[at + 30 + length : at + 30 + length + size]
        shared = struct.pack("<HHHHHIIIH", 20, 0, 0, 0, 33, zlib.crc32(content), size, size, length)
        must(name.decode("ascii") not in found and length <= 120)
        found[name.decode("ascii")] = content
        headers += [b"PK\x03\x04", shared, b"\0\0", name, content]
        rows.append(b"PK\x01\x02" + struct.pack("<H", 20) + shared + bytes(12) + struct.pack("<I", at) + name)
        at += 30 + length + size
    directory = b"".join(rows)
    end = struct.pack("<HHHHIIH", 0, 0, len(found), len(found), len(directory), at, 0)
    must(data == b"".join([*headers, directory, b"PK\x05\x06", end]) and len(found) <= 60_000)
    return found


def lines(data: bytes) -> list[bytes]:
    must(not data or data.endswith(b"\n"))
    return data.split(b"\n")[:-1]


def ascending(names: list[str]) -> bool:
    return names == sorted(set(names))


def manifest(data: bytes) -> Any:
    m = read(data)
    must(len(data) <= 2**16 and exactly(m, "v", "at", "compact", "from", "to", "have", "heads"))
    must(whole(m["v"]) and m["v"] == 1 and moment(m["at"]) and like(HASH)(m["compact"]))
    must(isinstance(m["have"], dict) and isinstance(m["heads"], dict) and set(m["have"]) == set(m["heads"]))
    must(all(like(PARTY)(party) and head(last) for party, last in m["heads"].items()))
    must(
        many([m["from"]], like(PARTY))
        and many(m["to"], like(PARTY))
        and {m["from"], *m["to"]} <= set(m["heads"])
    )
    must(all(whole(number) and number == 0 for number in m["have"].values()))
    return m


def sealed(first: bytes, seal: bytes, statement: Any) -> bool:
    payload, signature, keyid = envelope_of(seal, MANIFEST)
    public = next(key for key in statement["links"] if key_id(key) == keyid)
    return payload == first and signed(pae(MANIFEST, payload), signature, public)


def verified(data: bytes) -> dict[str, str]:
    """What is in force by a complete bundle.

    Raises:
        Exception: of whatever kind: the bundle is refused.
    """
    files = members(data)
    order = [*files]
    first = files.pop("MANIFEST.json")
    m = manifest(first)
    seal = files.pop("MANIFEST.sig", None)
    must(order[: 1 if seal is None else 2] == ["MANIFEST.json", "MANIFEST.sig"][: 1 if seal is None else 2])
    names = [f"logs/{party}.ndjson" for party in sorted(m["heads"])]
    must([*files][: len(names) + 2] == [*names, "acts.ndjson", "leaves.ndjson"])
    blobs = [name.removeprefix("blobs/") for name in [*files][len(names) + 2 :]]
    must(ascending(blobs) and all(sha(files[f"blobs/{name}"]) == name for name in blobs))
    must(all(len(files[f"blobs/{name}"]) <= 2**26 for name in blobs))
    acts_in_order = [(act_name(each), each) for each in map(act, lines(files["acts.ndjson"]))]
    acts = dict(acts_in_order)
    leaves = dict(map(leaf, lines(files["leaves.ndjson"])))
    hashes = [leaf(line)[0] for line in lines(files["leaves.ndjson"])]
    must(ascending([name for name, _ in acts_in_order]) and ascending(hashes))
    parties = acts[m["compact"]]["parties"]
    must(set(m["heads"]) == set(parties))
    must(all((each["compact"] or name) == m["compact"] for name, each in acts.items()))
    rows = [row for each in acts.values() for row in each["items"]]
    must(set(leaves) <= {row["hash"] for row in rows})
    must(all(leaves.get(row["hash"], {}).get("id", row["id"]) == row["id"] for row in rows))
    chains = [Chain(m["compact"], party, parties) for party in parties]
    for chain in chains:
        for line in lines(files[f"logs/{chain.party}.ndjson"]):
            chain.follow(line)
        must(chain.head == m["heads"][chain.party])
        must(chain.party != m["from"] or seal is None or sealed(first, seal, chain.statement))
    said = [each for chain in chains for each in chain.said]
    spoken = {each["body"]["act"] for each in said if each["type"] in ("act.sign", "act.decline")}
    must(spoken <= set(acts))
    named = {m["compact"]}
    while spoken - named:
        named |= spoken
        reached = [acts[name] for name in named & set(acts)]
        spoken = {
            base for each in reached for base in [*each["voids"], *(row["base"] for row in each["items"])]
        }
        spoken.discard(None)
    must(set(acts) <= named)
    documents = {row["sha256"] for each in acts.values() for row in each["texts"]}
    must(set(blobs) <= documents | {each["body"]["sha256"] for each in said if each["type"] == "doc"})
    signers = {
        name: {e["party"] for e in said if e["type"] == "act.sign" and e["body"]["act"] == name}
        for name in acts
    }
    return in_force(acts, {name for name in acts if signers[name] == set(parties)})
