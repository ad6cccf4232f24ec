"""How much longer commands take on a long record than on a short one: `python -m benchmarks.commands`.

Two nodes hold a whole record each: one that has just begun, and one of `--entries` entries and
`--acts` acts. The same commands are given on both in turn, as an officer gives them, each a process
of its own; the best of `--rounds` counts. The ratio is of processor times in one run. The keys are
locked so that they open at once: what a passphrase costs is the same on any record.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.rebuilding import taken
from benchmarks.records import line, recorded
from foedus.record import keyfile
from tests.node.nodes import PASSPHRASE, Node, of_world
from tests.worlds import chance

BEGUN = 200
CLAIM = 4.0
CHEAP = {"ops": 1, "memory": 8192}


def holding(entries: int, acts: int, *, rounds: int, folder: Path) -> Node:
    """A node that holds a record of so many entries; an act waits for its signature in each round."""
    world = recorded(entries, acts=acts)
    for number in range(rounds):
        name = f"line-new-{number}"
        world.sign("LA", world.act({name: None}, says={name: line(name)}))
    folder.mkdir()
    file = folder / "whole.foedus"
    file.write_bytes(world.bundle())
    node = of_world(world, "VN", folder / "vn")
    seed, salt, nonce = chance(world.seed, "VN", "op"), bytes(keyfile.SALT_BYTES), bytes(keyfile.NONCE_BYTES)
    locked = keyfile.lock(seed, role="op", passphrase=PASSPHRASE, salt=salt, nonce=nonce, **CHEAP)
    (node.folder / "keys" / "op.key").write_bytes(locked)
    node.do("import", file)
    return node


def commands(node: Node, number: int) -> list[tuple[str, list[str]]]:
    """The commands that are timed, by name; in each round they say something else."""
    waiting = node.data("status")[0]["waiting"]
    report = ["report", "line-0", "--on", "2026-05-01", "--note", f"Round {number} (illustrative)."]
    return [
        ("status", ["status"]),
        ("show", ["show"]),
        ("show ITEM", ["show", f"line-{number}"]),
        ("sign", ["sign", waiting[0]]),
        ("report", report),
    ]


def main() -> None:
    """Measure, and print the times and their ratios."""
    parser = argparse.ArgumentParser(description="Commands on a short record and on a long one.")
    parser.add_argument("--entries", type=int, default=22_000, help="how many entries (22,000)")
    parser.add_argument("--acts", type=int, default=200, help="how many acts (200)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the best of each is taken (3)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        short = holding(BEGUN, 5, rounds=asked.rounds, folder=Path(name) / "short")
        long = holding(asked.entries, asked.acts, rounds=asked.rounds, folder=Path(name) / "long")
        best: dict[str, list[float]] = {}
        for number in range(asked.rounds):
            for (called, ours), (_, theirs) in zip(
                commands(short, number), commands(long, number), strict=True
            ):
                now = [taken(short, *ours), taken(long, *theirs)]
                best[called] = [min(pair) for pair in zip(best.get(called, now), now, strict=True)]
    print(f"{BEGUN:,} entries and 5 acts, against {asked.entries:,} entries and {asked.acts:,} acts")
    for called, (small, large) in best.items():
        print(f"{called:10} {small:6.2f} s  {large:6.2f} s  ratio: {large / small:.2f}")
    worst = max(large / small for small, large in best.values())
    print(f"largest ratio: {worst:.2f} (claimed: at most {CLAIM})")


if __name__ == "__main__":
    main()
