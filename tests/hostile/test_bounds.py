"""No file exhausts whoever reads it: measured in a process of its own, which may use only so much."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.heavy import HEAVY, MEBIBYTE

MOST_MEMORY = 768 * MEBIBYTE
MOST_SECONDS = 60
"""Of a processor's time, on whatever machine: far above what is needed, far below what would be quadratic."""


_CHILD = """
import pathlib, resource, sys
memory, seconds, file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
from foedus.__main__ import main
code = main(["verify", file])
used = resource.getrusage(resource.RUSAGE_SELF)
status = pathlib.Path("/proc/self/status")  # what rusage says holds the parent's memory from before the exec
peak = status.read_text().partition("VmHWM:")[2].split()[0] if status.exists() else used.ru_maxrss
print("USED", code, int(peak) // 1024, used.ru_utime + used.ru_stime)
"""


def limited(path: Path) -> tuple[int, int, float]:
    """Verify a file under limits, in a process of its own.

    Returns:
        The exit code of `foedus verify`, the memory used in MiB, and the processor's seconds.
    """
    words = [sys.executable, "-c", _CHILD, str(MOST_MEMORY), str(MOST_SECONDS), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    said = done.stdout.rpartition("USED ")[2].split()
    assert len(said) == 3, (done.returncode, done.stderr[-1000:])
    return int(said[0]), int(said[1]), float(said[2])


@pytest.mark.slow
@pytest.mark.parametrize("heavy", HEAVY, ids=lambda heavy: heavy.__name__)
def test_a_file_made_to_exhaust_its_reader_is_read_or_refused_within_bounds(
    heavy: Callable[[], bytes], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path = tmp_path / "heavy.foedus"
    path.write_bytes(heavy())
    code, memory, seconds = limited(path)
    record_property(
        "says",
        f"{heavy.__name__}: {path.stat().st_size // 1024:,} KiB "
        f"{'verified' if code == 0 else 'refused'} with {memory} MiB in {seconds:.1f} s",
    )
    assert code in (0, 1)
