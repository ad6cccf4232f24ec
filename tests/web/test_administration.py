"""Administration: accounts and roles, keys, addresses, approval, kinds; who may, and the reasons why."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.web.ministries import PASSWORD, Served, counted, enter, token, until

ROOMS = (
    "",
    "/keys",
    "/addresses",
    "/approval",
    "/second-factor",
    "/kinds",
    "/kinds/visit",
    "/backups",
    "/deeds",
)

OWN_KIND = """
name = "vaccination"
title = { en = "Vaccination" }
carried_out = "carried-out"

[[stages]]
name = "carried-out"
title = { en = "carried out" }
days = 0
"""


def test_an_account_is_made_and_given_a_role_that_is_taken_and_given_back(
    context: BrowserContext, mine: Served
) -> None:
    page = enter(context, mine)
    home = f"{mine.address}/{mine.compacts[0]}"
    page.goto(f"{home}/administration")
    page.click("text=Make an account")
    page.fill("input[name=username]", "phonexay")
    page.fill("input[name=called]", "Phonexay (illustrative)")
    page.fill("input[name=password]", "several plain words")
    page.click("text=Make the account")
    expect(page.locator("h1")).to_have_text("Phonexay (illustrative)")
    page.select_option("select[name=role]", "drafter")
    page.get_by_role("button", name="Give it", exact=True).click()
    expect(page.locator("main")).to_contain_text("drafter in this compact")
    page.click("text=Take it away")
    expect(page.locator("main")).to_contain_text("the pages of this compact do not open for them")
    page.click("text=Give it back")
    expect(page.locator("main")).to_contain_text("drafter in this compact")
    page.goto(f"{home}/rights?user=phonexay")
    expect(page.locator("main")).to_contain_text("as drafter in this compact")
    assert {row["user"]: row["roles"] for row in mine.node.data("user", "list")}["phonexay"] == [
        {
            "role": "drafter",
            "compact": mine.data("status", "--compact", mine.compacts[0])[0]["compact"],
            "unit": None,
        }
    ]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"username": "two words"}, "id_username_error"),
        ({"username": "reader"}, "id_username_error"),
        ({"password": "short"}, "id_password_error"),
        ({"language": "xx"}, "id_language_error"),
    ],
)
def test_an_account_that_cannot_be_is_refused_beside_its_field(
    asking: httpx.Client, vn: Served, typed: dict[str, str], wrong: str
) -> None:
    good = {"username": "somebody", "called": "", "language": "", "password": "several plain words"}
    new = f"/{vn.compacts[0]}/administration/new"
    answer = asking.post(new, data=good | typed | token(asking))
    assert answer.status_code == 422
    assert re.findall(r'id="(id_\w+_error)"', answer.text) == [wrong]
    assert "several plain words" not in answer.text


def test_the_last_who_administers_stays(mine: Served) -> None:
    mine.node.do("user", "revoke", "administrator", "administrator")
    refused = mine.node.run("user", "revoke", "chief", "administrator")
    assert (refused.code, "is the last who administers this node" in refused.refused) == (1, True)
    with mine.signed_in() as client:
        home = f"/{mine.compacts[0]}/administration"
        page = client.get(home, params={"search": "chief"}).text
        address = f"{home}/account/{page.split(home + '/account/')[1].split(chr(34))[0]}"
        closed = client.post(f"{address}/change", data={"what": "close"} | token(client))
    assert closed.status_code == 422
    assert "is the last who administers this node" in closed.text


def test_who_administers_one_compact_gives_roles_there_and_touches_no_account(mine: Served) -> None:
    mine.node.do("user", "grant", "reader", "administrator", "--compact", mine.compacts[0])
    home = f"/{mine.compacts[0]}/administration"
    with mine.signed_in("reader") as client:
        page = client.get(home, params={"search": "drafter"})
        address = f"{home}/account/{page.text.split(home + '/account/')[1].split(chr(34))[0]}"
        given = {"role": "signatory", "where": "here", "unit": "", "office": ""}
        assert client.post(f"{address}/give", data=given | token(client)).status_code == 302
        everywhere = client.post(f"{address}/give", data=given | {"where": "everywhere"} | token(client))
        assert everywhere.status_code == 422
        password = {"what": "password", "password": "several other words"}
        assert client.post(f"{address}/change", data=password | token(client)).status_code == 403
        assert client.get(f"{home}/new").status_code == 403
        assert client.get(f"{home}/backups").status_code == 403
        assert client.get(f"/{mine.compacts[1]}/administration").status_code == 403


def test_what_is_for_administrators_is_refused_with_whom_to_ask(vn: Served) -> None:
    home = f"/{vn.compacts[0]}/administration"
    with vn.signed_in("drafter") as client:
        answers = {room: client.get(f"{home}{room}") for room in ROOMS}
        others = client.get(f"/{vn.compacts[0]}/rights", params={"user": "reader"})
    allowed = {room for room, answer in answers.items() if answer.status_code == 200}
    assert allowed == {"/kinds", "/kinds/visit"}
    assert {answer.status_code for room, answer in answers.items() if room not in allowed} == {403}
    assert "Ask Sen (illustrative), An (illustrative)" in answers[""].text
    assert others.status_code == 403


def test_everybody_sees_what_they_may_do_and_why(vn: Served) -> None:
    with vn.signed_in("reader") as client:
        page = client.get(f"/{vn.compacts[0]}/rights").text
    rows = re.findall(
        r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td>\s*<td>(.*?)</td></tr>", page, re.DOTALL
    )
    plain = {right: re.sub("<.*?>", "", f"{may}: {reason}") for right, may, reason in rows}
    assert plain["see what is common"] == "yes: as reader in every compact"
    assert plain["sign in the party&#x27;s name"] == "no: It takes one of these roles: signatory"


def test_a_mandate_is_signed_with_the_passphrase_and_no_other(mine: Served) -> None:
    keys = f"/{mine.compacts[0]}/administration/keys"
    said = {"office": "chief of the general staff", "roles": ["report"], "since": "2026-09-15", "until": ""}
    with mine.signed_in() as client:
        wrong = client.post(keys, data=said | {"secret": "other words"} | token(client))
        ended = client.post(keys, data=said | {"secret": PASSWORD, "until": "2026-01-01"} | token(client))
        assert (wrong.status_code, ended.status_code) == (422, 422)
        assert "other words" not in wrong.text
        done = client.post(keys, data=said | {"secret": PASSWORD} | token(client))
        assert done.status_code == 302
        assert "chief of the general staff" in client.get(keys).text


@pytest.mark.parametrize("address", ["ftp://la.example", "la.example", "http://", "https://la.example/?x=1"])
def test_an_address_that_is_none_is_refused(asking: httpx.Client, vn: Served, address: str) -> None:
    page = f"/{vn.compacts[0]}/administration/addresses"
    answer = asking.post(page, data={"party": "LA", "address": address, "way": "both"} | token(asking))
    assert answer.status_code == 422
    assert "no address such as" in answer.text


def test_the_card_of_another_party_is_refused(asking: httpx.Client, vn: Served, example: Path) -> None:
    page = f"/{vn.compacts[0]}/administration/addresses"
    card = (example / "kh" / "KH.card.json").read_bytes()
    said = {"party": "LA", "address": "", "way": "both"} | token(asking)
    other = asking.post(page, data=said, files={"card": ("LA.card.json", card)})
    none = asking.post(page, data=said, files={"card": ("LA.card.json", b"{}")})
    assert "the card of another party" in other.text
    assert "no party&#x27;s card" in none.text


def test_a_person_may_approve_and_as_many_as_there_are_may_be_needed(mine: Served, tmp_path: Path) -> None:
    key = tmp_path / "director"
    mine.node.do("keys", "new", key, "--approver")
    page = f"/{mine.compacts[0]}/administration/approval"
    with mine.signed_in() as client:
        public = {"public": ("director.public", key.with_suffix(".public").read_bytes())}
        none = client.post(page, data={"name": "Director"} | token(client), files={"public": ("x", b"x")})
        assert none.status_code == 422
        added = client.post(page, data={"name": "Director"} | token(client), files=public)
        assert added.status_code == 302
        assert client.post(f"{page}/require", data={"many": "2"} | token(client)).status_code == 422
        assert client.post(f"{page}/require", data={"many": "1"} | token(client)).status_code == 302
    assert "must approve" in mine.node.do("approvers", "list")


def test_a_kind_of_ones_own_is_checked_kept_and_forgotten(mine: Served) -> None:
    kinds = f"/{mine.compacts[0]}/administration/kinds"
    own = OWN_KIND.encode()
    with mine.signed_in() as client:
        broken = client.post(
            kinds, data={"keep": ""} | token(client), files={"file": ("x.toml", b"name = 3")}
        )
        assert broken.status_code == 422
        shown = client.post(kinds, data={"check": ""} | token(client), files={"file": ("x.toml", own)})
        assert "it was checked and not kept" in shown.text
        assert "vaccination" not in client.get(kinds).text
        kept = client.post(kinds, data={"keep": ""} | token(client), files={"file": ("x.toml", own)})
        assert kept.status_code == 302
        assert "vaccination" in client.get(kinds).text
        client.post(f"{kinds}/vaccination/forget", data=token(client))
        assert "vaccination" not in client.get(kinds).text


def test_a_backup_is_made_and_carried_away(mine: Served) -> None:
    backups = f"/{mine.compacts[0]}/administration/backups"
    with mine.signed_in() as client:
        assert client.post(backups, data=token(client)).status_code == 302
        until(lambda: "Download" in client.get(backups).text, seconds=60)
        address = re.findall(rf'href="({backups}/[\w-]+)"', client.get(backups).text)[0]
        made = client.get(address)
    assert made.headers["content-disposition"].endswith('.foedus-backup"')
    assert len(made.content) > 100_000


def test_auditors_see_who_of_ours_did_what(mine: Served) -> None:
    with mine.signed_in("drafter"):
        pass
    with mine.signed_in("auditor") as client:
        deeds = f"/{mine.compacts[0]}/administration/deeds"
        page = client.get(deeds).text
        nobody = client.get(deeds, params={"who": "nobody of this name"}).text
    assert "Mai (illustrative)</td><td>signed in" in page
    assert "Nothing of this sort was done." in nobody


def test_each_room_takes_a_bounded_number_of_questions(vn: Served) -> None:
    rooms = {room or "/": f"/{vn.compacts[0]}/administration{room}" for room in ROOMS}
    found = counted(vn.node, "chief", rooms | {"rights": f"/{vn.compacts[0]}/rights"})
    assert {room: answer["status"] for room, answer in found.items()} == dict.fromkeys(found, 200)
    assert max(answer["questions"] for answer in found.values()) <= 25
