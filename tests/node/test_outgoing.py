"""What leaves a node: the common record, and not a word of what is ours alone."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.node.nodes import Node


def gone(node: Node) -> None:
    (node.folder / "data" / "private.sqlite3").write_bytes(b"")


def garbage(node: Node) -> None:
    (node.folder / "data" / "private.sqlite3").write_bytes(b"garbage " * 1_000)


def forbidden(node: Node) -> None:
    (node.folder / "data" / "private.sqlite3").chmod(0)


@pytest.mark.parametrize("spoilt", [gone, garbage, forbidden])
@pytest.mark.parametrize("command", ["export {at}/out.foedus --all", "import {at}/offer.foedus"])
def test_it_is_sent_and_taken_in_whatever_became_of_the_private_database(
    spoilt: Callable[[Node], None], command: str, vn: Node
) -> None:
    spoilt(vn)
    assert vn.run(*command.format(at=vn.folder.parent).split()).code == 0


def opened_files(process: int) -> Iterator[str]:
    try:
        for handle in Path(f"/proc/{process}/fd").iterdir():
            yield str(handle.readlink())
    except OSError:
        return


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system keeps no /proc")
@pytest.mark.parametrize(
    ("command", "private"),
    [("export {at}/out.foedus --all", False), ("import {at}/offer.foedus", False), ("draft show", True)],
)
def test_who_sends_and_takes_in_never_opens_what_is_ours_alone(
    command: str, vn: Node, *, private: bool
) -> None:
    process = vn.start(*command.format(at=vn.folder.parent).split())
    seen: set[str] = set()
    while process.poll() is None:
        seen |= {Path(name).name for name in opened_files(process.pid) if name.startswith(str(vn.folder))}
        time.sleep(0.0005)
    process.communicate()
    assert process.returncode == 0
    assert ("private.sqlite3" in seen) is private
    assert private or "common.sqlite3" in seen


def test_only_what_the_other_has_not_is_sent(vn: Node) -> None:
    at = vn.folder.parent
    assert vn.data("export", at / "none.foedus", "--to", "LA")["entries"] == {"LA": 0, "VN": 0}
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    assert vn.data("export", at / "one.foedus", "--to", "LA")["entries"] == {"LA": 0, "VN": 1}
    assert vn.data("export", at / "all.foedus", "--to", "LA", "--all")["complete"]


def test_a_bundle_of_only_what_is_new_is_taken_in(vn: Node, pair: Path) -> None:
    la = Node(pair / "la").copied(vn.folder.parent / "la")
    vn.do("report", "first", "--outcome", "met", "--on", "2026-02-01")
    vn.do("export", vn.folder.parent / "one.foedus", "--to", "LA")
    assert la.data("import", vn.folder.parent / "one.foedus")["entries"] == {"VN": 1}


@pytest.mark.parametrize(
    ("command", "databases"),
    [("export", "default"), ("import", "default"), ("status", "default private")],
)
def test_who_sends_and_takes_in_has_no_way_to_open_what_is_ours_alone(
    command: str, databases: str, vn: Node
) -> None:
    program = (
        "import sys; from foedus_node.cli import commands; from django.db import connections\n"
        "commands.run(sys.argv[1:]); print(*sorted(connections))"
    )
    words = [sys.executable, "-c", program, "--node", str(vn.folder), command, "--help"]
    done = subprocess.run(words, env=vn.environment(), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == databases
