"""Renewing keys on the pages: at once where the root lies here, else with what its officials signed."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node.nodes import Node
from tests.web.ministries import PASSWORD, Served, enter, served, token

NEW = "quite other words from now on"


def place(ministry: Served, *more: str) -> str:
    return "/".join(["", ministry.compacts[0], "administration", "keys", *more])


def signing_key(ministry: Served) -> list[str]:
    """The keys that sign, as our log in each compact says."""
    return [said["ops"] for said in ministry.data("keys")["compacts"].values() if said]


def test_the_signing_key_is_renewed_and_the_old_words_open_nothing(
    context: BrowserContext, mine: Served
) -> None:
    before = signing_key(mine)
    page = enter(context, mine)
    page.goto(mine.address + place(mine))
    page.click("text=The key that signs is lost")
    expect(page.locator("#means + dl")).to_contain_text("What the old one signed stands.")
    assert page.is_checked("input[name=what][value=op]")
    page.fill("#renew-root_secret", "not the passphrase")
    page.fill("#renew-new", NEW)
    page.fill("#renew-again", NEW)
    page.click("text=Renew them")
    expect(page.locator("#renew-root_secret_error")).to_be_visible()
    assert (page.input_value("#renew-new"), signing_key(mine)) == ("", before)
    page.fill("#renew-root_secret", PASSWORD)
    page.fill("#renew-new", NEW)
    page.fill("#renew-again", NEW)
    page.click("text=Renew them")
    expect(page.get_by_role("status").first).to_contain_text("The new keys stand in every log of ours")
    after = signing_key(mine)
    assert len(after) == len(before)
    assert not [one for one, other in zip(after, before, strict=True) if one == other]
    said = {"office": "chief of staff", "roles": ["report"], "since": "2026-09-15", "until": ""}
    with mine.signed_in() as client:
        old = client.post(place(mine), data=said | {"secret": PASSWORD} | token(client))
        new = client.post(place(mine), data=said | {"secret": NEW} | token(client))
        deeds = client.get(f"/{mine.compacts[0]}/administration/deeds").text
    assert (old.status_code, new.status_code) == (422, 302)
    assert "renewed keys" in deeds


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"what": []}, ["renew-what"]),
        ({"what": ["op"], "new": "short", "again": "short"}, ["renew-new"]),
        ({"what": ["op"], "again": "others"}, ["renew-again"]),
        ({"what": ["op"], "root_secret": ""}, ["renew-root_secret"]),
        ({"what": ["link"], "secret": ""}, ["renew-secret"]),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_before_any_key_is_made(
    asking: httpx.Client, vn: Served, typed: dict[str, str], wrong: list[str]
) -> None:
    said = {"root_secret": PASSWORD, "secret": PASSWORD, "new": NEW, "again": NEW} | typed
    answer = asking.post(place(vn, "renew"), data=said | token(asking))
    assert answer.status_code == 422
    found = re.findall(r'id="(renew-\w+?)_error"', answer.text)
    assert found == wrong
    assert NEW not in answer.text
    assert not (vn.node.folder / "keys" / "op.new.key").exists()


def test_wrong_words_are_counted_and_then_nobody_may_try(mine: Served) -> None:
    said = {"what": ["op"], "root_secret": "not the words", "new": NEW, "again": NEW}
    with mine.signed_in() as client:
        for _each in range(5):
            client.post(place(mine, "renew"), data=said | token(client))
        right = client.post(place(mine, "renew"), data=said | {"root_secret": PASSWORD} | token(client))
    assert right.status_code == 422
    assert "The new keys stand" not in right.text


def test_who_administers_one_compact_renews_nothing(mine: Served) -> None:
    mine.node.do("user", "grant", "reader", "administrator", "--compact", mine.compacts[0])
    with mine.signed_in("reader") as client:
        pages = [client.get(place(mine, more)).status_code for more in ("renew", "asked")]
        assert client.get(place(mine)).status_code == 200
    assert pages == [403, 403]


# --- a root of several officials --------------------------------------------------------------------


@pytest.fixture
def of_officials(example: Path, tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """Viet Nam's pages once its root is two officials, whose keys are elsewhere; and where they are."""
    node, away = Node(example / "vn").copied(tmp_path / "vn"), tmp_path / "away"
    away.mkdir()
    for who in ("secretary", "general"):
        _do(node, "keys", "new", away / who)
    parts = [word for who in ("secretary", "general") for word in ("--next", away / f"{who}.public")]
    _do(node, "keys", "rotate", *parts)
    (node.folder / "keys" / "root.key").rename(away / "old-root.key")
    _do(node, "keys", "rotate", "--root")
    for waiting in sorted((node.folder / "keys").glob("*.request")):
        _certify(node, waiting, away)
    with served(node) as ministry:
        yield ministry, away


def _do(node: Node, *words: str | Path) -> None:
    done = node.run(*words, FOEDUS_PASSPHRASE=PASSWORD)
    assert done.code == 0, done


def _certify(node: Node, asked: Path, away: Path) -> list[Path]:
    for who in ("secretary", "general"):
        _do(node, "keys", "certify", asked, "--key", away / f"{who}.key", "--out", away / f"{who}.signed")
    signed = [away / "secretary.signed", away / "general.signed"]
    if asked.parent.name == "keys":
        _do(node, "keys", "take", *signed)
    return signed


def test_officials_sign_on_machines_of_their_own_and_the_keys_change_once_enough_have(
    of_officials: tuple[Served, Path],
) -> None:
    ministry, away = of_officials
    before = signing_key(ministry)
    with ministry.signed_in() as client:
        begun = client.post(
            place(ministry, "renew"), data={"what": ["op"], "new": NEW, "again": NEW} | token(client)
        )
        assert begun.headers["location"] == place(ministry, "asked")
        page = client.get(place(ministry, "asked")).text
        assert "0 of 2 signatures are here." in page
        assert page.count("goes out: void from then on") == len(before)
        again = client.post(
            place(ministry, "renew"), data={"what": ["op"], "new": NEW, "again": NEW} | token(client)
        )
        assert again.status_code == 409
        (away / "rotation.request").write_bytes(client.get(place(ministry, "asked", "rotation")).content)
        for signed in _certify(ministry.node, away / "rotation.request", away):
            early = client.post(place(ministry, "finish"), data={"secret": NEW} | token(client))
            assert (early.status_code, signing_key(ministry)) == (302, before)
            file = {"signed": (signed.name, signed.read_bytes())}
            taken = client.post(place(ministry, "asked"), data=token(client), files=file)
            assert taken.status_code == 302, taken.text
        none = {"signed": ("x.signed", b"{}")}
        assert client.post(place(ministry, "asked"), data=token(client), files=none).status_code == 422
        wrong = client.post(place(ministry, "finish"), data={"secret": PASSWORD} | token(client))
        assert (wrong.status_code, signing_key(ministry)) == (422, before)
        done = client.post(place(ministry, "finish"), data={"secret": NEW} | token(client))
        assert done.headers["location"] == place(ministry)
    assert not [one for one in signing_key(ministry) if one in before]
