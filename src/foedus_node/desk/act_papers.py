"""The paper of an act made and verified against our record; both in a process that opens nothing private."""

import datetime
from collections.abc import Mapping
from typing import Any

from foedus.reporting.acts.act_pdf import Setting, act_pdf
from foedus.reporting.acts.paper_verdict import paper_verdict
from foedus.terms import Language, Party
from foedus_node.storage.common import ledger


def made(
    compact: str,
    act: str,
    *,
    language: Language,
    at: datetime.datetime,
    ministries: Mapping[Party, str],
) -> bytes:
    """The paper of an act: its pages, the act attached, a place for each signature.

    Raises:
        NoWordingError: such papers are not written in that language.
    """
    held = ledger.holding(compact)
    return act_pdf(held.acts[act], held, Setting(language=language, at=at, ministries=ministries))


def verified(compact: str, data: bytes, trust: tuple[bytes, ...] = ()) -> dict[str, Any]:
    """What a paper proves, held against our record; as `foedus verify FILE.pdf --json` tells it.

    Raises:
        PaperError: it is not intact, or its act is not in this record.
        CertificateError: one of `trust` is no certificate.
    """
    return paper_verdict(data, ledger.holding(compact), trust=trust).to_json()
