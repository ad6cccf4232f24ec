"""Who calls: only a node of a party to the compact is answered; everybody else gets one same refusal.

A caller proves with each request that it holds a link key which its party's root certified,
in the party's log as held here. A party whose key is not held here yet, at first or after it was
exchanged, may make itself known by a bundle that holds it (`Caller.is_known`).
"""

import datetime
import os
import re
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from attrs import frozen
from django.http import HttpRequest, HttpResponse

from foedus.record import shape
from foedus_node import clock
from foedus_node.exchange import keyring, messages
from foedus_node.exchange.messages import Answer, Request, Signed
from foedus_node.exchange.nonces import Nonces
from foedus_node.exchange.refusals import (
    MomentError,
    UnknownCallerError,
    UnsignedError,
)
from foedus_node.home import Home
from foedus_node.storage.common import ledger, pages

_PATH = re.compile(r"/[A-Za-z0-9/._,-]*")
_QUERY = re.compile(r"[A-Za-z0-9=&:,._%+-]*")

_LAST = 253_402_300_799  # the end of the year 9999

Respond = Callable[[HttpRequest], HttpResponse]


@frozen
class Caller:
    """A node that calls, and the request as it signed it."""

    compact: str
    party: str
    request: Request
    signed: Signed
    is_known: bool
    """Whether its signature was verified; else its key is in no log held here, and nothing is believed."""


def home() -> Home:
    """The node that is called."""
    return Home.at(Path(os.environ["FOEDUS_NODE"]))


@cache
def _nonces(folder: Path) -> Nonces:
    return Nonces(folder / "data" / "nonces")


class Linked:
    """Lets a request pass that a party's node signed; in the form that django-ninja asks for."""

    def __init__(self, *, first: bool = False) -> None:
        """Decide who passes.

        Args:
            first: whether a party passes whose key is not held here.
        """
        self._first = first

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller.

        Raises:
            UnknownCallerError: it is no party, as far as can be seen.
            MomentError: it is one, and its clock or ours is wrong.
        """
        caller = _identified(request)
        if not caller.is_known and not self._first:
            raise UnknownCallerError
        request.caller = caller  # type: ignore[attr-defined] # where `Signing` finds it
        return caller


def _identified(request: HttpRequest) -> Caller:
    given = {name.lower(): value for name, value in request.headers.items()}
    query = request.META.get("QUERY_STRING", "")
    if not _PATH.fullmatch(request.path) or not _QUERY.fullmatch(query):
        raise UnknownCallerError
    compact, us = request.path.split("/")[2], home().party
    sender, receiver = given.get(messages.SENDER, ""), given.get(messages.RECEIVER, "")
    asked = Request(
        request.method or "", request.path, query, given.get(messages.DIGEST, ""), sender, receiver
    )
    try:
        signed = messages.read(Request, given)
    except UnsignedError:
        raise UnknownCallerError from None
    if not shape.is_hash(compact) or not shape.is_party(sender) or sender == us or receiver != us:
        raise UnknownCallerError
    if pages.is_held(compact) and sender not in ledger.charter(compact).parties:
        raise UnknownCallerError
    public = keyring.links(compact, sender).get(signed.kid) if pages.is_held(compact) else None
    caller = Caller(compact, sender, asked, signed, is_known=public is not None)
    if public is not None:
        refuse_unproven(caller, public)
    return caller


def refuse_unproven(caller: Caller, public: bytes | None) -> None:
    """Refuse a caller that did not sign with this key, a request met before, or one of another time.

    Raises:
        UnknownCallerError, MomentError: as they say.
    """
    signed = caller.signed
    if public is None or not signed.is_valid(caller.request, public):
        raise UnknownCallerError
    now = clock.now()
    present = int(now.timestamp())
    if abs(present - signed.created) > messages.WINDOW:
        raise MomentError(theirs=_told(signed.created), ours=_told(present), minutes=messages.WINDOW // 60)
    if not _nonces(home().path).is_new(f"{signed.kid}-{signed.nonce}", now=present):
        raise UnknownCallerError


def _told(seconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(min(seconds, _LAST), datetime.UTC)
    return f"{moment:%-d %B %Y %H:%M:%S UTC}"


class Signing:
    """Signs every answer to a caller that is known, whatever it says; Django's middleware."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, signed for its caller."""
        response = self._respond(request)
        caller: Caller | None = getattr(request, "caller", None)
        response.headers["Cache-Control"] = "no-store"
        if caller is not None and caller.is_known:
            here = home()
            answer = Answer(
                status=response.status_code,
                digest=messages.content_digest(response.content),
                sender=here.party,
                receiver=caller.party,
                to=request.headers["Signature"],
            )
            signed = messages.headers(
                answer,
                here.link,
                created=int(clock.now().timestamp()),
                nonce=secrets.token_hex(16),
            )
            for name, value in signed.items():
                response.headers[name] = value
        return response
