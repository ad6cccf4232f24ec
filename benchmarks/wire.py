"""How much longer rebuilding a node over the wire takes than from a file: `python -m benchmarks.wire`.

A peer that holds the whole record answers on a loopback port; a destroyed node, its keys alone
left, asks for it with `foedus restore`: page by page, every message signed and verified, then every
entry verified, kept and indexed, durably. From a file it is `foedus import` of the same record. All are
processes of their own; the ratio is of two times taken in one run.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.records import recorded
from tests.node.nodes import Node, of_world
from tests.node.wires import served

SECONDS = 60


def taken(node: Node, *words: str | Path) -> float:
    """How long a command takes, in seconds, from its start to its end."""
    start = time.perf_counter()
    done = node.run(*words)
    # A node that never wrote its own log raises the alarm when it comes by file; it is taken in all the same.
    assert done.code == 0 or "not by this node" in done.refused, done
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print the times and their ratio."""
    parser = argparse.ArgumentParser(description="Rebuild a node from a peer's node.")
    parser.add_argument("--entries", type=int, default=22_000, help="how many entries (22,000)")
    parser.add_argument("--acts", type=int, default=200, help="how many acts (200)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = recorded(asked.entries, acts=asked.acts)
        compact, head = world.compact, world.logs["LA"].head
        (folder / "whole.foedus").write_bytes(world.bundle())
        vn, la = (of_world(world, party, folder / party.lower()) for party in ("VN", "LA"))
        del world
        by_file = taken(la, "import", folder / "whole.foedus")
        la.do("recover")
        la.do("recover", "--head", f"{head.seq}:{head.hash}")
        shutil.rmtree(vn.folder / "data")
        (vn.folder / "foedus.toml").unlink()
        with served(la) as address:
            by_wire = taken(vn, "restore", "--from", f"LA={address}", "--compact", compact)
        assert vn.tables()["common_entry"]
    print(f"{asked.entries:,} entries, {asked.acts:,} acts")
    print(f"from a file:   {by_file:6.2f} s")
    print(f"over the wire: {by_wire:6.2f} s")
    print(f"ratio: {by_wire / by_file:.2f} (220,000 entries in {SECONDS} s)")


if __name__ == "__main__":
    main()
