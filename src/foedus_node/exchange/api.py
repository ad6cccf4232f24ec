"""What a node answers over HTTP: the protocol of `docs/reference/exchange.md`, and nothing else.

Read it there; its OpenAPI description is served at `/openapi.json`. Who may ask is a matter
of `callers`, what is taken in of `incoming`, and what a page holds of `storage.common.pages`.
The process that answers runs without the private database.
"""

from typing import Annotated, Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from foedus.errors import FoedusError, GapError
from foedus.phrase import phrase
from foedus.record import signature
from foedus.record.bundle import Manifest
from foedus.record.signature import MANIFEST
from foedus_node import clock
from foedus_node.errors import BusyError
from foedus_node.exchange import arriving, callers
from foedus_node.exchange.callers import Caller, Linked
from foedus_node.exchange.refusals import (
    AbsentError,
    BodyError,
    MomentError,
    TooLargeError,
    TooSlowError,
    UnknownCallerError,
)
from foedus_node.storage.common import ledger, pages

ENVELOPE, NDJSON, BYTES = "application/json", "application/x-ndjson", "application/octet-stream"
BUNDLE = "application/vnd.foedus.bundle"
MOST_NAMES = 100

_HASH = "[0-9a-f]{64}"
_PARTY = "([A-Z]{2}|[A-Z][A-Z0-9-]{2,15})"

Compact = Annotated[str, Path(pattern=f"^{_HASH}$", description="The compact, by its charter's hash.")]
Party = Annotated[str, Path(pattern=f"^{_PARTY}$", description="Whose log.")]
Names = Annotated[
    str,
    Path(
        pattern=f"^{_HASH}(,{_HASH}){{0,{MOST_NAMES - 1}}}$",
        description=f"One hash, or at most {MOST_NAMES} with commas between.",
    ),
]
Name = Annotated[str, Path(pattern=f"^{_HASH}$", description="The document's SHA-256.")]
Count = Annotated[int, Query(ge=0, le=2**53 - 1)]
Have = Annotated[
    str,
    Query(
        pattern=f"^({_PARTY}:[0-9]{{1,15}}(,{_PARTY}:[0-9]{{1,15}}){{0,63}})?$",
        description="Up to which entry the caller has each log, `LA:4,VN:7`; a log not named: none.",
    ),
]


class Seal(Schema):
    """One signature of an envelope."""

    keyid: str
    sig: str


class Envelope(Schema):
    """A DSSE envelope over a bundle's manifest: the heads that the node answers for."""

    payload: str
    payloadType: str  # noqa: N815 (DSSE's name)
    signatures: list[Seal]


class Refusal(Schema):
    """Why something was refused, in a sentence, and what to do next."""

    refusal: str
    sentence: str
    hint: str


class Gap(Refusal):
    """A bundle that goes on beyond what is held, and the heads that are."""

    heads: Envelope


_OUTSIDE = {401: Refusal, 403: Refusal, 422: Refusal, 503: Refusal}
_PAGE = {200: None, **_OUTSIDE}


def _is(kind: str, what: str) -> dict[str, Any]:
    """The description of an answer that is not JSON."""
    return {
        "responses": {
            200: {"description": what, "content": {kind: {"schema": {"type": "string", "format": "binary"}}}}
        }
    }


api = NinjaAPI(
    title="A Foedus node",
    version="1",
    description="The exchange of a compact's record between its parties. See docs/reference/exchange.md.",
    docs_url=None,
    urls_namespace="exchange",
)


@api.get("/{compact}/heads", auth=Linked(), response={200: Envelope, **_OUTSIDE}, operation_id="heads")
def heads(request: HttpRequest, compact: Compact, *, have: Have = "", most: Count = 0) -> HttpResponse:
    """Where each log ends here, sealed; the manifest of the bundle that goes on from `have`.

    With `most` it goes on by so many entries of each log at most.
    """
    return _heads(compact, _caller(request), have=have, most=most)


@api.get(
    "/{compact}/log/{party}",
    auth=Linked(),
    response={**_PAGE, 404: Refusal},
    openapi_extra=_is(NDJSON, "Envelopes, a line each; none where the log ends."),
    operation_id="log",
)
def log(request: HttpRequest, compact: Compact, party: Party, *, after: Count = 0) -> HttpResponse:
    """A party's entries from the one after `after`: a page of them."""
    _ = request
    if party not in ledger.charter(compact).parties:
        raise AbsentError(what="log", name=party)
    return _lines(pages.lines(compact, party=party, after=after))


@api.get(
    "/{compact}/acts/{names}",
    auth=Linked(),
    response={**_PAGE, 404: Refusal},
    openapi_extra=_is(NDJSON, "Acts, a line each, by their names."),
    operation_id="acts",
)
def acts(request: HttpRequest, compact: Compact, names: Names) -> HttpResponse:
    """Those of these acts that are held: a page of them."""
    _ = request
    return _found(pages.acts(compact, names.split(",")), what="act", names=names)


