"""A request to a party's root: key statements that its officials sign, each on a machine of their own.

The node that needs the statements writes the request, each official signs all of it or
nothing, and the node takes the signatures in. Beside the statements stands what the node
says of them (the compact's title, the keys before): that is for reading and proves
nothing; what is signed is the statement, the compact and the party.

Bytes in, bytes out. Nothing here reads a file, a key file or a clock.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from attrs import field, frozen

from foedus.errors import FoedusError, RequestError
from foedus.phrase import phrase
from foedus.record import canonical, entry, log, shape, signature
from foedus.record.act import Root
from foedus.record.log import Keys
from foedus.record.signature import Signer

VERSION = 1
MOST_BYTES = 2**22
MOST_STATEMENTS = 1_000


@frozen
class Change:
    """One compact's key statement to be certified, and the keys it takes the place of."""

    compact: str
    title: Mapping[str, str]
    """The compact's title, as the node says."""
    before: Mapping[str, Any] | None
    """The statement in force, as the node says; None: the log has none yet."""
    body: Mapping[str, Any]
    """The statement, without signatures."""

    @property
    def root(self) -> Root:
        """The root that must sign it."""
        return Root(tuple(self.body["root"]), self.body["root_threshold"])

    def coming(self, kind: str) -> tuple[str, ...]:
        """The keys of a kind (`ops`, `links`) that come in."""
        return tuple(key for key in self.body[kind] if key not in self._before(kind))

    def going(self, kind: str) -> tuple[str, ...]:
        """The keys of a kind that go out."""
        return tuple(key for key in self._before(kind) if key not in self.body[kind])

    def staying(self, kind: str) -> tuple[str, ...]:
        """The keys of a kind that stay."""
        return tuple(key for key in self.body[kind] if key in self._before(kind))

    def _before(self, kind: str) -> tuple[str, ...]:
        return tuple(self.before[kind]) if self.before else ()


@frozen
class Request:
    """What a node asks its root to sign."""

    party: str
    at: str
    changes: tuple[Change, ...]
    data: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """The request's name."""
        return canonical.digest(self.data)

    @classmethod
    def parse(cls, data: bytes, *, name: str) -> Self:
        """Read a request.

        Raises:
            RequestError: it is none, or contradicts itself.
        """
        document = _document(data, name=name, what="request")
        if fault := _fault(document):
            raise RequestError(name=name, reason=fault)
        changes = tuple(
            Change(row["compact"], row["title"], row["before"], row["body"]) for row in document["changes"]
        )
        return cls(document["party"], document["at"], changes, data)


@frozen
class Signed:
    """One official's signatures: one for each statement of a request, in its order."""

    request: str
    public: str
    signatures: tuple[str, ...]

    @property
    def kid(self) -> str:
        """The official's key, by name."""
        return signature.key_id(self.public)

    def to_bytes(self) -> bytes:
        """The file that goes back to the node."""
        document = {
            "v": VERSION,
            "request": self.request,
            "public": self.public,
            "signatures": list(self.signatures),
        }
        return canonical.encode(document, what="signatures") + b"\n"

    @classmethod
    def parse(cls, data: bytes, *, name: str) -> Self:
        """Read an official's signatures; they are not verified yet.

        Raises:
            RequestError: it is no such file.
        """
        match _document(data.removesuffix(b"\n"), name=name, what="signatures"):
            case {
                "v": version,
                "request": request,
                "public": public,
                "signatures": made,
            } as document if (
                len(document) == 4
                and (type(version), version) == (int, VERSION)
                and shape.is_hash(request)
                and shape.is_hash(public)
                and shape.is_list_of(made, _is_signature, most=MOST_STATEMENTS)
            ):
                return cls(request, public, tuple(made))
        raise RequestError(name=name, reason="it holds no official's signatures")


def request(*, party: str, at: str, changes: Iterable[Change], name: str = "request") -> Request:
    """Write a request.

    Args:
        party: whose keys they are.
        at: the moment, as the node claims.
        changes: what is to be certified, at least one statement.
        name: what it is called if it is refused.

    Raises:
        RequestError: it would contradict itself.
    """
    document = {
        "v": VERSION,
        "party": party,
        "at": at,
        "changes": [
            {
                "compact": change.compact,
                "title": dict(change.title),
                "before": change.before and dict(change.before),
                "body": dict(change.body),
            }
            for change in changes
        ],
    }
    return Request.parse(canonical.encode(document, what="request"), name=name)


