"""The exchange: sending and fetching over a real wire, bundles to and from a stick, what rights refuse."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node import wires
from tests.node.nodes import Node
from tests.web.ministries import CLOCK, PASSWORD, Served, counted, enter, token, until


@pytest.fixture
def laos(example: Path, tmp_path: Path) -> Iterator[tuple[Node, str]]:
    """Laos' node, and where it answers."""
    node = Node(example / "la").copied(tmp_path / "la")
    with wires.served(node, FOEDUS_CLOCK=CLOCK) as address:
        yield node, address


def test_two_nodes_exchange_over_the_wire_and_it_is_told(
    context: BrowserContext, mine: Served, laos: tuple[Node, str]
) -> None:
    _, address = laos
    page = enter(context, mine)
    home = f"{mine.address}/{mine.compacts[0]}"
    page.goto(f"{home}/administration/addresses")
    page.fill("input[name=address]", f"{address}/")
    page.click("text=Keep it >> nth=-1")
    expect(page.locator(".told")).to_contain_text("Kept")
    page.goto(f"{home}/exchange")
    page.click("text=Send and fetch")
    expect(page.locator("main")).to_contain_text("Both hold the same.", timeout=60_000)
    page.goto(f"{home}/exchange")
    expect(page.locator("main")).to_contain_text("last exchanged on")


def test_a_bundle_that_one_ministry_writes_the_other_takes_in(
    mine: Served, example: Path, tmp_path: Path
) -> None:
    with mine.signed_in() as client:
        exchange = f"/{mine.compacts[0]}/exchange"
        begun = client.post(f"{exchange}/bundle", data={"to": "LA", "lock": "on"} | token(client))
        assert begun.status_code == 302
        work = begun.headers["location"]
        until(lambda: "Download the bundle" in client.get(work).text, seconds=60)
        bundle = client.get(f"{work}/file").content
    assert bundle.startswith(b"age-encryption.org/v1")
    carried = tmp_path / "carried.foedus"
    carried.write_bytes(bundle)
    laos = Node(example / "la").copied(tmp_path / "la")
    assert laos.data("import", carried)["from"] == "VN"
    answer = tmp_path / "answer.foedus"
    laos.do("export", answer, "--to", "VN", "--compact", mine.compacts[0])
    with mine.signed_in() as client, answer.open("rb") as file:
        begun = client.post(f"{exchange}/take", files={"file": file}, data=token(client))
        work = begun.headers["location"]
        until(lambda: "From" in client.get(work).text and "Laos" in client.get(work).text, seconds=60)


def test_what_is_no_bundle_is_refused_beside_its_field(asking: httpx.Client, vn: Served) -> None:
    take = f"/{vn.compacts[0]}/exchange/take"
    nothing = asking.post(take, data=token(asking))
    text = asking.post(take, files={"file": ("plan.foedus", b"no bundle at all")}, data=token(asking))
    assert (nothing.status_code, text.status_code) == (422, 422)
    assert "id_file_error" in nothing.text
    assert "is not an intact Foedus bundle" in text.text


def test_what_a_command_refuses_is_told_in_the_language_of_the_page(mine: Served, tmp_path: Path) -> None:
    whole, altered = tmp_path / "whole.foedus", tmp_path / "altered.foedus"
    mine.node.do("export", whole, "--compact", mine.compacts[0])
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    with mine.signed_in(language="fr") as client, altered.open("rb") as file:
        begun = client.post(f"/{mine.compacts[0]}/exchange/take", files={"file": file}, data=token(client))
        work = begun.headers["location"]
        until(lambda: "liasse Foedus intacte" in client.get(work).text, seconds=60)
        assert "Hint" not in client.get(work).text


def test_why_a_party_was_not_reached_is_told_in_the_language_of_the_page(mine: Served) -> None:
    mine.node.do("peer", "add", "LA", "http://127.0.0.1:9/", "--compact", mine.compacts[0])
    with mine.signed_in(language="fr") as client:
        exchange = f"/{mine.compacts[0]}/exchange"
        begun = client.post(f"{exchange}/now", data={"party": "LA"} | token(client))
        work = begun.headers["location"]
        until(lambda: "personne n’y répond" in client.get(work).text, seconds=60)


@pytest.mark.parametrize(("page", "most"), [("exchange/take", 2**31), ("exchange/bundle", 64 * 2**20)])
def test_what_is_larger_than_a_page_takes_is_refused_before_it_comes(
    vn: Served, page: str, most: int
) -> None:
    host, _, port = vn.address.removeprefix("http://").partition(":")
    asking = http.client.HTTPConnection(host, int(port), timeout=30)
    asking.putrequest("POST", f"/{vn.compacts[0]}/{page}")
    asking.putheader("Content-Length", str(most + 2 * 2**20))
    asking.endheaders()
    answer = asking.getresponse()
    said = answer.read().decode()
    asking.close()
    assert (answer.status, "Nothing was changed." in said) == (413, True)


