"""The pages of a node against bare Django pages over the same activities: `python -m benchmarks.pages`.

A node takes in, with `foedus import`, a record in which so many activities are in force (acts of a
thousand lines, each signed by both parties), and reports on a part of them. Its pages are served as
`foedus serve` serves them, and asked by somebody who has signed in, in French, with everything they
may see. Beside it two pages of `bare_page` are served over one table of the same activities: the bare
one with Django's accounts, permissions, languages and forms, the barest with none of them. All three
are asked in turns. The ratios are of the medians of one run by the clock, and of the processor's time
that the answers took, which other work on the machine bears on less; the claims are against the bare one.
"""

import argparse
import datetime
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import orjson
from attrs import frozen

from foedus.record.entry import EntryType
from tests.node.nodes import Node, of_world
from tests.web.ministries import PASSWORD, Served, free_port
from tests.worlds import World

CLAIMS = {"list": 2.5, "filter": 2.5, "search": 2.5, "rare word": 2.5, "detail": 3.0, "calendar": 2.0}
START = 3.0
MEMORY = 200
WARMING = 5
"""The first answers, which warm all sides up, and are not counted."""
SPREAD = 6.0
LINES_AN_ACT = 1000
DOMAINS = ("border", "training", "peacekeeping", "joint-exercise", "policy-dialogue", "delegation-exchange")
KINDS = ("visit", "training", "exercise", "meeting", "border-patrol", "activity")
REPORTED = 20
"""Every so manieth activity is reported on, once."""
NOTE = "Réalisé comme prévu."
USER = "chief"
BARE_DATABASE = "beside.sqlite3"
PLACES = tuple(f"Illustration {number}" for number in range(200))
CLOCK = "2026-09-15T08:00:00Z"


def activity(number: int) -> dict[str, Any]:
    """One activity, made up, the same on every run."""
    chance = random.Random(number)  # noqa: S311 (nothing secret)
    first = datetime.date(2020, 1, 1) + datetime.timedelta(days=chance.randrange(15 * 365))
    last = first + datetime.timedelta(days=chance.randrange(5))
    place = chance.choice(PLACES)
    kind, domain = chance.choice(KINDS), chance.choice(DOMAINS)
    return {
        "type": "activity",
        "id": f"activity-{number:07}",
        "kind": kind,
        "domain": domain,
        "title": {
            "en": f"Activity {number} of cooperation at {place} (illustrative)",
            "fr": f"Activité {number} de coopération à {place} (illustrative)",
        },
        "host": chance.choice(("LA", "VN")),
        "participants": ["LA", "VN"],
        "place": place,
        "when": f"{first}/{last}",
    }


