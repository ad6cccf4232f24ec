"""Nodes on the wire: real processes that answer and ask, cut off and killed, in one direction and in both."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.node.nodes import CLOCK, Node, founded, of_world
from tests.node.wires import Wire, free_port, served
from tests.worlds import World

NEVER = "Nothing is lost: the next `foedus sync` goes on from here."


@pytest.fixture
def la(pair: Path, vn: Node) -> Node:
    """Laos's node beside Viet Nam's: it has offered an amendment that Viet Nam has not taken in."""
    return Node(pair / "la").copied(vn.folder.parent / "la")


def heads(node: Node) -> object:
    (status,) = node.data("status")
    return status["heads"]


def agree(one: Node, other: Node) -> None:
    assert heads(one) == heads(other)


def test_two_nodes_give_each_other_what_each_lacks(vn: Node, la: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    with served(la) as address:
        vn.do("peer", "add", "LA", address)
        (done,) = vn.data("sync")
        assert done["came"] == [{"LA": 1}]
        assert done["went"] == {"VN": 1}
        assert done["complete"]
        agree(vn, la)
        assert "nothing new came, nothing had to go. Both hold the same." in vn.do("sync", "LA")
        la.do("report", "first", "--outcome", "met", "--on", "2026-02-02")  # while it answers
        assert "came LA 1" in vn.do("sync")
    agree(vn, la)


def test_the_status_says_what_each_peer_lacks_and_what_last_went_wrong(vn: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    vn.do("peer", "add", "LA", "http://127.0.0.1:9")
    done = vn.run("sync")
    assert done.code == 1
    assert NEVER in done.refused
    said = vn.do("status")
    assert (
        "LA is reached at http://127.0.0.1:9; by its last word it lacks entries that we hold: VN 1." in said
    )
    assert "Not reached on 1 June 2026 09:00 UTC: LA could not be reached" in said
    vn.run("sync")
    assert "Failed 2 times in a row; next from 09:02 UTC on." in vn.do("status")
    (peer,) = vn.data("status")[0]["peers"]
    assert (peer["party"], peer["lacks"], peer["failures"]) == ("LA", {"VN": 1}, 2)


def test_a_cut_wire_loses_nothing_and_the_next_exchange_goes_on(vn: Node, la: Node) -> None:
    for day in range(1, 5):
        la.do("report", "first", "--outcome", "met", "--on", f"2026-02-0{day}")
    with served(la) as address:
        before = heads(vn)
        for after in (0, 500, 3000, 6000):
            with Wire(address, cut_after=after) as wire:
                vn.do("peer", "add", "LA", wire.address)
                assert "could not be reached" in vn.run("sync").refused
            assert heads(vn) == before
        vn.do("peer", "add", "LA", address)
        vn.do("sync")
    agree(vn, la)


@pytest.mark.slow
def test_who_is_killed_while_it_exchanges_goes_on_where_it_was(
    vn: Node, la: Node, record_property: Callable[[str, object], None]
) -> None:
    for day in range(1, 4):
        la.do("report", "first", "--outcome", "met", "--on", f"2026-02-0{day}")
        vn.do("report", "first", "--outcome", "missed", "--on", f"2026-02-0{day}")
    port, killed = free_port(), 0
    vn.do("peer", "add", "LA", f"http://127.0.0.1:{port}")
    with served(la, port=port):
        begun = time.monotonic()
        vn.run("status")  # as long as a command takes here to begin
        start = time.monotonic() - begun
        for step in range(8):
            process = vn.start("sync")
            try:
                process.wait(timeout=start * (0.5 + step * 0.2))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            process.communicate()
            assert vn.data("status")[0]["breaches"] == []
    with served(la, port=port):
        vn.do("sync")
    agree(vn, la)
    assert killed
    record_property("says", f"sync: killed {killed} times while it exchanged; both nodes whole each time")


def test_a_node_killed_while_it_answers_holds_all_of_a_bundle_or_nothing(vn: Node, la: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    port = free_port()
    vn.do("peer", "add", "LA", f"http://127.0.0.1:{port}")
    for after in (0.4, 0.8, 1.2):
        process = la.start("answer", "--at", f"127.0.0.1:{port}")
        asking = vn.start("sync")
        time.sleep(after)
        for each in (process, asking):
            os.killpg(each.pid, signal.SIGKILL)  # the server has a process that works for it
            each.communicate()
        assert la.data("status")[0]["heads"]["VN"][0] in {4, 5}
    with served(la, port=port):
        vn.do("sync")
    agree(vn, la)


def test_only_one_process_answers_for_a_node(la: Node) -> None:
    with served(la):
        done = la.run("answer", "--at", f"127.0.0.1:{free_port()}")
    assert "Another process answers for this node already." in done.refused


def test_a_node_that_answers_never_opens_what_is_private(la: Node) -> None:
    for file in (la.folder / "data").glob("private.sqlite3*"):
        file.write_bytes(b"not a database")
    with served(la) as address:
        assert httpx.get(f"{address}/v1/openapi.json").status_code == 200


def test_a_slow_or_endless_client_holds_nobody_up(la: Node, vn: Node) -> None:
    with served(la) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        silent = [socket.create_connection((host, int(port))) for _ in range(20)]
        for one in silent:
            one.sendall(b"POST /v1/x/bundle HTTP/1.1\r\nContent-Le")
        answer = httpx.get(f"{address}/v1/{'0' * 64}/heads", headers={"X-Long": "x" * 200_000})
        assert answer.status_code in {400, 431}
        vn.do("peer", "add", "LA", address)
        vn.do("sync")
        for one in silent:
            one.close()
    agree(vn, la)


def test_a_peer_to_which_one_only_pushes_is_asked_for_nothing(vn: Node, la: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    with served(la) as address:
        vn.do("peer", "add", "LA", address, "--push-only")
        (done,) = vn.data("sync")
    assert (done["came"], done["went"], done["complete"]) == ([], {"VN": 1}, True)
    assert heads(la)["VN"] != heads(vn)["LA"]  # type: ignore[index] # by party


def test_from_a_peer_from_which_one_only_pulls_all_comes_and_nothing_goes(vn: Node, la: Node) -> None:
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    with served(la) as address:
        vn.do("peer", "add", "LA", address, "--pull-only")
        (done,) = vn.data("sync")
    assert (done["came"], done["went"]) == ([{"LA": 1}], {})


def test_into_a_folder_goes_all_that_a_peer_lacks_once_for_each_change(vn: Node, la: Node) -> None:
    folder = vn.folder.parent / "to-laos"
    folder.mkdir()
    vn.do("peer", "add", "LA", folder)
    for day in (1, 2):
        vn.do("report", "first", "--outcome", "met", "--on", f"2026-02-0{day}")
        clock = CLOCK.replace("09:00:00", f"09:00:0{day}")
        assert vn.run("sync", FOEDUS_CLOCK=clock).code == 0
        assert vn.run("sync", FOEDUS_CLOCK=clock).code == 0
        assert len(list(folder.glob("*.foedus"))) == day
    first, last = sorted(folder.glob("*.foedus"))
    first.unlink()  # it was lost on its way; the next makes it good
    la.do("import", last)
    assert heads(la)["VN"] == heads(vn)["VN"]  # type: ignore[index] # by party


def test_a_compact_is_founded_over_the_wire_where_the_cards_are_kept(tmp_path: Path) -> None:
    vn, la = founded(tmp_path / "vn", "VN"), founded(tmp_path / "la", "LA")
    vn.do("draft", "charter", "--with", la.folder / "LA.card.json")
    vn.do("offer", "charter")
    port = free_port()
    vn.do("peer", "add", "LA", f"http://127.0.0.1:{port}")
    with served(la, port=port):
        assert "has nothing for us in this compact" in vn.run("sync").refused
        la.do("peer", "add", "VN", "--card", vn.folder / "VN.card.json")
        (done,) = vn.data("sync")
        assert done["went"] == {"VN": 3}
        la.do("sign")
        assert "came LA 3" in vn.do("sync")
    agree(vn, la)
    assert vn.data("status")[0]["acts"][0]["state"] == "in-force"


def test_a_destroyed_node_is_made_again_from_its_peer_and_signs_nothing_before(vn: Node, la: Node) -> None:
    with served(la) as address:
        vn.do("peer", "add", "LA", address)
        vn.do("sync")
        before = heads(vn)
        compact = vn.data("status")[0]["compact"]
        shutil.rmtree(vn.folder / "data")
        (vn.folder / "foedus.toml").unlink()
        assert "no node" in vn.run("status").refused
        said = vn.do("restore", "--from", f"LA={address}", "--compact", compact)
        assert "4 entries of our own log had been forgotten here and came back." in said
        assert heads(vn) == before
        vn.do("restore", "--end")
        act = vn.data("status")[0]["waiting"][0]
        vn.do("sign", act, "--office", "Director of Cooperation")
        vn.do("sync")
    agree(vn, la)


def test_a_node_made_again_without_a_peer_takes_no_old_bundle_for_the_present(vn: Node, la: Node) -> None:
    old = vn.folder.parent / "old.foedus"
    la.run("export", old, "--all", FOEDUS_CLOCK="2026-05-01T00:00:00Z")
    shutil.rmtree(vn.folder / "data")
    assert "holds nothing yet" in vn.do("restore")
    vn.do("import", old)
    assert vn.data("status")[0]["recovering"] == ["LA"]
    assert "recovering" in vn.run("sign").refused
    new = vn.folder.parent / "new.foedus"
    la.do("export", new, "--all")
    vn.do("import", new)
    assert vn.data("status")[0]["recovering"] is None


def test_a_node_that_stands_is_never_made_again(vn: Node) -> None:
    done = vn.run("restore")
    assert "cannot be made again: it has a database." in done.refused


def test_an_exchange_that_keeps_on_stops_when_told_and_has_exchanged(vn: Node, la: Node) -> None:
    with served(la) as address:
        vn.do("peer", "add", "LA", address)
        process = vn.start("sync", "--keep-on", "--every", "1")
        until = time.monotonic() + 60
        while heads(vn) != heads(la) and time.monotonic() < until:
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        said, refused = process.communicate(timeout=30)
    assert (process.returncode, refused) == (0, "")
    assert "came LA 1" in said
    assert said.endswith("Stopped; what was taken in is kept.\n")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (["peer", "add", "LA", "ftp://x"], "is no address such as"),
        (["peer", "add", "LA", "nowhere"], "is no folder, and no https:// address"),
        (["peer", "add", "LA"], "neither an address nor a card is given"),
        (["peer", "add", "VN", "https://x"], "VN is this node's own"),
        (["peer", "add", "LA", "https://x", "--push-only", "--pull-only"], "nothing would be left to do"),
        (["peer", "remove", "LA"], "is called LA"),
        (["sync"], "No address is known at which any other party could be reached."),
        (["answer", "--at", "nowhere"], "is not HOST:PORT"),
        (["answer", "--certificate", "x.pem"], "it and --key go together"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(words: list[str], refused: str, vn: Node) -> None:
    vn.run("peer", "remove", "LA")
    done = vn.run(*words)
    assert done.code == 1
    assert refused in done.refused


def test_three_nodes_pass_on_to_each_other_what_they_hold(tmp_path: Path) -> None:
    world = World("VN", "LA", "KH", seed="three")
    (tmp_path / "world.foedus").write_bytes(world.bundle())
    vn, la, kh = (of_world(world, party, tmp_path / party.lower()) for party in ("VN", "LA", "KH"))
    for node, party in ((vn, "VN"), (la, "LA"), (kh, "KH")):
        node.run("import", tmp_path / "world.foedus")
        node.do("recover")
        node.do("recover", "--head", f"{world.logs[party].head.seq}:{world.logs[party].head.hash}")
    vn.do("mandate", "Deputy", "--role", "report")
    with served(la) as address:
        for node in (vn, kh):  # Cambodia never meets Viet Nam
            node.do("peer", "add", "LA", address)
            node.do("sync")
        kh.do("mandate", "Deputy", "--role", "report")
        kh.do("sync")
        vn.do("sync", "LA")
    agree(vn, kh)
    agree(vn, la)
