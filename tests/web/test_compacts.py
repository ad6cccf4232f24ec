"""Beginning a compact and joining one on the pages: cards, fingerprints, the first signatures."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.node.nodes import PASSPHRASE, Node
from tests.web.ministries import PASSWORD, Served, enter, served, token, until

TITLE = "Vietnam-Laos cooperation at sea (illustrative)"


def founded(party: str, folder: Path, *more: str | Path) -> Node:
    """A fresh node with somebody who does everything there, and somebody who only administers."""
    node, secret = Node(folder / party.lower()), folder / f"{party}-password"
    secret.write_text(PASSWORD)
    node.do("init", "--party", party, "--ministry", f"Ministry of {party} (illustrative)", *more)
    for name, roles in {"chief": ("administrator", "signatory"), "clerk": ("administrator",)}.items():
        node.do("user", "add", name, "--password-file", secret)
        for role in roles:
            node.do("user", "grant", name, role)
    return node


@pytest.fixture
def vn(tmp_path: Path) -> Iterator[Served]:
    """Viet Nam's pages before it is in any compact."""
    with served(founded("VN", tmp_path)) as ministry:
        yield ministry


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Served]:
    """The same of Laos."""
    with served(founded("LA", tmp_path)) as ministry:
        yield ministry


def card(ministry: Served) -> Path:
    (found,) = ministry.node.folder.glob("*.card.json")
    return found


def fingerprint(client: httpx.Client) -> str:
    found = re.findall(r"<code>((?:[0-9a-f]{5} ?){8})</code>", client.get("/compacts").text)
    return str(found[0])


def drafted(client: httpx.Client, *cards: Path) -> str:
    """The address of a charter drafted with the parties of these cards."""
    files = [("cards", (one.name, one.read_bytes())) for one in cards]
    answer = client.post("/compacts/begin", data={"title_en": TITLE} | token(client), files=files)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def carried(client: httpx.Client, compact: str, to: str) -> bytes:
    """What a ministry's page Exchange writes for another party."""
    said = {"to": to, "lock": "on"} | token(client)
    work = client.post(f"/{compact}/exchange/bundle", data=said).headers["location"]
    until(lambda: "Download the bundle" in client.get(work).text)
    return client.get(f"{work}/file").content


def begun(page: Page, ministry: Served, *, their_card: Path, their_fingerprint: str) -> str:
    """Begin a compact with the party of a card; gives the compact's first digits."""
    page.click("text=Begin one")
    page.set_input_files("#cards", their_card)
    page.fill("#id_title_en", TITLE)
    page.click("text=Draft the charter")
    expect(page.locator("h1")).to_contain_text(TITLE)
    expect(page.locator("table")).to_contain_text("the card kept here says the same")
    assert page.locator("tr", has_text="Laos").locator("code").inner_text() == their_fingerprint
    sign(page, compared=False)
    expect(page.locator(".errorlist").first).to_contain_text("Compare the fingerprints first")
    sign(page, root="not the passphrase")
    expect(page.locator("#id_root_secret_error")).to_be_visible()
    sign(page)
    page.wait_for_url(f"{ministry.address}/*/exchange")
    expect(page.get_by_role("status").first).to_contain_text("Signed by us. Send it to the other parties")
    return page.url.split("/")[-2]


def joined(page: Page, ministry: Served, *, invitation: Path) -> None:
    """Join the compact to which a bundle invites."""
    page.goto(f"{ministry.address}/compacts/join")
    page.set_input_files("#id_file", invitation)
    page.click("button:has-text('Take it in')")
    page.wait_for_url(f"{ministry.address}/compacts/first/*")
    expect(page.locator(".state").first).to_contain_text("Waits for us: signed by Vietnam")
    expect(page.locator("table")).to_contain_text("no card of it is kept here")
    sign(page)
    page.wait_for_url(f"{ministry.address}/*/exchange")


def sign(page: Page, *, compared: bool = True, root: str = PASSPHRASE) -> None:
    page.set_checked("#id_compared", compared)
    page.fill("#id_secret", PASSPHRASE)
    page.fill("#id_root_secret", root)
    page.click("section.decide button")


def test_one_ministry_begins_a_compact_and_the_other_joins_it_all_on_pages(
    context: BrowserContext, vn: Served, la: Served, tmp_path: Path
) -> None:
    page, invitation = enter(context, vn), tmp_path / "invitation.foedus"
    assert page.url == f"{vn.address}/compacts"
    with vn.signed_in() as ours, la.signed_in() as theirs:
        compact = begun(page, vn, their_card=card(la), their_fingerprint=fingerprint(theirs))
        assert "not yet; it may already be in force on their side" in ours.get("/compacts").text
        invitation.write_bytes(carried(ours, compact, "LA"))
        joined(enter(context, la), la, invitation=invitation)
        assert "in force since" in theirs.get("/compacts").text
        back = carried(theirs, compact, "VN")
        taken = ours.post(f"/{compact}/exchange/take", data=token(ours), files={"file": ("x", back)})
        until(lambda: "Under way" not in ours.get(taken.headers["location"]).text)
        assert "in force since" in ours.get("/compacts").text
        assert ours.get("/").headers["location"] == f"/{compact}/"


