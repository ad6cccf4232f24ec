"""Verifying the paper of an act: its signatures, the act attached to it, its pages.

What is proven, and by what: the parties' signatures bind the pages and the attachments
together; the attached act is known by its hash; that the pages say what the act says is
proven by setting them again, where the same programs are at hand and, for what changes, the
record. A certificate is judged only against those that the verifier gives, and never
against what a system or a viewer happens to trust; whether it was revoked is not asked.
Everything that is neither the paper nor a party's signature is refused.
"""

import datetime
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
from asn1crypto import pem, x509
from attrs import frozen
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from foedus.errors import CertificateError, FoedusError, PaperError
from foedus.phrase import phrase
from foedus.record import act as act_room
from foedus.record import bundle as bundle_room
from foedus.record import canonical, shape
from foedus.record.act import Act, ActKind, Leaf
from foedus.record.holding import Holding
from foedus.record.verdict import plain
from foedus.reporting.acts import act_pdf
from foedus.reporting.acts.act_pdf import ACT, CHARTER, LEAVES, PAPER, Setting
from foedus.reporting.layout.typesetting import OWN
from foedus.terms import Language, Party

# pyHanko tells its refusals to a log as well; they are told here once, as refusals.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

MOST_BYTES = bundle_room.MOST_BLOB
_SIGNING = {"non_repudiation", "digital_signature"}
_DIGESTS = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "shake256"}
_ANY_USAGE = KeyUsageConstraints(key_usage=set())


@frozen(kw_only=True)
class Signature:
    """One party's signature on the paper; it is valid, or the paper would have been refused.

    Attributes:
        name: what the certificate calls its officer.
        at: when, as the signer claims.
        fingerprint: the SHA-256 of the certificate.
        trust: `trusted`, `not trusted`, or `not judged` where no certificates were given.
        why: whose certificate vouches for it, or why none does.
    """

    party: str
    name: str
    issuer: str
    at: datetime.datetime
    fingerprint: str
    trust: str
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return attrs.asdict(self) | {"at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}"}

    def __str__(self) -> str:
        when = f"{self.at:%Y-%m-%d %H:%M} UTC by its own clock"
        return f"{self.party}  {self.name}, {when}; certificate of {self.issuer}: {self.judged}"

    @property
    def judged(self) -> str:
        """Whether its certificate is to be trusted, in words."""
        match self.trust:
            case "trusted":
                return f"trusted, {self.why}"
            case "not trusted":
                return f"NOT TRUSTED, {self.why}"
        return "trust not judged"


@frozen(kw_only=True)
class Paper:
    """A verified paper.

    Attributes:
        data: the file.
        act: the act attached to it.
        charter: that of its compact, which names the parties.
        places: each party's place, the rectangle of its field in points.
        signatures: those given, in their order; `awaited` the parties whose place is empty.
        pages: `proven` to be set from the act, or why that could not be compared.
    """

    data: bytes
    act: Act
    charter: Act
    leaves: Mapping[str, Leaf]
    setting: Setting
    places: Mapping[str, tuple[int, int, int, int]]
    signatures: tuple[Signature, ...]
    awaited: tuple[str, ...]
    pages: str

    @property
    def hash(self) -> str:
        """The file's SHA-256, by which `doc` entries name it."""
        return canonical.digest(self.data)

    @property
    def parties(self) -> tuple[str, ...]:
        """Those who must sign."""
        return tuple(self.charter.parties)


def is_paper(data: bytes) -> bool:
    """Whether a file calls itself the paper of an act; nothing about it is verified."""
    return data.startswith(b"%PDF-") and PAPER.encode() in data and ACT.encode() in data


def verify_paper(data: bytes, *, trust: Sequence[bytes] = (), held: Holding | None = None) -> Paper:
    """Verify the paper of an act.

    Args:
        data: the PDF.
        trust: certificates, PEM or DER, against which the signers' are judged.
        held: a verified record, to set pages again that say what changes.

    Raises:
        PaperError: it is not the paper of an act, or not an intact one.
        CertificateError: one of `trust` is no certificate.
    """
    if len(data) > MOST_BYTES or not data.startswith(b"%PDF-"):
        raise PaperError(reason="it is no PDF, or too large for a paper")
    roots = [certificate for given in trust for certificate in _certificates(given)]
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        paper = _verified(data, reader, roots)
    except FoedusError:
        raise
    except Exception as error:
        # pyHanko follows what a hostile file says of itself; whatever breaks on the way is the file's fault.
        told = plain(f"{type(error).__name__}: {error}")
        raise PaperError(reason=phrase("it was cut short or altered ({told})", told=told[:200])) from None
    return attrs.evolve(paper, pages=_compared(paper, reader, held))


