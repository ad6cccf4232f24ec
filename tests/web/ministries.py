"""The example's ministries with their pages served by real processes, for tests that ask as a browser does.

Nothing here reaches into a page: what is asked goes over HTTP, and questions to the database are
counted in a process of their own (`counting`).
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from attrs import frozen
from playwright.sync_api import BrowserContext, Page

from tests.node.nodes import Node

CLOCK = "2026-09-15T08:00:00Z"
"""The day on which the tests of pages look at the example: the year is under way, some of it is late."""

PASSWORD = "for rehearsal only"
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "reader": ("reader",),
    "drafter": ("drafter",),
    "signatory": ("signatory",),
    "auditor": ("auditor",),
    "administrator": ("administrator",),
    "chief": ("drafter", "signatory", "administrator", "auditor"),
}
"""Who signs in at every ministry of the tests, and the roles they hold there (all illustrative)."""
_SECONDS_TO_BEGIN = 60


@frozen
class Served:
    """A ministry whose pages are served."""

    node: Node
    address: str
    compacts: tuple[str, ...]
    """The first digits of its compacts; that of two parties before that of three."""

    def data(self, *words: str | Path) -> Any:
        """What a command says as data on the day of the pages."""
        done = self.node.run(*words, "--json", FOEDUS_CLOCK=CLOCK)
        assert done.code == 0, (words, done)
        return orjson.loads(done.said)

    @contextmanager
    def signed_in(self, user: str = "chief", *, language: str = "en") -> Iterator[httpx.Client]:
        """A client that has signed in as a browser does."""
        with httpx.Client(base_url=self.address, cookies={"language": language}, timeout=60) as client:
            assert client.get("/account/login/").status_code == 200
            answer = client.post(
                "/account/login/", data={"login": user, "password": PASSWORD, **token(client)}
            )
            assert answer.status_code == 302, answer.text
            yield client


def enter(context: BrowserContext, ministry: Served, *, user: str = "chief", language: str = "en") -> Page:
    """Sign in at a ministry in a browser; gives the page that opens."""
    context.add_cookies([{"name": "language", "value": language, "url": ministry.address}])
    page = context.new_page()
    page.goto(f"{ministry.address}/account/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)
    return page


def token(client: httpx.Client) -> dict[str, str]:
    """What proves that a form is ours, as a form's hidden field carries it."""
    return {"csrfmiddlewaretoken": client.cookies["csrftoken"]}


def founded(folder: Path) -> Path:
    """The example, played once for all tests of a run, in however many processes; gives its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        example = folder / "example"
        if not (example / "done").exists():
            shutil.rmtree(example, ignore_errors=True)
            _run(["demo", "--at", str(example), "--no-serve", "--no-work"])
            for party in ("vn", "la"):
                _give_accounts(Node(example / party), folder)
            (example / "done").touch()
    return example


def founded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's folder for a run of tests; to be looked at, not to be written in."""
    # To found it takes a minute or two; whoever writes on a page can keep one for many runs.
    if kept := os.environ.get("FOEDUS_TEST_EXAMPLE"):
        return founded(Path(kept))
    base = tmp_path_factory.getbasetemp()
    return founded((base.parent if base.name.startswith("popen-") else base) / "ministries")


def _give_accounts(node: Node, folder: Path) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    known = {row["user"] for row in node.data("user", "list")}
    for name, roles in PEOPLE.items():
        if name not in known:
            node.do(
                "user", "add", name, "--called", f"{name.title()} (illustrative)", "--password-file", secret
            )
            for role in roles:
                node.do("user", "grant", name, role)


@contextmanager
def served(node: Node, *, clock: str = CLOCK, port: int | None = None, **more: str) -> Iterator[Served]:
    """Serve a node's pages until the block ends."""
    place = f"127.0.0.1:{port or free_port()}"
    compacts = [row["compact"] for row in sorted(node.data("status"), key=lambda row: len(row["parties"]))]
    process = subprocess.Popen(
        node.command("pages", "--at", place),
        env=node.environment(FOEDUS_CLOCK=clock, **{"FOEDUS_SIGN_INS_A_MINUTE": "1000", **more}),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert "Pages of" in process.stdout.readline()
        yield Served(node, f"http://{place}", tuple(name[:12] for name in compacts))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=_SECONDS_TO_BEGIN)


def counted(node: Node, user: str, addresses: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What each address answers a user, and how many questions to the databases that took.

    Returns:
        By the addresses' names: `status`, `questions`, `bytes` (compressed), and `whole`, what was called at
        the first look that goes through everything known.
    """
    process = subprocess.run(
        [sys.executable, "-m", "tests.web.counting", user],
        input=orjson.dumps(dict(addresses)),
        env={**node.environment(FOEDUS_CLOCK=CLOCK), "FOEDUS_NODE": str(node.folder)},
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, dict[str, Any]] = orjson.loads(process.stdout)
    return found


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _run(words: list[str]) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, "-m", "foedus_node", *words],
        env={**environment, "LANG": "C.UTF-8", "TZ": "UTC"},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=600,
    )


def until(is_so: Any, *, seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never was so"
        time.sleep(0.1)
