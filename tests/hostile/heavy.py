"""Files made to exhaust whoever reads them: deep, wide, many, long; each as small as it can be for that."""

from collections.abc import Callable
from typing import Any

from foedus.record import act as acts_room
from foedus.record import canonical, tree
from foedus.record.act import Act, ActItem
from foedus.record.bundle import ACTS, LEAVES, MANIFEST, Contents
from foedus.record.entry import Entry, EntryType, Head
from tests.hostile.readers import packed
from tests.worlds import World, bundle_of

MEBIBYTE = 2**20


def _members(world: World, **instead: bytes) -> bytes:
    """A world's bundle with some members of other bytes, unsealed."""
    plain = {
        MANIFEST: world.manifest().to_bytes(),
        **{
            f"logs/{party}.ndjson": b"".join(line.envelope + b"\n" for line in lines)
            for party, lines in world.entries.items()
        },
        ACTS: b"".join(data + b"\n" for data in sorted(world.contents().acts, key=acts_room.name_of)),
        LEAVES: b"".join(data + b"\n" for data in sorted(world.contents().leaves, key=tree.leaf_hash)),
    }
    return packed(plain | instead)


def a_million_tiny_entries() -> bytes:
    """A log of a million lines that hold nothing."""
    return _members(World(), **{"logs/VN.ndjson": b"{}\n" * 1_000_000})


def lines_of_nothing() -> bytes:
    """Sixteen million empty lines where the acts should stand."""
    return _members(World(), **{ACTS: b"\n" * 16_000_000})


def a_line_without_end() -> bytes:
    """A hundred MiB without a line feed."""
    return _members(World(), **{LEAVES: b"x" * (100 * MEBIBYTE)})


def nesting_without_end() -> bytes:
    """A leaf of lists in lists, four million deep."""
    depth = 4 * MEBIBYTE - 100
    return _members(World(), **{LEAVES: b'{"item":' + b"[" * depth + b"]" * depth + b"}\n"})


def a_number_without_end() -> bytes:
    """A leaf that is a number of eight million digits."""
    return _members(World(), **{LEAVES: b"9" * (8 * MEBIBYTE - 1) + b"\n"})


def an_entry_number_beyond_reason() -> bytes:
    """A manifest that claims logs of 2^53 - 1 entries."""
    world = World()
    manifest, most = world.manifest(), canonical.LARGEST_INTEGER
    heads = {party: Head(most, head.hash) for party, head in manifest.heads.items()}
    have = dict.fromkeys(manifest.have, most - 1)
    claim = type(manifest)(manifest.compact, manifest.sender, manifest.to, have, heads, manifest.at)
    return bundle_of(claim, world.contents())


def wide_leaves() -> bytes:
    """Six items of two million empty lists each: small as bytes, large in memory."""
    world = World()
    leaves = [world.leaf({"id": f"line-{n}", "type": "line", "wide": [[]] * 2_000_000}) for n in range(6)]
    rows = [ActItem(f"line-{number}", None, leaf.hash) for number, leaf in enumerate(leaves)]
    world.all_sign(_act(world, rows, ()))
    return world.bundle()


def wide_acts() -> bytes:
    """Plans of 20,000 lines, each of which amends the last wholly and voids tens of thousands of acts."""
    world = World()
    before: Act | None = None
    for number in range(3):
        rows = [ActItem(f"line-{line}", before.hash if before else None, "ab" * 32) for line in range(20_000)]
        before = world.all_sign(_act(world, rows, tuple(f"{number:04}{void:060}" for void in range(50_000))))
    return world.bundle()


def a_chain_of_voids() -> bytes:
    """Two thousand acts, each of which voids the one before."""
    world = World()
    before: list[Act] = []
    for _ in range(2_000):
        act = world.act({"a": None}, voids=before)
        _sign_unchecked(world, act, world.parties)
        before = [act]
    return world.bundle()


def rivals_without_number() -> bytes:
    """Two rivals and then three thousand acts in a chain, all signed by one party."""
    world = World()
    rivals = [world.act({"a": None}) for _ in range(2)]
    for act in rivals:
        _sign_unchecked(world, act, ("LA",))
    last = rivals[-1]
    for _ in range(3_000):
        last = world.act({"a": last})
        _sign_unchecked(world, last, ("LA",))
    return world.bundle()


def key_statements_signed_and_signed_again() -> bytes:
    """Three hundred key statements, each with 64 signatures, most of them the same."""
    world = World()
    for _ in range(300):
        body = world.keys("LA", ops=(world.ops["LA"],))
        body["signatures"] = body["signatures"] * 64
        line = world.next_entry("LA", EntryType.KEYS, body)
        _put(world, line)
    return world.bundle()


def members_without_number() -> bytes:
    """Fifty-nine thousand documents that nothing names."""
    world = World()
    blobs = [f"{number}".encode() for number in range(59_000)]
    contents = world.contents()
    named = {canonical.digest(blob): [blob] for blob in blobs}
    return bundle_of(world.manifest(), Contents(contents.logs, contents.acts, contents.leaves, named))


def _act(world: World, rows: list[ActItem], voids: tuple[str, ...]) -> Act:
    document: dict[str, Any] = {
        "v": 1,
        "kind": "amend",
        "compact": world.compact,
        "charter": world.compact,
        "items": [{"id": row.id, "base": row.base, "hash": row.hash} for row in rows],
        "root": acts_room.root_of(rows),
        "size": len(rows),
        "voids": sorted(voids),
        "texts": [],
        "authentic": [],
        "effective": None,
        "serves": [],
        "title": {"en": "Illustrative act"},
        "nonce": "0" * 32,
    }
    return world.keep(acts_room.parse(canonical.encode(document)))


def _sign_unchecked(world: World, act: Act, parties: tuple[str, ...]) -> None:
    for party in parties:
        _put(world, world.next_entry(party, EntryType.SIGN, {"act": act.hash}, by=world.by(party)))


def _put(world: World, line: Entry) -> None:
    # The reader verifies it; to do so here as well would only take time.
    world.logs[line.party] = world.logs[line.party].follow(line)
    world.entries[line.party].append(line)


HEAVY: tuple[Callable[[], bytes], ...] = (
    a_million_tiny_entries,
    lines_of_nothing,
    a_line_without_end,
    nesting_without_end,
    a_number_without_end,
    an_entry_number_beyond_reason,
    wide_leaves,
    wide_acts,
    a_chain_of_voids,
    rivals_without_number,
    key_statements_signed_and_signed_again,
    members_without_number,
)
