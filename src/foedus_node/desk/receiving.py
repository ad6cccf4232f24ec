"""Taking a document in: its words out of its file, the reader's proposals from them, kept as ours alone.

To tell a text's language and to read it takes a hundred megabytes, which stay with the process that
did; the pages let another one do it (`taken_in`).
"""

from pathlib import Path

from attrs import frozen

from foedus.errors import FoedusError
from foedus.reading.experience import NONE, Experience, weighed
from foedus.reading.explaining import Explanation, explained
from foedus.reading.facts import Reading
from foedus.reading.propose import read
from foedus.reading.received.document import Document
from foedus.reading.received.forms.telling import Form
from foedus.reading.who.people import Gazetteer
from foedus.terms import Language
from foedus_node import clock
from foedus_node.desk import known as ours
from foedus_node.desk import learning, stories
from foedus_node.desk.unpacking import unpacked
from foedus_node.home import Home
from foedus_node.storage.private import lessons, papers, readings, writing
from foedus_node.storage.private.papers import Held, Proposal

_TRACED = 100
"""Documents of an earlier edition that leave their traces each time that one comes in."""


@frozen
class Received:
    """A file, or an article of one, that was opened and read, and not kept yet; with what the reader knew."""

    data: bytes
    form: Form
    document: Document
    reading: Reading
    known: Gazetteer | None = None
    experience: Experience = NONE

    def explained(self) -> tuple[Explanation, ...]:
        """Why each fact is proposed."""
        return explained(self.document, self.reading, people=self.known, experience=self.experience)


@frozen
class Opened:
    """All that was read in one file: its articles, and why others in it were not read."""

    articles: tuple[Received, ...]
    refused: tuple[FoedusError, ...] = ()


@frozen(kw_only=True)
class Taken:
    """A file that was kept.

    Attributes:
        sha256: its hash.
        stem: what names its document, or the first of its articles.
        headline: what that calls itself.
        articles: how many documents it holds.
        unread: how many articles of it could not be read.
        proposals: how much is proposed from all of them.
        is_new: whether any of them is new.
    """

    sha256: str
    stem: str
    headline: str
    articles: int
    unread: int
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
    opened = received(data, name=name, known=ours.gazetteer(compact), experience=learnt)
    with Home.at(node).locked(), writing.all_or_none():
        kept = [keep(one, compact=compact) for one in opened.articles]
        held = _kept(opened.articles[0], compact)
    first = held or opened.articles[0].document
    return Taken(
        sha256=first.sha256,
        stem=first.stem,
        headline=first.headline,
        articles=len(kept) if first.parts > 1 else 1,
        unread=len(opened.refused),
        proposals=len({proposal.number for proposals, _ in kept for proposal in proposals}),
        is_new=any(fresh for _, fresh in kept),
    )


def received(
    data: bytes,
    *,
    name: str,
    known: Gazetteer | None,
    experience: Experience = NONE,
    language: Language | None = None,
) -> Opened:
    """Open a file and read it, each of its articles as a document of its own.

    Args:
        data: its bytes, as received.
        name: what to call it.
        known: the people whom the reader may take as known.
        experience: what was decided of earlier proposals where it is read.
        language: its language if the sender says so; otherwise told from the text.

    Raises:
        FoedusError: it cannot be opened, or nothing in it be read; see `foedus.reading.errors`.
    """
    words, form = unpacked(data, name=name)
    documents, refused = Document.each_in(words, data=data, name=name, language=language)
    found = []
    for document in documents:
        reading = weighed(read(document, known=known), document, experience)
        found.append(Received(data, form, document, reading, known, experience))
    return Opened(tuple(found), refused)


def is_kept(one: Received, *, compact: str) -> bool:
    """Whether a document was read before in a compact: itself, or its file while it was taken as one."""
    return _kept(one, compact) is not None


def _kept(one: Received, compact: str) -> Held | None:
    names = (one.document.stem, one.document.sha256)
    return next((held for name in names if (held := readings.held(name, compact=compact))), None)


def keep(one: Received, *, compact: str) -> tuple[tuple[Proposal, ...], bool]:
    """Keep a document, its file and what is proposed from it in a compact; and whether it is new there.

    Why each is proposed is kept beside it. One that was read before is left as it is, and so is a file that
    was taken as one document. The caller holds the node's lock.
    """
    with writing.all_or_none():
        before = _kept(one, compact)
        fresh = before is None
        if before and before.stem != one.document.stem:
            return papers.proposals(compact, document=before.stem), False
        kept = papers.keep_reading(one.document, one.reading, compact=compact, at=clock.now())
        if held := _kept(one, compact):
            readings.keep_original(held, one.data, mime=one.form)
        if fresh:
            if held:
                stories.trace(held.number)
                stories.trace_others(most=_TRACED)
            reasons = zip(kept, one.explained(), strict=True)
            lessons.keep_reasons({proposal.number: learning.reason(why) for proposal, why in reasons})
    return kept, fresh
