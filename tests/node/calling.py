"""Calls to a node in this very process, as another party's node makes them or as no honest one does.

`Caller` signs as a world's party; what it sends goes straight into the node's WSGI application.
Nothing here checks anything.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import httpx
from attrs import evolve, field, frozen

from foedus.record.signature import SigningKey
from foedus_node.exchange import messages
from foedus_node.exchange.messages import Answer, Request
from foedus_node.wsgi import application
from tests.node.nodes import CLOCK
from tests.worlds import World, chance

NOW = int(datetime.datetime.fromisoformat(CLOCK).timestamp())
BUNDLE = "application/vnd.foedus.bundle"


@frozen
class Told:
    """An answer: its status, its headers, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@frozen
class Caller:
    """A party's node that calls another's."""

    world: World
    party: str = "LA"
    to: str = "VN"
    key: SigningKey | None = None
    compact: str = ""
    created: int = NOW
    nonce: str | None = None
    says: Mapping[str, str] = field(factory=dict)
    """Headers in place of those it would send."""

    def headers(self, method: str, what: str, query: str = "", body: bytes = b"") -> dict[str, str]:
        """The headers of a signed request."""
        asked = Request(method, self.path(what), query, messages.content_digest(body), self.party, self.to)
        key = self.key or self.world.links[self.party]
        nonce = self.nonce or fresh_nonce()
        return {**messages.headers(asked, key, created=self.created, nonce=nonce), **self.says}

    def path(self, what: str) -> str:
        """The path of what is asked."""
        return f"/v1/{self.compact or self.world.compact}/{what}"

    def get(self, what: str, query: str = "") -> Told:
        """Ask."""
        return call("GET", self.path(what), query, headers=self.headers("GET", what, query))

    def post(self, body: bytes, **says: str) -> Told:
        """Send a bundle."""
        headers = self.headers("POST", "bundle", body=body)
        return call(
            "POST",
            self.path("bundle"),
            headers={**headers, "Content-Type": BUNDLE, "Content-Length": str(len(body)), **says},
            body=body,
        )

    def with_(self, **changed: Any) -> "Caller":
        """The same caller, but for this."""
        return evolve(self, **changed)


_calls = iter(range(10**9))


def fresh_nonce() -> str:
    """A nonce that was never used in this process."""
    return chance("nonce", next(_calls)).hex()[:32]


def call(method: str, path: str, query: str = "", *, headers: Mapping[str, str], body: bytes = b"") -> Told:
    """One request to the node in this process."""
    with httpx.Client(transport=httpx.WSGITransport(app=application), base_url="http://node") as client:
        url = httpx.URL("http://node").copy_with(raw_path=(path + (f"?{query}" if query else "")).encode())
        answer = client.request(method, url, headers=dict(headers), content=body or None)
    return Told(answer.status_code, {**answer.headers}, answer.content)


def is_signed_for(told: Told, headers: Mapping[str, str], public: str) -> bool:
    """Whether an answer is signed by a key, and is the answer to the request with these headers."""
    signed = messages.read(Answer, told.headers)
    sender, receiver = headers[messages.RECEIVER], headers[messages.SENDER]
    digest = messages.content_digest(told.body)
    answer = Answer(told.status, digest, sender, receiver, headers[messages.SIGNATURE])
    return signed.is_valid(answer, bytes.fromhex(public))
