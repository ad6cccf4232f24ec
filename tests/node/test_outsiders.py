"""Who is no party's node learns nothing: one same refusal, whatever it asks and whatever is here."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from foedus.record.entry import EntryType
from foedus.terms import Party
from foedus_node.exchange import callers, messages
from foedus_node.exchange.messages import WINDOW
from foedus_node.exchange.nonces import Nonces
from foedus_node.home import Card
from foedus_node.storage.common import contacts, ledger
from tests.node.agreed import agreed, sent_by
from tests.node.calling import BUNDLE, NOW, Caller, Told, call
from tests.node.nodes import Node
from tests.worlds import World, root_of, signing_key

WORLD, ACT = agreed()
LA = Caller(WORLD)
STRANGER = signing_key("stranger")
NOTHING = {
    "refusal": "UnknownCallerError",
    "sentence": "Nothing is here for this caller.",
    "hint": "Only the nodes of a compact's parties are answered. See docs/reference/exchange.md.",
}
WHAT = ["heads", "log/LA", f"acts/{ACT.hash}", f"leaves/{min(WORLD.leaves)}", f"blobs/{'0' * 64}"]

OUTSIDERS: dict[str, Callable[[], Caller]] = {
    "signed with a key of its own": lambda: LA.with_(key=STRANGER),
    "signed with the key that signs the log": lambda: LA.with_(key=WORLD.ops["LA"]),
    "signed with our own link key": lambda: LA.with_(key=WORLD.links["VN"]),
    "a party of no charter": lambda: LA.with_(party="KH", key=STRANGER),
    "ourselves": lambda: LA.with_(party="VN", to="VN"),
    "meant for another": lambda: LA.with_(to="KH"),
    "of a compact that is not here": lambda: LA.with_(compact="0" * 64),
    "signed for another request": lambda: LA.with_(says={messages.DIGEST: messages.content_digest(b"x")}),
    "not signed": lambda: LA.with_(says={messages.SIGNATURE: ""}),
    "signed with an unknown algorithm": lambda: LA.with_(says={messages.INPUT: "foedus=();alg=none"}),
}


def told_nothing(told: Told) -> bool:
    """Whether an answer is the one that everybody gets who is nobody, to the last byte."""
    shown = {name for name in told.headers if name not in ("content-type", "content-length", "cache-control")}
    return (told.status, orjson.loads(told.body), shown) == (403, NOTHING, set())


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_an_outsider_learns_nothing(outsider: str, answering: Node) -> None:
    before = answering.tables()
    for what in WHAT:
        assert told_nothing(OUTSIDERS[outsider]().get(what)), what
    assert told_nothing(OUTSIDERS[outsider]().post(sent_by(WORLD, "LA")))
    assert told_nothing(OUTSIDERS[outsider]().post(b"no bundle"))
    assert answering.tables() == before


def test_who_does_not_sign_learns_nothing_even_of_what_is_malformed(answering: Node) -> None:
    assert answering
    for path in ("/v1/nothing/heads", f"/v1/{WORLD.compact}/acts/x", f"/v1/{WORLD.compact}/heads"):
        assert told_nothing(call("GET", path, headers={}))
    answer = call("GET", "/", headers={})
    assert (answer.status, orjson.loads(answer.body)) == (404, NOTHING)


def test_a_request_is_answered_once(answering: Node) -> None:
    assert answering
    headers = LA.headers("GET", "heads")
    assert call("GET", LA.path("heads"), headers=headers).status == 200
    assert told_nothing(call("GET", LA.path("heads"), headers=headers))
    callers._nonces.cache_clear()  # as if the process had been started anew
    assert told_nothing(call("GET", LA.path("heads"), headers=headers))


@pytest.mark.parametrize("off", [-WINDOW - 1, WINDOW + 1])
def test_a_clock_that_is_off_is_told_with_both_moments(off: int, answering: Node) -> None:
    assert answering
    told = LA.with_(created=NOW + off).get("heads")
    moment = "08:44:59" if off < 0 else "09:15:01"
    assert told.status == 401
    assert orjson.loads(told.body)["sentence"] == (
        f"Your request is of 1 June 2026 {moment} UTC, and the clock here says 1 June 2026 09:00:00 UTC: "
        "more than 15 minutes apart."
    )
    for near in (-WINDOW, WINDOW):
        assert LA.with_(created=NOW + near).get("heads").status == 200


def test_nonces_are_remembered_for_as_long_as_a_request_could_pass_for_new(tmp_path: Path) -> None:
    nonces = Nonces(tmp_path / "nonces")
    assert nonces.is_new("one", now=NOW)
    assert not nonces.is_new("one", now=NOW + 2 * WINDOW)
    assert nonces.is_new("two", now=NOW + 2 * WINDOW + 1)
    again = Nonces(tmp_path / "nonces")
    assert (again.is_new("two", now=NOW), again.is_new("one", now=NOW)) == (False, True)


# --- a party whose key is not held here yet -----------------------------------------------------------


def test_a_party_whose_key_was_exchanged_makes_itself_known_by_the_bundle_that_says_so(
    answering: Node,
) -> None:
    world, _ = agreed()
    world.links["LA"] = signing_key("new link")
    body = world.keys("LA", ops=(world.ops["LA"],))
    world.put(world.next_entry("LA", EntryType.KEYS, body))
    la = Caller(world)
    assert told_nothing(la.get("heads"))
    assert la.post(sent_by(world, "LA", LA=4, VN=4)).status == 200
    assert la.get("heads").status == 200
    assert told_nothing(LA.get("heads"))  # the key that it left out opens nothing any more
    assert answering


def test_a_bundle_that_certifies_another_key_than_the_callers_is_as_if_it_never_came(answering: Node) -> None:
    before = answering.tables()
    world, _ = agreed()
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    assert told_nothing(LA.with_(key=STRANGER).post(sent_by(world, "LA")))
    assert answering.tables() == before


def test_a_compact_that_is_not_here_is_founded_by_a_caller_whose_card_is_kept_and_by_no_other(
    answering: Node,
) -> None:
    world = World("VN", "KH", seed="wire", begun=False)  # the seed gives Viet Nam the root that it has here
    world.begin("KH")
    world.sign("KH", world.charter)
    kh = Caller(world, party="KH")
    before = answering.tables()
    assert told_nothing(kh.post(sent_by(world, "KH")))
    root = root_of(*world.roots["KH"])
    contacts.keep_card(Card(Party("KH"), "Ministry (illustrative)", root_of(STRANGER)))
    assert told_nothing(kh.post(sent_by(world, "KH")))
    changed = {name for name, rows in answering.tables().items() if rows != before[name]}
    assert changed == {"common_peer", "sqlite_sequence"}
    contacts.keep_card(Card(Party("KH"), "Ministry (illustrative)", root))
    assert kh.post(sent_by(world, "KH")).status == 200
    assert world.compact in ledger.compacts()
    assert kh.get("heads").status == 200
    assert told_nothing(LA.with_(compact=world.compact).get("heads"))  # of another compact, nothing
    assert told_nothing(kh.with_(compact=WORLD.compact).get("heads"))


def test_what_a_stranger_sends_is_small(answering: Node) -> None:
    assert answering
    headers = LA.with_(key=STRANGER).headers("POST", "bundle")
    told = call(
        "POST",
        LA.path("bundle"),
        headers={**headers, "Content-Type": BUNDLE, "Content-Length": str(2**24 + 1)},
    )
    assert told_nothing(told)
