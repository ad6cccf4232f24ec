"""How much longer a record takes to verify than its bare signatures: `python -m benchmarks.record`.

One party signs, another reports: `--entries` entries in one file. The same file is
verified as `foedus verify` does it (structure, spelling, chains, keys, mandates,
signatures, acts, standing); then PyNaCl verifies as many signatures over messages of the
same lengths, and nothing else. Both run on one core, and the ratio is of their processor
times in one run. Then the memory of a process of its own is taken that verifies such a
file, at several sizes: it must not grow with the entries.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import nacl.bindings as sodium

from benchmarks.records import recorded, sizes
from foedus.record import signature
from foedus.record.bundle import Bundle, verify
from foedus.record.entry import EntryType

CLAIM = 1.5
CLAIM_OF_MEMORY = 1.1


def signatures(data: bytes) -> list[tuple[bytes, bytes]]:
    """Every signature in a bundle with the message under it, as libsodium wants them, and its key."""
    bundle, found = Bundle(io.BytesIO(data)), []
    for party in bundle.manifest.heads:
        keys: dict[str, bytes] = {}
        for line in bundle.entries(party):
            if line.type is EntryType.KEYS:
                keys = {signature.key_id(key): bytes.fromhex(key) for key in line.body["ops"]}
            signed = signature.authenticated(line.sealed.payload, signature.ENTRY)
            found.append((line.sealed.signature + signed, keys[line.kid]))
    return found


def verify_bytes(data: bytes) -> None:
    """The verification of a bundle, as every verdict on a file begins."""
    verify(Bundle(io.BytesIO(data)))


def verified_bare(signed: list[tuple[bytes, bytes]]) -> None:
    """PyNaCl's verification and nothing else."""
    for message, public in signed:
        sodium.crypto_sign_open(message, public)


def taken(work: Callable[[], object]) -> float:
    """The processor time, in seconds, that something takes; all of it runs on one core."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_of_a_process(data: bytes) -> float:
    """The most memory, in MiB, that a process of its own needs to verify a file; as Linux counts it."""
    script = (
        "import pathlib, sys; from foedus.__main__ import main\n"
        "assert main(['verify', sys.argv[1], '--json']) == 0\n"
        "print(pathlib.Path('/proc/self/status').read_text(), file=sys.stderr)"
    )
    with tempfile.NamedTemporaryFile(suffix=".foedus") as file:
        file.write(data)
        file.flush()
        run = subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "-c", script, file.name], capture_output=True, text=True, check=True
        )
    peak = next(line for line in run.stderr.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 2**10


def main() -> None:
    """Measure, and print both times, their ratio and the memory."""
    parser = argparse.ArgumentParser(description="Verify a record, and its bare signatures.")
    parser.add_argument("--entries", type=int, default=22_000, help="how many entries (22,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the best of each is taken (3)")
    parser.add_argument("--memory", type=sizes, default=[22_000, 88_000], help="at which sizes (22000,88000)")
    asked = parser.parse_args()
    data = recorded(asked.entries).bundle()
    signed = signatures(data)
    whole, bare = [], []
    for _ in range(asked.rounds):
        whole.append(taken(partial(verify_bytes, data)))
        bare.append(taken(partial(verified_bare, signed)))
    count = len(signed)
    print(f"{count:,} entries in a file of {len(data) / 2**20:.1f} MiB")
    print(f"verified as a record:   {min(whole):6.2f} s  {count / min(whole):9,.0f} entries a second")
    print(f"bare PyNaCl signatures: {min(bare):6.2f} s  {count / min(bare):9,.0f} signatures a second")
    print(f"ratio: {min(whole) / min(bare):.2f} (claimed: at most {CLAIM})")
    data, signed = b"", []  # what is measured next needs the room
    peaks = [(size, peak_of_a_process(recorded(size).bundle())) for size in asked.memory]
    for size, peak in peaks:
        print(f"memory of `python -m foedus verify` at its peak, {size:9,} entries: {peak:4.0f} MiB")
    print(f"ratio: {peaks[-1][1] / peaks[0][1]:.2f} (claimed: at most {CLAIM_OF_MEMORY})")


if __name__ == "__main__":
    main()
