"""An entry: one signed line of a party's log.

An entry is a DSSE envelope; what it says is the payload inside. The chain runs over the
hash of the *payload*, which is what the party signed: two envelopes that differ only in
their wrapping are not two statements.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from foedus.errors import EntryError, ProfileError
from foedus.phrase import phrase
from foedus.record import canonical, shape, signature

VERSION = 1
MOST_BYTES = 256 * 2**10
FIRST = "0" * 64
"""What stands for the previous entry in a log's first."""


class EntryType(StrEnum):
    """What an entry says."""

    SIGN = "act.sign"
    DECLINE = "act.decline"
    REPORT = "report"
    DOC = "doc"
    KEYS = "keys"
    MANDATE = "mandate"
    DENOUNCE = "notice.denounce"
    EVIDENCE = "evidence"


@frozen
class Head:
    """Where a log ends: the number of its last entry and that entry's hash; 0 where it is empty."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:16]}"


EMPTY = Head(0, FIRST)


@frozen
class By:
    """On whose behalf an entry was made: an office, the entry that gave it its mandate, the person."""

    office: str
    mandate: int
    person: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As it stands in an entry."""
        return {"office": self.office, "mandate": self.mandate, "person": self.person}


@frozen
class Entry:
    """An entry, read from its envelope's bytes; its signature is not yet verified."""

    envelope: bytes = field(repr=False)
    sealed: signature.Envelope = field(repr=False)
    hash: str
    compact: str
    party: str
    seq: int
    prev: str
    at: str
    seen: Mapping[str, Head]
    by: By | None
    type: EntryType
    body: Mapping[str, Any]

    @property
    def kid(self) -> str:
        """The key that signed, by name."""
        return self.sealed.kid

    @property
    def head(self) -> Head:
        """The log's head once this entry stands in it."""
        return Head(self.seq, self.hash)

    @property
    def act(self) -> str | None:
        """The act an `act.sign` or `act.decline` speaks of."""
        return self.body.get("act") if self.type in (EntryType.SIGN, EntryType.DECLINE) else None


def compose(
    *,
    compact: str,
    party: str,
    after: Head,
    at: str,
    seen: Mapping[str, Head],
    by: By | None,
    says: EntryType,
    body: Mapping[str, Any],
    key: signature.Signer,
) -> Entry:
    """Write and sign the entry that follows on `after` in a party's log.

    Args:
        compact: the hash of the compact's founding charter.
        party: whose log it is.
        after: the log's head so far.
        at: the moment its author claims, in UTC to the second.
        seen: the heads of the other parties' logs held at that moment.
        by: the office it is made for; None where no office speaks (keys, mandates).
        says: which type of entry it is.
        body: what it says, in the form of that type.
        key: the party's operational key.

    Raises:
        EntryError: it would not be a well-formed entry.
    """
    payload = canonical.encode(
        {
            "v": VERSION,
            "compact": compact,
            "party": party,
            "seq": after.seq + 1,
            "prev": after.hash,
            "at": at,
            "seen": {code: [head.seq, head.hash] for code, head in seen.items()},
            "kid": signature.key_id(key.public),
            "by": by.to_json() if by else None,
            "type": says.value,
            "body": dict(body),
        },
        what="entry",
    )
    return parse(signature.seal(payload, key))


def parse(envelope: bytes) -> Entry:
    """Read an entry from its envelope.

    Raises:
        ProfileError: the envelope or its payload is not in the record's form.
        EntryError: a field is missing or of a wrong form.
    """
    if len(envelope) > MOST_BYTES:
        raise ProfileError(
            what="envelope", reason=phrase("longer than {most_bytes} bytes", most_bytes=MOST_BYTES)
        )
    sealed = signature.unseal(envelope)
    document = canonical.decode(sealed.payload, what="entry")
    fault = _fault(document, sealed.kid)
    if fault:
        party, seq = _place(document)
        raise EntryError(party=party, seq=seq, reason=fault)
    by = document["by"]
    return Entry(
        envelope=envelope,
        sealed=sealed,
        hash=canonical.digest(sealed.payload),
        compact=document["compact"],
        party=document["party"],
        seq=document["seq"],
        prev=document["prev"],
        at=document["at"],
        seen={code: Head(*head) for code, head in document["seen"].items()},
        by=By(by["office"], by["mandate"], by["person"]) if by else None,
        type=_TYPES[document["type"]],
        body=document["body"],
    )