def test_a_bundle_of_another_compact_is_not_taken_in_here(
    asking: httpx.Client, vn: Served, example: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.foedus"
    Node(example / "vn").copied(tmp_path / "vn").do("export", other, "--all", "--compact", vn.compacts[1])
    take = f"/{vn.compacts[0]}/exchange/take"
    with other.open("rb") as file:
        answer = asking.post(take, files={"file": file}, data=token(asking))
    assert answer.status_code == 422
    assert "of another compact" in answer.text


def test_what_anybody_shall_verify_is_not_locked(asking: httpx.Client, vn: Served) -> None:
    bundle = f"/{vn.compacts[0]}/exchange/bundle"
    answer = asking.post(bundle, data={"to": "", "lock": "on"} | token(asking))
    assert answer.status_code == 422
    assert "cannot be locked" in answer.text


def test_who_only_reads_sees_what_each_holds_and_sends_nothing(vn: Served) -> None:
    exchange = f"/{vn.compacts[0]}/exchange"
    with vn.signed_in("reader") as client:
        page = client.get(exchange)
        refused = [
            client.post(f"{exchange}/{what}", data=token(client)) for what in ("now", "bundle", "take")
        ]
        recover = client.post(f"{exchange}/recover", data={"begin": "1"} | token(client))
    assert page.status_code == 200
    assert "Write a bundle" not in page.text
    assert {answer.status_code for answer in [*refused, recover]} == {403}


def test_a_node_that_recovers_says_so_and_ends_it_by_the_printed_head(mine: Served) -> None:
    exchange = f"/{mine.compacts[0]}/exchange"
    compact = mine.node.data("status", "--compact", mine.compacts[0])[0]
    seq, digits = compact["heads"]["VN"]
    with mine.signed_in() as client:
        client.post(f"{exchange}/recover", data={"begin": "1"} | token(client))
        assert "This node recovers: it signs nothing." in client.get(exchange).text
        wrong = client.post(f"{exchange}/recover", data={"head": f"{seq}:{'0' * 16}"} | token(client))
        assert wrong.status_code == 422
        client.post(f"{exchange}/recover", data={"head": f"{seq}:{digits[:16]}"} | token(client))
        assert "This node recovers" not in client.get(exchange).text


def test_a_log_with_two_versions_is_told_with_its_proof(mine: Served, example: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        laos = Node(example / "la").copied(tmp_path / name)
        paper, bundle = tmp_path / f"{name}.txt", tmp_path / f"{name}.foedus"
        paper.write_text(f"one place of a log, and two papers: {name}\n")
        later = {"FOEDUS_CLOCK": "2026-11-20T08:00:00Z", "FOEDUS_PASSPHRASE": PASSWORD}
        assert laos.run("file", paper, "--compact", mine.compacts[1], **later).code == 0
        laos.run("export", bundle, "--to", "VN", "--compact", mine.compacts[1], **later)
        mine.node.run("import", bundle, **later)
    exchange = f"/{mine.compacts[1]}/exchange"
    with mine.signed_in() as client:
        page = client.get(exchange).text
        assert "log has two different entries at place" in page
        proof = tmp_path / "LA.foedus-proof"
        proof.write_bytes(client.get(f"{exchange}/proof/LA").content)
        wrong = client.post(f"{exchange}/tell/LA", data={"secret": "other words"} | token(client))
        assert (wrong.status_code, "id_secret_error" in wrong.text) == (422, True)
        done = client.post(f"{exchange}/tell/LA", data={"secret": PASSWORD} | token(client))
        assert done.status_code == 302, done.text
        assert client.get(f"{exchange}/proof/KH").status_code == 404
    assert "LA" in mine.node.do("verify", proof)


def test_whose_key_is_in_other_hands_reads_who_renews_it_and_no_command(mine: Served, tmp_path: Path) -> None:
    twin, within = mine.node.copied(tmp_path / "twin"), ("--compact", mine.compacts[1])
    paper, bundle = tmp_path / "paper.txt", tmp_path / "twin.foedus"
    paper.write_text("what a copy of the node signed (illustrative)\n")
    later = {"FOEDUS_CLOCK": "2026-11-20T08:00:00Z", "FOEDUS_PASSPHRASE": PASSWORD}
    assert twin.run("file", paper, *within, **later).code == 0
    assert twin.run("export", bundle, "--to", "LA", *within, **later).code == 0
    mine.node.run("import", bundle, **later)
    exchange = f"/{mine.compacts[1]}/exchange"
    with mine.signed_in() as client:
        page = client.get(exchange).text
        assert "this node did not write" in page
        assert f'href="/{mine.compacts[1]}/administration/keys/renew?what=op"' in page
    with mine.signed_in("reader") as client:
        page = client.get(exchange).text
    assert re.search(r"Keys are renewed here by [^<]+\(illustrative\): ask them\.", page)
    assert "foedus keys" not in page


def test_the_exchange_takes_a_bounded_number_of_questions(vn: Served) -> None:
    addresses = {one: f"/{one}/exchange" for one in vn.compacts}
    found = counted(vn.node, "chief", addresses)
    assert all(answer["status"] == 200 and answer["questions"] <= 60 for answer in found.values())
