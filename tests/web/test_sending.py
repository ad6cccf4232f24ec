"""Whoever sends slowly keeps nobody else from being answered."""

import io
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus_node.web import sending
from tests.web.ministries import Served, token

STALLED = 8


@contextmanager
def stalled(ministry: Served) -> Iterator[None]:
    """Somebody who sends the beginning of a form, and then nothing."""
    place = httpx.URL(ministry.address)
    with socket.create_connection((place.host, place.port)) as sender:
        sender.sendall(
            b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=x"
        )
        yield


def test_who_stops_in_the_middle_keeps_nobody_from_reading(vn: Served) -> None:
    with ExitStack() as senders, httpx.Client(base_url=vn.address, timeout=30) as client:
        for _ in range(STALLED):
            senders.enter_context(stalled(vn))
        assert [client.get("/account/login/").status_code for _ in range(5)] == [200] * 5
        sent = client.post("/account/login/", data={"login": "x", "password": "y", **token(client)})
        assert (sent.status_code, "send the form again" in sent.text) == (503, True)
    with vn.signed_in() as again:
        assert again.get("/").status_code in (200, 302)


def enough(_: str) -> int:
    return 10**9


@given(st.binary(max_size=200_000), st.integers(1, 70_000))
def test_what_arrives_is_what_was_sent(data: bytes, piece: int) -> None:
    seen: dict[str, Any] = {}

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or piece, piece))

    def application(environ: dict[str, Any], _: Any) -> list[bytes]:
        seen["body"], seen["crowded"] = environ["wsgi.input"].read(), sending.CROWDED in environ
        return []

    environ = {"CONTENT_LENGTH": str(len(data)), "PATH_INFO": "/x", "wsgi.input": Slow(data)}
    sending.Gathered(application, most=enough)(environ, None)
    assert (seen["body"], seen["crowded"]) == (data, False)


@pytest.mark.parametrize("length", ["", "-5", "many"])
def test_no_length_is_no_body(length: str) -> None:
    source = io.BytesIO(b"more")
    environ = {"CONTENT_LENGTH": length, "PATH_INFO": "/x", "wsgi.input": source}
    sending.Gathered(lambda *_: [], most=enough)(environ, None)
    assert environ["wsgi.input"] is source
