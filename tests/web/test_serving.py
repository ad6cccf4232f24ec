"""A node served for real: two processes that share nothing, small, ended together."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.node.nodes import Node
from tests.web.ministries import Served, free_port, until

_MOST = 180 * 2**20
"""The memory of a whole node, in bytes."""


@contextmanager
def both(node: Node) -> Iterator[tuple["subprocess.Popen[str]", str, str]]:
    """A node's exchange and pages, with their addresses."""
    exchange, pages = (f"127.0.0.1:{free_port()}" for _ in range(2))
    process = node.start("serve", "--at", exchange, "--pages", pages)
    try:
        until(lambda: answers(f"http://{exchange}/v1/openapi.json"), seconds=60)
        until(lambda: answers(f"http://{pages}/account/login/"), seconds=60)
        yield process, f"http://{exchange}", f"http://{pages}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=30).status_code < 500
    except httpx.TransportError:
        return False


def family(pid: int) -> list[int]:
    """A process and all that it began."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in begun for one in family(int(child)))]


def opened(pid: int) -> list[str]:
    """The files that a process holds open."""
    return [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()]


def listening(pid: int, address: str) -> list[int]:
    """Of a process and all that it began, those that hold the socket at which an address is answered."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{port}") and line[3] == "0A"}
    return [one for one in family(pid) if sockets.intersection(opened(one))]


def memory(pid: int) -> int:
    """What a process alone takes of memory, what is shared counted in shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells what processes take"
)
def test_a_whole_node_is_small(
    example: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    with both(node) as (process, _exchange, pages):
        for _ in range(5):
            httpx.get(f"{pages}/account/login/", timeout=60)
        taken = sum(map(memory, family(process.pid)))
    record_property("says", f"a whole node takes {taken / 2**20:.0f} MB")
    assert taken < _MOST


def test_the_exchange_and_the_pages_answer_apart(example: Path, tmp_path: Path) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    with both(node) as (process, exchange, pages):
        assert httpx.get(f"{exchange}/account/login/").status_code == 404
        assert httpx.get(f"{pages}/v1/openapi.json").status_code == 404
        held = {
            place: {name for pid in listening(process.pid, place) for name in opened(pid)}
            for place in (exchange, pages)
        }
        private = str(node.folder.resolve() / "data" / "private.sqlite3")
        assert {place: private in names for place, names in held.items()} == {exchange: False, pages: True}
    assert process.returncode == 0


def test_when_one_of_the_two_ends_the_other_is_ended(example: Path, tmp_path: Path) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    with both(node) as (process, exchange, pages):
        _keeper, *begun = family(process.pid)
        os.kill(begun[0], signal.SIGTERM)
        process.wait(timeout=60)
        until(lambda: not answers(f"{pages}/account/login/"))
        assert not answers(f"{exchange}/v1/openapi.json")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_node_that_is_stopped_as_it_begins_leaves_no_process_behind(
    number: signal.Signals, example: Path, tmp_path: Path
) -> None:
    node = Node(example / "vn").copied(tmp_path / "vn")
    places = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    process = node.start("serve", "--at", places[0], "--pages", places[1])
    until(lambda: len(family(process.pid)) == 5)
    os.killpg(process.pid, number)
    process.communicate(timeout=10)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_static_file_is_compressed_and_kept_for_long(asking: httpx.Client) -> None:
    page = asking.get("/account/login/", follow_redirects=True).text
    address = next(part for part in page.split('"') if ".css?" in part)
    answer = asking.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] in {"br", "gzip"}
    assert answer.headers["cache-control"] == "max-age=31536000, public"
    again = asking.get(address, headers={"if-modified-since": answer.headers["last-modified"]})
    assert again.status_code == 304


def test_a_page_is_kept_by_nobody_and_compressed(asking: httpx.Client, vn: Served) -> None:
    answer = asking.get(f"/{vn.compacts[0]}/plan")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"FOEDUS_HTTPS": "perhaps"}, "FOEDUS_HTTPS cannot be taken"),
        ({"FOEDUS_SESSION_HOURS": "1000"}, "FOEDUS_SESSION_HOURS cannot be taken"),
        ({"FOEDUS_SECRET_KEY": "short"}, "FOEDUS_SECRET_KEY cannot be taken"),
        ({"FOEDUS_SECRET_KEY_FILE": "nowhere"}, "nowhere cannot be used"),
        ({"FOEDUS_OIDC_ADDRESS": "https://directory.example"}, "FOEDUS_OIDC_CLIENT cannot be taken"),
    ],
)
def test_a_setting_that_means_nothing_stops_the_start_and_is_named(
    vn: Served, setting: dict[str, str], told: str
) -> None:
    process = vn.node.start("pages", "--at", f"127.0.0.1:{free_port()}", **setting)
    until(lambda: process.poll() is not None, seconds=60)
    said, refused = process.communicate(timeout=30)
    assert process.returncode != 0, said
    assert told in refused
    assert "Traceback" not in refused


def test_a_place_that_is_taken_is_refused_by_name(vn: Served) -> None:
    at = vn.address.removeprefix("http://")
    done = vn.node.run("serve", "--at", f"127.0.0.1:{free_port()}", "--pages", at)
    assert done.refused.startswith(f"Error: Somebody answers at {at} already.")
