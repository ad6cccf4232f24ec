"""What a peer may ask for, a page at a time: heads, lines of a log, acts, leaves, parts of a document.

None of it needs the whole record in memory. Nothing here knows who asks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length

from foedus.record.entry import EMPTY, Head
from foedus_node.storage.common import ledger, models

MOST_BYTES = 4 * 2**20
"""What a page may hold; the one line that is longer than that has a page of its own."""


_MOST_ASKED = 500
"""Names in one query: a database takes no endless list."""


def is_held(compact: str) -> bool:
    """Whether this node is a party to a compact."""
    return models.Compact.objects.filter(hash=compact).exists()


def heads(compact: str) -> Mapping[str, Head]:
    """Where each log of a compact ends, by party."""
    return {party: head_at(compact, party) for party in ledger.charter(compact).parties}


def head_at(compact: str, party: str, *, seq: int | None = None) -> Head:
    """Where a log ends, or ended at its entry `seq`."""
    rows = models.Entry.objects.filter(compact=compact, party=party).order_by("-seq")
    row = (rows if seq is None else rows.filter(seq=seq)).values_list("seq", "hash").first()
    return Head(*row) if row else EMPTY


def unheld(compact: str, names: Iterable[str], *, what: type[models.Act | models.Leaf]) -> set[str]:
    """Those of these acts or leaves that are not held."""
    names = set(names)
    left = sorted(names)
    for at in range(0, len(left), _MOST_ASKED):
        rows = what.objects.filter(compact=compact, hash__in=left[at : at + _MOST_ASKED])
        names -= set(rows.values_list("hash", flat=True))
    return names


def lines(compact: str, *, party: str, after: int) -> list[bytes]:
    """A page of a party's envelopes, in order, from the one after `after`; empty where the log ends."""
    return list(_page(ledger.envelopes(compact, party=party, after=after)))


def acts(compact: str, names: Sequence[str]) -> list[bytes]:
    """A page of those of these acts that are held, in the order of their names."""
    return list(_page(_data(models.Act.objects.filter(compact=compact, hash__in=names))))


def leaves(compact: str, names: Sequence[str]) -> list[bytes]:
    """A page of those of these leaves that are held, in the order of their hashes."""
    return list(_page(_data(models.Leaf.objects.filter(compact=compact, hash__in=names))))


def part(compact: str, name: str, *, start: int) -> bytes | None:
    """A page of a document's bytes from one of them on; empty where it ends, None where it is not held."""
    rows = models.Piece.objects.filter(document__compact=compact, document__hash=name).order_by("number")
    if not models.Document.objects.filter(compact=compact, hash=name).exists():
        return None
    found = b""
    at = 0
    for number, size in rows.annotate(length=Length("data")).values_list("number", "length"):
        if at + size > start and len(found) < MOST_BYTES:
            piece = bytes(rows.get(number=number).data)
            found += piece[max(start - at, 0) :]
        at += size
    return found[:MOST_BYTES]


def _data(rows: QuerySet[Any]) -> Iterator[bytes]:
    for data in rows.order_by("hash").values_list("data", flat=True).iterator(chunk_size=20):
        yield bytes(data)


def _page(every: Iterable[bytes]) -> Iterator[bytes]:
    room = MOST_BYTES
    for line in every:
        if len(line) >= room and room < MOST_BYTES:
            return
        yield line
        room -= len(line) + 1
        if room <= 0:
            return