@api.get(
    "/{compact}/leaves/{names}",
    auth=Linked(),
    response={**_PAGE, 404: Refusal},
    openapi_extra=_is(NDJSON, "Leaves, a line each, by their hashes."),
    operation_id="leaves",
)
def leaves(request: HttpRequest, compact: Compact, names: Names) -> HttpResponse:
    """Those of these leaves that are held: a page of them."""
    _ = request
    return _found(pages.leaves(compact, names.split(",")), what="leaf", names=names)


@api.get(
    "/{compact}/blobs/{name}",
    auth=Linked(),
    response={**_PAGE, 404: Refusal},
    openapi_extra=_is(BYTES, "Bytes; none where the document ends."),
    operation_id="blob",
)
def blob(request: HttpRequest, compact: Compact, name: Name, *, start: Count = 0) -> HttpResponse:
    """A document's bytes from `start` on: a page of them."""
    _ = request
    data = pages.part(compact, name, start=start)
    if data is None:
        raise AbsentError(what="document", name=name[:12])
    return HttpResponse(data, content_type=BYTES)


@api.post(
    "/{compact}/bundle",
    auth=Linked(first=True),
    response={
        200: Envelope, 408: Refusal, 409: Gap, 411: Refusal, 413: Refusal, 415: Refusal, **_OUTSIDE
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {BUNDLE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    operation_id="bundle",
)  # fmt: skip
def bundle(request: HttpRequest, compact: Compact) -> HttpResponse:
    """Take in a bundle; the answer is where each log ends here afterwards, sealed."""
    caller = _caller(request)
    if request.content_type != BUNDLE:
        raise BodyError(reason=phrase("its content is not {bundle}", bundle=BUNDLE), status=415)
    caller = arriving.take_in(request, caller)
    request.caller = caller  # type: ignore[attr-defined] # known from now on: the answer is signed
    return _heads(compact, caller)


def sealed_heads(compact: str, caller: Caller, *, have: str = "", most: int = 0) -> bytes:
    """The manifest of the bundle that goes on from `have`, in its seal: heads that this node answers for."""
    here, ends = callers.home(), pages.heads(compact)
    asked = {party: int(seq) for party, _, seq in (one.partition(":") for one in have.split(",") if one)}
    starts = {party: min(asked.get(party, 0), head.seq) for party, head in ends.items()}
    if most:
        ends = {
            party: pages.head_at(compact, party, seq=min(starts[party] + most, head.seq))
            for party, head in ends.items()
        }
    manifest = Manifest(
        compact=compact, sender=here.party, to=(caller.party,), have=starts, heads=ends, at=clock.moment()
    )
    return signature.seal(manifest.to_bytes(), here.link, MANIFEST)


def _heads(compact: str, caller: Caller, *, have: str = "", most: int = 0) -> HttpResponse:
    sealed = sealed_heads(compact, caller, have=have, most=most)
    return HttpResponse(sealed, content_type=ENVELOPE)


def _lines(data: list[bytes]) -> HttpResponse:
    return HttpResponse(b"".join(line + b"\n" for line in data), content_type=NDJSON)


def _found(data: list[bytes], *, what: str, names: str) -> HttpResponse:
    if not data:
        raise AbsentError(what=what, name=names[:12])
    return _lines(data)


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined] # set by django-ninja
    return caller


# --- refusals --------------------------------------------------------------------------------


def refused(error: FoedusError, *, status: int) -> HttpResponse:
    """A refusal as it is answered."""
    told = Refusal(refusal=type(error).__name__, sentence=str(error), hint=error.advice)
    return HttpResponse(told.model_dump_json(), content_type="application/json", status=status)


_STATUS: dict[type[FoedusError], int] = {
    UnknownCallerError: 403,
    MomentError: 401,
    AbsentError: 404,
    TooSlowError: 408,
    TooLargeError: 413,
    BusyError: 503,
}


@api.exception_handler(FoedusError)
def _refusal(request: HttpRequest, error: FoedusError) -> HttpResponse:
    caller: Caller | None = getattr(request, "caller", None)
    if caller is None or (not caller.is_known and not isinstance(error, MomentError | BusyError)):
        error = error if isinstance(error, MomentError | BusyError) else UnknownCallerError()
    if isinstance(error, GapError) and caller:
        told = Refusal(refusal="GapError", sentence=str(error), hint=error.advice).model_dump_json()
        sealed = sealed_heads(caller.compact, caller)
        body = told.removesuffix("}").encode() + b',"heads":' + sealed + b"}"
        return HttpResponse(body, content_type="application/json", status=409)
    status = error.status if isinstance(error, BodyError) else _STATUS.get(type(error), 422)
    response = refused(error, status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Signature"
    return response


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    caller: Caller | None = getattr(request, "caller", None)
    if caller is None or not caller.is_known:
        return refused(UnknownCallerError(), status=403)
    where = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors}))
    return refused(
        BodyError(reason=phrase("{where} is not as it must be", where=where), status=422), status=422
    )


@api.exception_handler(DatabaseError)
def _held_up(request: HttpRequest, _: DatabaseError) -> HttpResponse:
    return _refusal(request, BusyError(pid="unknown"))
