"""Taking a document in: its words out of its file, the reader's proposals from them, kept as ours alone."""

from attrs import frozen

from foedus.reading import Document, Gazetteer, Reading, read
from foedus.reading.forms.telling import Form
from foedus.terms import Language
from foedus_node import clock
from foedus_node.desk.unpacking import unpacked
from foedus_node.storage.private import papers, readings
from foedus_node.storage.private.papers import Proposal


@frozen
class Received:
    """A file that was opened and read, and not kept yet."""

    data: bytes
    form: Form
    document: Document
    reading: Reading


def received(
    data: bytes, *, name: str, known: Gazetteer | None, language: Language | None = None
) -> Received:
    """Open a file and read it.

    Args:
        data: its bytes, as received.
        name: what to call it.
        known: the people whom the reader may take as known.
        language: its language if the sender says so; otherwise told from the text.

    Raises:
        FoedusError: it cannot be opened, or not be read; see `foedus.reading.errors`.
    """
    words, form = unpacked(data, name=name)
    document = Document.from_file(words, data=data, name=name, language=language)
    return Received(data, form, document, read(document, known=known))


def keep(one: Received) -> tuple[tuple[Proposal, ...], bool]:
    """Keep a document, its file and what is proposed from it; and whether it is new here.

    One that was read before is left as it is. The caller holds the node's lock.
    """
    with papers.all_or_none():
        fresh = readings.held(one.document.sha256) is None
        kept = papers.keep_reading(one.document, one.reading, at=clock.now())
        readings.keep_original(one.document.sha256, one.data, mime=one.form)
    return kept, fresh
