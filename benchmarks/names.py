"""How well respellings of names are told by their sound, on the table of public spellings.

python benchmarks/names.py
"""

import tomllib
from pathlib import Path
from time import process_time
from timeit import timeit

from foedus.cooperation.sounds import keys, sound_alike

_TABLE = Path(__file__).parents[1] / "tests" / "cooperation" / "names.toml"
_TIMES = 2_000


def main() -> None:
    """Print the figures of each part of the table and of the whole, and what making a key takes."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    same_all: list[tuple[str, str]] = []
    different_all: list[tuple[str, str]] = []
    for name, rows in table.items():
        same = [(one, other) for one, *others in rows["same"] for other in others]
        different = [(one, other) for one, other in rows["different"]]
        _tell(name, same, different)
        same_all += same
        different_all += different
    _tell("all", same_all, different_all)
    names = [name for pair in same_all for name in pair]
    seconds = timeit(
        lambda: [keys.__wrapped__(name) for name in names],
        number=_TIMES // len(names) + 1,
        timer=process_time,
    )
    each = seconds / (len(names) * (_TIMES // len(names) + 1))
    print(f"making the keys of a name: {each * 1e6:.0f} microseconds")


def _tell(name: str, same: list[tuple[str, str]], different: list[tuple[str, str]]) -> None:
    found = sum(sound_alike(*pair) for pair in same)
    wrong = sum(sound_alike(*pair) for pair in different)
    precision, recall = found / (found + wrong), found / len(same)
    print(
        f"{name:10} {len(same):4} same, {len(different):3} different: "
        f"precision {precision:.3f}, recall {recall:.3f}"
    )


if __name__ == "__main__":
    main()
