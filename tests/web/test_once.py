"""A form that arrives again is known by every process of a node, those that begin later too."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.node.nodes import Node
from tests.web.ministries import Served, served

MOST = 2000
NOTE = "Ask for the list of guests (illustrative)"


def note_form(client: httpx.Client, ministry: Served) -> tuple[str, dict[str, str]]:
    """Where the form of a note goes, and what it says as a browser fills it in."""
    page = f"/{ministry.compacts[0]}/activity/visit-2026"
    drawn = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', client.get(page).text)
    assert drawn
    return f"{page}/note", {"csrfmiddlewaretoken": drawn[1], "words": NOTE, "field": "", "once": "1234567890"}


def led(ministry: Served, cookies: httpx.Cookies, address: str, form: dict[str, str]) -> str:
    """Where a form leads whoever sends it."""
    with httpx.Client(base_url=ministry.address, cookies=cookies, timeout=90) as client:
        answer = client.post(address, data=form, headers={"Origin": ministry.address})
        assert answer.is_redirect, answer.text
        return str(answer.headers["location"])


def notes(node: Node) -> object:
    """How often the note was kept."""
    (row,) = told(node, f"SELECT count(*) FROM private_note WHERE value LIKE '%{NOTE}%'")  # noqa: S608 (our own words)
    return row[0]


def test_another_process_and_one_that_begins_later_know_what_was_done(mine: Served) -> None:
    with mine.signed_in() as client:
        address, form = note_form(client, mine)
        first = led(mine, client.cookies, address, form)
        for _ in range(2):
            with served(mine.node) as other:
                assert led(other, client.cookies, address, form) == first
    assert notes(mine.node) == 1


def test_of_several_that_arrive_at_once_at_two_processes_one_is_done(mine: Served) -> None:
    with mine.signed_in() as client, served(mine.node) as other:
        address, form = note_form(client, mine)
        with ThreadPoolExecutor(6) as senders:
            asked = [
                senders.submit(led, ministry, client.cookies, address, form) for ministry in (mine, other) * 3
            ]
        assert len({one.result() for one in asked}) == 1
    assert notes(mine.node) == 1


def test_what_was_under_way_when_a_process_ended_is_not_waited_for(example: Path, tmp_path: Path) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    with served(node) as before, before.signed_in() as client:
        address, form = note_form(client, before)
        led(before, client.cookies, address, form)
    told(node, "UPDATE people_sent SET led = ''")
    with served(node) as after:
        led(after, client.cookies, address, form)
    assert notes(node) == 2


def test_the_oldest_are_forgotten(mine: Served) -> None:
    told(
        mine.node,
        *[f"INSERT INTO people_sent (form, led, user_id) VALUES ({i}, '/', 1)" for i in range(MOST + 5)],  # noqa: S608 (numbers)
    )
    with mine.signed_in() as client:
        led(mine, client.cookies, *note_form(client, mine))
    # The form just sent has a longer name, which may begin with any sign.
    oldest = "SELECT min(CAST(form AS INTEGER)) FROM people_sent WHERE length(form) < 5"
    assert told(mine.node, f"SELECT count(*), ({oldest}) FROM people_sent") == [(MOST, 6)]  # noqa: S608 (ours)


def told(node: Node, *statements: str) -> list[tuple[object, ...]]:
    """What the private database says to the last of some statements."""
    held = sqlite3.connect(node.folder / "data" / "private.sqlite3")
    with held:
        *_, found = (held.execute(statement).fetchall() for statement in statements)
    held.close()
    return found
