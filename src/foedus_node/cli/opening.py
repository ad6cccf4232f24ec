"""The example opened to people: their accounts, where each node reaches the other, the pages of both."""

import os

from foedus.terms import Party
from foedus_node import clock
from foedus_node.cli import printing
from foedus_node.cli.listening import place
from foedus_node.cli.serving import commands_of
from foedus_node.cli.stage import PASSPHRASE, Stage
from foedus_node.demo import accounts
from foedus_node.listening import refuse_taken
from foedus_node.serving import become_keeper

VN, LA = Party("VN"), Party("LA")
_NAMES = {VN: "Vietnam", LA: "Laos"}
_PLACES = {VN: ("127.0.0.1:8470", "127.0.0.1:8471"), LA: ("127.0.0.1:8473", "127.0.0.1:8472")}
"""Where the two nodes are served: the exchange, and the pages."""


def refuse_taken_places() -> None:
    """Refuse to found what could not be served.

    Raises:
        PlaceTakenError: somebody answers at one of the places already.
    """
    for served in _PLACES.values():
        for at in served:
            refuse_taken(*place("--at", at))


def give_accounts(stage: Stage) -> int:
    """Give the two ministries' people accounts and roles, and tell each node where the other is reached.

    Returns:
        How many people there are.
    """
    password = stage.folder / "sheets" / "password"
    password.write_text(PASSPHRASE, encoding="utf-8")
    for party, other in ((VN, LA), (LA, VN)):
        card = stage.folder / other.lower() / f"{other}.card.json"
        stage.run_each(party, accounts.commands(party, str(password)))
        stage.run(party, "peer", "add", other, f"http://{_PLACES[other][0]}", "--card", card)
    return sum(map(len, accounts.SIGNS_IN.values()))


def serve(stage: Stage, *, ends: str) -> None:
    """Serve both ministries until stopped.

    Args:
        stage: where the example stands.
        ends: the moment at which the example ends; where that is to come, it is the moment on its pages.
    """
    names = ", ".join(accounts.SIGNS_IN[VN])
    printing.say(
        "",
        *(f"The pages of {_NAMES[party]}: http://{pages}/" for party, (_exchange, pages) in _PLACES.items()),
        f"Sign in as {names}; the password and the passphrase of the keys: {PASSPHRASE}",
        "Sign on one, send it, and look at the other. Stop both with Ctrl-C.",
        "",
    )
    if clock.moment() < ends:
        os.environ["FOEDUS_CLOCK"] = ends
    become_keeper(
        [
            command
            for party, (exchange, pages) in _PLACES.items()
            for command in commands_of(str(stage.folder / party.lower()), at=exchange, pages=pages)
        ]
    )
