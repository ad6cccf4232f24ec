"""A second verifier of proofs of a fork, written from section 13 of `docs/reference/record-format.md`.

Like `second_verifier`, whose other sections it uses, it shares no code with ours but libsodium.
"""

from contextlib import suppress
from typing import Any

from tests.record.second_verifier import (
    ENTRY,
    PARTY,
    Chain,
    act_head,
    act_name,
    depth_and_numbers,
    entry,
    exactly,
    key_id,
    like,
    must,
    pae,
    read,
    sha,
    signed,
    whole,
    write,
)


def proven(data: bytes) -> tuple[str, int]:
    """The party and the number at which its log has two entries, by one proof.

    Raises:
        Exception: of whatever kind: the proof is refused.
    """
    must(len(data) <= 2**25)
    d = read(data, levels=33)
    must(exactly(d, "v", "kind", "charter", "party", "keys", "a", "b"))
    must(whole(d["v"]) and d["v"] == 1 and d["kind"] == "fork" and like(PARTY)(d["party"]))
    charter = act_head(d["charter"])
    must(len(write(charter)) <= 2**23 and depth_and_numbers(charter))
    must(charter["kind"] == "charter" and d["party"] in charter["parties"] and isinstance(d["keys"], list))
    statements, both = ([entry(write(each)) for each in part] for part in (d["keys"], [d["a"], d["b"]]))
    for e, _, _ in (*statements, *both):
        must((e["compact"], e["party"]) == (act_name(charter), d["party"]))
    chain = Chain(act_name(charter), d["party"], charter["parties"])
    ever: set[str] = set()
    for e, payload, signature in statements:
        must(e["type"] == "keys" and chain.head[0] < e["seq"] < both[0][0]["seq"])
        chain.certify(e["body"])
        must(is_signed(payload, signature, e["kid"], set(e["body"]["ops"])))
        ever |= set(e["body"]["ops"])
        chain.head = [e["seq"], sha(payload)]
    must(both[0][0]["seq"] == both[1][0]["seq"] and sha(both[0][1]) < sha(both[1][1]))
    before = chain.statement
    for e, payload, signature in both:
        own: set[str] = set()
        if e["type"] == "keys":
            with suppress(Exception):  # not valid after the last statement: it brings no key
                chain.statement = before
                chain.certify(e["body"])
                own = set(e["body"]["ops"])
        must(is_signed(payload, signature, e["kid"], ever | own))
    return d["party"], both[0][0]["seq"]


def is_signed(payload: bytes, signature: bytes, kid: str, keys: set[str]) -> bool:
    message: Any = pae(ENTRY, payload)
    return any(key_id(key) == kid and signed(message, signature, key) for key in keys)
