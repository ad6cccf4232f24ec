"""The documents of the common record: the bytes behind the hashes that entries and acts name.

A document is kept only for a record that names it, and only if its bytes are those of its
hash; until they come it is missing, and the record is as good without it. Bytes come and go
in pieces, so that the largest document needs no more memory than one of them. Nothing here
reads a file or a clock, or knows what a document says.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import frozen
from django.db import transaction

from foedus.phrase import phrase
from foedus.record import entry
from foedus.record.bundle import MOST_BLOB
from foedus.record.entry import Entry, EntryType
from foedus.record.holding import Holding, Told
from foedus_node.errors import AlreadyFiledError, DocumentAbsentError, DocumentRefusedError
from foedus_node.storage.common import ledger, models, speaking
from foedus_node.storage.common.speaking import Voice

MOST_BYTES_SENT = 2**30
MOST_SENT = 10_000
"""The bytes and the number of documents that go into one bundle, well within what a bundle may hold."""


@frozen
class Chosen:
    """The documents that go into a bundle, and those for which it has no room, by their SHA-256."""

    sent: tuple[str, ...]
    left_out: tuple[str, ...]


@frozen
class Document:
    """A document that the record names: what it is, who filed it, whether its bytes are here."""

    hash: str
    size: int | None
    """In bytes: counted where it is here, else as the first who filed it says; None: nobody says."""
    mime: str
    """As the first who filed it says; empty where only an act names it."""
    filed: tuple[Told, ...]
    is_here: bool

    @property
    def misstated_by(self) -> tuple[str, ...]:
        """The parties whose entry states another size than the document has; its hash alone names it."""
        if not self.is_here:
            return ()
        return tuple(told.party for told in self.filed if told.body["size"] != self.size)


def catalogue(held: Holding) -> tuple[Document, ...]:
    """Every document that the record names, in the order in which they were filed; acts' texts first."""
    here = sizes(held.charter.hash)
    found = [
        Document(
            hash=name,
            size=here.get(name, filed[0].body["size"] if filed else None),
            mime=filed[0].body["mime"] if filed else "",
            filed=filed,
            is_here=name in here,
        )
        for name, filed in held.documents.items()
    ]
    return tuple(sorted(found, key=lambda one: min((told.at for told in one.filed), default="")))


def missing(held: Holding) -> tuple[Document, ...]:
    """The documents that the record names and whose bytes have not come."""
    return tuple(document for document in catalogue(held) if not document.is_here)


def sizes(compact: str) -> Mapping[str, int]:
    """The size in bytes of every document that is here, by its SHA-256."""
    return dict(models.Document.objects.filter(compact=compact).values_list("hash", "size"))


def here(compact: str, names: Collection[str]) -> frozenset[str]:
    """Those of some documents that are here, by their SHA-256."""
    rows = models.Document.objects.filter(compact=compact, hash__in=names) if names else ()
    return frozenset(row.hash for row in rows)


def pieces(held: Holding, name: str) -> Iterator[bytes]:
    """A document's bytes, piece by piece.

    Raises:
        DocumentAbsentError: they have not come.
    """
    if not here(held.charter.hash, [name]):
        raise _absent(held, name)
    yield from stream(held.charter.hash, name)


def stream(compact: str, name: str) -> Iterator[bytes]:
    """The bytes of a document that is here, piece by piece."""
    rows = models.Piece.objects.filter(document__compact=compact, document__hash=name)
    for row in rows.order_by("number").iterator(chunk_size=1):
        yield bytes(row.data)


def filed_as(compact: str, name: str) -> str:
    """What a document is, `application/pdf`, as the first who filed it says; empty where nobody does."""
    rows = models.Entry.objects.filter(compact=compact, type=EntryType.DOC.value, about=name)
    envelope = rows.order_by("id").values_list("envelope", flat=True).first()
    return str(entry.parse(bytes(envelope)).body["mime"]) if envelope else ""


def filed_last(compact: str, party: str, *, most: int) -> tuple[Entry, ...]:
    """The entries of a party that filed a document, the latest first."""
    rows = models.Entry.objects.filter(compact=compact, party=party, type=EntryType.DOC.value)
    found = rows.order_by("-seq").values_list("envelope", flat=True)[:most]
    return tuple(entry.parse(bytes(envelope)) for envelope in found)


def chosen(held: Holding, have: Mapping[str, int], *, also: Collection[str] = ()) -> Chosen:
    """The documents to send with the entries that a peer lacks.

    Args:
        held: the record.
        have: up to which entry of each log the peer has it.
        also: documents to send besides, by their SHA-256; they come before the others.

    Raises:
        DocumentAbsentError: one of `also` is not here.
    """
    here = sizes(held.charter.hash)
    for name in also:
        if name not in here:
            raise _absent(held, name)
    spoken = {word.act for word in held.words if word.seq > have[word.party]}
    wanted = {name for act in spoken for name in held.acts[act].texts}.union(
        name
        for name, filed in held.documents.items()
        if name in also or any(told.seq > have[told.party] for told in filed)
    )
    sent: list[str] = []
    left_out: list[str] = []
    room = MOST_BYTES_SENT
    for name in sorted(wanted & here.keys(), key=lambda name: (name not in also, here[name], name)):
        fits = here[name] <= room and len(sent) < MOST_SENT
        (sent if fits else left_out).append(name)
        room -= here[name] if fits else 0
    return Chosen(tuple(sent), tuple(left_out))


def keep(held: Holding, name: str, given: Iterable[bytes]) -> bool:
    """Keep a document that the record names; one that is here already is left as it is.

    Args:
        held: the record, the entry or act that names the document in it.
        name: its SHA-256.
        given: its bytes in pieces, each small enough to be in memory.

    Returns:
        Whether it is new here.

    Raises:
        DocumentRefusedError: nothing names it, it is too large, or it is another document.
    """
    compact = held.charter.hash
    if name not in held.documents:
        raise DocumentRefusedError(document=name[:12], reason="nothing in the record names it")
    if name in sizes(compact):
        return False
    digest, size = hashlib.sha256(), 0
    with transaction.atomic():
        row = models.Document.objects.create(compact_id=compact, hash=name, size=0)
        for number, piece in enumerate(given):
            digest.update(piece)
            size += len(piece)
            if size > MOST_BLOB:
                reason = phrase("it has more than {most:,} bytes, the most there may be", most=MOST_BLOB)
                raise DocumentRefusedError(document=name[:12], reason=reason)
            models.Piece.objects.create(document=row, number=number, data=piece)
        if digest.hexdigest() != name:
            raise DocumentRefusedError(document=name[:12], reason="its bytes are those of another document")
        row.size = size
        row.save(update_fields=["size"])
    return True


def file(compact: str, voice: Voice, *, name: str, size: int, mime: str, given: Iterable[bytes]) -> Entry:
    """File a document in our log and keep its bytes, both or neither.

    Args:
        compact: whose record it belongs to.
        voice: in whose name.
        name: its SHA-256.
        size: its length in bytes.
        mime: what it is, `application/pdf`.
        given: its bytes in pieces.

    Raises:
        AlreadyFiledError: our log names it.
        DocumentRefusedError: it is too large, or the bytes are not those of its name.
        MandateError, RecoveringError, QuarantineError: as for every entry of ours.
    """
    with transaction.atomic():
        for told in ledger.holding(compact).documents.get(name, ()):
            if told.party == voice.party:
                raise AlreadyFiledError(document=name[:12], seq=told.seq)
        line = speaking.file(compact, voice, {"sha256": name, "size": size, "mime": mime})
        keep(ledger.holding(compact), name, given)
        return line


def _absent(held: Holding, name: str) -> DocumentAbsentError:
    filed = sorted({told.party for told in held.documents.get(name, ())})
    return DocumentAbsentError(document=name[:12], parties=tuple(filed) or held.parties)
