"""Asking a peer's node: every request signed with our link key, every answer held to theirs.

An answer that is too long, too slow, not signed by the peer's node or not the answer to this
request is refused, and nothing of it is used. Where the key that signed it is not known, as when
a destroyed node is rebuilt or the peer exchanged its key, the answer is *unproven* until the
peer's log, as it came, tells the key (`Line.refuse_unproven`).
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import IO, Self

import httpx
import orjson
from attrs import define, field, frozen

from foedus.phrase import phrase
from foedus.record import act, bundle, signature, tree
from foedus.record.bundle import Manifest
from foedus.record.signature import MANIFEST, Signer
from foedus.terms import Party
from foedus_node import clock
from foedus_node.exchange import messages
from foedus_node.exchange.messages import Answer, Request, Signed
from foedus_node.exchange.refusals import (
    PeerRefusedError,
    TurnedAwayError,
    UnreachableError,
    UnsignedError,
    UntrueAnswerError,
)

BUNDLE = "application/vnd.foedus.bundle"
MOST_BYTES = 16 * 2**20
"""What an answer may hold: a page, or one act of the largest size."""
SECONDS_TO_CONNECT = 10
SECONDS_OF_SILENCE = 60
SECONDS_AN_ANSWER_MAY_TAKE = 300
MOST_NAMES = 100

_PIECE = 2**20
_LONGEST_TOLD = 500


@frozen
class Heads:
    """Where each log ends at a peer's node, in the seal of its link key."""

    manifest: Manifest
    seal: bytes = field(repr=False)


