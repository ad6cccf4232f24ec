"""A process that is the pages of a node, is asked some of them, and says which modules it has loaded then.

Run as `python -m tests.web.loaded USER`, with the addresses as JSON on its input: those to be read, and
that where a text is taken in. Without USER it is asked for the page on which somebody signs in, as a server
asks, and says what is loaded as that is answered. It prints the names of the modules as JSON.
"""

import sys
from wsgiref.util import setup_testing_defaults

import orjson
from django.contrib.auth import get_user_model
from django.test import Client

from foedus_node.web import wsgi
from foedus_node.web.calling import load_all


def main(user: str) -> None:
    """Ask, and print."""
    wsgi.begun()
    client = Client(headers={"host": "localhost"})
    client.force_login(
        get_user_model().objects.get(username=user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    asked = orjson.loads(sys.stdin.buffer.read())
    found = {address: client.get(address).status_code for address in asked["read"]}
    words = "Vientiane, 3 September 2026. The two ministers agreed to hold talks in 2027."
    taken_in = client.post(asked["take_in"], {"text": words, "name": "Talks (illustrative)"})
    assert set(found.values()) | {taken_in.status_code} == {200, 303}, (found, taken_in.content)
    load_all()
    sys.stdout.buffer.write(orjson.dumps(sorted(sys.modules)))


def first() -> None:
    """Ask for the first page, and print."""
    environ = {"PATH_INFO": "/account/login/", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    found: list[str] = []

    def answer(status: str, headers: object) -> None:
        _ = headers
        assert status == "200 OK", status
        found.extend(sorted(sys.modules))

    wsgi.begun(unasked=3600)(environ, answer)
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1]) if sys.argv[1:] else first()
