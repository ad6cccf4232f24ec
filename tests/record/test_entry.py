"""An entry has the form of its type or is refused, and its bytes are kept as they came."""

from typing import Any

import pytest

from foedus.errors import EntryError, FoedusError, ProfileError
from foedus.record import canonical, entry, signature
from foedus.record.entry import By, Entry, EntryType, Head
from tests.worlds import OFFICE, World, signing_key

WORLD = World()
KEY = WORLD.ops["VN"]
HASH = "ab" * 32
SIGNED = WORLD.next_entry("VN", EntryType.SIGN, {"act": HASH}, by=WORLD.by("VN"))
SAID: dict[str, Any] = canonical.decode(SIGNED.sealed.payload)
KEYS = WORLD.keys("VN", ops=(KEY,))
MANDATE = {"office": OFFICE, "roles": ["sign"], "from": "2026-01-01", "to": None}
EVIDENCE = {"kind": "fork", "a": "one envelope", "b": "another"}

BODIES: dict[EntryType, dict[str, Any]] = {
    EntryType.SIGN: {"act": HASH},
    EntryType.DECLINE: {"act": HASH, "reason": None},
    EntryType.REPORT: {"item": "line-1", "outcome": "met", "unknown": {"kept": True}},
    EntryType.DOC: {"sha256": HASH, "size": 12, "mime": "application/pdf"},
    EntryType.KEYS: KEYS,
    EntryType.MANDATE: MANDATE,
    EntryType.DENOUNCE: {"effective": "2026-12-31"},
    EntryType.EVIDENCE: EVIDENCE,
}


def read(document: Any, *, key: signature.SigningKey = KEY) -> Entry:
    return entry.parse(signature.seal(canonical.encode(document), key))


def saying(kind: EntryType, body: Any) -> dict[str, Any]:
    return SAID | {"type": kind.value, "body": body}


FIELD = "its field {} has not the form it must have"
REFUSED: dict[str, tuple[Any, str]] = {
    "another version": (SAID | {"v": 2}, FIELD.format("v")),
    "a version that only looks like 1": (SAID | {"v": True}, FIELD.format("v")),
    "a compact that is no hash": (SAID | {"compact": "VN-LA"}, FIELD.format("compact")),
    "a place before the first": (SAID | {"seq": 0}, FIELD.format("seq")),
    "no previous entry": (SAID | {"prev": None}, FIELD.format("prev")),
    "a moment that does not exist": (SAID | {"at": "2026-02-30T09:00:00Z"}, FIELD.format("at")),
    "the hour 24, which some Pythons take": (SAID | {"at": "2026-02-01T24:00:00Z"}, FIELD.format("at")),
    "a moment in no zone": (SAID | {"at": "2026-02-01T09:00:00"}, FIELD.format("at")),
    "a moment in other digits": (SAID | {"at": "२०२६-02-01T09:00:00Z"}, FIELD.format("at")),
    "a head of another form": (SAID | {"seen": {"LA": [1]}}, FIELD.format("seen")),
    "a head that only looks like a number": (SAID | {"seen": {"LA": [True, HASH]}}, FIELD.format("seen")),
    "a sight of no party": (SAID | {"seen": {"Laos": [1, HASH]}}, FIELD.format("seen")),
    "a sight of itself": (SAID | {"seen": {"VN": [1, HASH]}}, "it claims to have seen its own log"),
    "another key": (SAID | {"kid": "0" * 32}, "the envelope names another key than the entry"),
    "an office without its mandate": (SAID | {"by": {"office": OFFICE}}, FIELD.format("by")),
    "an unknown type": (SAID | {"type": "act.revoke"}, FIELD.format("type")),
    "a type that is a list": (SAID | {"type": []}, FIELD.format("type")),
    "a type that is an object": (SAID | {"type": {}}, FIELD.format("type")),
    "a body that is no object": (SAID | {"body": []}, FIELD.format("body")),
    **{
        f"{kind} for no office": (
            saying(kind, BODIES[kind]) | {"by": None},
            f"an {kind} is made for an office",
        )
        for kind in (EntryType.SIGN, EntryType.DECLINE, EntryType.REPORT, EntryType.DENOUNCE)
    },
}
BODIES_REFUSED: list[tuple[EntryType, Any]] = [
    (EntryType.SIGN, {}),
    (EntryType.SIGN, {"act": "ab"}),
    (EntryType.SIGN, {"act": HASH, "until": "2026-12-31"}),
    (EntryType.DECLINE, {"act": HASH}),
    (EntryType.DECLINE, {"act": HASH, "reason": ""}),
    (EntryType.REPORT, {}),
    (EntryType.REPORT, {"item": "No item"}),
    (EntryType.DOC, BODIES[EntryType.DOC] | {"size": -1}),
    (EntryType.DOC, BODIES[EntryType.DOC] | {"sha256": None}),
    (EntryType.KEYS, KEYS | {"version": 0}),
    (EntryType.KEYS, KEYS | {"root": []}),
    (EntryType.KEYS, KEYS | {"root": KEYS["root"] * 2, "root_threshold": 2}),
    (EntryType.KEYS, KEYS | {"root_threshold": 2}),
    (EntryType.KEYS, KEYS | {"ops": ["ab"]}),
    (EntryType.KEYS, KEYS | {"next_commit": "ab"}),
    (EntryType.KEYS, KEYS | {"signatures": [{"kid": "0" * 32, "sig": "ab"}]}),
    (EntryType.KEYS, KEYS | {"signatures": [{"kid": "0" * 32, "sig": "+" * 128}]}),
    (EntryType.KEYS, KEYS | {"more": 1}),
    (EntryType.MANDATE, MANDATE | {"roles": ["rule"]}),
    (EntryType.MANDATE, MANDATE | {"to": "2025-12-31"}),
    (EntryType.MANDATE, MANDATE | {"from": "2026-13-01"}),
    (EntryType.DENOUNCE, {"effective": "tomorrow"}),
    (EntryType.EVIDENCE, {"kind": "fork", "a": "one envelope"}),
    (EntryType.EVIDENCE, EVIDENCE | {"b": 1}),
]


