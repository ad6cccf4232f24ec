"""Section 2: envelopes in another form, and signatures that one verifier takes and another does not."""

import base64
from collections.abc import Iterator
from functools import partial
from typing import Any

from foedus.record.signature import SigningKey, authenticated, key_id
from foedus_conformance.case import Catalogue, File, Verified, refused
from foedus_conformance.files.torsion import ORDER, Odd, odd_keys
from foedus_conformance.files.variants import Values, each_field, good, list_like, wrong
from foedus_conformance.forge import Entry, Forge, Public, Wrong, chance, key, planned
from foedus_conformance.spelling import Change, as_it_is, at, with_fields

ROOM = Catalogue(2)
MALFORMED = refused("ProfileError")
INVALID = refused("SignatureError")
ENTRY, KEYS = "application/vnd.foedus.entry+json", "application/vnd.foedus.keys+json"


def with_envelope(change: Change, line: Change = as_it_is) -> bytes:
    """A record whose last entry is wrapped otherwise."""
    forge, _ = planned()
    forge.put("VN", Entry("report", {"item": "line-1"}, wrong=Wrong(envelope=change, line=line)))
    return forge.bundle()


ENVELOPE: dict[str, Values] = {
    "payload": wrong("text", empty="", not_base64="a-_b", cut="eyJ"),
    "payloadType": wrong(keys=KEYS, json="application/json", capitals=ENTRY.upper(), empty=""),
    "signatures": list_like(none=[], a_text=["sig"]),
}
SIGNATURE: dict[str, Values] = {
    "keyid": wrong(empty="", short="ab" * 15, capitals="AB" * 16),
    "sig": wrong("text", not_base64="a-_b"),
}


@ROOM.case("an envelope has exactly three fields, and its signature two")
def envelope_fields() -> Iterator[File]:
    either = refused("ProfileError", "EntryError")
    yield from each_field(ENVELOPE, with_envelope, MALFORMED, others={"payload-empty": either})
    yield from each_field(SIGNATURE, with_envelope, MALFORMED, inside="signatures.0")
    yield File("one-field-more", lambda: with_envelope(with_fields(more=1)), MALFORMED)
    more = at("signatures.0", with_fields(cert="words"))
    yield File("signature-with-a-field-more", lambda: with_envelope(more), MALFORMED)
    twice = at("signatures", lambda rows: rows * 2)
    yield File("two-signatures", lambda: with_envelope(twice), MALFORMED)


@ROOM.case("an envelope has one spelling")
def envelope_spelling() -> Iterator[File]:
    respelt = {
        "space": lambda line: line.replace(b'":"', b'": "', 1),
        "type-first": lambda line: (
            b'{"payloadType":"%s",' % ENTRY.encode()
            + line[1:].replace(b'"payloadType":"%s",' % ENTRY.encode(), b"")
        ),
        "slash-escaped": lambda line: line.replace(b"application/", rb"application\/"),
        "letter-escaped": lambda line: line.replace(b"vnd", rb"\u0076nd"),
        "field-twice": lambda line: line[:-1] + b',"signatures":[]}',
        "space-after": lambda line: line + b" ",
    }
    for name, change in respelt.items():
        yield File(name, partial(with_envelope, as_it_is, change), MALFORMED)


