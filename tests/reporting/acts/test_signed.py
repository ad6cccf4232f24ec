"""A signed paper: two signatures stand together, and every other change is refused by name."""

import asyncio
import datetime
import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import pem, x509
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner, fields
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from foedus.errors import FoedusError, PaperError
from foedus.reporting.acts import act_pdf
from foedus.reporting.acts.act_paper import act_paper
from foedus.reporting.acts.act_pdf import ACT, CHARTER, LEAVES, PAPER, Revision, Setting
from foedus.reporting.acts.signed import is_paper, verify_paper
from foedus.reporting.acts.signing import Officer, sign_paper
from foedus.reporting.layout.typesetting import OWN, typeset
from foedus.terms import Party
from tests.reporting.papers import (
    AT,
    EN,
    LA,
    LATER,
    MINISTRIES,
    OFFICERS,
    VN,
    made,
    minister,
    ministry,
    once,
    setting,
    signed_by,
    twice,
    world,
)
from tests.worlds import World


def refused(data: bytes) -> str:
    with pytest.raises(PaperError) as refusal:
        verify_paper(data)
    return refusal.value.reason


# --- two signatures -----------------------------------------------------------------------------


def test_both_parties_sign_and_each_signature_stands() -> None:
    paper = verify_paper(twice())
    assert [(one.party, one.name, one.at) for one in paper.signatures] == [
        ("VN", OFFICERS[VN], AT),
        ("LA", OFFICERS[LA], LATER),
    ]
    assert (paper.awaited, paper.pages) == ((), "proven")
    assert [verify_paper(data).awaited for data in (made(), once())] == [("LA", "VN"), ("LA",)]


def test_another_validator_finds_both_valid_and_the_second_an_allowed_change() -> None:
    reader = PdfFileReader(io.BytesIO(twice()))
    root = x509.Certificate.load(pem.unarmor(ministry().pem)[2])
    found = [
        validate_pdf_signature(one, ValidationContext(trust_roots=[root], moment=LATER))
        for one in reader.embedded_signatures
    ]
    assert [one.bottom_line for one in found] == [True, True]
    assert [one.modification_level for one in found] == [
        ModificationLevel.FORM_FILLING,
        ModificationLevel.NONE,
    ]
    assert [one.docmdp_level for one in reader.embedded_signatures] == [MDPPerm.FILL_FORMS, None]


def test_the_signatures_are_pades_and_hold_their_certificate() -> None:
    for one in PdfFileReader(io.BytesIO(twice())).embedded_signatures:
        assert one.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        signed = {attribute["type"].native for attribute in one.signer_info["signed_attrs"]}
        assert {"content_type", "message_digest", "signing_certificate_v2"} <= signed
        assert "signing_time" not in signed  # PAdES B-B keeps it in the dictionary


@pytest.mark.parametrize("kind", ["ec", "rsa", "ed25519"])
def test_officers_may_have_keys_of_the_usual_kinds(kind: str) -> None:
    paper = verify_paper(signed_by(once(), LA, days=1, kind=kind))
    assert paper.awaited == ()


def test_a_paper_is_verified_also_where_an_event_loop_runs() -> None:
    async def within() -> tuple[str, ...]:
        return tuple(verify_paper(once()).awaited)

    data = once()
    assert data
    assert asyncio.run(within()) == ("LA",)


def test_either_party_may_sign_first() -> None:
    paper = verify_paper(signed_by(signed_by(made(), LA), VN, days=1))
    assert [one.party for one in paper.signatures] == ["LA", "VN"]


def test_three_parties_sign_in_turn() -> None:
    held = World("VN", "LA", "KH", seed="three")
    data = act_pdf.act_pdf(held.charter, held.holding(), Setting(language=EN, at=AT))
    for days, party in enumerate(("KH", "VN", "LA")):
        at = AT + datetime.timedelta(days=days)
        data = sign_paper(data, party=Party(party), by=minister(), at=at)
    assert [one.party for one in verify_paper(data).signatures] == ["KH", "VN", "LA"]


# --- every change is refused ----------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(twice()) - 1), to=st.integers(0, 255))
@example(at=0, to=0)
@example(at=len(twice()) - 1, to=0)
def test_no_byte_of_a_signed_paper_can_be_another(at: int, to: int) -> None:
    data = bytearray(twice())
    if data[at] != to:
        data[at] = to
        try:
            verify_paper(bytes(data), held=None)
        except PaperError:
            return
        # Outside every signed range lie only the second signature's own digits: a case of
        # hexadecimal digits, and the zeros behind it, say nothing else.
        gap = last_gap()
        assert at in gap
        assert bytes(data[gap.start : gap.stop]).lower().rstrip(b"0>") == twice()[
            gap.start : gap.stop
        ].lower().rstrip(b"0>")


