"""The secret words that open a key: from a file that is named, from the environment, from the person."""

import getpass
import os
import sys
from pathlib import Path

from foedus.phrase import phrase
from foedus_node import files
from foedus_node.errors import FileError, PassphraseMissingError, PinMissingError, WeakPassphraseError

SHORTEST_PASSPHRASE = 12
_SMALL = 2**16


def passphrase(role: str, *, confirm: bool = False) -> str:
    """The passphrase: from FOEDUS_PASSPHRASE_FILE, FOEDUS_PASSPHRASE, or the person at the terminal.

    Raises:
        PassphraseMissingError: it is set nowhere and there is no terminal.
        FileError: FOEDUS_PASSPHRASE_FILE names no text.
    """
    if file := os.environ.get("FOEDUS_PASSPHRASE_FILE"):
        return secret_in(Path(file), what="a passphrase")
    if given := os.environ.get("FOEDUS_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise PassphraseMissingError(role=role)
    words = getpass.getpass(f"Passphrase of the {role} key: ")
    while confirm and getpass.getpass("The same once more: ") != words:
        words = getpass.getpass("They differ. Passphrase: ")
    return words


def new_passphrase(role: str) -> str:
    """The passphrase of a key to be made.

    Raises:
        WeakPassphraseError: it is too short.
        PassphraseMissingError, FileError: as `passphrase` says.
    """
    words = passphrase(role, confirm=True)
    refuse_weak(words)
    return words


def refuse_weak(words: str) -> None:
    """Refuse words that are no good passphrase.

    Raises:
        WeakPassphraseError: they are too short.
    """
    if len(words) < SHORTEST_PASSPHRASE:
        raise WeakPassphraseError(length=len(words))


def pin(token: str) -> str:
    """A token's PIN: from FOEDUS_PIN_FILE, or the person at the terminal.

    Raises:
        PinMissingError: it is set nowhere and there is no terminal.
        FileError: FOEDUS_PIN_FILE names no text.
    """
    if file := os.environ.get("FOEDUS_PIN_FILE"):
        return secret_in(Path(file), what="a PIN")
    if not sys.stdin.isatty():
        raise PinMissingError(token=token)
    return getpass.getpass(f"PIN of the token {token}: ")


def new_secret(asked: str) -> str:
    """A new password, asked for twice.

    Raises:
        PassphraseMissingError: there is no terminal.
    """
    if not sys.stdin.isatty():
        raise PassphraseMissingError(role="user")
    words = getpass.getpass(asked)
    while getpass.getpass("The same once more: ") != words:
        words = getpass.getpass(f"They differ. {asked}")
    return words


def secret_in(file: Path, *, what: str) -> str:
    """What a file holds as its only line.

    Raises:
        FileError: it is not there, or no text.
    """
    try:
        return files.read(file, most=_SMALL).decode().strip("\r\n")
    except UnicodeDecodeError:
        raise FileError(
            path=str(file), reason=phrase("it is not UTF-8, and {what} is needed", what=what)
        ) from None
