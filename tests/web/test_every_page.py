"""What holds for every page: it answers in each language, bars nobody, and strangers see none of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.web.addresses import ENTERING, FILES, IN_A_STATE, OF_A_PERSON, PAGES, at_work, pages, routes
from tests.web.ministries import PASSWORD, Served, counted, enter, served

LANGUAGES = ("en", "fr", "vi", "lo", "km")
MOST_QUESTIONS = 60
FIRST_PAGE_BYTES = 100_000


@pytest.fixture(scope="session")
def vn(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Viet Nam's pages, with something on its desk."""
    with served(at_work(example, tmp_path_factory.mktemp("at-work") / "vn")) as ministry:
        yield ministry


@pytest.fixture(scope="session")
def addresses(vn: Served) -> Mapping[str, str]:
    """The address of every page, with something of the example in it."""
    return pages(vn)


@pytest.fixture(scope="session")
def answers(vn: Served, addresses: Mapping[str, str]) -> Mapping[str, dict[str, int]]:
    """What every page answers somebody who may do everything, counted."""
    return counted(vn.node, "chief", addresses)


def test_every_page_that_can_be_read_is_among_those_looked_at() -> None:
    read = {
        route["name"]
        for route in routes()
        if route["parts"][:1] == ["compact"] and "GET" in (route["methods"] or ("GET",))
    }
    assert read == {*PAGES, *IN_A_STATE, *FILES}


def test_every_name_of_an_address_is_one_address() -> None:
    names = [route["name"] for route in routes() if route["name"]]
    assert sorted(names) == sorted(set(names))


def test_no_page_takes_a_form_without_the_proof_that_it_is_ours() -> None:
    assert [route["name"] for route in routes() if route["exempt"]] == []


def test_every_page_answers(answers: Mapping[str, dict[str, int]]) -> None:
    assert {name: answer["status"] for name, answer in answers.items() if answer["status"] != 200} == {}


def test_every_page_asks_the_database_a_bounded_number_of_questions(
    answers: Mapping[str, dict[str, int]],
) -> None:
    many = {name: answer["questions"] for name, answer in answers.items()}
    assert {name: count for name, count in many.items() if count > MOST_QUESTIONS} == {}


def test_no_page_goes_through_everything_that_is_known(
    answers: Mapping[str, dict[str, Any]],
) -> None:
    looked = {name: answer["whole"] for name, answer in answers.items()}
    assert {name: at for name, at in looked.items() if at} == {}


def test_the_first_page_is_small_enough_for_a_poor_link(vn: Served) -> None:
    with vn.signed_in() as client:
        page = client.get(f"/{vn.compacts[0]}/", headers={"Accept-Encoding": "gzip"}, follow_redirects=True)
        linked = [part.partition('"')[0] for part in page.text.split('="/static/')[1:]]
        taken = int(page.headers.get("content-length", len(page.content)))
        for name in {*linked} - {"ring.svg"}:
            answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
            assert answer.status_code == 200, name
            taken += int(answer.headers.get("content-length", len(answer.content)))
    assert taken < FIRST_PAGE_BYTES


def test_nobody_without_an_account_sees_any_page(vn: Served, addresses: Mapping[str, str]) -> None:
    with httpx.Client(base_url=vn.address) as stranger:
        led = {name: stranger.get(address).headers.get("location", "") for name, address in addresses.items()}
    assert {name: to for name, to in led.items() if not to.startswith("/account/login/?next=")} == {}


def test_nobody_sees_or_does_anything_in_a_compact_in_which_they_hold_no_role(
    example: Path, tmp_path: Path
) -> None:
    node, secret = at_work(example, tmp_path / "vn"), tmp_path / "password"
    secret.write_text(PASSWORD)
    two, *others = sorted(node.data("status"), key=lambda row: len(row["parties"]))
    node.do("user", "add", "confined", "--password-file", secret)
    node.do("user", "grant", "confined", "drafter", "--compact", others[0]["compact"])
    with served(node) as ministry, ministry.signed_in("confined") as client:
        token = {"X-CSRFToken": client.cookies["csrftoken"]}
        within = (route for route in routes() if route["parts"][:1] == ["compact"] and route["methods"])
        places = [*pages(ministry).values(), *(_filled(one["route"], two["compact"][:12]) for one in within)]
        for address in places:
            assert client.get(address).status_code == 404, address
            assert client.post(address, headers=token).status_code == 404, address


def _filled(route: str, compact: str) -> str:
    """A route with something in each of its parts that looks right."""
    parts = route.replace("<compact:compact>", compact).replace("^", "").split("/")
    return "/" + "/".join("x" if "<" in part else part for part in parts)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_any_page_bars_anybody(
    browser: Browser, vn: Served, addresses: Mapping[str, str], language: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found: dict[str, list[str]] = {}
    axe = Axe()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for name, address in ENTERING.items():
        page = context.new_page()
        page.goto(vn.address + address)
        found[name] = _faults(axe.run(page, options=options).response)
        page.close()
    page = enter(context, vn, language=language)
    for name, address in (*addresses.items(), *OF_A_PERSON.items()):
        page.goto(vn.address + address)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, name
        found[name] = _faults(axe.run(page, options=options).response)
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def _faults(response: Mapping[str, Any]) -> list[str]:
    """What axe finds, each with the part of the page it is about."""
    return [f"{fault['id']}: {node['html']}" for fault in response["violations"] for node in fault["nodes"]]
