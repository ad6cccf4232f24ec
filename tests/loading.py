"""Commands that begin at once: split off a process that has the libraries loaded.

A `foedus` of its own for every command would spend most of its time loading the same libraries.
Here one process loads them, once for all the tests of a run, and splits off a child for each
command; to the command, all that it sees and does is as in a process of its own. What is killed,
raced or left running is started for real instead.

The process is `tests.loaded`; what is put on the PATH in the place of `foedus` is `tests.stand_in`.
"""

import atexit
import functools
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from attrs import field, frozen

from tests import stand_in

_HOUSE = Path(__file__).resolve().parents[1]


@frozen
class Loaded:
    """A process that has the libraries loaded; `commands` is the folder of its stand-in, for a PATH."""

    commands: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)

    @property
    def address(self) -> str:
        """Where it listens."""
        return str(self.commands.with_name("address"))

    def run(
        self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path | None = None
    ) -> tuple[int, str, str]:
        """Run one command in a folder, or in the present one.

        Returns:
            Its exit code, its output and its errors.
        """
        with (
            Path(os.devnull).open("rb") as nothing,
            TemporaryFile("w+", encoding="utf-8") as said,
            TemporaryFile("w+", encoding="utf-8") as refused,
        ):
            place = os.open(folder or ".", os.O_RDONLY)
            try:
                inherited = (nothing.fileno(), said.fileno(), refused.fileno(), place)
                code = stand_in.asked(self.address, words, environment=environment, inherited=inherited)
            finally:
                os.close(place)
            for stream in (said, refused):
                stream.seek(0)
            return code, said.read(), refused.read()


@functools.cache
def loaded() -> Loaded:
    """The one process that this run of tests shares; it ends with it."""
    folder = TemporaryDirectory(prefix="foedus-")  # a short path: an address has room for a hundred bytes
    commands, address = Path(folder.name, "bin"), Path(folder.name, "address")
    commands.mkdir()
    script = commands / "foedus"
    words = f"'{sys.executable}' -IS '{stand_in.__file__}' '{address}' foedus"
    script.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    script.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.loaded", str(address)],
        cwd=_HOUSE,
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    atexit.register(_end, process, folder)
    assert process.stdout
    assert process.stdout.readline() == b"loaded\n"
    return Loaded(commands, process)


def _end(process: "subprocess.Popen[bytes]", folder: "TemporaryDirectory[str]") -> None:
    process.communicate()
    folder.cleanup()
