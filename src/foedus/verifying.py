"""The verdict on any file: a bundle, one disclosed line, or the signed paper of an act.

A paper is a PDF and begins with `%PDF-`; papers that lie in a bundle as documents are verified
with it. What reads PDF is loaded only where there is a paper, so that a bundle without one is
verified by the record's own room and nothing else.
"""

import importlib
from collections.abc import Sequence
from typing import BinaryIO

from attrs import evolve

from foedus.errors import FoedusError, NoRecordNeededError
from foedus.record import checking
from foedus.record.bundle import MOST_BLOB, Bundle, verify
from foedus.record.checking import Found
from foedus.record.holding import Holding
from foedus.record.verdict import Filed, verdict

_PAPERS = "foedus.reporting.acts.paper_verdict"
_PDF = b"%PDF-"


def checked(file: BinaryIO, *, record: BinaryIO | None = None, trust: Sequence[bytes] = ()) -> Found:
    """Verify a file.

    Args:
        file: the bundle, the line or the paper.
        record: a complete bundle to hold a paper against.
        trust: certificates, PEM or DER, against which the signers of papers are judged.

    Raises:
        NoRecordNeededError: a record is given, and the file is no paper.
        FoedusError: the first thing that is wrong; see `foedus.errors`.
        OSError: one of the files cannot be read.
    """
    first = file.read(len(_PDF))
    file.seek(0)
    if first == _PDF:
        held = verify(Bundle(record)) if record else None
        papers = importlib.import_module(_PAPERS)
        found: Found = papers.paper_verdict(file.read(MOST_BLOB + 1), held, trust=trust)
        return found
    if record:
        raise NoRecordNeededError
    if first[:1] == b"{":
        return checking.checked(file)
    bundle = Bundle(file)
    holding = verify(bundle)
    told = verdict(holding, blobs=bundle.blobs)
    return evolve(told, documents=tuple(_read(one, bundle, holding, trust=trust) for one in told.documents))


def _read(filed: Filed, bundle: Bundle, holding: Holding, *, trust: Sequence[bytes]) -> Filed:
    """What a document in a bundle says of itself, where it is the paper of an act."""
    if not filed.is_here or next(bundle.blob(filed.document), b"")[: len(_PDF)] != _PDF:
        return filed
    papers = importlib.import_module(_PAPERS)
    try:
        says = tuple(papers.remarks(b"".join(bundle.blob(filed.document)), holding, trust=trust))
    except FoedusError as error:
        says = (f"REFUSED: {error}",)
    return evolve(filed, says=says)
