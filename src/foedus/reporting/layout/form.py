"""The forms in which a paper leaves: a PDF to print and sign, a DOCX to write on."""

import datetime
from typing import Final, Literal, TypeAlias, get_args

from foedus.reporting.layout.blocks import Paper
from foedus.reporting.layout.docx import docx
from foedus.reporting.layout.pdf import pdf

Form: TypeAlias = Literal["pdf", "docx"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


def laid_out(paper: Paper, form: Form, at: datetime.datetime | None = None) -> bytes:
    """The paper as a file; the moment written into a PDF is its day's beginning, unless one is given."""
    day = datetime.datetime.combine(paper.on, datetime.time(), datetime.UTC)
    return pdf(paper, at=at or day) if form == "pdf" else docx(paper)
