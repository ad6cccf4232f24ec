"""A bundle that a peer posts: received within bounds, and taken in by the one importer.

Its bytes go to a temporary file as they come. Who sends more than it announced, or too
slowly, is cut off. A party that is not known yet must show in the bundle itself that its
root certified the key with which it calls; else nothing of it is kept, and nothing is said.
"""

import hashlib
import queue
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, BinaryIO, cast

from attrs import evolve
from django.http import HttpRequest

from foedus.phrase import phrase
from foedus.record.bundle import Bundle
from foedus.record.container import LARGEST
from foedus.record.holding import Holding
from foedus_node import clock
from foedus_node.errors import BusyError
from foedus_node.exchange import callers, incoming, messages
from foedus_node.exchange.callers import Caller
from foedus_node.exchange.incoming import Us
from foedus_node.exchange.refusals import (
    BodyError,
    TooLargeError,
    TooSlowError,
    UnknownCallerError,
)
from foedus_node.home import Home
from foedus_node.storage.common import contacts, pages

MOST_BYTES = LARGEST
MOST_BYTES_OF_A_STRANGER = 2**24
SECONDS_TO_BEGIN = 30
SECONDS_A_MEBIBYTE = 10
"""A body may take so long: these seconds, and these for each mebibyte."""

_PIECE = 2**16
_SECONDS_BUSY = 3
_of_parties, _of_strangers = threading.BoundedSemaphore(6), threading.BoundedSemaphore(2)
_reading = threading.BoundedSemaphore(32)


def take_in(request: HttpRequest, caller: Caller) -> Caller:
    """Receive the bundle in a request's body and take it in; gives the caller, known if it was not.

    Raises:
        FoedusError: what is wrong with it, or with the way in which it is sent; nothing of it was kept.
    """
    room = _of_parties if caller.is_known else _of_strangers
    if not room.acquire(blocking=False):
        raise BusyError(pid="the exchange itself")
    try:
        with tempfile.TemporaryFile() as file:
            _receive(request, file, most=MOST_BYTES if caller.is_known else MOST_BYTES_OF_A_STRANGER)
            if messages.digest_of(_sha256(file)) != caller.request.digest:
                raise BodyError(reason="its bytes are not those of its digest", status=422)
            return _taken(Bundle(cast("BinaryIO", file)), caller)
    finally:
        room.release()


def _taken(bundle: Bundle, caller: Caller) -> Caller:
    if (bundle.manifest.compact, bundle.manifest.sender) != (caller.compact, caller.party):
        raise BodyError(reason="its bundle is of another compact, or another party's", status=422)
    here = callers.home()
    us = Us.of(here, clock.now())
    with waiting(here):
        if caller.is_known:
            incoming.take(bundle, us, is_fresh=True)
            return caller
        if not pages.is_held(caller.compact) and not _is_expected(bundle, caller):
            raise UnknownCallerError
        incoming.take(bundle, us, is_fresh=True, vouch=lambda after: _refuse_stranger(caller, after))
        return evolve(caller, is_known=True)


def _refuse_stranger(caller: Caller, after: Holding) -> None:
    """Refuse a party whose own log, as the bundle brought it, does not certify the key it calls with."""
    keys = after.logs[caller.party].keys if caller.party in after.logs else None
    callers.refuse_unproven(caller, keys.links.get(caller.signed.kid) if keys else None)


def _is_expected(bundle: Bundle, caller: Caller) -> bool:
    """Whether a compact that is not here may be founded by this caller: an officer keeps its card here."""
    known = contacts.card_of(caller.party)
    charter = next((act for act in bundle.acts() if act.hash == caller.compact), None)
    return known is not None and charter is not None and charter.parties.get(caller.party) == known.root


@contextmanager
def waiting(here: Home) -> Iterator[None]:
    """Hold the node alone; wait a little for a command that is about to end.

    Raises:
        BusyError: another process holds it.
    """
    until = time.monotonic() + _SECONDS_BUSY
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(here.locked())
                break
            except BusyError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield


def _receive(request: HttpRequest, file: IO[bytes], *, most: int) -> None:
    """Write the body to a file, if it is as long as announced and comes in time."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not announced.isdigit() or len(announced) > 12:
        raise BodyError(reason="its length is not announced", status=411)
    size = int(announced)
    if size > most:
        raise TooLargeError(size=size, most=most)
    until = time.monotonic() + SECONDS_TO_BEGIN + size / 2**20 * SECONDS_A_MEBIBYTE
    came = 0
    for piece in _pieces(request, size, until=until):
        file.write(piece)
        came += len(piece)
    if came != size:
        raise BodyError(reason=phrase("{came:,} bytes came of {size:,}", came=came, size=size), status=422)


def _pieces(request: HttpRequest, size: int, *, until: float) -> Iterator[bytes]:
    """The body's pieces, as they come.

    A read can wait for a silent peer for ever, and the server ends it only with the connection: so
    it is another thread that reads, and is left behind if it takes too long; of those there are few.
    """
    came: queue.Queue[bytes] = queue.Queue(maxsize=16)
    left = threading.Event()
    if not _reading.acquire(blocking=False):
        raise BusyError(pid="the exchange itself")
    threading.Thread(
        target=_read, args=(request, size), kwargs={"came": came, "left": left}, daemon=True
    ).start()
    try:
        while True:
            piece = came.get(timeout=max(until - time.monotonic(), 0.001))
            if not piece:
                return
            yield piece
    except queue.Empty:
        raise TooSlowError from None
    finally:
        left.set()


def _read(request: HttpRequest, size: int, *, came: "queue.Queue[bytes]", left: threading.Event) -> None:
    try:
        while size and not left.is_set():
            piece = request.read(min(_PIECE, size))
            size -= len(piece)
            if not piece:
                break
            _put(came, piece, left)
    except OSError:
        pass  # the connection ended: what came is too short, and is told so
    finally:
        _put(came, b"", left)
        _reading.release()


def _put(came: "queue.Queue[bytes]", piece: bytes, left: threading.Event) -> None:
    while not left.is_set():
        try:
            came.put(piece, timeout=1)
        except queue.Full:
            continue
        return


def _sha256(file: IO[bytes]) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(2**20):
        digest.update(piece)
    return digest.digest()
