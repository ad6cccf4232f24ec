"""Signing in: the password, the second factor, the ministry's directory; nobody makes an account alone."""

import base64
import hmac
import re
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.node.nodes import Node
from tests.web.ministries import PASSWORD, Served, enter, free_port, served, token

DIRECTORY = Path(__file__).parent / "directory"
CALLBACK = "/account/oidc/directory/login/callback/"


def test_a_wrong_password_is_told_and_the_name_stays(context: BrowserContext, vn: Served) -> None:
    page = context.new_page()
    page.goto(f"{vn.address}/account/login/")
    page.fill("input[name=login]", "reader")
    page.fill("input[name=password]", "not the password at all")
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Name and password do not go together")
    assert page.input_value("input[name=login]") == "reader"
    assert page.input_value("input[name=password]") == ""


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "directory/signup/"])
def test_nobody_makes_an_account_by_themselves(vn: Served, address: str) -> None:
    assert httpx.get(f"{vn.address}/account/{address}").status_code == 404


def test_another_password_is_taken_and_the_old_one_let_go(mine: Served) -> None:
    said = {"oldpassword": PASSWORD, "password1": "quite other words now"}
    with mine.signed_in("reader") as client:
        weak = said | {"password1": "short", "password2": "short"}
        refused = client.post("/account/password/change/", data=weak | token(client))
        assert "at least 12 characters" in refused.text
        done = client.post(
            "/account/password/change/", data=said | {"password2": said["password1"]} | token(client)
        )
        assert done.status_code == 302
    with httpx.Client(base_url=mine.address) as client:
        client.get("/account/login/")
        answer = client.post(
            "/account/login/", data={"login": "reader", "password": PASSWORD} | token(client)
        )
        assert answer.status_code == 200
        answer = client.post(
            "/account/login/", data={"login": "reader", "password": said["password1"]} | token(client)
        )
        assert answer.status_code == 302


def test_with_codes_of_an_app_the_password_alone_lets_nobody_in(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="drafter")
    _show_it_is_me(page, f"{mine.address}/account/2fa/totp/activate/")
    secret = page.inner_text("#authenticator_secret")
    page.fill("input[name=code]", "000000")
    page.press("input[name=code]", "Enter")
    expect(page.locator(".errorlist")).to_contain_text("not right")
    page.fill("input[name=code]", _code(secret))
    page.press("input[name=code]", "Enter")
    spare = page.locator(".codes code").all_inner_texts()
    assert len(spare) == 10
    _sign_out(page)
    _give_password(page, mine, "drafter")
    page.goto(f"{mine.address}/{mine.compacts[0]}/plan")
    assert "/account/2fa/authenticate/" in page.url
    page.fill("input[name=code]", spare[0])
    page.press("input[name=code]", "Enter")
    page.wait_for_url(f"{mine.address}/{mine.compacts[0]}**")


def test_a_security_key_is_added_and_asked_for(context: BrowserContext, mine: Served) -> None:
    # A security key belongs to a name; an address in digits has none.
    by_name = Served(mine.node, mine.address.replace("127.0.0.1", "localhost"), mine.compacts)
    page = enter(context, by_name, user="drafter")
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    options = key | {"hasResidentKey": False, "hasUserVerification": False}
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _show_it_is_me(page, f"{by_name.address}/account/2fa/keys/add/")
    page.fill("input[name=name]", "blue key")
    page.click("text=Add the key")
    page.wait_for_url("**/account/2fa/codes/")
    page.goto(f"{by_name.address}/account/2fa/")
    expect(page.locator("main")).to_contain_text("blue key")
    _sign_out(page)
    _give_password(page, by_name, "drafter")
    page.click("text=Use a security key")
    page.wait_for_url(f"{by_name.address}/{by_name.compacts[0]}**")
    _sign_out(page)
    tools.send("WebAuthn.clearCredentials", {"authenticatorId": made["authenticatorId"]})
    _give_password(page, by_name, "drafter")
    page.click("text=Use a security key")
    expect(page.locator("[data-key-failed]")).to_be_visible()


def test_a_second_factor_that_the_last_administrator_lost_is_removed_at_the_node(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="administrator")
    _show_it_is_me(page, f"{mine.address}/account/2fa/totp/activate/")
    page.fill("input[name=code]", _code(page.inner_text("#authenticator_secret")))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/codes/")
    mine.node.do("user", "without-factor", "administrator")
    again = mine.node.run("user", "without-factor", "administrator")
    assert (again.code, "has no second factor" in again.refused) == (1, True)
    with mine.signed_in("administrator") as client:
        assert client.get(f"/{mine.compacts[0]}/administration").status_code == 200


