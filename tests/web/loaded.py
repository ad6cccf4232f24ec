"""A process that is the pages of a node, is asked some of them, and says which libraries it has loaded then.

Run as `python -m tests.web.loaded USER`, with the addresses as JSON on its input: those to be read, and
that where a text is taken in. It prints the names of the libraries as JSON.
"""

import sys

import orjson
from django.contrib.auth import get_user_model
from django.test import Client

from foedus_node.web import wsgi


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
    sys.stdout.buffer.write(orjson.dumps(sorted({name.partition(".")[0] for name in sys.modules})))


if __name__ == "__main__":
    main(sys.argv[1])