def test_a_charter_needs_cards_of_others_and_a_name(vn: Served, la: Served) -> None:
    def refused(title: str, *files: tuple[str, bytes]) -> int:
        sent = [("cards", one) for one in files]
        said = {"title_en": title} | token(client)
        return client.post("/compacts/begin", data=said, files=sent or None).status_code

    ours, theirs = (("x.json", card(one).read_bytes()) for one in (vn, la))
    with vn.signed_in() as client:
        answers = [
            refused(TITLE),
            refused("", theirs),
            refused(TITLE, ours),
            refused(TITLE, theirs, theirs),
            refused(TITLE, ("x.json", b"{}")),
        ]
        assert "Draft: only we see it" not in client.get("/compacts").text
    assert answers == [422] * 5


def test_who_only_administers_drafts_a_charter_and_does_not_sign_it(vn: Served, la: Served) -> None:
    with vn.signed_in("clerk") as client:
        address = drafted(client, card(la))
        page = client.get(address).text
        said = {"compared": "on", "secret": PASSPHRASE, "root_secret": PASSPHRASE} | token(client)
        signed = client.post(address, data=said)
        dropped = client.post(f"{address}/drop", data=token(client))
        gone = client.get(address)
    assert "It waits for a signatory of ours" in page
    assert (signed.status_code, dropped.status_code, gone.status_code) == (403, 302, 404)


def test_wrong_words_for_a_first_signature_are_counted(vn: Served, la: Served) -> None:
    with vn.signed_in() as client:
        address = drafted(client, card(la))
        said = {"compared": "on", "secret": PASSPHRASE, "root_secret": "not the words"} | token(client)
        for _each in range(5):
            assert client.post(address, data=said).status_code == 422
        right = client.post(address, data=said | {"root_secret": PASSPHRASE})
    assert (right.status_code, vn.node.data("status")) == (422, [])


def test_another_root_than_on_the_card_that_is_kept_is_told(vn: Served, la: Served, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (false,) = founded("LA", tmp_path / "other").folder.glob("*.card.json")
    with vn.signed_in() as client:
        address = drafted(client, card(la))
        kept = {"card": ("x", false.read_bytes())}
        client.post("/compacts/join", data={"keep-card": "1"} | token(client), files=kept)
        assert "says another root: do not sign before you know why." in client.get(address).text


def test_where_the_root_lies_with_officials_they_sign_first(la: Served, tmp_path: Path) -> None:
    for who in ("secretary", "archive"):
        la.node.do("keys", "new", tmp_path / who)
    away = ("--root", tmp_path / "secretary.public", "--next", tmp_path / "archive.public")
    with served(founded("VN", tmp_path, *away)) as vn, vn.signed_in() as client:
        address = drafted(client, card(la))
        said = {"compared": "on", "secret": PASSPHRASE} | token(client)
        asked = client.post(address, data=said)
        assert (asked.status_code, "Our root must certify our keys first" in asked.text) == (409, True)
        (request,) = re.findall(r'href="(/compacts/request/opening-[0-9a-f]+)"', asked.text)
        (tmp_path / "opening.request").write_bytes(client.get(request).content)
        key, out = tmp_path / "secretary.key", tmp_path / "secretary.signed"
        vn.node.do("keys", "certify", tmp_path / "opening.request", "--key", key, "--out", out)
        files = {"signed": ("secretary.signed", out.read_bytes())}
        taken = client.post("/compacts/signed", data={"to": address} | token(client), files=files)
        assert taken.headers["location"] == address
        assert "Enough have signed: sign below once more." in client.get(address).text
        signed = client.post(address, data=said | token(client))
        assert signed.status_code == 302, signed.text
    assert [row["parties"] for row in vn.node.data("status")] == [["LA", "VN"]]


def test_whoever_works_in_one_compact_alone_sees_nothing_of_the_others(mine: Served) -> None:
    secret = mine.node.folder.parent / "secret"
    secret.write_text(PASSWORD)
    mine.node.do("user", "add", "confined", "--password-file", secret)
    mine.node.do("user", "grant", "confined", "administrator", "--compact", mine.compacts[0])
    with mine.signed_in("confined") as client:
        answers = [client.get(f"/compacts{more}").status_code for more in ("", "/begin", "/join", "/card")]
    assert answers == [403] * 4
