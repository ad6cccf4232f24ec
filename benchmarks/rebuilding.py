"""How much longer rebuilding a node takes than verifying its record: `python -m benchmarks.rebuilding`.

A new node with the keys of a destroyed one takes in a peer's whole record, with
`foedus import` as an officer would: every entry is verified, kept and indexed, durably. On the
same file `foedus verify` does the verification alone. Both are processes of their own; the
ratio is of two processor times taken in one run. The same bundle is then taken in once more, which must
change nothing.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.records import recorded
from tests.node.nodes import Node, of_world

CLAIM = 2.5
SECONDS = 60


def taken(node: Node, *words: str | Path) -> float:
    """The processor time, in seconds, that a command takes from its start to its end."""
    start = os.times()
    process = node.start(*words)
    said, refused = process.communicate()
    assert process.returncode == 0, (said, refused)
    end = os.times()
    return end.children_user + end.children_system - start.children_user - start.children_system


def main() -> None:
    """Measure, and print the times and their ratio."""
    parser = argparse.ArgumentParser(description="Rebuild a node from a peer's whole record.")
    parser.add_argument("--entries", type=int, default=22_000, help="how many entries (22,000)")
    parser.add_argument("--acts", type=int, default=200, help="how many acts (200)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = recorded(asked.entries, acts=asked.acts)
        file = folder / "whole.foedus"
        file.write_bytes(world.bundle())
        node = of_world(world, "VN", folder / "vn")
        del world
        verified = taken(node, "verify", file)
        rebuilt = taken(node, "import", file)
        again = taken(node, "import", file)
        size = sum(each.stat().st_size for each in (folder / "vn" / "data").iterdir())
        print(
            f"{asked.entries:,} entries, {asked.acts:,} acts, a file of {file.stat().st_size / 2**20:.1f} MiB"
        )
    print(f"verified alone:    {verified:6.2f} s")
    print(f"taken in:          {rebuilt:6.2f} s; the node's databases have {size / 2**20:.0f} MiB")
    print(f"taken in again:    {again:6.2f} s, nothing new")
    print(f"ratio: {rebuilt / verified:.2f} (claimed: at most {CLAIM}, and 220,000 entries in {SECONDS} s)")


if __name__ == "__main__":
    main()
