"""Signing the paper of an act: what it refuses, and whom a verifier trusts."""

import datetime

import pytest

from foedus.errors import CertificateError, NoPlaceError, PaperSignedError
from foedus.reporting.acts.signed import verify_paper
from foedus.reporting.acts.signing import officer, sign_paper
from foedus.terms import Party
from tests.certificates import PASSPHRASE, authority
from tests.reporting.papers import AT, LA, LATER, VN, minister, ministry, once, twice


def test_a_place_is_signed_once() -> None:
    for data, party in ((once(), VN), (twice(), LA)):
        with pytest.raises(PaperSignedError) as refusal:
            sign_paper(data, party=party, by=minister(), at=LATER)
        assert refusal.value.party == party


def test_a_third_party_has_no_place() -> None:
    with pytest.raises(NoPlaceError) as refusal:
        sign_paper(twice(), party=Party("KH"), by=minister(), at=LATER)
    assert str(refusal.value) == "KH has no place on this paper: it is for LA, VN to sign."


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"no certificate", "it is no PKCS#12 file, or this is not its passphrase"),
        (
            ministry().officer("A", passphrase="another"),
            "it is no PKCS#12 file, or this is not its passphrase",
        ),
        (ministry().officer("A", signs=False), "its certificate is not meant for signing"),
        (
            ministry().officer("A", last=datetime.datetime(2025, 6, 30)),  # noqa: DTZ001 (X.509 is UTC)
            "it is valid from 2025-01-01 to 2025-06-30 only",
        ),
    ],
    ids=["no such file", "another passphrase", "not for signing", "expired"],
)
def test_a_certificate_that_cannot_sign_is_refused(file: bytes, reason: str) -> None:
    with pytest.raises(CertificateError) as refusal:
        officer(file, passphrase=PASSPHRASE, name="minister.p12", at=AT)
    assert (refusal.value.file, refusal.value.reason) == ("minister.p12", reason)


# --- whom a verifier trusts -----------------------------------------------------------------------


def test_a_certificate_is_judged_only_by_those_that_the_verifier_gives() -> None:
    def trust(*roots: bytes) -> set[str]:
        return {one.trust for one in verify_paper(twice(), trust=roots).signatures}

    assert trust() == {"not judged"}
    assert trust(ministry().pem) == {"trusted"}
    assert trust(authority().pem) == {"not trusted"}
    assert trust(authority().pem, ministry().pem) == {"trusted"}
    assert "NOT TRUSTED" in str(verify_paper(twice(), trust=[authority().pem]).signatures[0])


def test_a_certificate_that_was_over_when_its_officer_claims_to_have_signed_is_not_trusted() -> None:
    over = LATER - datetime.timedelta(days=1)
    file = ministry().officer("B", last=over.replace(tzinfo=None))
    early = officer(file, passphrase=PASSPHRASE, name="p12", at=AT)
    paper = verify_paper(sign_paper(once(), party=LA, by=early, at=LATER), trust=[ministry().pem])
    assert [one.trust for one in paper.signatures] == ["trusted", "not trusted"]


def test_a_certificate_is_judged_at_the_moment_of_signing_and_not_ten_years_later() -> None:
    file = ministry().officer("B", last=LATER.replace(tzinfo=None) + datetime.timedelta(days=1))
    then = officer(file, passphrase=PASSPHRASE, name="p12", at=LATER)
    paper = verify_paper(sign_paper(once(), party=LA, by=then, at=LATER), trust=[ministry().pem])
    assert [one.trust for one in paper.signatures] == ["trusted", "trusted"]


def test_what_is_given_as_trusted_and_is_no_certificate_is_refused() -> None:
    for given_ in (b"nothing", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(CertificateError):
            verify_paper(twice(), trust=[given_])