def said(keys: Keys | None) -> dict[str, Any] | None:
    """Keys in force, as a statement says them."""
    if keys is None:
        return None
    return log.statement(
        version=keys.version,
        root=keys.root,
        ops=tuple(public.hex() for public in keys.ops.values()),
        links=tuple(public.hex() for public in keys.links.values()),
        next_commit=keys.next_commit,
    )


def sign(asked: Request, key: Signer) -> Signed:
    """Sign every statement of a request with one root key.

    Raises:
        RequestError: the key is not of the root that must sign.
    """
    if not all(key.public in change.root.keys for change in asked.changes):
        reason = phrase(
            "the key {public} is not one of the root that must sign it",
            public=signature.key_id(key.public)[:12],
        )
        raise RequestError(name=f"Request {asked.hash[:12]}", reason=reason)
    signatures = (
        log.sign_statement(change.body, compact=change.compact, party=asked.party, keys=(key,))
        for change in asked.changes
    )
    return Signed(asked.hash, key.public, tuple(body["signatures"][0]["sig"] for body in signatures))


def refuse_unfit(asked: Request, signed: Signed, *, name: str) -> None:
    """Refuse signatures that are for another request, of no root key of it, or not valid.

    Raises:
        RequestError: which of these.
    """
    if signed.request != asked.hash:
        raise RequestError(
            name=name, reason=phrase("it answers another request than {hash}", hash=asked.hash[:12])
        )
    if len(signed.signatures) != len(asked.changes):
        raise RequestError(name=name, reason="it does not sign every statement of the request once")
    for change, sig in zip(asked.changes, signed.signatures, strict=True):
        if signed.public not in change.root.keys:
            reason = phrase(
                "the key {kid} is not one of the root that must sign the request", kid=signed.kid[:12]
            )
            raise RequestError(name=name, reason=reason)
        message = log.statement_message(change.body, compact=change.compact, party=asked.party)
        if not signature.is_valid(message, bytes.fromhex(sig), bytes.fromhex(signed.public)):
            raise RequestError(name=name, reason="a signature in it is not valid")


def certified(asked: Request, signed: Iterable[Signed]) -> Mapping[str, Mapping[str, Any]] | None:
    """The statements with the officials' signatures, by compact; None while too few have signed.

    Args:
        asked: the request.
        signed: signatures that fit it (`refuse_unfit`); one official's twice count once.
    """
    by_kid = {each.kid: each for each in signed}
    bodies = {}
    for place, change in enumerate(asked.changes):
        rows = [{"kid": kid, "sig": each.signatures[place]} for kid, each in sorted(by_kid.items())]
        body = {**change.body, "signatures": rows}
        if not log.is_signed_by(body, root=change.root, compact=change.compact, party=asked.party):
            return None
        bodies[change.compact] = body
    return bodies


def _document(data: bytes, *, name: str, what: str) -> Any:
    if len(data) > MOST_BYTES:
        raise RequestError(
            name=name, reason=phrase("longer than {most_bytes:,} bytes", most_bytes=MOST_BYTES)
        )
    try:
        return canonical.decode(data, what=what)
    except FoedusError as error:
        raise RequestError(
            name=name, reason=phrase("it was altered on the way, or is none ({error})", error=error)
        ) from None


def _fault(document: Any) -> str | None:
    """The first thing wrong with a request's text, or None."""
    if fault := shape.fault(document, _FIELDS):
        return fault
    if len(document) != len(_FIELDS):
        return phrase("it has a field that no request has")
    if len({row["compact"] for row in document["changes"]}) != len(document["changes"]):
        return phrase("a compact stands in it twice")
    if any(_skips(row["before"], row["body"]) for row in document["changes"]):
        return phrase("a version in it does not follow on the one before")
    return None


def _skips(before: Any, body: Any) -> bool:
    return bool(body["version"] != (before["version"] if before else 0) + 1)


def _is_signature(value: Any) -> bool:
    return shape.is_hex(value, signature.SIGNATURE_BYTES)


def _is_bare(value: Any) -> bool:
    return (
        type(value) is dict and "signatures" not in value and entry.is_statement({**value, "signatures": []})
    )


def _is_change(value: Any) -> bool:
    match value:
        case {"compact": compact, "title": title, "before": before, "body": body} if len(value) == 4:
            return (
                shape.is_hash(compact)
                and shape.is_wording(title)
                and (before is None or _is_bare(before))
                and _is_bare(body)
            )
    return False


_FIELDS: Mapping[str, shape.Test] = {
    "v": lambda value: value == VERSION and type(value) is int,
    "party": shape.is_party,
    "at": shape.is_moment,
    "changes": lambda value: bool(value) and shape.is_list_of(value, _is_change, most=MOST_STATEMENTS),
}