def test_an_administrator_removes_a_second_factor_that_was_lost(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine, user="reader")
    _show_it_is_me(page, f"{mine.address}/account/2fa/totp/activate/")
    page.fill("input[name=code]", _code(page.inner_text("#authenticator_secret")))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/codes/")
    with mine.signed_in("administrator") as client:
        home = f"/{mine.compacts[0]}/administration"
        found = client.get(home, params={"search": "reader"}).text
        address = found.split('href="' + home + "/account/")[1].split('"')[0]
        answer = client.post(f"{home}/account/{address}/change", data={"what": "factor"} | token(client))
        assert answer.status_code == 302
    with mine.signed_in("reader") as client:
        assert client.get(f"/{mine.compacts[0]}/plan").status_code == 200


# --- a second factor that is required ------------------------------------------------------------------


def test_whoever_lacks_a_required_second_factor_is_led_to_set_one_up_and_then_works(
    context: BrowserContext, mine: Served
) -> None:
    _require(mine, "signing")
    home = f"{mine.address}/{mine.compacts[0]}"
    page = enter(context, mine, user="signatory")
    page.goto(f"{home}/plan")
    assert "/account/2fa/?next=" in page.url
    expect(page.get_by_role("alert")).to_contain_text("These roles of yours require a second factor")
    _show_it_is_me(page, f"{mine.address}/account/2fa/totp/activate/")
    page.fill("input[name=code]", _code(page.inner_text("#authenticator_secret")))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/codes/")
    page.goto(f"{home}/plan")
    assert page.url == f"{home}/plan"


def test_a_required_security_key_lets_somebody_work(context: BrowserContext, mine: Served) -> None:
    _require(mine, "everybody")
    by_name = Served(mine.node, mine.address.replace("127.0.0.1", "localhost"), mine.compacts)
    page = enter(context, by_name, user="reader")
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": key | {"hasResidentKey": False, "hasUserVerification": False}},
    )
    page.goto(f"{by_name.address}/{by_name.compacts[0]}/plan")
    assert "/account/2fa/" in page.url
    _show_it_is_me(page, f"{by_name.address}/account/2fa/keys/add/")
    page.fill("input[name=name]", "blue key")
    page.click("text=Add the key")
    page.wait_for_url("**/account/2fa/codes/")
    page.goto(f"{by_name.address}/{by_name.compacts[0]}/plan")
    assert page.url.endswith("/plan")


def test_a_session_without_the_second_factor_is_asked_to_show_the_one_that_was_set_up_elsewhere(
    context: BrowserContext, mine: Served
) -> None:
    _require(mine, "everybody")
    page = enter(context, mine, user="drafter")
    with mine.signed_in("drafter") as thief:
        _show_it_is_me(page, f"{mine.address}/account/2fa/totp/activate/")
        page.fill("input[name=code]", _code(page.inner_text("#authenticator_secret")))
        page.press("input[name=code]", "Enter")
        page.wait_for_url("**/codes/")
        led = thief.get(f"/{mine.compacts[0]}/plan")
        assert led.headers["location"].startswith("/account/2fa/reauthenticate/?next=")


def test_without_the_second_factor_a_role_does_nothing_and_the_others_count_as_before(mine: Served) -> None:
    _require(mine, "signing")
    home = f"/{mine.compacts[0]}"
    with mine.signed_in("chief") as client:
        plan = client.get(f"{home}/plan")
        led = client.get(f"{home}/administration")
        sent = client.post(f"{home}/administration/second-factor", data={"whose": "nobody"} | token(client))
        why = client.get(f"{home}/rights").text
    assert "Nothing can be done as signatory, administrator until a second factor is shown." in plan.text
    assert (led.status_code, led.headers["location"].partition("?")[0]) == (302, "/account/2fa/")
    assert (sent.status_code, "what you typed is still there" in sent.text) == (403, True)
    told = (
        "the role signatory gives it and requires a second factor since 1 September 2026, and none was shown"
    )
    assert told in why
    with mine.signed_in("drafter") as client:
        assert client.get(f"{home}/plan").status_code == 200


def test_before_the_day_everybody_works_and_is_told(mine: Served) -> None:
    _require(mine, "everybody", since="2026-10-01")
    with mine.signed_in("drafter") as client:
        answer = client.get(f"/{mine.compacts[0]}/plan")
    assert answer.status_code == 200
    assert "From 1 October 2026 a role of yours requires a second factor." in answer.text


def test_a_calendar_program_gets_nothing_for_whoever_lacks_the_second_factor(mine: Served) -> None:
    with mine.signed_in("reader") as client:
        page = client.get(f"/{mine.compacts[0]}/plan/subscribe").text
    (address,) = re.findall(r'value="(http://[^"]+\.ics)"', page)
    assert httpx.get(address).status_code == 200
    _require(mine, "everybody")
    assert httpx.get(address).status_code == 404