def _verified(data: bytes, reader: PdfFileReader, roots: Sequence[x509.Certificate]) -> Paper:
    files = _attached(reader)
    act, charter, leaves = _act(files)
    setting = _setting(files[PAPER])
    _refuse_other_statement(reader, act)
    places = _places(reader, charter)
    signatures = _signatures(reader, roots)
    signed = {one.party for one in signatures}
    return Paper(
        data=data,
        act=act,
        charter=charter,
        leaves=leaves,
        setting=setting,
        places=places,
        signatures=signatures,
        awaited=tuple(party for party in charter.parties if party not in signed),
        pages="not compared",
    )


# --- what is attached -------------------------------------------------------------------------


def _attached(reader: PdfFileReader) -> dict[str, bytes]:
    """The attachments, those of the first revision: no later one may exchange them."""
    found: dict[str, Any] = {}
    for root in (reader.get_historical_root(0), reader.root):
        names = root["/Names"]["/EmbeddedFiles"]["/Names"]
        now = {str(names[at]): names[at + 1]["/EF"]["/F"].data for at in range(0, len(names), 2)}
        if found and now != found:
            raise PaperError(reason="what is attached to it was exchanged")
        found = now
    if set(found) != {ACT, CHARTER, LEAVES, PAPER}:
        raise PaperError(reason="it does not have the attachments of an act's paper")
    return {name: bytes(content) for name, content in found.items()}


def _act(files: Mapping[str, bytes]) -> tuple[Act, Act, dict[str, Leaf]]:
    """The act, its charter and its leaves, each consistent with the hash that names it."""
    try:
        act, charter = act_room.parse(files[ACT]), act_room.parse(files[CHARTER])
        leaves = [act_room.parse_leaf(line) for line in files[LEAVES].splitlines()]
    except FoedusError as error:
        raise PaperError(
            reason=phrase("the act attached to it is not intact ({error})", error=error)
        ) from None
    if charter.hash != act.charter or charter.kind is not ActKind.CHARTER:
        raise PaperError(reason="the charter attached to it is not that of the act")
    if [leaf.hash for leaf in leaves] != [row.hash for row in act.items]:
        raise PaperError(reason="the items attached to it are not those of the act")
    return act, charter, {leaf.hash: leaf for leaf in leaves}


def _setting(data: bytes) -> Setting:
    try:
        document = canonical.decode(data, what="paper")
    except FoedusError:
        document = None
    match document:
        case {
            "v": 1,
            "language": str(language),
            "at": at,
            "ministries": dict(ministries),
            "fonts": str(fonts),
            "set_by": str(set_by),
        } if shape.is_moment(at) and all(
            shape.is_party(code) and shape.is_text(name, 200) for code, name in ministries.items()
        ):
            return Setting(
                language=Language(language),
                at=datetime.datetime.fromisoformat(at),
                ministries={Party(code): name for code, name in ministries.items()},
                fonts=fonts,
                set_by=set_by,
            )
    raise PaperError(reason=phrase("its {paper} is not as it must be", paper=PAPER))


def _refuse_other_statement(reader: PdfFileReader, act: Act) -> None:
    """Refuse a paper whose metadata name another act than the one attached."""
    stated = str(reader.trailer["/Info"]["/Keywords"])
    if stated != act_pdf.keywords(act):
        raise PaperError(reason="its metadata name another act than the one attached to it")


def called(name: x509.Name) -> str:
    """What somebody is called in a certificate."""
    said = name.native
    return plain(str(said.get("common_name") or said.get("organization_name") or name.human_friendly))


# --- fields and signatures --------------------------------------------------------------------


def _places(reader: PdfFileReader, charter: Act) -> dict[str, tuple[int, int, int, int]]:
    """Each party's field: the parties' and no others, the same since they were made."""
    made, now = (
        [
            (name, tuple(int(part) for part in reference.get_object()["/Rect"]))
            for name, _, reference in enumerate_sig_fields(handler)
        ]
        for handler in (reader.get_historical_resolver(1), reader)
    )
    if [name for name, _ in made] != list(charter.parties) or made != now:
        raise PaperError(reason="its places for signatures are not those of the parties")
    return {name: box for name, box in now if len(box) == 4}


def _signatures(reader: PdfFileReader, roots: Sequence[x509.Certificate]) -> tuple[Signature, ...]:
    """The signatures, each valid, one after the other, and nothing between, before or after them."""
    given: list[EmbeddedPdfSignature] = reader.embedded_signatures
    signed = [signature.signed_revision for signature in given]
    if signed != list(range(2, reader.total_revisions)):
        last = given[-1].field_name if given else "it was made"
        told = f"{last} signed" if given else last
        raise PaperError(
            reason=phrase("something was added to it after {told} that is no party's signature", told=told)
        )
    return tuple(_signature(one, roots, is_first=one is given[0], is_last=one is given[-1]) for one in given)


