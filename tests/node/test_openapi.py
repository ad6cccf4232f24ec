"""The published description of the exchange is what the code answers, for a party and for an outsider."""

import io
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from foedus_node.exchange import messages
from foedus_node.exchange.api import api
from foedus_node.exchange.messages import Request
from foedus_node.wsgi import application
from tests.node.agreed import agreed, sent_by
from tests.node.calling import BUNDLE, NOW, call
from tests.node.nodes import Node

HOUSE = Path(__file__).parent.parent.parent
DESCRIPTION = HOUSE / "docs" / "reference" / "openapi.json"
WORLD, ACT = agreed()


def described() -> bytes:
    """The description as the code makes it."""
    form = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(api.get_openapi_schema(path_prefix="/v1/"), option=form)


def test_the_published_description_is_that_of_the_code() -> None:
    assert DESCRIPTION.read_bytes() == described()


def test_the_description_is_served(answering: Node) -> None:
    assert answering
    assert orjson.loads(call("GET", "/v1/openapi.json", headers={}).body) == orjson.loads(described())


def as_laos(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The node's application, called by Laos's node: whatever is asked is signed on its way."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    asked = Request(
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        messages.content_digest(body),
        "LA",
        "VN",
    )
    signed = messages.headers(asked, WORLD.links["LA"], created=NOW, nonce=secrets.token_hex(16))
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()}
    return application({**environ, **headers, "wsgi.input": io.BytesIO(body)}, start_response)


schemathesis.openapi.media_type(BUNDLE, st.binary(max_size=200) | st.just(sent_by(WORLD, "LA")))


@schemathesis.serializer(BUNDLE)
def bytes_of(ctx: object, value: Any) -> bytes:
    """A bundle as it is sent."""
    _ = ctx
    return bytes(value) if isinstance(value, bytes) else orjson.dumps(str(value))


OPERATIONS = ("heads", "log", "acts", "leaves", "blob", "bundle")
CALM = settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)


def operation(name: str, app: Any) -> Any:
    """One operation of the description, called through an application."""
    schema: Any = schemathesis.openapi.from_wsgi("/v1/openapi.json", app)
    found = [one.ok() for one in schema.get_all_operations()]
    return next(one for one in found if one.definition.raw["operationId"] == name)


def test_every_operation_is_tried_here(answering: Node) -> None:
    assert answering
    paths = orjson.loads(described())["paths"].values()
    assert {one["operationId"] for path in paths for one in path.values()} == {*OPERATIONS}


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_a_party_asks_is_answered_as_described(name: str, answering: Node) -> None:
    assert answering
    tried = operation(name, as_laos)

    @CALM
    @given(case=tried.as_strategy())
    def ask(case: Any) -> None:
        case.path_parameters["compact"] = WORLD.compact
        # Few bytes are a bundle; that the others are refused, and how, is told by other tests.
        case.call_and_validate(app=as_laos, excluded_checks=[positive_data_acceptance])

    ask()


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_an_outsider_asks_is_refused_as_described(name: str, answering: Node) -> None:
    assert answering
    tried = operation(name, application)

    @CALM
    @given(case=tried.as_strategy())
    def ask(case: Any) -> None:
        assert case.call_and_validate(app=application).status_code == 403

    ask()