def test_the_rule_is_a_deed_names_who_lacks_one_and_wants_its_day(mine: Served) -> None:
    page = f"/{mine.compacts[0]}/administration/second-factor"
    with mine.signed_in() as client:
        dayless = client.post(page, data={"whose": "everybody", "since": ""} | token(client))
        assert (dayless.status_code, "From which day?" in dayless.text) == (422, True)
        client.post(page, data={"whose": "signing", "since": "2026-10-01"} | token(client))
        told = client.get(page).text
        deeds = client.get(f"/{mine.compacts[0]}/administration/deeds").text
    assert "From 1 October 2026 a second factor is required of signatories and administrators." in told
    required = {"signatory", "administrator"}
    lacking = [
        one["name"]
        for one in sorted(mine.node.data("user", "list"), key=lambda one: one["user"])
        if required & {held["role"] for held in one["roles"]}
    ]
    assert re.findall(r"/account/\d+\">([^<]+)</a></li>", told) == lacking
    assert (
        'changed of whom a second factor is required</td><td><span class="hash">signing 2026-10-01' in deeds
    )


def _require(ministry: Served, whose: str, *, since: str = "2026-09-01") -> None:
    with ministry.signed_in("administrator") as client:
        page = f"/{ministry.compacts[0]}/administration/second-factor"
        answer = client.post(page, data={"whose": whose, "since": since} | token(client))
        assert answer.status_code == 302, answer.text


# --- the ministry's directory -----------------------------------------------------------------------


def test_somebody_of_the_directory_signs_in_under_the_name_that_both_know(
    context: BrowserContext, example: Path, tmp_path: Path
) -> None:
    with _with_directory(example, tmp_path, FOEDUS_OIDC_TRUST_NAMES="yes") as ministry:
        page = _through_the_directory(context, ministry, "drafter")
        page.wait_for_url(f"{ministry.address}/{ministry.compacts[0]}**")
        expect(page.locator(".rail .person")).to_contain_text("Mai (illustrative)")
        # What the directory asks for is its own matter.
        _require(ministry, "everybody")
        page.goto(f"{ministry.address}/{ministry.compacts[0]}/plan")
        assert page.url.endswith("/plan")


def test_a_name_of_the_directory_counts_only_once_it_was_joined(
    context: BrowserContext, example: Path, tmp_path: Path
) -> None:
    with _with_directory(example, tmp_path) as ministry:
        page = _through_the_directory(context, ministry, "drafter")
        expect(page.get_by_role("alert")).to_contain_text("no account of this node belongs to that name")
        enter(context, ministry, user="drafter").close()
        page.goto(f"{ministry.address}/account/directory/")
        page.click("text=Join it with your name")
        page.wait_for_url(f"{ministry.address}/account/directory/**")
        _sign_out(page)
        page.goto(f"{ministry.address}/account/login/")
        page.click("text=Sign in at")
        page.wait_for_url(f"{ministry.address}/{ministry.compacts[0]}**")


@contextmanager
def _with_directory(example: Path, folder: Path, **more: str) -> Iterator[Served]:
    if not shutil.which("node") or not (DIRECTORY / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("the directory is not installed (`npm install --no-package-lock` in tests/web/directory)")
    port, at = free_port(), free_port()
    settings = {
        "FOEDUS_OIDC_ADDRESS": f"http://127.0.0.1:{port}",
        "FOEDUS_OIDC_CLIENT": "foedus",
        "FOEDUS_OIDC_SECRET": "illustrative secret of the tests",
        "FOEDUS_OIDC_NAME": "the directory",
    }
    command = ["node", "provider.mjs", str(port), f"http://127.0.0.1:{at}{CALLBACK}"]
    provider = subprocess.Popen(
        command, cwd=DIRECTORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert provider.stdout
        assert "ready" in provider.stdout.readline()
        with served(Node(example / "vn").copied(folder / "vn"), port=at, **settings, **more) as ministry:
            yield ministry
    finally:
        provider.terminate()
        provider.communicate(timeout=20)


def _through_the_directory(context: BrowserContext, ministry: Served, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{ministry.address}/account/login/")
    page.click("text=Sign in at the directory")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "whatever the directory takes")
    page.press("input[name=password]", "Enter")
    page.click("text=Continue")
    return page


# --- what a person does -----------------------------------------------------------------------------


def _show_it_is_me(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(address)


def _sign_out(page: Page) -> None:
    page.locator(".person summary").click()
    page.click("text=Sign out")
    page.wait_for_url("**/account/login/**")


def _give_password(page: Page, ministry: Served, user: str) -> None:
    page.goto(f"{ministry.address}/account/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def _code(secret: str) -> str:
    """The code that an app shows now. Source: RFC 6238."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