def spelt(data: bytes, gap: range) -> bytes:
    return data[gap.start : gap.stop].lower().rstrip(b"0>")


def last_gap() -> range:
    ranges = PdfFileReader(io.BytesIO(twice())).embedded_signatures[-1].sig_object["/ByteRange"]
    return range(int(ranges[1]), int(ranges[2]))


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, len(twice()) - 1))
def test_no_beginning_of_it_is_the_whole(size: int) -> None:
    """It is refused, or is the paper as it stood when only one had signed, or none."""
    try:
        paper = verify_paper(twice()[:size])
    except PaperError:
        return
    assert twice()[:size].rstrip() in (made().rstrip(), once().rstrip())
    assert paper.awaited != ()


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=400), cut=st.integers(0, 2_000))
def test_whatever_is_no_paper_is_refused_in_one_sentence(data: bytes, cut: int) -> None:
    for file in (data, b"%PDF-1.7\n" + data, made()[:cut] + data, made() + data + b"\n%%EOF\n"):
        assert len(told(file)) < 500


def told(data: bytes) -> str:
    try:
        return verify_paper(data).pages
    except FoedusError as refusal:
        return str(refusal)


Change = Callable[[Any], None]
"""What somebody does to a file that pyHanko has opened for a further revision."""


def appended(data: bytes, change: Change) -> bytes:
    """The file with one more revision, made by anybody."""
    out = Revision(io.BytesIO(data))
    change(out)
    return out.written()


def annotated(out: Any) -> None:
    """A white box over the page with other words on it."""
    dictionary: Any = generic.DictionaryObject
    note = dictionary(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (70, 500, 400, 700))),
            generic.pdf_name("/Contents"): generic.pdf_string("Other words"),
        }
    )
    page = out.find_page_for_modification(0)[0].get_object()
    notes = page.get("/Annots", generic.ArrayObject())
    notes.append(out.add_object(note))
    page[generic.pdf_name("/Annots")] = notes
    out.mark_update(page.container_ref)


def overwritten(out: Any) -> None:
    """Other words in place of the first page's."""
    page = out.find_page_for_modification(0)[0].get_object()
    page[generic.pdf_name("/Contents")] = out.add_object(generic.StreamObject(stream_data=b"0 0 m"))
    out.mark_update(page.container_ref)


def reattached(out: Any) -> None:
    """Another setting attached in place of the one that was signed."""
    names = out.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = next(at for at in range(0, len(names), 2) if names[at] == PAPER)
    spec = names[place + 1]
    other = generic.StreamObject(stream_data=setting().to_bytes() + b" ")
    spec["/EF"][generic.pdf_name("/F")] = out.add_object(other)
    out.mark_update(spec.container_ref)


def moved(out: Any) -> None:
    """The other party's empty place drawn elsewhere."""
    for name, _, reference in fields.enumerate_sig_fields(out):
        if name == "LA":
            field = reference.get_object()
            field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800)))
            out.mark_update(reference.reference)


def place_added(out: Any) -> None:
    """A place for somebody who is no party."""
    fields.append_signature_field(out, SigFieldSpec("KH", on_page=0, box=(70, 70, 200, 120)))


CHANGES = [annotated, overwritten, reattached, moved, place_added]


def test_what_was_altered_is_not_signed() -> None:
    with pytest.raises(PaperError):
        sign_paper(appended(once(), annotated), party=LA, by=minister(LA), at=LATER)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("signed", [once, twice], ids=["after one", "after both"])
def test_what_is_added_after_a_signature_is_refused(signed: Callable[[], bytes], change: Change) -> None:
    """The shadow attacks: a later revision shows something else than what was signed."""
    last = "LA" if signed is twice else "VN"
    assert refused(appended(signed(), change)) in {
        f"something was added to it after {last} signed that is no party's signature",
        "what is attached to it was exchanged",
        "its places for signatures are not those of the parties",
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_slipped_in_between_two_signatures_is_refused(
    change: Change,
) -> None:
    between = appended(once(), change)
    meta = PdfSignatureMetadata(field_name="LA", subfilter=fields.SigSeedSubFilter.PADES)
    out = PdfSigner(meta, signer=minister(LA).signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(between)))
    assert refused(out.getvalue()) in {
        "something was added to it after LA signed that is no party's signature",
        "it was changed after VN signed, in another way than by a signature",
        "what is attached to it was exchanged",
        "its places for signatures are not those of the parties",
    }


