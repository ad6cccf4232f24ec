"""Served ministries and a browser for the tests of pages."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.node.nodes import Node
from tests.web.ministries import Served, founded_once, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's folder; to be looked at, not to be written in: `mine` has copies for that."""
    return founded_once(tmp_path_factory)


@pytest.fixture(scope="session")
def vn(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Viet Nam's pages, for tests that change nothing."""
    with served(Node(example / "vn").copied(tmp_path_factory.mktemp("vn") / "vn")) as ministry:
        yield ministry


@pytest.fixture
def mine(example: Path, tmp_path: Path) -> Iterator[Served]:
    """Viet Nam's pages on a copy of its node, for a test that changes something."""
    with served(Node(example / "vn").copied(tmp_path / "vn")) as ministry:
        yield ministry


@pytest.fixture(scope="module")
def asking(vn: Served) -> Iterator[httpx.Client]:
    """A client signed in as somebody who may do everything."""
    with vn.signed_in() as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, closed before other tests begin: its loop lets nobody begin another."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    # Playwright keeps a loop of its own in this very thread; Django then takes every question for one
    # asked within that loop, and refuses those of the tests that have a node's databases open here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(
        timeout=20_000
    )  # milliseconds; a busy machine takes longer than the five seconds of old
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that knows nothing yet; what goes wrong in a page's scripts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on(
        "console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None
    )
    yield context
    context.close()
    assert wrong == []
