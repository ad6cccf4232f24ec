"""The verdict on a paper in plain words: who signed it, what it proves, where its act stands.

It is what `foedus verify plan.pdf` prints, for a person or for a program. It computes
nothing that `foedus.reporting.acts.signed` does not, but for what a record says of the act.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from foedus.errors import PaperError
from foedus.record.holding import Holding, Told
from foedus.record.verdict import Stated, in_english, plain, stated
from foedus.reporting.acts.signed import Paper, is_paper, verify_paper


@frozen
class InRecord:
    """What a record says of a paper: where its act stands, who filed this very file."""

    act: Stated
    filed: tuple[Told, ...]


@frozen
class PaperVerdict:
    """What a verified paper says, and a record of it where one was given."""

    paper: Paper
    record: InRecord | None

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        paper = self.paper
        return {
            "verified": True,
            "document": paper.hash,
            "act": paper.act.hash,
            "compact": paper.act.compact,
            "kind": paper.act.kind.value,
            "title": dict(paper.act.title),
            "parties": list(paper.parties),
            "signatures": [one.to_json() for one in paper.signatures],
            "awaited": list(paper.awaited),
            "pages": paper.pages,
            "record": self.record
            and {
                "act": self.record.act.to_json(),
                "filed": [
                    {"party": told.party, "office": told.office, "at": told.at, "seq": told.seq}
                    for told in self.record.filed
                ],
            },
        }

    def lines(self) -> Iterator[str]:
        """The verdict for a person, a line each."""
        paper = self.paper
        yield f"Paper {paper.hash[:12]} of act {paper.act.hash[:12]}"
        yield f"  {paper.act.kind.value} “{in_english(paper.act.title)}”"
        yield f"  compact {paper.act.compact[:12]} of {', '.join(paper.parties)}"
        yield ""
        yield "Signed" if paper.signatures else "Signed by nobody"
        yield from (f"  {one}" for one in paper.signatures)
        if paper.awaited:
            yield f"  awaited: {', '.join(paper.awaited)}"
        yield ""
        yield from self._in_record()
        yield from self._proven()

    def _in_record(self) -> Iterator[str]:
        if self.record is None:
            return
        yield "In the record"
        yield f"  {self.record.act}"
        for told in self.record.filed:
            by = f"{told.party} ({plain(told.office)}, {told.at[:10]})"
            yield f"  {by} filed this very file: entry {told.seq} of its log."
        parties = {told.party for told in self.record.filed}
        if silent := [party for party in self.paper.parties if party not in parties]:
            yield f"  Not filed by {', '.join(silent)}."
        yield ""

    def _proven(self) -> Iterator[str]:
        signed = ", ".join(one.party for one in self.paper.signatures)
        if signed:
            yield f"Proven: the signatures in {signed}'s places stand for these pages and the act attached."
        if self.paper.pages == "proven":
            yield "Proven: the pages are those that are set from this act, byte for byte."
        yield "Not proven:"
        if any(one.trust == "not judged" for one in self.paper.signatures):
            yield "  that the certificates are to be trusted: judge them by your own, with --trust FILE.pem."
        if self.paper.pages != "proven":
            yield f"  that the pages say what the act says ({self.paper.pages}); read them."
        if self.record is None:
            yield "  that the parties signed the act in their logs: hold it against the record with --record."
        yield "  that a certificate was not revoked, and that its officer was entitled to sign."
        yield "  when it was signed: the days are the signers' own word."


def paper_verdict(data: bytes, held: Holding | None, *, trust: Sequence[bytes] = ()) -> PaperVerdict:
    """Verify a paper, and hold it against a record if one is given.

    Raises:
        PaperError: it is not intact, or its act is not in the record.
        CertificateError: one of `trust` is no certificate.
    """
    paper = verify_paper(data, trust=trust, held=held)
    if held is None:
        return PaperVerdict(paper, None)
    if paper.act.hash not in held.acts:
        raise PaperError(reason="the record does not hold its act")
    filed = held.documents.get(paper.hash, ())
    return PaperVerdict(paper, InRecord(stated(held.acts[paper.act.hash], held), filed))


def remarks(data: bytes, held: Holding, *, trust: Sequence[bytes] = ()) -> Iterator[str]:
    """What is to be said of a document that lies in a record: nothing, unless it is a paper.

    Raises:
        PaperError: it calls itself a paper and is none.
    """
    if not is_paper(data):
        return
    found = paper_verdict(data, held, trust=trust)
    paper = found.paper
    yield f"the paper of act {paper.act.hash[:12]} “{in_english(paper.act.title)}”; pages {paper.pages}"
    yield from (f"signed  {one}" for one in paper.signatures)
    if paper.awaited:
        yield f"awaited: {', '.join(paper.awaited)}"