def test_what_one_signature_hides_in_its_own_revision_is_refused() -> None:
    """Laos signs, and with the same stroke paints over the page that Viet Nam has signed."""
    out = IncrementalPdfFileWriter(io.BytesIO(once()))
    overwritten(out)
    meta = PdfSignatureMetadata(field_name="LA", subfilter=fields.SigSeedSubFilter.PADES)
    signed = PdfSigner(meta, signer=minister(LA).signer).sign_pdf(out)
    assert refused(signed.getvalue()) == "it was changed after VN signed, in another way than by a signature"


def test_pages_painted_over_before_anybody_signed_are_refused() -> None:
    """What is no change after a signature is one against what the act gives."""
    shadow = appended(made(), overwritten)
    assert "something was added to it after it was made" in refused(shadow)
    meta = PdfSignatureMetadata(field_name="VN", certify=True, subfilter=fields.SigSeedSubFilter.PADES)
    signed = PdfSigner(meta, signer=minister().signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(shadow)))
    assert "something was added" in refused(signed.getvalue())


def test_other_pages_than_those_of_the_act_are_refused_where_the_same_programs_are_at_hand() -> None:
    false = made().replace(b"/MediaBox[0 0 595.2756 841.8898]", b"/MediaBox[0 0 595.2756 300.0000]")
    assert len(false) == len(made())
    assert refused(false) == "its pages are not those that are set from the act attached to it"
    meta = PdfSignatureMetadata(field_name="VN", certify=True, subfilter=fields.SigSeedSubFilter.PADES)
    signed = PdfSigner(meta, signer=minister().signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(false)))
    assert refused(signed.getvalue()) == "its pages are not those that are set from the act attached to it"


def test_a_paper_that_only_begins_with_the_pages_of_the_act_is_refused() -> None:
    """Behind the honest pages lies another file, whole, that does not build on them."""
    false = made().replace(b"/MediaBox[0 0 595.2756 841.8898]", b"/MediaBox[0 0 595.2756 300.0000]")
    both = made() + further(false, len(made()))
    shown: Any = PdfFileReader(io.BytesIO(both))
    assert float(shown.find_page_for_modification(0)[0].get_object()["/MediaBox"][3]) == 300
    assert refused(both) == "its pages are not those that are set from the act attached to it"


def further(data: bytes, by: int) -> bytes:
    """A PDF as it must be written to lie behind so many bytes."""

    def moved(found: re.Match[bytes]) -> bytes:
        return found[1] + str(int(found[2]) + by).zfill(len(found[2])).encode() + found[3]

    data = re.sub(rb"(\n)(\d{10})( \d{5} n)", moved, data)
    data = re.sub(rb"(startxref\n)(\d+)(\n%%EOF\n?\Z)", moved, data)
    return re.sub(rb"(/Prev )(\d+)(\n)", moved, data)  # the trailer's, not the outline's


def test_pages_that_cannot_be_compared_are_said_not_to_have_been() -> None:
    held, plan, amendment = world()
    elsewhere = Setting(language=EN, at=AT, ministries=MINISTRIES, set_by="another edition")
    paper = verify_paper(act_pdf.act_pdf(plan, held.holding(), elsewhere))
    assert paper.pages.startswith("not compared: set by another edition, and here is foedus ")
    amending = act_pdf.act_pdf(amendment, held.holding(), setting())
    assert (
        verify_paper(amending).pages == "not compared: what they say of changes needs the record (--record)"
    )
    assert verify_paper(amending, held=held.holding()).pages == "proven"


def test_a_first_signature_that_does_not_certify_is_refused() -> None:
    meta = PdfSignatureMetadata(field_name="VN", subfilter=fields.SigSeedSubFilter.PADES)
    signed = PdfSigner(meta, signer=minister().signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(made())))
    assert refused(signed.getvalue()) == (
        "its first signature, and it alone, must certify it for signatures only"
    )


def test_a_signature_in_no_partys_place_is_refused() -> None:
    meta = PdfSignatureMetadata(field_name="KH", subfilter=fields.SigSeedSubFilter.PADES)
    out = IncrementalPdfFileWriter(io.BytesIO(once()))
    signer = PdfSigner(meta, signer=minister().signer, new_field_spec=SigFieldSpec("KH"))
    assert (
        refused(signer.sign_pdf(out).getvalue()) == "its places for signatures are not those of the parties"
    )


