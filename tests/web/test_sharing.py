"""What is ours in one compact is let be known in another on its own page, by who prepares in both."""

from importlib.resources import files
from pathlib import Path

import httpx

from tests.web.ministries import PASSWORD, Served, token

TEXT = """Hanoi, 14 September 2026. General Erasmus Exempla, minister of defence of Vietnam, received \
General Aurelia Modela, minister of defence of Laos (illustrative).

The two sides agreed to strengthen the training of nurses in 2027.
"""
LET = "Let it be known there"


def things_of(ministry: Served) -> dict[str, set[str]]:
    """What is known in the first compact, by its noun."""
    found: dict[str, set[str]] = {}
    for one in ministry.data("show", "--compact", ministry.compacts[0]):
        found.setdefault(one["type"], set()).add(one["id"])
    return found


def taken_in(ministry: Served, folder: Path) -> dict[str, set[str]]:
    """What is new in the first compact once a document was read and all of it accepted, by its noun."""
    before, within = things_of(ministry), ("--compact", ministry.compacts[0])
    (folder / "talks.txt").write_text(TEXT, encoding="utf-8")
    ministry.data("read", folder / "talks.txt", *within)
    ministry.data("accept", "--all", *within)
    return {noun: names - before.get(noun, set()) for noun, names in things_of(ministry).items()}


def keep_kind(client: httpx.Client, home: str) -> None:
    """Keep a kind of our own."""
    kind = (files("foedus.cooperation.kinds") / "visit.toml").read_text(encoding="utf-8")
    data = {"keep": "1", **token(client)}
    file = {"file": ("visit.toml", kind.replace("Visit", "Stay", 1))}
    assert client.post(f"{home}/administration/kinds", data=data, files=file).status_code == 302


def test_every_thing_of_ours_that_has_a_page_is_let_be_known_from_it(mine: Served, tmp_path: Path) -> None:
    here, there = mine.compacts
    new = taken_in(mine, tmp_path)
    (undertaking,), person = new["undertaking"], min(new["person"])
    pages = {person: f"people/persons/{person}", undertaking: f"said/{undertaking}"}
    pages |= {office: f"people/offices/{office}" for office in new.get("office", set())}
    pages["kind-visit"] = "administration/kinds/visit"
    with mine.signed_in() as client:
        keep_kind(client, f"/{here}")
        for thing, page in pages.items():
            assert LET in client.get(f"/{here}/{page}").text, page
            done = client.post(f"/{here}/ours/{thing}/share", data={"with": there, **token(client)})
            assert done.headers["location"] == f"/{here}/{page}"
            assert "ours alone" in client.get(f"/{there}/{page}").text.lower(), page
    with mine.signed_in("reader") as client:
        assert LET not in "".join(client.get(f"/{here}/{page}").text for page in pages.values())


def test_who_prepares_in_one_compact_alone_is_offered_no_other(mine: Served, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    here, there = mine.compacts
    mine.node.do("user", "add", "confined", "--password-file", secret)
    mine.node.do("user", "grant", "confined", "drafter", "--compact", here)
    (thing,) = taken_in(mine, tmp_path)["undertaking"]
    with mine.signed_in("confined") as client:
        page = client.get(f"/{here}/said/{thing}")
        assert (page.status_code, LET in page.text) == (200, False)
        asked = client.post(f"/{here}/ours/{thing}/share", data={"with": there, **token(client)})
        assert asked.status_code == 404
