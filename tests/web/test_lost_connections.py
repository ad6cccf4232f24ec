"""A wire that breaks while a form is sent: nothing is lost or done twice, and it is said what to do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from playwright.sync_api import BrowserContext, Page, expect

from tests.node import wires
from tests.node.nodes import Node
from tests.web.cutting import Wire, wire
from tests.web.ministries import CLOCK, PASSWORD, Served, enter
from tests.web.offers import offered, said

BREAKS = ("going", "coming")
"""Where the wire breaks: on the way there, so that nothing can have been done, or on the way back."""


@pytest.fixture
def line(mine: Served) -> Iterator[Wire]:
    """A wire to our pages."""
    with wire(mine.address) as one:
        yield one


@pytest.fixture
def page(context: BrowserContext, mine: Served, line: Wire) -> Page:
    """A browser at the far end of it, signed in."""
    return enter(context, evolve(mine, address=line.address))


def lost(page: Page, line: Wire, *, at: str, send: Callable[[], None]) -> None:
    """Send a form over a wire that breaks; the browser shows that, and one goes back to the form.

    A browser may send it a second time of its own accord, over the same wire.
    """
    form = page.url
    line.cut = at
    send()
    page.wait_for_url("chrome-error:**")
    line.cut = ""
    page.go_back()
    told = page.locator(".unanswered")
    expect(told).to_contain_text("The connection was lost before an answer came.")
    if page.url != form:  # a page that takes its own form is gone with it
        told.get_by_role("link", name="Back to the form").click()
    assert page.url == form


@pytest.mark.parametrize("at", BREAKS)
def test_a_note_is_kept_once(page: Page, mine: Served, line: Wire, at: str) -> None:
    page.goto(f"{line.address}/{mine.compacts[0]}/activity/visit-2026")
    keep = page.get_by_role("button", name="Keep the note")
    page.fill("#note-words", "Ask for the list of guests (illustrative)")
    lost(page, line, at=at, send=keep.click)
    note = page.locator(".note", has_text="list of guests")
    expect(note).to_have_count({"going": 0, "coming": 1}[at])
    expect(page.locator("#note-words")).to_have_value("Ask for the list of guests (illustrative)")
    keep.click()
    expect(page.locator("#note-words")).to_have_value("")
    expect(note).to_have_count(1)
    expect(page.locator(".unanswered")).to_have_count(0)
    page.fill("#note-words", "Ask for the list of guests (illustrative)")
    keep.click()  # meant, this time
    expect(note).to_have_count(2)


def test_a_browser_that_sends_again_by_itself_is_answered_and_nothing_is_done_twice(
    page: Page, mine: Served, line: Wire
) -> None:
    page.goto(f"{line.address}/{mine.compacts[0]}/activity/visit-2026")
    page.fill("#note-words", "Ask for the list of guests (illustrative)")
    line.cut, line.is_once = "coming", True
    page.get_by_role("button", name="Keep the note").click()
    page.wait_for_url("**taken=note-visit-2026**")
    assert line.cuts == 1
    expect(page.locator(".told")).to_contain_text("This was sent twice, and done once: when it came first.")
    expect(page.locator(".note", has_text="list of guests")).to_have_count(1)


@pytest.mark.parametrize("at", BREAKS)
def test_a_document_is_read_once(page: Page, mine: Served, line: Wire, at: str, tmp_path: Path) -> None:
    words = (
        "Le 6e Dialogue sur la politique de défense entre le Vietnam et le Laos s'est tenu le 3 avril 2026."
    )
    (tmp_path / "talks.txt").write_text(words * 900, encoding="utf-8")
    page.goto(f"{line.address}/{mine.compacts[0]}/reading?show=all")
    documents = page.locator("[data-row]")
    before = documents.count()
    choose = page.locator("input[type=file]")
    choose.set_input_files(tmp_path / "talks.txt")
    send = page.locator("form[data-keep=document] button").last
    lost(page, line, at=at, send=send.click)
    expect(documents).to_have_count(before + {"going": 0, "coming": 1}[at])
    choose.set_input_files(tmp_path / "talks.txt")
    send.click()
    page.wait_for_url("**/reading/*taken=document")
    page.goto(f"{line.address}/{mine.compacts[0]}/reading?show=all")
    expect(documents).to_have_count(before + 1)


@pytest.mark.parametrize("at", BREAKS)
def test_a_line_is_drafted_once(page: Page, mine: Served, line: Wire, at: str) -> None:
    page.goto(f"{line.address}/{mine.compacts[0]}/line?kind=dialogue")
    typed = {"title.en": "Dialogue on archives (illustrative)", "when": "2026-12", "place": "Vientiane"}
    for name, value in typed.items():
        page.fill(f"[name='{name}']", value)
    for name, value in {"host": "LA", "domain": "policy-dialogue"}.items():
        page.select_option(f"[name={name}]", value)
    send = page.get_by_role("button", name="Write it into the draft")
    lost(page, line, at=at, send=send.click)
    for name, value in typed.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(value)
    send.click()
    page.wait_for_url("**/draft/**")
    expect(page.get_by_text("Dialogue on archives (illustrative)")).to_have_count(1)
    assert len(mine.data("draft", "show")) == 1


@pytest.mark.parametrize("at", BREAKS)
def test_an_act_is_signed_once(
    example: Path, page: Page, mine: Served, line: Wire, at: str, tmp_path: Path
) -> None:
    act = offered(example, mine, tmp_path)

    def ours() -> int:
        return int(mine.data("status", "--compact", mine.compacts[0])[0]["heads"]["VN"][0])

    before = ours()
    page.goto(f"{line.address}/{mine.compacts[0]}/act/{act}")
    secret, sign = page.get_by_label("Passphrase of the key").first, page.get_by_role("button", name="Sign")
    secret.fill(PASSWORD)
    lost(page, line, at=at, send=sign.click)
    assert ours() == before + {"going": 0, "coming": 1}[at]
    if at == "going":
        secret.fill(PASSWORD)
        sign.click()
        expect(page.locator(".told")).to_have_text("Signed: Visits of October.")
    assert page.locator(".state").inner_text() == "In force since 15 September 2026, signed by both"
    assert ours() == before + 1


def test_a_session_that_ended_costs_nothing_that_was_typed(
    page: Page, context: BrowserContext, mine: Served, line: Wire
) -> None:
    form = f"{line.address}/{mine.compacts[0]}/line?kind=dialogue"
    page.goto(form)
    page.fill("[name='title.en']", "Dialogue on archives (illustrative)")
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Write it into the draft").click()
    expect(page.locator("h1")).to_have_text("Signed out meanwhile")
    expect(page.locator("dd", has_text="Dialogue on archives (illustrative)")).to_have_count(1)
    enter(context, evolve(mine, address=line.address)).close()
    page.goto(form)
    expect(page.locator("[name='title.en']")).to_have_value("Dialogue on archives (illustrative)")


def test_what_was_taken_is_not_typed_into_the_next_form(page: Page, mine: Served, line: Wire) -> None:
    begin = f"{line.address}/{mine.compacts[0]}/drafts/begin"
    page.goto(begin)
    page.fill("[name='title.en']", "Changes of the autumn (illustrative)")
    page.locator("form[data-keep^=begin] button").first.click()
    page.wait_for_url("**/draft/**")
    page.goto(begin)
    expect(page.locator("[name='title.en']")).to_have_value("")


@pytest.mark.parametrize("at", BREAKS)
def test_an_exchange_that_breaks_loses_nothing_and_goes_on_the_next_time(
    example: Path, page: Page, mine: Served, at: str, tmp_path: Path
) -> None:
    laos = Node(example / "la").copied(tmp_path / "la")
    compact = mine.compacts[0]
    said(
        mine.node, "report", "visit-2026", "--stage", "invitation", "--on", "2026-09-10", "--compact", compact
    )
    send = page.get_by_role("button", name="Send and fetch")
    with wires.served(laos, FOEDUS_CLOCK=CLOCK) as address, wire(address) as between:
        said(mine.node, "peer", "add", "LA", between.address)
        between.cut = at
        page.goto(f"{mine.address}/{compact}/exchange")
        send.click()
        expect(page.locator("main")).to_contain_text("Nothing is lost", timeout=60_000)
        assert between.cuts
        between.cut = ""
        page.goto(f"{mine.address}/{compact}/exchange")
        send.click()
        # Their clock stands still in this test, so what they answer now is no newer than what was lost.
        expect(page.locator("main")).to_contain_text("Went", timeout=60_000)
        expect(page.locator(".refusal")).to_have_count(0)
    heads = [one.data("status", "--compact", compact)[0]["heads"] for one in (mine.node, laos)]
    assert heads[0] == heads[1]
