"""A peer's node played from a world: honest by the protocol's page, and then lying in one way.

`Peer` is a WSGI application written from `docs/reference/exchange.md` alone; it uses nothing of
ours but what signs. Each liar changes one thing. Nothing here checks anything.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from attrs import evolve

from foedus.record import signature
from foedus.record.bundle import Manifest
from foedus.record.signature import MANIFEST, SigningKey
from foedus_node.exchange import messages
from foedus_node.exchange.messages import Answer
from tests.node.calling import NOW, fresh_nonce
from tests.node.nodes import CLOCK
from tests.worlds import World

Start = Callable[[str, list[tuple[str, str]]], object]


class Peer:
    """Laos's node, honest."""

    def __init__(self, world: World, *, party: str = "LA", to: str = "VN") -> None:
        self.world, self.party, self.to = world, party, to
        self.key: SigningKey = world.links[party]
        self.asked: list[str] = []
        self.last: tuple[str, list[tuple[str, str]], bytes] | None = None

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        _, _, compact, what, *rest = environ["PATH_INFO"].split("/")
        assert compact == self.world.compact
        self.asked.append("/".join([what, *rest]))
        query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        status, body = self.answer(what, rest[0] if rest else "", query)
        headers = self.signed(environ, status, body)
        start(f"{status} OK", headers)
        return [body]

    def answer(self, what: str, name: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        match what:
            case "heads":
                return 200, self.sealed(query)
            case "log":
                lines = self.lines(name, int(query.get("after", 0)))
            case "acts":
                lines = [self.acts()[one] for one in sorted(name.split(",")) if one in self.acts()]
            case "leaves":
                leaves = {one: leaf.data for one, leaf in self.world.leaves.items()}
                lines = [leaves[one] for one in sorted(name.split(",")) if one in leaves]
            case _:
                return 404, b'{"refusal":"AbsentError","sentence":"No.","hint":""}'
        return 200, b"".join(line + b"\n" for line in lines)

    def acts(self) -> dict[str, bytes]:
        """The acts it holds, by name."""
        return {name: act.data for name, act in self.world.acts.items()}

    def lines(self, party: str, after: int) -> list[bytes]:
        """A log from an entry on."""
        return [line.envelope for line in self.world.entries[party][after:]]

    def manifest(self, query: Mapping[str, str]) -> Manifest:
        """What it says it has."""
        asked = dict(one.split(":") for one in query.get("have", "").split(",") if one)
        heads = {party: log.head for party, log in self.world.logs.items()}
        have = {party: min(int(asked.get(party, 0)), head.seq) for party, head in heads.items()}
        return evolve(self.world.manifest(have=have), sender=self.party, to=(self.to,), heads=heads, at=CLOCK)

    def sealed(self, query: Mapping[str, str]) -> bytes:
        """The same in its seal."""
        return signature.seal(self.manifest(query).to_bytes(), self.key, MANIFEST)

    def signed(self, environ: Mapping[str, Any], status: int, body: bytes) -> list[tuple[str, str]]:
        """The headers that sign an answer."""
        asked = environ["HTTP_SIGNATURE"]
        answer = Answer(status, messages.content_digest(body), self.party, self.to, asked)
        return list(messages.headers(answer, self.key, created=NOW, nonce=fresh_nonce()).items())


class WithHeadsItLacks(Peer):
    """It claims an entry more than it has."""

    def manifest(self, query: Mapping[str, str]) -> Manifest:
        was = super().manifest(query)
        head = was.heads["LA"]
        return evolve(was, heads={**was.heads, "LA": evolve(head, seq=head.seq + 1)})


class WithAnotherHead(Peer):
    """It claims another entry at the end of its log than the one it sends."""

    def manifest(self, query: Mapping[str, str]) -> Manifest:
        was = super().manifest(query)
        return evolve(was, heads={**was.heads, "LA": evolve(was.heads["LA"], hash="f" * 64)})


class WithLinesOutOfOrder(Peer):
    """It sends a log backwards."""

    def lines(self, party: str, after: int) -> list[bytes]:
        return super().lines(party, after)[::-1]


class WithAGap(Peer):
    """It leaves an entry out, and sends the last one twice instead."""

    def lines(self, party: str, after: int) -> list[bytes]:
        lines = super().lines(party, after)
        return [*lines[1:], *lines[-1:]]


class OfAnotherCompact(Peer):
    """It sends the heads of another compact."""

    def manifest(self, query: Mapping[str, str]) -> Manifest:
        return evolve(super().manifest(query), compact="0" * 64)


class WithoutTheAct(Peer):
    """It keeps back the act that its entries speak of."""

    def acts(self) -> dict[str, bytes]:
        return {}


class WithAnotherAct(Peer):
    """It sends an act that nobody asked for."""

    def answer(self, what: str, name: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        status, body = super().answer(what, name, query)
        return status, self.world.charter.data + b"\n" if what == "acts" else body


class SignedByAnother(Peer):
    """It has no key of its party's."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.key = world.links["VN"]


class Unsigned(Peer):
    """It does not sign."""

    def signed(self, environ: Mapping[str, Any], status: int, body: bytes) -> list[tuple[str, str]]:
        _ = environ, status, body
        return []


class SigningOtherBytes(Peer):
    """It signs what it does not send."""

    def signed(self, environ: Mapping[str, Any], status: int, body: bytes) -> list[tuple[str, str]]:
        return super().signed(environ, status, body + b" ")


class Replaying(Peer):
    """It answers every request with the first answer that it ever gave."""

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        if self.last is None:
            _, _, _, what, *_ = environ["PATH_INFO"].split("/")
            status, body = self.answer(what, "", {})
            self.last = (
                f"{status} OK",
                self.signed({**environ, "HTTP_SIGNATURE": "foedus=:eA==:"}, status, body),
                body,
            )
        start(self.last[0], self.last[1])
        return [self.last[2]]


class WithoutEnd(Peer):
    """Its answers never end."""

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", self.signed(environ, 200, b""))
        while True:
            yield b"x" * 2**20


class Packed(Peer):
    """Its answers are packed, small to send and endless to unpack."""

    def signed(self, environ: Mapping[str, Any], status: int, body: bytes) -> list[tuple[str, str]]:
        return [*super().signed(environ, status, body), ("Content-Encoding", "gzip")]


class Redirecting(Peer):
    """It sends us elsewhere."""

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        _ = environ
        start("302 Found", [("Location", "http://elsewhere/")])
        return [b""]


class NoNode(Peer):
    """Something else listens there."""

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        _ = environ
        start("200 OK", [("Content-Type", "text/html")])
        return [b"<html>Welcome</html>"]


class Limited(Peer):
    """Honest, and it keeps to how many entries are asked for at most."""

    def manifest(self, query: Mapping[str, str]) -> Manifest:
        was, most = super().manifest(query), int(query["most"])
        heads = {}
        for party, head in was.heads.items():
            end = min(was.have[party] + most, head.seq)
            heads[party] = self.world.entries[party][end - 1].head if end else head
        return evolve(was, heads=heads)


class WithTheOldKey(Peer):
    """It signs with a link key that its party has left out."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.key = World("VN", "LA", seed=world.seed, begun=False).links["LA"]
