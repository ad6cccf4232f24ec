"""Certificates for tests: an authority and its officers, made anew on every run, trusted by nobody."""

import datetime

from attrs import frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

PASSPHRASE = "words that lock a certificate"
FIRST, LAST = datetime.datetime(2025, 1, 1), datetime.datetime(2029, 12, 31)  # noqa: DTZ001 (X.509 is UTC)


def key(kind: str = "ec") -> Key:
    """A key of a kind that officers' certificates have."""
    match kind:
        case "rsa":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


@frozen
class Authority:
    """Who certifies officers."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """Its certificate, as a verifier trusts it."""
        return self.certificate.public_bytes(Encoding.PEM)

    def officer(
        self,
        name: str,
        *,
        kind: str = "ec",
        signs: bool = True,
        first: datetime.datetime = FIRST,
        last: datetime.datetime = LAST,
        passphrase: str = PASSPHRASE,
    ) -> bytes:
        """An officer's certificate with its key, a PKCS#12 file."""
        own = key(kind)
        made = _certificate(name, own, authority=self, first=first, last=last, signs=signs)
        lock = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"officer", own, made, None, lock)


def authority(name: str = "Ministry certificates (illustrative)") -> Authority:
    """A new authority."""
    own = key()
    return Authority(_certificate(name, own, authority=None, first=FIRST, last=LAST, signs=False), own)


def _certificate(
    name: str,
    own: Key,
    *,
    authority: Authority | None,
    first: datetime.datetime,
    last: datetime.datetime,
    signs: bool,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=authority is not None,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority is None,
        crl_sign=authority is None,
        encipher_only=False,
        decipher_only=False,
    )
    signer = authority.key if authority else own
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.certificate.subject if authority else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=authority is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
