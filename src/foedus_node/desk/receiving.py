"""Taking a document in: its words out of its file, the reader's proposals from them, kept as ours alone.

To tell a text's language and to read it takes a hundred megabytes, which stay with the process that
did; the pages let another one do it (`taken_in`).
"""

from pathlib import Path

from attrs import frozen

from foedus.reading.document import Document
from foedus.reading.experience import NONE, Experience, weighed
from foedus.reading.explaining import Explanation, explained
from foedus.reading.facts import Reading
from foedus.reading.forms.telling import Form
from foedus.reading.people import Gazetteer
from foedus.reading.propose import read
from foedus.terms import Language
from foedus_node import clock
from foedus_node.desk import known as ours
from foedus_node.desk import learning
from foedus_node.desk.unpacking import unpacked
from foedus_node.home import Home
from foedus_node.storage.private import lessons, papers, readings
from foedus_node.storage.private.papers import Proposal


@frozen
class Received:
    """A file that was opened and read, and not kept yet; with what the reader knew when it read."""

    data: bytes
    form: Form
    document: Document
    reading: Reading
    known: Gazetteer | None = None
    experience: Experience = NONE

    def explained(self) -> tuple[Explanation, ...]:
        """Why each fact is proposed."""
        return explained(self.document, self.reading, people=self.known, experience=self.experience)


@frozen(kw_only=True)
class Taken:
    """A document that was kept: its hash, its headline, how much is proposed, and whether it is new."""

    sha256: str
    headline: str
    proposals: int
    is_new: bool


def taken_in(node: Path, data: bytes, *, name: str, compact: str) -> Taken:
    """Open a file, read it as one who knows the people of our register, and keep it.

    Args:
        node: the folder of the node that keeps it.
        data: its bytes, as received.
        name: what to call it.
        compact: the compact to which it belongs.

    Raises:
        FoedusError: as `received` says.
        BusyError: another process writes on the node.
    """
    learnt = learning.experience(compact)
    one = received(data, name=name, known=ours.gazetteer(compact), experience=learnt)
    with Home.at(node).locked():
        proposals, fresh = keep(one, compact=compact)
    document = one.document
    return Taken(sha256=document.sha256, headline=document.headline, proposals=len(proposals), is_new=fresh)


def received(
    data: bytes,
    *,
    name: str,
    known: Gazetteer | None,
    experience: Experience = NONE,
    language: Language | None = None,
) -> Received:
    """Open a file and read it.

    Args:
        data: its bytes, as received.
        name: what to call it.
        known: the people whom the reader may take as known.
        experience: what was decided of earlier proposals where it is read.
        language: its language if the sender says so; otherwise told from the text.

    Raises:
        FoedusError: it cannot be opened, or not be read; see `foedus.reading.errors`.
    """
    words, form = unpacked(data, name=name)
    document = Document.from_file(words, data=data, name=name, language=language)
    reading = weighed(read(document, known=known), document, experience)
    return Received(data, form, document, reading, known, experience)


def keep(one: Received, *, compact: str) -> tuple[tuple[Proposal, ...], bool]:
    """Keep a document, its file and what is proposed from it in a compact; and whether it is new there.

    Why each is proposed is kept beside it. One that was read before is left as it is. The caller holds the
    node's lock.
    """
    with papers.all_or_none():
        fresh = readings.held(one.document.sha256, compact=compact) is None
        kept = papers.keep_reading(one.document, one.reading, compact=compact, at=clock.now())
        if held := readings.held(one.document.sha256, compact=compact):
            readings.keep_original(held, one.data, mime=one.form)
        if fresh:
            reasons = zip(kept, one.explained(), strict=True)
            lessons.keep_reasons({proposal.number: learning.reason(why) for proposal, why in reasons})
    return kept, fresh
