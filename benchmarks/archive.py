"""How much faster two processes read an archive than one: `python -m benchmarks.archive`.

The communiqués of `tests/communiques`, again and again under other names, are read into files of what they
state, first by one process, then by two, in one run; the time is the wall's, so a busy machine shows.
"""

import argparse
import tempfile
import time
from pathlib import Path

from foedus_node.desk.archive import keeping, pools, shards

CLAIM = 1.8
TEXTS = Path(__file__).parent.parent / "tests" / "communiques"


def copied(folder: Path, times: int) -> Path:
    """So many copies of all texts, below a folder."""
    texts = sorted(TEXTS.glob("??/*/*.txt"))
    for number in range(times):
        into = folder / f"{number:04}"
        into.mkdir(parents=True)
        for path in texts:
            (into / path.name).write_bytes(path.read_bytes())
    return folder


def seconds(archive: Path, out: Path, processes: int) -> tuple[float, int]:
    """How long so many processes take, and how many letters they read."""
    listed = list(shards.cut(shards.found([archive])))
    start = time.perf_counter()
    with keeping.folder_for(out) as folder:
        done = [one for _, one in pools.by_processes(listed, str(folder), processes=processes)]
        keeping.conclude(out, done)
    return time.perf_counter() - start, sum(one.letters for one in done)


def main() -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description="How much faster two processes read an archive than one.")
    parser.add_argument("--copies", type=int, default=60, help="how often each text stands in it (60)")
    copies = parser.parse_args().copies
    with tempfile.TemporaryDirectory() as name:
        archive = copied(Path(name) / "archive", copies)
        one, letters = seconds(archive, Path(name) / "one", 1)
        two, again = seconds(archive, Path(name) / "two", 2)
    assert letters == again
    print(f"one process: {letters / one:,.0f} letters a second; two: {letters / two:,.0f}")
    print(f"ratio: {one / two:.2f} (claimed: at least {CLAIM})")


if __name__ == "__main__":
    main()
