"""Bundles locked for one party, for a stick that may be lost: age files, for the recipient's link key.

The link key of a node opens what is locked for it; age takes an Ed25519 key as OpenSSH writes
it. Files are written and read in pieces, whatever their length.

Source: age-encryption.org/v1 (ssh-ed25519 recipients); OpenSSH's PROTOCOL.key.
"""

from typing import BinaryIO

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from foedus.phrase import phrase
from foedus.record.signature import SigningKey
from foedus.terms import Party
from foedus_node.exchange import keyring
from foedus_node.exchange.refusals import LockedBundleError, RecipientError
from foedus_node.storage.common import contacts, ledger

HEADER = b"age-encryption.org/v1\n"


def is_locked(file: BinaryIO) -> bool:
    """Whether a file is an age file; it is read from its beginning again afterwards."""
    file.seek(0)
    head = file.read(len(HEADER))
    file.seek(0)
    return head == HEADER


def lock(plain: BinaryIO, locked: BinaryIO, *, links: tuple[bytes, ...]) -> None:
    """Write what is in one file to another, for the holders of these link keys alone.

    Args:
        plain: what is to be locked.
        locked: where it goes.
        links: public link keys, 32 bytes each; each of them opens it.
    """
    recipients = [pyrage.ssh.Recipient.from_str(_public(link)) for link in links]
    pyrage.encrypt_io(plain, locked, recipients)


def unlock(locked: BinaryIO, plain: BinaryIO, *, link: SigningKey) -> None:
    """Write what is in a locked file to another.

    Raises:
        LockedBundleError: it is for another key, or damaged; what was written is worth nothing.
    """
    key = Ed25519PrivateKey.from_private_bytes(link.seed)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    try:
        pyrage.decrypt_io(locked, plain, [pyrage.ssh.Identity.from_buffer(secret)])
    except pyrage.DecryptError as error:
        told = str(error)
        reason = "it is for another party, or for a key this node no longer has"
        raise LockedBundleError(
            reason=reason if "No matching keys" in told else phrase("it is damaged")
        ) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise LockedBundleError(reason="it is damaged or cut short") from None


def links_for(compact: str, party: Party) -> tuple[bytes, ...]:
    """The link keys for which a bundle to a party is locked: those of its log, at first the one on its card.

    Raises:
        RecipientError: none is known, or the card is not that of the party in the charter.
    """
    links = tuple(keyring.links(compact, party).values())
    if links:
        return links
    card = contacts.card_of(party)
    if card is None or card.link is None:
        raise RecipientError(party=party, reason="its log has not begun here, and no card of it is kept")
    if card.root != ledger.charter(compact).parties[party]:
        raise RecipientError(party=party, reason="the card that is kept has another root than the charter")
    return (bytes.fromhex(card.link),)


def _public(link: bytes) -> str:
    key = Ed25519PublicKey.from_public_bytes(link)
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
