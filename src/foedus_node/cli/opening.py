"""The example opened to people: the work that waits for them, their accounts, the pages of both nodes."""

import os
from contextlib import ExitStack

from foedus.terms import Party
from foedus_node import clock, serving
from foedus_node.cli import printing
from foedus_node.cli.listening import answering, paging, place
from foedus_node.cli.stage import PASSPHRASE, Stage
from foedus_node.demo import accounts
from foedus_node.exchange import serving as exchange
from foedus_node.home import Home
from foedus_node.listening import refuse_taken

VN, LA = Party("VN"), Party("LA")
_UNREAD = "talks-2026-11.txt"
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


def leave_work(stage: Stage, *, at: str) -> None:
    """Leave something to be done: an offer to answer on each side, a draft, a document to be read through.

    Args:
        stage: where the example stands; its compact is that of the two.
        at: the moment at which it is left.
    """
    stage.clock = at
    for party, item, change in (
        (LA, "instructors-2026", "when=2026-12-07/2026-12-18"),
        (VN, "history-2026", "place=Hanoï"),
    ):
        title = {LA: "The course for instructors a week later", VN: "Where the exhibition is shown"}[party]
        stage.within(party, "draft", "amendment", "autumn", f"--title=en={title} (illustrative)")
        stage.within(party, "draft", "amend", item, "--draft", "autumn", "--set", change)
        stage.offer(party, "autumn")
    stage.send(LA, VN)
    stage.send(VN, LA)
    stage.within(VN, "draft", "amendment", "winter", "--title=en=What remains of the year (illustrative)")
    stage.within(VN, "draft", "amend", "memorandum-2026", "--draft", "winter", "--set", "when=2026-12-15")
    line = (
        "--kind", "talks", "--domain", "border", "--host", LA, "--when", "2026-12",
        "--title=en=Talks on the markers of 2027 (illustrative)", "--as", "markers-talks-2026",
    )  # fmt: skip
    stage.run(VN, "draft", "line", "winter", *line)
    for party in (VN, LA):
        stage.within(party, "read", stage.folder / "documents" / _UNREAD)
    told = "leaves work for whoever looks: an offer to answer on each side, a draft, a document just read"
    stage.tell(None, told, stage.look(VN, "status"))


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
    with ExitStack() as stack:
        both = []
        for party, (at, pages) in _PLACES.items():
            node = Home.at(stage.folder / party.lower())
            stack.enter_context(exchange.alone(node))
            both += [answering(node, "--at", at), paging(node, "--pages", pages)]
        serving.serve(both)
