"""Signing on pages: what is seen before, what is asked for, what is refused, and what stands afterwards."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from foedus.record.keyfile import KeyInToken, lock
from tests.node.nodes import Node
from tests.node.test_tokens import DRIVER, PIN
from tests.web.ministries import PASSWORD, Served, counted, enter, served, token
from tests.web.offers import LATER, drafted, offered, said

SPOKEN = {"FOEDUS_PASSPHRASE": PASSWORD, "FOEDUS_CLOCK": LATER}


@pytest.fixture
def waiting(example: Path, mine: Served, tmp_path: Path) -> str:
    """An act that Laos offered and that waits for us."""
    return offered(example, mine, tmp_path)


@pytest.fixture
def chief(mine: Served) -> Iterator[httpx.Client]:
    """Somebody who holds every role but that of a unit."""
    with mine.signed_in() as client:
        yield client


def sent(client: httpx.Client, address: str, files: Any = None, **fields: str) -> httpx.Response:
    """A form, sent as a browser sends it."""
    return client.post(address, data={**fields, **token(client)}, files=files)


def wrong(answer: httpx.Response) -> list[str]:
    """What an answer says beside fields, and above the page."""
    found = re.findall(
        r'class="errorlist"[^>]*>(.*?)</ul>|<strong>([^<]*)</strong></p>', answer.text, re.DOTALL
    )
    return [unescape(re.sub(r"<[^>]+>", "", beside or above)).strip() for beside, above in found]


def state(client: httpx.Client, address: str) -> str:
    """How an act stands, as its page says it."""
    found = re.search(r'<p class="state">([^<]*)', client.get(address).text)
    assert found
    return unescape(found[1]).removesuffix(" · ").strip()


def test_a_signatory_sees_what_changes_and_signs(context: BrowserContext, mine: Served, waiting: str) -> None:
    page = enter(context, mine, user="signatory")
    page.goto(f"{mine.address}/{mine.compacts[0]}/acts?show=waiting")
    page.get_by_role("link", name="Visits of October").click()
    assert page.locator(".state").inner_text() == (
        "Waits for us: Laos has signed, we have not; so it is not in force"
    )
    expect(page.locator("article.changed tr", has_text="when")).to_have_text(
        re.compile(r"when\s*2026\s*20–23 October 2026")
    )
    expect(page.locator("article.struck del")).to_have_text("Course for border officers (illustrative)")
    expect(page.get_by_role("heading", name="Who will see it")).to_be_visible()
    page.get_by_label("Passphrase of the key").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    expect(page.locator(".told")).to_have_text("Signed: Visits of October.")
    assert page.locator(".state").inner_text() == "In force since 15 September 2026, signed by both"
    expect(page.locator(".next")).to_contain_text("Laos has not told us yet that our word arrived.")
    acts = {
        row["act"]: row["state"] for row in mine.node.data("status", "--compact", mine.compacts[0])[0]["acts"]
    }
    assert {name: stands for name, stands in acts.items() if name.startswith(waiting)} == {
        next(name for name in acts if name.startswith(waiting)): "in-force"
    }


def test_no_secret_of_the_environment_signs_and_a_wrong_one_is_told_beside_its_field(
    example: Path, tmp_path: Path
) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    with served(node, FOEDUS_PASSPHRASE=PASSWORD) as ministry, ministry.signed_in() as client:
        name = offered(example, ministry, tmp_path)
        act = f"/{ministry.compacts[0]}/act/{name}"
        told = {"": "Type the passphrase: nothing is signed without it."}
        refused = "This passphrase does not open the key. Nothing was signed; type it again."
        told |= dict.fromkeys(("wrong", " ", PASSWORD + " ", "x" * 900), refused)
        for secret, sentence in told.items():
            answer = sent(client, f"{act}/sign", passphrase=secret)
            assert (answer.status_code, wrong(answer)) == (422, [sentence])
            assert "x" * 900 not in answer.text
            assert 'aria-invalid="true"' in answer.text
        assert state(client, act).startswith("Waits for us")


def test_after_some_wrong_secrets_even_the_right_one_waits(
    mine: Served, chief: httpx.Client, waiting: str
) -> None:
    act = f"/{mine.compacts[0]}/act/{waiting}"
    for _ in range(5):
        assert sent(chief, f"{act}/sign", passphrase="wrong").status_code == 422
    answer = sent(chief, f"{act}/sign", passphrase=PASSWORD)
    assert answer.status_code == 422
    (told,) = wrong(answer)
    assert told.startswith(
        "The passphrase or PIN was given wrong 5 times within 15 minutes. Wait 15 minutes."
    )
    with mine.signed_in("signatory") as another:
        assert sent(another, f"{act}/sign", passphrase=PASSWORD).status_code == 303


@pytest.mark.skipif(
    not DRIVER or not shutil.which("softhsm2-util"), reason="SoftHSM2 is not installed (package softhsm2)"
)
def test_a_key_in_a_token_signs_with_its_pin_and_is_not_locked_from_afar(
    example: Path, tmp_path: Path
) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    held, config, pin = (tmp_path / name for name in ("held", "softhsm2.conf", "pin"))
    held.mkdir()
    config.write_text(f"directories.tokendir = {held}\nobjectstore.backend = file\nlog.level = ERROR\n")
    pin.write_text(PIN)
    words = ["softhsm2-util", "--init-token", "--free", "--label", "op", "--pin", PIN, "--so-pin", "314159"]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "SOFTHSM2_CONF": str(config)})
    plugged = {"SOFTHSM2_CONF": str(config), "FOEDUS_PIN_FILE": str(pin)}
    done = node.run("keys", "rotate", "--token", DRIVER, "--label", "op", **plugged, **SPOKEN)
    assert done.code == 0, done
    with (
        served(node, SOFTHSM2_CONF=str(config), FOEDUS_PIN_FILE=str(pin)) as ministry,
        ministry.signed_in() as client,
    ):
        act = f"/{ministry.compacts[0]}/act/{offered(example, ministry, tmp_path)}"
        assert "PIN of the token op" in client.get(act).text
        wrong_pin = (
            "This PIN does not open the token. Nothing was signed; try again with care, "
            "for a token locks itself after a few wrong ones."
        )
        for _ in range(2):
            answer = sent(client, f"{act}/sign", passphrase="000000")
            assert (answer.status_code, wrong(answer)) == (
                422,
                [wrong_pin],
            )
        assert wrong(sent(client, f"{act}/sign", passphrase="000000"))[0].startswith("The passphrase or PIN")
        with ministry.signed_in("signatory") as another:
            assert sent(another, f"{act}/sign", passphrase=PIN).status_code == 303


def test_who_declines_gives_a_reason_that_the_others_read(
    mine: Served, chief: httpx.Client, waiting: str
) -> None:
    act = f"/{mine.compacts[0]}/act/{waiting}"
    answer = sent(chief, f"{act}/decline", passphrase=PASSWORD)
    assert (answer.status_code, wrong(answer)) == (
        422,
        ["Give a reason: the other side will ask for it."],
    )
    answer = sent(chief, f"{act}/decline", passphrase="wrong", reason="It clashes with the new year.")
    assert answer.status_code == 422
    assert "It clashes with the new year.</textarea>" in answer.text
    answer = sent(chief, f"{act}/decline", passphrase=PASSWORD, reason="It clashes with the new year.")
    assert (answer.status_code, answer.headers["location"]) == (303, act)
    assert state(chief, act) == "Declined by us: It clashes with the new year."
    assert sent(chief, f"{act}/decline", passphrase=PASSWORD, reason="Again.").status_code == 409
    acts = mine.node.data("status", "--compact", mine.compacts[0])[0]["acts"]
    assert [row["declined"] for row in acts if row["act"].startswith(waiting)] == [["VN"]]


def test_who_may_not_sign_is_told_whom_to_ask_and_sees_no_form(mine: Served, waiting: str) -> None:
    act = f"/{mine.compacts[0]}/act/{waiting}"
    drafted(mine)
    for user in ("reader", "drafter", "auditor", "administrator"):
        with mine.signed_in(user) as client:
            shown = client.get(act)
            assert (shown.status_code, f"{act}/sign" in shown.text) == (200, False)
            for doing in ("sign", "decline"):
                refused = sent(client, f"{act}/{doing}", passphrase=PASSWORD, reason="No.")
                assert refused.status_code == 403
                assert "Ask " in refused.text
            assert client.get(f"/{mine.compacts[0]}/denounce").status_code == 403
            draft = f"/{mine.compacts[0]}/draft/ours/offer"
            assert client.get(draft).status_code == (200 if user in ("drafter", "auditor") else 403)
            assert sent(client, draft, passphrase=PASSWORD).status_code == 403


def test_a_draft_is_offered_only_as_it_was_looked_at(mine: Served, chief: httpx.Client) -> None:
    address = f"/{mine.compacts[0]}/draft/{drafted(mine)}/offer"
    seen = _seen(chief, address)
    said(mine.node, "draft", "amend", "deputy-visit-2026", "--draft", "ours", "--compact", mine.compacts[0],
         "--set", "when=2026-12")  # fmt: skip
    answer = sent(chief, address, passphrase=PASSWORD, seen=seen)
    assert (answer.status_code, wrong(answer)[0]) == (
        409,
        "The draft was changed since you looked at it; nothing was signed.",
    )
    assert _seen(chief, address) != seen
    answer = sent(chief, address, passphrase=PASSWORD, seen=_seen(chief, address))
    assert answer.status_code == 303
    assert state(chief, answer.headers["location"]) == (
        "Offered: we have signed, Laos has not yet answered; it may already be in force on their side"
    )
    assert chief.get(address).status_code == 404


def test_offers_on_one_thing_are_shown_beside_each_other(
    mine: Served, chief: httpx.Client, waiting: str
) -> None:
    address = f"/{mine.compacts[0]}/draft/{drafted(mine, item='visit-2026')}/offer"
    shown = chief.get(address).text
    assert "Only one of them can come into force" in shown
    assert f"/act/{waiting}" in shown
    offer = sent(chief, address, passphrase=PASSWORD, seen=_seen(chief, address))
    rival = chief.get(f"/{mine.compacts[0]}/act/{waiting}").text
    assert "Why it cannot be signed now" in rival
    assert f'{offer.headers["location"]}"' in rival
    assert f"/act/{waiting}/sign" not in rival
    refused = sent(chief, f"/{mine.compacts[0]}/act/{waiting}/sign", passphrase=PASSWORD)
    assert refused.status_code == 409


def test_a_second_person_approves_with_a_key_of_their_own(
    mine: Served, chief: httpx.Client, waiting: str, tmp_path: Path
) -> None:
    director, deputy = (_approver(tmp_path, name) for name in ("director", "deputy"))
    for name, key in (("Director", director), ("Deputy", deputy)):
        said(mine.node, "approvers", "add", name, "--public", key.with_suffix(".public"))
    said(mine.node, "approvers", "require", "1")
    act = f"/{mine.compacts[0]}/act/{waiting}"
    assert f"{act}/sign" not in chief.get(act).text
    assert sent(chief, f"{act}/sign", passphrase=PASSWORD).status_code == 409
    driver = KeyInToken("approver", "0" * 64, "/tmp/driver.so", "t", "0" * 32).to_bytes()  # noqa: S108 (never opened)
    costly = lock(
        bytes(32), role="approver", passphrase=PASSWORD, salt=bytes(16), nonce=bytes(24), ops=4, memory=2**16
    )
    no_key = "This is not a key file that can be used here. A key in a token is used at the node."
    tries = {
        "no file": (b"", "Director", ["This file is empty, and a key file is needed."]),
        "no key": (b"{}", "Director", [no_key]),
        "token": (driver, "Director", [no_key]),
        "costly": (costly, "Director", [no_key]),
        "another's": (deputy.read_bytes(), "Director", ["This is not the key of Director."]),
        "nobody": (
            director.read_bytes(),
            "Nobody",
            ["Nobody of that name may approve, or they have approved already."],
        ),
    }
    found = {
        what: wrong(
            sent(chief, f"{act}/approve", {"key": ("k.key", data)}, person=person, passphrase=PASSWORD)
        )
        for what, (data, person, _) in tries.items()
    }
    assert found == {what: told for what, (_, _, told) in tries.items()}
    file = {"key": ("director.key", director.read_bytes())}
    assert sent(chief, f"{act}/approve", file, person="Director", passphrase=PASSWORD).status_code == 303
    assert "1 person must approve it before we sign; 1 approved it." in chief.get(act).text
    assert sent(chief, f"{act}/sign", passphrase=PASSWORD).status_code == 303
    assert state(chief, act) == "In force since 15 September 2026, signed by both"


def test_an_office_without_a_mandate_is_told_before_it_signs(mine: Served, waiting: str) -> None:
    said(mine.node, "user", "grant", "reader", "signatory", "--office", "Typist")
    with mine.signed_in("reader") as client:
        shown = client.get(f"/{mine.compacts[0]}/act/{waiting}").text
        assert "The Typist has no mandate to sign on 15 September 2026." in shown
        assert f"/act/{waiting}/sign" not in shown
        refused = sent(client, f"/{mine.compacts[0]}/act/{waiting}/sign", passphrase=PASSWORD)
        assert refused.status_code == 409


def test_a_notice_is_given_once_it_was_read(mine: Served, chief: httpx.Client) -> None:
    address = f"/{mine.compacts[0]}/denounce"
    answer = sent(chief, address, effective="soon", passphrase="")
    assert (answer.status_code, wrong(answer)) == (
        422,
        [
            "This is no day such as 2027-06-30.",
            "Tick this once you have read what follows from a notice.",
            "Type the passphrase: nothing is signed without it.",
        ],
    )
    answer = sent(chief, address, effective="2027-06-30", sure="on", passphrase=PASSWORD)
    assert answer.status_code == 303
    assert "2027-06-30" in said(mine.node, "status", "--compact", mine.compacts[0])


def test_every_state_is_told_in_its_own_words(vn: Served, asking: httpx.Client) -> None:
    shown = unescape(asking.get(f"/{vn.compacts[0]}/acts").text)
    assert {
        "In force since 1 January 2026, signed by both",
        "Void: replaced by Amendment of dialogue-2026",
    } <= set(re.findall(r"<td>([^<]+)</td>", shown))
    settled = asking.get(f"/{vn.compacts[0]}/acts?show=in-force").text
    (amended,) = re.findall(r'<a href="([^"]*)">Amendment of dialogue-2026', settled)
    assert re.findall(r"<td>([^<]*)</td><td><ins>([^<]*)</ins>", asking.get(amended).text)
    assert "It was changed in force since" not in asking.get(amended).text
    only = asking.get(f"/{vn.compacts[0]}/acts?show=void").text
    assert (only.count("<tr data-row"), "In force since" in only) == (2, False)
    three = unescape(asking.get(f"/{vn.compacts[1]}/acts").text)
    assert "signed by all three" in three


def test_a_long_act_is_shown_whole_page_by_page(vn: Served, asking: httpx.Client) -> None:
    acts = asking.get(f"/{vn.compacts[0]}/acts").text
    (address,) = re.findall(r'<a href="([^"]*)">Cooperation plan 2025</a>', acts)
    pages = [unescape(asking.get(address, params={"from": first}).text) for first in (1, 101)]
    assert [page.count("<article ") for page in pages] == [100, 20]
    assert "Shown here: 1 to 100 of 120." in pages[0]
    assert 'href="?from=101"' in pages[0]
    assert "Tô Lâm · party general secretary" in "".join(pages)
    for first in ("x", "-5", "0", "9" * 30, "121"):
        assert asking.get(address, params={"from": first}).text.count("<article ") == 100


def test_a_charter_says_whose_keys_speak_for_each_party(vn: Served, asking: httpx.Client) -> None:
    charter = asking.get(f"/{vn.compacts[1]}/act/{vn.compacts[1]}").text
    shown = re.findall(r'<dt>([^<]*)</dt><dd><span class="hash">([\d a-f]*)</span>', charter)
    assert [party for party, _ in shown] == ["Cambodia", "Laos", "Vietnam"]
    assert len({fingerprint for _, fingerprint in shown}) == 3


def test_an_act_takes_as_many_questions_however_much_it_sets(vn: Served, asking: httpx.Client) -> None:
    acts = asking.get(f"/{vn.compacts[0]}/acts").text
    names = dict(
        re.findall(r'<a href="(/\w+/act/\w+)">[^<]*</a></td>.*?class="number">(\d+) thing', acts, re.DOTALL)
    )
    addresses = {many: address for address, many in names.items()}
    found = counted(
        Node(vn.node.folder),
        "chief",
        {"large": addresses["120"], "small": addresses["5"], "list": f"/{vn.compacts[0]}/acts"},
    )
    assert {name: answer["status"] for name, answer in found.items()} == dict.fromkeys(found, 200)
    assert found["large"]["questions"] <= found["small"]["questions"] <= 40
    assert found["list"]["questions"] <= 25


def test_an_act_of_no_record_is_not_there(vn: Served, asking: httpx.Client) -> None:
    for name in ("000000000000", "x", "%00", "af" * 40):
        assert asking.get(f"/{vn.compacts[0]}/act/{name}").status_code == 404
    charter_of_three = vn.node.data("status", "--compact", vn.compacts[1])[0]["compact"]
    assert asking.get(f"/{vn.compacts[0]}/act/{charter_of_three[:12]}").status_code == 404


def _seen(client: httpx.Client, address: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(address).text)
    assert found
    return found[1]


def _approver(folder: Path, name: str) -> Path:
    said(Node(folder), "keys", "new", str(folder / name), "--approver")
    return folder / f"{name}.key"
