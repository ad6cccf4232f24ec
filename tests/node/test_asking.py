"""What a node takes from its peers over the wire: what an honest one has, and from a liar nothing."""

import httpx
import pytest

from foedus.errors import FoedusError
from foedus.record.entry import EntryType
from foedus.record.signature import key_id
from foedus_node import clock
from foedus_node.exchange import asking, pulling
from foedus_node.exchange.asking import Line
from foedus_node.exchange.incoming import Us
from foedus_node.exchange.pulling import Pull
from foedus_node.exchange.refusals import UnreachableError, UntrueAnswerError
from foedus_node.home import Home
from foedus_node.storage.common import contacts, ledger, pages, peers
from tests.node import liars
from tests.node.agreed import VISIT, agreed
from tests.node.liars import Peer
from tests.node.nodes import Node
from tests.worlds import World, signing_key


def gone_on() -> World:
    """The agreed world after Laos signed an amendment and reported."""
    world, act = agreed()
    world.sign("LA", world.act({"visit": act}, says={"visit": {**VISIT, "when": "2026-05"}}))
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    return world


def line_to(peer: Peer, node: Node, *, links: dict[str, bytes] | None = None) -> Line:
    here = Home.at(node.folder)
    public = agreed()[0].links["LA"].public
    known = {key_id(public): bytes.fromhex(public)} if links is None else links
    transport = httpx.WSGITransport(app=peer)
    return Line("http://la", peer.world.compact, here.party, "LA", here.link, known, transport=transport)


def pulled(peer: Peer, node: Node, *, links: dict[str, bytes] | None = None) -> Pull:
    here = Home.at(node.folder)
    with line_to(peer, node, links=links) as line:
        pull = Pull(line, here, Us.of(here, clock.now()))
        pull.all()
    return pull


def test_what_an_honest_peer_has_is_taken_in_and_it_was_heard(answering: Node) -> None:
    world = gone_on()
    (taken,) = pulled(Peer(world), answering).taken
    assert (taken.sender, dict(taken.entries), len(taken.acts)) == ("LA", {"LA": 2}, 1)
    held = ledger.holding(world.compact)
    assert held == world.holding() or held.heads == world.holding().heads
    assert held.leaves == world.holding().leaves
    assert peers.heard(world.compact)["LA"] == (clock.now(), dict(held.heads))


def test_where_nothing_is_new_one_question_is_asked(answering: Node) -> None:
    peer = Peer(agreed()[0])
    assert pulled(peer, answering).taken == []
    assert peer.asked == ["heads"]


def test_a_long_log_comes_in_several_bundles_and_who_was_stopped_goes_on(
    answering: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = agreed()
    for day in range(1, 8):
        world.report("LA", "visit", outcome="met", on=f"2026-02-0{day}")
    monkeypatch.setattr(pulling, "MOST_ENTRIES", 3)

    class Cut(liars.Limited):
        left = 4

        def lines(self, party: str, after: int) -> list[bytes]:
            self.left -= 1
            if self.left < 0:
                raise OSError("cut")
            return super().lines(party, after)

    with pytest.raises(UnreachableError):
        pulled(Cut(world), answering)
    assert pages.heads(world.compact)["LA"].seq == 8
    done = pulled(liars.Limited(world), answering)
    assert [dict(taken.entries) for taken in done.taken] == [{"LA": 2}, {"LA": 1}]
    assert pages.heads(world.compact)["LA"] == world.logs["LA"].head


LIARS: dict[type[Peer], str] = {
    liars.WithHeadsItLacks: "LA's log ends there at",
    liars.WithAnotherHead: "LA's log does not end where the manifest says",
    liars.WithLinesOutOfOrder: "LA's log",
    liars.WithAGap: "LA's log",
    liars.OfAnotherCompact: "its heads are of another compact",
    liars.WithoutTheAct: "is not here",
    liars.WithAnotherAct: "it sent acts that were not asked for",
    liars.Unsigned: "it is not signed in the way that nodes sign",
    liars.SignedByAnother: "is not among LA's link keys",
    liars.SigningOtherBytes: "its signature is not of this answer to this request",
    liars.Replaying: "its signature is not of this answer to this request",
    liars.WithoutEnd: "its answer has more than 16,777,216 bytes",
    liars.Packed: "its answer is packed",
    liars.Redirecting: "it is not signed",
    liars.NoNode: "it is not signed",
}


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: str(liar.__name__))
def test_nothing_is_taken_from_a_liar(liar: type[Peer], answering: Node) -> None:
    before = answering.tables()
    with pytest.raises(FoedusError) as refusal:
        pulled(liar(gone_on()), answering)
    assert LIARS[liar] in str(refusal.value)
    assert answering.tables() == before


