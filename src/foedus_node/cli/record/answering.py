"""Answering the other parties' nodes."""

from functools import partial

from foedus_node.cli import node
from foedus_node.cli.listening import At, Certificate, Key, place, say_at_once, tls
from foedus_node.exchange import serving


def answer(*, at: At = "127.0.0.1:8470", certificate: Certificate = None, key: Key = None) -> None:
    """Answer the other parties' nodes, until stopped. Commands go on working on this node meanwhile.

    Example: foedus answer --at 0.0.0.0:8470 --certificate node.pem --key node.key

    Only nodes of a compact's parties are answered. This command runs without the private database.
    """
    here = node.home()
    where = place("--at", at)
    tls(certificate, key)
    with serving.alone(here):
        told = (
            f"Answering for {here.party} at {'https' if certificate else 'http'}://{at}. Stop it with Ctrl-C."
        )
        serving.serve(*where, certificate=certificate, key=key, ready=partial(say_at_once, told))
