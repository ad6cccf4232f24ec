"""The common record in the node's tables: what is held of a compact, and how it is kept.

What comes in here was verified by the caller. Our own log grows in
`foedus_node.storage.common.speaking`. Nothing here reads a file or a clock.
"""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Min

from foedus.record import act as act_room
from foedus.record import entry
from foedus.record.act import Act, Leaf
from foedus.record.entry import Entry
from foedus.record.holding import Holding, Told, Word, word_of
from foedus.record.log import Log
from foedus_node.storage.common import models


def compacts() -> tuple[str, ...]:
    """The compacts this node is a party to, by hash, in the order in which it first heard of them."""
    by_first_entry = models.Compact.objects.annotate(first=Min("entry")).order_by("first")
    return tuple(by_first_entry.values_list("hash", flat=True))


def holding(compact: str) -> Holding:
    """Everything held of a compact; it was verified when it came in."""
    acts = {row.hash: act_room.parse(bytes(row.data)) for row in models.Act.objects.filter(compact=compact)}
    leaves = (act_room.parse_leaf(bytes(row.data)) for row in models.Leaf.objects.filter(compact=compact))
    charter = acts[compact]
    logs = {party: Log.opened(charter, party) for party in charter.parties}
    words: list[Word | Told | None] = []
    for line in _entries(compact):
        logs[line.party] = logs[line.party].follow(line)
        words.append(word_of(line))
    return Holding(
        charter=charter,
        logs=logs,
        acts=acts,
        leaves={leaf.hash: leaf for leaf in leaves},
        words=tuple(word for word in words if isinstance(word, Word)),
        told=tuple(word for word in words if isinstance(word, Told)),
    )


def envelopes(compact: str, *, party: str, after: int = 0) -> Iterator[bytes]:
    """A party's entries as received, in order, from the one after `after`."""
    rows = models.Entry.objects.filter(compact=compact, party=party, seq__gt=after).order_by("seq")
    for envelope in rows.values_list("envelope", flat=True).iterator(chunk_size=500):
        yield bytes(envelope)


def hashes(compact: str, *, party: str, after: int = 0) -> Iterator[str]:
    """The hashes of a party's entries held, in order, from the one after `after`."""
    rows = models.Entry.objects.filter(compact=compact, party=party, seq__gt=after).order_by("seq")
    yield from rows.values_list("hash", flat=True).iterator(chunk_size=500)


def hash_at(compact: str, *, party: str, seq: int) -> str | None:
    """The hash of a party's entry at a place of its log, if it is held."""
    return (
        models.Entry.objects.filter(compact=compact, party=party, seq=seq)
        .values_list("hash", flat=True)
        .first()
    )


def envelope_at(compact: str, *, party: str, seq: int) -> bytes:
    """A party's entry at a place of its log, as received."""
    return bytes(models.Entry.objects.get(compact=compact, party=party, seq=seq).envelope)


def _entries(compact: str) -> Iterator[Entry]:
    """Every entry held, each log in its order."""
    rows = models.Entry.objects.filter(compact=compact).order_by("party", "seq")
    for envelope in rows.values_list("envelope", flat=True).iterator(chunk_size=500):
        yield entry.parse(bytes(envelope))


def keys_ever(compact: str, party: str) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Every key that a party's root ever certified in its log, by key id: operational keys, and link keys."""
    ops: dict[str, bytes] = {}
    links: dict[str, bytes] = {}
    for state in _states(compact, party):
        if state.keys:
            ops.update(state.keys.ops)
            links.update(state.keys.links)
    return ops, links


def log_until(compact: str, *, party: str, seq: int) -> Log:
    """A party's log as it stood after its first `seq` entries."""
    return next(state for state in _states(compact, party) if state.head.seq == seq)


def _states(compact: str, party: str) -> Iterator[Log]:
    """A party's log as it stood in the beginning and after each entry."""
    state = Log.opened(act_room.parse(bytes(models.Act.objects.get(hash=compact).data)), party)
    yield state
    for envelope in envelopes(compact, party=party):
        state = state.follow(entry.parse(envelope))
        yield state


# --- what comes in, verified by the caller ------------------------------------------------------


def found(charter: Act) -> None:
    """Begin to hold a compact, from its charter."""
    models.Compact.objects.get_or_create(hash=charter.hash)
    keep_acts(charter.hash, [charter], ())


def keep_entry(compact: str, line: Entry) -> None:
    """Add a verified entry."""
    models.Entry.objects.create(
        compact_id=compact, party=line.party, seq=line.seq, hash=line.hash, envelope=line.envelope
    )


def keep_acts(compact: str, acts: Iterable[Act], leaves: Iterable[Leaf]) -> int:
    """Add acts and leaves, those held already left as they are; returns how many acts are new."""
    held = set(models.Act.objects.filter(compact=compact).values_list("hash", flat=True))
    fresh = [act for act in acts if act.hash not in held]
    models.Act.objects.bulk_create(
        [models.Act(hash=act.hash, compact_id=compact, data=act.data) for act in fresh]
    )
    models.Leaf.objects.bulk_create(
        [models.Leaf(hash=leaf.hash, compact_id=compact, data=leaf.data) for leaf in leaves],
        ignore_conflicts=True,
    )
    return len(fresh)