def test_a_peer_that_shows_another_version_of_a_log_is_convicted(answering: Node) -> None:
    world, _ = agreed()
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    pulled(Peer(world), answering)
    other, _ = agreed()
    other.report("LA", "visit", outcome="missed", on="2026-02-01")
    with pytest.raises(FoedusError, match=r"LA"):
        pulled(Peer(other), answering)
    assert [(proof.party, proof.seq) for proof in peers.forks(world.compact)] == [("LA", 5)]
    assert pages.heads(world.compact)["LA"] == world.logs["LA"].head


def test_a_fork_shows_also_where_the_other_version_is_shorter(answering: Node) -> None:
    world, _ = agreed()
    for day in (1, 2, 3):
        world.report("LA", "visit", outcome="met", on=f"2026-02-0{day}")
    pulled(Peer(world), answering)
    other, _ = agreed()
    other.report("LA", "visit", outcome="missed", on="2026-02-01")
    with pytest.raises(FoedusError, match=r"LA"):
        pulled(Peer(other), answering)
    assert [(proof.party, proof.seq) for proof in peers.forks(world.compact)] == [("LA", 5)]


def test_a_peer_that_exchanged_its_link_key_is_known_by_its_log(answering: Node) -> None:
    world, _ = agreed()
    world.links["LA"] = signing_key("new link")
    from_old = world.keys("LA", ops=(world.ops["LA"],))
    world.put(world.next_entry("LA", EntryType.KEYS, from_old))
    assert [dict(taken.entries) for taken in pulled(Peer(world), answering).taken] == [{"LA": 1}]
    with pytest.raises(UntrueAnswerError, match="stands nowhere in its log"):
        pulled(liars.WithTheOldKey(world), answering, links={})


def test_an_answer_that_does_not_come_to_an_end_in_time_is_given_up(
    answering: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS_AN_ANSWER_MAY_TAKE", -1)
    with pytest.raises(UnreachableError, match="did not come to an end"):
        pulled(Peer(gone_on()), answering)


def test_a_recovering_node_has_its_own_log_back_once_its_peer_answered(answering: Node) -> None:
    world, act = agreed()
    world.sign("VN", world.act({"visit": act}, says={"visit": {**VISIT, "when": "2026-06"}}))
    peers.set_recovering(world.compact, ["LA"], since="2026-06-01T08:59:00Z")
    (taken,) = pulled(Peer(world), answering).taken
    assert (taken.restored, taken.strange, taken.entries) == (1, None, {"VN": 1})
    assert peers.recovering(world.compact) is None
    assert pages.heads(world.compact)["VN"] == world.logs["VN"].head


def test_an_answer_is_believed_for_its_nonce_and_not_for_the_moment_it_claims(answering: Node) -> None:
    world, _ = agreed()
    peers.set_recovering(world.compact, ["LA"], since="2026-06-01T23:00:00Z")  # their clock is hours behind
    pulled(Peer(world), answering)
    assert peers.recovering(world.compact) is None


def test_what_our_own_log_never_held_raises_the_alarm_also_over_the_wire(answering: Node) -> None:
    world, _ = agreed()
    world.report("VN", "visit", outcome="met", on="2026-02-01")
    with pytest.raises(FoedusError, match="not by this node"):
        pulled(Peer(world), answering)
    assert peers.alarm(world.compact) is not None


def test_a_peer_whose_log_was_restored_is_taken_at_its_newer_word(answering: Node) -> None:
    assert answering
    world = gone_on()
    pulled(Peer(world), answering)
    assert contacts.lacked(world.compact, "LA") == {}
    pulled(Peer(agreed()[0]), answering)  # it came back from a backup, and says so now
    assert contacts.lacked(world.compact, "LA") == {"LA": 2}


def test_a_fork_shows_also_where_the_other_version_is_longer(answering: Node) -> None:
    world, _ = agreed()
    world.report("LA", "visit", outcome="met", on="2026-02-01")
    pulled(Peer(world), answering)
    other, _ = agreed()
    for day in (1, 2, 3):
        other.report("LA", "visit", outcome="missed", on=f"2026-02-0{day}")
    with pytest.raises(FoedusError, match=r"LA"):
        pulled(Peer(other), answering)
    assert [(proof.party, proof.seq) for proof in peers.forks(world.compact)] == [("LA", 5)]
