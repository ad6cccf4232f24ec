"""Answering the other parties' nodes."""

from foedus_node import serving
from foedus_node.cli import listening
from foedus_node.cli.listening import At, Certificate, Key, here
from foedus_node.exchange import serving as exchange


def answer(*, at: At = "127.0.0.1:8470", certificate: Certificate = None, key: Key = None) -> int:
    """Answer the other parties' nodes, until stopped. Commands go on working on this node meanwhile.

    Example: foedus answer --at 0.0.0.0:8470 --certificate node.pem --key node.key

    Only nodes of a compact's parties are answered. This command runs without the private database.
    """
    node = here()
    answering = listening.answering(node, "--at", at, certificate=certificate, key=key)
    with exchange.alone(node):
        return serving.serve([answering])