@ROOM.case("base64 is of the standard alphabet, padded, without line breaks, its spare bits zero")
def base64_spelling() -> Iterator[File]:
    def of_length(rest: int) -> bytes:
        """A record whose last payload has a length that leaves this rest by three."""
        forge, _ = planned()
        entry = Entry("report", {"item": "line-1", "said": ""})
        length = len(base64.b64decode(spelt_payload(forge, entry)))
        said = "x" * ((rest - length) % 3)
        forge.put("VN", Entry("report", {"item": "line-1", "said": said}))
        return forge.bundle()

    for rest in range(3):
        yield good(f"rest-{rest}", partial(of_length, rest))

    def spare(text: str) -> str:
        """The same bytes with a spare bit set: the letter before the padding is the next one."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        stem = text.rstrip("=")
        return stem[:-1] + letters[letters.index(stem[-1]) + 1] + text[len(stem) :]

    signature = {
        "spare-bit": spare,
        "no-padding": lambda text: text.rstrip("="),
        "more-padding": lambda text: text + "=",
        "url-alphabet": lambda text: text.replace("+", "-").replace("/", "_")[:-3] + "-A=",
        "line-feed": lambda text: text[:40] + "\n" + text[40:],
        "space": lambda text: text[:40] + " " + text[40:],
        "bytes-after": lambda text: text + "AAAA",
    }
    for name, change in signature.items():
        yield File(
            f"signature-{name}",
            partial(with_envelope, at("signatures.0.sig", change)),
            MALFORMED,
        )


def spelt_payload(forge: Forge, entry: Entry) -> str:
    """The payload that an entry would have, in base64."""
    minute = forge.minute
    line = forge.write("VN", entry)
    forge.minute = minute
    return line.data.split(b'"payload":"')[1].split(b'"')[0].decode()


@ROOM.case("a signature has 64 bytes, and is over this payload and this type, under this key")
def signature_of_something_else() -> Iterator[File]:
    def resigned(message: Change) -> Change:
        """Sign something else than the payload with the right key."""

        def change(envelope: Any) -> Any:
            payload = base64.b64decode(envelope["payload"])
            signature = key("record", "VN", "op").sign(message(payload))
            sig = base64.b64encode(signature).decode()
            return {**envelope, "signatures": [{**envelope["signatures"][0], "sig": sig}]}

        return change

    def with_signature(change: Change) -> bytes:
        def on_bytes(text: str) -> str:
            return base64.b64encode(change(base64.b64decode(text))).decode()

        return with_envelope(at("signatures.0.sig", on_bytes))

    def pae(payload: bytes, kind: str) -> bytes:
        return authenticated(payload, kind)

    messages = {
        "the-bare-payload": as_it_is,
        "another-type": lambda payload: pae(payload, KEYS),
        "another-payload": lambda payload: pae(payload + b" ", ENTRY),
        "without-lengths": lambda payload: b"DSSEv1 %s %s" % (ENTRY.encode(), payload),
        "its-hash": chance,
    }
    yield good("as-it-should-be", lambda: with_envelope(resigned(lambda payload: pae(payload, ENTRY))))
    for name, message in messages.items():
        yield File(f"over-{name}", partial(with_envelope, resigned(message)), INVALID)
    for name, change in {
        "63-bytes": lambda data: data[:-1],
        "65-bytes": lambda data: data + b"\0",
        "no-bytes": lambda _: b"",
        "zeros": lambda _: bytes(64),
        "halves-swapped": lambda data: data[32:] + data[:32],
        "one-bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
        "last-bit": lambda data: data[:-1] + bytes([data[-1] ^ 0x80]),
    }.items():
        yield File(f"of-{name}", partial(with_signature, change), INVALID)


@ROOM.case("the key id in the envelope is that in the entry")
def another_key_id() -> Iterator[File]:
    other = key_id(key("another").public)
    yield File(
        "in-the-envelope",
        lambda: with_envelope(at("signatures.0.keyid", lambda _: other)),
        refused("EntryError"),
    )


def with_odd_key(odd: Odd) -> bytes:
    """A record one of whose entries is signed by a key of a kind that is in question."""
    forge, _ = planned()
    usual = forge.ops["VN"]
    ops: list[SigningKey | Public] = [usual, Public(odd.public.hex())]
    forge.put("VN", Entry("keys", forge.keys("VN", ops=ops)))

    def sealed(envelope: Any) -> Any:
        payload = base64.b64decode(envelope["payload"])
        sig = base64.b64encode(odd.sign(authenticated(payload, ENTRY))).decode()
        return {**envelope, "signatures": [{"keyid": key_id(odd.public.hex()), "sig": sig}]}

    wrong = Wrong(payload=with_fields(kid=key_id(odd.public.hex())), envelope=sealed)
    forge.put("VN", Entry("report", {"item": "line-1"}, wrong=wrong))
    return forge.bundle()


@ROOM.case("of twelve kinds of signature on which verifiers differ, one is valid: number 3")
def edge_cases() -> Iterator[File]:
    for odd in odd_keys(chance("odd")):
        expected = Verified() if odd.accepted else INVALID
        yield File(odd.name, partial(with_odd_key, odd), expected)


@ROOM.case("a root's signature is held to the same")
def edge_cases_of_a_root() -> Iterator[File]:
    def beyond(text: str) -> str:
        data = bytes.fromhex(text)
        number = int.from_bytes(data[32:], "little") + ORDER
        return (data[:32] + number.to_bytes(32, "little")).hex()

    def made(change: Change) -> bytes:
        forge, _ = planned()
        body = forge.keys("VN", after=at("signatures.0.sig", change))
        forge.put("VN", Entry("keys", body))
        return forge.bundle()

    yield good("as-it-should-be", lambda: made(as_it_is))
    yield File("scalar-too-large", lambda: made(beyond), refused("EntryError"))
    yield File("zeros", lambda: made(lambda _: "00" * 64), refused("EntryError"))