def forged(**attached: bytes | None) -> bytes:
    """The pages of Plan 2026 with other attachments, made by another edition as it says."""
    held, plan, _ = world()
    names = {"act": ACT, "charter": CHARTER, "leaves": LEAVES, "paper": PAPER}
    files = {
        ACT: plan.data,
        CHARTER: held.charter.data,
        LEAVES: b"".join(held.holding().leaves[row.hash].data + b"\n" for row in plan.items),
        PAPER: evolve(setting(), set_by="another edition").to_bytes(),
    }
    files |= {names.get(name, name): data for name, data in attached.items() if data is not None}
    left = [names[name] for name, data in attached.items() if data is None]
    inputs = act_pdf._inputs(
        act_paper(plan, held.holding(), language=EN),
        {name: data for name, data in files.items() if name not in left},
    )
    pages = typeset("acts/act_paper.typ", inputs, at=AT, fonts=OWN)
    assert pages is not None
    return act_pdf._with_fields(pages, act_pdf._places(inputs, OWN))


OTHER = World("VN", "LA", seed="other")


@pytest.mark.parametrize(
    ("attached", "reason"),
    [
        ({"more": b"{}"}, "it does not have the attachments of an act's paper"),
        ({"leaves": None}, "it does not have the attachments of an act's paper"),
        ({"act": b"{}"}, "the act attached to it is not intact"),
        ({"act": world()[2].data}, "the items attached to it are not those of the act"),
        ({"act": world()[0].charter.data}, "the items attached to it are not those of the act"),
        ({"charter": OTHER.charter.data}, "the charter attached to it is not that of the act"),
        ({"charter": world()[1].data}, "the charter attached to it is not that of the act"),
        ({"leaves": b""}, "the items attached to it are not those of the act"),
        ({"paper": b"{}"}, "its paper.json is not as it must be"),
        ({"paper": b"pages"}, "its paper.json is not as it must be"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_other_attachments_than_those_of_the_act_are_refused(
    attached: dict[str, bytes | None], reason: str
) -> None:
    assert reason in refused(forged(**attached))


def test_metadata_that_name_another_act_are_refused() -> None:
    assert verify_paper(forged()).pages.startswith("not compared")
    plan, amendment = (act.hash.encode() for act in world()[1:])
    false = forged().replace(b"/Keywords(act:" + plan, b"/Keywords(act:" + amendment)
    assert refused(false) == "its metadata name another act than the one attached to it"


def test_a_second_field_of_a_partys_name_is_refused() -> None:
    out: Any = Revision(io.BytesIO(made()))
    form = out.root["/AcroForm"]
    form["/Fields"].append(form["/Fields"].raw_get(0))
    out.update_container(form["/Fields"])
    doubled = out.written()
    reason = "something was added to it after it was made that is no party's signature"
    assert refused(doubled) in {reason, "its places for signatures are not those of the parties"}


def test_a_signature_that_another_key_made_than_the_certificates_is_refused() -> None:
    own, others = minister().signer, minister(LA).signer
    false = SimpleSigner(own.signing_cert, others.signing_key, own.cert_registry)
    assert refused(sign_paper(made(), party=VN, by=Officer(false), at=AT)) == (
        "VN's signature is not that of its certificate"
    )


def test_a_signature_over_a_weak_digest_is_refused() -> None:
    weak = PdfSignatureMetadata(
        field_name="VN", certify=True, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha1"
    )
    out = IncrementalPdfFileWriter(io.BytesIO(made()))
    signed = PdfSigner(weak, signer=minister().signer).sign_pdf(out)
    assert refused(signed.getvalue()) == "VN signed with sha1, by which files can be exchanged"


def test_a_file_that_would_grow_without_bound_is_refused() -> None:
    """A few bytes that unpack to gigabytes, and revisions that follow each other in a ring."""
    packed = zlib.compress(bytes(2**28), 9)
    assert len(packed) < 2**19
    bomb: Any = Revision(io.BytesIO(made()))
    names = bomb.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream: Any = generic.StreamObject(
        {generic.pdf_name("/Filter"): generic.pdf_name("/FlateDecode")}, encoded_data=packed
    )
    names[1]["/EF"][generic.pdf_name("/F")] = bomb.add_object(stream)
    bomb.mark_update(names[1].container_ref)
    assert refused(bomb.written())
    end = made().rindex(b"startxref")
    ring = made()[:end].replace(b"/Prev", b"/Prew") + b"startxref\n0\n%%EOF\n"
    assert refused(ring)


def test_a_file_that_calls_itself_a_paper_is_known_before_it_is_read() -> None:
    assert is_paper(twice())
    assert not is_paper(b"%PDF-1.7 minutes")
