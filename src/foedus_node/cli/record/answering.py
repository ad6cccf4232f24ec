"""Answering the other parties' nodes."""

from typing import NoReturn

from foedus_node.cli.listening import At, Certificate, Key, here, place, tls
from foedus_node.exchange import serving as exchange
from foedus_node.serving import Served, become


def answer(*, at: At = "127.0.0.1:8470", certificate: Certificate = None, key: Key = None) -> NoReturn:
    """Answer the other parties' nodes, until stopped. Commands go on working on this node meanwhile.

    Example: foedus answer --at 0.0.0.0:8470 --certificate node.pem --key node.key

    Only nodes of a compact's parties are answered. This command runs without the private database.
    """
    node = here()
    host, port = place("--at", at)
    secured = tls(certificate, key)
    address = f"{'https' if secured else 'http'}://{at}"
    with exchange.alone(node):
        become(
            Served(
                application="foedus_node.wsgi:begun",
                host=host,
                port=port,
                threads=exchange.THREADS,
                most_at_once=exchange.MOST_AT_ONCE,
                certificate=str(certificate) if certificate else None,
                key=str(key) if key else None,
                told=f"Answering for {node.party} at {address}. Stop it with Ctrl-C.",
            )
        )
