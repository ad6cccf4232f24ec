"""A process that tells refusals as a page tells them, in a language.

Run as `python -m tests.web.refused LANGUAGE`: what is told of each, by its name.
"""

import datetime
import os
import sys

import attrs
import django
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
django.setup()

from django.utils import translation  # noqa: E402 (only once Django is ready)

from foedus.errors import CertificateError, DocumentError, Fault, FoedusError  # noqa: E402 (the same)
from foedus.phrase import phrase  # noqa: E402 (the same)
from foedus.reading.errors import HeavyDocumentError  # noqa: E402 (the same)
from foedus_node.errors import (  # noqa: E402 (the same)
    DraftError,
    QuarantineError,
    UnapprovedError,
    UnknownNameError,
)
from foedus_node.web.refusing import told  # noqa: E402 (the same)

_START, _END = datetime.date(2025, 1, 1), datetime.date(2026, 10, 21)
_OUTSIDER = phrase("{party} is not among the participants", party="VN")

REFUSALS: dict[str, FoedusError] = {
    "a hint that names a command": UnknownNameError(what="draft", name="autumn"),
    "a party and a place": QuarantineError(party="LA", seq=12_345),
    "days": CertificateError(
        file="seal.p12",
        reason=phrase("it is valid from {start:%Y-%m-%d} to {end:%Y-%m-%d} only", start=_START, end=_END),
    ),
    "a number": HeavyDocumentError(
        name="a.docx", reason=phrase("its text unpacks to {size:,} MB", size=1_234_567)
    ),
    "a reason within a reason": DraftError(
        draft="autumn", reason=phrase("{at}: {reason}", at="host", reason=_OUTSIDER)
    ),
    "nobody": UnapprovedError(act="ab12", needed=2, by=()),
    "one fault": DocumentError(what="plan", faults=(Fault("a", "is missing"),)),
    "several faults": DocumentError(
        what="plan", faults=(Fault("a", phrase("is missing")), Fault("b", _OUTSIDER))
    ),
}

if __name__ == "__main__":
    with translation.override(sys.argv[1]):
        said = {name: attrs.astuple(told(error)) for name, error in REFUSALS.items()}
    sys.stdout.buffer.write(orjson.dumps(said))
