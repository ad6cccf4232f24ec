"""A world of two parties with one act in force, which the tests of the wire begin from."""

import hashlib

from attrs import evolve

from foedus.record.act import Act
from tests.worlds import World, bundle_of

VISIT = {
    "type": "activity",
    "id": "visit",
    "plan": "plan",
    "kind": "visit",
    "domain": "border",
    "title": {"en": "Visit (illustrative)"},
    "participants": ["LA", "VN"],
}


def agreed(seed: str = "wire") -> tuple[World, Act]:
    """The world, in which Laos is the peer, and the act; the same on every call."""
    world = World("VN", "LA", seed=seed)
    return world, world.all_sign(world.act({"visit": None}, says={"visit": VISIT}))


def sent_by(world: World, party: str, *, blobs: tuple[bytes, ...] = (), **have: int) -> bytes:
    """The bundle that a party's node would send, from after so many entries of each log, in its seal."""
    known = {other: have.get(other, 0) for other in world.parties}
    manifest = evolve(world.manifest(have=known), sender=party, to=())
    contents = world.contents(have=known)
    named = {hashlib.sha256(blob).hexdigest(): [blob] for blob in blobs}
    if any(known.values()):
        spoken = {line.act for party in world.parties for line in world.entries[party][known[party] :]}
        acts = [world.acts[name] for name in sorted(filter(None, spoken))]
        wanted = {row.hash for act in acts for row in act.items}
        contents = evolve(
            contents,
            acts=[act.data for act in acts],
            leaves=[leaf.data for name, leaf in world.leaves.items() if name in wanted],
        )
    return bundle_of(manifest, evolve(contents, blobs=named), link=world.links[party])
