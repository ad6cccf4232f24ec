"""Opening a key with a passphrase or a PIN that somebody types into a page.

What is typed is used once and kept nowhere: no log, no session, no form that is shown again. It
is never taken from the environment, where the commands look for it. Tries are counted by person
and for the whole node, in the table of deeds, where auditors see them.
"""

import datetime
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from foedus.errors import PassphraseError
from foedus.record.signature import Signer, SigningKey
from foedus_node import clock
from foedus_node.desk import renewal
from foedus_node.errors import TooManyTriesError
from foedus_node.keys import chest
from foedus_node.keys.errors import PinRefusedError
from foedus_node.people.trying import WRONG, wrong_tries
from foedus_node.storage.common import ledger
from foedus_node.storage.common.speaking import Voice
from foedus_node.web.desks import Desk

WRONG_SECRET: Final = (PassphraseError, PinRefusedError)
"""What is raised where a secret is another than the key's."""

_MINUTES = 15
_OF_ONE = 5
_OF_ONE_ON_A_TOKEN = 2
"""Tokens lock themselves after a few; nobody shall lock one from afar."""
_OF_ALL = 20
_SIGNING_KEY = "op"

Done = TypeVar("Done")


def token_asked(desk: Desk) -> str:
    """The label of the token in which the key that signs lies; empty where a passphrase opens it."""
    return desk.home.chest.token_of(_SIGNING_KEY) or ""


def voice(desk: Desk, *, secret: str) -> Voice:
    """The right to speak in the party's name, for somebody who knows the passphrase or PIN.

    Raises:
        PassphraseError, PinRefusedError: the secret is another.
        TooManyTriesError: it was wrong too often of late.
        FoedusError: as `Home.key` says.
    """
    renewal.settle(desk.home)
    most = _OF_ONE_ON_A_TOKEN if token_asked(desk) else _OF_ONE

    def opened() -> Signer:
        return desk.home.key(_SIGNING_KEY, secret=secret)

    return Voice(desk.home.party, desk.office, _tried(desk, opened, most=most), clock.moment())


def handed_over(desk: Desk, data: bytes, *, secret: str) -> Signer:
    """A person's own key, from the file that they hand over, to approve with.

    Raises:
        PassphraseError: the secret is another.
        TooManyTriesError: it was wrong too often of late.
        KeyFileError: the file holds no such key.
    """

    def opened() -> SigningKey:
        return chest.opened_data(data, secret=secret)

    return _tried(desk, opened, most=_OF_ONE)


def guarded(desk: Desk, done: Callable[[], Done]) -> Done:
    """Do what opens keys with what somebody typed, and count it where that opens nothing.

    Args:
        desk: at which.
        done: what is done.

    Raises:
        TooManyTriesError: it was wrong too often of late.
        FoedusError: as what is done does.
    """
    chest = desk.home.chest
    in_token = chest.has(_SIGNING_KEY) and chest.token_of(_SIGNING_KEY)
    return _tried(desk, done, most=_OF_ONE_ON_A_TOKEN if in_token else _OF_ONE)


def _tried(desk: Desk, opened: Callable[[], Done], *, most: int) -> Done:
    # One at a time on this node: opening takes 256 MiB, and tries at once would be counted too late.
    with _alone(desk):
        since = clock.now() - datetime.timedelta(minutes=_MINUTES)
        compacts = ("", *ledger.compacts())  # on pages of the node itself there is none
        mine = wrong_tries(compacts, since=since, user=desk.user)
        if mine >= most or wrong_tries(compacts, since=since) >= _OF_ALL:
            raise TooManyTriesError(tries=max(mine, most), minutes=_MINUTES)
        try:
            return opened()
        except WRONG_SECRET:
            desk.note(WRONG)
            raise


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    with (desk.home.path / "opening").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