@pytest.mark.parametrize("case", REFUSED)
def test_an_entry_of_another_form_is_refused_with_its_reason(case: str) -> None:
    document, reason = REFUSED[case]
    with pytest.raises(EntryError) as refusal:
        read(document)
    assert str(refusal.value) == f"Entry {document['seq']} of VN's log is refused: {reason}."


@pytest.mark.parametrize(("kind", "body"), BODIES_REFUSED)
def test_what_is_not_of_the_form_of_its_type_is_refused(kind: EntryType, body: Any) -> None:
    with pytest.raises(EntryError, match=f"what it says is not of the form of {kind}"):
        read(saying(kind, body))


@pytest.mark.parametrize("name", sorted(SAID))
def test_an_entry_without_one_of_its_fields_is_refused(name: str) -> None:
    with pytest.raises(EntryError, match=f"its field {name} is missing"):
        read({key: value for key, value in SAID.items() if key != name})


@pytest.mark.parametrize("name", sorted(SAID))
@pytest.mark.parametrize("value", [None, True, -1, "", "text", [], [[]], [{}], {}, {"a": {}}], ids=repr)
def test_no_value_of_any_field_is_more_than_a_refusal(name: str, value: Any) -> None:
    try:
        read(SAID | {name: value})
    except EntryError:
        return
    assert (name, value) == ("seen", {})


@pytest.mark.parametrize("kind", [EntryType.KEYS, EntryType.MANDATE, EntryType.DOC, EntryType.EVIDENCE])
@pytest.mark.parametrize("value", [None, True, -1, "", [], [[]], [{}], {}, {"a": {}}], ids=repr)
def test_no_value_in_any_body_is_more_than_a_refusal(kind: EntryType, value: Any) -> None:
    for name in BODIES[kind]:
        try:
            read(saying(kind, BODIES[kind] | {name: value}))
        except EntryError:
            continue
        assert value is None or value == []


@pytest.mark.parametrize("value", [None, 1, "text", [], [{}]], ids=repr)
def test_what_is_no_object_is_no_entry(value: Any) -> None:
    with pytest.raises(EntryError, match=r"Entry 0 of \?'s log is refused: it is no object"):
        read(value)


@pytest.mark.parametrize("kind", EntryType)
def test_an_entry_of_every_type_reads_back_as_it_was_written(kind: EntryType) -> None:
    written = WORLD.next_entry("VN", kind, BODIES[kind], by=WORLD.by("VN"), after=Head(6, HASH))
    assert entry.parse(written.envelope) == written
    assert (written.type, written.body, written.head) == (kind, BODIES[kind], Head(7, written.hash))


def test_an_entry_says_who_speaks_for_whom_and_what_they_had_seen() -> None:
    line = read(SAID | {"by": {"office": OFFICE, "mandate": 2, "person": "A. Illustrative"}})
    assert line.by == By(OFFICE, 2, "A. Illustrative")
    assert line.by.to_json() == {"office": OFFICE, "mandate": 2, "person": "A. Illustrative"}
    assert line.seen == {"LA": WORLD.logs["LA"].head}
    assert (line.party, line.act, line.kid) == ("VN", HASH, signature.key_id(KEY.public))


def test_unknown_fields_survive_because_the_bytes_are_kept() -> None:
    document = SAID | {"approved": {"by": "a second person"}}
    line = read(document)
    assert canonical.decode(line.sealed.payload) == document
    assert line.hash == canonical.digest(canonical.encode(document))


def test_the_hash_is_that_of_the_payload_so_that_the_wrapping_says_nothing() -> None:
    assert SIGNED.hash == canonical.digest(SIGNED.sealed.payload)


def test_an_entry_that_names_a_key_other_than_its_signers_is_refused() -> None:
    with pytest.raises(EntryError, match="the envelope names another key than the entry"):
        read(SAID, key=signing_key("another"))


def test_an_entry_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProfileError, match="longer than 262144 bytes"):
        entry.parse(b" " * (entry.MOST_BYTES + 1))


def test_every_byte_of_an_envelope_counts() -> None:
    log = WORLD.logs["VN"]
    assert log.append(entry.parse(SIGNED.envelope)).head == SIGNED.head
    for place in range(len(SIGNED.envelope)):
        for flip in (0x01, 0x20, 0x80):
            changed = bytearray(SIGNED.envelope)
            changed[place] ^= flip
            with pytest.raises(FoedusError):
                log.append(entry.parse(bytes(changed)))
