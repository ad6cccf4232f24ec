"""Everything that reads bytes from outside, with valid files of each kind and ways to spoil them.

Two layers: any bytes at all; and valid files changed where it hurts, spelt, hashed and
signed anew as far as a hostile party could, so that what lies behind the first check is
reached. Whatever comes in, only a `FoedusError` may come out.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

from foedus.cooperation.document import from_json
from foedus.record import act as acts_room
from foedus.record import canonical, entry, keyfile, signature
from foedus.record.bundle import MANIFEST, Bundle, verify
from foedus.record.checking import checked
from foedus.record.container import Container, ContainerWriter
from foedus.record.disclosure import verify_disclosure
from foedus.record.entry import By, EntryType
from foedus.record.evidence import gather, verify_evidence
from foedus.record.log import statement
from foedus.record.request import Change, Request, Signed, request, said, sign
from foedus.record.verdict import verdict
from foedus.terms import Party
from foedus_node.home import Card
from tests.worlds import OFFICE, World, chance, moment, root_of

Json = Any


@frozen
class Reader:
    """One reader, and valid files for it."""

    read: Callable[[bytes], object]
    files: tuple[bytes, ...]
    spoil: "Callable[[bytes, Dice], bytes]"
    """How a valid file is spoilt with its form kept."""


class Dice:
    """Chance out of given bytes; when they are used up it throws zeros."""

    def __init__(self, data: bytes) -> None:
        self._left = list(data)

    def throw(self, sides: int) -> int:
        """A number below `sides`."""
        high, low = (self._left.pop() if self._left else 0 for _ in range(2))
        return (high << 8 | low) % sides

    def pick(self, among: list[Any]) -> Any:
        """One of these."""
        return among[self.throw(len(among))]


# --- spoiling ---------------------------------------------------------------------------------


def changed(value: Json, dice: Dice) -> Json:
    """A JSON value with one of its parts changed, however deep it lies."""
    if isinstance(value, dict) and value and dice.throw(8):
        name = dice.pick(sorted(value))
        match dice.throw(10):
            case 0:
                return {key: part for key, part in value.items() if key != name}
            case 1:
                return {**value, dice.pick(["", "x", "é", "v", name.upper()]): value[name]}
            case _:
                return {**value, name: changed(value[name], dice)}
    if isinstance(value, list) and value and dice.throw(8):
        place = dice.throw(len(value))
        match dice.throw(8):
            case 0:
                return value[:place] + value[place + 1 :]
            case 1:
                return [*value, value[place]]
            case 2:
                return [*value[place:], *value[:place]]
            case _:
                return [*value[:place], changed(value[place], dice), *value[place + 1 :]]
    return _other(value, dice)


def _other(value: Json, dice: Dice) -> Json:
    if isinstance(value, str) and value and dice.throw(3):
        place = dice.throw(len(value))
        letter = dice.pick(["0", "f", "Z", "é", "\n", "\u202e", "\x00", "-", ""])
        return value[:place] + letter + value[place + 1 :]
    if isinstance(value, int) and not isinstance(value, bool) and dice.throw(2):
        return value + dice.pick([1, -1, 2**32, -(2**53), 2**53])
    return dice.pick(
        [
            *(None, True, False, 0, 1, -1, 2**53 - 1, 2**53, 2**63, -(2**53), 0.5, "", "x", [], {}),
            *("0" * 64, "f" * 32, "VN", "2026-02-30", "2026-01-01T24:00:00Z", "x" * 5000),
            *([None], [[]], {"": ""}, {"a": {"a": {}}}, [[[[[[[[]]]]]]]], ["0" * 64] * 40),
            nested(40),
        ]
    )


def nested(depth: int) -> Json:
    """Lists in lists."""
    value: Json = []
    for _ in range(depth):
        value = [value]
    return value


def bytes_changed(data: bytes, dice: Dice) -> bytes:
    """Bytes with some changed, cut out, doubled or put in."""
    place = dice.throw(65_536) * 65_537 % (len(data) + 1)
    other = dice.throw(65_536) * 65_537 % (len(data) + 1)
    match dice.throw(5):
        case 0:
            return data[:place] + bytes([dice.throw(256)]) + data[place + 1 :]
        case 1:
            return data[: min(place, other)] + data[max(place, other) :]
        case 2:
            return data[:place] + data[min(place, other) : max(place, other)][:512] + data[place:]
        case 3:
            more: bytes = dice.pick([b"\0", b"\n", b'"', b"{", b"}", b"[", b"\xff" * 4])
            return data[:place] + more + data[place:]
        case _:
            return data[:place]


def as_json(data: bytes, dice: Dice) -> bytes:
    """A JSON file with a part of it changed, spelt as the record spells it where that can be."""
    end = b"\n" if data.endswith(b"\n") else b""
    return _spelt(changed(orjson.loads(data), dice)) + end


def as_envelope(data: bytes, dice: Dice) -> bytes:
    """An entry with a part of it changed, sealed anew by its own party."""
    sealed = signature.unseal(data)
    payload = _spelt(changed(orjson.loads(sealed.payload), dice))
    key = _signers().get(sealed.kid)
    return signature.seal(payload, key) if key else data


def as_bundle(data: bytes, dice: Dice) -> bytes:
    """A bundle with a part of one of its members changed, and all that binds it made to fit."""
    members = dict(_members(data))
    name = dice.pick(sorted(members))
    lines = members[name].splitlines() or [b"{}"]
    place = len(lines) - 1 if dice.throw(2) else dice.throw(len(lines))
    if name.startswith("logs/") and lines[place] != b"{}":
        lines[place] = as_envelope(lines[place], dice)
        members[name] = b"".join(line + b"\n" for line in lines)
        sealed = signature.unseal(lines[-1])
        manifest = orjson.loads(members[MANIFEST])
        manifest["heads"][name[5:-7]] = [len(lines), canonical.digest(sealed.payload)]
        members[MANIFEST] = _spelt(manifest)
        members.pop("MANIFEST.sig", None)
    elif name.endswith("json"):
        lines[place] = _spelt(changed(orjson.loads(lines[place]), dice))
        end = b"\n" if name.endswith("ndjson") else b""
        members[name] = b"".join(line + end for line in lines)
    else:
        members[name] = bytes_changed(members[name], dice)
    return packed(members)


def _spelt(value: Json) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # a number or a nesting that even JSON's writer refuses
        return b"{}"


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    container = Container(io.BytesIO(data))
    for name in container.members:
        yield name, container.read(name, most=2**31)


def packed(members: Mapping[str, bytes]) -> bytes:
    """A container of any members."""
    file = io.BytesIO()
    writer = ContainerWriter(file)
    for name, data in members.items():
        writer.add(name, [data])
    writer.close()
    return file.getvalue()


# --- readers ----------------------------------------------------------------------------------


def _bundle(data: bytes) -> None:
    found = verdict(verify(Bundle(io.BytesIO(data))))
    _ = list(found.lines()), found.to_json()


def _container(data: bytes) -> None:
    _ = dict(_members(data))


def _items(data: bytes) -> None:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        return
    from_json(document)


def _card(data: bytes) -> None:
    path = _folder() / "card.json"
    path.write_bytes(data)
    Card.read(path)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="foedus-cards-"))


@cache
def _world() -> World:
    """A plan in force, amended; one act voided, one declined; keys renewed."""
    world = World("LA", "VN", seed="readers")
    plan = world.all_sign(world.act({"a": None, "b": None}))
    first = world.act({"a": plan}, effective="2026-03-01")
    world.sign("LA", first)
    world.decline("VN", first, reason="Not this year (illustrative).")
    world.all_sign(world.act({"a": plan}, voids=[first]))
    world.report("LA", "b", outcome="met")
    world.put(world.next_entry("LA", EntryType.KEYS, world.keys("LA", ops=(world.ops["LA"],))))
    world.report("VN", "a", outcome="met")
    return world


@cache
def _signers() -> Mapping[str, signature.SigningKey]:
    keys = (*_world().ops.values(), *_world().links.values())
    return {signature.key_id(key.public): key for key in keys}


@cache
def readers() -> Mapping[str, Reader]:
    """Every reader, by what it reads."""
    world = _world()
    bundle = world.bundle()
    envelopes = [line.envelope for lines in world.entries.values() for line in lines]
    acts = [act.data for act in world.acts.values()]
    line = world.disclosure("a").to_bytes()
    seed, salt, nonce = chance("key"), chance("salt")[:16], chance("nonce")[:24]
    locked = keyfile.lock(seed, role="op", passphrase="words", salt=salt, nonce=nonce, ops=1, memory=2**13)
    card = Card(party=Party("LA"), ministry="Ministry", root=root_of(*world.roots["LA"])).to_bytes()
    asked = _request(world)
    signed = sign(asked, world.roots["VN"][0])
    item = orjson.dumps(
        {"type": "orientation", "id": "o", "text": {"en": "Learn from each other"}, "by": ["LA"]}
    )
    return {
        "bundle": Reader(_bundle, (bundle, world.bundle(have={"LA": 2})), as_bundle),
        "container": Reader(_container, (bundle,), as_bundle),
        "entry": Reader(entry.parse, tuple(envelopes), as_envelope),
        "act": Reader(acts_room.parse, tuple(acts), as_json),
        "head": Reader(acts_room.parse_head, tuple(act.head for act in world.acts.values()), as_json),
        "leaf": Reader(acts_room.parse_leaf, tuple(leaf.data for leaf in world.leaves.values()), as_json),
        "line": Reader(verify_disclosure, (line,), as_json),
        "key": Reader(lambda data: keyfile.parse(data, name="k"), (locked,), as_json),
        "link": Reader(lambda data: keyfile.parse_bare(data, name="k"), (keyfile.bare(seed),), as_json),
        "card": Reader(_card, (card,), as_json),
        "items": Reader(_items, (item,), as_json),
        "file": Reader(lambda data: checked(io.BytesIO(data)), (bundle, line), _as_it_is),
        "proof": Reader(verify_evidence, (_proof(world),), as_json),
        "request": Reader(lambda data: Request.parse(data, name="r"), (asked.data,), as_json),
        "signed": Reader(lambda data: Signed.parse(data, name="s"), (signed.to_bytes(),), as_json),
    }


def _request(world: World) -> Request:
    """A request to certify a key."""
    log = world.logs["VN"]
    body = statement(
        version=2, root=root_of(*world.roots["VN"]), ops=(world.ops["VN"].public,), links=(), next_commit=None
    )
    change = Change(world.compact, {"en": "Illustrative compact"}, said(log.keys), body)
    return request(party="VN", at=moment(world.minute), changes=[change])


def _proof(world: World) -> bytes:
    """The proof that a party wrote two entries at one place."""
    line = world.entries["LA"][-2]
    by, after = By(OFFICE, world.mandates["LA"]), world.entries["LA"][-3].head
    other = world.next_entry("LA", EntryType.REPORT, {"item": "a"}, by=by, after=after)
    envelopes = [each.envelope for each in world.entries["LA"]]
    return gather(world.charter, "LA", envelopes, a=line.envelope, b=other.envelope).to_bytes()


def _as_it_is(data: bytes, dice: Dice) -> bytes:
    return as_bundle(data, dice) if data.startswith(b"PK") else as_json(data, dice)