def _signature(
    given: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], *, is_first: bool, is_last: bool
) -> Signature:
    party, at = given.field_name, given.self_reported_timestamp
    with ThreadPoolExecutor(max_workers=1) as beside:
        # pyHanko begins an event loop, which can be done in no thread that is within one already.
        asked = beside.submit(
            validate_pdf_signature, given, _context(roots, at), key_usage_settings=_ANY_USAGE
        )
        status = asked.result()
    _refuse_invalid(party, status)
    levels = SignatureCoverageLevel
    if status.coverage < (levels.ENTIRE_FILE if is_last else levels.ENTIRE_REVISION):
        told = f"something was added to it after {party} signed" if is_last else f"{party} left something out"
        raise PaperError(reason=phrase("{told}: the signature does not cover the whole", told=told))
    if given.docmdp_level is not (MDPPerm.FILL_FORMS if is_first else None):
        raise PaperError(reason="its first signature, and it alone, must certify it for signatures only")
    if at is None:
        raise PaperError(reason=phrase("{party}'s signature does not state when it was given", party=party))
    trust, why = _judged(status, given.signer_cert, roots)
    return Signature(
        party=party,
        name=called(given.signer_cert.subject),
        issuer=called(given.signer_cert.issuer),
        at=at.astimezone(datetime.UTC),
        fingerprint=given.signer_cert.sha256.hex(),
        trust=trust,
        why=why,
    )


def _refuse_invalid(party: str, status: PdfSignatureStatus) -> None:
    if not status.intact:
        raise PaperError(reason=phrase("it was altered after {party} signed", party=party))
    if not status.valid:
        raise PaperError(reason=phrase("{party}'s signature is not that of its certificate", party=party))
    if status.md_algorithm not in _DIGESTS:
        raise PaperError(
            reason=phrase(
                "{party} signed with {md_algorithm}, by which files can be exchanged",
                party=party,
                md_algorithm=status.md_algorithm,
            )
        )
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING or not status.docmdp_ok:
        raise PaperError(
            reason=phrase(
                "it was changed after {party} signed, in another way than by a signature", party=party
            )
        )


def _context(roots: Sequence[x509.Certificate], at: datetime.datetime | None) -> ValidationContext:
    """What certificates are judged by: those given, at the moment the signer claims, without a network."""
    return ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False)


def _judged(
    status: PdfSignatureStatus, certificate: x509.Certificate, roots: Sequence[x509.Certificate]
) -> tuple[str, str]:
    if not roots:
        return "not judged", ""
    if not is_for_signing(certificate):
        return "not trusted", "it is not meant for signing"
    if status.trusted and status.validation_path is not None:
        return "trusted", f"{called(status.validation_path.first.subject)} vouches for it"
    return "not trusted", "none of the certificates given vouches for it at the moment of signing"


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether a certificate may be signed with; one that names no use may serve for any."""
    usage = certificate.key_usage_value
    return usage is None or bool(_SIGNING & usage.native)


def _certificates(data: bytes) -> Iterator[x509.Certificate]:
    try:
        if pem.detect(data):
            yield from (x509.Certificate.load(one) for _, _, one in pem.unarmor(data, multiple=True))
        else:
            yield x509.Certificate.load(data, strict=True)
    except ValueError:
        reason = phrase("it is no certificate in PEM or DER")
        raise CertificateError(file="given as trusted", reason=reason) from None


# --- the pages ----------------------------------------------------------------------------------


def _compared(paper: Paper, reader: PdfFileReader, held: Holding | None) -> str:
    """Set the pages again and hold them against those that are there.

    Raises:
        PaperError: the same programs set other pages from this act.
    """
    setting, act = paper.setting, paper.act
    if setting.set_by != act_pdf.programs():
        return f"not compared: set by {plain(setting.set_by)}, and here is {act_pdf.programs()}"
    if setting.fonts != OWN:
        return "not compared: set with fonts of another machine"
    if held is None and (act.voids or any(act.bases.values())):
        return "not compared: what they say of changes needs the record (--record)"
    known = held or Holding(
        charter=paper.charter,
        logs={},
        acts={paper.charter.hash: paper.charter, act.hash: act},
        leaves=paper.leaves,
        words=(),
        told=(),
    )
    if act.hash not in known.acts:
        return "not compared: the act is not in the record"
    try:
        again = act_pdf.act_pdf(act, known, setting)
    except FoedusError as error:
        return f"not compared: {error}"
    # Where the file's own second revision ends must be where ours does, or ours is only a beginning
    # that its later parts do not build on.
    ends = reader.xrefs.get_xref_container_info(1).declared_startxref
    if not paper.data.startswith(again) or PdfFileReader(io.BytesIO(again)).last_startxref != ends:
        raise PaperError(reason="its pages are not those that are set from the act attached to it")
    return "proven"