def populated(folder: Path, many: int) -> Node:
    """Viet Nam's node, with so many activities in force and reports on every twentieth of them."""
    world = World()
    node = of_world(world, "VN", folder / "vn")
    done = dict.fromkeys(world.parties, 0)
    for start in range(0, many, LINES_AN_ACT):
        lines = {one["id"]: one for one in map(activity, range(start, min(start + LINES_AN_ACT, many)))}
        world.all_sign(world.act(dict.fromkeys(lines), says=lines))
        for name in list(lines)[::REPORTED]:
            said = {"item": name, "note": {"fr": NOTE}, "on": "2026-03-12"}
            made = world.next_entry("LA", EntryType.REPORT, said, by=world.by("LA"))
            world.logs["LA"] = world.logs["LA"].follow(made)
            world.entries["LA"].append(made)
        if (start // LINES_AN_ACT) % 50 == 49 or start + LINES_AN_ACT >= many:
            file = folder / "part.foedus"
            file.write_bytes(world.bundle(have=done))
            node.do("import", file)
            done = {party: len(lines) for party, lines in world.entries.items()}
            world.leaves.clear()
            world.acts = {world.compact: world.charter}
            file.unlink()
    secret = folder / "password"
    secret.write_text(PASSWORD)
    node.do("user", "add", USER, "--password-file", secret)
    for role in ("drafter", "signatory", "administrator"):
        node.do("user", "grant", USER, role)
    return node


@frozen
class Beside:
    """Something served: where, by which process, and how many seconds it took from its start to a page."""

    address: str
    process: int
    began: float


@contextmanager
def whole(node: Node) -> Iterator[Beside]:
    """The whole node, as `foedus serve` runs it."""
    pages, exchange = free_port(), free_port()
    begun = time.perf_counter()
    process = node.start(
        "serve", "--at", f"127.0.0.1:{exchange}", "--pages", f"127.0.0.1:{pages}", FOEDUS_CLOCK=CLOCK
    )
    address = f"http://127.0.0.1:{pages}"
    try:
        answered(f"{address}/account/login/")
        yield Beside(address, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def beside(folder: Path, settings: str) -> Iterator[Beside]:
    """A page of `bare_page` over the same activities, served as the node is."""
    port = free_port()
    begun = time.perf_counter()
    words = ["--host", "127.0.0.1", "--port", str(port), "--interface", "wsgi", "--workers", "1"]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [
            *(sys.executable, "-m", "granian", *words, "--blocking-threads", "4"),
            "benchmarks.bare_page.wsgi:application",
        ],
        env=_bare_environment(folder, settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answered(f"{address}/list")
        yield Beside(address, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(30)


def fill(folder: Path, many: int) -> None:
    """The database of the bare pages, with the same activities and what was reported on them."""
    if (folder / BARE_DATABASE).exists():
        return
    command = [sys.executable, "-m", "benchmarks.bare_page", USER, PASSWORD]
    environment = _bare_environment(folder, "benchmarks.bare_page.settings")
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603 (the same)
        assert process.stdin
        for number in range(many):
            process.stdin.write(orjson.dumps(_bare_row(number)) + b"\n")
        process.stdin.close()
    assert process.returncode == 0


def _bare_row(number: int) -> dict[str, Any]:
    one, is_reported = activity(number), number % REPORTED == 0
    starts, ends = one["when"].split("/")
    same = {name: one[name] for name in ("kind", "domain", "host", "place")}
    said = {"party": "LA", "on": "2026-03-12", "note": NOTE}
    row = {
        **same,
        "name": one["id"],
        "title": one["title"]["fr"],
        "stage": "programme",
        "reported": said["on"] if is_reported else "",
        "starts": starts,
        "ends": ends,
    }
    return {"row": row, "parts": one["participants"], "reports": [said] if is_reported else []}


def _bare_environment(folder: Path, settings: str) -> dict[str, str]:
    return {**os.environ, "BARE_DATABASE": str(folder / BARE_DATABASE), "DJANGO_SETTINGS_MODULE": settings}


@contextmanager
def entered(address: str) -> Iterator[httpx.Client]:
    """A client that has signed in at the bare page, and reads French."""
    with httpx.Client(base_url=address, cookies={"language": "fr"}, timeout=60) as client:
        client.get("/login")
        token = client.cookies["csrftoken"]
        said = {"username": USER, "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert client.post("/login", data=said).status_code == 302
        yield client


def answered(address: str) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + 60
    # Made once: to make one takes the processor longer than to ask, and whoever starts needs it meanwhile.
    with httpx.Client() as client:
        while time.monotonic() < end:
            try:
                client.get(address)
            except httpx.TransportError:
                time.sleep(0.01)
            else:
                return
    raise TimeoutError(address)


@frozen
class Timed:
    """How long answers took, in milliseconds: by the clock, and of the processor on average."""

    median: float
    p95: float
    processor: float


@frozen
class Side:
    """Somebody who asks one of the pages served, and the process that answers."""

    client: httpx.Client
    process: int


def timed(sides: Sequence[Side], addresses: Sequence[Callable[[int], str]], rounds: int) -> list[Timed]:
    """How long each side's answers took; they ask in turns, so that what else runs bears on all alike."""
    taken: list[list[float]] = [[] for _ in sides]
    begun = [0.0 for _ in sides]
    for number in range(-WARMING, rounds):
        if number == 0:
            begun = [processor(side.process) for side in sides]
        for side, address, times in zip(sides, addresses, taken, strict=True):
            start = time.perf_counter()
            answer = side.client.get(address(number + WARMING))
            times.append((time.perf_counter() - start) * 1e3)
            assert answer.status_code == 200, (answer.url, answer.text[:500])
    ended = [processor(side.process) for side in sides]
    found = []
    for times, before, after in zip(taken, begun, ended, strict=True):
        counted = sorted(times[WARMING:])
        p95 = counted[int(len(counted) * 0.95)]
        found.append(Timed(statistics.median(counted), p95, (after - before) / rounds))
    return found


@frozen
class Asked:
    """A page: its address on the node and on the bare page, which go round with each asking."""

    name: str
    here: Callable[[int], str]
    there: Callable[[int], str]


def addresses(many: int, compact: str) -> tuple[Asked, ...]:
    """The pages that are asked for."""
    plan = f"/{compact}/plan?plan=all"

    def name(number: int) -> str:
        return f"activity-{7919 * number % many:07}"

    def month(number: int) -> tuple[int, int]:
        return 2021 + number % 10, 1 + number % 12

    return (
        Asked("list", lambda _: plan, lambda _: "/list"),
        Asked(
            "filter",
            lambda number: f"{plan}&domain={DOMAINS[number % 6]}",
            lambda number: f"/list?domain={DOMAINS[number % 6]}",
        ),
        Asked("search", lambda _: f"{plan}&search=cooperation", lambda _: "/list?search=coopération"),
        Asked(
            "rare word",
            lambda number: f"{plan}&search={name(number)[-5:]}",
            lambda number: f"/list?search={name(number)[-5:].lstrip('0').zfill(3)}",
        ),
        Asked(
            "detail", lambda number: f"/{compact}/activity/{name(number)}", lambda number: f"/{name(number)}"
        ),
        Asked(
            "calendar",
            lambda number: "/{}/plan/calendar?plan=all&month={}-{:02}".format(compact, *month(number)),
            lambda number: "/calendar?year={}&month={}".format(*month(number)),
        ),
    )


def family(process: int) -> set[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def resident(process: int) -> float:
    """The memory that a process and all below it hold, in MiB; what several share is counted once."""
    found = 0
    for one in family(process):
        with suppress(ProcessLookupError, FileNotFoundError):  # it has ended meanwhile
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            found += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return found / 2**10


def processor(process: int) -> float:
    """The milliseconds of the processor that a process and all below it took so far."""
    threads = (thread for one in family(process) for thread in Path(f"/proc/{one}/task").iterdir())
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def measure(ministry: Served, served: Sequence[Beside], *, many: int, rounds: int) -> None:
    """Ask for every page of the node, the bare page and the barest, and print times and ratios."""
    ours, bare, barest = served
    with (
        ministry.signed_in(language="fr") as reader,
        entered(bare.address) as theirs,
        httpx.Client(base_url=barest.address, timeout=60) as barer,
    ):
        sides = [Side(reader, ours.process), Side(theirs, bare.process), Side(barer, barest.process)]
        for page in addresses(many, ministry.compacts[0]):
            one, other, least = timed(sides, [page.here, page.there, page.there], rounds)
            print(
                f"{page.name:>9}: {one.median:6.1f} ms (p95 {one.p95:6.1f}; processor {one.processor:5.1f});"
                f" bare {other.median:6.1f} ({other.p95:6.1f}; {other.processor:5.1f}): "
                f"{one.median / other.median:5.2f} times, of the processor "
                f"{one.processor / other.processor:5.2f} (claimed: at most {CLAIMS[page.name]}); "
                f"barest {least.median:6.1f} ({least.processor:5.1f}): "
                f"{one.median / least.median:5.2f}, {one.processor / least.processor:5.2f}"
            )


def together(ministry: Served, many: int) -> None:
    """Eight clients at once: how far the slowest answers lie from the middle."""
    pages = addresses(many, ministry.compacts[0])

    def work(client: int) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        with ministry.signed_in(language="fr") as asking:
            for number in range(20):
                for page in pages:
                    start = time.perf_counter()
                    assert asking.get(page.here(number * 8 + client)).status_code in (200, 404)
                    found.setdefault(page.name, []).append((time.perf_counter() - start) * 1e3)
        return found

    with ThreadPoolExecutor(8) as clients:
        results = list(clients.map(work, range(8)))
    for page in pages:
        taken = sorted(one for result in results for one in result[page.name])
        middle, slow = statistics.median(taken), taken[int(len(taken) * 0.95)]
        print(
            f"8 at once, {page.name:>10}: {middle:7.1f} ms, p95 {slow:7.1f}: "
            f"{slow / middle:4.1f} times (claimed: at most {SPREAD})"
        )


def main() -> None:
    """Measure, and print the times and their ratios."""
    parser = argparse.ArgumentParser(description="The pages of a node against a bare Django page.")
    parser.add_argument("--activities", type=int, default=100_000, help="how many activities (100,000)")
    parser.add_argument("--rounds", type=int, default=60, help="how often each page is asked for (60)")
    parser.add_argument("--folder", type=Path, help="where the node is kept for another run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        folder.mkdir(exist_ok=True)
        node = Node(folder / "vn") if (folder / "vn").exists() else populated(folder, asked.activities)
        compact = node.data("status")[0]["compact"][:12]
        # Or they are brought up while pages are asked for.
        brought_up = node.run("lists", FOEDUS_CLOCK=CLOCK)
        assert brought_up.code == 0, brought_up
        fill(folder, asked.activities)
        with (
            beside(folder, "benchmarks.bare_page.settings") as bare,
            beside(folder, "benchmarks.bare_page.barest_settings") as barest,
            whole(node) as ours,
        ):
            print(f"{asked.activities:,} activities in force")
            ministry = Served(node, ours.address, (compact,))
            measure(ministry, (ours, bare, barest), many=asked.activities, rounds=asked.rounds)
            together(ministry, asked.activities)
            print(
                f"memory: {resident(ours.process):.0f} MiB (claimed: under {MEMORY}), "
                f"bare {resident(bare.process):.0f}, barest {resident(barest.process):.0f}"
            )
            print(
                f"start to first page: {ours.began:.2f} s, bare {bare.began:.2f} s: "
                f"{ours.began / bare.began:.1f} times (claimed: at most {START}); barest {barest.began:.2f} s"
            )


if __name__ == "__main__":
    main()
