"""Signing the paper of an act with an officer's certificate: PAdES, one field for each party.

The first signature certifies the paper for the filling of its fields and for nothing else, so
that the second leaves it valid. No time stamp is asked for, for that needs a network: the
moment is the signer's own claim. Whether the certificate may be relied on is not judged here.
"""

import datetime
import io
import json
from typing import Any

from asn1crypto import x509
from attrs import frozen
from babel.dates import format_time
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from foedus.errors import CertificateError, NoPlaceError, PaperSignedError
from foedus.phrase import phrase
from foedus.reporting.acts.act_pdf import Revision
from foedus.reporting.acts.signed import Paper, called, is_for_signing, verify_paper
from foedus.reporting.dates import day_words
from foedus.reporting.layout.typesetting import MACHINE, OWN, typeset, typeset_somehow
from foedus.reporting.wording import words
from foedus.terms import Party

_LAYOUT = "acts/act_seal.typ"


@frozen
class Officer:
    """Who signs: a certificate with its key, open in memory."""

    signer: SimpleSigner

    @property
    def certificate(self) -> x509.Certificate:
        """The officer's certificate."""
        certificate = self.signer.signing_cert
        assert certificate is not None  # noqa: S101 (a PKCS#12 file without one was refused)
        return certificate


def officer(data: bytes, *, passphrase: str, name: str, at: datetime.datetime) -> Officer:
    """Open an officer's certificate and key.

    Args:
        data: a PKCS#12 file.
        passphrase: what locks it.
        name: what the file is called, for refusals.
        at: the moment of signing, in which the certificate must be valid.

    Raises:
        CertificateError: the passphrase does not open it, it is no such file, it holds no key or
            no certificate, or the certificate is not valid now or not meant for signing.
    """
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError:
        reason = phrase("it is no PKCS#12 file, or this is not its passphrase")
        raise CertificateError(file=name, reason=reason) from None
    if key is None or certificate is None:
        raise CertificateError(file=name, reason="it must hold a certificate with its key")
    signer = SimpleSigner.load_pkcs12_data(data, other_certs=(), passphrase=passphrase.encode())
    opened = Officer(signer)
    start, end = opened.certificate.not_valid_before, opened.certificate.not_valid_after
    if not start <= at <= end:
        raise CertificateError(
            file=name,
            reason=phrase("it is valid from {start:%Y-%m-%d} to {end:%Y-%m-%d} only", start=start, end=end),
        )
    if not is_for_signing(opened.certificate):
        raise CertificateError(file=name, reason="its certificate is not meant for signing")
    return opened


def sign_paper(data: bytes, *, party: Party, by: Officer, at: datetime.datetime) -> bytes:
    """Sign the paper of an act in a party's place; what was signed before stays valid.

    Args:
        data: the paper, as it was made or as the others have signed it.
        party: in whose place.
        by: the officer.
        at: the moment of signing, the signer's own claim.

    Raises:
        PaperError: it is no intact paper of an act.
        NoPlaceError: the party has no place on it.
        PaperSignedError: the party has signed it.
    """
    before = verify_paper(data)
    if party not in before.parties:
        raise NoPlaceError(party=party, parties=before.parties)
    if party not in before.awaited:
        raise PaperSignedError(party=party)
    first = len(before.signatures) == 0
    meta = PdfSignatureMetadata(
        field_name=party,
        md_algorithm=None if _is_edwards(by) else "sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = _Signer(meta, by, at=at, seal=_seal(before, party=party, by=by, at=at))
    out: io.BytesIO = signer.sign_pdf(Revision(io.BytesIO(data)), existing_fields_only=True)
    return out.getvalue()


def _is_edwards(by: Officer) -> bool:
    return by.certificate.public_key.algorithm in ("ed25519", "ed448")


class _Signer(PdfSigner):
    """A signer whose clock is given, and whose appearance is a page set beforehand."""

    def __init__(
        self, meta: PdfSignatureMetadata, by: Officer, *, at: datetime.datetime, seal: bytes
    ) -> None:
        style = StaticStampStyle(
            border_width=0,
            background=_Page(seal),
            background_layout=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID),
            background_opacity=1.0,
        )
        super().__init__(meta, signer=by.signer, stamp_style=style)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> PdfSigningSession:
        """The session, at the moment that was given."""
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


class _Page(PdfContent):
    """The first page of a PDF in memory, as it may be drawn into another."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    def render(self) -> bytes:
        """Draw it."""
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._data)))
        self.resources.xobject["/Seal"] = drawn
        left, low, right, high = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Seal Do"


def _seal(paper: Paper, *, party: Party, by: Officer, at: datetime.datetime) -> bytes:
    """What is seen of a signature: who, by whose certificate, when."""
    spoken = words(paper.setting.language)
    left, low, right, high = paper.places[party]
    names = by.certificate
    said = {
        "language": spoken.language,
        "width": right - left,
        "height": high - low,
        "name": spoken.say("signed-by", name=called(names.subject)),
        "lines": [
            spoken.say("certificate-of", issuer=called(names.issuer)),
            spoken.say(
                "signed-at",
                date=day_words(at.date(), spoken),
                time=format_time(at, "HH:mm", locale=spoken.locale),
            ),
        ],
    }
    inputs = {"seal": json.dumps(said, ensure_ascii=False)}
    return (
        typeset(_LAYOUT, inputs, at=at, fonts=OWN)
        or typeset(_LAYOUT, inputs, at=at, fonts=MACHINE)
        or typeset_somehow(_LAYOUT, inputs, at=at)
    )