class GapAnswer(Exception):  # noqa: N818 (no refusal for an officer: the push begins anew from these heads)
    """A peer's node lacks what comes before the bundle that was posted; these are its heads."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads


@frozen
class _Unproven:
    """An answer whose signer is not known yet."""

    answer: Answer
    signed: Signed


@define
class Line:
    """A line to one peer's node for one compact; open while it is a context."""

    address: str
    compact: str
    sender: Party
    receiver: str
    key: Signer = field(repr=False)
    links: Mapping[str, bytes]
    """The peer's link keys as they are known here, by key id."""
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    """What carries the requests; None: the network."""
    _client: httpx.Client = field(init=False, repr=False)
    _unproven: list[_Unproven] = field(factory=list, init=False, repr=False)

    def __enter__(self) -> Self:
        timeout = httpx.Timeout(SECONDS_OF_SILENCE, connect=SECONDS_TO_CONNECT)
        self._client = httpx.Client(
            timeout=timeout, headers={"Accept-Encoding": "identity"}, transport=self.transport
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    # --- what may be asked ----------------------------------------------------------------

    def heads(self, have: Mapping[str, int] | None = None, *, most: int = 0) -> Heads:
        """Where each log ends there; and the manifest of the bundle that goes on from `have`.

        Args:
            have: up to which entry we have each log.
            most: by how many entries of each log to go on at most; 0: to the end.

        Raises:
            UnreachableError, UntrueAnswerError, TurnedAwayError, PeerRefusedError: as they say; so for all.
        """
        asked = ",".join(f"{party}:{seq}" for party, seq in sorted((have or {}).items()))
        return self._sealed(self._ask("GET", "heads", query=f"have={asked}&most={most}"))

    def log(self, party: str, *, after: int, end: int) -> Iterator[bytes]:
        """A party's envelopes from the one after `after` to the one at `end`, as they come; page by page."""
        while after < end:
            page = self._ask("GET", f"log/{party}", query=f"after={after}").split(b"\n")[:-1]
            if not page:
                raise self._untrue(
                    phrase(
                        "{party}'s log ends there at {after}, not at {end}", party=party, after=after, end=end
                    )
                )
            yield from page[: end - after]
            after += len(page)

    def acts(self, names: Iterable[str]) -> Iterator[bytes]:
        """These acts; one that is not held there is left out."""
        yield from self._named("acts", names, call=act.name_of)

    def leaves(self, names: Iterable[str]) -> Iterator[bytes]:
        """These leaves; one that is not held there is left out."""
        yield from self._named("leaves", names, call=lambda leaf: tree.leaf_hash(leaf).hex())

    def blob(self, name: str) -> Iterator[bytes]:
        """A document, piece by piece, none if it is not held; whether it is the right one is not checked."""
        start = 0
        while piece := self._ask("GET", f"blobs/{name}", query=f"start={start}", missing=b""):
            yield from (piece[at : at + _PIECE] for at in range(0, len(piece), _PIECE))
            start += len(piece)

    def post(self, file: IO[bytes]) -> Heads:
        """Send a bundle; gives the heads held there afterwards.

        Raises:
            GapAnswer: it begins beyond what is held there.
        """
        return self._sealed(self._ask("POST", "bundle", file=file))

    @property
    def is_proven(self) -> bool:
        """Whether every answer so far was signed by a key that is known to be the peer's."""
        return not self._unproven

    def refuse_unproven(self, links: Mapping[str, bytes]) -> None:
        """Refuse what was answered so far, unless these are the keys that signed it; from now on they are.

        Raises:
            UntrueAnswerError: another key signed an answer.
        """
        for one in self._unproven:
            self._refuse_untrue(one.answer, one.signed, links)
        self._unproven.clear()
        self.links = links

    # --- how it is asked ------------------------------------------------------------------

    def _named(self, what: str, names: Iterable[str], *, call: Callable[[bytes], str]) -> Iterator[bytes]:
        left = sorted(names)
        while left:
            several = left[:MOST_NAMES]
            lines = self._ask("GET", f"{what}/{','.join(several)}", missing=b"").split(b"\n")[:-1]
            came = {call(line): line for line in lines}
            if not came.keys() <= set(several):
                raise self._untrue(phrase("it sent {what} that were not asked for", what=what))
            yield from came.values()
            # A page may be full before all were in it: only what lies before its last is surely not there.
            last = max(came, default=several[-1])
            left = [name for name in left if name > last]

    def _sealed(self, data: bytes) -> Heads:
        sealed = signature.unseal(data, MANIFEST)
        manifest = bundle.parse_manifest(sealed.payload)
        if (manifest.compact, manifest.sender) != (self.compact, self.receiver):
            raise self._untrue(phrase("its heads are of another compact, or another party's"))
        return Heads(manifest, data)

    def _ask(
        self,
        method: str,
        what: str,
        *,
        query: str = "",
        file: IO[bytes] | None = None,
        missing: bytes | None = None,
    ) -> bytes:
        base = httpx.URL(self.address)
        path = f"{base.path.rstrip('/')}/v1/{self.compact}/{what}"
        digest, size = _digest(file)
        asked = Request(method, f"/v1/{self.compact}/{what}", query, digest, self.sender, self.receiver)
        headers = messages.headers(
            asked, self.key, created=int(clock.now().timestamp()), nonce=secrets.token_hex(16)
        )
        if file:
            headers |= {"Content-Type": BUNDLE, "Content-Length": str(size)}
        url = base.copy_with(raw_path=(path + (f"?{query}" if query else "")).encode())
        try:
            with self._client.stream(
                method, url, headers=headers, content=_pieces(file) if file else None
            ) as response:
                body = self._body(response)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._unreachable(_reason(error)) from None
        return self._true(response, body, asked=headers[messages.SIGNATURE], missing=missing)

    def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise self._untrue(phrase("its answer is packed, and nobody asked for that"))
        until, body = time.monotonic() + SECONDS_AN_ANSWER_MAY_TAKE, bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > MOST_BYTES:
                raise self._untrue(
                    phrase("its answer has more than {most_bytes:,} bytes", most_bytes=MOST_BYTES)
                )
            if time.monotonic() > until:
                raise self._unreachable(phrase("its answer did not come to an end"))
        return bytes(body)

    def _true(self, response: httpx.Response, body: bytes, *, asked: str, missing: bytes | None) -> bytes:
        """The body of an answer that the peer's node signed; what it refuses is raised."""
        status = response.status_code
        if status == 403 and messages.INPUT not in response.headers:
            raise TurnedAwayError(party=self.receiver, address=self.address)
        answer = Answer(status, messages.content_digest(body), self.receiver, self.sender, asked)
        is_signed = messages.INPUT in response.headers
        if is_signed or status < 400:
            try:
                signed = messages.read(Answer, response.headers)
            except UnsignedError as error:
                raise self._untrue(error.reason) from None
            if signed.kid in self.links:
                self._refuse_untrue(answer, signed, self.links)
            else:
                self._unproven.append(_Unproven(answer, signed))
        if status == 404 and is_signed and missing is not None:
            return missing
        if status >= 400:
            self._refuse(status, body if is_signed else b"")
        return body

    def _refuse(self, status: int, body: bytes) -> None:
        """Raise what the peer's node refused; an unsigned refusal is believed no further than that."""
        told = _told(body)
        heads = told.get("heads")
        if status == 409 and heads is not None:
            raise GapAnswer(self._sealed(orjson.dumps(heads, option=orjson.OPT_SORT_KEYS)))
        if status >= 500 or not told:
            raise self._unreachable(
                phrase(
                    "it answers {status}: {sentence}",
                    status=status,
                    sentence=told.get("sentence", "no reason given"),
                )
            )
        raise PeerRefusedError(party=self.receiver, told=str(told.get("sentence"))[:_LONGEST_TOLD])

    def _refuse_untrue(self, answer: Answer, signed: Signed, links: Mapping[str, bytes]) -> None:
        public = links.get(signed.kid)
        if public is None:
            raise self._untrue(
                phrase(
                    "its key {kid} is not among {receiver}'s link keys",
                    kid=signed.kid[:12],
                    receiver=self.receiver,
                )
            )
        if not signed.is_valid(answer, public):
            raise self._untrue(phrase("its signature is not of this answer to this request"))

    def _untrue(self, reason: str) -> UntrueAnswerError:
        return UntrueAnswerError(party=self.receiver, address=self.address, reason=reason)

    def _unreachable(self, reason: str) -> UnreachableError:
        return UnreachableError(party=self.receiver, address=self.address, reason=reason)


def _told(body: bytes) -> Mapping[str, object]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


_UNCONNECTED = {
    "refused": phrase("nobody answers there"),
    "CERTIFICATE_VERIFY_FAILED": phrase("its certificate is none that this machine trusts"),
    "Name or service": phrase("no machine of that name is known"),
    "name resolution": phrase("no machine of that name is known"),
    "unreachable": phrase("this machine has no network to there"),
}


def _reason(error: Exception) -> str:
    match error:
        case httpx.ConnectTimeout():
            return phrase("it does not answer")
        case httpx.TimeoutException():
            return phrase("it fell silent")
        case httpx.ConnectError():
            told = (words for sign, words in _UNCONNECTED.items() if sign in str(error))
            return next(told, phrase("no connection ({error})", error=error))
        case httpx.RemoteProtocolError() | httpx.ReadError() | httpx.WriteError():
            return phrase("the connection was cut")
    return str(error) or type(error).__name__


def _digest(file: IO[bytes] | None) -> tuple[str, int]:
    if file is None:
        return messages.content_digest(b""), 0
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
    return messages.digest_of(digest.digest()), size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece
