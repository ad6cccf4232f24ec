"""Filing a document in the record, listing what is filed, and getting a document out again."""

import hashlib
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from cyclopts import Parameter

from foedus.record import shape
from foedus.record.bundle import MOST_BLOB
from foedus_node import files
from foedus_node.cli import node, printing
from foedus_node.errors import FileError, ValueRefusedError
from foedus_node.storage.common import documents
from foedus_node.storage.common.documents import Document

_PIECE = 2**20
_MIMES = mimetypes.MimeTypes()
"""Python's own table, never the machine's: the same file is called the same everywhere."""


def file(
    path: Annotated[Path, Parameter(help="The document, any file of 64 MiB at most.")],
    /,
    *,
    mime: Annotated[str | None, Parameter(help="What it is, if its name does not tell.")] = None,
    office: node.Office = None,
    compact: node.Compact = None,
) -> None:
    """File a document in our log: the other parties receive it, and nobody can exchange it for another.

    Example: foedus file plan-2026.pdf

    Our signature stands for its bytes, not for what it says. This command runs without the private database.
    """
    seat = node.seat(compact)
    with files.opened(path) as stream:
        size, digest = stream.seek(0, 2), hashlib.sha256()
        if size > MOST_BLOB:
            raise FileError(path=str(path), reason=f"it has {size:,} bytes, and {MOST_BLOB:,} are the most")
        for piece in _pieces(stream):
            digest.update(piece)
        with seat.home.locked():
            line = documents.file(
                seat.compact,
                node.voice(seat.home, office),
                name=digest.hexdigest(),
                size=size,
                mime=_mime(path, mime),
                given=_pieces(stream),
            )
    printing.say(
        f"Filed {path.name} as document {digest.hexdigest()[:12]}, entry {line.seq} of our log.",
        "Send it with `foedus export`.",
    )


def listed(*, compact: node.Compact = None, json: node.Json = False) -> None:
    """List the documents that the record names, and which of them have not been received.

    Example: foedus documents
    """
    seat = node.seat(compact)
    found = documents.catalogue(seat.held)
    if json:
        printing.data([_plain(document) for document in found])
        return
    if not found:
        printing.say("The record names no document.")
        return
    printing.table(
        ("Document", "What it is", "Bytes", "Filed by", ""),
        [
            (
                document.hash[:12],
                document.mime or "an act's text",
                "" if document.size is None else f"{document.size:,}",
                ", ".join(f"{told.party} {told.at[:10]}" for told in document.filed) or "nobody",
                _remark(document),
            )
            for document in found
        ],
        wrap=("Filed by",),
    )
    if not all(document.is_here for document in found):
        printing.say("What was not received can be asked for: `foedus export FILE --to PARTY --document ...`")


def copy(
    document: Annotated[str, Parameter(help="The document, by the first digits of its hash.")],
    path: Annotated[Path, Parameter(help="The file to write.")],
    /,
    *,
    compact: node.Compact = None,
) -> None:
    """Write a copy of a document of the record to a file.

    Example: foedus copy 3fa9c1 plan-2026.pdf
    """
    seat = node.seat(compact)
    name = named(document, seat)
    given = documents.pieces(seat.held, name)
    with files.whole(path) as stream:
        for piece in given:
            stream.write(piece)
    printing.say(f"Wrote {path}: {path.stat().st_size:,} bytes.")


def named(beginning: str, seat: node.Seat) -> str:
    """The document of the record whose hash begins so.

    Raises:
        UnknownNameError, AmbiguousNameError: none does, or several.
    """
    return node.one_of(beginning, seat.held.documents, what="document", where="See `foedus documents`.")


def _remark(document: Document) -> str:
    if not document.is_here:
        return "not received"
    misstated = ", ".join(document.misstated_by)
    return f"{misstated} states another size" if misstated else ""


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while piece := stream.read(_PIECE):
        yield piece


def _mime(path: Path, given: str | None) -> str:
    mime = given or _MIMES.guess_type(path.name)[0] or "application/octet-stream"
    if not shape.is_text(mime, 100) or mime.count("/") != 1 or not mime.isascii() or not mime.isprintable():
        raise ValueRefusedError(name="--mime", reason=f"{mime!r} is not such as application/pdf")
    return mime


def _plain(document: Document) -> dict[str, Any]:
    return {
        "document": document.hash,
        "size": document.size,
        "mime": document.mime,
        "filed": [
            {"party": told.party, "seq": told.seq, "at": told.at, "office": told.office}
            for told in document.filed
        ],
        "received": document.is_here,
        "misstated_by": list(document.misstated_by),
    }