def _place(document: Any) -> tuple[str, int]:
    if type(document) is not dict:
        return "?", 0
    party: Any = document.get("party")
    seq: Any = document.get("seq")
    return (party if shape.is_party(party) else "?"), (seq if shape.is_count(seq) else 0)


def _fault(document: Any, kid: str) -> str | None:
    """The first thing wrong with an entry's text, or None."""
    if fault := shape.fault(document, _FIELDS):
        return fault
    if document["kid"] != kid:
        return phrase("the envelope names another key than the entry")
    if document["party"] in document["seen"]:
        return phrase("it claims to have seen its own log")
    if not _BODIES[document["type"]](document["body"]):
        return phrase("what it says is not of the form of {document}", document=document["type"])
    if document["type"] in _SPOKEN and document["by"] is None:
        return phrase("an {document} is made for an office", document=document["type"])
    return None


def _is_by(value: Any) -> bool:
    match value:
        case None:
            return True
        case {"office": office, "mandate": mandate, "person": person} if len(value) == 3:
            return (
                shape.is_text(office, 200)
                and shape.is_count(mandate, 1)
                and (person is None or shape.is_text(person, 200))
            )
    return False


def _is_seen(value: Any) -> bool:
    return (
        type(value) is dict
        and len(value) <= 64
        and all(map(shape.is_party, value))
        and all(map(shape.is_head, value.values()))
    )


def is_statement(body: Any) -> bool:
    """A `keys` body; what it means is for `foedus.record.log`."""
    match body:
        case {
            "version": version,
            "root": root,
            "root_threshold": threshold,
            "ops": ops,
            "links": links,
            "next_commit": commit,
            "signatures": signatures,
        } if len(body) == 7:
            return (
                shape.is_count(version, 1)
                and shape.is_root(root, threshold)
                and shape.is_list_of(ops, shape.is_hash, most=64)
                and shape.is_list_of(links, shape.is_hash, most=64)
                and not set(ops) & set(links)
                and (commit is None or shape.is_hash(commit))
                and shape.is_list_of(signatures, _is_root_signature, most=64)
            )
    return False


def _is_root_signature(value: Any) -> bool:
    match value:
        case {"kid": kid, "sig": sig} if len(value) == 2:
            return shape.is_nonce(kid) and shape.is_hex(sig, signature.SIGNATURE_BYTES)
    return False


def _is_mandate(body: Any) -> bool:
    match body:
        case {"office": office, "roles": roles, "from": start, "to": end} if len(body) == 4:
            return (
                shape.is_text(office, 200)
                and shape.is_list_of(roles, lambda role: role in ("sign", "report"), most=2)
                and shape.is_day(start)
                and (end is None or (shape.is_day(end) and end >= start))
            )
    return False


_FIELDS: Mapping[str, shape.Test] = {
    "v": lambda value: value == VERSION and type(value) is int,
    "compact": shape.is_hash,
    "party": shape.is_party,
    "seq": lambda value: shape.is_count(value, 1),
    "prev": shape.is_hash,
    "at": shape.is_moment,
    "seen": _is_seen,
    "kid": shape.is_nonce,
    "by": _is_by,
    "type": lambda value: type(value) is str and value in _BODIES,
    "body": lambda value: type(value) is dict,
}
_TYPES = {str(each): each for each in EntryType}
_SPOKEN = (EntryType.SIGN, EntryType.DECLINE, EntryType.REPORT, EntryType.DENOUNCE)
"""What only an office may say."""

_BODIES: Mapping[str, shape.Test] = {
    EntryType.SIGN: lambda body: set(body) == {"act"} and shape.is_hash(body["act"]),
    EntryType.DECLINE: lambda body: (
        set(body) == {"act", "reason"}
        and shape.is_hash(body["act"])
        and (body["reason"] is None or shape.is_text(body["reason"]))
    ),
    EntryType.REPORT: lambda body: shape.is_item(body.get("item")),
    EntryType.DOC: lambda body: (
        set(body) == {"sha256", "size", "mime"}
        and shape.is_hash(body["sha256"])
        and shape.is_count(body["size"])
        and shape.is_text(body["mime"], 100)
    ),
    EntryType.KEYS: is_statement,
    EntryType.MANDATE: _is_mandate,
    EntryType.DENOUNCE: lambda body: set(body) == {"effective"} and shape.is_day(body["effective"]),
    EntryType.EVIDENCE: lambda body: (
        set(body) == {"kind", "a", "b"} and all(shape.is_text(value, 100_000) for value in body.values())
    ),
}
