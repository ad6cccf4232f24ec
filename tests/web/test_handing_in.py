"""Reports handed in without a key: they wait, are signed or handed back, and nothing leaves before that."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.hiding import forms
from tests.web.forms import form_in, send, wrong_in
from tests.web.ministries import CLOCK, PASSWORD, Served, enter, token

WORDS = "Forty officers took part (illustrative)."
PDF = b"%PDF-1.7\n% illustrative\n"


@pytest.fixture
def item(mine: Served, tmp_path: Path) -> str:
    """An activity of the academy, whose officer signs in as `academy` and holds no key."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    lines = mine.node.data("plan", "--compact", mine.compacts[0])
    own = next(line["item"] for line in lines if line["item"].get("units"))
    mine.node.do("user", "add", "academy", "--called", "Academy (illustrative)", "--password-file", secret)
    mine.node.do("user", "grant", "academy", "unit", "--unit", own["units"][0])
    return str(own["id"])


def place(ministry: Served, item: str, *more: str) -> str:
    return "/".join(["", ministry.compacts[0], "activity", item, *more])


def hand_in(client: httpx.Client, ministry: Served, item: str, **more: Any) -> httpx.Response:
    said = {"stage": "", "outcome": "met", "on": "2026-09-01", "note__en": WORDS, "hand-in": "1"}
    return send(client, place(ministry, item, "report"), field="note.en", **said | more)


@contextmanager
def handed_in(ministry: Served, item: str, **more: Any) -> Iterator[str]:
    """The address at which a report waits that the academy handed in."""
    with ministry.signed_in("academy") as client:
        answer = hand_in(client, ministry, item, **more)
        assert answer.status_code == 303, wrong_in(answer.text)
        page = client.get(place(ministry, item)).text
    yield place(ministry, item, "handed", page.split("/handed/")[1].split('"')[0])


def reports(ministry: Served, item: str) -> list[str]:
    shown = ministry.data("show", item, "--compact", ministry.compacts[0])
    return [one["note"]["en"] for one in shown["reports"] if one.get("note", {}).get("en") == WORDS]


def carried(ministry: Served, folder: Path) -> bool:
    """Whether the words are in what the others would receive."""
    bundle = folder / "out.foedus"
    done = ministry.node.run("export", bundle, "--all", "--compact", ministry.compacts[0], FOEDUS_CLOCK=CLOCK)
    assert done.code == 0, done
    with zipfile.ZipFile(bundle) as parts:
        found = any(form in parts.read(name) for name in parts.namelist() for form in forms(WORDS))
    bundle.unlink()
    return found


def test_a_unit_hands_a_report_in_and_it_leaves_only_once_somebody_with_the_key_signed_it(
    context: BrowserContext, mine: Served, item: str, tmp_path: Path
) -> None:
    with handed_in(mine, item) as address:
        assert (reports(mine, item), carried(mine, tmp_path)) == ([], False)
        page = enter(context, mine, user="signatory")
        page.goto(f"{mine.address}/{mine.compacts[0]}/")
        page.locator("section[aria-labelledby=handed] a").click()
        assert page.url == mine.address + address
        expect(page.locator("blockquote")).to_have_text(WORDS)
        page.fill("#at-secret", "not the passphrase")
        page.get_by_role("button", name="Sign the report").click()
        expect(page.locator("#at-secret-wrong")).to_be_visible()
        page.fill("#at-secret", PASSWORD)
        page.get_by_role("button", name="Sign the report").click()
        expect(page.get_by_role("status").first).to_contain_text("stands in our log")
        expect(page.locator("#handed")).to_have_count(0)
    assert (reports(mine, item), carried(mine, tmp_path)) == ([WORDS], True)
    with mine.signed_in("auditor") as client:
        deeds = client.get(f"/{mine.compacts[0]}/administration/deeds").text
    for told in ("handed in a report", "signed a report that was handed in"):
        assert told in deeds, told


def test_a_report_handed_back_is_mended_and_its_paper_goes_along_again(mine: Served, item: str) -> None:
    paper = {"paper": ("list.pdf", PDF, "application/pdf")}
    with handed_in(mine, item, files=paper) as address:
        with mine.signed_in("drafter") as client:
            wordless = client.post(f"{address}/back", data={"word": " "} | token(client))
            assert (wordless.status_code, "Say in a few words" in wordless.text) == (422, True)
            client.post(f"{address}/back", data={"word": "Which month?"} | token(client))
            assert "Which month?" not in client.get(f"/{mine.compacts[0]}/").text
        with mine.signed_in("academy") as client:
            assert "Which month?" in client.get(f"/{mine.compacts[0]}/").text
            mending = place(mine, item, "report") + "?anew=" + address.rsplit("/", 1)[1]
            begun = form_in(client.get(mending).text, "note.en")
            assert (begun["note.en"], begun["outcome"], begun["on"]) == (WORDS, "met", "2026-09-01")
            again = send(client, mending, field="note.en", on="2026-08", **{"hand-in": "1"})
            assert again.status_code == 303, wrong_in(again.text)
            page = client.get(place(mine, item)).text
            (anew,) = {part.split('"')[0] for part in page.split("/handed/")[1:]}
            assert client.get(place(mine, item, "handed", anew, "paper")).content == PDF
        with mine.signed_in("signatory") as client:
            signed = client.post(place(mine, item, "handed", anew), data={"secret": PASSWORD} | token(client))
            assert signed.status_code == 303
            assert client.post(address, data={"secret": PASSWORD} | token(client)).status_code == 303
    shown = mine.data("show", item, "--compact", mine.compacts[0])["reports"]
    said = [one for one in shown if one.get("note", {}).get("en") == WORDS]
    assert [(one["on"], len(one["documents"])) for one in said] == [("2026-08", 1)]


def test_whoever_handed_a_report_in_takes_it_back_and_nobody_else_does(mine: Served, item: str) -> None:
    with handed_in(mine, item) as address:
        with mine.signed_in("drafter") as client:
            client.post(f"{address}/take", data=token(client))
            assert "Sign it as it is" in client.get(address).text
        with mine.signed_in("academy") as client:
            client.post(f"{address}/take", data=token(client))
        with mine.signed_in("signatory") as client:
            page = client.get(address).text
            client.post(address, data={"secret": PASSWORD} | token(client))
    assert "nobody will sign it" in page
    assert reports(mine, item) == []


def test_a_report_that_may_not_be_is_refused_when_it_is_handed_in(mine: Served, item: str) -> None:
    with mine.signed_in("academy") as client:
        future = hand_in(client, mine, item, on="2027-01-01")
        dateless = hand_in(client, mine, item, on="")
        assert (future.status_code, dateless.status_code) == (422, 422)
        assert "still to come" in future.text
        assert "/handed/" not in client.get(place(mine, item)).text


def test_what_was_handed_in_is_seen_by_nobody_else(mine: Served, item: str) -> None:
    lines = mine.node.data("plan", "--compact", mine.compacts[0])
    other = next(line["item"]["id"] for line in lines if line["item"]["id"] != item)
    with handed_in(mine, item) as address:
        with mine.signed_in("reader") as client:
            answers = [client.get(address).status_code, client.get(f"{address}/paper").status_code]
            assert "Forty" not in client.get(place(mine, item)).text
        with mine.signed_in("signatory") as client:
            answers.append(client.get(address.replace(item, other)).status_code)
            answers.append(client.get(f"{address}0").status_code)
    assert answers == [403, 403, 404, 404]
